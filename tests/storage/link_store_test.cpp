// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/link_store.hpp"

#include "scrm/core/error.hpp"
#include "scrm/storage/verify.hpp"
#include "storage/records.hpp"
#include "support/databases.hpp"

namespace scrm::storage {
namespace {

CustomerId id(const std::string& text) {
    return CustomerId{text};
}

IdentityLink link(const std::string& account, const std::string& customer, double probability, Tier tier) {
    IdentityLink value{test::account(account), id(customer), probability, 10 * probability, tier};
    value.status = tier == Tier::match ? LinkStatus::linked : LinkStatus::proposed;
    return value;
}

class LinkStoreTest : public test::OnBothDatabases {
  protected:
    void SetUp() override { test::fill(open_, 6); }

    std::int64_t replace(const std::vector<IdentityLink>& links) {
        std::int64_t changed = 0;
        run_transaction(open_, [&](UnitOfWork& unit) { changed = LinkStore{unit}.replace_all(links); });
        return changed;
    }
    std::vector<IdentityLink> all() {
        std::vector<IdentityLink> links;
        UnitOfWork unit{open_, Access::read};
        LinkStore{unit}.for_each([&](const IdentityLink& value) { links.push_back(value); });
        return links;
    }
    void expect_sound() {
        for (const InvariantCheck& check : verify(open_)) {
            EXPECT_TRUE(check.ok) << check.code << ": " << check.detail;
        }
    }

    Database open_ = database_.open();
};
SCRM_ON_BOTH_DATABASES(LinkStoreTest);

TEST_P(LinkStoreTest, a_run_replaces_the_links_and_counts_what_changed) {
    EXPECT_EQ(replace({link("a2", "c1", 0.2, Tier::none), link("a1", "c1", 0.99, Tier::match),
                       link("a1", "c2", 0.4, Tier::review)}),
              3);
    EXPECT_EQ(replace({link("a1", "c1", 0.98, Tier::match), link("a1", "c2", 0.4, Tier::review),
                       link("a2", "c1", 0.2, Tier::none)}),
              0);
    EXPECT_EQ(all().front().probability, 0.98);
    EXPECT_EQ(replace({link("a1", "c1", 0.6, Tier::review), link("a3", "c3", 0.9, Tier::match)}), 4);
    EXPECT_EQ(replace({}), 2);
    EXPECT_TRUE(all().empty());
}

TEST_P(LinkStoreTest, links_come_by_account_best_first) {
    replace({link("a1", "c3", 0.3, Tier::none), link("a1", "c2", 0.7, Tier::review),
             link("a1", "c1", 0.3, Tier::none), link("a0", "c5", 0.1, Tier::none)});
    std::vector<std::string> order;
    for (const IdentityLink& value : all())
        order.push_back(value.account.network_user_id + value.customer.str());
    EXPECT_EQ(order, (std::vector<std::string>{"a0c5", "a1c2", "a1c1", "a1c3"}));
    UnitOfWork unit{open_, Access::read};
    EXPECT_EQ(LinkStore{unit}.of_account(test::account("a1")).front().customer, id("c2"));
    EXPECT_EQ(LinkStore{unit}.of_customers(std::vector{id("c1"), id("c3")}).size(), 2U);
    EXPECT_EQ(LinkStore{unit}.count(), 4);
    EXPECT_EQ(LinkStore{unit}.count_by_status(), (std::map<std::string, std::int64_t>{{"proposed", 4}}));
}

TEST_P(LinkStoreTest, doubles_come_back_bit_for_bit) {
    const std::vector<double> values{0.1, 1.0 / 3.0, 0x1.fffffffffffffp-1, 5e-324, 1e-300,
                                     0.0, 1.0,       -1234.56789012345678};
    std::vector<IdentityLink> links;
    for (std::size_t i = 0; i < values.size(); ++i) {
        links.push_back({test::account("a" + std::to_string(i)), id("c1"), values[i], -values[i]});
    }
    replace(links);
    EXPECT_EQ(all(), links);
}

TEST_P(LinkStoreTest, a_run_never_changes_what_people_decided) {
    test::append(open_, test::decide(DecisionKind::confirm, test::account("a1"), "c1"));
    test::append(open_, test::decide(DecisionKind::reject, test::account("a2"), "c2"));
    test::append(open_, test::decide(DecisionKind::unlink, test::account("a3"), "c3"));
    IdentityLink claims_too_much = link("a4", "c4", 0.9, Tier::match);
    claims_too_much.status = LinkStatus::confirmed;
    claims_too_much.assurance = Assurance::proven;
    const std::vector<IdentityLink> run{link("a1", "c1", 0.2, Tier::none),
                                        link("a2", "c2", 0.99, Tier::match), claims_too_much};
    EXPECT_EQ(replace(run), 1);
    const auto links = all();
    ASSERT_EQ(links.size(), 4U);
    EXPECT_EQ(links[0].status, LinkStatus::confirmed);
    EXPECT_EQ(links[0].tier, Tier::match);
    EXPECT_EQ(links[0].assurance, Assurance::asserted);
    EXPECT_EQ(links[0].probability, 0.2);
    EXPECT_EQ(links[1].status, LinkStatus::rejected);
    EXPECT_EQ(links[1].tier, Tier::none);
    EXPECT_EQ(links[2].status, LinkStatus::revoked);
    EXPECT_EQ(links[3].status, LinkStatus::proposed);
    EXPECT_EQ(links[3].assurance, Assurance::inferred);
    expect_sound();
    // What is stored does not depend on how often the run came.
    EXPECT_EQ(replace(run), 0);
    EXPECT_EQ(all(), links);
}

TEST_P(LinkStoreTest, a_pair_twice_is_refused) {
    UnitOfWork unit{open_};
    EXPECT_THROW(LinkStore{unit}.replace_all(
                     std::vector{link("a1", "c1", 0.5, Tier::review), link("a1", "c1", 0.6, Tier::review)}),
                 Error);
    EXPECT_THROW(unit.commit(), Error);
}

TEST_P(LinkStoreTest, many_links_in_pages) {
    std::vector<IdentityLink> links;
    for (int i = 0; i < 9000; ++i) links.push_back(link("x" + std::to_string(i), "c1", 0.5, Tier::review));
    EXPECT_EQ(replace(links), 9000);
    EXPECT_EQ(all().size(), 9000U);
    EXPECT_EQ(replace(links), 0);
}

TEST_P(LinkStoreTest, clusters_give_every_record_a_row) {
    const auto put = [&](const std::vector<std::pair<CustomerId, CustomerId>>& clusters) {
        run_transaction(open_, [&](UnitOfWork& unit) { LinkStore{unit}.replace_clusters(clusters); });
        std::string rows;
        UnitOfWork unit{open_, Access::read};
        LinkStore{unit}.for_each_cluster([&](const CustomerId& record, const CustomerId& cluster) {
            rows += record.str() + "=" + cluster.str() + " ";
            EXPECT_EQ(LinkStore{unit}.cluster(record), cluster);
        });
        return rows;
    };
    EXPECT_EQ(put({}), "c1=c1 c2=c2 c3=c3 c4=c4 c5=c5 c6=c6 ");
    EXPECT_EQ(put({{id("c1"), id("c1")}, {id("c2"), id("c1")}, {id("c3"), id("c3")}, {id("c6"), id("c1")}}),
              "c1=c1 c2=c1 c3=c3 c4=c4 c5=c5 c6=c1 ");
    EXPECT_EQ(put({{id("c2"), id("c2")}, {id("c3"), id("c2")}}), "c1=c1 c2=c2 c3=c2 c4=c4 c5=c5 c6=c6 ");
}

TEST_P(LinkStoreTest, no_cluster_holds_what_is_kept_apart) {
    run_transaction(open_, [&](UnitOfWork& unit) {
        LinkStore{unit}.replace_clusters(std::vector{
            std::pair{id("c1"), id("c1")}, std::pair{id("c2"), id("c1")}, std::pair{id("c3"), id("c1")},
            std::pair{id("c5"), id("c5")}, std::pair{id("c6"), id("c5")}});
    });
    test::append(open_, test::on_customers(DecisionKind::keep_apart, "c2", "c3"));
    test::append(open_, test::on_customers(DecisionKind::keep_apart, "c1", "c5"));
    {
        UnitOfWork unit{open_, Access::read};
        LinkStore store{unit};
        EXPECT_EQ(store.cluster(id("c2")), id("c2"));
        EXPECT_EQ(store.cluster(id("c3")), id("c3"));
        EXPECT_EQ(store.cluster(id("c6")), id("c5")) << "the decision was on other records";
    }
    expect_sound();
}

}  // namespace
}  // namespace scrm::storage
