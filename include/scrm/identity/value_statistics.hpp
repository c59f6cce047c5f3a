// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace scrm::identity {

struct PopulationCounts;

/// How common values were in the populations that one linkage compared, and which go together: all that
/// explaining a pair needs to know of the other records. Holds hashes and counts of values that at least
/// three records share, no text. At about 1 MB for a million customers. A value; thread-safe to read.
class ValueStatistics {
  public:
    /// Of no population.
    ValueStatistics() = default;
    explicit ValueStatistics(std::shared_ptr<const PopulationCounts> counts) : counts_(std::move(counts)) {}

    bool empty() const noexcept { return counts_ == nullptr; }
    /// As bytes; empty for no population.
    std::string serialise() const;
    /// Throws Error{corrupt_data} unless `serialise` wrote the bytes.
    static ValueStatistics parse(std::string_view bytes);

    /// nullptr when empty.
    const PopulationCounts* counts() const noexcept { return counts_.get(); }

  private:
    std::shared_ptr<const PopulationCounts> counts_;
};

}  // namespace scrm::identity
