// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/jaro_winkler_batch.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
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

/// Jaro by matches and half the moved symbols, for two lengths: as the scalar code computes it.
class JaroScores {
  public:
    static const JaroScores& instance() {
        static const JaroScores kScores;
        return kScores;
    }
    /// By matches * kStride + moved / 2.
    const double* of(std::size_t shorter, std::size_t longer) const {
        return scores_.get() + (shorter * (kLongest + 1) + longer) * kTable;
    }
    static constexpr std::size_t kStride = 16;

  private:
    static constexpr std::size_t kTable = (kLongest + 1) * kStride;

    JaroScores() : scores_(std::make_unique<double[]>((kLongest + 1) * (kLongest + 1) * kTable)) {
        for (std::size_t a = 1; a <= kLongest; ++a) {
            for (std::size_t b = a; b <= kLongest; ++b) {
                for (std::size_t m = 1; m <= a; ++m) {
                    for (std::size_t t = 0; t <= m / 2; ++t) {
                        scores_[(a * (kLongest + 1) + b) * kTable + m * kStride + t] =
                            jaro_from_counts(m, t, a, b);
                    }
                }
            }
        }
    }
    std::unique_ptr<double[]> scores_;
};

Lanes load(const std::uint8_t* from) {
    Lanes out;
    std::memcpy(&out, from, sizeof out);
    return out;
}

/// `symbol(i)` of the shorter text (the pattern) and of the longer one: a lane each, or one symbol for all.
template <class Pattern, class Text>
[[gnu::always_inline]] inline void agree(std::size_t pattern_size, const Pattern& pattern,
                                         std::size_t text_size, const Text& text, Agreement& out) {
    const std::size_t half = text_size / 2;
    const std::size_t window = half > 0 ? half - 1 : 0;
    // 0xFF where a symbol of the pattern, or of the text, is matched; then its place among the matched ones.
    Lanes used[kLongest] = {};
    Lanes text_rank[kLongest];
    Lanes matches{};
    for (std::size_t j = 0; j < text_size; ++j) {
        const std::size_t first = j > window ? j - window : 0;
        const std::size_t last = std::min(pattern_size, j + window + 1);
        const Lanes symbol = text(j);
        Lanes found{};
        for (std::size_t i = first; i < last; ++i) {
            const Lanes hit = reinterpret_cast<Lanes>(pattern(i) == symbol) & ~used[i] & ~found;
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
        const Lanes symbol = text(j);
        for (std::size_t i = first; i < last; ++i) {
            const Lanes same_place = reinterpret_cast<Lanes>(pattern_rank[i] == text_rank[j]);
            moved -= same_place & reinterpret_cast<Lanes>(pattern(i) != symbol);
        }
    }
    Lanes prefix{};
    Lanes so_far = ~Lanes{};
    for (std::size_t k = 0; k < std::min<std::size_t>(pattern_size, 4); ++k) {
        so_far &= reinterpret_cast<Lanes>(pattern(k) == text(k));
        prefix -= so_far;
    }
    out = {matches, moved, prefix};
}

/// `symbols`: a block of texts of one length.
[[gnu::always_inline]] inline void agree_with_block(View query, const std::uint8_t* symbols,
                                                    std::size_t length, Agreement& out) {
    const auto of_query = [query](std::size_t i) { return Lanes{} + query[i]; };
    const auto of_block = [symbols](std::size_t i) { return load(symbols + i * kLanes); };
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
        const Lanes x = of_query(i);
        const Lanes y = of_block(i);
        query_is_less = reinterpret_cast<Lanes>(x < y) | (reinterpret_cast<Lanes>(x == y) & query_is_less);
    }
    out.matches = (turned.matches & query_is_less) | (out.matches & ~query_is_less);
    out.moved = (turned.moved & query_is_less) | (out.moved & ~query_is_less);
}

using AgreeWithBlock = void (*)(View query, const std::uint8_t* symbols, std::size_t length, Agreement& out);

void agree_anywhere(View query, const std::uint8_t* symbols, std::size_t length, Agreement& out) {
    agree_with_block(query, symbols, length, out);
}

[[gnu::target("avx2")]] void agree_with_avx2(View query, const std::uint8_t* symbols, std::size_t length,
                                             Agreement& out) {
    agree_with_block(query, symbols, length, out);
}

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
    static const AgreeWithBlock kAgree = __builtin_cpu_supports("avx2") ? agree_with_avx2 : agree_anywhere;
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
    const View query = symbols.view();
    const JaroScores& scores = JaroScores::instance();
    for (const Block& block : blocks_) {
        Agreement found;
        kAgree(query, symbols_.data() + block.symbols, block.length, found);
        const double* jaro = scores.of(std::min<std::size_t>(query.size(), block.length),
                                       std::max<std::size_t>(query.size(), block.length));
        for (std::size_t lane = 0; lane < block.count; ++lane) {
            const double score = jaro[found.matches[lane] * JaroScores::kStride + found.moved[lane] / 2];
            const double bonus = 0.1 * static_cast<double>(found.prefix[lane]) * (1.0 - score);
            out[order_[block.first + lane]] = score <= 0.7 ? score : score + bonus;
        }
    }
}

}  // namespace scrm::text
