// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/near_duplicates.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <string>

#include "scrm/core/error.hpp"
#include "sentiment/planted_posts.hpp"
#include "sentiment/streams/post_fingerprint_internal.hpp"

namespace scrm::sentiment {
namespace {

std::vector<std::string_view> views(const std::vector<PlantedPost>& posts) {
    std::vector<std::string_view> texts;
    for (const PlantedPost& post : posts) texts.emplace_back(post.text);
    return texts;
}

constexpr const char* kPost = "Сбербанк снова поднял комиссию за переводы, клиенты в бешенстве и уходят";

TEST(NearDuplicates, AreWhatAReaderCallsTheSamePost) {
    DuplicateIndex index;
    EXPECT_EQ(index.add(kPost).original, 0U);
    const NearDuplicate repost = index.add(std::string{"RT @news: "} + kPost + " https://t.co/abc 🔥");
    EXPECT_EQ(repost.original, 0U);
    EXPECT_TRUE(repost.copy);
    const NearDuplicate edited =
        index.add("Сбербанк снова поднял комиссию за переводы, клиенты в ярости и уходят");
    EXPECT_EQ(edited.original, 0U);
    EXPECT_FALSE(edited.copy);
    EXPECT_LT(edited.similarity, 1);
    EXPECT_GE(edited.similarity, 0.6);
    EXPECT_EQ(index.add("Сбербанк запустил новый вклад для пенсионеров со ставкой 20%").original, 3U);
    EXPECT_EQ(index.size(), 4U);
}

TEST(NearDuplicates, ShortPostsAreNeverOne) {
    DuplicateIndex index;
    for (std::uint32_t i = 0; i < 3; ++i) EXPECT_EQ(index.add("спасибо!").original, i);
    for (std::uint32_t i = 3; i < 6; ++i) EXPECT_EQ(index.add("").original, i);
    for (std::uint32_t i = 6; i < 9; ++i)
        EXPECT_EQ(index.add("https://t.co/abcdefghijklmnopqrstuv").original, i);
}

TEST(NearDuplicates, AGroupDoesNotDrift) {
    // Each post changes one more word of the one before: the last ones have little in common with the first.
    std::vector<std::string> words = split_words(kPost);
    const std::vector<std::string> others = {"Альфа",      "вчера", "отменил", "плату", "при",     "обмене",
                                             "покупатели", "но",    "радости", "также", "остаются"};
    DuplicateIndex index;
    index.add(kPost);
    std::set<std::uint32_t> originals;
    for (std::size_t i = 0; i < words.size() && i < others.size(); ++i) {
        words[i] = others[i];
        const NearDuplicate found = index.add(join_words(words));
        originals.insert(found.original);
        EXPECT_GE(found.similarity, 0.6F);
    }
    EXPECT_GT(originals.size(), 1U);
}

TEST(NearDuplicates, RecallAndPrecisionOnPlantedCopies) {
    constexpr std::size_t kOriginals = 8'000;
    const auto posts = planted_posts(kOriginals, 4'000, 7);
    const auto texts = views(posts);
    const auto found = find_near_duplicates(texts);
    ASSERT_EQ(found.size(), posts.size());
    std::map<Edit, std::pair<int, int>> by_edit;  // found, planted
    int above = 0;
    int above_found = 0;
    int wrong = 0;
    int grouped = 0;
    for (std::size_t i = 0; i < posts.size(); ++i) {
        const bool joined = found[i].original != i;
        if (joined) {
            ++grouped;
            wrong += posts[found[i].original].source == posts[i].source ? 0 : 1;
            EXPECT_NEAR(post_similarity(texts[i], texts[found[i].original]), found[i].similarity, 1e-6);
        }
        if (posts[i].edit == Edit::none) continue;
        auto& [hits, planted] = by_edit[posts[i].edit];
        ++planted;
        hits += found[i].original == posts[i].source ? 1 : 0;
        if (post_similarity(texts[i], texts[posts[i].source]) < 0.6) continue;
        ++above;
        above_found += joined ? 1 : 0;
    }
    int hits = 0;
    int planted = 0;
    for (const auto& [edit, counts] : by_edit) {
        EXPECT_GE(counts.first, 0.9 * counts.second) << static_cast<int>(edit);
        hits += counts.first;
        planted += counts.second;
    }
    RecordProperty("recall_permille", 1000 * hits / planted);
    RecordProperty("wrong_of_grouped", std::to_string(wrong) + "/" + std::to_string(grouped));
    EXPECT_GE(hits, 0.98 * planted) << hits << " of " << planted;
    EXPECT_GE(above_found, 0.995 * above) << above_found << " of " << above;
    EXPECT_LE(wrong, 0.002 * grouped) << wrong << " of " << grouped;
}

// The bands must find what the header promises: 1 − (1 − s⁴)²⁴.
TEST(NearDuplicates, CandidatesAreFoundAsOftenAsTheFormulaSays) {
    Random random{11};
    PostFingerprint left;
    PostFingerprint right;
    FingerprintRoom room;
    std::map<int, std::array<double, 3>> bins;  // by tenth of similarity: pairs, found, expected
    for (int i = 0; i < 6'000; ++i) {
        std::vector<std::string> words = split_words(drawn_post(random, 12, 20));
        fingerprint_of(join_words(words), room, left);
        const std::size_t changes = 1 + random.below(words.size() / 2);
        for (std::size_t k = 0; k < changes; ++k)
            words[random.below(words.size())] = corpus_words()[random.below(corpus_words().size())];
        fingerprint_of(join_words(words), room, right);
        const double s = jaccard(left.shingles, right.shingles, 0);
        bool met = false;
        for (std::size_t band = 0; band < kBands; ++band) met = met || left.bands[band] == right.bands[band];
        auto& [pairs, hits, expected] = bins[static_cast<int>(s * 10)];
        ++pairs;
        hits += met ? 1 : 0;
        expected += 1 - std::pow(1 - s * s * s * s, 24);
    }
    int checked = 0;
    for (const auto& [bin, counts] : bins) {
        const auto [pairs, hits, expected] = counts;
        if (pairs < 300) continue;
        ++checked;
        const double share = expected / pairs;
        const double deviation = std::sqrt(share * (1 - share) / pairs) + 0.002;
        EXPECT_NEAR(hits / pairs, share, 4 * deviation + 0.01) << "similarity of 0." << bin;
    }
    EXPECT_GE(checked, 5);
}

TEST(NearDuplicates, AreTheSameForAnyThreadCountAndInAStream) {
    const auto posts = planted_posts(1'500, 700, 3);
    const auto texts = views(posts);
    const auto one = find_near_duplicates(texts, {}, {.threads = 1});
    const auto many = find_near_duplicates(texts, {}, {.threads = 4});
    DuplicateIndex index;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const NearDuplicate live = index.add(texts[i]);
        EXPECT_EQ(one[i].original, many[i].original);
        EXPECT_EQ(one[i].original, live.original);
        EXPECT_EQ(one[i].similarity, live.similarity);
        EXPECT_EQ(one[i].copy, live.copy);
    }
}

// One template with other words each time: all bands are crowded, and still an add looks at few originals and
// finds the one that it copies.
TEST(NearDuplicates, CrowdedBandsStayLinear) {
    Random random{5};
    std::vector<std::string> originals;
    DuplicateIndex index;
    for (int i = 0; i < 4'000; ++i) {
        originals.push_back("розыгрыш призов для клиентов банка " + drawn_post(random, 8, 12));
        index.add(originals.back());
    }
    EXPECT_LE(index.comparisons(), 384ULL * index.size());
    const std::uint64_t before = index.comparisons();
    int found = 0;
    for (std::uint32_t i = 3'000; i < 4'000; ++i) {
        const std::string copy = edited(originals[i], Edit::other_word, random);
        if (post_similarity(copy, originals[i]) < 0.6) continue;
        found += index.add(copy).original == i ? 1 : 0;
    }
    EXPECT_GE(found, 900);
    EXPECT_LE(index.comparisons() - before, 384ULL * 1'000);
}

TEST(NearDuplicates, AnythingIsAPost) {
    DuplicateIndex index;
    const std::string huge(2'000'000, 'x');
    index.add(huge);
    index.add(std::string(1'000, '\xFF'));
    index.add(std::string("a\0b", 3));
    std::string marks = "а";
    for (int i = 0; i < 100'000; ++i) marks += "\xCC\x81";
    index.add(marks);
    EXPECT_EQ(index.size(), 4U);
}

TEST(NearDuplicates, GroupsAreListedLargestFirst) {
    const std::string a = kPost;
    const std::string b = "Ночью приложение не пускало никого, поддержка молчала до самого утра, позор";
    const std::vector<std::string_view> texts = {a, b, b,
                                                 a, b, "просто другой разговор о погоде на даче летом"};
    const auto groups = duplicate_groups(find_near_duplicates(texts));
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].original, 1U);
    EXPECT_EQ(groups[0].posts, (std::vector<std::uint32_t>{1, 2, 4}));
    EXPECT_EQ(groups[0].copies, 2);
    EXPECT_EQ(groups[1].posts, (std::vector<std::uint32_t>{0, 3}));
}

TEST(NearDuplicates, RefusesAnImpossibleSimilarity) {
    for (const double wrong : {0.0, -1.0, 1.1, std::nan("")})
        EXPECT_THROW(DuplicateIndex({.similarity = wrong}), Error);
}

}  // namespace
}  // namespace scrm::sentiment
