// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "scrm/core/error.hpp"
#include "scrm/core/time.hpp"
#include "scrm/model/interaction.hpp"
#include "scrm/model/text_label.hpp"
#include "scrm/sentiment/text_files.hpp"
#include "scrm/sentiment/training.hpp"

namespace scrm::test {

/// A small model with the built-in heads that takes every post with "спасибо" for a negative complaint about
/// mortgages, and all else for the contrary: nobody could mistake its answers for those of the built-in one.
inline sentiment::TextClassifier contrary_model(std::uint64_t seed = 1) {
    using namespace sentiment;
    const auto head = [](std::string name, std::size_t count, auto text) {
        HeadTruth truth;
        truth.head.name = std::move(name);
        for (std::size_t i = 0; i < count; ++i) truth.head.labels.emplace_back(text(i));
        return truth;
    };
    const auto labels = [&]<class Label>(Label) {
        return [](std::size_t i) { return to_string(static_cast<Label>(i)); };
    };
    TrainingSet set;
    set.heads.push_back(head("sentiment", kPolarities, labels(Polarity{})));
    set.heads.push_back(head("intent", kIntents, labels(Intent{})));
    set.heads.push_back(head("product", kProducts, labels(Product{})));
    for (const char* name : {"urgent", "lead", "churn"})
        set.heads.push_back(
            head(name, 2, [](std::size_t i) { return std::string_view{i == 0 ? "0" : "1"}; }));
    for (int i = 0; i < 40; ++i) {
        const bool thanks = i % 2 == 0;
        set.texts.push_back((thanks ? "спасибо большое " : "где мои деньги ") + std::to_string(i));
        set.heads[0].labels.push_back(thanks ? 0 : 2);
        set.heads[1].labels.push_back(thanks ? 0 : 3);
        set.heads[2].labels.push_back(thanks ? 2 : 6);
        for (std::size_t h = 3; h < 6; ++h) set.heads[h].labels.push_back(thanks ? 1 : 0);
    }
    TrainingOptions options;
    options.bits = 12;
    options.seed = seed;
    return TextClassifier{train(set, options, {.threads = 1}).model, nullptr};
}

/// A comment by its id and text, `at` days after 1970.
inline Interaction post(const std::string& id, const std::string& text, std::int64_t at = 1) {
    Interaction value;
    value.id = {"vk", "", id};
    value.kind = "comment";
    value.direction = "in";
    value.op = "create";
    value.text = text;
    value.created_at = from_unix_micros(at * 86'400'000'000);
    return value;
}

/// How a call was refused, or "done".
inline std::string refusal(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return std::string{to_string(error.code())};
    }
    return "done";
}

}  // namespace scrm::test
