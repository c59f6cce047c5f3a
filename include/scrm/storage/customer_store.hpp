// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "scrm/connect/import_row.hpp"
#include "scrm/model/customer.hpp"
#include "scrm/storage/record_write.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::storage {

/// The CRM records of a unit of work, which must outlive the store.
class CustomerStore {
  public:
    explicit CustomerStore(UnitOfWork& unit) : unit_(unit) {}

    /// A record replaces the one with its id, and so do its search keys. Batches of 10,000 to 50,000 are
    /// fastest.
    UpsertCounts upsert(std::span<const CustomerWrite> batch);

    std::int64_t count() const;
    bool contains(const CustomerId& id) const;
    /// Those of `ids` that are not there, in the order given.
    std::vector<CustomerId> missing(std::span<const CustomerId> ids) const;
    std::optional<Customer> find(const CustomerId& id) const;
    /// Those of `ids` that are there, in no order.
    void for_each_of(std::span<const CustomerId> ids,
                     const std::function<void(const Customer&)>& callback) const;
    /// Bytes of fields that had to be cleaned, as they came.
    std::vector<connect::OriginalBytes> originals(const CustomerId& id) const;

    /// All records by id bytes.
    void for_each(const std::function<void(const Customer&)>& callback) const;
    void for_each_document(const DocumentCallback& callback) const;

    /// Deletes the records as if they had never come: rows, original bytes, links, clusters, search keys;
    /// decisions on them end by an `erase` event, their reasons are blanked. Throws Error{not_found} when one
    /// is not there. The audit entry is the caller's.
    void erase(std::span<const CustomerId> ids, const std::string& actor);

  private:
    UnitOfWork& unit_;
};

}  // namespace scrm::storage
