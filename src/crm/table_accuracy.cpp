// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/table_accuracy.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "scrm/core/error.hpp"
#include "scrm/table/column_names.hpp"
#include "scrm/text/fold.hpp"

namespace scrm {
namespace {

[[noreturn]] void unreadable(const std::string& column, std::int64_t row, const char* what) {
    throw Error{ErrorCode::unreadable_input,
                "column " + column + ", row " + std::to_string(row + 1) + ": " + what};
}

const table::Column& required(const table::Table& table, const std::string& name) {
    const auto at = table.find(name);
    if (!at) throw Error{ErrorCode::not_found, table::no_such_column(name, table.names())};
    return table.column(*at);
}

std::string text_at(const table::Column& column, std::int64_t row) {
    return table::cell_text(column, row).value_or("");
}

double number_at(const table::Column& column, const std::string& name, std::int64_t row) {
    if (const auto* doubles = std::get_if<table::DoubleColumn>(&column)) {
        const auto value = doubles->at(row);
        if (!value || std::isnan(*value)) unreadable(name, row, "no number");
        return *value;
    }
    const std::string text = text_at(column, row);
    double out = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (fault != std::errc{} || end != text.data() + text.size() || std::isnan(out))
        unreadable(name, row, "no number");
    return out;
}

std::uint64_t count_at(const table::Column& column, const std::string& name, std::int64_t row) {
    const double value = number_at(column, name, row);
    if (!(value >= 0 && value < 9e15 && std::floor(value) == value)) unreadable(name, row, "no count");
    return static_cast<std::uint64_t>(value);
}

std::vector<double> weights_of(const table::Table& pairs) {
    const table::Column& weights = required(pairs, "match_weight");
    std::vector<double> out;
    for (std::int64_t row = 0; row < pairs.row_count(); ++row)
        out.push_back(number_at(weights, "match_weight", row));
    return out;
}

std::optional<bool> judgement_at(const table::Column& column, std::int64_t row) {
    static constexpr std::array<std::string_view, 6> kYes = {"1", "1.0", "true", "yes", "да", "так"};
    static constexpr std::array<std::string_view, 6> kNo = {"0", "0.0", "false", "no", "нет", "ні"};
    const std::string said = text::fold(text_at(column, row));
    if (said.empty()) return std::nullopt;
    if (std::find(kYes.begin(), kYes.end(), said) != kYes.end()) return true;
    if (std::find(kNo.begin(), kNo.end(), said) != kNo.end()) return false;
    unreadable("is_match", row, "neither yes nor no");
}

table::DoubleColumn optional_numbers(const std::vector<std::optional<double>>& values) {
    std::vector<double> numbers;
    table::Validity validity;
    for (const auto& value : values) {
        validity.append(static_cast<std::int64_t>(numbers.size()), value.has_value());
        numbers.push_back(value.value_or(0));
    }
    return {std::move(numbers), std::move(validity)};
}

std::vector<identity::RecordPair> pairs_of(const table::Table& table, bool weighed) {
    const table::Column& left = required(table, "left_id");
    const table::Column& right = required(table, "right_id");
    const table::Column* weights = weighed ? &required(table, "match_weight") : nullptr;
    std::vector<identity::RecordPair> out;
    for (std::int64_t row = 0; row < table.row_count(); ++row) {
        identity::RecordPair& pair = out.emplace_back();
        pair.left_id = text_at(left, row);
        pair.right_id = text_at(right, row);
        if (weights != nullptr) pair.weight = number_at(*weights, "match_weight", row);
    }
    return out;
}

}  // namespace

table::Table TableAccuracy::points() const {
    using identity::AccuracyPoint;
    table::Table out;
    const auto add = [&](const char* name, const auto& value_of) {
        std::vector<std::optional<double>> values;
        for (const AccuracyPoint& point : curve.points) values.push_back(value_of(point));
        out.add(name, optional_numbers(values));
    };
    const auto bound = [](const std::optional<identity::Interval>& interval,
                          double identity::Interval::*end) {
        return interval ? std::optional<double>{(*interval).*end} : std::nullopt;
    };
    using identity::Interval;
    using Number = std::optional<double>;
    add("match_weight", [](const AccuracyPoint& p) { return Number{p.weight}; });
    add("probability", [](const AccuracyPoint& p) { return Number{p.probability}; });
    add("pairs", [](const AccuracyPoint& p) { return Number{p.pairs}; });
    add("true_positive", [](const AccuracyPoint& p) { return Number{p.true_positive}; });
    add("false_positive", [](const AccuracyPoint& p) { return Number{p.false_positive}; });
    add("false_negative", [](const AccuracyPoint& p) { return Number{p.false_negative}; });
    add("precision", [](const AccuracyPoint& p) { return p.score.precision; });
    add("recall", [](const AccuracyPoint& p) { return p.score.recall; });
    add("f1", [](const AccuracyPoint& p) { return p.score.f1; });
    add("precision_lower",
        [&](const AccuracyPoint& p) { return bound(p.precision_interval, &Interval::lower); });
    add("precision_upper",
        [&](const AccuracyPoint& p) { return bound(p.precision_interval, &Interval::upper); });
    add("recall_lower", [&](const AccuracyPoint& p) { return bound(p.recall_interval, &Interval::lower); });
    add("recall_upper", [&](const AccuracyPoint& p) { return bound(p.recall_interval, &Interval::upper); });
    return out;
}

table::Table review_sample(const table::Table& pairs, const identity::ReviewOptions& options) {
    const table::Column& left = required(pairs, "left_id");
    const table::Column& right = required(pairs, "right_id");
    const auto weights = weights_of(pairs);
    const auto probability = pairs.find("probability");
    const auto sample = identity::sample_for_review(weights, options);
    table::ColumnBuilder left_ids;
    table::ColumnBuilder right_ids;
    table::ColumnBuilder judgements;
    std::vector<double> shown_weights;
    std::vector<double> probabilities;
    std::vector<std::int64_t> strata;
    std::vector<std::int64_t> sizes;
    std::vector<double> sampling_weights;
    for (const identity::SampledPair& one : sample.pairs) {
        const auto row = static_cast<std::int64_t>(one.pair);
        left_ids.append(text_at(left, row));
        right_ids.append(text_at(right, row));
        judgements.append("");
        shown_weights.push_back(weights[one.pair]);
        if (probability) probabilities.push_back(number_at(pairs.column(*probability), "probability", row));
        strata.push_back(static_cast<std::int64_t>(one.stratum) + 1);
        sizes.push_back(static_cast<std::int64_t>(sample.strata[one.stratum].pairs));
        sampling_weights.push_back(one.sampling_weight);
    }
    table::Table out;
    out.add("left_id", left_ids.finish());
    out.add("right_id", right_ids.finish());
    out.add("match_weight", table::DoubleColumn{std::move(shown_weights)});
    if (probability) out.add("probability", table::DoubleColumn{std::move(probabilities)});
    out.add("stratum", table::Int64Column{std::move(strata)});
    out.add("stratum_pairs", table::Int64Column{std::move(sizes)});
    out.add("sampling_weight", table::DoubleColumn{std::move(sampling_weights)});
    out.add("is_match", judgements.finish());
    return out;
}

TableAccuracy accuracy_from_labels(const table::Table& labels, double missed) {
    const auto weights = weights_of(labels);
    const table::Column& judgements = required(labels, "is_match");
    const auto stratum = labels.find("stratum");
    const auto size = labels.find("stratum_pairs");
    if (stratum.has_value() != size.has_value())
        throw Error{ErrorCode::invalid_argument, "stratum and stratum_pairs go together"};
    std::vector<identity::ReviewedPair> reviewed;
    std::vector<identity::JudgedPair> judged;
    std::vector<std::uint64_t> sizes;
    for (std::int64_t row = 0; row < labels.row_count(); ++row) {
        const double weight = weights[static_cast<std::size_t>(row)];
        const auto match = judgement_at(judgements, row);
        if (!stratum) {
            if (match) judged.push_back({weight, *match});
            continue;
        }
        const std::uint64_t number = count_at(labels.column(*stratum), "stratum", row);
        const std::uint64_t pairs = count_at(labels.column(*size), "stratum_pairs", row);
        if (number == 0 || number > 10'000 || pairs == 0) unreadable("stratum", row, "no stratum");
        if (sizes.size() < number) sizes.resize(number, 0);
        if (sizes[number - 1] != 0 && sizes[number - 1] != pairs)
            unreadable("stratum_pairs", row, "another size than before");
        sizes[number - 1] = pairs;
        if (match) reviewed.push_back({weight, number - 1, *match});
    }
    if (!stratum) return {identity::accuracy_of(judged, missed), AccuracyBasis::truth};
    return {identity::estimate_accuracy(reviewed, sizes, missed), AccuracyBasis::sample};
}

std::vector<identity::RecordPair> judged_matches(const table::Table& labels) {
    std::vector<identity::RecordPair> pairs = pairs_of(labels, false);
    const auto judgements = labels.find("is_match");
    if (!judgements) return pairs;
    std::vector<identity::RecordPair> out;
    for (std::int64_t row = 0; row < labels.row_count(); ++row) {
        if (judgement_at(labels.column(*judgements), row).value_or(false))
            out.push_back(pairs[static_cast<std::size_t>(row)]);
    }
    return out;
}

TableAccuracy accuracy_from_truth(const table::Table& pairs, const table::Table& truth) {
    identity::Truth known;
    if (truth.find("record_id")) {
        const table::Column& records = required(truth, "record_id");
        const table::Column& clusters = required(truth, "cluster_id");
        for (std::int64_t row = 0; row < truth.row_count(); ++row)
            known.clusters.push_back({text_at(records, row), text_at(clusters, row)});
    } else {
        known.pairs = pairs_of(truth, false);
    }
    return accuracy_from_truth(pairs, known);
}

TableAccuracy accuracy_from_truth(const table::Table& pairs, const identity::Truth& truth) {
    const auto judged = identity::judge(pairs_of(pairs, true), truth);
    return {identity::accuracy_of(judged.pairs, judged.missed), AccuracyBasis::truth};
}

TableAccuracy expected_accuracy(const table::Table& pairs, double missed) {
    return {identity::expected_accuracy(weights_of(pairs), missed), AccuracyBasis::model};
}

}  // namespace scrm
