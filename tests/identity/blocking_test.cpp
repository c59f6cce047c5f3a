// SPDX-License-Identifier: Apache-2.0
#include "identity/blocking/blocking_internal.hpp"

#include <gtest/gtest.h>

#include <set>
#include <utility>
#include <vector>

#include "identity/records/features_internal.hpp"
#include "identity/training/patterns_internal.hpp"
#include "identity/training/training_internal.hpp"
#include "linkage_support.hpp"

namespace scrm::identity {
namespace {

using Pairs = std::vector<std::pair<Row, Row>>;

Pairs pairs_of(const Blocking& blocking, std::size_t rule) {
    Pairs out;
    const Blocking::Walk walk = blocking.walk(rule);
    for (std::size_t task = 0; task < walk.task_count(); ++task) {
        walk.for_each_pair(
            task, [&out](Row a, Row b) { out.emplace_back(a, b); }, [](Row) {});
    }
    return out;
}

std::set<std::pair<Row, Row>> all_pairs(const Blocking& blocking) {
    std::set<std::pair<Row, Row>> out;
    for (std::size_t rule = 0; rule < blocking.rule_count(); ++rule) {
        for (const auto& pair : pairs_of(blocking, rule)) EXPECT_TRUE(out.insert(pair).second) << rule;
    }
    return out;
}

// A small population keeps its sorted blocks, a large one sorts them again; so many rules make one large.
TEST(Blocking, KeptBlocksAreThoseThatAreSortedAgain) {
    const RecordSet records = test::record_set(test::town(3000, 5));
    const Rows rows(records);
    Features features(rows, 1);
    std::vector<BlockingRule> rules = {{{"phone"}}, {{"family_root", "birth_year"}}, {{"given_group"}, 40}};
    features.prepare({"phone", "family_root", "birth_year", "given_group"});
    const std::size_t few = rules.size();
    const Blocking kept(features, rules, {}, 0);
    while (rules.size() * rows.size() <= 3'000'000) rules.push_back(rules[rules.size() % few]);
    const Blocking sorted(features, rules, {}, 0);
    std::size_t found = 0;
    for (std::size_t rule = 0; rule < few; ++rule) {
        const Pairs pairs = pairs_of(kept, rule);
        EXPECT_EQ(pairs, pairs_of(sorted, rule)) << rule;
        found += pairs.size();
    }
    EXPECT_GT(found, 300U);
    EXPECT_TRUE(pairs_of(sorted, few).empty());  // found by the first rule already
}

TEST(Blocking, ANeedlessRuleFindsNothingNew) {
    const RecordSet records = test::record_set(test::town(2500, 6));
    const Rows rows(records);
    const MatchModel model = fitted_to(MatchModel::person(), rows);
    const MatchModel fewer = without_needless_rules(model, rows);
    EXPECT_EQ(fewer.blocking_rules.size() + 2, model.blocking_rules.size());
    Features features(rows, 1);
    features.prepare(model);
    const Blocking with(features, model.blocking_rules, {}, 0);
    const Blocking without(features, fewer.blocking_rules, {}, 0);
    EXPECT_EQ(all_pairs(with), all_pairs(without));

    auto people = test::town(40, 6);
    people.front().fields.emplace_back("handle", "borisenko");
    const RecordSet with_handle = test::record_set(people);
    EXPECT_EQ(without_needless_rules(model, Rows(with_handle)).blocking_rules.size(),
              model.blocking_rules.size());
}

TEST(ComparedPairs, AreKeptOfEveryRuleThatTheBudgetHasRoomFor) {
    const RecordSet records = test::record_set(test::town(2500, 8));
    const Rows rows(records);
    const MatchModel model = fitted_to(MatchModel::person(), rows);
    Features features(rows, 1);
    features.prepare(model);
    const Blocking blocking(features, model.blocking_rules, {}, 0);
    const Scorer scorer(model, features);
    const SharedValues shared(model, scorer);
    ASSERT_GT(blocking.rule_count(), 5U);
    const auto kept = [&](std::uint64_t budget) {
        ContextPool contexts(scorer);
        ComparedPairs compared;
        count_candidates(blocking, scorer, shared, contexts, budget, {}, &compared);
        std::size_t count = 0;
        for (std::size_t rule = 0; rule < blocking.rule_count(); ++rule)
            count += compared.of(rule, scorer) != nullptr ? 1 : 0;
        return count;
    };
    // One rule may be larger than an equal share, as long as all together are no more than the budget.
    EXPECT_EQ(kept(blocking.pair_bound()), blocking.rule_count());
    EXPECT_LT(kept(blocking.pair_bound() / 8), blocking.rule_count());
}

TEST(Scorer, OfOtherProbabilitiesTakesOverWhatTheMeasuresKnow) {
    const RecordSet records = test::record_set(test::town(400, 9));
    const Rows rows(records);
    const MatchModel model = fitted_to(MatchModel::person(), rows);
    MatchModel other = model;
    for (Comparison& comparison : other.comparisons) comparison.levels.front().m *= 0.9;
    Features features(rows, 1);
    features.prepare(model);
    const Scorer first(model, features);
    const Scorer again(other, features, first.measures());
    const Scorer made(other, features);
    PairContext context = again.context();
    PairContext fresh = made.context();
    for (Row b = 1; b < 200; ++b) {
        const Pattern pattern = again.pattern(0, b, context);
        ASSERT_EQ(pattern, made.pattern(0, b, fresh));
        EXPECT_EQ(again.weight(0, b, pattern, context), made.weight(0, b, pattern, fresh));
    }
}

TEST(RandomPairs, AreTheSameForAnyThreadCountAndShowHowOftenStrangersAgree) {
    const RecordSet records = test::record_set(test::town(3000, 7));
    const Rows rows(records);
    const MatchModel model = fitted_to(MatchModel::person(), rows);
    Features features(rows, 1);
    features.prepare(model);
    const Scorer scorer(model, features);
    const SharedValues shared(model, scorer);
    const auto drawn = [&](unsigned threads) {
        Execution execution;
        execution.threads = threads;
        ContextPool contexts(scorer);
        return count_random_pairs(rows, scorer, shared, contexts, {100'000, 16}, 3, execution);
    };
    const auto patterns = drawn(1);
    const auto again = drawn(4);
    ASSERT_EQ(patterns.size(), again.size());
    std::size_t city = 0;
    while (model.comparisons[city].name != "city") ++city;
    double all = 0;
    double same = 0;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        EXPECT_EQ(patterns[i].pattern, again[i].pattern);
        EXPECT_EQ(patterns[i].count, again[i].count);
        const auto count = static_cast<double>(patterns[i].count);
        all += count;
        if (scorer.layout().level(patterns[i].pattern, city) == 1) same += count;
    }
    EXPECT_LE(all, 100'000);  // a row is no pair with itself
    EXPECT_GT(all, 99'500);
    EXPECT_NEAR(same / all, features.column("city").chance_agreement(), 0.01);
}

}  // namespace
}  // namespace scrm::identity
