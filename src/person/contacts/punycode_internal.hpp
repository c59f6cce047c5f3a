// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scrm::person {

/// A domain with its `xn--` labels decoded to UTF-8 (RFC 3492); a label that does not decode stays as it is.
std::string decode_punycode_domain(std::string_view domain);

}  // namespace scrm::person
