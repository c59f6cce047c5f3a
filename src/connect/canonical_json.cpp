// SPDX-License-Identifier: Apache-2.0
#include "scrm/connect/canonical_json.hpp"

#include <array>
#include <charconv>
#include <type_traits>

#include "connect/record_fields_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/table/column.hpp"
#include "scrm/table/json.hpp"

namespace scrm::connect {
namespace {

/// Appends members to an object; names are ours and need no escapes.
class Members {
  public:
    explicit Members(std::string& out) : out_(out) { out_.push_back('{'); }
    void name(std::string_view name) {
        out_.append(first_ ? "\"" : ",\"");
        first_ = false;
        out_.append(name);
        out_.append("\":");
    }
    void text(std::string_view key, std::string_view value) {
        if (value.empty()) return;
        name(key);
        table::append_json_string(out_, value);
    }
    void raw(std::string_view key, std::string_view json) {
        name(key);
        out_.append(json);
    }
    /// A member whose name is the source's own.
    void foreign(std::string_view name, std::string_view json) {
        if (!first_) out_.push_back(',');
        first_ = false;
        table::append_json_string(out_, name);
        out_.push_back(':');
        out_.append(json);
    }
    void close() { out_.push_back('}'); }
    std::string& out() { return out_; }

  private:
    std::string& out_;
    bool first_ = true;
};

void write_value(Members& members, std::string_view name, FieldSort sort, const std::string& value) {
    if (sort == FieldSort::object || sort == FieldSort::array) {
        if (!value.empty()) members.raw(name, value);
    } else {
        members.text(name, value);
    }
}

void write_value(Members& members, std::string_view name, FieldSort, const std::vector<std::string>& values) {
    if (values.empty()) return;
    members.name(name);
    std::string& out = members.out();
    out.push_back('[');
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) out.push_back(',');
        table::append_json_string(out, values[i]);
    }
    out.push_back(']');
}

void write_value(Members& members, std::string_view name, FieldSort,
                 const std::optional<std::int64_t>& value) {
    if (!value) return;
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), *value);
    members.raw(name, {digits.data(), static_cast<std::size_t>(end.ptr - digits.data())});
}

void write_value(Members& members, std::string_view name, FieldSort, const std::optional<double>& value) {
    if (!value) return;
    const std::string text = table::format_double(*value);
    if (!text.empty()) members.raw(name, text);
}

void write_value(Members& members, std::string_view name, FieldSort, const std::optional<bool>& value) {
    if (value) members.raw(name, *value ? "true" : "false");
}

void write_value(Members& members, std::string_view name, FieldSort, const std::optional<UtcTime>& value) {
    if (value) members.text(name, format_time(*value));
}

bool is_empty(const std::string& value) {
    return value.empty();
}
bool is_empty(const std::vector<std::string>& value) {
    return value.empty();
}
template <class V>
bool is_empty(const std::optional<V>& value) {
    return !value;
}

template <class T>
void write_fields(Members& members, const T& record) {
    for (const Field<T>& field : fields_of<T>()) {
        std::visit(
            [&](auto member) {
                const auto& value = record.*member;
                if (!is_empty(value)) {
                    write_value(members, field.name, field.sort, value);
                    return;
                }
                if constexpr (!std::is_same_v<T, Customer>) {
                    if (record.as_written.empty()) return;
                    const auto written = record.as_written.find(std::string{field.name});
                    if (written != record.as_written.end()) members.raw(field.name, written->second);
                }
            },
            field.member);
    }
    if constexpr (!std::is_same_v<T, Customer>) {
        for (const auto& [name, json] : record.as_written) {
            if (!is_known_name<T>(name)) members.foreign(name, json);
        }
    }
}

// Reading back.

[[noreturn]] void corrupt() {
    throw Error{ErrorCode::corrupt_data, "a stored record is not canonical JSON"};
}

/// The fields come in the order of the table, so each search starts where the last one ended.
template <class T>
const Field<T>* next_field(std::string_view name, std::size_t& cursor) {
    const auto fields = fields_of<T>();
    for (std::size_t step = 0; step < fields.size(); ++step) {
        const std::size_t i = cursor + step < fields.size() ? cursor + step : cursor + step - fields.size();
        if (fields[i].name == name) {
            cursor = i + 1;
            return &fields[i];
        }
    }
    return nullptr;
}

/// An object under `author` is one unless its keys are none; then it is what somebody wrote.
bool is_author(table::JsonValue json) {
    if (!json.is_object()) return false;
    for (const std::string_view name : key_names(static_cast<const SocialIdentity*>(nullptr))) {
        const table::JsonValue key = json.find(name);
        if (!key.is_missing() && !(key.is_string() && is_author_key(key.text()))) return false;
    }
    return true;
}

bool read_value(table::JsonValue json, FieldSort sort, std::string& value) {
    if (sort == FieldSort::object || sort == FieldSort::array) {
        if (sort == FieldSort::object ? !is_author(json) : !json.is_array()) return false;
        value.assign(json.raw());
        return true;
    }
    if (!json.is_string()) return false;
    value.assign(json.text());
    return true;
}

bool read_value(table::JsonValue json, FieldSort, std::vector<std::string>& values) {
    if (!json.is_array()) return false;
    for (const table::JsonValue element : json) {
        if (!element.is_string()) {
            values.clear();
            return false;
        }
        values.emplace_back(element.text());
    }
    return true;
}

bool read_value(table::JsonValue json, FieldSort, std::optional<std::int64_t>& value) {
    // The readers keep a negative count as written, so it comes back that way.
    value = json.integer();
    if (value && *value < 0) value.reset();
    return value.has_value();
}

bool read_value(table::JsonValue json, FieldSort, std::optional<double>& value) {
    value = json.number();
    return value.has_value();
}

bool read_value(table::JsonValue json, FieldSort, std::optional<bool>& value) {
    if (!json.is_boolean()) return false;
    value = json.boolean();
    return true;
}

bool read_value(table::JsonValue json, FieldSort, std::optional<UtcTime>& value) {
    if (!json.is_string()) return false;
    value = parse_time(json.text());
    return value.has_value();
}

/// Stored records were limited before they were stored; masking and cleaning may have made them a little
/// longer.
constexpr std::size_t kMaxStoredBytes = 64U << 20U;

table::JsonValue parsed(table::JsonDocument& document, std::string_view json) {
    if (document.parse(json, kMaxStoredBytes) != table::JsonFault::none || !document.root().is_object())
        corrupt();
    return document.root();
}

/// Reads members; `key` is asked first and returns true for a key of the record.
template <class T, class Key>
T read_record(std::string_view json, const Key& key) {
    T record;
    std::size_t cursor = 0;
    table::JsonDocument document;
    for (const table::JsonValue member : parsed(document, json)) {
        const std::string_view name = member.key();
        if (key(record, name, member)) continue;
        if (const Field<T>* field = next_field<T>(name, cursor)) {
            const bool read = std::visit(
                [&](auto target) { return read_value(member, field->sort, record.*target); }, field->member);
            if (read) continue;
        }
        if constexpr (std::is_same_v<T, Customer>) {
            corrupt();
        } else {
            record.as_written.emplace(name, member.raw());
        }
    }
    return record;
}

}  // namespace

void append_json_line(std::string& out, const Customer& customer) {
    Members members{out};
    members.text("customer_id", customer.id.str());
    write_fields(members, customer);
    if (!customer.attributes.empty()) {
        members.name("attributes");
        Members attributes{out};
        std::string text;
        for (const auto& [name, value] : customer.attributes) {
            text.clear();
            table::append_json_string(text, value);
            attributes.foreign(name, text);
        }
        attributes.close();
    }
    members.close();
}

void append_json_line(std::string& out, const SocialIdentity& identity) {
    Members members{out};
    members.text("network", identity.account.network);
    members.text("scope", identity.account.scope);
    members.text("network_user_id", identity.account.network_user_id);
    write_fields(members, identity);
    members.close();
}

void append_json_line(std::string& out, const Interaction& interaction) {
    Members members{out};
    members.text("record", "interaction");
    members.text("network", interaction.id.network);
    members.text("scope", interaction.id.scope);
    members.text("external_id", interaction.id.external_id);
    write_fields(members, interaction);
    members.close();
}

void append_json_line(std::string& out, const Decision& decision) {
    Members members{out};
    members.text("decision", to_string(decision.kind));
    const InteractionId& post = decision.interaction;
    const bool on_post = !post.external_id.empty();
    members.text("network", on_post ? post.network : decision.account.network);
    members.text("scope", on_post ? post.scope : decision.account.scope);
    members.text("external_id", post.external_id);
    members.text("field", decision.field);
    members.text("value", decision.value);
    members.text("network_user_id", decision.account.network_user_id);
    members.text("customer_id", decision.customer.str());
    members.text("other_id", decision.other.str());
    members.text("merge_id", decision.merge_id.str());
    members.text("reason", decision.reason);
    members.text("actor", decision.actor);
    if (decision.at != UtcTime{}) members.text("at", format_time(decision.at));
    members.close();
}

std::string to_json_line(const Customer& customer) {
    std::string line;
    append_json_line(line, customer);
    return line;
}

std::string to_json_line(const SocialIdentity& identity) {
    std::string line;
    append_json_line(line, identity);
    return line;
}

std::string to_json_line(const Interaction& interaction) {
    std::string line;
    append_json_line(line, interaction);
    return line;
}

std::string to_json_line(const Decision& decision) {
    std::string line;
    append_json_line(line, decision);
    return line;
}

Customer parse_customer_json(std::string_view json) {
    return read_record<Customer>(json, [](Customer& record, std::string_view name, table::JsonValue value) {
        if (name == "customer_id" && value.is_string()) {
            record.id = CustomerId{std::string{value.text()}};
            return true;
        }
        if (name != "attributes" || !value.is_object()) return false;
        for (const table::JsonValue attribute : value) {
            if (!attribute.is_string()) corrupt();
            record.attributes.emplace_hint(record.attributes.end(), attribute.key(), attribute.text());
        }
        return true;
    });
}

SocialIdentity parse_identity_json(std::string_view json) {
    return read_record<SocialIdentity>(
        json, [](SocialIdentity& record, std::string_view name, table::JsonValue value) {
            if (!value.is_string()) return false;
            std::string* target = name == "network"           ? &record.account.network
                                  : name == "scope"           ? &record.account.scope
                                  : name == "network_user_id" ? &record.account.network_user_id
                                                              : nullptr;
            if (target == nullptr) return false;
            target->assign(value.text());
            return true;
        });
}

Interaction parse_interaction_json(std::string_view json) {
    return read_record<Interaction>(json,
                                    [](Interaction& record, std::string_view name, table::JsonValue value) {
                                        if (!value.is_string()) return false;
                                        if (name == "record") return true;
                                        std::string* target = name == "network"       ? &record.id.network
                                                              : name == "scope"       ? &record.id.scope
                                                              : name == "external_id" ? &record.id.external_id
                                                                                      : nullptr;
                                        if (target == nullptr) return false;
                                        target->assign(value.text());
                                        return true;
                                    });
}

Decision parse_decision_json(std::string_view json) {
    table::JsonDocument document;
    const table::JsonValue object = parsed(document, json);
    Decision decision;
    const auto kind = parse_decision_kind(object.find("decision").text());
    if (!kind) corrupt();
    decision.kind = *kind;
    const auto text = [&object](std::string_view name) { return std::string{object.find(name).text()}; };
    if (auto external_id = text("external_id"); external_id.empty()) {
        decision.account = {text("network"), text("scope"), text("network_user_id")};
    } else {
        decision.interaction = {text("network"), text("scope"), std::move(external_id)};
    }
    decision.field = text("field");
    decision.value = text("value");
    decision.customer = CustomerId{text("customer_id")};
    decision.other = CustomerId{text("other_id")};
    decision.merge_id = MergeId{text("merge_id")};
    decision.reason = text("reason");
    decision.actor = text("actor");
    if (const table::JsonValue at = object.find("at"); !at.is_missing()) {
        const auto time = parse_time(at.text());
        if (!time) corrupt();
        decision.at = *time;
    }
    return decision;
}

}  // namespace scrm::connect
