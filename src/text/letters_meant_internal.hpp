// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace scrm::text {

/// Turns decoded code points into the letters that a reader sees: what is invisible is left out, a letter and
/// the marks behind it become one, full-width forms become plain ones, and a letter that merely looks like
/// one of the script of its word becomes that one. Returns how many are left; `begins` says of each where it
/// begins, so that what was left out belongs to what stood before it. Linear.
std::size_t as_meant(char32_t* values, std::uint32_t* begins, std::size_t count);

}  // namespace scrm::text
