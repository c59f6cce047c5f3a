// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "scrm/text/code_points.hpp"

namespace scrm::text {

/// The language of a post.
struct LanguageGuess {
    std::string_view language = "und";  ///< ISO 639-1, "und" where nothing is certain; static storage
    double probability = 0;             ///< that the language is the one named, of "und" that none is
};

/// Says in which language a short post is written.
///
/// Told apart are ru, uk, be, kk, bg, sr, mk, ky, tt, uz, tg, mn in Cyrillic and en, pl, de, es, fr, it, pt,
/// tr, uz, cs, nl, ro, and Russian and Ukrainian typed with Latin letters, by the script, telling letters,
/// and a linear model over the first 1,000 letters (runs of up to four letters, short words); el, hy, he, ka,
/// th, ko, ja and zh by the script alone. Others in Latin letters – Scandinavian, Baltic, Finnish, Hungarian,
/// southern Slavic, Indonesian – are known to be others ("und"), and a word with a letter that Russian,
/// Ukrainian and English lack speaks against these three. Text that mixes languages has that of most of its
/// words, but a beginning that leaves no doubt decides; surzhyk is what the model takes it for. Addresses,
/// mentions, laughter and names of brands count for nothing; hashtags and brands only when there is nothing
/// else. A rare language must be surer of itself than ru, uk and en.
///
/// Malformed bytes separate words. Pure, thread-safe, linear; the tables are built on first use.
LanguageGuess identify_language(std::string_view text);
/// The same of a text that is decoded already.
LanguageGuess identify_language(const CodePoints& text);

}  // namespace scrm::text
