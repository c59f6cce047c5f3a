// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace scrm::sentiment {

/// The authored lists, in the grammar of PhraseSet.
extern const std::string_view kRussianLexicon;
extern const std::string_view kUkrainianLexicon;
extern const std::string_view kEnglishLexicon;
extern const std::string_view kLexiconWords;  ///< negation, intensity, and the classes that rules share
extern const std::string_view kProductWords;

}  // namespace scrm::sentiment
