// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdlib>

namespace scrm::test {

/// How often a random test repeats itself: a size that runs in seconds, or as many times that as
/// SCRM_FAULT_SCALE says (`./dev fault`).
inline int scaled(int rounds) {
    const char* scale = std::getenv("SCRM_FAULT_SCALE");
    return rounds * std::max(1, scale == nullptr ? 1 : std::atoi(scale));
}

}  // namespace scrm::test
