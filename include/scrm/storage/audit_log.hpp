// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/core/digest.hpp"
#include "scrm/core/time.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::storage {

/// One operation as the chain keeps it: who, what, on which ids; counts, field names and keyed commitments,
/// never values of persons.
struct AuditEntry {
    std::string action;  ///< import_customers, resolve, confirm, merge, erase_customers, …
    std::string actor;
    std::vector<std::pair<std::string, std::string>> details;  ///< stable names → ids, counts, digests
};

struct LoggedAuditEntry {
    std::int64_t sequence = 0;  ///< from 1, without gaps
    UtcTime at{};
    AuditEntry entry;
    Digest previous;  ///< of the entry before; all zero for the first
    Digest hash;
};

/// The outcome of walking the chain.
struct ChainVerification {
    bool ok = false;
    std::int64_t entries = 0;
    Digest head;         ///< hash of the last entry
    std::string detail;  ///< empty when ok; else the first sequence number that does not verify and why
};

/// Hash-chained, append-only: hash = SHA-256 over the canonical entry and the hash before it. An entry is
/// written in the unit of work of the operation that it describes.
class AuditLog {
  public:
    explicit AuditLog(UnitOfWork& unit) : unit_(unit) {}

    /// Locks the head of the chain until the unit ends. Returns the sequence number.
    std::int64_t append(const AuditEntry& entry);

    /// HMAC-SHA-256 with the database's own key: says later whether a value was the same without telling it.
    Digest commitment(std::string_view value) const;

    std::int64_t head_sequence() const;
    void for_each(const std::function<void(const LoggedAuditEntry&)>& callback) const;
    /// Never throws for a broken chain. Throws Error: unavailable, cancelled (it could not be read to its
    /// end).
    ChainVerification verify() const;

  private:
    UnitOfWork& unit_;
};

}  // namespace scrm::storage
