// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/records.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "scrm/core/error.hpp"
#include "scrm/person/email.hpp"
#include "scrm/person/partial_date.hpp"
#include "scrm/person/phone.hpp"
#include "scrm/person/profile_url.hpp"
#include "scrm/text/letter_case.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kSampleOfColumn = 1000;

/// "network:handle" or "network:#id": how one profile names another.
std::string reference_text(const person::ProfileRef& ref) {
    if (!ref.network_user_id.empty()) return ref.network + ":#" + ref.network_user_id;
    return ref.network + ':' + ref.handle;
}

void add_reference(RecordSetBuilder& builder, const person::ProfileRef& ref) {
    if (!ref.network_user_id.empty()) builder.add("link", reference_text(ref));
    if (!ref.handle.empty()) builder.add("link", ref.network + ':' + ref.handle);
}

/// ISO, so that later readers need not know the column's order of day and month.
std::string iso_date(std::string_view raw, person::DateOrder order) {
    const auto date = person::PartialDate::parse(raw, order, 2026);
    if (!date) return std::string{raw};
    return date->text();
}

std::vector<std::string_view> split_cell(std::string_view cell) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = cell.find(';');
        parts.push_back(cell.substr(0, at));
        if (at == std::string_view::npos) return parts;
        cell.remove_prefix(at + 1);
    }
}

/// The header of that name, or the only one that differs from it in case.
std::optional<std::size_t> find_header(const table::Table& table, const std::string& name) {
    if (const auto exact = table.find(name)) return exact;
    std::optional<std::size_t> found;
    const std::string folded = text::to_lower(name);
    for (std::size_t i = 0; i < table.names().size(); ++i) {
        if (text::to_lower(table.names()[i]) != folded) continue;
        if (found) return std::nullopt;
        found = i;
    }
    return found;
}

}  // namespace

std::string account_record_id(const AccountId& account) {
    return account.network + '\x1F' + account.scope + '\x1F' + account.network_user_id;
}

void append(RecordSetBuilder& builder, const Customer& customer, bool with_attributes) {
    builder.begin(customer.id.str());
    builder.add("kind", customer.kind);
    builder.add("full_name", customer.full_name);
    builder.add("given_name", customer.given_name);
    builder.add("family_name", customer.family_name);
    builder.add("patronymic", customer.patronymic);
    builder.add("gender", customer.gender);
    builder.add("birth_date", customer.birth_date);
    for (const std::string& phone : customer.phones) builder.add("phone", phone);
    for (const std::string& email : customer.emails) builder.add("email", email);
    builder.add("city", customer.city);
    builder.add("region", customer.region);
    builder.add("country", customer.country);
    builder.add("address", customer.address);
    builder.add("employer", customer.employer);
    if (with_attributes) {
        for (const auto& [header, value] : customer.attributes) builder.add("other:" + header, value);
    }
}

void append(RecordSetBuilder& builder, const SocialIdentity& identity) {
    builder.begin(account_record_id(identity.account));
    builder.add("network", identity.account.network);
    builder.add("kind", identity.kind);
    builder.add("full_name", identity.display_name);
    builder.add("given_name", identity.given_name);
    builder.add("family_name", identity.family_name);
    builder.add("gender", identity.gender);
    builder.add("birth_date", identity.birth_date);
    builder.add("handle", identity.handle);
    builder.add("city", identity.city);
    builder.add("region", identity.region);
    builder.add("country", identity.country);
    for (const std::string& phone : identity.phones) builder.add("phone", phone);
    for (const std::string& email : identity.emails) builder.add("email", email);
    if (identity.followers) builder.add("followers", std::to_string(*identity.followers));
    for (const std::string& link : identity.links) {
        if (const auto ref = person::parse_profile_url(link)) add_reference(builder, *ref);
    }
    if (!identity.bio.empty()) {
        const std::string_view bio = std::string_view{identity.bio}.substr(0, 4096);
        for (const auto& ref : person::find_profile_mentions(bio)) add_reference(builder, ref);
        for (const auto& email : person::find_emails(bio)) builder.add("email", email.text());
    }
}

void append(RecordSetBuilder& builder, const table::Table& table,
            std::span<const table::MappedColumn> mapping, std::string_view id_column) {
    const auto id_index = table.find(id_column);
    if (!id_index) throw Error(ErrorCode::not_found, "no column named " + std::string{id_column});
    struct Source {
        std::size_t attribute = 0;
        std::size_t column = 0;
        bool is_list = false;
        bool is_date = false;
        bool is_phone = false;
        person::DateOrder order = person::DateOrder::unknown;
        std::string region = "RU";
    };
    std::vector<Source> sources;
    for (const table::MappedColumn& mapped : mapping) {
        Source source;
        source.attribute = builder.attribute(mapped.attribute);
        source.column = mapped.index;
        source.is_list = table::is_repeatable(mapped.attribute);
        source.is_date = mapped.attribute == "birth_date";
        source.is_phone = mapped.attribute == "phone";
        if (source.is_date || source.is_phone) {
            std::vector<std::string> cells;
            for (std::int64_t row = 0; row < table.row_count(); ++row) {
                auto cell = table::cell_text(table.column(source.column), row);
                if (cell && !cell->empty()) cells.push_back(std::move(*cell));
                if (source.is_phone && cells.size() >= kSampleOfColumn) break;
            }
            const std::vector<std::string_view> views(cells.begin(), cells.end());
            if (source.is_date) source.order = person::detect_order(views);
            if (source.is_phone) source.region = person::likely_region(views);
        }
        sources.push_back(std::move(source));
    }
    const auto add_value = [&](const Source& source, std::string_view value) {
        if (source.is_date) {
            builder.add(source.attribute, iso_date(value, source.order));
        } else if (source.is_phone) {
            const auto phone = person::PhoneNumber::parse(value, source.region);
            builder.add(source.attribute, phone ? std::string_view{phone->text()} : value);
        } else {
            builder.add(source.attribute, value);
        }
    };
    for (std::int64_t row = 0; row < table.row_count(); ++row) {
        const auto id = table::cell_text(table.column(*id_index), row);
        if (!id || id->empty()) {
            throw Error(ErrorCode::unreadable_input, "no id in row " + std::to_string(row + 1));
        }
        builder.begin(*id);
        for (const Source& source : sources) {
            const auto cell = table::cell_text(table.column(source.column), row);
            if (!cell) continue;
            if (source.is_list) {
                for (const std::string_view part : split_cell(*cell)) add_value(source, part);
            } else {
                add_value(source, *cell);
            }
        }
    }
}

void append_columns(RecordSetBuilder& builder, const table::Table& table,
                    std::span<const std::string> columns,
                    std::span<const std::pair<std::string, std::string>> renamed,
                    std::string_view id_column) {
    const auto id_index = table.find(id_column);
    if (!id_index) throw Error(ErrorCode::not_found, "no column named " + std::string{id_column});
    std::vector<std::pair<std::size_t, std::size_t>> sources;  // attribute, column
    for (const std::string& column : columns) {
        const auto named = std::find_if(renamed.begin(), renamed.end(),
                                        [&column](const auto& pair) { return pair.first == column; });
        const auto index = find_header(table, named == renamed.end() ? column : named->second);
        if (index) sources.emplace_back(builder.attribute(column), *index);
    }
    for (std::int64_t row = 0; row < table.row_count(); ++row) {
        const auto id = table::cell_text(table.column(*id_index), row);
        if (!id || id->empty()) {
            throw Error(ErrorCode::unreadable_input, "no id in row " + std::to_string(row + 1));
        }
        builder.begin(*id);
        for (const auto& [attribute, column] : sources) {
            if (const auto cell = table::cell_text(table.column(column), row))
                builder.add_verbatim(attribute, *cell);
        }
    }
}

RecordSet from_table(const table::Table& table, std::span<const table::MappedColumn> mapping,
                     std::string_view id_column, std::string population) {
    RecordSetBuilder builder(std::move(population));
    append(builder, table, mapping, id_column);
    return builder.finish();
}

}  // namespace scrm::identity
