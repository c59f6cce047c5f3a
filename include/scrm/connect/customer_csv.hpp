// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "scrm/connect/import_row.hpp"
#include "scrm/model/customer.hpp"

namespace scrm::connect {

/// Reads customers.csv.
///
/// Columns are found by their names (spaces around and case do not count), in any order; every other column
/// becomes an attribute under its header, where it is not empty; a second column of one name is an attribute
/// `name#2`, one without a name `column#N`. `phones` and `emails` are split at `;`. Formula guards are taken
/// off, text is cleaned, card numbers and CVVs are masked in everything but customer_id, phones, emails,
/// birth_date, gender, kind and created_at. A second row with the customer_id of a former one is accepted
/// when it says the same and else is `conflicting_duplicate`; that costs about 40 bytes a row.
/// Thread-compatible.
class CustomerCsvReader {
  public:
    /// Reads the header. Throws Error as table::CsvReader does, and Error{unreadable_input} when the header
    /// has no or two `customer_id`, or none of full_name, given_name, family_name, patronymic.
    explicit CustomerCsvReader(const std::filesystem::path& file);
    /// The stream must outlive the reader.
    explicit CustomerCsvReader(std::istream& in);
    ~CustomerCsvReader();
    CustomerCsvReader(CustomerCsvReader&&) noexcept;
    CustomerCsvReader& operator=(CustomerCsvReader&&) noexcept;

    /// The next data row, readable or not; false at the end. `row` is overwritten; its memory is used again.
    bool next(ImportRow<Customer>& row);
    /// Bytes consumed so far and, for a file, its size (0: unknown), for progress.
    std::int64_t bytes_read() const noexcept;
    std::int64_t bytes_total() const noexcept;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// The header and rows of customers.csv: its 18 columns, then every attribute that some customer has, sorted.
/// Two passes over `customers`, for files that fit in memory; a longer export collects the names first and
/// uses the parts.
std::string customers_csv(std::span<const Customer> customers);
std::string customers_csv_header(std::span<const std::string> attributes);
/// One row; `attributes` as given to the header.
std::string customers_csv_row(const Customer& customer, std::span<const std::string> attributes);

}  // namespace scrm::connect
