// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/survivorship.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "identity/golden_record/golden_fields_internal.hpp"
#include "identity/model/json_members_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/table/input_file.hpp"

namespace scrm::identity {
namespace {

using Json = nlohmann::json;

constexpr SettingsKind kKind{"survivorship policy"};
constexpr std::size_t kLargestFile = 16U << 20;

constexpr std::array<std::pair<SurvivorshipStrategy, std::string_view>, 10> kStrategyNames = {
    {{SurvivorshipStrategy::source_priority, "source_priority"},
     {SurvivorshipStrategy::most_recent, "most_recent"},
     {SurvivorshipStrategy::most_complete, "most_complete"},
     {SurvivorshipStrategy::longest, "longest"},
     {SurvivorshipStrategy::majority, "majority"},
     {SurvivorshipStrategy::every_value, "every_value"},
     {SurvivorshipStrategy::trust, "trust"},
     {SurvivorshipStrategy::minimum, "minimum"},
     {SurvivorshipStrategy::maximum, "maximum"},
     {SurvivorshipStrategy::pinned, "pinned"}}};

[[noreturn]] void refuse(const std::string& what) {
    throw Error{ErrorCode::invalid_argument, what};
}

void check_rules(const std::vector<SurvivorshipRule>& rules) {
    std::set<std::string_view> fields;
    for (const SurvivorshipRule& rule : rules) {
        if (rule.fields.empty()) refuse("a survivorship rule has no fields");
        if (rule.strategy == SurvivorshipStrategy::pinned)
            refuse("pinned is no strategy of a rule: values are pinned one by one");
        for (const std::string& field : rule.fields) {
            if (!is_golden_field(field)) refuse("a survivorship rule names an unknown field, " + field);
            if (!fields.insert(field).second) refuse("field " + field + " stands in two survivorship rules");
        }
        if (rule.strategy == SurvivorshipStrategy::every_value &&
            (rule.fields.size() > 1 || !holds_many_values(rule.fields.front())))
            refuse("every_value is for phones or emails alone");
    }
}

void check_trust(const std::vector<SourceTrust>& trust) {
    std::set<std::string_view> sources;
    for (const SourceTrust& one : trust) {
        if (!sources.insert(one.source).second) refuse("a source stands twice in the trust of sources");
        if (!(one.lowest >= 0 && one.lowest <= one.highest && one.highest <= 1))
            refuse("the trust of a source is not 0 <= lowest <= highest <= 1");
        if (one.half_life_days && !(*one.half_life_days > 0 && std::isfinite(*one.half_life_days)))
            refuse("a half-life is not above 0 days");
    }
}

void check_pins(const std::vector<PinnedValue>& pins) {
    std::set<std::pair<std::string_view, std::string_view>> known;
    for (const PinnedValue& pin : pins) {
        if (!is_golden_field(pin.field)) refuse("a pinned value names an unknown field, " + pin.field);
        if (pin.record_id.empty()) refuse("a pinned value names no record");
        if (!known.insert({pin.record_id, pin.field}).second)
            refuse("field " + pin.field + " of a record is pinned twice");
        const bool is_empty = std::any_of(pin.values.begin(), pin.values.end(),
                                          [](const std::string& value) { return value.empty(); });
        if (pin.values.empty() || is_empty) refuse("field " + pin.field + " is pinned to nothing");
        if (pin.values.size() > 1 && !holds_many_values(pin.field))
            refuse("field " + pin.field + " is pinned to several values and holds one");
    }
}

SurvivorshipRule rule_from(const Json& node) {
    JsonMembers members(node, kKind, "a rule");
    SurvivorshipRule rule;
    rule.fields = members.texts("fields");
    const auto name = members.required<std::string>("strategy");
    const auto strategy = parse_survivorship_strategy(name);
    if (!strategy) kKind.refuse("a rule has an unknown strategy, " + name);
    rule.strategy = *strategy;
    members.finish();
    return rule;
}

SourceTrust trust_from(const Json& node) {
    JsonMembers members(node, kKind, "the trust of a source");
    SourceTrust out;
    out.source = members.required<std::string>("source");
    out.highest = members.optional<double>("highest", out.highest);
    out.lowest = members.optional<double>("lowest", out.lowest);
    out.half_life_days = members.optional_number("half_life_days");
    members.finish();
    return out;
}

PinnedValue pin_from(const Json& node) {
    JsonMembers members(node, kKind, "a pinned value");
    PinnedValue out;
    out.record_id = members.required<std::string>("record_id");
    out.field = members.required<std::string>("field");
    out.values = members.texts("values");
    members.finish();
    return out;
}

}  // namespace

std::string_view to_string(SurvivorshipStrategy value) noexcept {
    for (const auto& [strategy, name] : kStrategyNames)
        if (strategy == value) return name;
    return {};
}

std::optional<SurvivorshipStrategy> parse_survivorship_strategy(std::string_view text) noexcept {
    for (const auto& [strategy, name] : kStrategyNames)
        if (name == text) return strategy;
    return std::nullopt;
}

SurvivorshipPolicy SurvivorshipPolicy::standard() {
    SurvivorshipPolicy out;
    // Only the bank has seen a document; a network knows what its member wrote.
    out.source_priority = {"crm"};
    out.rules = {
        {{"full_name", "given_name", "family_name", "patronymic"}, SurvivorshipStrategy::source_priority},
        {{"address", "city", "region", "country"}, SurvivorshipStrategy::source_priority},
        {{"phones"}, SurvivorshipStrategy::every_value},
        {{"emails"}, SurvivorshipStrategy::every_value},
        {{"employer"}, SurvivorshipStrategy::most_recent},
        {{"segment"}, SurvivorshipStrategy::most_recent},
        {{"branch"}, SurvivorshipStrategy::most_recent}};
    return out;
}

void SurvivorshipPolicy::validate() const {
    check_rules(rules);
    std::set<std::string_view> sources;
    for (const std::string& source : source_priority)
        if (!sources.insert(source).second) refuse("a source stands twice in the source priority");
    check_trust(trust);
    check_pins(pinned);
}

SurvivorshipPolicy SurvivorshipPolicy::from_json(std::string_view json) {
    if (json.size() > kLargestFile) kKind.refuse("larger than 16 MiB");
    const Json node = parse_settings(json, kKind);
    JsonMembers members(node, kKind, "the policy");
    SurvivorshipPolicy out;
    if (node.contains("source_priority")) out.source_priority = members.texts("source_priority");
    const auto each = [&](const char* name, const auto& read) {
        if (!node.contains(name)) return;
        for (const Json& item : members.list(name)) read(item);
    };
    each("rules", [&](const Json& item) { out.rules.push_back(rule_from(item)); });
    each("trust", [&](const Json& item) { out.trust.push_back(trust_from(item)); });
    each("pinned", [&](const Json& item) { out.pinned.push_back(pin_from(item)); });
    members.finish();
    try {
        out.validate();
    } catch (const Error& error) {
        kKind.refuse(error.what());
    }
    return out;
}

SurvivorshipPolicy SurvivorshipPolicy::load(const std::filesystem::path& file) {
    const std::string json = table::read_file(file);
    try {
        return from_json(json);
    } catch (const Error& error) {
        throw Error(error.code(), file.filename().string() + ": " + error.what());
    }
}

std::string SurvivorshipPolicy::to_json() const {
    nlohmann::ordered_json node{{"source_priority", source_priority},
                                {"trust", nlohmann::ordered_json::array()},
                                {"rules", nlohmann::ordered_json::array()},
                                {"pinned", nlohmann::ordered_json::array()}};
    for (const SourceTrust& one : trust) {
        nlohmann::ordered_json item{{"source", one.source}, {"highest", one.highest}, {"lowest", one.lowest}};
        if (one.half_life_days) item["half_life_days"] = *one.half_life_days;
        node["trust"].push_back(std::move(item));
    }
    for (const SurvivorshipRule& rule : rules)
        node["rules"].push_back({{"fields", rule.fields}, {"strategy", to_string(rule.strategy)}});
    for (const PinnedValue& pin : pinned)
        node["pinned"].push_back(
            {{"record_id", pin.record_id}, {"field", pin.field}, {"values", pin.values}});
    return node.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace scrm::identity
