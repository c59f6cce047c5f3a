// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>

#include "scrm/core/time.hpp"
#include "scrm/crm/options.hpp"
#include "scrm/model/quarantine_filter.hpp"

namespace scrm {

class CrmSession;

/// Rows that could not be read or keyed, with the reason and their bytes (card numbers masked). Thread-safe.
class QuarantinedRows {
  public:
    explicit QuarantinedRows(std::shared_ptr<CrmSession> session) : session_(std::move(session)) {}

    std::int64_t count() const;
    /// Columns kind, row, reason, attempts, received_at; with `raw` also the bytes, U+FFFD for what is no
    /// UTF-8.
    void export_csv(std::ostream& out, bool raw = false) const;
    void export_jsonl(std::ostream& out, bool raw = false) const;

    /// Deletes rows as if they had never come. A record's own `erase` does not reach them: what could not be
    /// read names nobody for sure. Returns their number. Throws Error{invalid_argument} for an empty filter.
    std::int64_t erase(const QuarantineFilter& filter, const Actor& actor = {});

  private:
    std::shared_ptr<CrmSession> session_;
};

}  // namespace scrm
