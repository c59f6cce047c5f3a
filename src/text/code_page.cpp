// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/code_page.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace scrm::text {
namespace {

constexpr std::size_t kFewestLetters = 20;
/// Of the bytes above ASCII that are to be letters.
constexpr double kLeastShare = 0.9;

/// Where letters are in the alphabet а … я without ё; -1: no letter.
using CodePage = std::array<std::int16_t, 256>;

constexpr void put_run(CodePage& page, std::size_t first_byte, int first_letter, int letters) {
    for (int i = 0; i < letters; ++i)
        page[first_byte + static_cast<std::size_t>(i)] = static_cast<std::int16_t>(first_letter + i);
}

constexpr CodePage no_letters() {
    CodePage page{};
    for (auto& letter : page) letter = -1;
    return page;
}

constexpr CodePage cp1251() {
    CodePage page = no_letters();
    put_run(page, 0xC0, 0, 32);
    put_run(page, 0xE0, 0, 32);
    return page;
}

constexpr CodePage cp866() {
    CodePage page = no_letters();
    put_run(page, 0x80, 0, 32);
    put_run(page, 0xA0, 0, 16);
    put_run(page, 0xE0, 16, 16);
    return page;
}

constexpr CodePage koi8r() {
    // In the order of the Latin letters that a missing eighth bit leaves.
    constexpr std::array<std::int16_t, 32> kOrder{30, 0,  1,  22, 4,  5,  20, 3,  21, 8,  9,
                                                  10, 11, 12, 13, 14, 15, 31, 16, 17, 18, 19,
                                                  6,  2,  28, 27, 7,  24, 29, 25, 23, 26};
    CodePage page = no_letters();
    for (std::size_t i = 0; i < kOrder.size(); ++i) {
        page[0xC0 + i] = kOrder[i];
        page[0xE0 + i] = kOrder[i];
    }
    return page;
}

/// Of a thousand letters of Russian text; in KOI8-R small and capital letters change places with CP1251, so
/// that what tells the two apart is the letter itself.
constexpr std::array<int, 32> kPerMille{80, 16, 45, 17, 30, 85, 9, 16, 74, 12, 35, 44, 32, 67, 110, 28,
                                        47, 55, 63, 26, 3,  10, 5, 14, 7,  4,  1,  19, 17, 3,  6,   20};

struct Known {
    std::string_view name;
    CodePage page;
};
constexpr std::array<Known, 3> kKnown{{{"cp1251", cp1251()}, {"koi8-r", koi8r()}, {"cp866", cp866()}}};

}  // namespace

std::optional<std::string_view> guess_cyrillic_code_page(std::string_view bytes) {
    std::optional<std::string_view> best;
    int most = 0;
    for (const Known& known : kKnown) {
        std::size_t high = 0;
        std::size_t letters = 0;
        int score = 0;
        for (const char c : bytes) {
            const auto byte = static_cast<std::uint8_t>(c);
            if (byte < 0x80) continue;
            ++high;
            const int letter = known.page[byte];
            if (letter < 0) continue;
            ++letters;
            score += kPerMille[static_cast<std::size_t>(letter)];
        }
        const bool is_likely = letters >= kFewestLetters &&
                               static_cast<double>(letters) >= kLeastShare * static_cast<double>(high);
        if (!is_likely || score <= most) continue;
        most = score;
        best = known.name;
    }
    return best;
}

}  // namespace scrm::text
