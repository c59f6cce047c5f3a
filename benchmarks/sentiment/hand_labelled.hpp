// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "scrm/sentiment/classifier.hpp"

namespace scrm::sentiment {

/// Prints how a classifier answers real posts that were labelled by hand, by set and language. `labels` says
/// where in the folder `data` each post stands and what it is; posts that are not there, or differ, are
/// counted and left out.
void report_hand_labelled(const std::filesystem::path& labels, const std::filesystem::path& data,
                          const Classifier& classifier);

}  // namespace scrm::sentiment
