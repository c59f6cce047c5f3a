// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scrm/identity/accuracy.hpp"
#include "scrm/identity/clerical_review.hpp"
#include "scrm/identity/evaluate.hpp"
#include "scrm/table/table.hpp"

namespace scrm {

/// What a curve stands on.
enum class AccuracyBasis {
    model,   ///< the model's own probabilities: expected_accuracy
    truth,   ///< every pair is judged: accuracy_of
    sample,  ///< a stratified review: estimate_accuracy
};

/// Precision and recall by threshold, and where they come from.
struct TableAccuracy {
    identity::AccuracyCurve curve;
    AccuracyBasis basis = AccuracyBasis::model;

    /// match_weight, probability, pairs, true_positive, false_positive, false_negative, precision, recall,
    /// f1, precision_lower, precision_upper, recall_lower, recall_upper: one row a threshold, rising; a share
    /// without a denominator and an interval that there is none of are null.
    table::Table points() const;
};

/// A sample of the pairs of a linkage (columns left_id, right_id, match_weight, and probability if there is
/// one) for people to judge: these columns, stratum, stratum_pairs, sampling_weight and an empty is_match, in
/// random order. Throws Error{not_found} naming a column that is missing, Error{unreadable_input} naming the
/// row whose cell is no number, and as identity::sample_for_review.
table::Table review_sample(const table::Table& pairs, const identity::ReviewOptions& options = {});

/// From a judged sample: the columns that `review_sample` wrote, is_match filled with 1, true, yes, да or 0,
/// false, no, нет (any case); rows left empty are not reviewed. A table without stratum and stratum_pairs is
/// taken as pairs that were all judged. `missed` are true pairs that were never compared. Throws
/// Error{unreadable_input} naming the row, and as identity::estimate_accuracy.
TableAccuracy accuracy_from_labels(const table::Table& labels, double missed = 0);

/// The pairs of such a table that are said to be matches: left_id, right_id, is_match; without that column
/// all of them. Throws as accuracy_from_labels.
std::vector<identity::RecordPair> judged_matches(const table::Table& labels);

/// From the truth: a table of record_id and cluster_id, or of left_id and right_id.
TableAccuracy accuracy_from_truth(const table::Table& pairs, const table::Table& truth);
TableAccuracy accuracy_from_truth(const table::Table& pairs, const identity::Truth& truth);

/// From the model alone: the match weights of the pairs.
TableAccuracy expected_accuracy(const table::Table& pairs, double missed = 0);

}  // namespace scrm
