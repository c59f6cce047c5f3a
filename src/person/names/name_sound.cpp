// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/name_sound.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "person/names/name_sound_internal.hpp"

namespace scrm::person {
namespace {

constexpr std::size_t kLongest = 24;
constexpr std::size_t kLetters = 27;  // 0: none
constexpr int kEighths = 8;
constexpr double kLeast = -16;

std::size_t letter(char c) noexcept {
    return static_cast<std::size_t>(c - 'a') + 1;
}

/// A word as letters 1 to 26; anything else in a key (a digit, a space) is left out. Empty: too long.
class Spelling {
  public:
    explicit Spelling(std::string_view word) {
        for (const char c : word) {
            if (c < 'a' || c > 'z') continue;
            if (size_ == kLongest) {
                size_ = 0;
                return;
            }
            letters_[size_++] = static_cast<std::uint8_t>(letter(c));
        }
    }
    std::size_t size() const noexcept { return size_; }
    std::size_t operator[](std::size_t i) const noexcept { return letters_[i]; }

  private:
    std::array<std::uint8_t, kLongest> letters_{};
    std::size_t size_ = 0;
};

/// The cost of every unit by its letters.
class UnitCosts {
  public:
    UnitCosts() : costs_(kLetters * kLetters * kLetters * kLetters, kForbidden) {
        for (std::size_t i = 1; i < kLetters; ++i) {
            for (std::size_t k = 1; k < kLetters; ++k) at(i, 0, k, 0) = kRareUnit;
            at(i, 0, 0, 0) = kRareUnit;
            at(0, 0, i, 0) = kRareUnit;
        }
        const auto group = [](const char* text, std::size_t index) {
            return text[0] != '\0' && (index == 0 || text[1] != '\0') ? letter(text[index]) : 0;
        };
        latin_least_.fill(kRareUnit);
        cyrillic_least_.fill(kRareUnit);
        for (const SoundUnit& unit : sound_units()) {
            at(group(unit.latin, 0), group(unit.latin, 1), group(unit.cyrillic, 0), group(unit.cyrillic, 1)) =
                unit.cost;
            note_least(unit.latin, unit.cost, latin_least_);
            note_least(unit.cyrillic, unit.cost, cyrillic_least_);
        }
    }

    /// What a letter costs at least, as its share of any unit that it stands in.
    int latin_least(std::size_t letter_of) const noexcept { return latin_least_[letter_of]; }
    int cyrillic_least(std::size_t letter_of) const noexcept { return cyrillic_least_[letter_of]; }

    static constexpr std::uint8_t kForbidden = 255;

    std::uint8_t of(std::size_t a, std::size_t a_next, std::size_t b, std::size_t b_next) const {
        return costs_[((a * kLetters + a_next) * kLetters + b) * kLetters + b_next];
    }

  private:
    using LetterCosts = std::array<int, kLetters>;

    static void note_least(std::string_view letters, int cost, LetterCosts& least) {
        for (const char c : letters)
            least[letter(c)] = std::min(least[letter(c)], cost / static_cast<int>(letters.size()));
    }
    std::uint8_t& at(std::size_t a, std::size_t a_next, std::size_t b, std::size_t b_next) {
        return costs_[((a * kLetters + a_next) * kLetters + b) * kLetters + b_next];
    }

    std::vector<std::uint8_t> costs_;
    LetterCosts latin_least_{};
    LetterCosts cyrillic_least_{};
};

/// The least cost of an alignment of two words, in eighths of a bit; `limit` + 1 where none costs `limit` or
/// less.
int alignment_cost(const Spelling& a, const Spelling& b, int limit) {
    static const UnitCosts kCosts;
    const std::size_t width = b.size() + 1;
    std::array<int, (kLongest + 1) * (kLongest + 1)> least;
    std::fill_n(least.begin(), (a.size() + 1) * width, limit + 1);
    if (limit >= 0) least[0] = 0;
    // What the letters from each place on cost at least: no way on from a place can be cheaper.
    std::array<int, kLongest + 1> rest_of_a{};
    std::array<int, kLongest + 1> rest_of_b{};
    for (std::size_t i = a.size(); i-- > 0;) rest_of_a[i] = rest_of_a[i + 1] + kCosts.latin_least(a[i]);
    for (std::size_t k = b.size(); k-- > 0;) rest_of_b[k] = rest_of_b[k + 1] + kCosts.cyrillic_least(b[k]);
    std::size_t last_used = 0;  // row that an alignment within the limit has come to
    for (std::size_t i = 0; i <= a.size() && i <= last_used; ++i) {
        for (std::size_t k = 0; k <= b.size(); ++k) {
            const int here = least[i * width + k];
            if (here + std::max(rest_of_a[i], rest_of_b[k]) > limit) continue;
            for (std::size_t x = 0; x <= 2 && i + x <= a.size(); ++x) {
                for (std::size_t y = 0; y <= 2 && k + y <= b.size(); ++y) {
                    const std::uint8_t cost = kCosts.of(x > 0 ? a[i] : 0, x > 1 ? a[i + 1] : 0,
                                                        y > 0 ? b[k] : 0, y > 1 ? b[k + 1] : 0);
                    if (cost == UnitCosts::kForbidden || here + cost > limit) continue;
                    int& there = least[(i + x) * width + k + y];
                    there = std::min(there, here + cost);
                    last_used = std::max(last_used, i + x);
                }
            }
        }
    }
    return least[a.size() * width + b.size()];
}

constexpr bool is_vowel(char c) noexcept {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/// Letters that one of the scripts writes for nothing or otherwise: dz and z, x, the endings of Latin and
/// Greek names.
std::string without_endings(std::string_view key) {
    std::string out;
    for (std::size_t i = 0; i < key.size(); ++i) {
        const char next = i + 1 < key.size() ? key[i + 1] : '\0';
        if (key[i] == 'd' && next == 'z') continue;
        if (key[i] == 'k' && (next == 's' || next == 'q')) continue;
        out.push_back(key[i]);
    }
    if (out.size() >= 5 && out.back() == 's' && is_vowel(out[out.size() - 2])) out.pop_back();
    return out;
}

template <class Heard>
std::string outline(std::string_view key, std::size_t longest, const Heard& heard) {
    std::string out;
    for (const char c : key) {
        if (is_vowel(c) || c < 'a' || c > 'z') continue;
        const char sound = heard(c);
        if (sound == '\0' || (!out.empty() && out.back() == sound)) continue;
        out.push_back(sound);
        if (out.size() == longest) break;
    }
    return out;
}

/// '\0' for a sound that one of the scripts tends to leave out.
char rough_sound(char c) noexcept {
    switch (c) {
        case 'a':
        case 'e':
        case 'i':
        case 'o':
        case 'u':
        case 'h':
        case 'v':
        case 'j':
        case 'k':
            return '\0';
        case 'b':
        case 'f':
            return 'p';
        case 'd':
        case 't':
        case 'z':
        case 'q':
        case 'w':
        case 'c':
            return 's';
        default:
            return c;
    }
}

}  // namespace

double cross_script_likeness(std::string_view latin, std::string_view cyrillic) {
    return cross_script_likeness(latin, cyrillic, kLeast);
}

double cross_script_likeness(std::string_view latin, std::string_view cyrillic, double least) {
    if (latin.empty() || cyrillic.empty()) return 0;
    const Spelling a(latin);
    const Spelling b(cyrillic);
    if (a.size() == 0 || b.size() == 0) return kLeast;
    int apart = 0;
    for (std::size_t i = 0; i < a.size(); ++i) apart += kLatinLetterCost[a[i] - 1];
    for (std::size_t k = 0; k < b.size(); ++k) apart += kCyrillicLetterCost[b[k] - 1];
    const auto letters = static_cast<double>(a.size() + b.size());
    const int limit = apart - static_cast<int>(std::floor(std::max(least, kLeast) * letters * kEighths / 2));
    const double bits = static_cast<double>(apart - alignment_cost(a, b, limit)) / kEighths;
    const double likeness = std::max(kLeast, 2 * bits / letters);
    return likeness >= least ? likeness : kLeast;
}

std::string sound_outline(std::string_view key, std::size_t longest) {
    return outline(without_endings(key), longest, [](char c) {
        switch (c) {
            case 'h':
            case 'v':
            case 'j':
                return '\0';
            case 'b':
                return 'p';
            case 'd':
                return 't';
            case 'z':
            case 'q':
            case 'w':
            case 'c':
                return 's';
            default:
                return c;
        }
    });
}

std::string rough_sound_outline(std::string_view key, std::size_t longest) {
    return outline(without_endings(key), longest, rough_sound);
}

void rough_sound_outlines(std::string_view key, std::vector<std::string>& outlines, std::size_t longest) {
    // Letters for which the other script may write a vowel or nothing.
    constexpr std::array<std::string_view, 3> kUnheard = {"dz", "ks", "kq"};
    constexpr std::size_t kShortestWithEnding = 4;
    std::vector<std::string> spellings = {std::string{key}};
    for (const std::string_view unheard : kUnheard) {
        const std::size_t count = spellings.size();
        for (std::size_t i = 0; i < count; ++i) {
            std::string without = spellings[i];
            for (std::size_t at = without.find(unheard); at != std::string::npos; at = without.find(unheard))
                without.erase(at, unheard.size());
            if (without != spellings[i]) spellings.push_back(std::move(without));
        }
    }
    // Of French and Greek names the last s or t.
    const std::size_t count = spellings.size();
    for (std::size_t i = 0; i < count; ++i) {
        std::string without = spellings[i];
        while (!without.empty() && rough_sound(without.back()) == '\0') without.pop_back();
        if (without.size() < kShortestWithEnding || rough_sound(without.back()) != 's') continue;
        without.pop_back();
        spellings.push_back(std::move(without));
    }
    const auto first = static_cast<std::ptrdiff_t>(outlines.size());
    for (const std::string& spelling : spellings) {
        std::string heard = outline(spelling, longest, rough_sound);
        if (std::find(outlines.begin() + first, outlines.end(), heard) == outlines.end())
            outlines.push_back(std::move(heard));
    }
}

}  // namespace scrm::person
