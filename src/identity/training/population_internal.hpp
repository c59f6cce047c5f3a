// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "identity/records/interner_internal.hpp"

namespace scrm::identity {

class NameTable;

/// How often the values of one derived column are seen in a population. Values seen at most twice over both
/// sides are left out: no measure tells them from unseen ones.
struct ColumnStatistics {
    std::array<std::uint64_t, 2> filled{};
    double chance_agreement = 0;
    double mean_count_share = 0;
    bool is_link = false;
    bool is_multi_valued = false;
    StringInterner values;
    std::vector<std::array<std::uint32_t, 2>> counts;  ///< by the value's id, 0 included
};

/// The latent classes of a population (Strata), by text.
struct StrataStatistics {
    static constexpr std::size_t kClasses = 8;

    std::vector<std::string> keys;  ///< names of the columns, in order; empty: no strata
    std::vector<double> weights;
    std::vector<std::map<std::string, std::array<float, kClasses>, std::less<>>> shares;
    std::vector<double> mean_joint;
    std::vector<double> mean_alone;
};

/// The names that handles may spell.
struct Vocabulary {
    StringInterner families;  ///< roots of family names
    StringInterner givens;
    std::vector<std::vector<std::string>> groups{{}};  ///< of each given name, by its id
};

/// The names of people with a family name long enough to be found inside a handle.
Vocabulary vocabulary_of(const NameTable& names);

/// Everything by which the other records of a population change what one pair is worth: fixed at one time, so
/// that a pair's weight depends on its two records only.
struct PopulationStatistics {
    std::map<std::string, ColumnStatistics, std::less<>> columns;
    StrataStatistics strata;
    Vocabulary vocabulary;
    std::vector<std::uint32_t> caps;  ///< of each blocking rule: a key that more records share is generic
};

}  // namespace scrm::identity
