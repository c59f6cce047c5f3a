// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/records.hpp"

#include <algorithm>
#include <charconv>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "identity/blocking/contact_keys_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"
#include "scrm/person/biography.hpp"
#include "scrm/person/email.hpp"
#include "scrm/person/partial_date.hpp"
#include "scrm/person/phone.hpp"
#include "scrm/person/profile_url.hpp"
#include "scrm/text/letter_case.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kSampleOfColumn = 1000;
constexpr std::size_t kReadOfBiography = 4096;

/// "network:handle" or "network:#id": how one profile names another.
std::string reference_text(const person::ProfileRef& ref) {
    if (!ref.network_user_id.empty()) return ref.network + ":#" + ref.network_user_id;
    return ref.network + ':' + ref.handle;
}

/// In messengers that know people by their number the account's id is that number: 79161234567, or with
/// @c.us behind it.
std::optional<person::PhoneNumber> phone_of_account(std::string_view network, std::string_view id) {
    if (network != "whatsapp" && network != "viber") return std::nullopt;
    id = id.substr(0, id.find('@'));
    if (id.starts_with('+')) id.remove_prefix(1);
    const bool is_number =
        !id.empty() && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
    return is_number ? person::PhoneNumber::parse('+' + std::string{id}, {}) : std::nullopt;
}

/// One that whoever copies the profile copies too.
void add_public_phone(RecordSetBuilder& builder, const person::PhoneNumber& phone) {
    builder.add("phone", phone.text());
    builder.add("public_phone", phone.text());
}

/// The login that a profile's own address shows.
std::string handle_of_url(const SocialIdentity& identity) {
    const auto ref = person::parse_profile_url(identity.url);
    return ref && ref->network == identity.account.network ? ref->handle : std::string{};
}

void add_reference(RecordSetBuilder& builder, const person::ProfileRef& ref) {
    if (!ref.network_user_id.empty()) builder.add("link", reference_text(ref));
    if (!ref.handle.empty()) builder.add("link", ref.network + ':' + ref.handle);
    if (const auto phone = phone_of_account(ref.network, ref.network_user_id))
        add_public_phone(builder, *phone);
}

/// What the free text says of birthday and city counts where the network's own fields are empty.
void add_biography(RecordSetBuilder& builder, const SocialIdentity& identity) {
    const std::string_view text = std::string_view{identity.bio}.substr(0, kReadOfBiography);
    if (text.empty()) return;
    for (const auto& ref : person::find_profile_mentions(text)) add_reference(builder, ref);
    const person::Biography bio = person::read_biography(text, identity.country);
    for (const auto& email : bio.emails) builder.add("email", email.text());
    for (const auto& phone : bio.phones) add_public_phone(builder, phone);
    if (identity.birth_date.empty() && bio.born) builder.add("birth_date", bio.born->text());
    if (identity.city.empty()) builder.add("city", bio.city);
}

/// International where the record's country reads it otherwise than scrm does without one, so that later
/// readers need not know the country.
void add_phone(RecordSetBuilder& builder, std::string_view raw, std::string_view country) {
    if (!country.empty() && !raw.starts_with('+')) {
        if (const auto phone = person::parse_phone_in(raw, country); phone && !phone->has_extension()) {
            builder.add("phone", phone->text());
            return;
        }
    }
    builder.add("phone", raw);
}

/// What a customer's or a profile's own fields say counts only where it can be read; what cannot is kept as
/// it was written, and is no other value.
void add_readable_phone(RecordSetBuilder& builder, std::string_view raw, std::string_view country) {
    if (person::parse_phone_in(raw, country)) add_phone(builder, raw, country);
}

void add_readable_email(RecordSetBuilder& builder, std::string_view raw) {
    if (person::EmailAddress::parse(raw)) builder.add("email", raw);
}

void add_readable_date(RecordSetBuilder& builder, std::string_view raw) {
    if (person::PartialDate::parse(raw)) builder.add("birth_date", raw);
}

/// ISO, so that later readers need not know the column's order of day and month.
std::string iso_date(std::string_view raw, person::DateOrder order) {
    auto date = person::PartialDate::parse(raw, order, 2026);
    if (!date) date = person::PartialDate::possible_parts(raw, order);
    return date ? date->text() : std::string{raw};
}

/// A cell without a copy, where it is text already; empty: none.
class CellReader {
  public:
    explicit CellReader(const table::Column& column)
        : column_(column), strings_(std::get_if<table::StringColumn>(&column)) {}

    /// Cells outlive the reader.
    bool is_text() const noexcept { return strings_ != nullptr; }
    std::string_view at(std::int64_t row) {
        if (strings_ != nullptr) return strings_->text(row);
        number_ = table::cell_text(column_, row).value_or(std::string{});
        return number_;
    }

  private:
    const table::Column& column_;
    const table::StringColumn* strings_;
    std::string number_;
};

/// The first cells of a column that are not empty, `most` at most: what the order of day and month, or the
/// country, shows in.
class Sample {
  public:
    Sample(const table::Column& column, std::int64_t rows, std::size_t most) {
        CellReader reader{column};
        for (std::int64_t row = 0; row < rows && cells_.size() < most; ++row) {
            const std::string_view cell = reader.at(row);
            if (cell.empty()) continue;
            // Only what is no text already has to be kept.
            cells_.push_back(reader.is_text() ? cell : std::string_view{numbers_.emplace_back(cell)});
        }
    }
    std::span<const std::string_view> cells() const noexcept { return cells_; }

  private:
    std::deque<std::string> numbers_;
    std::vector<std::string_view> cells_;
};

/// The columns of a table that fill one attribute, in their order.
struct AttributeColumns {
    std::string name;
    std::size_t attribute = 0;
    std::vector<const table::Column*> columns;

    void add_to(RecordSetBuilder& builder, RecordIndex first, std::int64_t rows) const {
        struct Source {
            CellReader cells;
            person::DateOrder order = person::DateOrder::unknown;
            std::string region;
        };
        std::vector<Source> sources;
        for (const table::Column* column : columns) {
            Source& source = sources.emplace_back(Source{CellReader{*column}, {}, {}});
            if (name != "birth_date" && name != "phone") continue;
            const Sample sample(*column, rows, name == "phone" ? kSampleOfColumn : ~std::size_t{0});
            if (name == "birth_date") source.order = person::detect_order(sample.cells());
            if (name == "phone") source.region = person::likely_region(sample.cells());
        }
        const bool is_list = table::is_repeatable(name);
        for (std::int64_t row = 0; row < rows; ++row) {
            const RecordIndex record = first + static_cast<RecordIndex>(row);
            for (Source& source : sources) {
                std::string_view rest = source.cells.at(row);
                while (!rest.empty()) {
                    const std::size_t end = is_list ? std::min(rest.find(';'), rest.size()) : rest.size();
                    add_value(builder, record, rest.substr(0, end), source.order, source.region);
                    rest.remove_prefix(std::min(end + 1, rest.size()));
                }
            }
        }
    }

  private:
    void add_value(RecordSetBuilder& builder, RecordIndex record, std::string_view value,
                   person::DateOrder order, const std::string& region) const {
        if (name == "birth_date") {
            builder.add(attribute, record, iso_date(value, order));
        } else if (name == "phone") {
            const auto phone = person::PhoneNumber::parse(value, region);
            builder.add(attribute, record, phone ? std::string_view{phone->text()} : value);
        } else {
            builder.add(attribute, record, value);
        }
    }
};

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
    return account.network + kAccountSeparator + account.scope + kAccountSeparator + account.network_user_id;
}

void append(RecordSetBuilder& builder, const Customer& customer, bool with_attributes) {
    builder.begin(customer.id.str());
    builder.add("kind", customer.kind);
    builder.add("full_name", customer.full_name);
    builder.add("given_name", customer.given_name);
    builder.add("family_name", customer.family_name);
    builder.add("patronymic", customer.patronymic);
    builder.add("gender", customer.gender);
    add_readable_date(builder, customer.birth_date);
    for (const std::string& phone : customer.phones) add_readable_phone(builder, phone, customer.country);
    for (const std::string& email : customer.emails) add_readable_email(builder, email);
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
    add_readable_date(builder, identity.birth_date);
    builder.add("handle", identity.handle.empty() ? handle_of_url(identity) : identity.handle);
    builder.add("city", identity.city);
    builder.add("region", identity.region);
    builder.add("country", identity.country);
    for (const std::string& phone : identity.phones) add_readable_phone(builder, phone, identity.country);
    if (const auto phone = phone_of_account(identity.account.network, identity.account.network_user_id))
        builder.add("phone", phone->text());
    for (const std::string& email : identity.emails) add_readable_email(builder, email);
    if (identity.followers) builder.add("followers", std::to_string(*identity.followers));
    for (const std::string& link : identity.links) {
        if (const auto ref = person::parse_profile_url(link)) add_reference(builder, *ref);
    }
    add_biography(builder, identity);
}

void append(RecordSetBuilder& builder, const table::Table& table,
            std::span<const table::MappedColumn> mapping, std::string_view id_column, unsigned threads) {
    const auto id_index = table.find(id_column);
    if (!id_index) throw Error(ErrorCode::not_found, table::no_such_column(id_column, table.names()));
    const auto first = static_cast<RecordIndex>(builder.size());
    CellReader ids{table.column(*id_index)};
    for (std::int64_t row = 0; row < table.row_count(); ++row) {
        const std::string_view id = ids.at(row);
        if (id.empty()) throw Error(ErrorCode::unreadable_input, "no id in row " + std::to_string(row + 1));
        builder.begin(id);
    }
    std::vector<AttributeColumns> attributes;
    for (const table::MappedColumn& mapped : mapping) {
        const std::size_t attribute = builder.attribute(mapped.attribute);
        auto at = std::find_if(attributes.begin(), attributes.end(),
                               [&](const AttributeColumns& known) { return known.attribute == attribute; });
        if (at == attributes.end())
            at = attributes.insert(at, AttributeColumns{mapped.attribute, attribute, {}});
        at->columns.push_back(&table.column(mapped.index));
    }
    for_each_chunk(attributes.size(), 1, threads, {}, [&](std::size_t i, std::size_t, std::size_t) {
        attributes[i].add_to(builder, first, table.row_count());
    });
}

void append_columns(RecordSetBuilder& builder, const table::Table& table,
                    std::span<const std::string> columns,
                    std::span<const std::pair<std::string, std::string>> renamed,
                    std::string_view id_column) {
    const auto id_index = table.find(id_column);
    if (!id_index) throw Error(ErrorCode::not_found, table::no_such_column(id_column, table.names()));
    std::vector<std::pair<std::size_t, std::size_t>> sources;  // attribute, column
    for (const std::string& column : columns) {
        // Of several names the one counts that this table has: others are those of other tables.
        std::optional<std::size_t> index;
        bool is_renamed = false;
        for (const auto& [read, header] : renamed) {
            if (read != column) continue;
            is_renamed = true;
            if (!index) index = find_header(table, header);
        }
        if (!is_renamed) index = find_header(table, column);
        if (!index) continue;
        sources.emplace_back(builder.attribute(column), *index);
        builder.declare(column, table.cell_type(*index));
    }
    // An empty list is a value, which a list joined to a text cannot tell.
    const auto cell_of = [&table](std::size_t column, std::int64_t row) {
        const table::StringColumn* lists = table.lists(column);
        if (lists == nullptr) return table::cell_text(table.column(column), row);
        const auto cell = lists->at(row);
        return cell ? std::optional{std::string{*cell}} : std::nullopt;
    };
    for (std::int64_t row = 0; row < table.row_count(); ++row) {
        const auto id = table::cell_text(table.column(*id_index), row);
        if (!id || id->empty()) {
            throw Error(ErrorCode::unreadable_input, "no id in row " + std::to_string(row + 1));
        }
        builder.begin(*id);
        for (const auto& [attribute, column] : sources) {
            if (const auto cell = cell_of(column, row)) builder.add_verbatim(attribute, *cell);
        }
    }
}

std::string phone_of_question(const std::string& raw) {
    for (const std::string_view country : {"RU", "UA", "BY", "KZ"}) {
        const auto number = person::PhoneNumber::parse(raw, country);
        if (number) return number->has_extension() ? raw : number->text();
    }
    return raw;
}

namespace {

std::string shared_phone(std::string_view raw) {
    const auto phone = person::PhoneNumber::parse(raw);
    return phone && (phone->is_placeholder() || phone->is_service()) ? phone->text() : std::string{};
}

std::string shared_email(std::string_view raw) {
    const auto email = person::EmailAddress::parse(raw);
    return email && !evident_email(raw) ? email->canonical() : std::string{};
}

/// Marks the rows with a value of which `shared` makes one of those that are asked for.
void mark_holders(const RecordSet& records, std::string_view attribute, const std::vector<std::string>& asked,
                  std::string (*shared)(std::string_view), std::vector<bool>& holds) {
    std::set<std::string> wanted;
    for (const std::string& raw : asked) wanted.insert(shared(raw));
    wanted.erase("");
    const ValueColumn* column = records.column(attribute);
    if (wanted.empty() || column == nullptr) return;
    std::vector<bool> is_wanted(column->value_count());
    for (ValueId id = 1; id < column->value_count(); ++id)
        is_wanted[id] = wanted.contains(shared(column->text(id)));
    for (RecordIndex record = 0; record < records.size(); ++record) {
        for (const ValueId id : column->values(record))
            if (is_wanted[id]) holds[record] = true;
    }
}

}  // namespace

bool asks_for_shared_contacts(const Customer& asked) {
    return std::any_of(asked.phones.begin(), asked.phones.end(),
                       [](const std::string& raw) { return !shared_phone(raw).empty(); }) ||
           std::any_of(asked.emails.begin(), asked.emails.end(),
                       [](const std::string& raw) { return !shared_email(raw).empty(); });
}

std::vector<RecordIndex> holders_of_shared_contacts(const RecordSet& records, const Customer& asked) {
    std::vector<bool> holds(records.size());
    mark_holders(records, "phone", asked.phones, shared_phone, holds);
    mark_holders(records, "email", asked.emails, shared_email, holds);
    std::vector<RecordIndex> found;
    for (RecordIndex record = 0; record < records.size(); ++record) {
        if (holds[record]) found.push_back(record);
    }
    return found;
}

std::optional<std::string_view> unreadable_value(const Customer& customer) {
    const auto& phones = customer.phones;
    const auto& emails = customer.emails;
    if (!std::all_of(phones.begin(), phones.end(), [&customer](const std::string& raw) {
            return person::parse_phone_in(raw, customer.country).has_value();
        }))
        return "phone number";
    if (!std::all_of(emails.begin(), emails.end(),
                     [](const std::string& raw) { return person::EmailAddress::parse(raw).has_value(); }))
        return "e-mail address";
    if (!customer.birth_date.empty() && !person::PartialDate::parse(customer.birth_date))
        return "date of birth";
    return std::nullopt;
}

RecordSet from_table(const table::Table& table, std::span<const table::MappedColumn> mapping,
                     std::string_view id_column, std::string population, unsigned threads) {
    RecordSetBuilder builder(std::move(population));
    append(builder, table, mapping, id_column, threads);
    return builder.finish();
}

}  // namespace scrm::identity
