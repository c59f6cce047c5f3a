// SPDX-License-Identifier: Apache-2.0
#include "identity/pairs_internal.hpp"

#include <algorithm>

#include "identity/patterns_internal.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {

std::vector<Edge> score_pairs(const Blocking& blocking, const Scorer& scorer, double least_weight,
                              const Execution& execution, const KnownPatterns& known) {
    std::vector<Edge> edges;
    ContextPool contexts(scorer);
    ProgressMeter progress(execution, "compare", static_cast<std::int64_t>(blocking.pair_bound()));
    for (std::size_t rule = 0; rule < blocking.rule_count(); ++rule) {
        const Blocking::Walk walk = blocking.walk(rule);
        const auto* patterns = known.of(rule, scorer);
        std::vector<std::vector<Edge>> found(walk.task_count());
        for_each_chunk(found.size(), 1, execution.threads, execution.stop,
                       [&](std::size_t task, std::size_t, std::size_t) {
                           PairContext context = contexts.take();
                           const auto weigh = [&](RowPair pair, Pattern pattern) {
                               // Nearly all pairs are strangers, whom the pattern alone tells.
                               if (scorer.most_weight(pattern, context) < least_weight) return;
                               const double weight = scorer.weight(pair.a, pair.b, pattern, context);
                               if (weight >= least_weight)
                                   found[task].push_back({pair.a, pair.b, static_cast<float>(weight)});
                           };
                           if (patterns != nullptr) {
                               const Pattern* next = (*patterns)[task].data();
                               walk.for_each_pair(
                                   task,
                                   [&](Row a, Row b) {
                                       weigh({a, b}, *next++);
                                   },
                                   [](Row) {});
                           } else {
                               PatternBatch batch(scorer, context, weigh);
                               walk.for_each_pair(
                                   task, [&](Row a, Row b) { batch.add(a, b); },
                                   [&](Row row) { scorer.prefetch(row); });
                               batch.flush();
                           }
                           contexts.give(std::move(context));
                           progress.advance(static_cast<std::int64_t>(walk.pair_bound(task)));
                       });
        for (const auto& some : found) edges.insert(edges.end(), some.begin(), some.end());
    }
    progress.finish();
    std::sort(edges.begin(), edges.end(),
              [](const Edge& x, const Edge& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
    return edges;
}

}  // namespace scrm::identity
