// SPDX-License-Identifier: Apache-2.0
#include "symbols_internal.hpp"

#include <array>
#include <limits>

#include "scrm/text/utf8.hpp"

namespace scrm::sentiment {
namespace {

struct Folded {
    char16_t letter = 0;
    SymbolKind kind = SymbolKind::other;
    bool capital = false;
    bool dropped = false;
};

constexpr char32_t kTableEnd = 0x600;

constexpr bool in(char32_t c, char32_t low, char32_t high) {
    return c >= low && c <= high;
}

constexpr bool is_latin_letter(char32_t c) {
    return in(c, 'a', 'z') || (in(c, 0xDF, 0xFF) && c != 0xF7) || c == 0xAA || c == 0xB5 || c == 0xBA;
}

/// Small letter of a capital below kTableEnd; the letter itself for others.
constexpr char32_t small(char32_t c) {
    if (in(c, 'A', 'Z') || (in(c, 0xC0, 0xDE) && c != 0xD7) || in(c, 0x410, 0x42F) || in(c, 0x391, 0x3A9))
        return c + 0x20;
    if (in(c, 0x400, 0x40F)) return c + 0x50;
    const bool even_is_capital = in(c, 0x100, 0x137) || in(c, 0x14A, 0x177) || in(c, 0x460, 0x481) ||
                                 in(c, 0x48A, 0x4BF) || in(c, 0x4D0, 0x52F);
    const bool odd_is_capital = in(c, 0x139, 0x148) || in(c, 0x179, 0x17E) || in(c, 0x4C1, 0x4CE);
    if (even_is_capital && c % 2 == 0 && c != 0x482) return c + 1;
    if (odd_is_capital && c % 2 == 1) return c + 1;
    if (c == 0x4C0) return 0x4CF;
    if (in(c, 0x531, 0x556)) return c + 0x30;
    return c;
}

constexpr Folded fold_low(char32_t c) {
    const char32_t lower = small(c);
    Folded folded{static_cast<char16_t>(lower), SymbolKind::other, lower != c, false};
    if (in(lower, 0x100, 0x24F) || in(lower, 0x250, 0x2AF) || is_latin_letter(lower) ||
        in(lower, 0x370, 0x3FF) || (in(lower, 0x400, 0x52F) && !in(lower, 0x482, 0x489)) ||
        in(lower, 0x561, 0x587) || in(lower, 0x5D0, 0x5EA)) {
        folded.kind = SymbolKind::letter;
    } else if (in(c, '0', '9')) {
        folded = {u'0', SymbolKind::digit, false, false};
    } else if (c == '\n' || c == '\r') {
        folded.kind = SymbolKind::line_end;
    } else if (c == ' ' || c == '\t' || c == 0xA0 || c == 0x0B || c == 0x0C) {
        folded.kind = SymbolKind::space;
    } else if (c < 0x20 || in(c, 0x7F, 0x9F) || c == 0xAD || in(c, 0x300, 0x36F) || in(c, 0x483, 0x489) ||
               in(c, 0x591, 0x5C7)) {
        folded.dropped = true;
    } else if (c == '!' || c == '?' || c == '.') {
        folded.kind = SymbolKind::mark;
    }
    if (lower == 0x451) folded.letter = 0x435;
    if (c == 0xB4 || c == '`' || c == 0x2BC) {
        folded.letter = u'\'';
        folded.kind = SymbolKind::other;
    }
    if (c == 0) folded.kind = SymbolKind::space;
    if (c == 0) folded.dropped = false;
    return folded;
}

constexpr std::array<Folded, kTableEnd> make_table() {
    std::array<Folded, kTableEnd> table{};
    for (char32_t c = 0; c < kTableEnd; ++c) table[c] = fold_low(c);
    return table;
}

constexpr std::array<Folded, kTableEnd> kTable = make_table();

struct Wide {
    char32_t letter;
    SymbolKind kind;
    bool dropped = false;
};

Wide fold_high(char32_t c) {
    if (in(c, 0xFF01, 0xFF5E)) {
        const Folded& plain = kTable[c - 0xFEE0];
        return {plain.letter, plain.kind, false};
    }
    if (in(c, 0x200B, 0x200F) || in(c, 0x202A, 0x202E) || in(c, 0x2060, 0x206F) || in(c, 0xFE00, 0xFE0F) ||
        c == 0xFEFF || in(c, 0x20D0, 0x20FF) || in(c, 0xFE20, 0xFE2F) || in(c, 0x1F3FB, 0x1F3FF) ||
        in(c, 0xE0000, 0xE0FFF) || in(c, 0x1AB0, 0x1AFF) || in(c, 0x1DC0, 0x1DFF))
        return {c, SymbolKind::other, true};
    if (in(c, 0x2000, 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000)
        return {' ', SymbolKind::space, false};
    if (c == 0x2028 || c == 0x2029) return {'\n', SymbolKind::line_end, false};
    if (c == 0x2019 || c == 0x2018) return {'\'', SymbolKind::other, false};
    if (in(c, 0x2010, 0x2012)) return {'-', SymbolKind::other, false};
    if (c == 0x2026) return {0x2026, SymbolKind::mark, false};
    if (in(c, 0x2600, 0x27BF) || in(c, 0x1F000, 0x1FAFF) || in(c, 0x2B00, 0x2BFF) || in(c, 0x2300, 0x23FF))
        return {c, SymbolKind::emoji, false};
    if (in(c, 0x2000, 0x2BFF) || in(c, 0x3000, 0x303F) || in(c, 0xE000, 0xF8FF) || in(c, 0xFF00, 0xFFEF) ||
        in(c, 0xFFF0, 0xFFFF))
        return {c, SymbolKind::other, false};
    return {c, SymbolKind::letter, false};
}

struct Entity {
    std::string_view name;
    char32_t meaning;
};
constexpr std::array<Entity, 12> kEntities{{{"amp;", '&'},
                                            {"lt;", '<'},
                                            {"gt;", '>'},
                                            {"quot;", '"'},
                                            {"apos;", '\''},
                                            {"nbsp;", 0xA0},
                                            {"laquo;", 0xAB},
                                            {"raquo;", 0xBB},
                                            {"mdash;", 0x2014},
                                            {"ndash;", 0x2013},
                                            {"hellip;", 0x2026},
                                            {"rsquo;", 0x2019}}};

/// Reads an entity whose & has just been taken off; takes it off `rest` when it is one.
char32_t entity(std::string_view& rest) {
    for (const Entity& known : kEntities) {
        if (rest.starts_with(known.name)) {
            rest.remove_prefix(known.name.size());
            return known.meaning;
        }
    }
    if (!rest.starts_with('#')) return '&';
    const bool hexadecimal = rest.size() > 1 && (rest[1] == 'x' || rest[1] == 'X');
    char32_t value = 0;
    std::size_t at = hexadecimal ? 2 : 1;
    const std::size_t first = at;
    for (; at < rest.size() && at < first + 7; ++at) {
        const char c = rest[at];
        if (c >= '0' && c <= '9') {
            value = value * (hexadecimal ? 16 : 10) + static_cast<char32_t>(c - '0');
        } else if (hexadecimal && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) {
            value = value * 16 + static_cast<char32_t>((c | 0x20) - 'a' + 10);
        } else {
            break;
        }
    }
    if (at == first || at == rest.size() || rest[at] != ';' || value == 0 || value > 0x10FFFF) return '&';
    rest.remove_prefix(at + 1);
    return value;
}

/// й, ї and ў written as a letter and a mark; е for ё falls out of dropping the mark.
char32_t composed(char32_t letter, char32_t mark) {
    if (mark == 0x306 && letter == 0x438) return 0x439;
    if (mark == 0x306 && letter == 0x443) return 0x45E;
    if (mark == 0x308 && letter == 0x456) return 0x457;
    return letter;
}

}  // namespace

void read_symbols(std::string_view text, std::vector<Symbol>& out) {
    out.clear();
    text = text.substr(0, std::numeric_limits<std::uint32_t>::max());
    const std::size_t size = text.size();
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto begin = static_cast<std::uint32_t>(size - rest.size());
        const auto first = static_cast<unsigned char>(rest[0]);
        char32_t c;
        if (first < 0x80) {
            rest.remove_prefix(1);
            c = first == '&' ? entity(rest) : first;
        } else if (first >= 0xC2 && first <= 0xDF && rest.size() > 1 &&
                   (static_cast<unsigned char>(rest[1]) & 0xC0) == 0x80) {
            c = (static_cast<char32_t>(first & 0x1F) << 6) | (static_cast<unsigned char>(rest[1]) & 0x3F);
            rest.remove_prefix(2);
        } else {
            c = text::next(rest);
        }
        const auto end = static_cast<std::uint32_t>(size - rest.size());
        Symbol symbol{c, begin, end, SymbolKind::other, false};
        bool dropped = false;
        if (c < kTableEnd) {
            const Folded& folded = kTable[c];
            symbol.letter = folded.letter;
            symbol.kind = folded.kind;
            symbol.capital = folded.capital;
            dropped = folded.dropped;
        } else {
            const Wide folded = fold_high(c);
            symbol.letter = folded.letter;
            symbol.kind = folded.kind;
            dropped = folded.dropped;
        }
        if (!dropped) {
            out.push_back(symbol);
        } else if (!out.empty()) {
            out.back().letter = composed(out.back().letter, c);
            out.back().end = end;
        }
    }
}

}  // namespace scrm::sentiment
