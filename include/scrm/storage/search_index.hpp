// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scrm/model/ids.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::storage {

/// Customers by their search keys (CustomerWrite::search_keys): derived data that CustomerStore keeps beside
/// the records, in the same unit of work. It is in no backup, export or state hash.
class SearchIndex {
  public:
    explicit SearchIndex(UnitOfWork& unit) : unit_(unit) {}

    /// The recipe that all keys were made by; nullopt when some customers may have none.
    std::optional<std::string> recipe() const;

    /// Some customers with the key, in no order: all of them when they are fewer than `limit`.
    std::vector<CustomerId> find(std::int64_t key, std::size_t limit) const;

    /// Makes the keys of all customers anew. Without a derivation there are none afterwards.
    void rebuild(const SearchKeyRecipe& recipe);

  private:
    UnitOfWork& unit_;
};

}  // namespace scrm::storage
