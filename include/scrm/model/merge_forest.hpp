// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "scrm/core/time.hpp"
#include "scrm/model/ids.hpp"

namespace scrm {

/// One live merge: `other` is the same customer as `survivor`.
struct MergeEdge {
    MergeId merge_id;
    CustomerId survivor;
    CustomerId other;
    std::int64_t sequence = 0;  ///< of its decision
    UtcTime at{};               ///< when it was decided; decisions of a file come in any sequence

    friend bool operator==(const MergeEdge&, const MergeEdge&) = default;
};

/// Who owns whom over live merges, replayed in the order of their times and, of one time, in sequence: the
/// root of `survivor` becomes the root of both; a merge within one group makes `survivor` its root when
/// `other` was. Pure, free of cycles by construction,
/// and exact under unmerge in any order, because it depends on the live edges only.
class MergeForest {
  public:
    MergeForest() = default;
    explicit MergeForest(std::span<const MergeEdge> live);

    /// The surviving record; `id` itself when it was never merged.
    const CustomerId& root(const CustomerId& id) const;
    /// All records of the group of `id`: its root first, then by id. `id` alone when it was never merged.
    std::vector<CustomerId> members(const CustomerId& id) const;
    /// Every merged record with its root, by record id; roots of groups included.
    const std::map<CustomerId, CustomerId>& roots() const noexcept { return root_; }

  private:
    std::map<CustomerId, CustomerId> root_;
    std::map<CustomerId, std::vector<CustomerId>> members_;  // by root
};

}  // namespace scrm
