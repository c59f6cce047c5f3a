// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::identity {

/// How the surviving value of an attribute (or group) is chosen. Ties fall to the next of: source priority,
/// later time, more filled fields, smaller record id. A record whose fields are all empty never wins; a value
/// of white space alone is none.
enum class SurvivorshipStrategy {
    source_priority,  ///< the source that the policy names first
    most_recent,      ///< the latest time of the record; records without a time come last
    most_complete,    ///< most filled fields of the group, for a single field: of the whole record
    longest,          ///< most characters (code points)
    majority,         ///< the value that most records hold
    every_value,      ///< all distinct values, best source first: for phones and e-mails; single fields only
    trust,            ///< the source that is trusted most at the age of its record: SourceTrust
    minimum,          ///< the least value of the rule's first field: numbers by size, before ISO dates and
                      ///< times by the moment (without a zone UTC, a date its midnight), before texts by code
                      ///< point
    maximum,          ///< the greatest
    pinned,           ///< a person decided: only in results, a rule cannot ask for it
};

std::string_view to_string(SurvivorshipStrategy value) noexcept;
std::optional<SurvivorshipStrategy> parse_survivorship_strategy(std::string_view text) noexcept;

/// One attribute, or several that move together (an address is never put together from two records).
struct SurvivorshipRule {
    std::vector<std::string> fields;  ///< names of customers.csv columns
    SurvivorshipStrategy strategy = SurvivorshipStrategy::source_priority;

    friend bool operator==(const SurvivorshipRule&, const SurvivorshipRule&) = default;
};

/// How far a source is believed, and how fast what it said goes stale:
///
///     trust(age) = lowest + (highest − lowest) · 2^(−age / half_life)
///
/// the exponential form of the trust decay that master data systems use (a maximum and a minimum trust with a
/// decay between them). A record without a time has the lowest trust, unless its source never goes stale.
struct SourceTrust {
    std::string source;
    double highest = 1;                    ///< of a value just recorded; 0 to 1
    double lowest = 0;                     ///< that it falls to; 0 to `highest`
    std::optional<double> half_life_days;  ///< above 0; empty: never goes stale

    friend bool operator==(const SourceTrust&, const SourceTrust&) = default;
};

/// A value that a person decided on. It outlives merges: it holds for every golden record that the record is
/// a part of.
struct PinnedValue {
    std::string record_id;  ///< customer id, or NETWORK:ID
    std::string field;
    std::vector<std::string> values;  ///< one; phones and emails may have several

    friend bool operator==(const PinnedValue&, const PinnedValue&) = default;
};

/// Which value survives. A value; `standard()` suits a bank: CRM records before profiles, names and addresses
/// as groups, phones and e-mails together.
struct SurvivorshipPolicy {
    std::vector<SurvivorshipRule> rules;
    std::vector<std::string>
        source_priority;  ///< "crm", "vk", …; a source that is not named comes after all named ones
    std::vector<SourceTrust> trust;   ///< a source that is not named has trust 0
    std::vector<PinnedValue> pinned;  ///< go before every rule, field by field, also within a group

    static SurvivorshipPolicy standard();
    /// Throws Error{invalid_argument}: an unknown field, a field in two rules, a rule without fields, a
    /// source twice, every_value over a group or over a field that holds one value, pinned as a strategy, a
    /// trust or half-life out of range, a record's field pinned twice or to nothing.
    void validate() const;

    /// The configuration that a bank edits: {"source_priority": […], "trust": [{"source", "highest",
    /// "lowest", "half_life_days"}], "rules": [{"fields", "strategy"}], "pinned": [{"record_id", "field",
    /// "values"}]}; every member may be missing. Throws Error{unreadable_input} for what is no such object,
    /// an unknown member, or what validate() refuses.
    static SurvivorshipPolicy from_json(std::string_view json);
    /// Reads such a file. Throws Error{not_found} or Error{unreadable_input}; messages name the file.
    static SurvivorshipPolicy load(const std::filesystem::path& file);
    std::string to_json() const;

    friend bool operator==(const SurvivorshipPolicy&, const SurvivorshipPolicy&) = default;
};

}  // namespace scrm::identity
