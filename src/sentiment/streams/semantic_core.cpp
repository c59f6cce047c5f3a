// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/semantic_core.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <map>
#include <optional>

#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"
#include "sentiment/streams/post_terms_internal.hpp"

namespace scrm::sentiment {
namespace {

using Texts = std::span<const std::string_view>;
using Keys = std::vector<std::uint64_t>;

constexpr std::size_t kChunk = 1'024;
constexpr std::size_t kShards = 64;
constexpr std::size_t kForms = 10;
/// Terms that are looked at closer before those inside others fall away.
constexpr std::size_t kPerAsked = 8;
/// "A longer one of nearly as many posts".
constexpr double kNearlyAll = 0.7;

/// O ln(O / E); 0 for O = 0 as its limit.
double cell(double observed, double expected) noexcept {
    return observed > 0 ? observed * std::log(observed / expected) : 0;
}

/// The terms of each post, once a post.
void distinct_keys(TermReader& reader, std::string_view post, Keys& out) {
    out.clear();
    for (const PostTerm& term : reader.read(post)) out.push_back(term.key);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
}

struct Counted {
    std::uint64_t key = 0;
    std::int64_t posts = 0;
    std::int64_t reference_posts = 0;
    double g2 = 0;
};

/// Terms with enough posts, by key.
std::vector<Counted> count_terms(Texts period, const SemanticCoreOptions& options, const Execution& execution,
                                 ProgressMeter& progress) {
    using Sharded = std::array<Keys, kShards>;
    std::vector<Sharded> chunks((period.size() + kChunk - 1) / kChunk);
    for_each_chunk(period.size(), kChunk, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t chunk) {
                       TermReader reader{options.longest};
                       Keys keys;
                       for (std::size_t i = begin; i < end; ++i) {
                           distinct_keys(reader, period[i], keys);
                           for (const std::uint64_t key : keys) chunks[chunk][key % kShards].push_back(key);
                       }
                       progress.advance(static_cast<std::int64_t>(end - begin));
                   });
    std::array<std::vector<Counted>, kShards> counted;
    for_each_chunk(kShards, 1, execution.threads, execution.stop,
                   [&](std::size_t shard, std::size_t, std::size_t) {
                       Keys all;
                       for (Sharded& chunk : chunks) {
                           all.insert(all.end(), chunk[shard].begin(), chunk[shard].end());
                           Keys{}.swap(chunk[shard]);
                       }
                       std::sort(all.begin(), all.end());
                       for (auto at = all.begin(); at != all.end();) {
                           const auto end = std::upper_bound(at, all.end(), *at);
                           if (end - at >= options.min_posts) counted[shard].push_back({*at, end - at, 0, 0});
                           at = end;
                       }
                   });
    std::vector<Counted> terms;
    for (const auto& shard : counted) terms.insert(terms.end(), shard.begin(), shard.end());
    std::sort(terms.begin(), terms.end(), [](const Counted& a, const Counted& b) { return a.key < b.key; });
    return terms;
}

/// Where a key stands among sorted terms.
template <class Terms>
std::optional<std::size_t> place_of(const Terms& terms, std::uint64_t key) {
    const auto at = std::lower_bound(terms.begin(), terms.end(), key,
                                     [](const auto& term, std::uint64_t k) { return term.key < k; });
    if (at == terms.end() || at->key != key) return std::nullopt;
    return static_cast<std::size_t>(at - terms.begin());
}

void count_reference(Texts reference, std::vector<Counted>& terms, const SemanticCoreOptions& options,
                     const Execution& execution, ProgressMeter& progress) {
    std::vector<std::atomic<std::int64_t>> counts(terms.size());
    for_each_chunk(reference.size(), kChunk, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t) {
                       TermReader reader{options.longest};
                       Keys keys;
                       for (std::size_t i = begin; i < end; ++i) {
                           distinct_keys(reader, reference[i], keys);
                           for (const std::uint64_t key : keys)
                               if (const auto at = place_of(terms, key))
                                   counts[*at].fetch_add(1, std::memory_order_relaxed);
                       }
                       progress.advance(static_cast<std::int64_t>(end - begin));
                   });
    for (std::size_t i = 0; i < terms.size(); ++i) terms[i].reference_posts = counts[i].load();
}

/// What the posts show of a term.
struct Shown {
    std::uint64_t key = 0;
    std::map<std::string, std::int64_t> forms;
    std::vector<std::uint32_t> posts;
    std::vector<std::uint64_t> words;
};

std::vector<Shown> show(Texts period, const std::vector<Counted>& chosen, const SemanticCoreOptions& options,
                        const Execution& execution, ProgressMeter& progress) {
    std::vector<Shown> empty(chosen.size());
    for (std::size_t i = 0; i < chosen.size(); ++i) empty[i].key = chosen[i].key;
    std::sort(empty.begin(), empty.end(), [](const Shown& a, const Shown& b) { return a.key < b.key; });
    // Large chunks: each has room for all chosen terms.
    const std::size_t size = std::max(kChunk, period.size() / kShards + 1);
    std::vector<std::vector<Shown>> chunks((period.size() + size - 1) / size, empty);
    for_each_chunk(period.size(), size, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t chunk) {
                       TermReader reader{options.longest};
                       for (std::size_t i = begin; i < end; ++i) {
                           for (const PostTerm& term : reader.read(period[i])) {
                               const auto at = place_of(chunks[chunk], term.key);
                               if (!at) continue;
                               Shown& shown = chunks[chunk][*at];
                               ++shown.forms[reader.text_of(term)];
                               if (shown.words.empty()) shown.words = reader.words_of(term);
                               const auto number = static_cast<std::uint32_t>(i);
                               if (shown.posts.size() < options.examples &&
                                   (shown.posts.empty() || shown.posts.back() != number))
                                   shown.posts.push_back(number);
                           }
                       }
                       progress.advance(static_cast<std::int64_t>(end - begin));
                   });
    for (const auto& chunk : chunks) {
        for (std::size_t i = 0; i < empty.size(); ++i) {
            Shown& to = empty[i];
            for (const auto& [form, count] : chunk[i].forms) to.forms[form] += count;
            if (to.words.empty()) to.words = chunk[i].words;
            for (const std::uint32_t post : chunk[i].posts)
                if (to.posts.size() < options.examples) to.posts.push_back(post);
        }
    }
    return empty;
}

bool inside(const std::vector<std::uint64_t>& inner, const std::vector<std::uint64_t>& outer) {
    return inner.size() < outer.size() &&
           std::search(outer.begin(), outer.end(), inner.begin(), inner.end()) != outer.end();
}

void check(Texts period, Texts reference, const SemanticCoreOptions& options) {
    const auto refuse = [](const char* why) { throw Error{ErrorCode::invalid_argument, why}; };
    if (options.longest < 1 || options.longest > 4) refuse("a term has 1 to 4 words");
    if (options.min_posts < 1) refuse("min_posts is at least 1");
    if (!(options.min_g2 >= 0)) refuse("min_g2 is at least 0");
    if (period.empty()) refuse("the period has no posts");
    if (reference.empty()) refuse("the reference period has no posts");
}

CoreTerm core_term(const Counted& counted, const Shown& shown, std::size_t n, std::size_t m) {
    CoreTerm term;
    std::vector<std::pair<std::int64_t, std::string>> forms;
    for (const auto& [form, count] : shown.forms) forms.emplace_back(-count, form);
    std::sort(forms.begin(), forms.end());
    if (forms.size() > kForms) forms.resize(kForms);
    for (auto& [count, form] : forms) term.forms.push_back(std::move(form));
    term.text = term.forms.front();
    term.posts = counted.posts;
    term.reference_posts = counted.reference_posts;
    term.g2 = counted.g2;
    term.lift = ((static_cast<double>(counted.posts) + 0.5) / (static_cast<double>(n) + 1)) /
                ((static_cast<double>(counted.reference_posts) + 0.5) / (static_cast<double>(m) + 1));
    term.examples = shown.posts;
    return term;
}

}  // namespace

double log_likelihood_ratio(std::int64_t a, std::int64_t n, std::int64_t b, std::int64_t m) noexcept {
    if (n <= 0 || m <= 0) return 0;
    const auto with = static_cast<double>(a);
    const auto posts = static_cast<double>(n);
    const auto reference_with = static_cast<double>(b);
    const auto reference_posts = static_cast<double>(m);
    if (with * reference_posts <= reference_with * posts) return 0;
    const double share = (with + reference_with) / (posts + reference_posts);
    return 2 * (cell(with, posts * share) + cell(posts - with, posts * (1 - share)) +
                cell(reference_with, reference_posts * share) +
                cell(reference_posts - reference_with, reference_posts * (1 - share)));
}

std::vector<CoreTerm> semantic_core(Texts period, Texts reference, const SemanticCoreOptions& options,
                                    const Execution& execution) {
    check(period, reference, options);
    ProgressMeter progress{execution, "semantic core",
                           static_cast<std::int64_t>(2 * period.size() + reference.size())};
    std::vector<Counted> terms = count_terms(period, options, execution, progress);
    count_reference(reference, terms, options, execution, progress);
    const auto n = static_cast<std::int64_t>(period.size());
    const auto m = static_cast<std::int64_t>(reference.size());
    for (Counted& term : terms) term.g2 = log_likelihood_ratio(term.posts, n, term.reference_posts, m);
    std::erase_if(terms, [&](const Counted& term) { return term.g2 < options.min_g2 || term.g2 <= 0; });
    const auto stronger = [](const Counted& a, const Counted& b) {
        return a.g2 != b.g2 ? a.g2 > b.g2 : a.key < b.key;
    };
    std::sort(terms.begin(), terms.end(), stronger);
    if (terms.size() > kPerAsked * options.limit) terms.resize(kPerAsked * options.limit);
    const std::vector<Shown> shown = show(period, terms, options, execution, progress);
    progress.finish();

    std::vector<const Shown*> shown_of;
    for (const Counted& term : terms) shown_of.push_back(&shown[*place_of(shown, term.key)]);
    std::vector<CoreTerm> core;
    for (std::size_t i = 0; i < terms.size() && core.size() < options.limit; ++i) {
        bool part = false;
        for (std::size_t k = 0; k < terms.size() && !part; ++k)
            part = static_cast<double>(terms[k].posts) >= kNearlyAll * static_cast<double>(terms[i].posts) &&
                   inside(shown_of[i]->words, shown_of[k]->words);
        if (!part) core.push_back(core_term(terms[i], *shown_of[i], period.size(), reference.size()));
    }
    return core;
}

}  // namespace scrm::sentiment
