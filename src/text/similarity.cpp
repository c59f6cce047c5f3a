// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/similarity.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "text/one_byte_text_internal.hpp"

namespace scrm::text {
namespace {

constexpr std::size_t kWord = 64;

/// Where each symbol of a pattern of at most 64 symbols stands, for symbols of one byte. Only the entries
/// that the two strings touch are ever written or read, which is cheaper than clearing 2 KiB per pair.
class ByteTable {
  public:
    ByteTable(std::basic_string_view<std::uint8_t> pattern, std::basic_string_view<std::uint8_t> text) {
        for (const auto c : text) bits_[c] = 0;
        for (const auto c : pattern) bits_[c] = 0;
        for (std::size_t i = 0; i < pattern.size(); ++i) bits_[pattern[i]] |= std::uint64_t{1} << i;
    }
    std::uint64_t operator[](std::uint8_t symbol) const { return bits_[symbol]; }

  private:
    std::array<std::uint64_t, 256> bits_;
};

/// The same for any code point: 128 slots for at most 64 distinct keys, linear probing.
class WideTable {
  public:
    WideTable(std::u32string_view pattern, std::u32string_view /*text*/) {
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            const std::size_t s = slot(pattern[i]);
            keys_[s] = pattern[i];
            bits_[s] |= std::uint64_t{1} << i;
        }
    }
    std::uint64_t operator[](char32_t symbol) const { return bits_[slot(symbol)]; }

  private:
    std::size_t slot(char32_t symbol) const {
        std::size_t s = (static_cast<std::uint32_t>(symbol) * 0x9E3779B1U) >> 25;
        while (bits_[s] != 0 && keys_[s] != symbol) s = (s + 1) & 127;
        return s;
    }
    std::array<char32_t, 128> keys_{};
    std::array<std::uint64_t, 128> bits_{};
};

template <class Char>
using Symbols = std::basic_string_view<Char>;

template <class Char>
struct TableFor;
template <>
struct TableFor<std::uint8_t> {
    using type = ByteTable;
};
template <>
struct TableFor<char32_t> {
    using type = WideTable;
};

template <class Char>
double jaro_word(Symbols<Char> pattern, Symbols<Char> text, std::size_t window) {
    const typename TableFor<Char>::type table(pattern, text);
    std::uint64_t used_pattern = 0;
    std::uint64_t used_text = 0;
    for (std::size_t j = 0; j < text.size(); ++j) {
        const std::size_t high = j + window;
        std::uint64_t mask = high >= kWord - 1 ? ~std::uint64_t{0} : (std::uint64_t{1} << (high + 1)) - 1;
        if (j > window) {
            const std::size_t low = j - window;
            if (low >= kWord) break;
            mask &= ~std::uint64_t{0} << low;
        }
        const std::uint64_t hits = table[text[j]] & mask & ~used_pattern;
        used_pattern |= hits & (~hits + 1);
        used_text |= static_cast<std::uint64_t>(hits != 0) << j;
    }
    if (used_pattern == 0) return 0;
    const auto matches = static_cast<std::size_t>(std::popcount(used_pattern));
    std::size_t moved = 0;
    while (used_text != 0) {
        moved += pattern[static_cast<std::size_t>(std::countr_zero(used_pattern))] !=
                 text[static_cast<std::size_t>(std::countr_zero(used_text))];
        used_pattern &= used_pattern - 1;
        used_text &= used_text - 1;
    }
    return jaro_from_counts(matches, moved / 2, pattern.size(), text.size());
}

template <class Char>
double jaro_long(Symbols<Char> pattern, Symbols<Char> text, std::size_t window) {
    std::vector<bool> used(pattern.size());
    std::basic_string<char32_t> matched_text;
    for (std::size_t j = 0; j < text.size(); ++j) {
        const std::size_t first = j > window ? j - window : 0;
        const std::size_t last = std::min(pattern.size(), j + window + 1);
        for (std::size_t i = first; i < last; ++i) {
            if (used[i] || pattern[i] != text[j]) continue;
            used[i] = true;
            matched_text.push_back(text[j]);
            break;
        }
    }
    if (matched_text.empty()) return 0;
    std::size_t moved = 0;
    for (std::size_t i = 0, k = 0; i < pattern.size(); ++i) {
        if (used[i]) moved += static_cast<char32_t>(pattern[i]) != matched_text[k++];
    }
    return jaro_from_counts(matched_text.size(), moved / 2, pattern.size(), text.size());
}

template <class Char>
double jaro_of(Symbols<Char> a, Symbols<Char> b) {
    if (a == b) return 1;
    if (a.empty() || b.empty()) return 0;
    // The greedy assignment depends on who is the pattern: fixing it makes the measure symmetric.
    if (a.size() > b.size() || (a.size() == b.size() && a > b)) std::swap(a, b);
    const std::size_t half = b.size() / 2;
    const std::size_t window = half > 0 ? half - 1 : 0;
    return b.size() <= kWord ? jaro_word(a, b, window) : jaro_long(a, b, window);
}

template <class Char>
double jaro_winkler_of(Symbols<Char> a, Symbols<Char> b) {
    const double score = jaro_of(a, b);
    if (score <= 0.7) return score;
    std::size_t prefix = 0;
    const std::size_t limit = std::min({a.size(), b.size(), std::size_t{4}});
    while (prefix < limit && a[prefix] == b[prefix]) ++prefix;
    return score + 0.1 * static_cast<double>(prefix) * (1.0 - score);
}

template <class Char>
void strip_common(Symbols<Char>& a, Symbols<Char>& b) {
    const auto front = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    const auto prefix = static_cast<std::size_t>(front.first - a.begin());
    a.remove_prefix(prefix);
    b.remove_prefix(prefix);
    while (!a.empty() && !b.empty() && a.back() == b.back()) {
        a.remove_suffix(1);
        b.remove_suffix(1);
    }
}

/// Hyyrö 2003, one word. `kSwaps` adds the transposition term of the OSA variant.
template <bool kSwaps, class Char>
std::size_t distance_word(Symbols<Char> pattern, Symbols<Char> text) {
    const typename TableFor<Char>::type table(pattern, text);
    const std::uint64_t last = std::uint64_t{1} << (pattern.size() - 1);
    std::uint64_t vp = ~std::uint64_t{0};
    std::uint64_t vn = 0;
    std::uint64_t d0 = 0;
    std::uint64_t before = 0;
    std::size_t distance = pattern.size();
    for (const Char c : text) {
        const std::uint64_t eq = table[c];
        const std::uint64_t swaps = kSwaps ? ((~d0 & eq) << 1) & before : 0;
        d0 = (((eq & vp) + vp) ^ vp) | eq | vn | swaps;
        std::uint64_t hp = vn | ~(d0 | vp);
        std::uint64_t hn = d0 & vp;
        distance += (hp & last) != 0;
        distance -= (hn & last) != 0;
        hp = (hp << 1) | 1;
        hn <<= 1;
        vp = hn | ~(d0 | hp);
        vn = hp & d0;
        before = eq;
    }
    return distance;
}

/// Three rolling rows restricted to the diagonal band |i − j| ≤ cutoff (Ukkonen 1985).
template <bool kSwaps, class Char>
std::size_t distance_band(Symbols<Char> a, Symbols<Char> b, std::size_t cutoff) {
    const std::size_t n = b.size();
    const std::size_t far = cutoff + 1;
    std::vector<std::size_t> older(n + 1, far);
    std::vector<std::size_t> old(n + 1);
    std::vector<std::size_t> row(n + 1, far);
    for (std::size_t j = 0; j <= n; ++j) old[j] = std::min(j, far);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        const std::size_t first = i > cutoff ? i - cutoff : 1;
        const std::size_t last = cutoff >= n ? n : std::min(n, i + cutoff);
        if (first > n) return far;
        row[first - 1] = first == 1 ? std::min(i, far) : far;
        std::size_t best = row[first - 1];
        for (std::size_t j = first; j <= last; ++j) {
            std::size_t cost = std::min({old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] != b[j - 1])});
            if constexpr (kSwaps) {
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                    cost = std::min(cost, older[j - 2] + 1);
                }
            }
            row[j] = std::min(cost, far);
            best = std::min(best, row[j]);
        }
        if (last < n) row[last + 1] = far;
        if constexpr (!kSwaps) {
            if (best >= far) return far;
        }
        std::swap(older, old);
        std::swap(old, row);
    }
    return std::min(old[n], far);
}

template <bool kSwaps, class Char>
int distance_of(Symbols<Char> a, Symbols<Char> b, int cutoff) {
    const auto limit = static_cast<std::size_t>(std::clamp(cutoff, 0, kNoCutoff));
    strip_common(a, b);
    if (a.size() > b.size()) std::swap(a, b);
    std::size_t distance = 0;
    if (b.size() - a.size() > limit) {
        distance = limit + 1;
    } else if (a.empty()) {
        distance = b.size();
    } else if (limit <= 1) {
        // Both begin and end with other symbols, so that one edit takes all of them.
        const bool swapped = kSwaps && a.size() == 2 && b.size() == 2 && a[0] == b[1] && a[1] == b[0];
        distance = b.size() == 1 || swapped ? 1 : 2;
    } else if (a.size() <= kWord) {
        distance = distance_word<kSwaps>(a, b);
    } else {
        distance = distance_band<kSwaps>(a, b, std::min(limit, b.size()));
    }
    return static_cast<int>(std::min(distance, limit + 1));
}

std::u32string decode(std::string_view bytes) {
    std::u32string out;
    out.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size();) out.push_back(next_symbol(bytes, i));
    return out;
}

bool is_ascii(std::string_view bytes) {
    unsigned char all = 0;
    for (const char c : bytes) all |= static_cast<unsigned char>(c);
    return all < 0x80;
}

Symbols<std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

template <class Narrow, class Wide>
auto dispatch(std::string_view a, std::string_view b, Narrow narrow, Wide wide) {
    if (is_ascii(a) && is_ascii(b)) return narrow(bytes_of(a), bytes_of(b));
    OneByteText left;
    OneByteText right;
    if (left.assign(a) && right.assign(b)) return narrow(left.view(), right.view());
    return wide(decode(a), decode(b));
}

}  // namespace

double jaro_from_counts(std::size_t matches, std::size_t transpositions, std::size_t a, std::size_t b) {
    const auto m = static_cast<double>(matches);
    const auto t = static_cast<double>(transpositions);
    return (m / static_cast<double>(a) + m / static_cast<double>(b) + (m - t) / m) / 3.0;
}

double jaro(std::u32string_view a, std::u32string_view b) {
    return jaro_of(a, b);
}

double jaro(std::string_view a, std::string_view b) {
    return dispatch(
        a, b, [](auto x, auto y) { return jaro_of(x, y); },
        [](const std::u32string& x, const std::u32string& y) { return jaro(std::u32string_view(x), y); });
}

double jaro_winkler(std::u32string_view a, std::u32string_view b) {
    return jaro_winkler_of(a, b);
}

double jaro_winkler(std::string_view a, std::string_view b) {
    return dispatch(
        a, b, [](auto x, auto y) { return jaro_winkler_of(x, y); },
        [](const std::u32string& x, const std::u32string& y) {
            return jaro_winkler(std::u32string_view(x), y);
        });
}

int levenshtein(std::u32string_view a, std::u32string_view b, int cutoff) {
    return distance_of<false>(a, b, cutoff);
}

int levenshtein(std::string_view a, std::string_view b, int cutoff) {
    return dispatch(
        a, b, [cutoff](auto x, auto y) { return distance_of<false>(x, y, cutoff); },
        [cutoff](const std::u32string& x, const std::u32string& y) {
            return levenshtein(std::u32string_view(x), y, cutoff);
        });
}

int damerau_levenshtein(std::u32string_view a, std::u32string_view b, int cutoff) {
    return distance_of<true>(a, b, cutoff);
}

int damerau_levenshtein(std::string_view a, std::string_view b, int cutoff) {
    return dispatch(
        a, b, [cutoff](auto x, auto y) { return distance_of<true>(x, y, cutoff); },
        [cutoff](const std::u32string& x, const std::u32string& y) {
            return damerau_levenshtein(std::u32string_view(x), y, cutoff);
        });
}

}  // namespace scrm::text
