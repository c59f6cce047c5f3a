// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace scrm::sentiment {

/// The built-in BrandConfiguration as JSON.
extern const std::string_view kBuiltInBrands;

}  // namespace scrm::sentiment
