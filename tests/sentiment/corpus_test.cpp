// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scrm/core/digest.hpp"
#include "scrm/sentiment/near_duplicates.hpp"
#include "scrm/text/fold.hpp"
#include "scrm/text/words.hpp"
#include "sentiment/training/corpus_internal.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;

const std::vector<CorpusPost>& corpus() {
    static const auto posts = read_corpus(std::string{SCRM_SOURCE_DIR} + "/src/sentiment/corpus");
    return posts;
}

TEST(Corpus, IsLargeAndBalanced) {
    std::map<std::string, int> languages;
    std::map<Intent, int> intents;
    std::map<Polarity, int> polarities;
    std::map<Product, int> products;
    int urgent = 0;
    int lead = 0;
    int churn = 0;
    for (const CorpusPost& post : corpus()) {
        ++languages[post.language];
        ++intents[post.intent];
        ++polarities[post.polarity];
        ++products[post.product];
        urgent += post.urgent ? 1 : 0;
        lead += post.lead ? 1 : 0;
        churn += post.churn ? 1 : 0;
    }
    EXPECT_GE(languages["ru"], 2400);
    EXPECT_GE(languages["uk"], 800);
    EXPECT_GE(languages["en"], 800);
    EXPECT_GE(intents[Intent::idea], 400);
    EXPECT_GE(lead, 400);
    EXPECT_GE(churn, 400);
    EXPECT_GE(urgent, 400);
    for (const auto& [polarity, count] : polarities) EXPECT_GE(count, 1500) << to_string(polarity);
    EXPECT_EQ(intents.size(), kIntents);
    EXPECT_EQ(products.size(), kProducts);
    for (const auto& [product, count] : products) EXPECT_GE(count, 200) << to_string(product);
}

/// Hashes of all runs of five bytes of the folded words, each once.
std::vector<std::uint32_t> shingles_of(const std::string& text) {
    std::string folded;
    const std::string whole = text::fold(text);
    for (const std::string_view word : text::words(whole)) folded.append(word).push_back(' ');
    if (folded.empty()) folded = text;  // emoji alone
    std::vector<std::uint32_t> shingles;
    constexpr std::size_t kSize = 8;
    for (std::size_t i = 0; i == 0 || i + kSize <= folded.size(); ++i)
        shingles.push_back(static_cast<std::uint32_t>(hash64(std::string_view{folded}.substr(i, kSize))));
    std::ranges::sort(shingles);
    shingles.erase(std::ranges::unique(shingles).begin(), shingles.end());
    return shingles;
}

TEST(Corpus, HoldsNoPostTwiceNorNearly) {
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> index;
    std::vector<std::size_t> sizes;
    int near = 0;
    for (std::uint32_t i = 0; i < corpus().size(); ++i) {
        const auto shingles = shingles_of(corpus()[i].text);
        std::unordered_map<std::uint32_t, std::size_t> shared;
        for (const std::uint32_t shingle : shingles) {
            auto& posts = index[shingle];
            for (const std::uint32_t other : posts) ++shared[other];
            posts.push_back(i);
        }
        sizes.push_back(shingles.size());
        for (const auto& [other, both] : shared) {
            const double alike =
                static_cast<double>(both) / static_cast<double>(sizes[other] + sizes[i] - both);
            if (alike <= 0.6) continue;
            ++near;
            ADD_FAILURE() << corpus()[i].file << ": " << corpus()[i].text << " | " << corpus()[other].text;
        }
        if (near > 20) break;
    }
    EXPECT_EQ(near, 0);
}

/// Texts of public sets, which lie beside the project and never in it: the longest cell of each row.
std::vector<std::string> public_texts() {
    std::vector<std::string> texts;
    const std::filesystem::path root =
        std::filesystem::path{SCRM_SOURCE_DIR}.parent_path() / "shared" / "data" / "text";
    for (const char* file : {"sentirueval2016/bank_train.tsv", "sentirueval2016/telecom_train.tsv",
                             "rusentitweet/train.tsv", "banking77/train.csv"}) {
        std::ifstream in{root / file};
        const char separator = std::string_view{file}.ends_with(".tsv") ? '\t' : '\n';
        for (std::string line; std::getline(in, line);) {
            std::string longest;
            std::istringstream cells{line};
            for (std::string cell; std::getline(cells, cell, separator);)
                if (cell.size() > longest.size()) longest = cell;
            texts.push_back(std::move(longest));
        }
    }
    return texts;
}

TEST(Corpus, ComesNearToNoPublicText) {
    const std::vector<std::string> others = public_texts();
    if (others.empty()) GTEST_SKIP() << "no shared data";
    DuplicateIndex index{{.similarity = 0.5}};
    for (const std::string& text : others) index.add(text);
    constexpr std::size_t kCommonplace = 60;  // bytes: "спасибо огромное, выручили!" is nobody's
    for (const CorpusPost& post : corpus()) {
        if (post.text.size() < kCommonplace) continue;
        // Against the public texts only: their number says which an original is.
        const NearDuplicate found = index.add(post.text);
        if (found.original < others.size())
            ADD_FAILURE() << post.file << ": " << post.text << " | " << others[found.original];
    }
}

TEST(Corpus, AFifthIsHeldBack) {
    const auto held = std::ranges::count_if(corpus(), is_held_back);
    const double share = static_cast<double>(held) / static_cast<double>(corpus().size());
    EXPECT_NEAR(share, 0.2, 0.02);
}

TEST(Corpus, BecomesATrainingSetWithEveryHead) {
    const TrainingSet set = training_set(corpus());
    ASSERT_EQ(set.heads.size(), 6U);
    for (const HeadTruth& head : set.heads) EXPECT_EQ(head.labels.size(), set.texts.size());
    EXPECT_EQ(set.heads[1].head.labels[2], "idea");
}

}  // namespace
