// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "sentiment/courtesies_internal.hpp"
#include "sentiment/features_internal.hpp"
#include "sentiment/tokens_internal.hpp"

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

/// At least as many n-grams as the tokens have: a word of n letters has at most 3n runs of them.
std::size_t most_ngrams(const TokenizedText& text) {
    constexpr std::size_t kOfFlagsAndEnd = 3;
    return 3 * text.letters.size() + 2 * text.tokens.size() + kOfFlagsAndEnd;
}

void make_room(std::vector<std::uint32_t>& room, std::size_t size) {
    if (room.size() < size) room.resize(size);
}

/// Lists the buckets of all n-grams of a text, token by token. How long words are cannot be foreseen, so that
/// each end of a loop over letters costs as much as many letters: one loop does all that a word needs.
class Lister {
  public:
    Lister(const FeatureTable& table, TextWork& work)
        : buckets_(table.buckets), seed_(table.seed), text_(work.tokens), work_(work) {}

    void list() {
        const auto& tokens = text_.tokens;
        // Three runs of letters are written at each letter, also where fewer of them are kept.
        make_room(work_.ngrams, most_ngrams(text_) + 2);
        make_room(work_.first_ngram, tokens.size() + 1);
        out_ = work_.ngrams.data();
        int negated = 0;
        std::uint64_t before = family_seed(seed_, Family::pair);
        std::size_t capitals = 0;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const Token& token = tokens[i];
            const std::u32string_view letters = text_.letters_of(token);
            work_.first_ngram[i] = static_cast<std::uint32_t>(out_ - work_.ngrams.data());
            const bool wordlike = token.kind == TokenKind::word || token.kind == TokenKind::hashtag;
            std::uint32_t* const words = out_;
            out_ += 2;
            const std::uint64_t plain =
                wordlike ? add_letters(letters.substr(0, kWordLetters))
                         : hash_of(letters.substr(0, kWordLetters), family_seed(seed_, Family::word));
            const std::uint64_t word =
                negated > 0 && wordlike ? step(plain, static_cast<char32_t>(Family::negated)) : plain;
            words[0] = bucket_of(word) | kWordBit;
            words[1] = bucket_of(step(before, static_cast<char32_t>(word >> 32)) ^ word) | kWordBit;
            before = step(word, kPairMark);
            if (token.capitals) ++capitals;
            if (negated > 0) --negated;
            if (token.kind == TokenKind::word && is_negation(letters)) negated = kNegationScope;
            if (token.clause_end) negated = 0;
        }
        work_.first_ngram[tokens.size()] = static_cast<std::uint32_t>(out_ - work_.ngrams.data());
        if (!tokens.empty()) {
            *out_++ = bucket_of(step(before, kEndMark)) | kWordBit;
            add_flag(0, std::min<std::size_t>(capitals, 3));
            add_flag(1, std::min<std::size_t>(std::bit_width(tokens.size()), 7));
        }
        work_.ngram_count = static_cast<std::size_t>(out_ - work_.ngrams.data());
    }

  private:
    std::uint32_t bucket_of(std::uint64_t hash) const {
        hash *= 0xBF58476D1CE4E5B9ULL;
        hash ^= hash >> 32;
        // The upper half as a share of the table.
        return static_cast<std::uint32_t>((hash * 0x94D049BB133111EBULL >> 32) * buckets_ >> 32);
    }

    void add_flag(std::uint64_t which, std::uint64_t value) {
        const std::uint64_t seed = family_seed(seed_, Family::flag);
        *out_++ = bucket_of(step(seed, static_cast<char32_t>(which * 64 + value))) | kWordBit;
    }

    /// All runs of three to five letters of "<word>". Returns the hash of the word.
    std::uint64_t add_letters(std::u32string_view letters) {
        const std::uint64_t seed = family_seed(seed_, Family::letters);
        const char32_t* const data = letters.data();
        const std::size_t size = letters.size();
        // Of the letters behind the front one; the frame is a letter, and behind it there is nothing.
        const auto at = [&](std::size_t i) { return i < size ? data[i] : U'>'; };
        std::uint64_t word = family_seed(seed_, Family::word);
        std::uint32_t* out = out_;
        char32_t first = U'<';
        char32_t second = at(0);
        char32_t third = at(1);
        char32_t fourth = at(2);
        for (std::size_t i = 0; i < size; ++i) {
            const char32_t fifth = at(i + 3);
            const std::uint64_t three = step(step(step(seed, first), second), third);
            const std::uint64_t four = step(three, fourth);
            out[0] = bucket_of(three);
            out[1] = bucket_of(four);
            out[2] = bucket_of(step(four, fifth));
            out += 1 + static_cast<std::size_t>(i + 1 < size) + static_cast<std::size_t>(i + 2 < size);
            word = step(word, data[i]);
            first = second;
            second = third;
            third = fourth;
            fourth = fifth;
        }
        out_ = out;
        return word;
    }

    std::uint64_t buckets_;
    std::uint64_t seed_;
    const TokenizedText& text_;
    TextWork& work_;
    std::uint32_t* out_ = nullptr;
};

/// Finds which n-grams are one feature; an n-gram gives way to the number of its feature.
template <class Number>
void count(const FeatureRows& rows, std::vector<Number>& table, TextWork& work) {
    const std::size_t ngrams = work.ngram_count;
    // A sparse table: where two n-grams meet at one place the processor has guessed wrongly.
    constexpr std::size_t kSlotsForOne = 4;
    table.assign(std::bit_ceil(std::max<std::size_t>(kSlotsForOne * ngrams, 64)), 0);
    make_room(work.keys, ngrams + 2);
    TextFeatures& features = work.features;
    features.buckets.resize(ngrams + 1);
    features.counts.resize(ngrams + 1);
    std::uint32_t* const buckets = features.buckets.data();
    std::uint32_t* const counts = features.counts.data();
    std::uint32_t* const keys = work.keys.data();
    Number* const seen = table.data();
    std::uint32_t* const numbers = work.ngrams.data();
    const std::size_t mask = table.size() - 1;
    // Without a model a place is asked for that nobody reads.
    const bool known = rows.first != nullptr;
    const std::int8_t* const row = known ? rows.first : reinterpret_cast<const std::int8_t*>(keys);
    const std::size_t stride = known ? rows.stride : 0;
    std::uint32_t size = 0;
    for (std::size_t i = 0; i < ngrams; ++i) {
        const std::uint32_t bucket = numbers[i];
        const std::uint32_t place = bucket & ~kWordBit;
        __builtin_prefetch(row + place * stride);
        std::size_t slot = (bucket * 0x9E3779B1U >> 7U) & mask;
        while ((seen[slot] != 0) & (keys[seen[slot]] != bucket)) slot = (slot + 1) & mask;
        // Whether an n-gram is new is not to be guessed: both cases do the same work, and what is written of
        // one that is not new is written over by the next.
        const std::uint32_t before = seen[slot];
        const std::uint32_t number = before == 0 ? size + 1 : before;
        seen[slot] = static_cast<Number>(number);
        keys[size + 1] = bucket;
        buckets[size] = place;
        counts[size] = bucket & kWordBit;
        ++counts[number - 1];
        numbers[i] = number - 1;
        size += before == 0 ? 1U : 0U;
    }
    features.buckets.resize(size);
    features.counts.resize(size);
}

}  // namespace

const CountWeights& count_weights() {
    static const auto weights = [] {
        CountWeights all{};
        for (std::size_t i = 1; i < all.size(); ++i)
            all[i] = static_cast<std::uint32_t>(
                std::lround((1.0 + std::log(static_cast<double>(i))) * (1U << kCountShift)));
        return all;
    }();
    return weights;
}

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
    decode(text, work.tokens);
    hide_courtesies(work.tokens.points);
    spell_russian(work.tokens.points);
    tokenize_decoded(work.tokens);
    work.signals.clear();
    work.brands.clear();
    work.occurrences.clear();
    work.occurrences_known = false;
    if (source != nullptr) {
        source->read(text, work.tokens, work.signals, work.brands);
        mark_brands(work.brands, work.tokens);
    }
    // Which language a short post is in, its greeting may tell.
    work.tokens.points.show();
    Lister(table, work).list();
    if (work.ngram_count < std::numeric_limits<std::uint16_t>::max())
        count(rows, work.seen, work);
    else
        count(rows, work.seen_of_many, work);
}

void find_occurrences(TextWork& work) {
    if (work.occurrences_known) return;
    work.occurrences_known = true;
    work.occurrences.clear();
    const auto tokens = static_cast<std::uint32_t>(work.tokens.tokens.size());
    if (tokens == 0) return;
    const auto add = [&](std::uint32_t ngram, std::uint32_t first, std::uint32_t last) {
        work.occurrences.push_back({work.ngrams[ngram], first, last});
    };
    for (std::uint32_t token = 0; token < tokens; ++token) {
        const std::uint32_t word = work.first_ngram[token];
        add(word, token, token);
        add(word + 1, token == 0 ? 0 : token - 1, token);
        for (std::uint32_t i = word + 2; i < work.first_ngram[token + 1]; ++i) add(i, token, token);
    }
    const std::uint32_t end = work.first_ngram[tokens];
    add(end, tokens - 1, tokens - 1);
    add(end + 1, 0, tokens - 1);
    add(end + 2, 0, tokens - 1);
}

}  // namespace scrm::sentiment
