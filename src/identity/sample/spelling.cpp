// SPDX-License-Identifier: Apache-2.0
#include "identity/sample/spelling_internal.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace scrm::identity::sample {
namespace {

constexpr char32_t kFirst = U'\u0410';  // А
constexpr char32_t kLast = U'\u044F';   // я

std::vector<char32_t> decode(std::string_view text) {
    std::vector<char32_t> out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t c = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
            c = (c << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        out.push_back(c);
        i += length;
    }
    return out;
}

void append(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0U | (c >> 6U));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0U | (c >> 12U));
        out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
        out += static_cast<char>(0xF0U | (c >> 18U));
        out += static_cast<char>(0x80U | ((c >> 12U) & 0x3FU));
        out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    }
}

std::string encode(const std::vector<char32_t>& text) {
    std::string out;
    for (const char32_t c : text) append(out, c);
    return out;
}

bool is_cyrillic(char32_t c) {
    return c >= 0x400 && c < 0x500;
}

char32_t lower_of(char32_t c) {
    if (c >= kFirst && c < kFirst + 32) return c + 32;
    if (c >= 0x400 && c < 0x410) return c + 0x50;
    if (c == U'\u0490') return U'\u0491';
    if (c == U'\u04D8') return U'\u04D9';
    if (c >= 0x492 && c < 0x4C0) return c | 1U;
    if (c >= U'A' && c <= U'Z') return c + 32;
    return c;
}

char32_t upper_of(char32_t c) {
    if (c >= kFirst + 32 && c <= kLast) return c - 32;
    if (c >= 0x450 && c < 0x460) return c - 0x50;
    if (c == U'\u0491') return U'\u0490';
    if (c >= U'a' && c <= U'z') return c - 32;
    return c;
}

using Row = std::array<std::string_view, 3>;

// а…я, in each scheme.
constexpr std::array<Row, 32> kLetters = {{
    {"a", "a", "a"},        {"b", "b", "b"},    {"v", "v", "v"},   {"g", "g", "g"},    {"d", "d", "d"},
    {"e", "e", "e"},        {"zh", "zh", "zh"}, {"z", "z", "z"},   {"i", "i", "i"},    {"i", "y", "j"},
    {"k", "k", "k"},        {"l", "l", "l"},    {"m", "m", "m"},   {"n", "n", "n"},    {"o", "o", "o"},
    {"p", "p", "p"},        {"r", "r", "r"},    {"s", "s", "s"},   {"t", "t", "t"},    {"u", "u", "u"},
    {"f", "f", "f"},        {"kh", "h", "x"},   {"ts", "c", "cz"}, {"ch", "ch", "ch"}, {"sh", "sh", "sh"},
    {"shch", "sch", "shh"}, {"ie", "", ""},     {"y", "y", "y"},   {"", "", ""},       {"e", "e", "e"},
    {"iu", "yu", "ju"},     {"ia", "ya", "ja"},
}};

std::string_view letter(char32_t c, Latin scheme, Nation nation) {
    const auto s = static_cast<std::size_t>(scheme);
    switch (c) {
        case U'ё':
            return Row{"e", "yo", "jo"}[s];
        case U'і':
            return "i";
        case U'ї':
            return Row{"i", "yi", "ji"}[s];
        case U'є':
            return Row{"ie", "ye", "je"}[s];
        case U'ґ':
            return "g";
        case U'ў':
            return Row{"u", "w", "u"}[s];
        case U'ә':
            return "a";
        case U'ғ':
            return "g";
        case U'қ':
            return "k";
        case U'ң':
            return "n";
        case U'ө':
            return "o";
        case U'ұ':
        case U'ү':
            return "u";
        case U'һ':
            return "h";
        default:
            break;
    }
    if (nation == Nation::uk) {
        if (c == U'г') return "h";
        if (c == U'и') return "y";
    }
    if (c < kFirst + 32 || c > kLast) return {};
    return kLetters[c - kFirst - 32][s];
}

bool has_suffix(std::string_view text, std::string_view suffix) {
    return text.ends_with(suffix);
}

std::string cut(std::string_view text, std::size_t letters, std::string_view tail) {
    return std::string{text.substr(0, text.size() - 2 * letters)} + std::string{tail};
}

}  // namespace

std::string latin(std::string_view text, Latin scheme, Nation nation) {
    std::string out;
    out.reserve(text.size());
    // -ий and -ый are one sound; most people and no passport since 2010 type one letter for it.
    const std::vector<char32_t> letters = decode(text);
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const char32_t c = letters[i];
        if (!is_cyrillic(c)) {
            if (c != U'\'') append(out, c);
            continue;
        }
        const char32_t low = lower_of(c);
        if (scheme == Latin::everyday && (low == U'и' || low == U'ы') && i + 1 < letters.size() &&
            lower_of(letters[i + 1]) == U'й' && (i + 2 == letters.size() || !is_cyrillic(letters[i + 2]))) {
            out += 'y';
            ++i;
            continue;
        }
        const std::string_view in_latin = letter(low, scheme, nation);
        if (low != c && !in_latin.empty()) {
            append(out, upper_of(static_cast<unsigned char>(in_latin.front())));
            out += in_latin.substr(1);
        } else {
            out += in_latin;
        }
    }
    return out;
}

std::string slug(std::string_view text, Latin scheme, Nation nation) {
    std::string out;
    for (const char c : latin(text, scheme, nation)) {
        if (c >= 'A' && c <= 'Z') out += static_cast<char>(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    }
    return out;
}

std::string feminine(std::string_view family, Nation nation) {
    if (nation == Nation::en || family.size() <= 6) return std::string{family};
    for (const std::string_view end : {"ов", "ев", "ёв", "ин", "ын", "оў", "аў", "еў", "ёў"}) {
        if (!has_suffix(family, end)) continue;
        if (nation == Nation::uk) return std::string{family};
        if (nation == Nation::be && !has_suffix(family, "ін")) return cut(family, 1, "ва");
        return std::string{family} + "а";
    }
    for (const std::string_view end : {"ский", "цкий"})
        if (has_suffix(family, end)) return cut(family, 2, "ая");
    for (const std::string_view end : {"ський", "цький"})
        if (has_suffix(family, end)) return cut(family, 2, "а");
    if (nation == Nation::be && (has_suffix(family, "скі") || has_suffix(family, "цкі")))
        return cut(family, 1, "ая");
    if (nation == Nation::uk && has_suffix(family, "ний")) return cut(family, 2, "а");
    if (nation == Nation::ru && (has_suffix(family, "ой") || has_suffix(family, "ый")))
        return cut(family, 2, "ая");
    return std::string{family};
}

std::string patronymic(std::string_view father, bool female, Nation nation) {
    if (nation == Nation::en) return {};
    const auto with = [&](std::size_t letters, std::string_view man, std::string_view woman) {
        return cut(father, letters, female ? woman : man);
    };
    if (nation == Nation::uk) {
        if (father == "Микола") return with(1, "айович", "аївна");
        if (father == "Ілля") return female ? "Іллівна" : "Ілліч";
        if (father == "Григорій") return female ? "Григорівна" : "Григорович";
        if (has_suffix(father, "ій")) return with(1, "йович", "ївна");
        if (has_suffix(father, "о")) return with(1, "ович", "івна");
        if (has_suffix(father, "ь")) return with(1, "ьович", "івна");
        return with(0, "ович", "івна");
    }
    if (nation == Nation::be) {
        if (has_suffix(father, "й")) return with(1, "евіч", "еўна");
        if (has_suffix(father, "а")) return with(1, "авіч", "аўна");
        return with(0, "авіч", "аўна");
    }
    if (father == "Лев") return female ? "Львовна" : "Львович";
    if (father == "Павел") return female ? "Павловна" : "Павлович";
    if (father == "Пётр") return female ? "Петровна" : "Петрович";
    if (father == "Илья") return female ? "Ильинична" : "Ильич";
    if (father == "Никита") return female ? "Никитична" : "Никитич";
    if (father == "Дмитрий" || has_suffix(father, "ей") || has_suffix(father, "ай"))
        return with(1, "евич", "евна");
    if (has_suffix(father, "ий")) return with(2, "ьевич", "ьевна");
    if (has_suffix(father, "ь")) return with(1, "евич", "евна");
    return with(0, "ович", "овна");
}

std::string upper(std::string_view text) {
    std::vector<char32_t> letters = decode(text);
    for (char32_t& c : letters) c = upper_of(c);
    return encode(letters);
}

std::string initial(std::string_view text) {
    const std::vector<char32_t> letters = decode(text);
    std::string out;
    if (!letters.empty()) append(out, letters.front());
    return out;
}

std::string without_last(std::string_view text) {
    std::vector<char32_t> letters = decode(text);
    if (!letters.empty()) letters.pop_back();
    return encode(letters);
}

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> endings) noexcept {
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view end) { return text.ends_with(end); });
}

std::string with_typo(std::string_view text, Random& random) {
    std::vector<char32_t> letters = decode(text);
    if (letters.size() < 4) return std::string{text};
    // The first letter is looked at while typing; slips come later in the word.
    const std::size_t at = 1 + random.below(letters.size() - 2);
    const auto position = letters.begin() + static_cast<std::ptrdiff_t>(at);
    switch (random.below(5)) {
        case 0:
            letters.erase(position);
            break;
        case 1:
            letters.insert(position, letters[at]);
            break;
        case 2:
            std::swap(letters[at], letters[at + 1]);
            break;
        default: {
            static constexpr std::array<std::array<char32_t, 2>, 16> kSimilar = {{{U'о', U'а'},
                                                                                  {U'а', U'о'},
                                                                                  {U'е', U'и'},
                                                                                  {U'и', U'е'},
                                                                                  {U'ё', U'е'},
                                                                                  {U'ш', U'щ'},
                                                                                  {U'д', U'т'},
                                                                                  {U'т', U'д'},
                                                                                  {U'з', U'с'},
                                                                                  {U'б', U'п'},
                                                                                  {U'м', U'н'},
                                                                                  {U'н', U'м'},
                                                                                  {U'в', U'ф'},
                                                                                  {U'a', U'e'},
                                                                                  {U'e', U'a'},
                                                                                  {U'і', U'и'}}};
            const auto* found = std::find_if(kSimilar.begin(), kSimilar.end(),
                                             [&](const auto& pair) { return pair[0] == letters[at]; });
            if (found != kSimilar.end())
                letters[at] = (*found)[1];
            else
                letters.erase(position);
        }
    }
    return encode(letters);
}

}  // namespace scrm::identity::sample
