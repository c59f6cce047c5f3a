// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/explain.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "identity/expression/expression_linkage_internal.hpp"
#include "identity/expression/expression_model_internal.hpp"
#include "identity/linkage_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/scorer_internal.hpp"
#include "identity/training/training_internal.hpp"

namespace scrm::identity {
namespace {

std::string joined_values(const RecordSet& set, RecordIndex record,
                          const std::vector<std::string>& attributes) {
    std::string out;
    for (const std::string& attribute : attributes) {
        for (const std::string_view value : set.values(record, attribute)) {
            if (!out.empty()) out += "; ";
            out += value;
        }
    }
    return out;
}

Row row_of(const RecordSet& set, RecordIndex record) {
    const auto order = set.by_id();
    const auto at = std::lower_bound(order.begin(), order.end(), set.id(record),
                                     [&set](RecordIndex r, std::string_view id) { return set.id(r) < id; });
    return static_cast<Row>(at - order.begin());
}

/// By a model of expressions.
Explanation explain_columns(const RecordSet& left, RecordIndex left_record, const RecordSet& right,
                            RecordIndex right_record, const MatchModel& model, unsigned threads) {
    const Rows rows = &left != &right ? Rows(left, right) : Rows::by_number(left);
    const auto place = [&rows](std::size_t side, RecordIndex record) {
        const auto order = rows.order(side);
        return static_cast<Row>(rows.first_row(side)) +
               static_cast<Row>(std::find(order.begin(), order.end(), record) - order.begin());
    };
    const Row a = place(0, left_record);
    const Row b = place(rows.is_link() ? 1 : 0, right_record);
    Explanation out = explain_by_expressions(rows, std::min(a, b), std::max(a, b), model, threads);
    out.left_id = left.id(left_record);
    out.right_id = right.id(right_record);
    for (Evidence& evidence : out.evidence) {
        evidence.left = joined_values(left, left_record, evidence.attributes);
        evidence.right = joined_values(right, right_record, evidence.attributes);
    }
    return out;
}

Explanation explain_with(const Features& features, const MatchModel& fitted, const RecordSet& left,
                         RecordIndex left_record, const RecordSet& right, RecordIndex right_record) {
    const Rows& rows = features.rows();
    const Scorer scorer(fitted, features);
    PairContext context = scorer.context();
    const Row a = row_of(left, left_record);
    const Row b = row_of(right, right_record) + static_cast<Row>(rows.is_link() ? rows.split() : 0);
    const Pattern pattern = scorer.pattern(a, b, context);

    Explanation out;
    out.left_id = left.id(left_record);
    out.right_id = right.id(right_record);
    out.prior_weight = scorer.prior_weight();
    WeightSums sums = scorer.priors();
    for (std::size_t i = 0; i < fitted.comparisons.size(); ++i) {
        const Comparison& comparison = fitted.comparisons[i];
        const EvidencePart part = scorer.part(i, a, b, pattern, context);
        Evidence evidence;
        evidence.comparison = comparison.name;
        evidence.attributes = comparison.attributes;
        evidence.left = joined_values(left, left_record, comparison.attributes);
        evidence.right = joined_values(right, right_record, comparison.attributes);
        evidence.level = "no evidence";
        if (part.level != 0) {
            const Level& level = comparison.levels[part.level - 1];
            evidence.level = level.name;
            evidence.m = level.m;
            evidence.u = level.u;
            evidence.weight = part.against_stranger;
            evidence.term_frequency = part.term_frequency;
        }
        sums.add(part);
        out.evidence.push_back(std::move(evidence));
    }
    if (const double bits = scorer.correlation_bits(pattern, std::max(a, b)); bits != 0) {
        Evidence together;
        together.comparison = "values that go together";
        together.level = "strangers often share these together";
        together.weight = -bits;
        sums.stranger -= bits;
        out.evidence.push_back(std::move(together));
    }
    out.total_weight = scorer.total(sums);
    if (scorer.knows_alternatives()) {
        // What relatives or namesakes would share proves nothing: the difference has a line of its own.
        Evidence alike;
        alike.comparison = "relatives and namesakes";
        alike.level =
            sums.relative < sums.namesake ? "relatives would look alike" : "namesakes would look alike";
        alike.weight = out.total_weight - sums.stranger;
        out.evidence.push_back(std::move(alike));
    }
    out.probability = probability_of(out.total_weight);
    return out;
}

}  // namespace

Explanation explain(const RecordSet& left, RecordIndex left_record, const RecordSet& right,
                    RecordIndex right_record, const MatchModel& model, unsigned threads) {
    return explain(left, left_record, right, right_record, model, threads, nullptr);
}

Explanation explain(const RecordSet& left, RecordIndex left_record, const RecordSet& right,
                    RecordIndex right_record, const MatchModel& model, const ValueStatistics& population) {
    if (has_expressions(model)) return explain_columns(left, left_record, right, right_record, model, 1);
    const Rows rows = &left != &right ? Rows(left, right) : Rows(left);
    const MatchModel fitted = fitted_to(model, rows);
    Features features(rows, 1);
    features.prepare(fitted);
    if (!population.empty()) features.assume(*population.counts());
    return explain_with(features, fitted, left, left_record, right, right_record);
}

Explanation explain(const RecordSet& left, RecordIndex left_record, const RecordSet& right,
                    RecordIndex right_record, const MatchModel& model, unsigned threads,
                    const PopulationStatistics* population) {
    if (has_expressions(model))
        return explain_columns(left, left_record, right, right_record, model, threads);
    const Rows rows = &left != &right ? Rows(left, right) : Rows(left);
    const MatchModel fitted = fitted_to(model, rows);
    Features features(rows, threads, population);
    features.prepare(fitted);
    return explain_with(features, fitted, left, left_record, right, right_record);
}

std::string to_json(const Explanation& explanation) {
    nlohmann::ordered_json node{{"left_id", explanation.left_id},
                                {"right_id", explanation.right_id},
                                {"prior_weight", explanation.prior_weight}};
    node["evidence"] = nlohmann::ordered_json::array();
    for (const Evidence& part : explanation.evidence) {
        node["evidence"].push_back({{"comparison", part.comparison},
                                    {"attributes", part.attributes},
                                    {"left", part.left},
                                    {"right", part.right},
                                    {"level", part.level},
                                    {"m", part.m},
                                    {"u", part.u},
                                    {"weight", part.weight},
                                    {"term_frequency", part.term_frequency}});
    }
    node["total_weight"] = explanation.total_weight;
    node["probability"] = explanation.probability;
    return node.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace scrm::identity
