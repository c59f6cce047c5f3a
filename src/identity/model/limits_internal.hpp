// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace scrm::identity {

/// Of one model. Levels of a pair are kept in arrays of this size, and its pattern in 64 bits.
inline constexpr std::size_t kMostComparisons = 24;

}  // namespace scrm::identity
