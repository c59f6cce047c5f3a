// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace scrm::connect {

/// Whether the parsers of `person` understand a value; what they do not is kept as written and counted.
bool is_phone(std::string_view text, std::string_view country);
bool is_email(std::string_view text);
bool is_birth_date(std::string_view text);
bool is_gender(std::string_view text);

}  // namespace scrm::connect
