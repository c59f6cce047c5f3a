// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/sentiment/evaluation.hpp"
#include "scrm/sentiment/text_model.hpp"
#include "scrm/sentiment/training.hpp"

namespace scrm::sentiment {

struct RefitOptions {
    /// How strongly the base is believed: the precision of a normal prior around its weights, in texts. One
    /// text of weight 1 moves each of its own scores by less than 1 / prior; a hundred that agree overrule
    /// the base.
    double prior = 2;
    /// What people correct is what was wrong: a selected sample, from which only weights of n-grams are
    /// learnt. True for texts that are labelled as they come in: then biases and signals move too, and the
    /// held-out part may calibrate.
    bool fair_sample = false;
    /// Part held out for the comparison with the base: the latest texts, or by lot without times.
    double hold_out = 0.2;
    std::int64_t compare_from = 10;     ///< held-out labels of a head from which base and refit are compared
    std::int64_t calibrate_from = 100;  ///< fair held-out labels of a head from which it is calibrated anew
    std::uint64_t seed = 1;             ///< for the lot, and for rounding weights to bytes
    const SignalSource* signals = nullptr;  ///< what the base reads with
};

enum class RefitVerdict : std::uint8_t {
    untouched,  ///< no text has a label: the head is the base's, bit for bit
    untested,   ///< refitted; too few held-out labels to say whether that helps
    better,     ///< refitted: less loss on the held-out texts, and no lower macro F1
    refused,    ///< no better on the held-out texts: the head is the base's, bit for bit
};
std::string_view to_string(RefitVerdict verdict) noexcept;

/// What became of one head.
struct HeadRefit {
    std::string head;
    RefitVerdict verdict = RefitVerdict::untouched;
    std::int64_t labels = 0;   ///< texts that say what is right, held-out ones included
    HeadEvaluation base;       ///< on the held-out texts
    HeadEvaluation refitted;   ///< on the same, fitted without them
    double base_loss = 0;      ///< mean −ln p of the true label on the held-out texts
    double refitted_loss = 0;  ///< likewise
    std::int64_t silent = 0;   ///< texts without a label of this head
    std::int64_t changed = 0;  ///< of them, those that the finished model answers differently
    bool calibrated = false;   ///< the temperature is new
    double temperature = 1;    ///< of the finished model
};

struct Refitted {
    TextModel model;
    std::vector<HeadRefit> heads;  ///< by head of the model
};

/// Fits the heads of `base` further: the scores of the base stay as an offset, and what is added to its
/// weights is the most likely change under a normal prior around 0 (multinomial logistic regression, MAP).
/// Few texts move a head a little, many move it far. n-grams that no text of the base had stay unknown, so
/// that the other heads keep their answers.
///
/// `set.heads` are heads of `base`, in any order, all or some of them; a text whose label is -1 says nothing.
/// With a sidecar the comparison and the calibration use it alone, as a fair sample. Deterministic: the same
/// set and options give the same bytes for any thread count.
///
/// Throws Error{invalid_argument} for a head that the base lacks or has with other labels, lengths that
/// differ, or an option out of range; Error{cancelled}.
Refitted refit(const TextModel& base, const TrainingSet& set, const RefitOptions& options = {},
               const Execution& execution = {});

struct CorrectionFileOptions {
    std::string text_column = "text";
    std::optional<std::string> weight_column;  ///< nullopt: "weight", where there is such a column
    std::optional<std::string> time_column;    ///< nullopt: "time", likewise
};

/// Texts with a column for each head of `base` that has been corrected, as Assessments::write_corrections
/// writes them; an empty cell says nothing. Other columns are left alone. `sidecar` is a second file of the
/// same form that is only held out. Throws Error{not_found} for a missing text column or when no head has
/// one, Error{unreadable_input} naming a row that cannot be read, or the row and column of a label, weight or
/// time that cannot be.
TrainingSet read_corrections(const std::filesystem::path& file, const TextModel& base,
                             const CorrectionFileOptions& options = {},
                             const std::optional<std::filesystem::path>& sidecar = std::nullopt);

}  // namespace scrm::sentiment
