// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/company_name.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "person/names/legal_phrases_internal.hpp"
#include "person/names/name_words_internal.hpp"
#include "scrm/text/confusable.hpp"
#include "scrm/text/fold.hpp"
#include "scrm/text/transliterate.hpp"
#include "scrm/text/utf8.hpp"
#include "scrm/text/words.hpp"

namespace scrm::person {
namespace {

constexpr std::size_t kMaxBytes = 256;

bool is_joiner(std::string_view word) {
    return word == "and" || word == "и" || word == "і" || word == "та" || word == "und" || word == "et" ||
           word == "the";
}

bool is_one_letter(std::string_view word) {
    return !word.empty() &&
           (static_cast<unsigned char>(word.front()) < 0x80 ? word.size() == 1 : word.size() == 2);
}

bool is_sole_trader(std::string_view word) {
    return word == "ип" || word == "фоп" || word == "фізособа";
}

/// "G.m.b.H.", "S. A.", "о.о.о.": letters with dots between them are one word.
std::vector<std::string> joined_words(std::string_view folded) {
    std::vector<std::string> out;
    std::size_t end = 0;
    bool joins = false;
    for (const std::string_view word : text::words(folded)) {
        const auto begin = static_cast<std::size_t>(word.data() - folded.data());
        const std::string_view gap = folded.substr(end, begin - end);
        const bool dotted = gap == "." || gap == ". ";
        end = begin + word.size();
        if (joins && dotted && is_one_letter(word)) {
            out.back() += word;
            continue;
        }
        joins = is_one_letter(word);
        out.emplace_back(text::unconfuse(word));
    }
    shorten_legal_phrases(out);
    return out;
}

struct Parts {
    std::vector<std::string> words;
    std::string_view legal_form;
    bool is_sole_trader = false;
};

Parts parts_of(std::string_view raw) {
    while (raw.size() > kMaxBytes) {
        std::size_t limit = kMaxBytes;
        while (limit > 0 && (static_cast<unsigned char>(raw[limit]) & 0xC0) == 0x80) --limit;
        raw = raw.substr(0, limit);
    }
    Parts parts;
    for (std::string& word : joined_words(text::fold(raw))) {
        const std::string_view form = legal_form_of(word);
        if (!form.empty()) {
            if (parts.legal_form.empty()) parts.legal_form = form;
        } else if (is_sole_trader(word)) {
            parts.is_sole_trader = true;
        } else if (!is_joiner(word)) {
            parts.words.push_back(std::move(word));
        }
    }
    return parts;
}

/// The small letter of an ASCII one; 0 for what is none.
std::uint32_t small_latin(char letter) {
    const auto small = static_cast<std::uint32_t>(static_cast<unsigned char>(letter) | 0x20U);
    return small >= 'a' && small <= 'z' ? small : 0;
}

/// The two bytes of the small letter of А–я; 0 for what is none.
std::uint32_t small_cyrillic(std::string_view letter) {
    if (letter.size() < 2) return 0;
    const std::uint32_t first = static_cast<unsigned char>(letter[0]);
    const std::uint32_t second = static_cast<unsigned char>(letter[1]);
    if ((first != 0xD0 && first != 0xD1) || (second & 0xC0U) != 0x80U) return 0;
    std::uint32_t code_point = (first & 0x1FU) << 6 | (second & 0x3FU);
    if (code_point < 0x410 || code_point > 0x44F) return 0;
    if (code_point < 0x430) code_point += 0x20;
    return (0xC0U | code_point >> 6) << 8 | 0x80U | (code_point & 0x3FU);
}

/// No look-alike letters: nothing but ASCII, or nothing but Cyrillic.
bool is_of_one_script(std::string_view word) {
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    const auto is_cyrillic = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte & 0xC0U) == 0x80U || (byte >= 0xD0 && byte <= 0xD3);
    };
    return std::all_of(word.begin(), word.end(), is_ascii) ||
           std::all_of(word.begin(), word.end(), is_cyrillic);
}

/// Whether there is a legal form and a word beside it; nullopt where a form may be spelled out.
std::optional<bool> names_company(std::string_view folded) {
    bool has_form = false;
    bool has_name = false;
    bool may_be_phrase = false;
    const auto see = [&](std::string_view word) {
        may_be_phrase = may_be_phrase || may_begin_legal_phrase(word);
        if (!legal_form_of(word).empty())
            has_form = true;
        else
            has_name |= !is_joiner(word);
    };
    for (const std::string_view word : text::words(folded)) {
        if (is_of_one_script(word))
            see(word);
        else
            see(text::unconfuse(word));
    }
    if (may_be_phrase) return std::nullopt;
    return has_form && has_name;
}

/// Whether every word is one of plain letters, in one script, that is no legal form: nearly all names of
/// persons are told so without being folded. False: look closer.
bool is_surely_no_company(std::string_view raw) {
    constexpr std::size_t kLongest = 24;  // bytes of a word that is looked at
    std::array<char, kLongest> word{};
    for (std::size_t at = 0; at < raw.size();) {
        if (raw[at] == ' ' || raw[at] == '-') {
            ++at;
            continue;
        }
        std::size_t size = 0;
        const bool is_latin = static_cast<unsigned char>(raw[at]) < 0x80;
        while (at < raw.size() && raw[at] != ' ' && raw[at] != '-' && size < kLongest) {
            const std::uint32_t letter = is_latin ? small_latin(raw[at]) : small_cyrillic(raw.substr(at, 2));
            if (letter == 0) return false;
            if (!is_latin) word[size++] = static_cast<char>(letter >> 8);
            word[size++] = static_cast<char>(letter & 0xFF);
            at += is_latin ? 1 : 2;
        }
        const std::string_view whole{word.data(), size};
        if (size == kLongest || !legal_form_of(whole).empty() || may_begin_legal_phrase(whole)) return false;
    }
    return true;
}

}  // namespace

std::optional<CompanyName> parse_company(std::string_view raw) {
    const Parts parts = parts_of(raw);
    CompanyName name;
    for (const std::string& word : parts.words) {
        const std::string key = text::latin_key(word);
        if (key.empty()) continue;
        if (!name.key.empty()) name.key.push_back(' ');
        name.key += key;
    }
    if (name.key.empty()) return std::nullopt;
    name.legal_form = text::latin_key(parts.legal_form);
    return name;
}

bool names_sole_trader(std::string_view raw) {
    const Parts parts = parts_of(raw);
    return parts.is_sole_trader && parts.legal_form.empty() && !parts.words.empty();
}

bool looks_like_company(std::string_view raw) {
    if (raw.size() <= kMaxBytes && is_surely_no_company(raw)) return false;
    if (raw.size() <= kMaxBytes) {
        const std::string folded = text::fold(raw);
        // Without a dot no letters are joined, so that each word stands for itself.
        if (folded.find('.') == std::string::npos) {
            if (const auto found = names_company(folded)) return *found;
        }
    }
    const Parts parts = parts_of(raw);
    return !parts.legal_form.empty() && !parts.words.empty();
}

}  // namespace scrm::person
