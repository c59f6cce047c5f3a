// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/progress.hpp"

namespace scrm::sentiment {

/// Dunning (1993): G² = 2 Σ O ln(O / E) over the four cells of posts with and without a term, in a period and
/// in its reference. 3.84 is exceeded by chance in 5 % of cases, 10.83 in .1 %, 15.13 in .01 % (χ², 1 degree
/// of freedom). `a` of `n` posts have the term in the period, `b` of `m` in the reference; 0 when the term is
/// not more frequent in the period, or n or m is 0.
double log_likelihood_ratio(std::int64_t a, std::int64_t n, std::int64_t b, std::int64_t m) noexcept;

struct SemanticCoreOptions {
    std::size_t longest = 3;     ///< words of a term, 1–4
    std::int64_t min_posts = 5;  ///< of the period that have the term, at least 1
    double min_g2 = 15.13;
    std::size_t limit = 50;    ///< terms
    std::size_t examples = 3;  ///< posts a term
};

/// A word or phrase that a period speaks of more than its reference did.
struct CoreTerm {
    std::string text;                ///< its most frequent form, lower-case
    std::vector<std::string> forms;  ///< all forms, the most frequent first, at most 10
    std::int64_t posts = 0;          ///< of the period that have it; more than one use in a post counts once
    std::int64_t reference_posts = 0;
    double g2 = 0;
    /// How many times as large its share of posts is: ((a + ½) / (n + 1)) / ((b + ½) / (m + 1)).
    double lift = 0;
    std::vector<std::uint32_t> examples;  ///< numbers of posts of the period, the first that have it
};

/// The semantic core of a period: terms by G² against a reference period, strongest first.
///
/// Terms are words and phrases within a clause, their forms counted together by text::stem. They hold no
/// numbers, addresses or mentions, neither begin nor end with a word that only joins others or says when
/// ("сегодня", "в пятницу", "this morning": every stream has its days), and do not end with a negation. A
/// term inside a longer one of nearly as many posts (seven in ten) is left out. A repost counts like a post:
/// pass only the originals of find_near_duplicates where one voice is to count once.
///
/// By chance alone about (terms with min_posts) · P(χ² > min_g2) / 2 terms would appear. Throws
/// Error{invalid_argument} for options out of range, or when either period is empty. Time and memory are
/// linear in the posts (8 bytes a term and post, about 350 bytes a post of 140 letters). The same for any
/// thread count.
std::vector<CoreTerm> semantic_core(std::span<const std::string_view> period,
                                    std::span<const std::string_view> reference,
                                    const SemanticCoreOptions& options = {}, const Execution& execution = {});

}  // namespace scrm::sentiment
