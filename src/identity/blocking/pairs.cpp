// SPDX-License-Identifier: Apache-2.0
#include "identity/blocking/pairs_internal.hpp"

#include <algorithm>

#include "identity/training/patterns_internal.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {

std::vector<Edge> score_pairs(const Blocking& blocking, const Scorer& scorer, double least_weight,
                              const Execution& execution, const ComparedPairs& compared) {
    struct Task {
        const std::vector<ComparedPair>* compared = nullptr;  // nullptr: to be walked
        const Blocking::Walk* walk = nullptr;
        std::size_t number = 0;
    };
    std::vector<Edge> edges;
    ContextPool contexts(scorer);
    ProgressMeter progress(execution, "compare", static_cast<std::int64_t>(blocking.pair_bound()));
    const auto score = [&](const std::vector<Task>& tasks) {
        std::vector<std::vector<Edge>> found(tasks.size());
        for_each_chunk(
            tasks.size(), 1, execution.threads, execution.stop, [&](std::size_t i, std::size_t, std::size_t) {
                const Task& task = tasks[i];
                PairContext context = contexts.take();
                const auto weigh = [&](RowPair pair, Pattern pattern) {
                    // Nearly all pairs are strangers, whom the pattern alone tells.
                    if (scorer.most_weight(pattern, context) < least_weight ||
                        !scorer.names_somebody(pair.a, pair.b, pattern)) {
                        return;
                    }
                    const double weight = scorer.weight(pair.a, pair.b, pattern, context);
                    if (weight >= least_weight)
                        found[i].push_back({pair.a, pair.b, static_cast<float>(weight)});
                };
                if (task.compared != nullptr) {
                    for (const ComparedPair& pair : *task.compared) weigh(pair.rows, pair.pattern);
                } else {
                    PatternBatch batch(scorer, context, weigh);
                    task.walk->for_each_pair(
                        task.number, [&](Row a, Row b) { batch.add(a, b); },
                        [&](Row row) { scorer.prefetch(row); });
                    batch.flush();
                    progress.advance(static_cast<std::int64_t>(task.walk->pair_bound(task.number)));
                }
                contexts.give(std::move(context));
            });
        for (const auto& some : found) edges.insert(edges.end(), some.begin(), some.end());
    };
    std::vector<Task> known;
    std::vector<std::size_t> unknown;
    for (std::size_t rule = 0; rule < blocking.rule_count(); ++rule) {
        const auto* tasks = compared.of(rule, scorer);
        if (tasks == nullptr) {
            unknown.push_back(rule);
            continue;
        }
        for (const auto& pairs : *tasks) known.push_back({&pairs, nullptr, 0});
        progress.advance(static_cast<std::int64_t>(blocking.counts()[rule].pairs));
    }
    score(known);
    const std::size_t at_once = blocking.walks_at_once(execution.threads);
    for (std::size_t first = 0; first < unknown.size(); first += at_once) {
        const auto walks = blocking.walks(
            std::span{unknown}.subspan(first, std::min(at_once, unknown.size() - first)), execution);
        std::vector<Task> tasks;
        for (const Blocking::Walk& walk : walks) {
            for (std::size_t number = 0; number < walk.task_count(); ++number)
                tasks.push_back({nullptr, &walk, number});
        }
        score(tasks);
    }
    progress.finish();
    std::sort(edges.begin(), edges.end(),
              [](const Edge& x, const Edge& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
    return edges;
}

}  // namespace scrm::identity
