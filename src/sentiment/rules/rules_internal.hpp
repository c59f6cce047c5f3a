// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace scrm::sentiment {

/// The authored rules, in the grammar of PhraseSet.
extern const std::string_view kIntentRules;
extern const std::string_view kUrgentRules;
extern const std::string_view kLeadRules;
extern const std::string_view kChurnRules;
extern const std::string_view kShapeRules;

}  // namespace scrm::sentiment
