// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "scrm/core/time.hpp"
#include "scrm/model/quarantine_filter.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::storage {

/// A row that could not be read or keyed.
struct QuarantinedRow {
    std::string kind;  ///< customers, identities, interactions, decisions
    std::int64_t row = 0;
    std::string reason;
    std::string raw_masked;  ///< any bytes, card numbers masked
    /// How many rows with the same kind and bytes came before it in the same input, so that equal rows of one
    /// file are kept apart while the same file imported again only raises `attempts`.
    std::int64_t occurrence = 0;
    std::int64_t attempts = 1;  ///< set by the store
    UtcTime received_at{};      ///< of the first attempt; set by the store
};

/// Rows refused by imports.
class Quarantine {
  public:
    explicit Quarantine(UnitOfWork& unit) : unit_(unit) {}

    /// Stores new rows; one that is there already gets one more attempt, the new row number and reason.
    void put(std::span<const QuarantinedRow> rows);

    /// Takes rows away, also out of the pages of the file, as if they had never come. Returns their number.
    /// The audit entry is the caller's, in the same unit. Throws Error{invalid_argument} for an empty filter.
    std::int64_t erase(const QuarantineFilter& filter);

    std::int64_t count() const;
    /// By kind, row, then bytes.
    void for_each(const std::function<void(const QuarantinedRow&)>& callback) const;

  private:
    UnitOfWork& unit_;
};

}  // namespace scrm::storage
