// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "scrm/sentiment/text_model.hpp"
#include "sentiment/features_internal.hpp"
#include "sentiment/table_memory_internal.hpp"

namespace scrm::sentiment {

/// What a model file holds at most.
inline constexpr std::size_t kMostLabels = 4096;
inline constexpr std::size_t kLongestLabel = 512;  // bytes

/// A head of two labels has one column, the log-odds of its second label.
constexpr std::size_t columns_of(std::size_t labels) noexcept {
    return labels == 2 ? 1 : labels;
}

/// Score of column c of a text with feature values v: scale[c] · Σ weight · v / ‖v‖ + Σ signals + bias[c].
struct TextModel::Parts {
    FeatureTable table;
    std::vector<Head> heads;
    std::vector<float> temperature;         ///< by head; scores are divided by it
    std::vector<std::size_t> first_column;  ///< by head, and the end
    std::vector<std::size_t> first_label;   ///< by head, and the end
    std::vector<float> scale;               ///< by column
    std::vector<float> bias;                ///< by column
    std::vector<std::string> signal_names;
    std::vector<float> signal_weights;  ///< [signal][column]
    std::size_t stride = 0;             ///< bytes of a row: weights by column, room, idf in the last two
    TableBytes storage;
    Digest digest;

    std::size_t columns() const noexcept { return first_column.back(); }
    const std::int8_t* row(std::uint32_t bucket) const noexcept {
        return storage.data() + std::size_t{bucket} * stride;
    }
    std::int8_t* row(std::uint32_t bucket) noexcept { return storage.data() + std::size_t{bucket} * stride; }
    std::uint16_t idf(std::uint32_t bucket) const noexcept {
        const std::int8_t* at = row(bucket) + stride - 2;
        return static_cast<std::uint16_t>(static_cast<std::uint8_t>(at[0]) |
                                          (static_cast<std::uint8_t>(at[1]) << 8U));
    }
    void set_idf(std::uint32_t bucket, std::uint16_t idf) noexcept {
        std::int8_t* at = row(bucket) + stride - 2;
        at[0] = static_cast<std::int8_t>(idf & 0xFFU);
        at[1] = static_cast<std::int8_t>(idf >> 8U);
    }

    /// Sizes everything by `table`, `heads` and `signal_names`.
    void make_room();
};

struct ScoringRoom::Work {
    TextWork text;
    std::vector<std::int32_t> narrow;
    std::vector<std::int64_t> sums;
    std::vector<float> signal_values;         ///< by kind, cut to the range that signals have
    std::vector<std::uint64_t> signals_met;   ///< a bit by kind
    std::vector<std::uint16_t> signal_kinds;  ///< kind of the source → signal of the model + 1, 0 for none
    const SignalSource* source = nullptr;
    const TextModel::Parts* model = nullptr;
    double norm = 1;
    std::vector<double> scores;
};

inline constexpr float kSignalLimit = 3.0F;

/// The features' values in `work.values`; returns ‖v‖, 1 for a text without features.
double weigh_features(const TextModel::Parts& model, TextWork& work);

struct ExplainedLabel {
    std::size_t head = 0;
    std::size_t label = 0;
};

/// As TextModel::explain for several labels, each place of the text looked at once.
std::vector<LabelExplanation> explain_labels(const TextModel& of, std::span<const ExplainedLabel> labels,
                                             const ScoringRoom& room);

/// The tokens and brands of the text that `room` scored last.
const TokenizedText& tokens_of(const ScoringRoom& room) noexcept;
std::span<const TextSpan> brands_of(const ScoringRoom& room) noexcept;

/// Softmax of the scores of the heads' columns into probabilities of labels.
void probabilities_of(const TextModel::Parts& model, std::span<const double> scores, std::span<float> out);

}  // namespace scrm::sentiment
