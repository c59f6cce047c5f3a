// SPDX-License-Identifier: Apache-2.0
#include "hand_labelled.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"
#include "scrm/sentiment/evaluation.hpp"
#include "scrm/table/csv_table.hpp"
#include "scrm/text/language.hpp"
#include "tab_separated.hpp"

namespace scrm::sentiment {
namespace {

namespace fs = std::filesystem;

/// Promo, news and other are one here.
constexpr std::int32_t kFoldedIntent = static_cast<std::int32_t>(Intent::promo);
constexpr std::size_t kHeads = 6;
constexpr std::size_t kHashDigits = 12;

using Labels = std::array<std::int32_t, kHeads>;

struct Post {
    std::string set;
    std::string language;
    std::string text;
    Labels truth{};
    Labels answer{};
};

std::vector<std::vector<std::string>> read_rows(const fs::path& file) {
    std::ifstream in{file};
    std::vector<std::vector<std::string>> rows;
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) rows.push_back(tab_separated(line));
    return rows;
}

/// The texts of a public file, in their order.
std::vector<std::string> texts_of(const fs::path& data, const std::string& source) {
    std::vector<std::string> texts;
    if (source == "banking77") {
        const fs::path file = data / source / "train.csv";
        if (!fs::exists(file)) return texts;
        const auto read = table::read_csv(file);
        for (std::int64_t i = 0; i < read.table.row_count(); ++i)
            texts.emplace_back(read.table.strings("text").text(i));
        return texts;
    }
    const bool own_folder = source == "rusentitweet" || source == "cedr";
    const fs::path file =
        own_folder ? data / source / "train.tsv" : data / "sentirueval2016" / (source + "_train.tsv");
    const std::size_t column = source == "cedr" ? 0 : 1;
    for (const auto& row : read_rows(file))
        texts.push_back(row.size() > column ? row[column] : std::string{});
    return texts;
}

Labels folded(Polarity polarity, Intent intent, Product product, bool urgent, bool lead, bool churn) {
    return {static_cast<std::int32_t>(polarity),
            std::min(static_cast<std::int32_t>(intent), kFoldedIntent),
            static_cast<std::int32_t>(product),
            urgent ? 1 : 0,
            lead ? 1 : 0,
            churn ? 1 : 0};
}

/// Columns: set, source, row, hash, language, then the labels. Nothing where the text is not what it was.
std::optional<Post> post_of(const std::vector<std::string>& cells, const std::vector<std::string>& texts) {
    constexpr std::size_t kColumns = 11;
    const auto intent = cells.size() == kColumns ? parse_intent(cells[5]) : std::nullopt;
    const auto polarity = cells.size() == kColumns ? parse_polarity(cells[6]) : std::nullopt;
    const auto product = cells.size() == kColumns ? parse_product(cells[7]) : std::nullopt;
    if (!intent || !polarity || !product)
        throw Error{ErrorCode::unreadable_input, "no labels of a post: " + cells.front()};
    const std::size_t row = std::stoul(cells[2]);
    if (row >= texts.size() || sha256(texts[row]).hex().substr(0, kHashDigits) != cells[3])
        return std::nullopt;
    Post post;
    post.set = cells[0];
    post.language = cells[4];
    post.text = texts[row];
    post.truth = folded(*polarity, *intent, *product, cells[8] == "1", cells[9] == "1", cells[10] == "1");
    return post;
}

/// Macro F1 over the labels that occur in truth; of two labels the F1 of "1".
std::string figure(const std::vector<const Post*>& posts, std::size_t head) {
    std::map<std::int32_t, std::array<double, 2>> counts;  // hits, then all of truth and answers
    std::set<std::int32_t> occurring;
    for (const Post* post : posts) {
        occurring.insert(post->truth[head]);
        counts[post->truth[head]][1] += 1;
        counts[post->answer[head]][1] += 1;
        if (post->truth[head] == post->answer[head]) counts[post->truth[head]][0] += 1;
    }
    const bool flag = head >= 3;
    if (flag) occurring = {1};
    if (flag && counts[1][1] == 0) return "  –  ";
    double sum = 0;
    for (const std::int32_t label : occurring) sum += 2 * counts[label][0] / counts[label][1];
    std::array<char, 16> out{};
    std::snprintf(out.data(), out.size(), "%.3f", sum / static_cast<double>(occurring.size()));
    return out.data();
}

void print(const std::string& name, const std::vector<const Post*>& posts) {
    constexpr std::array<const char*, kHeads> kNames{"sentiment", "intent", "product",
                                                     "urgent",    "lead",   "churn"};
    std::printf("%-12s %4zu posts", name.c_str(), posts.size());
    for (std::size_t h = 0; h < kHeads; ++h) {
        std::printf("  %s %s", kNames[h], figure(posts, h).c_str());
        if (h >= 3)
            std::printf(" of %zu", static_cast<std::size_t>(std::ranges::count_if(
                                       posts, [h](const Post* post) { return post->truth[h] == 1; })));
    }
    const auto right = std::ranges::count_if(posts, [](const Post* post) {
        return text::identify_language(post->text).language == post->language;
    });
    std::printf("  language %.3f\n", static_cast<double>(right) / static_cast<double>(posts.size()));
}

}  // namespace

void report_hand_labelled(const fs::path& labels, const fs::path& data, const Classifier& classifier) {
    std::map<std::string, std::vector<std::string>> texts;
    std::vector<Post> posts;
    std::size_t absent = 0;
    for (const auto& cells : read_rows(labels)) {
        if (cells.size() < 2) continue;
        const auto known = texts.find(cells[1]);
        const auto& of_source = known != texts.end()
                                    ? known->second
                                    : texts.emplace(cells[1], texts_of(data, cells[1])).first->second;
        std::optional<Post> post = post_of(cells, of_source);
        if (!post) {
            ++absent;
            continue;
        }
        const Classification said = classifier.classify(post->text);
        post->answer = folded(said.sentiment, said.intent, said.product, said.urgent, said.lead, said.churn);
        posts.push_back(std::move(*post));
    }
    // Who wrote the corpus or its rules read the errors on the others.
    const std::set<std::string> kUnread{"G", "H", "I-blind", "J-blind", "K"};
    std::vector<const Post*> unread;
    for (const Post& post : posts) {
        if (kUnread.contains(post.set)) unread.push_back(&post);
    }
    std::set<std::string> names;
    for (const Post& post : posts) names.insert(post.set);
    for (const std::string& name : names) {
        std::map<std::string, std::vector<const Post*>> of_language;
        std::vector<const Post*> all;
        for (const Post& post : posts) {
            if (post.set != name) continue;
            all.push_back(&post);
            of_language[post.language].push_back(&post);
        }
        print(name, all);
        constexpr std::size_t kFew = 20;
        for (const auto& [language, own] : of_language) {
            if (own.size() >= kFew && own.size() < all.size()) print(name + " " + language, own);
        }
    }
    if (!unread.empty()) print("unread", unread);
    std::printf("%zu posts labelled by hand; %zu are not where they were\n", posts.size(), absent);
}

}  // namespace scrm::sentiment
