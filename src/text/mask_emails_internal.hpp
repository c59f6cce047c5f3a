// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "scrm/text/mask_policy.hpp"

namespace scrm::text {

/// Appends the e-mail addresses of a text, in order.
void find_emails(std::string_view text, std::vector<PrivateSpan>& found);

}  // namespace scrm::text
