// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "features_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15ULL;

constexpr std::uint64_t step(std::uint64_t hash, char32_t letter) {
    hash = (hash ^ letter) * kMultiplier;
    return hash ^ (hash >> 29);
}

constexpr std::uint64_t hash_of(std::u32string_view letters, std::uint64_t seed) {
    std::uint64_t hash = seed;
    for (const char32_t c : letters) hash = step(hash, c);
    return hash;
}

/// What kind of feature a hash stands for.
enum class Family : std::uint64_t { word = 1, pair = 2, letters = 3, flag = 4, negated = 5 };

// Above all code points.
constexpr char32_t kPairMark = 0x110001;
constexpr char32_t kEndMark = 0x110002;

/// Words that turn what follows; after them three tokens count as other words.
constexpr std::array<std::u32string_view, 22> kNegations{
    U"не",      U"ни",     U"нет",   U"без",     U"нельзя", U"ні",    U"немає", U"нема",
    U"not",     U"no",     U"never", U"cannot",  U"can't",  U"don't", U"won't", U"isn't",
    U"doesn't", U"didn't", U"dont",  U"without", U"wasn't", U"cant"};
constexpr int kNegationScope = 3;

/// A longer word is no word; its first letters are enough to tell which.
constexpr std::size_t kWordLetters = 48;

constexpr std::uint64_t family_seed(std::uint64_t seed, Family family) {
    return (seed + static_cast<std::uint64_t>(family)) * 0xD6E8FEB86659FD93ULL + 0x2545F4914F6CDD1DULL;
}

const std::array<std::uint64_t, kNegations.size()>& negation_hashes() {
    static const auto hashes = [] {
        std::array<std::uint64_t, kNegations.size()> all{};
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = hash_of(kNegations[i], 0);
        std::ranges::sort(all);
        return all;
    }();
    return hashes;
}

bool is_negation(std::u32string_view word) {
    // A glance at the first letter tells of most words.
    static constexpr std::u32string_view kFirst = U"нбncdwi";
    if (word.size() > 7 || word.empty() || kFirst.find(word.front()) == std::u32string_view::npos)
        return false;
    return std::ranges::binary_search(negation_hashes(), hash_of(word, 0));
}

/// Hands every n-gram of the tokens to `found(bucket, first, last)`.
template <typename Found>
class Collector {
  public:
    Collector(const FeatureTable& table, const TokenizedText& text, Found found)
        : shift_(64 - table.bits), seed_(table.seed), text_(text), found_(std::move(found)) {}

    void collect() {
        const auto& tokens = text_.tokens;
        int negated = 0;
        std::uint64_t before = family_seed(seed_, Family::pair);
        std::size_t capitals = 0;
        for (std::uint32_t i = 0; i < tokens.size(); ++i) {
            const Token& token = tokens[i];
            const std::u32string_view letters = text_.letters_of(token);
            const std::uint64_t plain =
                hash_of(letters.substr(0, kWordLetters), family_seed(seed_, Family::word));
            const bool wordlike = token.kind == TokenKind::word || token.kind == TokenKind::hashtag;
            const std::uint64_t word =
                negated > 0 && wordlike ? step(plain, static_cast<char32_t>(Family::negated)) : plain;
            add(word, i, i);
            add(step(before, static_cast<char32_t>(word >> 32)) ^ word, i == 0 ? 0 : i - 1, i);
            before = step(word, kPairMark);
            if (wordlike) add_letters(letters.substr(0, kWordLetters), i);
            if (token.capitals) ++capitals;
            if (negated > 0) --negated;
            if (token.kind == TokenKind::word && is_negation(letters)) negated = kNegationScope;
            if (token.clause_end) negated = 0;
        }
        if (tokens.empty()) return;
        const auto last = static_cast<std::uint32_t>(tokens.size() - 1);
        add(step(before, kEndMark), last, last);
        flag(0, std::min<std::size_t>(capitals, 3));
        flag(1, std::min<std::size_t>(std::bit_width(tokens.size()), 7));
    }

  private:
    void add(std::uint64_t hash, std::uint32_t first, std::uint32_t last, std::uint32_t family = kWordBit) {
        hash *= 0xBF58476D1CE4E5B9ULL;
        hash ^= hash >> 32;
        found_(static_cast<std::uint32_t>((hash * 0x94D049BB133111EBULL) >> shift_) | family, first, last);
    }

    void flag(std::uint64_t which, std::uint64_t value) {
        const auto last = static_cast<std::uint32_t>(text_.tokens.size() - 1);
        add(step(family_seed(seed_, Family::flag), static_cast<char32_t>(which * 64 + value)), 0, last);
    }

    /// All runs of three to five letters of "<word>".
    void add_letters(std::u32string_view letters, std::uint32_t token) {
        const std::uint64_t seed = family_seed(seed_, Family::letters);
        const char32_t* const data = letters.data();
        const std::size_t size = letters.size();
        // Of the letters behind the front one; the frame is a letter, and behind it there is nothing.
        const auto at = [&](std::size_t i) { return i < size ? data[i] : U'>'; };
        char32_t first = U'<';
        char32_t second = at(0);
        char32_t third = at(1);
        char32_t fourth = at(2);
        for (std::size_t i = 0; i + 1 <= size; ++i) {
            std::uint64_t hash = step(step(step(seed, first), second), third);
            add(hash, token, token, 0);
            if (i + 1 == size) break;
            hash = step(hash, fourth);
            add(hash, token, token, 0);
            const char32_t fifth = at(i + 3);
            if (i + 2 < size) add(step(hash, fifth), token, token, 0);
            first = second;
            second = third;
            third = fourth;
            fourth = fifth;
        }
    }

    unsigned shift_;
    std::uint64_t seed_;
    const TokenizedText& text_;
    Found found_;
};

template <typename Found>
void collect(const FeatureTable& table, const TokenizedText& text, Found found) {
    Collector<Found>{table, text, std::move(found)}.collect();
}

/// At least as many n-grams as the tokens have: a word of n letters has at most 3n runs of them.
std::size_t most_features(const TokenizedText& text) {
    constexpr std::size_t kOfFlagsAndEnd = 3;
    return 3 * text.letters.size() + 2 * text.tokens.size() + kOfFlagsAndEnd;
}

/// The place of a bucket in `seen`, or the empty one where it belongs.
std::size_t slot_of(const std::vector<std::uint64_t>& seen, std::uint32_t bucket) {
    const std::size_t mask = seen.size() - 1;
    std::size_t slot = (bucket * 0x9E3779B1U) & mask;
    const std::uint64_t key = std::uint64_t{bucket} + 1;
    while (seen[slot] != 0 && (seen[slot] >> 32) != key) slot = (slot + 1) & mask;
    return slot;
}

void count(const FeatureTable& table, const FeatureRows& rows, TextWork& work) {
    const std::size_t most = most_features(work.tokens);
    // A sparse table: where two n-grams meet at one place the processor has guessed wrongly.
    work.seen.assign(std::bit_ceil(std::max<std::size_t>(2 * most, 64)), 0);
    TextFeatures& features = work.features;
    features.buckets.resize(most);
    features.counts.resize(most);
    std::uint32_t* const buckets = features.buckets.data();
    std::uint32_t* const counts = features.counts.data();
    std::uint64_t* const seen = work.seen.data();
    const std::size_t mask = work.seen.size() - 1;
    std::size_t size = 0;
    collect(table, work.tokens, [&, rows](std::uint32_t bucket, std::uint32_t, std::uint32_t) {
        std::size_t slot = (bucket * 0x9E3779B1U) & mask;
        const std::uint64_t key = std::uint64_t{bucket} + 1;
        while (true) {
            const std::uint64_t entry = seen[slot];
            if (entry == 0) {
                seen[slot] = key << 32 | size;
                const std::uint32_t place = bucket & ~kWordBit;
                if (rows.first != nullptr) __builtin_prefetch(rows.first + place * rows.stride);
                buckets[size] = place;
                counts[size] = (bucket & kWordBit) | 1U;
                ++size;
                return;
            }
            if ((entry >> 32) == key) {
                ++counts[entry & 0xFFFFFFFFU];
                return;
            }
            slot = (slot + 1) & mask;
        }
    });
    features.buckets.resize(size);
    features.counts.resize(size);
}

constexpr std::size_t kKnownCounts = 256;
constexpr unsigned kCountShift = 8;

const std::array<std::uint32_t, kKnownCounts>& count_weights() {
    static const auto weights = [] {
        std::array<std::uint32_t, kKnownCounts> all{};
        for (std::size_t i = 1; i < all.size(); ++i)
            all[i] = static_cast<std::uint32_t>(
                std::lround((1.0 + std::log(static_cast<double>(i))) * (1U << kCountShift)));
        return all;
    }();
    return weights;
}

}  // namespace

void mark_brands(std::span<const TextSpan> spans, TokenizedText& tokens) {
    if (spans.empty()) return;
    static constexpr std::u32string_view kBrand = U"_brand_";
    std::vector<Token>& all = tokens.tokens;
    std::size_t kept = 0;
    std::size_t next = 0;
    for (std::size_t i = 0; i < all.size();) {
        while (next < spans.size() && spans[next].end <= all[i].span.begin) ++next;
        if (next == spans.size() || spans[next].begin >= all[i].span.end) {
            all[kept++] = all[i++];
            continue;
        }
        Token brand = all[i];
        while (i < all.size() && all[i].span.begin < spans[next].end) {
            brand.span.end = std::max(brand.span.end, all[i].span.end);
            brand.clause_end = all[i].clause_end;
            ++i;
        }
        brand.kind = TokenKind::brand;
        brand.capitals = false;
        brand.begin = static_cast<std::uint32_t>(tokens.letters.size());
        tokens.letters += kBrand;
        brand.end = static_cast<std::uint32_t>(tokens.letters.size());
        all[kept++] = brand;
        ++next;
    }
    all.resize(kept);
}

void extract_features(std::string_view text, const FeatureTable& table, const SignalSource* source,
                      TextWork& work, const FeatureRows& rows) {
    tokenize(text, work.tokens);
    work.signals.clear();
    work.brands.clear();
    work.occurrences.clear();
    work.occurrences_known = false;
    if (source != nullptr) {
        source->read(text, work.tokens, work.signals, work.brands);
        mark_brands(work.brands, work.tokens);
    }
    count(table, rows, work);
}

void find_occurrences(const FeatureTable& table, TextWork& work) {
    if (work.occurrences_known) return;
    work.occurrences.clear();
    collect(table, work.tokens, [&](std::uint32_t bucket, std::uint32_t first, std::uint32_t last) {
        const auto feature = static_cast<std::uint32_t>(work.seen[slot_of(work.seen, bucket)]);
        work.occurrences.push_back({feature, first, last});
    });
    work.occurrences_known = true;
}

std::int16_t feature_value(std::uint16_t idf, std::uint32_t count) noexcept {
    const std::uint32_t times = count & ~kWordBit;
    const std::uint32_t weight = count_weights()[std::min<std::size_t>(times, kKnownCounts - 1)];
    const unsigned shift = (count & kWordBit) != 0 ? kCountShift - 1 : kCountShift;
    const std::uint32_t value = (idf * weight) >> shift;
    return static_cast<std::int16_t>(
        std::min<std::uint32_t>(value, std::numeric_limits<std::int16_t>::max()));
}

}  // namespace scrm::sentiment
