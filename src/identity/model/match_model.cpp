// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/match_model.hpp"

#include <array>
#include <set>
#include <utility>

#include "identity/expression/expression_model_internal.hpp"
#include "identity/measures/measure_internal.hpp"
#include "identity/model/limits_internal.hpp"
#include "identity/scorer_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kMostRules = 4096;  // as many as RowKeys can number
constexpr std::size_t kMostLevels = 63;
constexpr int kDeepestPredicate = 16;

constexpr std::array<std::pair<PredicateKind, std::string_view>, 15> kKinds = {{
    {PredicateKind::otherwise, "otherwise"},
    {PredicateKind::missing, "missing"},
    {PredicateKind::exact, "exact"},
    {PredicateKind::jaro_winkler, "jaro_winkler"},
    {PredicateKind::jaro, "jaro"},
    {PredicateKind::levenshtein, "levenshtein"},
    {PredicateKind::damerau_levenshtein, "damerau_levenshtein"},
    {PredicateKind::token_jaccard, "token_jaccard"},
    {PredicateKind::days, "days"},
    {PredicateKind::number, "number"},
    {PredicateKind::grade, "grade"},
    {PredicateKind::expression, "expression"},
    {PredicateKind::all_of, "all_of"},
    {PredicateKind::any_of, "any_of"},
    {PredicateKind::none_of, "none_of"},
}};

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorCode::invalid_argument, "match model: " + what);
}

bool is_share(double value) {
    return value >= 0 && value <= 1;
}

void check(const Predicate& predicate, const std::string& where, int depth) {
    if (depth > kDeepestPredicate) refuse(where + ": conditions nested too deep");
    const bool is_group = predicate.kind == PredicateKind::all_of ||
                          predicate.kind == PredicateKind::any_of || predicate.kind == PredicateKind::none_of;
    if (is_group == predicate.parts.empty())
        refuse(where + ": all_of, any_of and none_of, and only they, have parts");
    if (!(predicate.threshold >= 0 && predicate.threshold <= 1e9))
        refuse(where + ": a threshold is out of range");
    for (const Predicate& part : predicate.parts) check(part, where, depth + 1);
}

void check_expression_level(const Level& level, const std::string& where) {
    if (level.when.kind != PredicateKind::expression || level.when.expression.empty())
        refuse(where + ": a level is no expression, unlike the model");
    if (!level.frequency_adjustment) return;
    const FrequencyAdjustment& adjustment = *level.frequency_adjustment;
    if (adjustment.column.empty() || !(adjustment.weight >= -100 && adjustment.weight <= 100) ||
        !is_share(adjustment.minimum_u))
        refuse(where + ": a frequency adjustment is out of range");
}

void check(const Comparison& comparison, std::size_t number, bool has_expressions) {
    const std::string where = comparison.name.empty() ? "comparison " + std::to_string(number + 1)
                                                      : "comparison " + comparison.name;
    if (comparison.name.empty()) refuse(where + " has no name");
    if (comparison.attributes.empty() && !has_expressions) refuse(where + " has no attribute");
    for (const std::string& attribute : comparison.attributes) {
        if (attribute.empty()) refuse(where + " has an attribute without a name");
    }
    if (has_expressions != (comparison.measure == "expression"))
        refuse(where + ": a model with tables, and only such a one, compares by expressions");
    if (!has_expressions && comparison.measure != "levels" && grades_of(comparison.measure).empty())
        refuse(where + ": unknown measure");
    if (comparison.levels.size() < 2 || comparison.levels.size() > kMostLevels)
        refuse(where + " needs 2 to 63 levels");
    if (!(comparison.share > 0 && comparison.share <= 1)) refuse(where + ": share is not in (0, 1]");
    if (!(comparison.few_bearers >= 0 && comparison.few_bearers <= 1e9))
        refuse(where + ": few_bearers is out of range");
    if (has_expressions && (comparison.m_from_u || comparison.few_bearers != 0))
        refuse(where + ": m_from_u and few_bearers are for measures");
    if (!(comparison.inertia >= 0 && comparison.inertia <= 1000)) refuse(where + ": inertia is out of range");
    std::set<std::string> names;
    for (const Level& level : comparison.levels) {
        if (level.name.empty() || !names.insert(level.name).second)
            refuse(where + ": level names are empty or repeated");
        // The u that Splink assumes for "all others" of two levels is above 1.
        const bool is_odds = level.assumed_u && level.u > 0 && level.u < 1e6;
        if (!is_share(level.m) || !(is_share(level.u) || is_odds) ||
            (level.relative && !is_share(*level.relative)) ||
            (level.namesake && !is_share(*level.namesake))) {
            refuse(where + ": m and u are probabilities");
        }
        if (level.conflict < 0 || level.conflict > 2) refuse(where + ": conflict is 0, 1 or 2");
        check(level.when, where, 0);
        if (has_expressions)
            check_expression_level(level, where);
        else if (level.when.kind == PredicateKind::expression || level.frequency_adjustment ||
                 level.null_level)
            refuse(where + ": a level is an expression, unlike the model");
    }
}

void check_expressions(const MatchModel& model) {
    const std::string& type = model.tables->link_type;
    if (type != "dedupe_only" && type != "link_only" && type != "link_and_dedupe")
        refuse("link_type is none of dedupe_only, link_only, link_and_dedupe");
    if (!model.correlations.empty() || model.relatives_prior != 0 || model.namesakes_prior != 0)
        refuse("a model with tables knows neither correlations nor relatives nor namesakes");
    const ParsedModel parsed = parse_model(model);
    for (std::size_t i = 0; i < model.comparisons.size(); ++i) {
        for (const Level& level : model.comparisons[i].levels) {
            const auto& adjustment = level.frequency_adjustment;
            if (!adjustment || adjustment->own_u || level.null_level || adjustment->weight == 0) continue;
            if (exact_level_of(model.comparisons[i], parsed.conditions[i], adjustment->column) == nullptr)
                refuse("comparison " + model.comparisons[i].name +
                       " has no level for the equality of the column '" + adjustment->column +
                       "', which its frequency adjustment needs");
        }
    }
}

}  // namespace

std::string_view to_string(PredicateKind kind) noexcept {
    for (const auto& [value, name] : kKinds) {
        if (value == kind) return name;
    }
    return "otherwise";
}

std::optional<PredicateKind> parse_predicate_kind(std::string_view text) noexcept {
    for (const auto& [value, name] : kKinds) {
        if (name == text) return value;
    }
    return std::nullopt;
}

void MatchModel::validate() const {
    if (comparisons.empty()) refuse("there is no comparison");
    if (comparisons.size() > kMostComparisons) refuse("more than 24 comparisons");
    std::set<std::string> names;
    for (std::size_t i = 0; i < comparisons.size(); ++i) {
        check(comparisons[i], i, tables.has_value());
        if (!names.insert(comparisons[i].name).second)
            refuse("two comparisons are named " + comparisons[i].name);
    }
    const PatternLayout layout(*this);
    for (const Correlation& correlation : correlations) {
        if (correlation.comparisons.size() < 2) refuse("a correlation needs two comparisons");
        if (!(correlation.factor >= 1 && correlation.factor <= 1e6))
            refuse("the factor of a correlation is below 1");
        for (const std::string& comparison : correlation.comparisons) {
            if (!names.contains(comparison)) refuse("a correlation names no comparison: " + comparison);
        }
    }
    if (blocking_rules.size() > kMostRules) refuse("more than 4096 blocking rules");
    for (const BlockingRule& rule : blocking_rules) {
        if (rule.expression.empty() == tables.has_value())
            refuse("a blocking rule is an expression in a model with tables, and only there");
        if (rule.keys.empty() != tables.has_value()) refuse("a blocking rule has no key");
        for (const std::string& key : rule.keys) {
            if (key.empty()) refuse("a blocking rule has an empty key");
        }
    }
    if (!(prior > 0 && prior < 1)) refuse("prior is not in (0, 1)");
    if (!(relatives_prior >= 0 && relatives_prior < 1)) refuse("relatives_prior is not in [0, 1)");
    if (!(namesakes_prior >= 0 && namesakes_prior < 1)) refuse("namesakes_prior is not in [0, 1)");
    if (stranger_share && !(*stranger_share >= 0 && *stranger_share <= 1))
        refuse("stranger_share is no probability");
    if (activity && !(activity->active >= 1 && activity->inactive > 0 && activity->inactive <= 1))
        refuse("the activity factors are not on their sides of 1");
    if (shared_logins && !std::all_of(shared_logins->begin(), shared_logins->end(), is_share))
        refuse("shared_logins holds what is no probability");
    if (!is_share(thresholds.match_probability) || !is_share(thresholds.match_margin) ||
        !is_share(thresholds.match_precision) || !is_share(thresholds.review_probability) ||
        thresholds.review_probability > thresholds.match_probability) {
        refuse(
            "match_probability, match_precision, match_margin and review_probability are probabilities, "
            "review at most match");
    }
    if (!(thresholds.cluster_weight >= -60 && thresholds.cluster_weight <= 60))
        refuse("cluster_weight is out of range");
    if (fixed_prior && !tables) refuse("fixed_prior is for a model with tables");
    if (tables) check_expressions(*this);
    if (customers) customers->validate();
}

}  // namespace scrm::identity
