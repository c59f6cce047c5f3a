// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::person {

/// Whether a spelled-out legal form may begin with this folded word.
bool may_begin_legal_phrase(std::string_view folded);

/// Puts a word that legal_form_of() knows ("ооо") in the place of a legal form that is spelled out ("общество
/// с ограниченной ответственностью"), and "ип" in that of a sole trader.
void shorten_legal_phrases(std::vector<std::string>& words);

}  // namespace scrm::person
