// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/jaro_winkler_batch.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "scrm/text/similarity.hpp"
#include "text/one_byte_text_internal.hpp"

namespace scrm::text {
namespace {

constexpr std::size_t kLanes = JaroWinklerBatch::kLanes;
constexpr std::size_t kLongest = JaroWinklerBatch::kLongest;

using View = OneByteText::View;

/// A symbol, or a count, of each of 32 texts. The compiler makes of it two registers of SSE2, or one of AVX2.
using Lanes = std::uint8_t __attribute__((vector_size(kLanes)));

/// What one text and 32 others of one length have in common.
struct Agreement {
    Lanes matches{};
    Lanes moved{};   ///< matched symbols that stand in another order
    Lanes prefix{};  ///< equal first symbols, at most four
};

/// Jaro by matches and transpositions, in the steps of jaro_from_counts().
class JaroScores {
  public:
    JaroScores(std::size_t a, std::size_t b) {
        for (std::size_t m = 1; m <= std::min(a, b); ++m)
            shares_[m] = static_cast<double>(m) / static_cast<double>(a) +
                         static_cast<double>(m) / static_cast<double>(b);
    }
    double at(std::size_t matches, std::size_t transpositions) const {
        return matches == 0 ? 0 : (shares_[matches] + in_order()[matches][transpositions]) / 3.0;
    }

  private:
    using InOrder = std::array<std::array<double, kLongest / 2 + 1>, kLongest + 1>;

    static const InOrder& in_order() {
        static const InOrder kInOrder = [] {
            InOrder shares{};
            for (std::size_t m = 1; m <= kLongest; ++m) {
                for (std::size_t t = 0; t <= m / 2; ++t)
                    shares[m][t] = (static_cast<double>(m) - static_cast<double>(t)) / static_cast<double>(m);
            }
            return shares;
        }();
        return kInOrder;
    }

    std::array<double, kLongest + 1> shares_;
};

// Vectors are handed over by reference: by value they would need registers that not every processor has.

/// The symbols of texts, a lane each.
struct LaneTexts {
    const std::uint8_t* symbols;
    [[gnu::always_inline]] void at(std::size_t i, Lanes& out) const {
        std::memcpy(&out, symbols + i * kLanes, sizeof out);
    }
};

/// One text in all lanes.
class OneText {
  public:
    explicit OneText(View text) : size_(text.size()) {
        for (std::size_t i = 0; i < text.size(); ++i)
            std::memset(symbols_.data() + i * kLanes, text[i], kLanes);
    }
    std::size_t size() const { return size_; }
    LaneTexts lanes() const { return {symbols_.data()}; }

  private:
    std::array<std::uint8_t, kLongest * kLanes> symbols_;
    std::size_t size_;
};

/// The shorter text, or texts, is the pattern.
[[gnu::always_inline]] inline void agree(std::size_t pattern_size, LaneTexts pattern, std::size_t text_size,
                                         LaneTexts text, Agreement& out) {
    const std::size_t half = text_size / 2;
    const std::size_t window = half > 0 ? half - 1 : 0;
    // 0xFF where a symbol of the pattern, or of the text, is matched; then its place among the matched ones.
    Lanes used[kLongest];
    for (std::size_t i = 0; i < pattern_size; ++i) used[i] = Lanes{};
    Lanes text_rank[kLongest];
    Lanes matches{};
    for (std::size_t j = 0; j < text_size; ++j) {
        const std::size_t first = j > window ? j - window : 0;
        const std::size_t last = std::min(pattern_size, j + window + 1);
        Lanes symbol;
        text.at(j, symbol);
        Lanes found{};
        for (std::size_t i = first; i < last; ++i) {
            Lanes other;
            pattern.at(i, other);
            const Lanes hit = reinterpret_cast<Lanes>(other == symbol) & ~used[i] & ~found;
            used[i] |= hit;
            found |= hit;
        }
        // 0xFE is no place of a pattern's symbol.
        text_rank[j] = (found & matches) | (~found & 0xFE);
        matches -= found;
    }
    Lanes rank{};
    Lanes pattern_rank[kLongest];
    for (std::size_t i = 0; i < pattern_size; ++i) {
        pattern_rank[i] = (used[i] & rank) | ~used[i];
        rank -= used[i];
    }
    // Matched symbols of one place are never further apart than the window.
    Lanes moved{};
    for (std::size_t j = 0; j < text_size; ++j) {
        const std::size_t first = j > window ? j - window : 0;
        const std::size_t last = std::min(pattern_size, j + window + 1);
        Lanes symbol;
        text.at(j, symbol);
        for (std::size_t i = first; i < last; ++i) {
            const Lanes same_place = reinterpret_cast<Lanes>(pattern_rank[i] == text_rank[j]);
            Lanes other;
            pattern.at(i, other);
            moved -= same_place & reinterpret_cast<Lanes>(other != symbol);
        }
    }
    Lanes prefix{};
    Lanes so_far = ~Lanes{};
    for (std::size_t k = 0; k < std::min<std::size_t>(pattern_size, 4); ++k) {
        Lanes symbol;
        Lanes other;
        text.at(k, symbol);
        pattern.at(k, other);
        so_far &= reinterpret_cast<Lanes>(other == symbol);
        prefix -= so_far;
    }
    out = {matches, moved, prefix};
}

/// `symbols`: a block of texts of one length.
[[gnu::always_inline]] inline void agree_with_block(const OneText& query, const std::uint8_t* symbols,
                                                    std::size_t length, Agreement& out) {
    const LaneTexts of_query = query.lanes();
    const LaneTexts of_block{symbols};
    if (query.size() < length) {
        agree(query.size(), of_query, length, of_block, out);
        return;
    }
    agree(length, of_block, query.size(), of_query, out);
    if (query.size() > length) return;
    // Of two of one length the smaller one is the pattern.
    Agreement turned;
    agree(length, of_query, length, of_block, turned);
    Lanes query_is_less{};
    for (std::size_t i = length; i-- > 0;) {
        Lanes x;
        Lanes y;
        of_query.at(i, x);
        of_block.at(i, y);
        query_is_less = reinterpret_cast<Lanes>(x < y) | (reinterpret_cast<Lanes>(x == y) & query_is_less);
    }
    out.matches = (turned.matches & query_is_less) | (out.matches & ~query_is_less);
    out.moved = (turned.moved & query_is_less) | (out.moved & ~query_is_less);
}

using AgreeWithBlock = void (*)(const OneText& query, const std::uint8_t* symbols, std::size_t length,
                                Agreement& out);

void agree_anywhere(const OneText& query, const std::uint8_t* symbols, std::size_t length, Agreement& out) {
    agree_with_block(query, symbols, length, out);
}

#if defined(__SSE2__)
[[gnu::target("avx2")]] void agree_with_avx2(const OneText& query, const std::uint8_t* symbols,
                                             std::size_t length, Agreement& out) {
    agree_with_block(query, symbols, length, out);
}

AgreeWithBlock agree_here() {
    return __builtin_cpu_supports("avx2") != 0 ? agree_with_avx2 : agree_anywhere;
}
#else
AgreeWithBlock agree_here() {
    return agree_anywhere;
}
#endif

}  // namespace

JaroWinklerBatch::JaroWinklerBatch(std::span<const std::string_view> texts) : size_(texts.size()) {
    std::array<std::vector<std::uint32_t>, kLongest + 1> by_length;
    std::vector<std::array<std::uint8_t, kLongest>> narrow(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        OneByteText symbols;
        const auto position = static_cast<std::uint32_t>(i);
        if (texts[i].empty() || !symbols.assign(texts[i]) || symbols.view().size() > kLongest) {
            others_.emplace_back(position, texts[i]);
            continue;
        }
        std::copy(symbols.view().begin(), symbols.view().end(), narrow[i].begin());
        by_length[symbols.view().size()].push_back(position);
    }
    for (std::size_t length = 1; length <= kLongest; ++length) {
        const auto& positions = by_length[length];
        for (std::size_t first = 0; first < positions.size(); first += kLanes) {
            Block block;
            block.symbols = symbols_.size();
            block.first = static_cast<std::uint32_t>(order_.size());
            block.count = static_cast<std::uint32_t>(std::min(kLanes, positions.size() - first));
            block.length = static_cast<std::uint32_t>(length);
            symbols_.resize(symbols_.size() + length * kLanes, 0);
            for (std::size_t lane = 0; lane < block.count; ++lane) {
                const std::uint32_t position = positions[first + lane];
                order_.push_back(position);
                for (std::size_t i = 0; i < length; ++i)
                    symbols_[block.symbols + i * kLanes + lane] = narrow[position][i];
            }
            blocks_.push_back(block);
        }
    }
}

void JaroWinklerBatch::compare(std::string_view text, std::span<double> out) const {
    static const AgreeWithBlock kAgree = agree_here();
    OneByteText symbols;
    const bool is_fast = !text.empty() && symbols.assign(text) && symbols.view().size() <= kLongest;
    for (const auto& [position, other] : others_) out[position] = jaro_winkler(text, other);
    if (!is_fast) {
        std::string other;
        for (const Block& block : blocks_) {
            for (std::size_t lane = 0; lane < block.count; ++lane) {
                other.clear();
                for (std::size_t i = 0; i < block.length; ++i)
                    OneByteText::append(other, symbols_[block.symbols + i * kLanes + lane]);
                out[order_[block.first + lane]] = jaro_winkler(text, other);
            }
        }
        return;
    }
    const OneText query{symbols.view()};
    for (const Block& block : blocks_) {
        Agreement found;
        kAgree(query, symbols_.data() + block.symbols, block.length, found);
        const JaroScores jaro{std::min<std::size_t>(query.size(), block.length),
                              std::max<std::size_t>(query.size(), block.length)};
        for (std::size_t lane = 0; lane < block.count; ++lane) {
            const double score = jaro.at(found.matches[lane], found.moved[lane] / 2U);
            const double bonus = 0.1 * static_cast<double>(found.prefix[lane]) * (1.0 - score);
            out[order_[block.first + lane]] = score <= 0.7 ? score : score + bonus;
        }
    }
}

}  // namespace scrm::text
