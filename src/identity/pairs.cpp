// SPDX-License-Identifier: Apache-2.0
#include "identity/pairs_internal.hpp"

#include <algorithm>

#include "identity/patterns_internal.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {

std::vector<Edge> score_pairs(const Blocking& blocking, const Scorer& scorer, double least_weight,
                              const Execution& execution, const ComparedPairs& compared) {
    std::vector<Edge> edges;
    ContextPool contexts(scorer);
    ProgressMeter progress(execution, "compare", static_cast<std::int64_t>(blocking.pair_bound()));
    /// Edges by task, in order.
    const auto score_tasks = [&](std::size_t tasks, const auto& score_task) {
        std::vector<std::vector<Edge>> found(tasks);
        for_each_chunk(tasks, 1, execution.threads, execution.stop,
                       [&](std::size_t task, std::size_t, std::size_t) {
                           PairContext context = contexts.take();
                           score_task(task, context, [&](RowPair pair, Pattern pattern) {
                               // Nearly all pairs are strangers, whom the pattern alone tells.
                               if (scorer.most_weight(pattern, context) < least_weight) return;
                               const double weight = scorer.weight(pair.a, pair.b, pattern, context);
                               if (weight >= least_weight)
                                   found[task].push_back({pair.a, pair.b, static_cast<float>(weight)});
                           });
                           contexts.give(std::move(context));
                       });
        for (const auto& some : found) edges.insert(edges.end(), some.begin(), some.end());
    };
    for (std::size_t rule = 0; rule < blocking.rule_count(); ++rule) {
        if (const auto* known = compared.of(rule, scorer)) {
            score_tasks(known->size(), [&](std::size_t task, PairContext&, const auto& weigh) {
                for (const ComparedPair& pair : (*known)[task]) weigh(pair.rows, pair.pattern);
            });
            progress.advance(static_cast<std::int64_t>(blocking.counts()[rule].pairs));
            continue;
        }
        const Blocking::Walk walk = blocking.walk(rule);
        score_tasks(walk.task_count(), [&](std::size_t task, PairContext& context, const auto& weigh) {
            PatternBatch batch(scorer, context, weigh);
            walk.for_each_pair(
                task, [&](Row a, Row b) { batch.add(a, b); }, [&](Row row) { scorer.prefetch(row); });
            batch.flush();
            progress.advance(static_cast<std::int64_t>(walk.pair_bound(task)));
        });
    }
    progress.finish();
    std::sort(edges.begin(), edges.end(),
              [](const Edge& x, const Edge& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
    return edges;
}

}  // namespace scrm::identity
