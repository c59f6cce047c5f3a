#include "scrm/model/decision.hpp"

#include <gtest/gtest.h>

namespace scrm {
namespace {

TEST(Decision, CodesGoBothWays) {
    for (const DecisionKind v : {DecisionKind::confirm, DecisionKind::reject, DecisionKind::unlink,
                                 DecisionKind::keep_apart, DecisionKind::merge, DecisionKind::unmerge,
                                 DecisionKind::erase, DecisionKind::correct, DecisionKind::lift_keep_apart}) {
        EXPECT_EQ(parse_decision_kind(to_string(v)), v);
    }
    EXPECT_FALSE(parse_decision_kind("keep-apart"));
}

}  // namespace
}  // namespace scrm
