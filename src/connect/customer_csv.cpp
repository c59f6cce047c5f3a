// SPDX-License-Identifier: Apache-2.0
#include "scrm/connect/customer_csv.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <vector>

#include "connect/cleaning_internal.hpp"
#include "connect/duplicate_guard_internal.hpp"
#include "connect/record_fields_internal.hpp"
#include "scrm/connect/canonical_json.hpp"
#include "scrm/core/error.hpp"
#include "scrm/table/csv_reader.hpp"
#include "scrm/table/csv_writer.hpp"
#include "scrm/table/row_size.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::connect {
namespace {

constexpr std::string_view kIdColumn = "customer_id";

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c; };
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

bool is_name(std::string_view field) {
    return field == "full_name" || field == "given_name" || field == "family_name" || field == "patronymic";
}

}  // namespace

class CustomerCsvReader::Impl {
  public:
    template <class Source>
    explicit Impl(Source& source) : reader_(source, {.max_written_bytes = table::kMaxWrittenRowBytes}) {
        assign_columns();
    }

    bool next(ImportRow<Customer>& row);
    const table::CsvReader& reader() const noexcept { return reader_; }

  private:
    /// Where a column goes: a field, an attribute, or (neither) the id.
    struct Target {
        const Field<Customer>* field = nullptr;
        std::string attribute;
    };

    void assign_columns();
    void read_fields(std::span<const std::string_view> cells, Customer& customer, RowNotes& notes);
    void read_list(std::vector<std::string>& list, const Field<Customer>& field, std::string_view country,
                   RowNotes& notes);
    /// The cell without its guard, cleaned; in `cell_`.
    void clean(std::string_view cell, std::string_view field, RowNotes& notes);

    table::CsvReader reader_;
    std::vector<Target> targets_;
    std::size_t id_column_ = 0;
    std::optional<std::size_t> country_column_;
    table::CsvRecord record_;
    std::string cell_;
    DuplicateGuard guard_;
};

void CustomerCsvReader::Impl::assign_columns() {
    const std::vector<std::string>& header = reader_.header();
    std::vector<std::string_view> names;
    names.reserve(header.size());
    for (const std::string& name : header) names.push_back(table::unguard(name));
    const auto refuse = [](const std::string& why) { throw Error{ErrorCode::unreadable_input, why}; };

    // An exact name comes before one that differs in case, so that an export with both reads back as it was.
    std::vector<bool> taken(names.size(), false);
    targets_.resize(names.size());
    const auto find = [&](std::string_view wanted) {
        auto found = std::find(names.begin(), names.end(), wanted);
        if (found == names.end()) {
            found = std::find_if(names.begin(), names.end(),
                                 [&](std::string_view name) { return equal_ignoring_case(name, wanted); });
        }
        return static_cast<std::size_t>(found - names.begin());
    };
    const auto ids = std::count_if(names.begin(), names.end(), [](std::string_view name) {
        return equal_ignoring_case(name, kIdColumn);
    });
    if (ids == 0) refuse("the header has no column customer_id");
    if (ids > 1) refuse("the header has two columns customer_id");
    id_column_ = find(kIdColumn);
    taken[id_column_] = true;
    bool has_name = false;
    for (const Field<Customer>& field : customer_fields()) {
        const std::size_t column = find(field.name);
        if (column == names.size()) continue;
        taken[column] = true;
        targets_[column].field = &field;
        has_name = has_name || is_name(field.name);
        if (field.name == "country") country_column_ = column;
    }
    if (!has_name)
        refuse("the header has none of the columns full_name, given_name, family_name, patronymic");

    DistinctNames attributes;
    for (const Field<Customer>& field : customer_fields()) attributes.keep(field.name);
    attributes.keep(kIdColumn);
    for (std::size_t column = 0; column < names.size(); ++column) {
        if (taken[column]) continue;
        std::string base{names[column]};
        if (base.empty()) base = "column#" + std::to_string(column + 1);
        mask(base);
        targets_[column].attribute = attributes.take(base);
    }
}

void CustomerCsvReader::Impl::clean(std::string_view cell, std::string_view field, RowNotes& notes) {
    cell = table::unguard(cell);
    if (text::is_clean(cell)) {
        cell_.assign(cell);
        return;
    }
    notes.keep_original(field, cell);
    cell_ = text::sanitize(cell).text;
}

void CustomerCsvReader::Impl::read_list(std::vector<std::string>& list, const Field<Customer>& field,
                                        std::string_view country, RowNotes& notes) {
    std::string_view rest = cell_;
    for (;;) {
        const std::size_t end = rest.find(';');
        std::string_view part = rest.substr(0, end);
        const std::size_t first = part.find_first_not_of(" \t\r\n");
        if (first != std::string_view::npos) {
            part = part.substr(first, part.find_last_not_of(" \t\r\n") - first + 1);
            list.emplace_back(part);
            check_item(list.back(), list.size(), field.sort, field.words, field.name, country, notes);
        }
        if (end == std::string_view::npos) return;
        rest.remove_prefix(end + 1);
    }
}

void CustomerCsvReader::Impl::read_fields(std::span<const std::string_view> cells, Customer& customer,
                                          RowNotes& notes) {
    const std::string_view country = country_column_ ? cells[*country_column_] : std::string_view{};
    for (std::size_t column = 0; column < cells.size(); ++column) {
        if (cells[column].empty() || column == id_column_) continue;
        const Target& target = targets_[column];
        if (target.field == nullptr) {
            clean(cells[column], "attributes", notes);
            mask(cell_);
            if (!cell_.empty()) customer.attributes.emplace(target.attribute, cell_);
            continue;
        }
        const Field<Customer>& field = *target.field;
        clean(cells[column], field.name, notes);
        if (const auto* list = std::get_if<std::vector<std::string> Customer::*>(&field.member)) {
            read_list(customer.*(*list), field, country, notes);
        } else {
            check_text(cell_, field.sort, field.words, field.name, country, notes);
            customer.*std::get<std::string Customer::*>(field.member) = cell_;
        }
    }
}

bool CustomerCsvReader::Impl::next(ImportRow<Customer>& row) {
    if (!reader_.next(record_)) return false;
    row.row = record_.row;
    row.value.reset();
    row.canonical.clear();
    row.reason.clear();
    row.raw_masked.clear();
    row.warnings.clear();
    row.originals.clear();
    const auto reject = [&](std::string_view reason) {
        row.value.reset();
        row.canonical.clear();
        row.warnings.clear();
        row.originals.clear();
        row.reason = reason;
        row.raw_masked = masked_raw(record_.raw, false, record_.raw_cut);
        return true;
    };
    if (record_.fault != table::CsvFault::none) return reject(to_string(record_.fault));
    const std::string_view id = table::unguard(record_.fields[id_column_]);
    if (const std::string_view fault = id_fault(id); !fault.empty()) return reject(fault);
    Customer& customer = row.value.emplace();
    customer.id = CustomerId{std::string{id}};
    RowNotes notes{row.warnings, row.originals};
    read_fields(record_.fields, customer, notes);
    const auto is_blank = [](const std::string& text) {
        return text.find_first_not_of(" \t\r\n") == std::string::npos;
    };
    if (is_blank(customer.full_name) && is_blank(customer.given_name) && is_blank(customer.family_name) &&
        is_blank(customer.patronymic)) {
        notes.warn("full_name", "no_name");
    }
    append_json_line(row.canonical, customer);
    if (!guard_.accepts(id, row.canonical)) return reject("conflicting_duplicate");
    return true;
}

CustomerCsvReader::CustomerCsvReader(const std::filesystem::path& file)
    : impl_(std::make_unique<Impl>(file)) {}
CustomerCsvReader::CustomerCsvReader(std::istream& in) : impl_(std::make_unique<Impl>(in)) {}
CustomerCsvReader::~CustomerCsvReader() = default;
CustomerCsvReader::CustomerCsvReader(CustomerCsvReader&&) noexcept = default;
CustomerCsvReader& CustomerCsvReader::operator=(CustomerCsvReader&&) noexcept = default;

bool CustomerCsvReader::next(ImportRow<Customer>& row) {
    return impl_->next(row);
}
std::int64_t CustomerCsvReader::bytes_read() const noexcept {
    return impl_->reader().bytes_read();
}
std::int64_t CustomerCsvReader::bytes_total() const noexcept {
    return impl_->reader().bytes_total();
}

std::string customers_csv_header(std::span<const std::string> attributes) {
    table::CsvWriter out;
    out.cell(kIdColumn);
    for (const Field<Customer>& field : customer_fields()) out.cell(field.name);
    for (const std::string& attribute : attributes) out.cell(std::string_view{attribute});
    out.end_row();
    return out.take();
}

std::string customers_csv_row(const Customer& customer, std::span<const std::string> attributes) {
    table::CsvWriter out;
    out.cell(std::string_view{customer.id.str()});
    std::string joined;
    for (const Field<Customer>& field : customer_fields()) {
        if (const auto* list = std::get_if<std::vector<std::string> Customer::*>(&field.member)) {
            joined.clear();
            for (const std::string& part : customer.*(*list)) {
                if (!joined.empty()) joined.push_back(';');
                joined.append(part);
            }
            out.cell(std::string_view{joined});
        } else {
            out.cell(std::string_view{customer.*std::get<std::string Customer::*>(field.member)});
        }
    }
    for (const std::string& attribute : attributes) {
        const auto found = customer.attributes.find(attribute);
        out.cell(found == customer.attributes.end() ? std::string_view{} : std::string_view{found->second});
    }
    out.end_row();
    return out.take();
}

std::string customers_csv(std::span<const Customer> customers) {
    std::set<std::string> names;
    for (const Customer& customer : customers) {
        for (const auto& [name, value] : customer.attributes) names.insert(name);
    }
    const std::vector<std::string> attributes{names.begin(), names.end()};
    std::string text = customers_csv_header(attributes);
    for (const Customer& customer : customers) text.append(customers_csv_row(customer, attributes));
    return text;
}

}  // namespace scrm::connect
