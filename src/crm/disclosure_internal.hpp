// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "scrm/identity/explain.hpp"

namespace scrm::detail {

/// What a reviewer without rights to bank data may see of a value: initials of names, the last two digits of
/// numbers, the domain of an e-mail, day and month of a date as stars, places in full.
std::string masked_value(std::string_view attribute, std::string_view value);

/// The same evidence with both sides masked.
identity::Explanation masked(identity::Explanation explanation);

/// "И. П." of "Иван Петров".
std::string initials(std::string_view name);

}  // namespace scrm::detail
