// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/sentiment/training.hpp"

namespace scrm::sentiment {

/// Says "alarm" at every "срочно" and knows one brand.
class SmallSignals final : public SignalSource {
  public:
    std::span<const std::string_view> names() const override { return kNames; }
    void signals(std::string_view, const TokenizedText& tokens, std::vector<Signal>& out) const override {
        for (const Token& token : tokens.tokens) {
            if (tokens.letters_of(token) == U"срочно") out.push_back({1, 1.0F, token.span});
        }
    }
    void brands(std::string_view, const TokenizedText& tokens, std::vector<TextSpan>& out) const override {
        for (const Token& token : tokens.tokens) {
            if (tokens.letters_of(token) == U"втб") out.push_back(token.span);
        }
    }

  private:
    static constexpr std::array<std::string_view, 2> kNames{"quiet", "alarm"};
};

inline const SignalSource& small_signals() {
    static const SmallSignals signals;
    return signals;
}

/// Posts of two heads, sentiment and urgent, simple enough to learn from a few.
inline TrainingSet small_set(int copies = 12) {
    struct Post {
        std::string_view text;
        std::int32_t sentiment;
        std::int32_t urgent;
    };
    static constexpr std::array<Post, 12> kPosts{{
        {"ужасный банк, больше ни ногой", 0, 0},
        {"срочно верните деньги, карту заблокировали", 0, 1},
        {"ужасный сервис, стою в очереди час", 0, 0},
        {"верните деньги срочно, перевод пропал", 0, 1},
        {"спасибо, всё супер", 2, 0},
        {"супер банк, спасибо менеджеру", 2, 0},
        {"отличное приложение, супер", 2, 0},
        {"какой процент по вкладу", 1, 0},
        {"где ближайший банкомат", 1, 0},
        {"срочно скажите, как заблокировать карту", 1, 1},
        {"банк открыл новый офис", 1, 0},
        {"какой лимит по карте", 1, 0},
    }};
    TrainingSet set;
    set.heads.push_back({{"sentiment", {"negative", "neutral", "positive"}}, {}});
    set.heads.push_back({{"urgent", {"0", "1"}}, {}});
    for (int copy = 0; copy < copies; ++copy) {
        for (const Post& post : kPosts) {
            set.texts.push_back(std::string{post.text} + " " + std::to_string(copy) +
                                std::string(static_cast<std::size_t>(copy % 3), '!'));
            set.heads[0].labels.push_back(post.sentiment);
            set.heads[1].labels.push_back(post.urgent);
        }
    }
    return set;
}

inline TextModel small_model(const SignalSource* signals = nullptr) {
    TrainingOptions options;
    options.bits = 12;
    options.signals = signals;
    return train(small_set(), options, {.threads = 1}).model;
}

}  // namespace scrm::sentiment
