// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/stem.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace scrm::text {
namespace {

using View = std::u32string_view;

constexpr View kVowels = U"аеиоуыэюяіїєaeiouy";
constexpr View kLetterEndings = U"аеиоуыюяіїєйь";
constexpr std::array<View, 15> kEndings = {U"ого", U"его", U"ам", U"ям", U"ах", U"ях", U"ом", U"ем",
                                           U"ов",  U"ев",  U"ым", U"им", U"ых", U"их", U"ів"};
/// Endings of verbs behind a vowel.
constexpr std::array<View, 2> kVerbEndings = {U"ть", U"л"};
constexpr std::array<View, 2> kReflexive = {U"ся", U"сь"};
constexpr std::size_t kShortest = 3;
/// "отдел", "канал", "сеть" are no verbs.
constexpr std::size_t kShortestVerb = 5;
constexpr std::size_t kShortestReflexive = 4;
constexpr std::size_t kShortestEnglish = 4;
/// What is longer is no word, and looking for its vowels over and over would not be linear.
constexpr std::size_t kLongest = 64;

bool is_vowel(char32_t letter) {
    return kVowels.find(letter) != View::npos;
}

bool has_vowel(View word) {
    return std::any_of(word.begin(), word.end(), is_vowel);
}

bool may_end(View word, View ending, std::size_t shortest) {
    return word.size() >= ending.size() + shortest && word.ends_with(ending) &&
           has_vowel(word.substr(0, word.size() - ending.size()));
}

/// Length of the word without one ending; its own where it has none.
std::size_t without_ending(View word) {
    if (word.size() > kShortest && kLetterEndings.find(word.back()) != View::npos) {
        // "ть" is longer than "ь" and knows better.
        if (may_end(word, kVerbEndings[0], kShortestVerb) && is_vowel(word[word.size() - 3]))
            return word.size() - 2;
        if (may_end(word, word.substr(word.size() - 1), kShortest) && !word.ends_with(U"ого") &&
            !word.ends_with(U"его"))
            return word.size() - 1;
    }
    for (const View ending : kEndings)
        if (may_end(word, ending, kShortest)) return word.size() - ending.size();
    if (may_end(word, kVerbEndings[1], kShortestVerb) && is_vowel(word[word.size() - 2]))
        return word.size() - 1;
    return word.size();
}

void stem_cyrillic(std::u32string& word) {
    for (const View ending : kReflexive) {
        if (!may_end(word, ending, kShortestReflexive)) continue;
        word.resize(word.size() - ending.size());
        break;
    }
    for (;;) {
        const std::size_t length = without_ending(word);
        if (length == word.size()) return;
        word.resize(length);
    }
}

void drop_plural(std::u32string& word) {
    const View view = word;
    if (view.size() <= kShortest || !view.ends_with(U's')) return;
    if (view.ends_with(U"ies") && !view.ends_with(U"eies") && !view.ends_with(U"aies")) {
        if (view.size() <= kShortestEnglish) return;
        word.resize(word.size() - 3);
        word.push_back(U'y');
    } else if (!view.ends_with(U"us") && !view.ends_with(U"ss")) {
        word.pop_back();
    }
}

void stem_latin(std::u32string& word) {
    for (const View possessive : {View{U"'s"}, View{U"’s"}})
        if (word.size() > kShortest && word.ends_with(possessive)) word.resize(word.size() - 2);
    drop_plural(word);
    for (const View ending : {View{U"ing"}, View{U"ed"}}) {
        if (!may_end(word, ending, kShortestEnglish)) continue;
        word.resize(word.size() - ending.size());
        const std::size_t n = word.size();
        // "transferred", not "called".
        if (word[n - 1] == word[n - 2] && !is_vowel(word[n - 1]) && word[n - 1] != U'l' &&
            word[n - 1] != U's')
            word.pop_back();
        break;
    }
    if (word.size() > kShortestEnglish && word.back() == U'e') word.pop_back();
}

}  // namespace

void stem(std::u32string& word) {
    if (word.size() > kLongest) return;
    const auto cyrillic = [](char32_t letter) { return letter >= 0x400 && letter < 0x530; };
    const auto latin = [](char32_t letter) { return letter >= U'a' && letter <= U'z'; };
    if (std::any_of(word.begin(), word.end(), cyrillic)) {
        stem_cyrillic(word);
    } else if (std::any_of(word.begin(), word.end(), latin)) {
        stem_latin(word);
    }
}

}  // namespace scrm::text
