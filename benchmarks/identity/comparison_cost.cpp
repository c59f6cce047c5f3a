// SPDX-License-Identifier: Apache-2.0
// What each comparison of the person model costs: nanoseconds of processor a pair, for pairs drawn at random
// (which training needs) and for pairs that blocking proposes.
//
//   comparison_cost [CUSTOMERS]      default: 50000
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <span>
#include <vector>

#include "identity/blocking/blocking_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/scorer_internal.hpp"
#include "identity/training/training_internal.hpp"
#include "scrm/core/random.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/identity/sample.hpp"

namespace {

using namespace scrm;
using namespace scrm::identity;
using Pairs = std::vector<RowPair>;

RecordSet sample_records(std::size_t count) {
    RecordSetBuilder builder{"customers"};
    const SampleBank bank = make_sample({.customers = count, .identities = 0});
    for (const Customer& customer : bank.customers) append(builder, customer);
    return builder.finish();
}

/// `work` gets some hundred pairs at a time.
template <class Work>
double nanoseconds_a_pair(const Pairs& pairs, const Work& work) {
    constexpr std::size_t kTogether = 512;
    const std::clock_t began = std::clock();
    for (std::size_t i = 0; i < pairs.size(); i += kTogether)
        work(std::span{pairs}.subspan(i, std::min(kTogether, pairs.size() - i)));
    return 1e9 * static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC /
           static_cast<double>(pairs.size());
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 50'000;
    const RecordSet records = sample_records(count);
    const Rows rows{records};
    Features features{rows, 1};
    const MatchModel model = fitted_to(MatchModel::person(), rows);
    features.prepare(model);
    const Scorer scorer{model, features};

    Pairs random_pairs;
    Random random{7};
    for (std::size_t i = 0; i < 1'000'000; ++i) {
        const auto a = static_cast<Row>(random.below(rows.size()));
        auto b = static_cast<Row>(random.below(rows.size() - 1));
        random_pairs.push_back({a, b + (b >= a ? 1 : 0)});
    }
    Pairs candidates;
    const Blocking blocking{features, model.blocking_rules, {}};
    for (std::size_t rule = 0; rule < blocking.rule_count(); ++rule) {
        const Blocking::Walk walk = blocking.walk(rule);
        for (std::size_t task = 0; task < walk.task_count(); ++task) {
            walk.for_each_pair(
                task,
                [&candidates](Row a, Row b) {
                    candidates.push_back({a, b});
                },
                [](Row) {});
        }
    }
    std::printf("%zu random pairs, %zu candidates\n%-16s %10s %10s  ns a pair\n", random_pairs.size(),
                candidates.size(), "comparison", "random", "candidate");
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < model.comparisons.size(); ++i) {
        const auto measure = make_measure(model.comparisons[i], features);
        if (!scorer.is_active(i)) continue;
        measure->set_slot(i);
        double nanoseconds[2];
        for (const bool of_candidates : {false, true}) {
            PairContext context = scorer.context();
            nanoseconds[of_candidates ? 1 : 0] = nanoseconds_a_pair(
                of_candidates ? candidates : random_pairs, [&](std::span<const RowPair> some) {
                    std::array<std::uint8_t, 512> outcomes{};
                    context.graded = {};
                    measure->outcomes(some, outcomes.data(), context);
                    for (const std::uint8_t outcome : outcomes) sum += outcome;
                });
        }
        std::printf("%-16s %10.1f %10.1f\n", model.comparisons[i].name.c_str(), nanoseconds[0],
                    nanoseconds[1]);
    }
    for (const bool of_candidates : {false, true}) {
        PairContext context = scorer.context();
        const Pairs& pairs = of_candidates ? candidates : random_pairs;
        const double pattern = nanoseconds_a_pair(pairs, [&](std::span<const RowPair> some) {
            std::array<Pattern, 512> patterns{};
            scorer.patterns(some, patterns.data(), context);
            for (const Pattern found : patterns) sum += found;
        });
        std::printf("whole pattern, %s: %.1f ns, %.2f M pairs/s\n", of_candidates ? "candidates" : "random",
                    pattern, 1e3 / pattern);
    }
    std::printf("checksum %llu\n", static_cast<unsigned long long>(sum));
}
