// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "identity/model/json_members_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/match_model.hpp"
#include "scrm/table/input_file.hpp"
#include "scrm/table/output_file.hpp"

namespace scrm::identity {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kFormat = "scrm-match-model";
constexpr int kVersion = 1;
constexpr std::size_t kLargestFile = 16U << 20;
constexpr SettingsKind kKind{"match model"};

[[noreturn]] void unreadable(const std::string& what) {
    kKind.refuse(what);
}

Json to_node(const Predicate& predicate) {
    Json node{{"kind", to_string(predicate.kind)}};
    if (!predicate.attribute.empty()) node["attribute"] = predicate.attribute;
    if (!predicate.expression.empty()) node["expression"] = predicate.expression;
    if (predicate.threshold != 0) node["threshold"] = predicate.threshold;
    for (const Predicate& part : predicate.parts) node["parts"].push_back(to_node(part));
    return node;
}

Json to_node(const Level& level) {
    Json node{{"name", level.name}, {"when", to_node(level.when)}, {"m", level.m}, {"u", level.u}};
    if (level.relative) node["relative"] = *level.relative;
    if (level.namesake) node["namesake"] = *level.namesake;
    if (level.term_frequency) node["term_frequency"] = true;
    if (level.fixed) node["fixed"] = true;
    if (level.conflict != 0) node["conflict"] = level.conflict;
    if (level.null_level) node["null_level"] = true;
    if (level.assumed_m) node["assumed_m"] = true;
    if (level.assumed_u) node["assumed_u"] = true;
    if (level.fixed_m) node["fixed_m"] = true;
    if (level.fixed_u) node["fixed_u"] = true;
    if (const auto& adjustment = level.frequency_adjustment) {
        node["frequency_adjustment"] = {{"column", adjustment->column}, {"weight", adjustment->weight}};
        if (adjustment->minimum_u != 0) node["frequency_adjustment"]["minimum_u"] = adjustment->minimum_u;
        if (adjustment->own_u) node["frequency_adjustment"]["own_u"] = true;
    }
    return node;
}

Json to_node(const Comparison& comparison) {
    Json node{
        {"name", comparison.name}, {"measure", comparison.measure}, {"attributes", comparison.attributes}};
    if (comparison.share != 1) node["share"] = comparison.share;
    node["inertia"] = comparison.inertia;
    if (comparison.m_from_u) node["m_from_u"] = true;
    if (comparison.few_bearers != 0) node["few_bearers"] = comparison.few_bearers;
    if (!comparison.implied_by.empty()) node["implied_by"] = comparison.implied_by;
    if (!comparison.refined_by.empty()) node["refined_by"] = comparison.refined_by;
    for (const Level& level : comparison.levels) node["levels"].push_back(to_node(level));
    return node;
}

Json to_node(const MatchModel& model) {
    Json node{{"format", kFormat},    {"version", kVersion},      {"name", model.name},
              {"prior", model.prior}, {"trained", model.trained}, {"seed", model.seed}};
    node["comparisons"] = Json::array();
    for (const Comparison& comparison : model.comparisons) node["comparisons"].push_back(to_node(comparison));
    node["blocking_rules"] = Json::array();
    for (const BlockingRule& rule : model.blocking_rules) {
        Json keys{{"keys", rule.keys}};
        if (!rule.expression.empty()) keys = {{"expression", rule.expression}};
        if (rule.cap != 0) keys["cap"] = rule.cap;
        node["blocking_rules"].push_back(std::move(keys));
    }
    for (const Correlation& correlation : model.correlations) {
        node["correlations"].push_back(
            {{"comparisons", correlation.comparisons}, {"factor", correlation.factor}});
    }
    if (model.fixed_prior) node["fixed_prior"] = true;
    if (!model.warnings.empty()) node["warnings"] = model.warnings;
    if (model.relatives_prior != 0) node["relatives_prior"] = model.relatives_prior;
    if (model.namesakes_prior != 0) node["namesakes_prior"] = model.namesakes_prior;
    if (model.stranger_share) node["stranger_share"] = *model.stranger_share;
    if (model.activity) {
        node["activity"] = {{"active", model.activity->active}, {"inactive", model.activity->inactive}};
    }
    if (model.shared_logins) node["shared_logins"] = *model.shared_logins;
    node["match_probability"] = model.thresholds.match_probability;
    if (model.thresholds.match_precision != 0) node["match_precision"] = model.thresholds.match_precision;
    node["match_margin"] = model.thresholds.match_margin;
    node["review_probability"] = model.thresholds.review_probability;
    node["cluster_weight"] = model.thresholds.cluster_weight;
    if (const auto& tables = model.tables) {
        node["tables"] = {{"dialect", tables->dialect},
                          {"link_type", tables->link_type},
                          {"id_column", tables->id_column},
                          {"source_column", tables->source_column}};
    }
    if (model.customers) node["customers"] = to_node(*model.customers);
    return node;
}

Predicate predicate_from(const Json& node, const std::string& where, int depth = 0) {
    if (depth > 16) unreadable(where + ": conditions nested too deep");
    JsonMembers members(node, kKind, where + ": when");
    Predicate out;
    const auto kind = parse_predicate_kind(members.required<std::string>("kind"));
    if (!kind) unreadable(where + ": unknown kind of condition");
    out.kind = *kind;
    out.attribute = members.optional<std::string>("attribute", "");
    out.threshold = members.optional<double>("threshold", 0);
    out.expression = members.optional<std::string>("expression", "");
    if (const Json* parts = members.find("parts")) {
        if (!parts->is_array()) unreadable(where + ": parts is not a list");
        for (const Json& part : *parts) out.parts.push_back(predicate_from(part, where, depth + 1));
    }
    members.finish();
    return out;
}

Level level_from(const Json& node, const std::string& where) {
    JsonMembers members(node, kKind, where);
    Level out;
    out.name = members.required<std::string>("name");
    const Json* when = members.find("when");
    if (when == nullptr) unreadable(where + " has no when");
    out.when = predicate_from(*when, where);
    out.m = members.required<double>("m");
    out.u = members.required<double>("u");
    out.relative = members.optional_number("relative");
    out.namesake = members.optional_number("namesake");
    out.term_frequency = members.optional<bool>("term_frequency", false);
    out.fixed = members.optional<bool>("fixed", false);
    out.conflict =
        static_cast<int>(std::min<std::uint32_t>(members.optional<std::uint32_t>("conflict", 0), 3));
    out.null_level = members.optional<bool>("null_level", false);
    out.assumed_m = members.optional<bool>("assumed_m", false);
    out.assumed_u = members.optional<bool>("assumed_u", false);
    out.fixed_m = members.optional<bool>("fixed_m", false);
    out.fixed_u = members.optional<bool>("fixed_u", false);
    if (const Json* adjustment = members.find("frequency_adjustment")) {
        JsonMembers inner(*adjustment, kKind, where + ": frequency_adjustment");
        out.frequency_adjustment = FrequencyAdjustment{.column = inner.required<std::string>("column"),
                                                       .weight = inner.optional<double>("weight", 1),
                                                       .minimum_u = inner.optional<double>("minimum_u", 0),
                                                       .own_u = inner.optional<bool>("own_u", false)};
        inner.finish();
    }
    members.finish();
    return out;
}

Comparison comparison_from(const Json& node, std::size_t number) {
    const std::string where = "comparison " + std::to_string(number + 1);
    JsonMembers members(node, kKind, where);
    Comparison out;
    out.name = members.required<std::string>("name");
    out.measure = members.required<std::string>("measure");
    out.attributes = members.texts("attributes");
    out.share = members.optional<double>("share", 1);
    out.inertia = members.optional<double>("inertia", out.inertia);
    out.m_from_u = members.optional<bool>("m_from_u", false);
    out.few_bearers = members.optional<double>("few_bearers", 0);
    if (node.contains("implied_by")) out.implied_by = members.texts("implied_by");
    if (node.contains("refined_by")) out.refined_by = members.texts("refined_by");
    for (const Json& level : members.list("levels")) out.levels.push_back(level_from(level, where));
    members.finish();
    return out;
}

MatchModel model_from(const Json& node, int depth) {
    JsonMembers members(node, kKind, "the model");
    if (members.required<std::string>("format") != kFormat) unreadable("not a match model of scrm");
    if (members.required<std::uint64_t>("version") != kVersion)
        unreadable("another version than this program reads");
    MatchModel out;
    out.name = members.required<std::string>("name");
    out.prior = members.required<double>("prior");
    out.trained = members.required<bool>("trained");
    out.fixed_prior = members.optional<bool>("fixed_prior", false);
    if (node.contains("warnings")) out.warnings = members.texts("warnings");
    out.seed = members.optional<std::uint64_t>("seed", 1);
    std::size_t number = 0;
    for (const Json& comparison : members.list("comparisons"))
        out.comparisons.push_back(comparison_from(comparison, number++));
    for (const Json& rule_node : members.list("blocking_rules")) {
        JsonMembers rule(rule_node, kKind, "a blocking rule");
        BlockingRule& added = out.blocking_rules.emplace_back();
        added.expression = rule.optional<std::string>("expression", "");
        if (added.expression.empty()) added.keys = rule.texts("keys");
        added.cap = rule.optional<std::uint32_t>("cap", 0);
        rule.finish();
    }
    if (members.find("correlations") != nullptr) {
        if (!node.at("correlations").is_array()) unreadable("correlations is not a list");
        for (const Json& item : node.at("correlations")) {
            JsonMembers correlation(item, kKind, "a correlation");
            Correlation& added = out.correlations.emplace_back();
            added.comparisons = correlation.texts("comparisons");
            added.factor = correlation.required<double>("factor");
            correlation.finish();
        }
    }
    out.relatives_prior = members.optional<double>("relatives_prior", 0);
    out.namesakes_prior = members.optional<double>("namesakes_prior", 0);
    out.stranger_share = members.optional_number("stranger_share");
    if (const Json* activity_node = members.find("activity")) {
        JsonMembers activity(*activity_node, kKind, "activity");
        out.activity = {activity.required<double>("active"), activity.required<double>("inactive")};
        activity.finish();
    }
    if (const Json* list = members.find("shared_logins")) {
        SharedLoginTrust& trust = out.shared_logins.emplace();
        const bool is_table =
            list->is_array() && list->size() == trust.size() &&
            std::all_of(list->begin(), list->end(), [](const Json& item) { return item.is_number(); });
        if (!is_table) kKind.refuse("shared_logins is not a list of nine numbers");
        for (std::size_t i = 0; i < trust.size(); ++i) trust[i] = (*list)[i].get<double>();
    }
    out.thresholds.match_probability = members.required<double>("match_probability");
    out.thresholds.match_precision = members.optional<double>("match_precision", 0);
    out.thresholds.match_margin = members.required<double>("match_margin");
    out.thresholds.review_probability = members.required<double>("review_probability");
    out.thresholds.cluster_weight = members.optional<double>("cluster_weight", 0);
    if (const Json* tables = members.find("tables")) {
        JsonMembers inner(*tables, kKind, "tables");
        TableSettings& added = out.tables.emplace();
        added.dialect = inner.required<std::string>("dialect");
        added.link_type = inner.required<std::string>("link_type");
        added.id_column = inner.required<std::string>("id_column");
        added.source_column = inner.required<std::string>("source_column");
        inner.finish();
    }
    if (const Json* customers = members.find("customers")) {
        if (depth > 0) unreadable("models nested too deep");
        out.customers = std::make_shared<const MatchModel>(model_from(*customers, depth + 1));
    }
    members.finish();
    return out;
}

}  // namespace

std::string MatchModel::to_json() const {
    return to_node(*this).dump(1);
}

MatchModel MatchModel::from_json(std::string_view json) {
    if (json.size() > kLargestFile) unreadable("larger than 16 MiB");
    const Json node = parse_settings(json, kKind);
    if (node.is_object() && !node.contains("format") &&
        (node.contains("link_type") || node.contains("blocking_rules_to_generate_predictions"))) {
        unreadable("these are settings of Splink; read them with import-splink (from_splink) first");
    }
    MatchModel model = model_from(node, 0);
    try {
        model.validate();
    } catch (const Error& error) {
        throw Error(ErrorCode::unreadable_input, error.what());
    }
    return model;
}

MatchModel MatchModel::load(const std::filesystem::path& file) {
    const std::string json = table::read_file(file);
    try {
        return from_json(json);
    } catch (const Error& error) {
        throw Error(error.code(), file.filename().string() + ": " + error.what());
    }
}

void MatchModel::save(const std::filesystem::path& file) const {
    validate();
    table::write_file_for_good(file, to_json() + "\n");
}

Digest MatchModel::digest() const {
    return sha256(to_json());
}

}  // namespace scrm::identity
