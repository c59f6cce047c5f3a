// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scrm::sentiment {

/// What is wrong with an alias, to stand behind its place; empty for one that can be looked for.
std::string_view fault_of_alias(std::string_view alias);

/// The letters of an alias's words without its marks: two aliases of one spelling are found at the same
/// words.
std::string spelling_of_alias(std::string_view alias);

/// An alias without a fault as a phrase of a PhraseSet.
std::string phrase_of_alias(std::string_view alias);

}  // namespace scrm::sentiment
