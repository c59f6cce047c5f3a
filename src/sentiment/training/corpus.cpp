// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"
#include "sentiment/training/corpus_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kColumns = 8;

std::array<std::string_view, kColumns> cells_of(std::string_view line, std::size_t& count) {
    std::array<std::string_view, kColumns> cells{};
    count = 0;
    while (true) {
        const std::size_t tab = line.find('\t');
        if (count < kColumns) cells[count] = line.substr(0, tab);
        ++count;
        if (tab == std::string_view::npos) return cells;
        line.remove_prefix(tab + 1);
    }
}

bool read_post(std::string_view line, CorpusPost& post) {
    std::size_t count = 0;
    const auto cells = cells_of(line, count);
    if (count != kColumns) return false;
    const auto intent = parse_intent(cells[1]);
    const auto polarity = parse_polarity(cells[2]);
    const auto product = parse_product(cells[3]);
    const auto flag = [](std::string_view cell) { return cell == "0" || cell == "1"; };
    if (!intent || !polarity || !product || !flag(cells[4]) || !flag(cells[5]) || !flag(cells[6]))
        return false;
    post.language = cells[0];
    post.intent = *intent;
    post.polarity = *polarity;
    post.product = *product;
    post.urgent = cells[4] == "1";
    post.lead = cells[5] == "1";
    post.churn = cells[6] == "1";
    post.text = cells[7];
    return !post.text.empty() && (post.language == "ru" || post.language == "uk" || post.language == "en");
}

template <class Label>
Head head_of(std::string name, std::size_t labels) {
    Head head{std::move(name), {}};
    for (std::size_t i = 0; i < labels; ++i) head.labels.emplace_back(to_string(static_cast<Label>(i)));
    return head;
}

}  // namespace

std::vector<CorpusPost> read_corpus(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == ".tsv") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::vector<CorpusPost> posts;
    for (const auto& file : files) {
        std::ifstream in{file};
        std::string line;
        for (std::size_t number = 1; std::getline(in, line); ++number) {
            if (line.empty()) continue;
            CorpusPost post;
            post.file = file.stem().string();
            if (!read_post(line, post))
                throw Error{ErrorCode::unreadable_input, file.filename().string() + ", line " +
                                                             std::to_string(number) + ": no labelled post"};
            posts.push_back(std::move(post));
        }
    }
    return posts;
}

std::vector<Head> built_in_heads() {
    return {head_of<Polarity>("sentiment", kPolarities),
            head_of<Intent>("intent", kIntents),
            head_of<Product>("product", kProducts),
            {"urgent", {"0", "1"}},
            {"lead", {"0", "1"}},
            {"churn", {"0", "1"}}};
}

TrainingSet training_set(const std::vector<CorpusPost>& posts) {
    // Signals know urgency, leads and churn best; of the rest n-grams know more, where signals let them.
    constexpr double kSignalsOfFlags = 0.5;
    constexpr double kSignalsOfKinds = 0.2;
    // Rare intents and products, and praise, are rarer still in life.
    constexpr double kBalanceOfKinds = 0.6;
    TrainingSet set;
    for (Head& head : built_in_heads()) {
        HeadTruth& truth = set.heads.emplace_back();
        const bool flag = head.labels.size() == 2;
        truth.signal_worth = flag ? kSignalsOfFlags : kSignalsOfKinds;
        truth.fit = flag || head.name == "sentiment" ? Fit::blend : Fit::svm;
        if (!flag) truth.balance = kBalanceOfKinds;
        truth.head = std::move(head);
    }
    for (const CorpusPost& post : posts) {
        set.texts.push_back(post.text);
        const std::array<std::int32_t, 6> labels{static_cast<std::int32_t>(post.polarity),
                                                 static_cast<std::int32_t>(post.intent),
                                                 static_cast<std::int32_t>(post.product),
                                                 post.urgent ? 1 : 0,
                                                 post.lead ? 1 : 0,
                                                 post.churn ? 1 : 0};
        for (std::size_t h = 0; h < labels.size(); ++h) set.heads[h].labels.push_back(labels[h]);
    }
    return set;
}

bool is_held_back(const CorpusPost& post) {
    constexpr std::uint64_t kSeed = 20'160;
    return hash64(post.text, kSeed) % 5 == 0;
}

}  // namespace scrm::sentiment
