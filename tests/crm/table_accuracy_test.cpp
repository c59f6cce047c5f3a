// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/table_accuracy.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "scrm/core/error.hpp"
#include "scrm/table/csv_table.hpp"

namespace scrm {
namespace {

table::Table read(const std::string& csv) {
    std::istringstream in{csv};
    return table::read_csv(in).table;
}

template <class Call>
std::string refusal_of(const Call& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

constexpr const char* kPairs =
    "left_id,right_id,match_weight\n"
    "a,b,9\n"
    "c,d,5\n"
    "a,c,-1\n";

TEST(TableAccuracy, FromTheTruthOfClustersAndOfPairs) {
    const auto by_clusters =
        accuracy_from_truth(read(kPairs), read("record_id,cluster_id\na,1\nb,1\nc,2\nd,3\n"));
    EXPECT_EQ(by_clusters.basis, AccuracyBasis::truth);
    EXPECT_EQ(by_clusters.curve.matches, 1);
    EXPECT_EQ(by_clusters.curve.points[*by_clusters.curve.best].weight, 9);
    const auto by_pairs = accuracy_from_truth(read(kPairs), read("left_id,right_id\nb,a\nd,z\n"));
    EXPECT_EQ(by_pairs.curve.matches, 2);
    const table::Table points = by_pairs.points();
    EXPECT_EQ(points.row_count(), 3);
    EXPECT_EQ(points.doubles("recall").at(2), 0.5);
    EXPECT_EQ(points.doubles("precision_lower").at(0), std::nullopt);
}

TEST(TableAccuracy, AJudgedSampleComesBackAsAnEstimate) {
    const table::Table sample = review_sample(read(kPairs), {.size = 3});
    EXPECT_EQ(sample.names(), (std::vector<std::string>{"left_id", "right_id", "match_weight", "stratum",
                                                        "stratum_pairs", "sampling_weight", "is_match"}));
    std::string judged = "match_weight,stratum,stratum_pairs,is_match\n";
    judged += "9,1,2,Да\n5,1,2,NO\n-1,2,4,0\n2,2,4,\n";
    const auto estimated = accuracy_from_labels(read(judged));
    EXPECT_EQ(estimated.basis, AccuracyBasis::sample);
    EXPECT_EQ(estimated.curve.matches, 1);
    EXPECT_EQ(estimated.curve.points.size(), 3U);
    EXPECT_TRUE(estimated.curve.points[0].precision_interval);
    const auto plain = accuracy_from_labels(read("match_weight,is_match\n9,1\n5,false\n"));
    EXPECT_EQ(plain.basis, AccuracyBasis::truth);
}

TEST(TableAccuracy, WhatCannotBeReadIsNamedWithoutItsValue) {
    const auto labels = [](const std::string& rows) {
        return refusal_of(
            [&] { accuracy_from_labels(read("match_weight,stratum,stratum_pairs,is_match\n" + rows)); });
    };
    EXPECT_EQ(labels("9,1,2,1\n5,1,2,secret\n"), "column is_match, row 2: neither yes nor no");
    EXPECT_EQ(labels("nan,1,2,1\n"), "column match_weight, row 1: no number");
    EXPECT_EQ(labels("9,1,2,1\n9,1,3,1\n"), "column stratum_pairs, row 2: another size than before");
    EXPECT_EQ(labels("9,99999999,2,1\n"), "column stratum, row 1: no stratum");
    EXPECT_EQ(labels("9,1.5,2,1\n"), "column stratum, row 1: no count");
    EXPECT_EQ(refusal_of([] { accuracy_from_labels(read("match_weight,stratum,is_match\n1,1,1\n")); }),
              "stratum and stratum_pairs go together");
    EXPECT_EQ(refusal_of([] { review_sample(read("left_id,match_weight\na,1\n")); }), "no column 'right_id'");
    EXPECT_EQ(refusal_of([] { accuracy_from_truth(read(kPairs), read("x\n1\n")); }), "no column 'left_id'");
}

TEST(TableAccuracy, TheModelAlone) {
    const auto expected = expected_accuracy(read(kPairs), 2);
    EXPECT_EQ(expected.basis, AccuracyBasis::model);
    EXPECT_NEAR(expected.curve.matches, 2 + 512.0 / 513 + 32.0 / 33 + 1.0 / 3, 1e-9);
    EXPECT_TRUE(expected_accuracy(read("match_weight\n"), 0).points().row_count() == 0);
}

}  // namespace
}  // namespace scrm
