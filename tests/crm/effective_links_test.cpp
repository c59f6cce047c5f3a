#include <gtest/gtest.h>

#include "crm/effective_links_internal.hpp"

namespace scrm::detail {
namespace {

const AccountId kAccount{"vk", "", "1"};

IdentityLink row(const char* customer, double probability, LinkStatus status) {
    IdentityLink link;
    link.account = kAccount;
    link.customer = CustomerId{customer};
    link.probability = probability;
    link.match_weight = probability * 10;
    link.status = status;
    link.tier = status == LinkStatus::linked || status == LinkStatus::confirmed ? Tier::match
                : status == LinkStatus::proposed                                ? Tier::review
                                                                                : Tier::none;
    return link;
}

Decision on_pair(DecisionKind kind, const char* customer) {
    Decision decision;
    decision.kind = kind;
    decision.account = kAccount;
    decision.customer = CustomerId{customer};
    return decision;
}

MergeForest merged(const char* survivor, const char* other) {
    const std::vector<MergeEdge> edges{{MergeId{"m"}, CustomerId{survivor}, CustomerId{other}, 1}};
    return MergeForest{edges};
}

std::string text(const std::vector<IdentityLink>& links) {
    std::string result;
    for (const auto& link : links) {
        result +=
            (result.empty() ? "" : " ") + link.customer.str() + ":" + std::string{to_string(link.status)};
    }
    return result;
}

TEST(EffectiveLinks, KeepTheMachinesCandidatesBestFirst) {
    const std::vector rows{row("B", .2, LinkStatus::proposed), row("A", .7, LinkStatus::linked)};
    EXPECT_EQ(text(effective_links(rows, {}, {})), "A:linked B:proposed");
}

TEST(EffectiveLinks, AConfirmedCustomerEndsUndecidedCandidates) {
    PairDecisions decisions;
    decisions.add(on_pair(DecisionKind::reject, "C"));
    decisions.add(on_pair(DecisionKind::confirm, "B"));
    const std::vector rows{row("A", .9, LinkStatus::linked), row("B", .05, LinkStatus::confirmed),
                           row("C", .01, LinkStatus::rejected)};
    EXPECT_EQ(text(effective_links(rows, {}, decisions)), "B:confirmed C:rejected");
}

TEST(EffectiveLinks, RowsOfOneSurvivorBecomeOne) {
    const std::vector rows{row("A", .6, LinkStatus::linked), row("B", .3, LinkStatus::proposed)};
    EXPECT_EQ(text(effective_links(rows, merged("B", "A"), {})), "B:linked");
}

TEST(EffectiveLinks, AMergeNeverLinksWhatWasRejected) {
    PairDecisions decisions;
    decisions.add(on_pair(DecisionKind::reject, "A"));
    const std::vector rows{row("B", .9, LinkStatus::linked), row("A", .0, LinkStatus::rejected)};
    EXPECT_EQ(text(effective_links(rows, merged("B", "A"), decisions)), "B:rejected");
    EXPECT_EQ(text(effective_links(rows, {}, decisions)), "B:linked A:rejected");
}

TEST(EffectiveLinks, TheLatestDecisionOfASurvivorDecides) {
    const std::vector rows{row("A", 1, LinkStatus::confirmed), row("B", 0, LinkStatus::rejected)};
    PairDecisions confirmed_last;
    confirmed_last.add(on_pair(DecisionKind::reject, "B"));
    confirmed_last.add(on_pair(DecisionKind::confirm, "A"));
    EXPECT_EQ(text(effective_links(rows, merged("A", "B"), confirmed_last)), "A:confirmed");
    PairDecisions rejected_last;
    rejected_last.add(on_pair(DecisionKind::confirm, "A"));
    rejected_last.add(on_pair(DecisionKind::reject, "B"));
    EXPECT_EQ(text(effective_links(rows, merged("A", "B"), rejected_last)), "A:rejected");
}

TEST(EffectiveLinks, AConfirmationThatWasOverruledEndsNoCandidates) {
    PairDecisions decisions;
    decisions.add(on_pair(DecisionKind::confirm, "A"));
    decisions.add(on_pair(DecisionKind::reject, "B"));
    const std::vector rows{row("A", 1, LinkStatus::confirmed), row("B", 0, LinkStatus::rejected),
                           row("C", .9, LinkStatus::linked)};
    EXPECT_EQ(text(effective_links(rows, merged("A", "B"), decisions)), "C:linked A:rejected");
    EXPECT_EQ(text(effective_links(rows, {}, decisions)), "A:confirmed B:rejected");
}

std::string text(const std::vector<storage::PairDecision>& pairs) {
    std::string result;
    for (const auto& pair : pairs)
        result += (result.empty() ? "" : " ") + pair.customer.str() + ":" + std::string{to_string(pair.kind)};
    return result;
}

Decision at(Decision decision, std::int64_t micros) {
    decision.at = from_unix_micros(micros);
    return decision;
}

TEST(PairDecisions, OfMergedRecordsTheLatestDecides) {
    PairDecisions decisions;
    decisions.add(on_pair(DecisionKind::confirm, "A"));
    decisions.add(on_pair(DecisionKind::reject, "B"));
    decisions.add(on_pair(DecisionKind::reject, "C"));
    EXPECT_EQ(text(decisions.deciding(merged("A", "B"))), "B:reject C:reject");
    EXPECT_EQ(text(decisions.deciding({})), "A:confirm B:reject C:reject");
}

TEST(PairDecisions, TheTimeOfADecisionOrdersItNotThatOfItsArrival) {
    PairDecisions decisions;
    decisions.add(at(on_pair(DecisionKind::reject, "B"), 2));
    decisions.add(at(on_pair(DecisionKind::confirm, "A"), 1));
    EXPECT_EQ(text(decisions.deciding(merged("A", "B"))), "B:reject");
    decisions.add(on_pair(DecisionKind::unlink, "A"));
    EXPECT_EQ(text(decisions.deciding(merged("A", "B"))), "A:unlink") << "without a time: when it came";
}

TEST(PairDecisions, AConfirmationThatGaveWayToAMergedRecordDoesNotOverruleIt) {
    PairDecisions decisions;
    decisions.add(at(on_pair(DecisionKind::confirm, "A"), 2));
    Decision gave_way = at(on_pair(DecisionKind::unlink, "B"), 2);
    gave_way.other = CustomerId{"A"};
    decisions.add(gave_way);
    EXPECT_EQ(text(decisions.deciding(merged("A", "B"))), "A:confirm");
}

}  // namespace
}  // namespace scrm::detail
