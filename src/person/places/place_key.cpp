// SPDX-License-Identifier: Apache-2.0
#include "person/places/place_key_internal.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace scrm::person {
namespace {

// Base letters of U+00E0..U+00FF and of U+0100..U+017F; '.' marks what has no plain base letter.
constexpr std::string_view kLatin1Bases = "aaaaaa.ceeeeiiii.nooooo.ouuuuy.y";
constexpr std::string_view kExtendedBases =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkklllllllllln"
    "nnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static_assert(kLatin1Bases.size() == 32);
static_assert(kExtendedBases.size() == 128);

// Collects the key; a gap is written only when a letter follows.
class KeyWriter {
  public:
    explicit KeyWriter(std::size_t capacity) { out_.reserve(capacity); }

    void gap(char kind) {
        if (kind == ',' || gap_ == 0) gap_ = kind;
    }
    void byte(char c) {
        flush();
        out_.push_back(c);
    }
    void two_bytes(unsigned code) {
        flush();
        out_.push_back(static_cast<char>(0xC0 | code >> 6));
        out_.push_back(static_cast<char>(0x80 | (code & 0x3F)));
    }
    void bytes(std::string_view text) {
        flush();
        out_.append(text);
    }
    // A combining mark: й and ї are letters of their own, every other mark is dropped.
    void mark(unsigned code) {
        if (gap_ != 0) return;
        if (code == 0x306 && out_.ends_with("и")) out_.replace(out_.size() - 2, 2, "й");
        if (code == 0x306 && out_.ends_with("у")) out_.replace(out_.size() - 2, 2, "ў");
        if (code == 0x308 && out_.ends_with("і")) out_.replace(out_.size() - 2, 2, "ї");
    }
    std::string take() { return std::move(out_); }

  private:
    void flush() {
        if (gap_ != 0 && !out_.empty()) out_.push_back(gap_);
        gap_ = 0;
    }

    std::string out_;
    char gap_ = 0;
};

unsigned cyrillic_lower(unsigned code) noexcept {
    if (code >= 0x410 && code <= 0x42F) code += 0x20;
    if (code >= 0x400 && code <= 0x40F) code += 0x50;
    if (code == 0x451) return 0x435;
    // The Kazakh, Tatar and Bashkir letters stand in pairs, capital first.
    const bool even_capital = (code >= 0x48A && code <= 0x4BF) || (code >= 0x4D0 && code <= 0x52F);
    if (even_capital && code % 2 == 0) return code + 1;
    if (code >= 0x4C1 && code <= 0x4CE && code % 2 == 1) return code + 1;
    return code;
}

void write_two_byte(KeyWriter& writer, unsigned code) {
    if (code >= 0x400 && code <= 0x52F) {
        writer.two_bytes(cyrillic_lower(code));
    } else if (code < 0xC0 || code == 0xD7 || code == 0xF7) {
        if (code != 0xAD && code != 0xB4)
            writer.gap(' ');  // a soft hyphen and an acute accent used as apostrophe
    } else if (code == 0xDF) {
        writer.bytes("ss");
    } else if (code < 0x180) {
        const unsigned lower = code < 0xE0 ? code + 0x20 : code;
        const char base = code < 0x100 ? kLatin1Bases[lower - 0xE0] : kExtendedBases[code - 0x100];
        if (base != '.') {
            writer.byte(base);
        } else if (lower == 0xE6) {
            writer.bytes("ae");
        } else {
            writer.two_bytes(lower);
        }
    } else if (code >= 0x300 && code <= 0x36F) {
        writer.mark(code);
    } else if (code >= 0x218 && code <= 0x21B) {
        writer.byte(code <= 0x219 ? 's' : 't');
    } else if (code == 0x18F || code == 0x259) {
        writer.byte('e');
    } else if (code < 0x2B9 || code > 0x2BF) {  // modifier apostrophes vanish
        writer.two_bytes(code);
    }
}

void write_three_byte(KeyWriter& writer, std::string_view symbol) {
    const auto lead = static_cast<std::uint8_t>(symbol[0]);
    const auto second = static_cast<std::uint8_t>(symbol[1]);
    const auto third = static_cast<std::uint8_t>(symbol[2]);
    if (lead == 0xE2 && second >= 0x80 && second <= 0x8F) {
        const bool apostrophe = second == 0x80 && (third == 0x98 || third == 0x99 || third == 0xB2);
        const bool zero_width = second == 0x80 && third >= 0x8B && third <= 0x8F;
        if (!apostrophe && !zero_width) writer.gap(' ');
    } else if (lead == 0xE2 || (lead == 0xEF && second >= 0xB8 && second <= 0xBB)) {
        writer.gap(' ');  // arrows, stars, variation selectors
    } else if (lead == 0xE3 && second == 0x80) {
        writer.gap(third == 0x81 ? ',' : ' ');
    } else {
        writer.bytes(symbol);
    }
}

std::size_t sequence_length(std::string_view rest) noexcept {
    const auto lead = static_cast<std::uint8_t>(rest[0]);
    const std::size_t wanted = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
    if (rest.size() < wanted) return 1;
    for (std::size_t i = 1; i < wanted; ++i) {
        if ((static_cast<std::uint8_t>(rest[i]) & 0xC0) != 0x80) return 1;
    }
    return wanted;
}

bool is_dash(std::string_view rest) noexcept {
    return rest.starts_with("-") || rest.starts_with("–") || rest.starts_with("—");
}

void write_ascii(KeyWriter& writer, char c) {
    if (c >= 'A' && c <= 'Z') {
        writer.byte(static_cast<char>(c + 32));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        writer.byte(c);
    } else if (c == ',' || c == ';' || c == '/' || c == '|' || c == '(' || c == ')' || c == '\n' ||
               c == '+') {
        writer.gap(',');
    } else if (c != '\'' && c != '`' && c != '"') {
        writer.gap(' ');
    }
}

}  // namespace

std::string place_key(std::string_view raw) {
    KeyWriter writer{raw.size()};
    for (std::size_t i = 0; i < raw.size();) {
        const std::string_view rest = raw.substr(i);
        if (is_dash(rest)) {
            const std::size_t length = rest[0] == '-' ? 1 : 3;
            const bool space_before = i > 0 && raw[i - 1] == ' ';
            const bool space_after = i + length < raw.size() && raw[i + length] == ' ';
            writer.gap(space_before && space_after ? ',' : ' ');
            i += length;
            continue;
        }
        const std::size_t length = sequence_length(rest);
        if (length == 1) {
            if (static_cast<std::uint8_t>(rest[0]) < 0x80) {
                write_ascii(writer, rest[0]);
            } else {
                writer.byte(rest[0]);
            }
        } else if (length == 2) {
            write_two_byte(writer, (static_cast<std::uint8_t>(rest[0]) & 0x1FU) << 6 |
                                       (static_cast<std::uint8_t>(rest[1]) & 0x3FU));
        } else if (length == 3) {
            write_three_byte(writer, rest.substr(0, 3));
        } else if (!rest.starts_with("\xF0\x9F")) {
            writer.bytes(rest.substr(0, 4));
        } else {
            writer.gap(' ');  // emoji and flags
        }
        i += length;
    }
    return writer.take();
}

std::string name_key(std::string_view raw) {
    std::string key = place_key(raw);
    std::ranges::replace(key, ',', ' ');
    return key;
}

}  // namespace scrm::person
