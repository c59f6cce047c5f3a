// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <set>

#include "identity/expression/expression_model_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLargestFile = 16U << 20;
/// Splink writes it where training saw no pair; it then counts as this.
constexpr std::string_view kNotObserved = "level not observed in training dataset";
constexpr double kNotObservedProbability = 1e-6;
constexpr double kDefaultPrior = 1e-4;

[[noreturn]] void unreadable(const std::string& what) {
    throw Error(ErrorCode::unreadable_input, "Splink settings: " + what);
}

/// A member that is there and not null.
const Json* member(const Json& node, const char* name) {
    const auto at = node.find(name);
    return at == node.end() || at->is_null() ? nullptr : &*at;
}

std::string text_of(const Json& node, const char* name, const std::string& fallback,
                    const std::string& where) {
    const Json* found = member(node, name);
    if (found == nullptr) return fallback;
    if (!found->is_string()) unreadable(where + ": " + name + " is no text");
    return found->get<std::string>();
}

bool flag_of(const Json& node, const char* name, const std::string& where) {
    const Json* found = member(node, name);
    if (found == nullptr) return false;
    if (!found->is_boolean()) unreadable(where + ": " + name + " is neither true nor false");
    return found->get<bool>();
}

double number_of(const Json& node, const char* name, double fallback, const std::string& where) {
    const Json* found = member(node, name);
    if (found == nullptr) return fallback;
    if (!found->is_number()) unreadable(where + ": " + name + " is no number");
    return found->get<double>();
}

std::optional<double> probability_of_level(const Json& node, const char* name, const std::string& where) {
    const Json* found = member(node, name);
    if (found == nullptr) return std::nullopt;
    if (found->is_string() && found->get<std::string>() == kNotObserved) return kNotObservedProbability;
    const double value = number_of(node, name, 0, where);
    if (!(value >= 0 && value <= 1)) unreadable(where + ": " + name + " is no probability");
    return value;
}

Level level_from(const Json& node, const std::string& where) {
    if (!node.is_object()) unreadable(where + " is no object");
    Level out;
    out.when.kind = PredicateKind::expression;
    out.when.expression = text_of(node, "sql_condition", "", where);
    if (out.when.expression.empty()) unreadable(where + " has no sql_condition");
    out.name = text_of(node, "label_for_charts", "", where);
    out.null_level = flag_of(node, "is_null_level", where);
    out.fixed_m = flag_of(node, "fix_m_probability", where);
    out.fixed_u = flag_of(node, "fix_u_probability", where);
    const auto m = probability_of_level(node, "m_probability", where);
    const auto u = probability_of_level(node, "u_probability", where);
    out.assumed_m = !m && !out.null_level;
    out.assumed_u = !u && !out.null_level;
    out.m = m.value_or(out.m);
    out.u = u.value_or(out.u);
    const std::string column = text_of(node, "tf_adjustment_column", "", where);
    if (!column.empty()) {
        out.frequency_adjustment =
            FrequencyAdjustment{.column = column,
                                .weight = number_of(node, "tf_adjustment_weight", 1, where),
                                .minimum_u = number_of(node, "tf_minimum_u_value", 0, where),
                                .own_u = flag_of(node, "disable_tf_exact_match_detection", where)};
    }
    return out;
}

std::string default_name(const std::vector<std::string>& columns) {
    if (columns.size() == 1) return columns.front();
    std::string out = "custom";
    for (const std::string& column : columns) out += "_" + column;
    return out;
}

Comparison comparison_from(const Json& node, std::size_t number, SqlDialect dialect,
                           std::set<std::string>& names) {
    const std::string where = "comparison " + std::to_string(number + 1);
    if (!node.is_object()) unreadable(where + " is no object");
    Comparison out;
    out.measure = "expression";
    out.name = text_of(node, "output_column_name", "", where);
    const Json* levels = member(node, "comparison_levels");
    if (levels == nullptr || !levels->is_array()) unreadable(where + " has no comparison_levels");
    std::set<std::string> labels;
    for (const Json& level : *levels) {
        Level& added = out.levels.emplace_back(
            level_from(level, where + ", level " + std::to_string(out.levels.size() + 1)));
        if (added.name.empty()) added.name = added.when.expression;
        if (!labels.insert(added.name).second) {
            added.name = std::to_string(out.levels.size()) + ". " + added.name;
            labels.insert(added.name);
        }
    }
    assume_probabilities(out);
    out.attributes = columns_of_levels(out, dialect);
    if (out.name.empty()) out.name = default_name(out.attributes);
    while (!names.insert(out.name).second) out.name += "_" + std::to_string(number + 1);
    return out;
}

BlockingRule rule_from(const Json& node, std::size_t number) {
    const std::string where = "blocking rule " + std::to_string(number + 1);
    BlockingRule out;
    if (node.is_string()) {
        out.expression = node.get<std::string>();
    } else if (node.is_object()) {
        out.expression = text_of(node, "blocking_rule", "", where);
        const Json* exploded = member(node, "arrays_to_explode");
        if (exploded != nullptr && !exploded->empty()) {
            throw Error(ErrorCode::invalid_argument,
                        where + ": rules that explode arrays are not understood: " + out.expression);
        }
    }
    if (out.expression.empty()) unreadable(where + " has no blocking_rule");
    return out;
}

Json to_settings(const Level& level) {
    Json node{{"sql_condition", level.when.expression}, {"label_for_charts", level.name}};
    if (level.null_level) {
        node["is_null_level"] = true;
        return node;
    }
    if (!level.assumed_m) node["m_probability"] = level.m;
    if (!level.assumed_u) node["u_probability"] = level.u;
    if (level.fixed_m) node["fix_m_probability"] = true;
    if (level.fixed_u) node["fix_u_probability"] = true;
    if (const auto& adjustment = level.frequency_adjustment) {
        node["tf_adjustment_column"] = adjustment->column;
        node["tf_adjustment_weight"] = adjustment->weight;
        if (adjustment->minimum_u != 0) node["tf_minimum_u_value"] = adjustment->minimum_u;
        if (adjustment->own_u) node["disable_tf_exact_match_detection"] = true;
    }
    return node;
}

}  // namespace

MatchModel MatchModel::from_splink(std::string_view settings_json) {
    if (settings_json.size() > kLargestFile) unreadable("larger than 16 MiB");
    const Json settings = Json::parse(settings_json, nullptr, false);
    if (settings.is_discarded() || !settings.is_object()) unreadable("no JSON object");
    MatchModel out;
    out.name = "splink";
    out.trained = true;
    TableSettings& tables = out.tables.emplace();
    tables.dialect = text_of(settings, "sql_dialect", tables.dialect, "settings");
    tables.link_type = text_of(settings, "link_type", tables.link_type, "settings");
    tables.id_column = text_of(settings, "unique_id_column_name", tables.id_column, "settings");
    tables.source_column = text_of(settings, "source_dataset_column_name", tables.source_column, "settings");
    out.prior = number_of(settings, "probability_two_random_records_match", kDefaultPrior, "settings");
    const SqlDialect dialect = parse_dialect(tables.dialect);
    const Json* comparisons = member(settings, "comparisons");
    if (comparisons == nullptr || !comparisons->is_array()) unreadable("no comparisons");
    std::set<std::string> names;
    for (const Json& comparison : *comparisons)
        out.comparisons.push_back(comparison_from(comparison, out.comparisons.size(), dialect, names));
    if (const Json* rules = member(settings, "blocking_rules_to_generate_predictions")) {
        if (!rules->is_array()) unreadable("blocking_rules_to_generate_predictions is no list");
        for (const Json& rule : *rules)
            out.blocking_rules.push_back(rule_from(rule, out.blocking_rules.size()));
    }
    out.validate();
    return out;
}

std::string MatchModel::to_splink() const {
    if (!tables) {
        throw Error(ErrorCode::invalid_argument,
                    "only a model that compares columns by expressions can be written for Splink");
    }
    validate();
    Json settings{{"link_type", tables->link_type},
                  {"sql_dialect", tables->dialect},
                  {"unique_id_column_name", tables->id_column},
                  {"source_dataset_column_name", tables->source_column},
                  {"probability_two_random_records_match", prior},
                  {"retain_matching_columns", true},
                  {"retain_intermediate_calculation_columns", false}};
    settings["comparisons"] = Json::array();
    for (const Comparison& comparison : comparisons) {
        Json node{{"output_column_name", comparison.name}, {"comparison_description", comparison.name}};
        for (const Level& level : comparison.levels) node["comparison_levels"].push_back(to_settings(level));
        settings["comparisons"].push_back(std::move(node));
    }
    settings["blocking_rules_to_generate_predictions"] = Json::array();
    for (const BlockingRule& rule : blocking_rules) {
        settings["blocking_rules_to_generate_predictions"].push_back(
            {{"blocking_rule", rule.expression}, {"sql_dialect", tables->dialect}});
    }
    return settings.dump(1);
}

}  // namespace scrm::identity
