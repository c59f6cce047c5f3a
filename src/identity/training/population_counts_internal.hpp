// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace scrm::identity {

/// What comparing a pair takes from a KeyColumn besides the pair's own values.
struct ColumnCounts {
    /// Fewer sightings say the same as none, see value_frequency.
    static constexpr std::uint32_t kFewest = 3;

    std::array<std::uint64_t, 2> filled{};  ///< rows of a side that have a value
    double chance_agreement = 0;
    double mean_count_share = 0;
    bool is_multi_valued = false;
    /// Content hash and rows on both sides, of values that kFewest rows have; by hash.
    std::vector<std::pair<std::uint64_t, std::uint32_t>> common;

    /// 0 for fewer than kFewest.
    std::uint32_t count(std::uint64_t hash) const noexcept;
};

/// The classes of Strata with the values that they have seen.
struct StrataCounts {
    static constexpr std::size_t kClasses = 8;
    using Shares = std::array<float, kClasses>;

    std::vector<double> weights;       ///< of the classes; empty: the population has none
    std::vector<std::string> columns;  ///< keys
    /// Content hash and P(value | class), by column, then by hash.
    std::vector<std::vector<std::pair<std::uint64_t, Shares>>> values;

    /// Zeros for a value that was not seen.
    Shares shares(std::size_t column, std::uint64_t hash) const noexcept;
};

/// The counts behind ValueStatistics.
struct PopulationCounts {
    std::vector<std::pair<std::string, ColumnCounts>> columns;  ///< by key
    StrataCounts strata;
};

}  // namespace scrm::identity
