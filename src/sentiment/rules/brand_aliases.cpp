// SPDX-License-Identifier: Apache-2.0
#include "sentiment/rules/brand_aliases_internal.hpp"

#include <algorithm>
#include <cstddef>

#include "sentiment/rules/letter_trie_internal.hpp"
#include "sentiment/rules/phrase_set_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::string_view kMarks = "*~";
constexpr char kBetweenWords = '\0';  // no Letter

/// The words of an alias, which are apart at blanks and hyphens.
template <class Use>
void for_each_word(std::string_view alias, Use&& use) {
    while (!alias.empty()) {
        const std::size_t end = alias.find_first_of(" \t-_.");
        if (end != 0) use(alias.substr(0, end));
        if (end == std::string_view::npos) return;
        alias.remove_prefix(end + 1);
    }
}

std::string_view without_mark(std::string_view word) noexcept {
    if (kMarks.find(word.back()) != std::string_view::npos) word.remove_suffix(1);
    return word;
}

std::size_t words_in(std::string_view spelling) {
    return 1 + static_cast<std::size_t>(std::ranges::count(spelling, kBetweenWords));
}

/// Endings that "~" stands for: Russian and Ukrainian nouns, English possessives.
std::string with_endings(std::string_view stem) {
    static constexpr std::string_view kCyrillicEndings[] = {"",   "а", "у", "ом",  "е", "ы", "ов", "ой",
                                                            "ою", "і", "и", "ові", "я", "ю", "ем"};
    static constexpr std::string_view kLatinEndings[] = {"", "s", "'s"};
    std::string out;
    const auto put = [&](std::string_view ending) {
        if (!out.empty()) out += '|';
        out.append(stem).append(ending);
    };
    if (static_cast<unsigned char>(stem.back()) >= 0x80) {
        for (const std::string_view ending : kCyrillicEndings) put(ending);
    } else {
        for (const std::string_view ending : kLatinEndings) put(ending);
    }
    return out;
}

}  // namespace

std::string_view fault_of_alias(std::string_view alias) {
    if (alias.find_first_of("|$^!?#,=[]()\r\n") != std::string_view::npos)
        return "may hold letters, digits, blanks, hyphens, * and ~ only";
    std::string_view fault;
    std::size_t words = 0;
    for_each_word(alias, [&](std::string_view word) {
        ++words;
        const std::string_view stem = without_mark(word);
        const auto letters = letters_of(stem);
        if (stem.find_first_of(kMarks) != std::string_view::npos) {
            fault = "has * or ~ elsewhere than at the end of a word";
        } else if (std::ranges::all_of(letters, [](Letter letter) { return letter == kApostrophe; })) {
            fault = "has a word without letters (Latin, Cyrillic) and digits";
        }
    });
    if (words == 0) return "holds no letters";
    if (fault.empty() && words_in(spelling_of_alias(alias)) > PhraseSet::kMostWords)
        return "is longer than twelve words";
    return fault;
}

std::string spelling_of_alias(std::string_view alias) {
    std::string out;
    for_each_word(alias, [&](std::string_view word) {
        Letter last = kNoLetter;
        for (const Letter letter : letters_of(without_mark(word))) {
            // A post's "втб24" is two words too.
            if (!out.empty() && (last == kNoLetter || is_digit(letter) != is_digit(last)))
                out += kBetweenWords;
            out += static_cast<char>(letter);
            last = letter;
        }
    });
    return out;
}

std::string phrase_of_alias(std::string_view alias) {
    std::string out;
    for_each_word(alias, [&](std::string_view word) {
        if (!out.empty()) out += ' ';
        out += word.back() == '~' ? with_endings(without_mark(word)) : std::string{word};
    });
    return out;
}

}  // namespace scrm::sentiment
