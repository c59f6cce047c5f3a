// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/evaluate.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

IdentityLink link(const char* id, const char* customer, double probability, Tier tier,
                  LinkStatus status = LinkStatus::linked) {
    IdentityLink out;
    out.account = {"vk", "", id};
    out.customer = CustomerId{customer};
    out.probability = probability;
    out.tier = tier;
    out.status = status;
    return out;
}

TEST(Score, SharesWithoutDenominatorAreAbsent) {
    EXPECT_EQ(score_of(0, 0, 0), Score{});
    const Score none_found = score_of(0, 0, 5);
    EXPECT_FALSE(none_found.precision);
    EXPECT_EQ(none_found.recall, 0.0);
    EXPECT_FALSE(none_found.f1);
    const Score all_wrong = score_of(0, 3, 5);
    EXPECT_EQ(all_wrong.f1, 0.0);
    const Score some = score_of(6, 2, 4);
    EXPECT_DOUBLE_EQ(*some.precision, 0.75);
    EXPECT_DOUBLE_EQ(*some.recall, 0.6);
    EXPECT_DOUBLE_EQ(*some.f1, 2 * 0.75 * 0.6 / 1.35);
}

TEST(EvaluateClusters, HandComputed) {
    // True: {a b c} {d e} {f}. Found: {a b} {c d e} {f}.
    const std::vector<ClusterRow> truth = {{"a", "1"}, {"b", "1"}, {"c", "1"},
                                           {"d", "2"}, {"e", "2"}, {"f", "3"}};
    const std::vector<ClusterRow> found = {{"a", "x"}, {"b", "x"}, {"c", "y"},
                                           {"d", "y"}, {"e", "y"}, {"f", "z"}};
    const ClusterEvaluation e = evaluate_clusters(truth, found);
    EXPECT_EQ(e.records, 6U);
    EXPECT_EQ(e.true_pairs, 4U);
    EXPECT_EQ(e.found_pairs, 4U);
    EXPECT_EQ(e.right_pairs, 2U);
    EXPECT_DOUBLE_EQ(*e.pairwise.f1, 0.5);
    // Precision: a, b: 1; c: 1/3; d, e: 2/3; f: 1. Recall: a, b: 2/3; c: 1/3; d, e, f: 1.
    EXPECT_NEAR(*e.bcubed.precision, (1 + 1 + 1.0 / 3 + 2.0 / 3 + 2.0 / 3 + 1) / 6, 1e-12);
    EXPECT_NEAR(*e.bcubed.recall, (2.0 / 3 + 2.0 / 3 + 1.0 / 3 + 1 + 1 + 1) / 6, 1e-12);
    ASSERT_EQ(e.worst.size(), 2U);
    EXPECT_EQ(e.worst[0].kind, "over-merged");
    EXPECT_EQ(e.worst[0].records, (std::vector<std::string>{"c", "d", "e"}));
    EXPECT_EQ(e.worst[0].pairs, 2U);
    EXPECT_EQ(e.worst[1].kind, "split");
}

TEST(EvaluateClusters, AbsentRecordsStandAloneAndUnknownOnesAreLeftOut) {
    const std::vector<ClusterRow> truth = {{"a", "1"}, {"b", "1"}, {"c", "2"}};
    const ClusterEvaluation e = evaluate_clusters(truth, {{"a", "x"}, {"q", "x"}, {"r", "x"}});
    EXPECT_EQ(e.absent_records, 2U);
    EXPECT_EQ(e.unknown_records, 2U);
    EXPECT_EQ(e.found_clusters, 3U);
    EXPECT_EQ(e.found_pairs, 0U);
    EXPECT_EQ(e.pairwise.recall, 0.0);
    EXPECT_FALSE(e.pairwise.precision);
    EXPECT_DOUBLE_EQ(*e.bcubed.precision, 1);
    EXPECT_NEAR(*e.bcubed.recall, (0.5 + 0.5 + 1) / 3, 1e-12);
}

TEST(EvaluateClusters, NothingAtAllHasNoScores) {
    const ClusterEvaluation e = evaluate_clusters({}, {});
    EXPECT_EQ(e.records, 0U);
    EXPECT_EQ(e.pairwise, Score{});
    EXPECT_EQ(e.bcubed, Score{});
}

TEST(EvaluateClusters, ContradictionsAreRefused) {
    EXPECT_THROW(evaluate_clusters({{"a", "1"}, {"a", "2"}}, {}), Error);
    EXPECT_THROW(evaluate_clusters({{"a", "1"}}, {{"a", "x"}, {"a", "y"}}), Error);
    EXPECT_EQ(evaluate_clusters({{"a", "1"}, {"a", "1"}}, {}).records, 1U);
}

TEST(EvaluateClusters, OrderOfRowsDoesNotMatter) {
    const std::vector<ClusterRow> truth = {{"a", "1"}, {"b", "1"}, {"c", "1"}, {"d", "2"}, {"e", "2"}};
    const std::vector<ClusterRow> found = {{"a", "x"}, {"b", "y"}, {"c", "y"}, {"d", "y"}, {"e", "x"}};
    const std::vector<ClusterRow> turned{truth.rbegin(), truth.rend()};
    const std::vector<ClusterRow> found_turned{found.rbegin(), found.rend()};
    const ClusterEvaluation one = evaluate_clusters(truth, found);
    const ClusterEvaluation two = evaluate_clusters(turned, found_turned);
    EXPECT_EQ(one.pairwise, two.pairwise);
    EXPECT_EQ(one.bcubed, two.bcubed);
    EXPECT_EQ(one.worst, two.worst);
}

TEST(EvaluatePairs, DirectionRepetitionAndTier) {
    const std::vector<RecordPair> truth = {
        {"a", "b", {}, {}}, {"c", "d", {}, {}}, {"e", "f", {}, {}}, {"f", "e", {}, {}}};
    const std::vector<RecordPair> found = {{"b", "a", 0.9, Tier::match},
                                           {"a", "b", 0.9, Tier::match},
                                           {"a", "x", 0.8, Tier::match},
                                           {"c", "d", 0.4, Tier::review},
                                           {"g", "g", 1.0, Tier::match}};
    const PairEvaluation e = evaluate_pairs(truth, found);
    EXPECT_EQ(e.true_pairs, 3U);
    EXPECT_EQ(e.found_pairs, 2U);
    EXPECT_EQ(e.right_pairs, 1U);
    ASSERT_EQ(e.worst.size(), 3U);
    EXPECT_EQ(e.worst[0].kind, "wrong link");
    EXPECT_EQ(e.worst[0].records, (std::vector<std::string>{"a", "x"}));
    EXPECT_EQ(e.worst[0].probability, 0.8);
    EXPECT_EQ(e.worst[1].records, (std::vector<std::string>{"e", "f"}));
    EXPECT_EQ(e.worst[2].probability, 0.4);
}

TEST(EvaluateLinks, HandComputed) {
    const std::vector<ClusterRow> records = {{"C1", "p1"}, {"C2", "p1"}, {"C3", "p3"}};
    const std::vector<AccountTruth> truth = {{{"vk", "", "1"}, CustomerId{"C1"}, "p1", "customer"},
                                             {{"vk", "", "2"}, CustomerId{"C3"}, "p3", "customer"},
                                             {{"vk", "", "3"}, CustomerId{"C3"}, "p3", "anonymous"},
                                             {{"vk", "", "4"}, CustomerId{}, "p9", "impostor"},
                                             {{"vk", "", "5"}, CustomerId{}, "p8", "stranger"}};
    const std::vector<IdentityLink> links = {
        link("1", "C2", 0.97, Tier::match),                       // a duplicate record of the owner: right
        link("2", "C1", 0.60, Tier::review),                      // wrong
        link("2", "C3", 0.35, Tier::review),                      // right
        link("4", "C1", 0.95, Tier::match),                       // impostor
        link("5", "C3", 0.02, Tier::none),                        // wrong and said so
        link("3", "C3", 0.99, Tier::none, LinkStatus::rejected),  // does not count
    };
    const LinkEvaluation e = evaluate_links(truth, records, links);
    EXPECT_EQ(e.accounts, 5U);
    EXPECT_EQ(e.linkable, 3U);
    EXPECT_EQ(e.findable, 2U);
    EXPECT_EQ(e.strangers, 2U);
    EXPECT_EQ(e.impostors, 1U);
    ASSERT_EQ(e.tiers.size(), 3U);
    EXPECT_EQ(e.tiers[0].links, 2U);
    EXPECT_EQ(e.tiers[0].right, 1U);
    EXPECT_EQ(e.tiers[0].impostors, 1U);
    EXPECT_DOUBLE_EQ(*e.match.precision, 0.5);
    EXPECT_DOUBLE_EQ(*e.match.recall, 1.0 / 3);
    EXPECT_DOUBLE_EQ(*e.findable_recall, 0.5);
    EXPECT_DOUBLE_EQ(*e.tiers[1].findable_recall, 0.5);
    EXPECT_EQ(e.tiers[2].links, 1U);
    EXPECT_EQ(e.calibration[9].links, 2U);
    EXPECT_NEAR(e.calibration[9].mean_probability, 0.96, 1e-12);
    EXPECT_DOUBLE_EQ(e.calibration[9].right_share, 0.5);
    // (|1.92 - 1| + |0.60 - 0| + |0.35 - 1| + |0.02 - 0|) / 5
    EXPECT_NEAR(*e.calibration_error, (0.92 + 0.60 + 0.65 + 0.02) / 5, 1e-12);
    ASSERT_EQ(e.worst.size(), 2U);
    EXPECT_EQ(e.worst[0].kind, "impostor linked");
    EXPECT_EQ(e.worst[1].kind, "missed link");
    EXPECT_EQ(e.worst[1].records.front(), "vk:2");
}

TEST(EvaluateLinks, AccountsThatTheTruthDoesNotNameBelongToNobody) {
    const LinkEvaluation e = evaluate_links(
        {{{"vk", "", "1"}, CustomerId{"C1"}, {}, {}}}, {},
        {link("1", "C1", 1, Tier::match), link("7", "C2", 1, Tier::match), link("7", "C3", 1, Tier::match)});
    EXPECT_EQ(e.unknown_accounts, 1U);
    EXPECT_NEAR(*e.match.precision, 1.0 / 3, 1e-12);
    EXPECT_EQ(*e.match.recall, 1.0);
}

TEST(EvaluateLinks, SeveralTrueCustomersOfOneAccount) {
    const std::vector<AccountTruth> truth = {{{"vk", "", "1"}, CustomerId{"C1"}, {}, {}},
                                             {{"vk", "", "1"}, CustomerId{"C2"}, {}, {}}};
    const LinkEvaluation e = evaluate_links(truth, {}, {link("1", "C2", 0.9, Tier::match)});
    EXPECT_EQ(e.linkable, 1U);
    EXPECT_EQ(*e.match.precision, 1.0);
    EXPECT_EQ(*e.match.recall, 1.0);
}

TEST(ParseTruth, KnowsTheFourHeaders) {
    const Truth sample = parse_truth(
        "record_kind,network,scope,network_user_id,customer_id,person_id,role\n"
        "customer,,,,C1,p1,customer\nidentity,vk,page,77,C1,p1,customer\nidentity,vk,,78,,p2,stranger\n");
    ASSERT_EQ(sample.clusters.size(), 1U);
    EXPECT_EQ(sample.clusters[0], (ClusterRow{"C1", "p1"}));
    ASSERT_EQ(sample.accounts.size(), 2U);
    EXPECT_EQ(sample.accounts[0].account, (AccountId{"vk", "page", "77"}));
    EXPECT_TRUE(sample.accounts[1].customer.empty());
    EXPECT_EQ(parse_truth("cluster_id;record_id\n1;a\n").clusters, (std::vector<ClusterRow>{{"a", "1"}}));
    EXPECT_EQ(parse_truth("left_id,right_id\na,b\n").pairs.size(), 1U);
    EXPECT_EQ(parse_truth("network,network_user_id,customer_id\nvk,1,C1\n").accounts.size(), 1U);
    EXPECT_THROW(parse_truth("a,b\n1,2\n"), Error);
    EXPECT_THROW(parse_truth("record_kind,person_id\nthing,p\n"), Error);
    EXPECT_THROW(parse_truth(""), Error);
}

TEST(ParseLinks, OptionalColumnsAndBadCells) {
    const std::vector<IdentityLink> full = parse_links(
        "network,scope,network_user_id,customer_id,probability,match_weight,tier,status,assurance\n"
        "vk,,1,'=C1,0.25,-1.5,review,proposed,inferred\n");
    ASSERT_EQ(full.size(), 1U);
    EXPECT_EQ(full[0].customer.str(), "=C1");
    EXPECT_EQ(full[0].tier, Tier::review);
    EXPECT_EQ(full[0].match_weight, -1.5);
    EXPECT_EQ(parse_links("network,network_user_id,customer_id\nvk,1,C1\n")[0].probability, 1);
    EXPECT_THROW(parse_links("network,network_user_id,customer_id,probability\nvk,1,C1,high\n"), Error);
    EXPECT_THROW(parse_links("network,network_user_id,customer_id,tier\nvk,1,C1,maybe\n"), Error);
    EXPECT_THROW(parse_links("network,customer_id\nvk,C1\n"), Error);
    EXPECT_THROW(parse_links("network,network_user_id,customer_id\nvk,1\n"), Error);
    EXPECT_THROW(parse_clusters("record_id,cluster_id\na,1\na,1\n"), Error);
    EXPECT_THROW(parse_clusters("record_id,cluster_id\na,\nb,\n"), Error);
}

class EvaluateFiles : public testing::Test {
  protected:
    std::filesystem::path file(const std::string& name, const std::string& text) {
        const auto path = std::filesystem::path{testing::TempDir()} / ("scrm_evaluate_" + name);
        std::ofstream{path} << text;
        return path;
    }
};

TEST_F(EvaluateFiles, EveryKindMeetsItsResult) {
    const auto clusters = file("c.csv", "record_id,cluster_id\na,1\nb,1\nc,1\nd,4\n");
    const auto cluster_truth = file("ct.csv", "record_id,cluster_id\na,x\nb,x\nc,y\nd,y\n");
    const auto pair_truth = file("pt.csv", "left_id,right_id\na,b\nc,d\n");
    const auto pairs =
        file("p.csv", "left_id,right_id,probability,match_weight,tier\na,b,.9,4,match\na,c,.9,4,match\n");

    const Evaluation by_cluster = evaluate_cluster_file(cluster_truth, clusters);
    ASSERT_TRUE(by_cluster.clusters);
    EXPECT_EQ(by_cluster.clusters->right_pairs, 1U);
    const Evaluation by_pairs = evaluate_cluster_file(pair_truth, clusters);
    ASSERT_TRUE(by_pairs.pairs);
    EXPECT_EQ(by_pairs.pairs->found_pairs, 3U);
    EXPECT_EQ(by_pairs.pairs->right_pairs, 1U);
    EXPECT_EQ(by_pairs.pairs->pairwise, by_cluster.clusters->pairwise);

    for (const auto& truth : {cluster_truth, pair_truth}) {
        const Evaluation of_pairs = evaluate_link_file(truth, pairs);
        ASSERT_TRUE(of_pairs.pairs);
        EXPECT_EQ(of_pairs.pairs->true_pairs, 2U);
        EXPECT_EQ(of_pairs.pairs->found_pairs, 2U);
        EXPECT_EQ(of_pairs.pairs->right_pairs, 1U);
    }
    const auto links = file("l.csv", "network,scope,network_user_id,customer_id,probability\nvk,,1,C1,0.5\n");
    const auto account_truth = file("at.csv", "network,scope,network_user_id,customer_id\nvk,,1,C1\n");
    const Evaluation of_links = evaluate_link_file(account_truth, links);
    ASSERT_TRUE(of_links.links);
    EXPECT_EQ(*of_links.links->match.f1, 1.0);
    EXPECT_THROW(evaluate_link_file(cluster_truth.parent_path() / "scrm_no_such_file", links), Error);
    EXPECT_THROW(evaluate_link_file(pair_truth, links), Error);
    EXPECT_THROW(evaluate_link_file(account_truth, pairs), Error);

    EXPECT_NE(to_text(of_links).find("precision"), std::string::npos);
    const std::string json = to_json(by_cluster);
    EXPECT_EQ(json.front(), '{');
    EXPECT_NE(json.find("\"bcubed\":{"), std::string::npos);
    EXPECT_EQ(
        to_json(evaluate_link_file(account_truth, file("none.csv", "network,network_user_id,customer_id\n")))
                .find("\"precision\":null") == std::string::npos,
        false);
}

}  // namespace
}  // namespace scrm::identity
