// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/company_name.hpp"

#include <algorithm>
#include <vector>

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
    return out;
}

struct Parts {
    std::vector<std::string> words;
    std::string_view legal_form;
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
        } else if (!is_joiner(word)) {
            parts.words.push_back(std::move(word));
        }
    }
    return parts;
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

/// Whether there is a legal form and a word beside it.
bool names_company(std::string_view folded) {
    bool has_form = false;
    bool has_name = false;
    const auto see = [&](std::string_view word) {
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
    return has_form && has_name;
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

bool looks_like_company(std::string_view raw) {
    if (raw.size() <= kMaxBytes) {
        const std::string folded = text::fold(raw);
        // Without a dot no letters are joined, so that each word stands for itself.
        if (folded.find('.') == std::string::npos) return names_company(folded);
    }
    const Parts parts = parts_of(raw);
    return !parts.legal_form.empty() && !parts.words.empty();
}

}  // namespace scrm::person
