// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "scrm/sentiment/tokens.hpp"

namespace scrm::sentiment {

/// "ru", "uk", "en" or "und", by the letters of the words alone.
std::string_view written_language(const TokenizedText& tokens) noexcept;

}  // namespace scrm::sentiment
