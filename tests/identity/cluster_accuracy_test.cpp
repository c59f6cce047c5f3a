// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/cluster_accuracy.hpp"

#include <gtest/gtest.h>

#include <map>

#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"

namespace scrm::identity {
namespace {

TEST(ClusterAccuracy, AllPeopleGiveTheExactShares) {
    const std::vector<ClusterRow> truth = {{"a", "1"}, {"b", "1"}, {"c", "1"}, {"d", "2"},
                                           {"e", "2"}, {"f", "3"}, {"g", "4"}};
    const std::vector<ClusterRow> found = {{"a", "x"}, {"b", "x"}, {"c", "y"}, {"d", "y"},
                                           {"e", "z"}, {"f", "y"}, {"g", "w"}};
    const ClusterEvaluation exact = evaluate_clusters(truth, found);
    const ClusterAccuracy estimated = estimate_cluster_accuracy(truth, found, ClusterSampling::by_cluster);
    EXPECT_EQ(estimated.people, 4U);
    EXPECT_EQ(estimated.records, 7U);
    EXPECT_DOUBLE_EQ(*estimated.score.precision, *exact.pairwise.precision);
    EXPECT_DOUBLE_EQ(*estimated.score.recall, *exact.pairwise.recall);
    EXPECT_DOUBLE_EQ(*estimated.score.f1, *exact.pairwise.f1);
}

TEST(ClusterAccuracy, ARecordThatTheResultLacksIsAlone) {
    const auto out =
        estimate_cluster_accuracy({{"a", "1"}, {"b", "1"}}, {{"a", "x"}}, ClusterSampling::by_cluster);
    EXPECT_FALSE(out.score.precision);
    EXPECT_EQ(out.score.recall, 0.0);
    EXPECT_FALSE(estimate_cluster_accuracy({}, {}, ClusterSampling::by_record).score.recall);
}

TEST(ClusterAccuracy, ARecordTwiceIsRefused) {
    EXPECT_THROW(estimate_cluster_accuracy({{"a", "1"}, {"a", "2"}}, {}, ClusterSampling::by_record), Error);
    EXPECT_THROW(estimate_cluster_accuracy({}, {{"a", "1"}, {"a", "2"}}, ClusterSampling::by_record), Error);
}

// People of 1 to 5 records; one in five splits, one in ten is merged with the next person. Samples of 150
// records estimate what all people together give, where counting within the sample alone would not.
TEST(ClusterAccuracy, SamplesByRecordCentreOnTheTruth) {
    Random random(2);
    std::vector<ClusterRow> truth;
    std::vector<ClusterRow> found;
    std::map<std::string, std::vector<std::string>> records_of;
    std::string merged_into;
    for (int person = 0; person < 3'000; ++person) {
        const std::string id = std::to_string(person);
        const bool splits = random.chance(0.2);
        const std::string cluster = merged_into.empty() ? id : merged_into;
        const std::uint64_t size = 1 + random.below(5);
        for (std::uint64_t i = 0; i < size; ++i) {
            const std::string record = id + "-" + std::to_string(i);
            truth.push_back({record, id});
            found.push_back({record, splits && i % 2 == 1 ? cluster + "s" : cluster});
            records_of[id].push_back(record);
        }
        merged_into = merged_into.empty() && random.chance(0.1) ? id : "";
    }
    const ClusterEvaluation exact = evaluate_clusters(truth, found);
    double precision = 0;
    double recall = 0;
    int held = 0;
    constexpr int kSamples = 100;
    for (int i = 0; i < kSamples; ++i) {
        std::map<std::string, bool> drawn;
        for (int k = 0; k < 150; ++k) drawn[truth[random.below(truth.size())].cluster_id] = true;
        std::vector<ClusterRow> people;
        for (const auto& [person, is_drawn] : drawn)
            for (const std::string& record : records_of[person]) people.push_back({record, person});
        const auto out = estimate_cluster_accuracy(people, found, ClusterSampling::by_record);
        precision += *out.score.precision / kSamples;
        recall += *out.score.recall / kSamples;
        held += out.precision_interval->lower <= *exact.pairwise.precision &&
                        *exact.pairwise.precision <= out.precision_interval->upper
                    ? 1
                    : 0;
    }
    EXPECT_NEAR(precision, *exact.pairwise.precision, 0.01);
    EXPECT_NEAR(recall, *exact.pairwise.recall, 0.01);
    EXPECT_GE(held, 88);
}

}  // namespace
}  // namespace scrm::identity
