// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace scrm::text {

/// Cuts a word to the beginning that its forms share, so that they are counted as one: карта, карты, картой;
/// заблокировал, заблокировали, заблокировать; рахунок, рахунки do not meet, рахунка and рахунку do.
///
/// The word is lower-case, with ё as е, as sentiment::tokenize gives it. Cyrillic words lose the endings of
/// Russian and Ukrainian nouns, adjectives, past tenses and infinitives, over and over, so that a form and
/// the form with one more ending end alike. Latin words lose the English plural as in Harman (1991, the
/// S-stemmer), -ed, -ing and a last e. Three letters with a vowel among them stay at least. Light on purpose:
/// derived words (кредит, кредитный) stay apart. A word of more than 64 letters stays as it is. A stem is a
/// key, not a word to show.
///
/// In place; idempotent for Cyrillic words. Pure, thread-safe, linear.
void stem(std::u32string& word);

}  // namespace scrm::text
