// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "scrm/sentiment/tokens.hpp"

namespace scrm::sentiment {

/// The two steps of tokenize(), for who hides something between them.
void decode(std::string_view text, TokenizedText& out);
void tokenize_decoded(TokenizedText& out);

}  // namespace scrm::sentiment
