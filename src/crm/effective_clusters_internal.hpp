// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "scrm/model/ids.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::detail {

/// Every customer record with its cluster, by record id: the clusters of the last run, joined where people
/// merged their records since. Joined ones that now hold records kept apart are given up, all but the merges:
/// with whom the others belong is for the next run to say. A cluster's id is the smallest of its records.
void for_each_effective_cluster(storage::UnitOfWork& unit,
                                const std::function<void(const CustomerId&, const CustomerId&)>& callback);

}  // namespace scrm::detail
