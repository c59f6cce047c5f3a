// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::person {

/// What names of any nation sound like in another script: Hughes and Хьюз, Xingwu and Синъу, which no
/// transliteration scheme brings to one key. Words are passed as text::latin_key(). Pure and thread-safe.

/// How much likelier it is that a Latin and a Cyrillic word write one name than that they write two, in bits
/// a letter: the best alignment of groups of up to two letters against the same letters drawn one by one. 94
/// of 100 spellings of one name reach 1.5, two in ten thousand of two random names do. 0 where a word is
/// empty; words over 24 letters give the least value. Learnt by expectation maximisation (Ristad and Yianilos
/// 1998; groups as in Jiampojamarn et al. 2007) from 130,000 pairs of Wikidata (Merhav and Ash, COLING 2018,
/// CC0); benchmarks/person/name_sound.cpp learns and measures it again.
double cross_script_likeness(std::string_view latin, std::string_view cyrillic);
/// The same where it reaches `least` bits a letter, and the least value otherwise: two random names are told
/// apart after a letter or two.
double cross_script_likeness(std::string_view latin, std::string_view cyrillic, double least);

/// What a name sounds like at its roughest, for blocking: consonants by where the mouth makes them, without
/// those that one of the scripts tends to leave out. The two spellings share the outline in 88 of 100 pairs,
/// the rough one in 92; of random names three in a thousand, and two in a hundred. Empty where nothing is
/// left. At most `longest` sounds.
std::string sound_outline(std::string_view key, std::size_t longest = 4);
std::string rough_sound_outline(std::string_view key, std::size_t longest = 3);

/// Appends the rough outlines that a word of either script may have in the other: with and without what only
/// one of them writes (Кэндзи and Kenji, Нокс and Knox, Сёра and Seurat). One to sixteen, without
/// repeats; an empty one where there are only vowels. Of two spellings of 1 bit a letter or more 98 in 100
/// share an outline, of random names three in a hundred.
void rough_sound_outlines(std::string_view key, std::vector<std::string>& outlines, std::size_t longest = 3);

}  // namespace scrm::person
