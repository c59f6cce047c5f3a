// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/storage/database.hpp"
#include "scrm/storage/record_write.hpp"
#include "session_internal.hpp"

namespace scrm::storage::detail {

/// The stored keys of a customer.
struct SearchRecord {
    std::string customer_id;
    std::int64_t segment = 0;
    std::string hashes;  ///< encode_hashes
};

/// After the records of a batch were stored: their keys in place of those that they had. Of records that
/// stand twice the last counts. `all_new`: none of them was there before, and none stands twice.
void index_customers(Session& session, std::span<const CustomerWrite> batch, bool all_new);
void unindex_customers(Session& session, std::span<const std::string> ids);
void rebuild_search_index(Session& session, const SearchKeyRecipe& recipe);

/// The rows of these customers, in no order.
void for_each_search_record(Session& session, std::span<const std::string_view> ids,
                            const std::function<void(const SearchRecord&)>& callback);

}  // namespace scrm::storage::detail
