#include "scrm/model/identity_link.hpp"

#include <gtest/gtest.h>

namespace scrm {
namespace {

TEST(IdentityLink, CodesGoBothWays) {
    for (const Tier v : {Tier::match, Tier::review, Tier::none}) EXPECT_EQ(parse_tier(to_string(v)), v);
    for (const LinkStatus v : {LinkStatus::proposed, LinkStatus::linked, LinkStatus::confirmed,
                               LinkStatus::rejected, LinkStatus::revoked}) {
        EXPECT_EQ(parse_link_status(to_string(v)), v);
    }
    for (const Assurance v :
         {Assurance::inferred, Assurance::asserted, Assurance::corroborated, Assurance::proven}) {
        EXPECT_EQ(parse_assurance(to_string(v)), v);
    }
}

TEST(IdentityLink, UnknownCodesAreNoValue) {
    EXPECT_FALSE(parse_tier("Match"));
    EXPECT_FALSE(parse_link_status(""));
    EXPECT_FALSE(parse_assurance("L2"));
}

}  // namespace
}  // namespace scrm
