// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/comparison_library.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "linkage_support.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/explain.hpp"
#include "scrm/identity/linkage.hpp"

namespace scrm::identity {
namespace {

MatchModel town_model() {
    const std::array thresholds = {0.92, 0.8};
    const std::array<std::string, 2> rules = {block_on(std::array<Column, 2>{"given_name", "city"}),
                                              block_on(std::array<Column, 1>{"birth_date"})};
    return model_of(
        {comparisons::jaro_winkler("given_name", thresholds), comparisons::name_of_person("family_name"),
         comparisons::date_of_birth("birth_date"), comparisons::exact("city")},
        rules);
}

/// Every second duplicate has its family name whole.
RecordSet town(std::size_t count) {
    auto people = test::town(count, 5);
    std::size_t repeated = 0;
    for (std::size_t i = 1; i < people.size(); ++i) {
        if (people[i].id.ends_with('b') && repeated++ % 2 == 0) people[i].fields[1] = people[i - 1].fields[1];
    }
    return test::record_set(people);
}

TEST(ComparisonLibrary, ModelsAreWrittenAndReadBack) {
    const std::array distances = {1, 2};
    const std::array similarities = {0.9, 0.7};
    const std::array sizes = {2, 1};
    const std::array kilometres = {1.0, 10.5};
    const std::array spans = {TimeSpan{5, TimeSpan::Unit::minute}, TimeSpan{1, TimeSpan::Unit::year}};
    const std::array parts = {levels::exact("a"), levels::number_apart("n", 3)};
    std::vector<Comparison> all = {
        comparisons::levenshtein("a", distances),
        comparisons::damerau_levenshtein("b \"x\"", distances),
        comparisons::jaro("c", similarities),
        comparisons::jaccard("d", similarities),
        comparisons::time_apart(Column("moment").date("%Y-%m-%dT%H:%M:%SZ"), spans),
        comparisons::email("mail"),
        comparisons::postcode("postcode"),
        comparisons::forename_surname("first", "last"),
        comparisons::distance_in_km("lat", "long", kilometres),
        comparisons::shared_items("tags", sizes),
        comparisons::cosine_similarity("vector", similarities),
        comparisons::of_levels(
            "own", {levels::all_of(parts), levels::none_of(parts), levels::literal("a", "it's"),
                    levels::exact(Column("a").trim().lower().substring(1, 3)), levels::otherwise()}),
    };
    const MatchModel model = model_of(std::move(all), std::array<std::string, 1>{"l.a = r.a"});
    EXPECT_EQ(MatchModel::from_json(model.to_json()).to_json(), model.to_json());
    const MatchModel back = MatchModel::from_splink(model.to_splink());
    EXPECT_EQ(back.comparisons, model.comparisons);
    EXPECT_EQ(back.blocking_rules, model.blocking_rules);
    EXPECT_EQ(model.columns(),
              (std::vector<std::string>{"a", "b \"x\"", "c", "d", "first", "last", "lat", "long", "mail",
                                        "moment", "n", "postcode", "tags", "vector"}));
}

TEST(ComparisonLibrary, TrainingFindsTheDuplicates) {
    const RecordSet records = town(3000);
    const MatchModel model = train(town_model(), records);
    EXPECT_TRUE(model.trained);
    for (const Comparison& comparison : model.comparisons) {
        for (const Level& level : comparison.levels)
            EXPECT_FALSE(level.assumed_m || level.assumed_u) << level.name;
    }
    // Surnames and birth dates of one person agree, those of two hardly do.
    const auto& birth = model.comparisons[2].levels;
    EXPECT_GT(birth[1].m, 0.6);
    EXPECT_LT(birth[1].u, 0.01);
    EXPECT_LT(model.comparisons[2].levels.back().m, birth[1].m);
    // Every fifth person stands twice: about 600 matches among 6.5 million pairs.
    const double pairs = static_cast<double>(records.size()) * static_cast<double>(records.size() - 1) / 2;
    EXPECT_GT(model.prior * pairs, 300);
    EXPECT_LT(model.prior * pairs, 1500);

    const DedupeResult found = dedupe(records, model);
    std::size_t right = 0;
    std::size_t wrong = 0;
    for (RecordIndex i = 0; i < records.size(); ++i) {
        if (found.cluster[i] == i) continue;
        const auto person = [&](RecordIndex r) { return std::string{records.id(r)}.substr(0, 6); };
        (person(i) == person(found.cluster[i]) ? right : wrong) += 1;
    }
    EXPECT_GT(right, 400U);
    EXPECT_LT(wrong, right / 10);
}

TEST(ComparisonLibrary, PairsWithoutMatchesTeachNothing) {
    // No duplicate has the family name of its first record.
    MatchModel model = town_model();
    model.blocking_rules.erase(model.blocking_rules.begin());
    model.blocking_rules.front().expression = block_on(std::array<Column, 1>{"family_name"});
    const MatchModel trained = train(model, test::record_set(test::town(1500, 5)));
    EXPECT_TRUE(trained.comparisons[2].levels[1].assumed_m);
    EXPECT_EQ(trained.comparisons[2].levels[1].m, model.comparisons[2].levels[1].m);
    EXPECT_FALSE(trained.comparisons[2].levels[1].assumed_u);
}

TEST(ComparisonLibrary, TheThreadCountChangesNothing) {
    const RecordSet records = town(1200);
    const MatchModel one = train(town_model(), records, {}, {.threads = 1});
    const MatchModel four = train(town_model(), records, {}, {.threads = 4});
    EXPECT_EQ(one.to_json(), four.to_json());
    const DedupeResult alone = dedupe(records, one, {}, {.threads = 1});
    const DedupeResult together = dedupe(records, one, {}, {.threads = 4});
    EXPECT_EQ(alone.pairs, together.pairs);
    EXPECT_EQ(alone.cluster, together.cluster);
}

TEST(ComparisonLibrary, AnExplanationAddsUp) {
    const RecordSet records = town(600);
    const MatchModel model = train(town_model(), records);
    const DedupeResult found = dedupe(records, model);
    ASSERT_FALSE(found.pairs.empty());
    for (std::size_t i = 0; i < std::min<std::size_t>(found.pairs.size(), 20); ++i) {
        const ScoredPair& pair = found.pairs[i];
        const Explanation why = explain(records, pair.left, records, pair.right, model);
        double sum = why.prior_weight;
        for (const Evidence& part : why.evidence) sum += part.weight;
        EXPECT_NEAR(sum, pair.weight, 1e-9);
        EXPECT_NEAR(why.total_weight, pair.weight, 1e-9);
    }
}

TEST(ComparisonLibrary, ConnectedComponentsFollowEveryPair) {
    RecordSetBuilder builder("records");
    const std::pair<const char*, const char*> rows[] = {
        {"1", "aaaa"}, {"2", "aaab"}, {"3", "aabb"}, {"4", "zzzz"}};
    for (const auto& [id, name] : rows) {
        builder.begin(id);
        builder.add_verbatim(builder.attribute("name"), name);
    }
    const RecordSet records = builder.finish();
    Comparison names = comparisons::of_levels(
        "name", {levels::missing("name"), levels::levenshtein("name", 1), levels::otherwise()});
    names.levels[1].m = 0.9;
    names.levels[1].u = 0.001;
    names.levels[2].m = 0.001;
    names.levels[2].u = 0.9;
    MatchModel model = model_of({names}, {}, {}, 0.1);
    model.trained = true;
    LinkOptions options;
    options.cluster_method = ClusterMethod::connected_components;
    options.cluster_probability = 0.9;
    EXPECT_EQ(dedupe(records, model, options).cluster, (std::vector<RecordIndex>{0, 0, 0, 3}));
    options.keep_apart = {{1, 2}};
    EXPECT_EQ(dedupe(records, model, options).cluster, (std::vector<RecordIndex>{0, 0, 2, 3}));
    // One and three differ in two letters: on average the three are not alike enough.
    EXPECT_EQ(dedupe(records, model).cluster, (std::vector<RecordIndex>{0, 0, 2, 3}));
}

TEST(ComparisonLibrary, WhatCannotBeMeantIsRefused) {
    const auto refused = [](std::vector<Comparison> comparisons, std::vector<std::string> rules) {
        try {
            model_of(std::move(comparisons), rules);
        } catch (const Error& error) {
            return std::string{error.what()};
        }
        return std::string{};
    };
    EXPECT_NE(refused({comparisons::of_levels(
                          "x", {levels::expression("odd", "soundex(a_l) = 1"), levels::otherwise()})},
                      {})
                  .find("comparison x, level odd: no function soundex: soundex(a_l) = 1"),
              std::string::npos);
    EXPECT_NE(refused({comparisons::exact("a")}, {"l.a LIKE r.a"}).find("blocking rule 1"),
              std::string::npos);
    Level fuzzy = levels::jaro("a", 0.9);
    fuzzy.frequency_adjustment = FrequencyAdjustment{.column = "b"};
    EXPECT_NE(refused({comparisons::of_levels("x", {fuzzy, levels::otherwise()})}, {})
                  .find("equality of the column 'b'"),
              std::string::npos);
    EXPECT_THROW(MatchModel::from_splink("[]"), Error);
    EXPECT_THROW(MatchModel::from_splink("{}"), Error);
    EXPECT_THROW(MatchModel::person().to_splink(), Error);
}

TEST(ComparisonLibrary, ThresholdsThatNothingReachesAreRefused) {
    const double nan = std::nan("");
    const double infinite = std::numeric_limits<double>::infinity();
    const std::vector<Level> none;
    const std::vector<std::function<void()>> wrong = {
        [] { levels::levenshtein("s", -1); },
        [] { levels::damerau_levenshtein("s", -1); },
        [] { levels::jaro("s", -0.1); },
        [] { levels::jaro_winkler("s", 2); },
        [&] { levels::jaccard("s", nan); },
        [] { levels::cosine_similarity("s", -1.5); },
        [] { levels::shared_items("s", 0); },
        [&] {
            levels::time_apart("s", {nan, TimeSpan::Unit::day});
        },
        [] {
            levels::time_apart("s", {-1, TimeSpan::Unit::day});
        },
        [&] { levels::number_apart("s", infinite); },
        [] { levels::km_apart("a", "b", -1); },
        [&] { levels::km_apart("a", "b", nan); },
        [&] { levels::all_of(none); },
        [&] { levels::any_of(none); },
        [&] { levels::none_of(none); },
        [] {
            comparisons::jaro("s", std::array{0.9, 1.1});
        },
    };
    for (std::size_t i = 0; i < wrong.size(); ++i) {
        try {
            wrong[i]();
            ADD_FAILURE() << i;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::invalid_argument) << i;
        }
    }
    for (const double edge : {0.0, 1.0}) {
        levels::jaro_winkler("s", edge);
        levels::km_apart("a", "b", edge);
        levels::levenshtein("s", static_cast<int>(edge));
    }
}

RecordSet with_empty_column(std::size_t records) {
    RecordSetBuilder builder("records");
    builder.declare("city", table::CellType::text);
    builder.declare("mail", table::CellType::unknown);
    for (std::size_t i = 0; i < records; ++i) {
        builder.begin(std::to_string(i));
        builder.add_verbatim(builder.attribute("city"), i < 2 ? "Kell" : "Tver");
    }
    return builder.finish();
}

TEST(ComparisonLibrary, AColumnWithoutValuesIsNoAbsentOne) {
    const std::array<std::string, 1> rules = {"l.city = r.city"};
    const MatchModel model = model_of({comparisons::exact("city"), comparisons::exact("mail", true)}, rules);
    EXPECT_EQ(dedupe(with_empty_column(3), model).cluster.size(), 3U);
    EXPECT_EQ(dedupe(with_empty_column(0), model).cluster.size(), 0U);
    const MatchModel other = model_of({comparisons::exact("city"), comparisons::exact("shoe_size")}, rules);
    for (const std::size_t records : {0U, 1U, 3U}) {
        EXPECT_THROW(dedupe(with_empty_column(records), other), Error) << records;
        EXPECT_THROW(train(other, with_empty_column(records)), Error) << records;
    }
}

TEST(ComparisonLibrary, AColumnTakenForWhatItIsNotIsNamed) {
    const auto refused = [](const char* sql) {
        const Comparison odd =
            comparisons::of_levels("c", {levels::expression("odd", sql), levels::otherwise()});
        try {
            dedupe(with_empty_column(3), model_of({odd}, {}));
        } catch (const Error& error) {
            return std::string{error.what()};
        }
        return std::string{};
    };
    EXPECT_EQ(refused("city_l * 2 = 5"),
              "comparison c, level odd: the column 'city' has no value that is a number: city_l * 2 = 5");
    EXPECT_EQ(
        refused("lower(city_l) = length(mail_r)"),
        "comparison c, level odd: a text is not comparable with a number: lower(city_l) = length(mail_r)");
}

TEST(ComparisonLibrary, BlocksOnColumnsAndExpressions) {
    const auto rule = [](const Column& column) { return block_on(std::array{column}); };
    EXPECT_EQ(rule("city"), R"(l."city" = r."city")");
    EXPECT_EQ(rule("Фамилия"), R"(l."Фамилия" = r."Фамилия")");
    for (const char* name : {"first name", "e-mail", "phone (home)", "a/b", "black and white", "null", "a.b"})
        EXPECT_EQ(rule(name), "l.\"" + std::string{name} + "\" = r.\"" + name + "\"");
    EXPECT_EQ(rule("\"len(cm)\""), "l.\"len(cm)\" = r.\"len(cm)\"");
    EXPECT_EQ(rule("substr(s, 1, 2)"), R"(substr(l."s", 1, 2) = substr(r."s", 1, 2))");
    EXPECT_EQ(rule("concat(\"first name\", lower(b))"),
              R"(concat(l."first name", lower(l."b")) = concat(r."first name", lower(r."b")))");
    EXPECT_EQ(rule("a || b"), R"(l."a" || l."b" = r."a" || r."b")");
    EXPECT_EQ(rule("tags[1]"), R"(l."tags"[1] = r."tags"[1])");
    EXPECT_EQ(rule("list_transform(tags, x -> lower(x))"),
              R"(list_transform(l."tags", x -> lower(x)) = list_transform(r."tags", x -> lower(x)))");
    EXPECT_EQ(rule(Column("s").lower()), R"(lower(l."s") = lower(r."s"))");
    EXPECT_THROW(rule("soundex(s)"), Error);
    // The rule is read as it is meant.
    const std::array<std::string, 1> rules = {rule("substr(city, 1, 1)")};
    EXPECT_EQ(dedupe(with_empty_column(3), model_of({comparisons::exact("city")}, rules)).blocking[0].pairs,
              1U);
}

TEST(ComparisonLibrary, AColumnThatNoRecordHasIsNamed) {
    const MatchModel model = model_of({comparisons::exact("shoe_size")}, {});
    try {
        dedupe(town(20), model);
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string{error.what()}.find("'shoe_size'"), std::string::npos);
    }
}

}  // namespace
}  // namespace scrm::identity
