// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/golden_record.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <compare>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "identity/golden_record/golden_fields_internal.hpp"
#include "scrm/text/fold.hpp"

namespace scrm::identity {
namespace {

// Columns of customers.csv that hold one text each, with their places in the record.
using TextField = std::pair<std::string_view, std::string Customer::*>;
constexpr std::array<TextField, 15> kTextFields = {{{"address", &Customer::address},
                                                    {"birth_date", &Customer::birth_date},
                                                    {"branch", &Customer::branch},
                                                    {"city", &Customer::city},
                                                    {"country", &Customer::country},
                                                    {"created_at", &Customer::created_at},
                                                    {"employer", &Customer::employer},
                                                    {"family_name", &Customer::family_name},
                                                    {"full_name", &Customer::full_name},
                                                    {"gender", &Customer::gender},
                                                    {"given_name", &Customer::given_name},
                                                    {"kind", &Customer::kind},
                                                    {"patronymic", &Customer::patronymic},
                                                    {"region", &Customer::region},
                                                    {"segment", &Customer::segment}}};

/// Numbers by size, then dates and times by the moment, then texts by code point (which is the order of
/// UTF-8's bytes).
std::weak_ordering order_of(std::string_view a, std::string_view b) {
    const auto number = [](std::string_view text) -> std::optional<double> {
        double out = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
        if (fault != std::errc{} || end != text.data() + text.size() || std::isnan(out)) return std::nullopt;
        return out;
    };
    const auto x = number(a);
    const auto y = number(b);
    if (x && y) return std::weak_order(*x, *y);
    if (x.has_value() != y.has_value()) return y.has_value() <=> x.has_value();
    const auto s = parse_time(a);
    const auto t = parse_time(b);
    if (s && t) return to_unix_micros(*s) <=> to_unix_micros(*t);
    if (s.has_value() != t.has_value()) return t.has_value() <=> s.has_value();
    return a.compare(b) <=> 0;
}

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

const SourceRecord::Field* field_of(const SourceRecord& record, std::string_view name) {
    const auto found = std::lower_bound(
        record.fields.begin(), record.fields.end(), name,
        [](const SourceRecord::Field& field, std::string_view wanted) { return field.name < wanted; });
    return found == record.fields.end() || found->name != name ? nullptr : &*found;
}

Provenance provenance_of(const SourceRecord& record) {
    return {record.source, record.record_id, record.as_of};
}

/// One record's claim to a rule's fields, best first under `<`.
struct Claim {
    const SourceRecord* record = nullptr;
    std::size_t filled = 0;  // of the rule's fields
    std::size_t length = 0;
    std::size_t support = 0;   // records that say the same
    std::size_t priority = 0;  // of the source
    double trust = 0;
    std::string_view first;  // value of the rule's first field; empty: none
};

std::vector<std::string> said(const SourceRecord& record, const std::vector<std::string>& fields) {
    std::vector<std::string> out;
    for (const std::string& name : fields) {
        const SourceRecord::Field* field = field_of(record, name);
        out.push_back(field == nullptr ? std::string{} : field->values.front());
        if (field != nullptr)
            for (std::size_t i = 1; i < field->values.size(); ++i) out.back() += ";" + field->values[i];
    }
    return out;
}

bool better(const Claim& a, const Claim& b, SurvivorshipStrategy strategy, bool group) {
    const std::int64_t a_time =
        a.record->as_of ? to_unix_micros(*a.record->as_of) : std::numeric_limits<std::int64_t>::min();
    const std::int64_t b_time =
        b.record->as_of ? to_unix_micros(*b.record->as_of) : std::numeric_limits<std::int64_t>::min();
    const std::size_t a_all = a.record->fields.size();
    const std::size_t b_all = b.record->fields.size();
    switch (strategy) {
        case SurvivorshipStrategy::most_recent:
            if (a_time != b_time) return a_time > b_time;
            break;
        case SurvivorshipStrategy::most_complete:
            if (group && a.filled != b.filled) return a.filled > b.filled;
            if (!group && a_all != b_all) return a_all > b_all;
            break;
        case SurvivorshipStrategy::longest:
            if (a.length != b.length) return a.length > b.length;
            break;
        case SurvivorshipStrategy::majority:
            if (a.support != b.support) return a.support > b.support;
            break;
        case SurvivorshipStrategy::trust:
            if (a.trust != b.trust) return a.trust > b.trust;
            break;
        case SurvivorshipStrategy::minimum:
        case SurvivorshipStrategy::maximum:
            if (a.first.empty() != b.first.empty()) return b.first.empty();
            if (const auto order = order_of(a.first, b.first); order != 0)
                return (order < 0) == (strategy == SurvivorshipStrategy::minimum);
            break;
        case SurvivorshipStrategy::source_priority:
        case SurvivorshipStrategy::every_value:
        case SurvivorshipStrategy::pinned:
            break;
    }
    return std::tuple{a.priority, b_time, b.filled, b_all, std::string_view{a.record->record_id}} <
           std::tuple{b.priority, a_time, a.filled, a_all, std::string_view{b.record->record_id}};
}

class Survivors {
  public:
    /// `now` is when trust is asked for; empty: when the latest of the records was written.
    Survivors(const CustomerId& id, const std::vector<SourceRecord>& records,
              const SurvivorshipPolicy& policy, std::optional<UtcTime> now)
        : policy_(policy), now_(now) {
        for (const SourceRecord& record : records) {
            records_.push_back(&record);
            if (!now && record.as_of && (!now_ || *now_ < *record.as_of)) now_ = record.as_of;
        }
        const auto key = [](const SourceRecord* r) { return std::tie(r->record_id, r->source); };
        std::sort(records_.begin(), records_.end(),
                  [&](const SourceRecord* a, const SourceRecord* b) { return key(a) < key(b); });
        records_.erase(
            std::unique(records_.begin(), records_.end(),
                        [&](const SourceRecord* a, const SourceRecord* b) { return key(a) == key(b); }),
            records_.end());
        for (const PinnedValue& pin : policy.pinned) {
            const auto rank = rank_of(id, pin);
            if (!rank) continue;
            const PinnedValue*& held = pins_[pin.field];
            if (held == nullptr || *rank < *rank_of(id, *held)) held = &pin;
        }
    }

    void apply(const SurvivorshipRule& rule, std::vector<GoldenField>& out) const {
        const std::vector<Claim> claims = ranked(rule);
        if (claims.empty()) return;
        for (const std::string& name : rule.fields) {
            GoldenField field;
            field.name = name;
            field.strategy = rule.strategy;
            std::set<std::string_view> known;
            for (const Claim& claim : claims) {
                const SourceRecord::Field* values = field_of(*claim.record, name);
                if (values == nullptr) continue;
                // A group moves as one: only the winner fills its fields, the others' values are
                // alternatives.
                const bool wins =
                    rule.strategy == SurvivorshipStrategy::every_value || &claim == &claims.front();
                for (const std::string& value : values->values) {
                    if (!known.insert(value).second) continue;
                    (wins ? field.values : field.alternatives)
                        .push_back({value, provenance_of(*claim.record)});
                }
            }
            if (!field.values.empty() || !field.alternatives.empty()) out.push_back(std::move(field));
        }
    }

    /// Puts the pinned values in their fields; what stood there becomes an alternative.
    void pin(std::vector<GoldenField>& out) const {
        for (const auto& entry : pins_) {
            const PinnedValue* pin = entry.second;
            auto at = std::find_if(out.begin(), out.end(),
                                   [&](const GoldenField& field) { return field.name == pin->field; });
            if (at == out.end()) {
                out.emplace_back().name = pin->field;
                at = std::prev(out.end());
            }
            std::vector<GoldenValue> losing = std::move(at->values);
            losing.insert(losing.end(), std::make_move_iterator(at->alternatives.begin()),
                          std::make_move_iterator(at->alternatives.end()));
            at->strategy = SurvivorshipStrategy::pinned;
            at->values.clear();
            at->alternatives.clear();
            for (const std::string& value : pin->values)
                at->values.push_back({value, {"pinned", pin->record_id, std::nullopt}});
            for (GoldenValue& value : losing) {
                if (std::find(pin->values.begin(), pin->values.end(), value.value) == pin->values.end())
                    at->alternatives.push_back(std::move(value));
            }
        }
    }

    std::set<std::string> field_names() const {
        std::set<std::string> out;
        for (const SourceRecord* record : records_)
            for (const SourceRecord::Field& field : record->fields) out.insert(field.name);
        return out;
    }

  private:
    using Rank = std::pair<bool, std::string_view>;

    /// Which of several pins counts: the customer's own, then that of the smallest record id. Empty: the pin
    /// is of somebody else.
    std::optional<Rank> rank_of(const CustomerId& id, const PinnedValue& pin) const {
        const bool is_own = pin.record_id == id.str();
        const bool is_known =
            is_own || std::any_of(records_.begin(), records_.end(),
                                  [&](const SourceRecord* r) { return r->record_id == pin.record_id; });
        return is_known ? std::optional<Rank>{{!is_own, pin.record_id}} : std::nullopt;
    }

    double trust_in(const SourceRecord& record) const {
        const auto at = std::find_if(policy_.trust.begin(), policy_.trust.end(),
                                     [&](const SourceTrust& one) { return one.source == record.source; });
        if (at == policy_.trust.end()) return 0;
        if (!at->half_life_days) return at->highest;
        if (!record.as_of || !now_) return at->lowest;
        const double days =
            std::max(0.0, std::chrono::duration<double, std::ratio<86'400>>(*now_ - *record.as_of).count());
        return at->lowest + (at->highest - at->lowest) * std::exp2(-days / *at->half_life_days);
    }

    std::vector<Claim> ranked(const SurvivorshipRule& rule) const {
        std::vector<Claim> out;
        std::map<std::vector<std::string>, std::size_t> support;
        for (const SourceRecord* record : records_) {
            Claim claim;
            claim.record = record;
            for (const std::string& name : rule.fields) {
                const SourceRecord::Field* field = field_of(*record, name);
                if (field == nullptr) continue;
                ++claim.filled;
                for (const std::string& value : field->values) claim.length += code_points(value);
            }
            if (claim.filled == 0) continue;
            const auto& order = policy_.source_priority;
            claim.priority = static_cast<std::size_t>(std::find(order.begin(), order.end(), record->source) -
                                                      order.begin());
            claim.trust = trust_in(*record);
            if (const SourceRecord::Field* first = field_of(*record, rule.fields.front()))
                claim.first = first->values.front();
            ++support[said(*record, rule.fields)];
            out.push_back(claim);
        }
        for (Claim& claim : out) claim.support = support[said(*claim.record, rule.fields)];
        std::sort(out.begin(), out.end(), [&](const Claim& a, const Claim& b) {
            return better(a, b, rule.strategy, rule.fields.size() > 1);
        });
        return out;
    }

    const SurvivorshipPolicy& policy_;
    std::optional<UtcTime> now_;
    std::vector<const SourceRecord*> records_;
    std::map<std::string_view, const PinnedValue*> pins_;  // by field
};

void add(std::vector<SourceRecord::Field>& fields, std::string_view name, const std::string& value) {
    if (!value.empty()) fields.push_back({std::string{name}, {value}});
}

void add(std::vector<SourceRecord::Field>& fields, std::string_view name,
         const std::vector<std::string>& values) {
    SourceRecord::Field field{std::string{name}, {}};
    for (const std::string& value : values)
        if (!value.empty()) field.values.push_back(value);
    if (!field.values.empty()) fields.push_back(std::move(field));
}

/// Nothing but white space, which folding takes off.
bool is_blank(const std::string& value) {
    return text::fold(value).empty();
}

/// What a record says is what is written in it: blanks are no value.
std::vector<SourceRecord> without_blanks(std::vector<SourceRecord> records) {
    for (SourceRecord& record : records) {
        for (SourceRecord::Field& field : record.fields) std::erase_if(field.values, is_blank);
        std::erase_if(record.fields, [](const SourceRecord::Field& field) { return field.values.empty(); });
    }
    return records;
}

void sort_by_name(std::vector<SourceRecord::Field>& fields) {
    std::sort(fields.begin(), fields.end(),
              [](const SourceRecord::Field& a, const SourceRecord::Field& b) { return a.name < b.name; });
}

}  // namespace

bool holds_many_values(std::string_view field) noexcept {
    return field == "phones" || field == "emails";
}

bool is_golden_field(std::string_view field) noexcept {
    return holds_many_values(field) ||
           std::any_of(kTextFields.begin(), kTextFields.end(),
                       [&](const TextField& known) { return known.first == field; });
}

SourceRecord source_record(const Customer& customer) {
    SourceRecord out;
    out.source = "crm";
    out.record_id = customer.id.str();
    out.as_of = parse_time(customer.created_at);
    for (const TextField& field : kTextFields) add(out.fields, field.first, customer.*field.second);
    add(out.fields, "phones", customer.phones);
    add(out.fields, "emails", customer.emails);
    sort_by_name(out.fields);
    return out;
}

SourceRecord source_record(const SocialIdentity& identity) {
    SourceRecord out;
    out.source = identity.account.network;
    out.record_id = identity.account.text();
    out.as_of = identity.observed_at;
    add(out.fields, "full_name", identity.display_name);
    add(out.fields, "given_name", identity.given_name);
    add(out.fields, "family_name", identity.family_name);
    add(out.fields, "gender", identity.gender);
    add(out.fields, "birth_date", identity.birth_date);
    add(out.fields, "city", identity.city);
    add(out.fields, "region", identity.region);
    add(out.fields, "country", identity.country);
    add(out.fields, "phones", identity.phones);
    add(out.fields, "emails", identity.emails);
    sort_by_name(out.fields);
    return out;
}

const GoldenField* GoldenRecord::find(std::string_view name) const noexcept {
    const auto found = std::lower_bound(
        fields.begin(), fields.end(), name,
        [](const GoldenField& field, std::string_view wanted) { return field.name < wanted; });
    return found == fields.end() || found->name != name ? nullptr : &*found;
}

Customer GoldenRecord::to_customer() const {
    Customer out;
    out.id = id;
    for (const TextField& field : kTextFields)
        if (const GoldenField* golden = find(field.first); golden != nullptr && !golden->values.empty())
            out.*field.second = golden->values.front().value;
    const auto all = [&](std::string_view name, std::vector<std::string>& into) {
        if (const GoldenField* golden = find(name))
            for (const GoldenValue& value : golden->values) into.push_back(value.value);
    };
    all("phones", out.phones);
    all("emails", out.emails);
    return out;
}

GoldenRecord golden_record(const CustomerId& id, const std::vector<SourceRecord>& records,
                           const SurvivorshipPolicy& policy, std::optional<UtcTime> now) {
    policy.validate();
    const std::vector<SourceRecord> written = without_blanks(records);
    const Survivors survivors{id, written, policy, now};
    GoldenRecord out;
    out.id = id;
    std::set<std::string> ruled;
    for (const SurvivorshipRule& rule : policy.rules) {
        survivors.apply(rule, out.fields);
        ruled.insert(rule.fields.begin(), rule.fields.end());
    }
    for (const std::string& name : survivors.field_names())
        if (!ruled.contains(name))
            survivors.apply({{name}, SurvivorshipStrategy::source_priority}, out.fields);
    survivors.pin(out.fields);
    std::sort(out.fields.begin(), out.fields.end(),
              [](const GoldenField& a, const GoldenField& b) { return a.name < b.name; });
    return out;
}

}  // namespace scrm::identity
