// SPDX-License-Identifier: Apache-2.0
#include "sentiment/rules/symbols_internal.hpp"

#include <array>

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

/// A symbol as most of them are taken over.
struct Plain {
    char16_t letter = 0;
    std::uint8_t kind = 0;  ///< with kCapital
    bool rare = false;      ///< dropped, or what may begin an entity
};

constexpr std::uint8_t kCapital = 0x80;

constexpr std::uint8_t marked(SymbolKind kind, bool capital) {
    return static_cast<std::uint8_t>(static_cast<std::uint8_t>(kind) | (capital ? kCapital : 0U));
}

constexpr std::array<Plain, kTableEnd> make_plain() {
    std::array<Plain, kTableEnd> plain{};
    for (char32_t c = 0; c < kTableEnd; ++c)
        plain[c] = {kTable[c].letter, marked(kTable[c].kind, kTable[c].capital),
                    kTable[c].dropped || c == '&'};
    return plain;
}

constexpr std::array<Plain, kTableEnd> kPlain = make_plain();

struct Wide {
    char32_t letter;
    SymbolKind kind;
    bool dropped = false;
    bool capital = false;
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

Wide fold(char32_t c) {
    if (c >= kTableEnd) return fold_high(c);
    const Folded& folded = kTable[c];
    return {folded.letter, folded.kind, folded.dropped, folded.capital};
}

/// A bit for each of 64 letters that the next one repeats.
std::uint64_t repeated(const char32_t* letters) {
    std::uint64_t bits = 0;
#if defined(__SSE2__)
    for (unsigned i = 0; i < BitRow::kBits; i += 4) {
        const __m128i these = _mm_loadu_si128(reinterpret_cast<const __m128i*>(letters + i));
        const __m128i next = _mm_loadu_si128(reinterpret_cast<const __m128i*>(letters + i + 1));
        const int same = _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(these, next)));
        bits |= static_cast<std::uint64_t>(static_cast<unsigned>(same)) << i;
    }
#else
    for (unsigned i = 0; i < BitRow::kBits; ++i)
        bits |= std::uint64_t{letters[i] == letters[i + 1] ? 1U : 0U} << i;
#endif
    return bits;
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

/// An entity and how many code points behind its & belong to it, 0 for none.
struct ReadEntity {
    char32_t meaning = U'&';
    std::size_t length = 0;
};

/// Reads what may be an entity from behind its &.
ReadEntity entity(const text::CodePoints& post, std::size_t from) {
    for (const Entity& known : kEntities) {
        std::size_t same = 0;
        while (same < known.name.size() && post[from + same] == static_cast<unsigned char>(known.name[same]))
            ++same;
        if (same == known.name.size()) return {known.meaning, same};
    }
    if (post[from] != U'#') return {};
    const bool hexadecimal = (post[from + 1] | 0x20U) == U'x';
    char32_t value = 0;
    std::size_t at = from + (hexadecimal ? 2 : 1);
    const std::size_t first = at;
    for (; at < first + 7; ++at) {
        const char32_t c = post[at];
        if (c >= U'0' && c <= U'9') {
            value = value * (hexadecimal ? 16 : 10) + (c - U'0');
        } else if (hexadecimal && (c | 0x20U) >= U'a' && (c | 0x20U) <= U'f') {
            value = value * 16 + ((c | 0x20U) - U'a' + 10);
        } else {
            break;
        }
    }
    if (at == first || post[at] != U';' || value == 0 || value > 0x10FFFF) return {};
    return {value, at + 1 - from};
}

/// й, ї and ў written as a letter and a mark; е for ё falls out of dropping the mark.
char32_t composed(char32_t letter, char32_t mark) {
    if (mark == 0x306 && letter == 0x438) return 0x439;
    if (mark == 0x306 && letter == 0x443) return 0x45E;
    if (mark == 0x308 && letter == 0x456) return 0x457;
    return letter;
}

}  // namespace

void Symbols::make_room(std::size_t size) {
    const std::size_t most = (size / BitRow::kBits + 2) * BitRow::kBits;
    if (letters_.size() >= most) return;
    letters_.resize(most);
    begins_.resize(most);
    ends_.resize(most);
    kinds_.resize(most);
}

void Symbols::release_above(std::size_t kept) {
    if (letters_.size() > kept + 2 * BitRow::kBits) *this = Symbols{};
}

void Symbols::read(const text::CodePoints& post) {
    make_room(post.size());
    const char32_t* const values = post.values().data();
    char32_t* const letters = letters_.data();
    std::uint32_t* const begins = begins_.data();
    std::uint32_t* const ends = ends_.data();
    std::uint8_t* const kinds = kinds_.data();
    const std::size_t size = post.size();
    std::size_t count = 0;
    for (std::size_t at = 0; at < size;) {
        char32_t c = values[at];
        begins[count] = post.begin(at);
        ++at;
        // What nearly every symbol is.
        if (c < kTableEnd && !kPlain[c].rare) {
            letters[count] = kPlain[c].letter;
            kinds[count] = kPlain[c].kind;
            ends[count] = post.begin(at);
            ++count;
            continue;
        }
        if (c == U'&') {
            const ReadEntity read = entity(post, at);
            c = read.meaning;
            at += read.length;
        }
        const Wide folded = fold(c);
        if (!folded.dropped) {
            letters[count] = folded.letter;
            kinds[count] = marked(folded.kind, folded.capital);
            ends[count] = post.begin(at);
            ++count;
        } else if (count != 0) {
            letters[count - 1] = composed(letters[count - 1], c);
            ends[count - 1] = post.begin(at);
        }
    }
    size_ = count;
    find_bits();
}

void Symbols::find_bits() {
    const std::size_t blocks = size_ / BitRow::kBits + 1;
    std::fill(kinds_.begin() + static_cast<std::ptrdiff_t>(size_),
              kinds_.begin() + static_cast<std::ptrdiff_t>(blocks * BitRow::kBits + 1),
              static_cast<std::uint8_t>(SymbolKind::space));
    letters_[size_] = 0;
    for (BitRow* const row : {&letter_bits_, &capital_bits_, &stretched_bits_}) row->make_room(size_);
    for (std::size_t block = 0; block < blocks; ++block) {
        const std::size_t first = block * BitRow::kBits;
        constexpr auto kLetter = static_cast<std::uint8_t>(SymbolKind::letter);
        constexpr auto kNoCapital = static_cast<std::uint8_t>(~kCapital);
        letter_bits_.set_word(block, bits_in_range(&kinds_[first], kNoCapital, kLetter, 1));
        capital_bits_.set_word(block, bits_in_range(&kinds_[first], kCapital, kCapital, 1));
        // What follows the block is taken for more of the same.
        const std::uint64_t same = repeated(&letters_[first]);
        const std::uint64_t second = same >> 1U | std::uint64_t{1} << 63U;
        const std::uint64_t third = same >> 2U | std::uint64_t{3} << 62U;
        stretched_bits_.set_word(block, same & second & third);
    }
}

}  // namespace scrm::sentiment
