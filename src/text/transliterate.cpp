// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/transliterate.hpp"

#include <array>
#include <cstddef>
#include <optional>

#include "scrm/core/error.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

constexpr std::size_t kSchemes = 10;

constexpr std::array<Scheme, kSchemes> kAllSchemes = {
    Scheme::icao_ru, Scheme::gost_7_79_b, Scheme::bgn_ru,  Scheme::everyday_ru, Scheme::ukrainian_2010,
    Scheme::icao_uk, Scheme::bgn_uk,      Scheme::icao_be, Scheme::bgn_be,      Scheme::belarusian_2007,
};

struct Row {
    char32_t letter;
    std::array<std::string_view, kSchemes> latin;
};

/// Small letters whose writing differs between the schemes; the others are in kPlain. A letter that is not of
/// the scheme's language has the writing of its kin there. Context is added by Writer.
constexpr std::array kRows = {
    // letter  icao_ru gost  bgn_ru everyd 2010   icao_uk bgn_uk icao_be bgn_be by_2007
    Row{U'г', {"g", "g", "g", "g", "h", "g", "h", "h", "h", "h"}},
    Row{U'ґ', {"g", "g`", "g", "g", "g", "g", "g", "g", "g", "g"}},
    Row{U'е', {"e", "e", "e", "e", "e", "e", "e", "e", "ye", "ie"}},
    Row{U'ё', {"e", "yo", "e", "e", "io", "e", "yo", "io", "yo", "io"}},
    Row{U'є', {"e", "ye", "ye", "e", "ie", "ie", "ye", "ie", "ye", "ie"}},
    Row{U'ж', {"zh", "zh", "zh", "zh", "zh", "zh", "zh", "zh", "zh", "ž"}},
    Row{U'и', {"i", "i", "i", "i", "y", "y", "y", "i", "i", "i"}},
    Row{U'і', {"i", "i", "i", "i", "i", "i", "i", "i", "i", "i"}},
    Row{U'ї', {"i", "yi", "yi", "i", "i", "i", "yi", "i", "yi", "ji"}},
    Row{U'й', {"i", "j", "y", "y", "i", "i", "y", "i", "y", "j"}},
    Row{U'ў', {"u", "u`", "w", "u", "u", "u", "w", "u", "w", "ŭ"}},
    Row{U'х', {"kh", "x", "kh", "kh", "kh", "kh", "kh", "kh", "kh", "ch"}},
    Row{U'ц', {"ts", "cz", "ts", "ts", "ts", "ts", "ts", "ts", "ts", "c"}},
    Row{U'ч', {"ch", "ch", "ch", "ch", "ch", "ch", "ch", "ch", "ch", "č"}},
    Row{U'ш', {"sh", "sh", "sh", "sh", "sh", "sh", "sh", "sh", "sh", "š"}},
    Row{U'щ', {"shch", "shh", "shch", "sch", "shch", "shch", "shch", "shch", "shch", "šč"}},
    Row{U'ъ', {"ie", "``", "\"", "", "", "", "\"", "", "\"", ""}},
    Row{U'ы', {"y", "y`", "y", "y", "y", "y", "y", "y", "y", "y"}},
    Row{U'ь', {"", "`", "'", "", "", "", "'", "", "'", ""}},
    Row{U'э', {"e", "e`", "e", "e", "e", "e", "e", "e", "e", "e"}},
    Row{U'ю', {"iu", "yu", "yu", "yu", "iu", "iu", "yu", "iu", "yu", "iu"}},
    Row{U'я', {"ia", "ya", "ya", "ya", "ia", "ia", "ya", "ia", "ya", "ia"}},
    Row{U'ѐ', {"e", "e", "e", "e", "e", "e", "e", "e", "e", "e"}},
    Row{U'ѝ', {"i", "i", "i", "i", "y", "y", "y", "i", "i", "i"}},
    // Serbian and Macedonian letters, by their Latin alphabet without its marks.
    Row{U'ђ', {"dj", "dj", "dj", "dj", "dj", "dj", "dj", "dj", "dj", "đ"}},
    Row{U'ѓ', {"g", "g`", "g", "g", "g", "g", "g", "g", "g", "ǵ"}},
    Row{U'ѕ', {"dz", "z`", "dz", "dz", "dz", "dz", "dz", "dz", "dz", "dz"}},
    Row{U'ј', {"j", "j", "j", "j", "j", "j", "j", "j", "j", "j"}},
    Row{U'љ', {"lj", "l`", "lj", "lj", "lj", "lj", "lj", "lj", "lj", "lj"}},
    Row{U'њ', {"nj", "n`", "nj", "nj", "nj", "nj", "nj", "nj", "nj", "nj"}},
    Row{U'ћ', {"c", "c", "c", "c", "c", "c", "c", "c", "c", "ć"}},
    Row{U'ќ', {"k", "k`", "k", "k", "k", "k", "k", "k", "k", "ḱ"}},
    Row{U'џ', {"dz", "dh", "dz", "dz", "dz", "dz", "dz", "dz", "dz", "dž"}},
};

struct Plain {
    char32_t letter;
    std::string_view latin;
};

constexpr std::array kPlain = {
    Plain{U'а', "a"}, Plain{U'б', "b"}, Plain{U'в', "v"}, Plain{U'д', "d"},
    Plain{U'з', "z"}, Plain{U'к', "k"}, Plain{U'л', "l"}, Plain{U'м', "m"},
    Plain{U'н', "n"}, Plain{U'о', "o"}, Plain{U'п', "p"}, Plain{U'р', "r"},
    Plain{U'с', "s"}, Plain{U'т', "t"}, Plain{U'у', "u"}, Plain{U'ф', "f"},
};

constexpr char32_t kFirst = U'а';
constexpr char32_t kGhe = U'ґ';
constexpr std::size_t kLetters = 0x460 - 0x430 + 1;  // а–џ and ґ

using Table = std::array<std::array<std::string_view, kLetters>, kSchemes>;

constexpr std::size_t slot(char32_t small) {
    return small == kGhe ? kLetters - 1 : static_cast<std::size_t>(small - kFirst);
}

constexpr Table make_table() {
    Table table{};
    for (std::size_t scheme = 0; scheme < kSchemes; ++scheme) {
        for (const Plain& row : kPlain) table[scheme][slot(row.letter)] = row.latin;
        for (const Row& row : kRows) table[scheme][slot(row.letter)] = row.latin[scheme];
    }
    return table;
}

constexpr Table kTable = make_table();

/// The small form, or nothing for a character that is no Cyrillic letter of ours.
std::optional<char32_t> small_cyrillic(char32_t c) {
    if (c >= 0x430 && c <= 0x45F) return c;
    if (c >= 0x410 && c < 0x430) return c + 0x20;
    if (c >= 0x400 && c < 0x410) return c + 0x50;
    if (c == kGhe || c == kGhe - 1) return kGhe;
    return std::nullopt;
}

constexpr bool is_vowel(char32_t c) {
    constexpr std::u32string_view kVowels = U"аеёиоуыэюяіїєѐѝ";
    return kVowels.find(c) != std::u32string_view::npos;
}

constexpr bool is_apostrophe(char32_t c) {
    return c == U'\'' || c == U'’' || c == U'ʼ';
}

/// One letter and what stands around it inside its word; 0 at the ends.
struct Context {
    char32_t previous;
    char32_t letter;
    char32_t following;
    bool ends;  ///< the word ends behind the following letter
    bool after_apostrophe;
};

/// The forms that the tables cannot say, scheme by scheme.
std::string_view in_context(Scheme scheme, const Context& at) {
    const bool initial = at.previous == 0;
    const bool open = initial || is_vowel(at.previous) || at.previous == U'й' || at.previous == U'ъ' ||
                      at.previous == U'ь' || at.after_apostrophe;
    switch (scheme) {
        case Scheme::gost_7_79_b:
            if (at.letter == U'ц' && at.following != 0) {
                constexpr std::u32string_view kSoft = U"ийыеёэюяієїѐ";
                if (kSoft.find(at.following) != std::u32string_view::npos) return "c";
            }
            break;
        case Scheme::bgn_ru:
            if (open && (at.letter == U'е' || at.letter == U'ё')) return "ye";
            break;
        case Scheme::everyday_ru:
            if (at.letter == U'я' && at.previous == U'и') return "a";
            // "Dmitry", "Dostoevsky": the ending is one letter.
            if ((at.letter == U'и' || at.letter == U'ы') && at.following == U'й' && at.ends) return "";
            break;
        case Scheme::ukrainian_2010:
            if (at.letter == U'г' && at.previous == U'з') return "gh";
            if (initial) {
                switch (at.letter) {
                    case U'є':
                        return "ye";
                    case U'ї':
                        return "yi";
                    case U'й':
                        return "y";
                    case U'ю':
                        return "yu";
                    case U'я':
                        return "ya";
                    default:
                        break;
                }
            }
            break;
        case Scheme::belarusian_2007:
            if (at.letter == U'ь') break;
            if (at.following == U'ь') {
                switch (at.letter) {
                    case U'з':
                        return "ź";
                    case U'л':
                        return "ĺ";
                    case U'н':
                        return "ń";
                    case U'с':
                        return "ś";
                    case U'ц':
                        return "ć";
                    default:
                        break;
                }
            }
            if (open || at.previous == U'ў') {
                switch (at.letter) {
                    case U'е':
                        return "je";
                    case U'ё':
                        return "jo";
                    case U'ю':
                        return "ju";
                    case U'я':
                        return "ja";
                    default:
                        break;
                }
            }
            break;
        default:
            break;
    }
    return kTable[static_cast<std::size_t>(scheme)][slot(at.letter)];
}

void append_capitalised(std::string& out, std::string_view small, bool whole) {
    bool first = true;
    while (!small.empty()) {
        char32_t c = next(small);
        if (first || whole) {
            if (c >= 'a' && c <= 'z') {
                c -= 0x20;
            } else if (c >= 0x80) {
                --c;  // in these alphabets the capital stands right before its small letter
            }
        }
        append(out, c);
        first = false;
    }
}

struct Letter {
    char32_t small = 0;
    bool capital = false;
};

Letter letter_of(char32_t c) {
    const std::optional<char32_t> small = small_cyrillic(c);
    return small ? Letter{*small, *small != c} : Letter{};
}

}  // namespace

std::string_view to_string(Scheme scheme) noexcept {
    switch (scheme) {
        case Scheme::icao_ru:
            return "icao_ru";
        case Scheme::gost_7_79_b:
            return "gost_7_79_b";
        case Scheme::bgn_ru:
            return "bgn_ru";
        case Scheme::everyday_ru:
            return "everyday_ru";
        case Scheme::ukrainian_2010:
            return "ukrainian_2010";
        case Scheme::icao_uk:
            return "icao_uk";
        case Scheme::bgn_uk:
            return "bgn_uk";
        case Scheme::icao_be:
            return "icao_be";
        case Scheme::bgn_be:
            return "bgn_be";
        case Scheme::belarusian_2007:
            return "belarusian_2007";
    }
    return "";
}

std::span<const Scheme> all_schemes() noexcept {
    return kAllSchemes;
}

std::string transliterate(std::string_view text, Scheme scheme) {
    const std::size_t row = static_cast<std::size_t>(scheme);
    if (row >= kSchemes) throw Error(ErrorCode::invalid_argument, "unknown transliteration scheme");
    std::string out;
    out.reserve(text.size());
    Letter previous;
    bool after_apostrophe = false;
    while (!text.empty()) {
        const std::string_view before = text;
        const char32_t c = next(text);
        const std::string_view bytes = before.substr(0, before.size() - text.size());
        const Letter current = letter_of(c);
        Letter following;
        bool last = true;
        if (!text.empty()) {
            std::string_view ahead = text;
            following = letter_of(next(ahead));
            last = ahead.empty() || letter_of(next(ahead)).small == 0;
        }
        if (current.small == 0) {
            const bool inside = is_apostrophe(c) && previous.small != 0 && following.small != 0;
            if (!inside) {
                out.append(bytes);
            } else if (scheme == Scheme::bgn_ru || scheme == Scheme::bgn_uk || scheme == Scheme::bgn_be) {
                out.push_back('"');
            }
            after_apostrophe = inside;
            if (!inside) previous = {};
            continue;
        }
        const std::string_view latin =
            in_context(scheme, {previous.small, current.small, following.small, last, after_apostrophe});
        if (current.capital) {
            const bool whole = (following.small != 0 && following.capital) ||
                               (following.small == 0 && previous.small != 0 && previous.capital);
            append_capitalised(out, latin, whole);
        } else {
            out.append(latin);
        }
        previous = current;
        after_apostrophe = false;
    }
    return out;
}

}  // namespace scrm::text
