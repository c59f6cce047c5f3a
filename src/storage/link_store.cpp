// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/link_store.hpp"

#include <algorithm>

#include "bulk_writer_internal.hpp"
#include "link_sum_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/storage/decision_log.hpp"
#include "session_internal.hpp"

namespace scrm::storage {
namespace {

using detail::BulkColumn;
using detail::Row;

constexpr std::string_view kColumns =
    "network, scope, network_user_id, customer_id, probability, match_weight, tier, status, assurance";
constexpr std::string_view kTypes = "ttttrrttt";
constexpr std::int64_t kPageRows = 4000;

IdentityLink link_of(const Row& row) {
    const auto tier = parse_tier(row.text(6));
    const auto status = parse_link_status(row.text(7));
    const auto assurance = parse_assurance(row.text(8));
    if (!tier || !status || !assurance)
        throw Error{ErrorCode::corrupt_data, "a stored link has an unknown state"};
    return {{row.text(0), row.text(1), row.text(2)},
            CustomerId{row.text(3)},
            row.real(4),
            row.real(5),
            *tier,
            *status,
            *assurance};
}

auto pair_key(const IdentityLink& link) {
    return std::tie(link.account, link.customer);
}
auto pair_key(const PairDecision& pair) {
    return std::tie(pair.account, pair.customer);
}

bool best_first(const IdentityLink& a, const IdentityLink& b) {
    if (a.probability != b.probability) return a.probability > b.probability;
    if (a.match_weight != b.match_weight) return a.match_weight > b.match_weight;
    return a.customer < b.customer;
}

/// All links by account and customer.
std::vector<IdentityLink> stored_links(detail::Session& session) {
    std::vector<IdentityLink> links;
    std::vector<detail::Value> from(5, std::string{});
    from.back() = kPageRows;
    for (;;) {
        const std::size_t before = links.size();
        session.query(
            "select " + std::string{kColumns} +
                " from scrm_link where (network, scope, network_user_id, customer_id) > (:n, :s, :u, :c) "
                "order by network, scope, network_user_id, customer_id limit :l",
            kTypes, from, [&](const Row& row) { links.push_back(link_of(row)); });
        if (links.size() - before < static_cast<std::size_t>(kPageRows)) return links;
        const IdentityLink& last = links.back();
        from = {last.account.network, last.account.scope, last.account.network_user_id, last.customer.str(),
                kPageRows};
    }
}

/// A machine's link as it may be stored: only people confirm, reject and revoke.
IdentityLink machine_link(IdentityLink link) {
    if (link.status != LinkStatus::linked) link.status = LinkStatus::proposed;
    link.assurance = Assurance::inferred;
    return link;
}

IdentityLink decided_link(IdentityLink link, DecisionKind kind, const IdentityLink* former) {
    const bool confirmed = kind == DecisionKind::confirm;
    link.tier = confirmed ? Tier::match : Tier::none;
    link.status = confirmed                      ? LinkStatus::confirmed
                  : kind == DecisionKind::reject ? LinkStatus::rejected
                                                 : LinkStatus::revoked;
    link.assurance = confirmed ? Assurance::asserted : Assurance::inferred;
    // A proof of control that came after the confirmation outlives a run.
    if (confirmed && former != nullptr && former->status == LinkStatus::confirmed) {
        link.assurance = std::max(link.assurance, former->assurance);
    }
    return link;
}

std::vector<BulkColumn> key_columns(const std::vector<IdentityLink>& links) {
    return {
        BulkColumn::texts("network",
                          [&](std::size_t i) { return std::string_view{links[i].account.network}; }),
        BulkColumn::texts("scope", [&](std::size_t i) { return std::string_view{links[i].account.scope}; }),
        BulkColumn::texts("network_user_id",
                          [&](std::size_t i) { return std::string_view{links[i].account.network_user_id}; }),
        BulkColumn::texts("customer_id",
                          [&](std::size_t i) { return std::string_view{links[i].customer.str()}; })};
}

void write_links(detail::Session& session, const std::vector<IdentityLink>& links) {
    std::vector<BulkColumn> columns = key_columns(links);
    columns.push_back(BulkColumn::reals("probability", [&](std::size_t i) { return links[i].probability; }));
    columns.push_back(
        BulkColumn::reals("match_weight", [&](std::size_t i) { return links[i].match_weight; }));
    columns.push_back(BulkColumn::texts("tier", [&](std::size_t i) { return to_string(links[i].tier); }));
    columns.push_back(BulkColumn::texts("status", [&](std::size_t i) { return to_string(links[i].status); }));
    columns.push_back(
        BulkColumn::texts("assurance", [&](std::size_t i) { return to_string(links[i].assurance); }));
    detail::bulk_insert(session, "scrm_link", columns, links.size(),
                        "on conflict (network, scope, network_user_id, customer_id) do update set "
                        "probability = excluded.probability, match_weight = excluded.match_weight, "
                        "tier = excluded.tier, status = excluded.status, assurance = excluded.assurance");
}

/// The links of a run with decisions applied, by account and customer.
std::vector<IdentityLink> with_decisions(std::span<const IdentityLink> links,
                                         const std::vector<PairDecision>& decisions,
                                         const std::vector<IdentityLink>& former) {
    std::vector<IdentityLink> given{links.begin(), links.end()};
    const auto by_pair = [](const IdentityLink& a, const IdentityLink& b) {
        return pair_key(a) < pair_key(b);
    };
    std::sort(given.begin(), given.end(), by_pair);
    const auto twice = std::adjacent_find(
        given.begin(), given.end(),
        [](const IdentityLink& a, const IdentityLink& b) { return pair_key(a) == pair_key(b); });
    if (twice != given.end()) {
        throw Error{ErrorCode::invalid_argument, "a run has two links for one pair"};
    }
    const auto former_of = [&](const PairDecision& pair) -> const IdentityLink* {
        const auto found = std::lower_bound(
            former.begin(), former.end(), pair,
            [](const IdentityLink& a, const PairDecision& b) { return pair_key(a) < pair_key(b); });
        return found != former.end() && pair_key(*found) == pair_key(pair) ? &*found : nullptr;
    };
    std::vector<IdentityLink> result;
    result.reserve(given.size() + decisions.size());
    auto decision = decisions.begin();
    const auto only_decided = [&] {
        // The run has no figures for it: those of an earlier run would depend on history.
        IdentityLink link{decision->account, decision->customer};
        link.probability = decision->kind == DecisionKind::confirm ? 1 : 0;
        result.push_back(decided_link(std::move(link), decision->kind, former_of(*decision)));
        ++decision;
    };
    for (IdentityLink& link : given) {
        while (decision != decisions.end() && pair_key(*decision) < pair_key(link)) only_decided();
        if (decision != decisions.end() && pair_key(*decision) == pair_key(link)) {
            result.push_back(decided_link(std::move(link), decision->kind, former_of(*decision)));
            ++decision;
        } else {
            result.push_back(machine_link(std::move(link)));
        }
    }
    while (decision != decisions.end()) only_decided();
    return result;
}

}  // namespace

std::int64_t LinkStore::replace_all(std::span<const IdentityLink> links) {
    detail::Session& session = unit_.session();
    detail::WholeOperation operation{session};
    const std::vector<IdentityLink> former = stored_links(session);
    const std::vector<IdentityLink> wanted = with_decisions(links, DecisionLog{unit_}.pairs(), former);
    std::vector<IdentityLink> gone;
    std::vector<IdentityLink> written;
    std::int64_t changed = 0;
    auto old = former.begin();
    for (const IdentityLink& link : wanted) {
        for (; old != former.end() && pair_key(*old) < pair_key(link); ++old) gone.push_back(*old);
        if (old != former.end() && pair_key(*old) == pair_key(link)) {
            if (old->status != link.status || old->tier != link.tier) ++changed;
            if (!(*old == link)) written.push_back(link);
            ++old;
        } else {
            ++changed;
            written.push_back(link);
        }
    }
    gone.insert(gone.end(), old, former.end());
    detail::bulk_delete(session, "scrm_link", key_columns(gone), gone.size());
    write_links(session, written);
    detail::LinkSum sum;
    for (const IdentityLink& link : wanted) sum.add(link);
    detail::keep_link_sum(session, sum);
    operation.done();
    return changed + static_cast<std::int64_t>(gone.size());
}

std::int64_t LinkStore::count() const {
    return unit_.session().integer("select count(*) from scrm_link");
}

std::optional<IdentityLink> LinkStore::find(const AccountId& account, const CustomerId& customer) const {
    std::optional<IdentityLink> link;
    unit_.session().query(
        "select " + std::string{kColumns} +
            " from scrm_link where network = :n and scope = :s and network_user_id = :u and "
            "customer_id = :c",
        kTypes, {account.network, account.scope, account.network_user_id, customer.str()},
        [&](const Row& row) { link = link_of(row); });
    return link;
}

std::vector<IdentityLink> LinkStore::of_account(const AccountId& account) const {
    std::vector<IdentityLink> links;
    unit_.session().query("select " + std::string{kColumns} +
                              " from scrm_link where network = :n and scope = :s and network_user_id = :u",
                          kTypes, {account.network, account.scope, account.network_user_id},
                          [&](const Row& row) { links.push_back(link_of(row)); });
    std::sort(links.begin(), links.end(), best_first);
    return links;
}

std::vector<IdentityLink> LinkStore::of_customers(std::span<const CustomerId> customers) const {
    std::vector<IdentityLink> links;
    for (const CustomerId& customer : customers) {
        unit_.session().query("select " + std::string{kColumns} + " from scrm_link where customer_id = :c",
                              kTypes, {customer.str()},
                              [&](const Row& row) { links.push_back(link_of(row)); });
    }
    std::sort(links.begin(), links.end(),
              [](const IdentityLink& a, const IdentityLink& b) { return pair_key(a) < pair_key(b); });
    return links;
}

void LinkStore::for_each(const std::function<void(const IdentityLink&)>& callback) const {
    std::vector<IdentityLink> links = stored_links(unit_.session());
    for (auto begin = links.begin(); begin != links.end();) {
        const auto end = std::find_if(
            begin, links.end(), [&](const IdentityLink& link) { return link.account != begin->account; });
        std::sort(begin, end, best_first);
        std::for_each(begin, end, callback);
        begin = end;
    }
}

std::map<std::string, std::int64_t> LinkStore::count_by_status() const {
    std::map<std::string, std::int64_t> counts;
    unit_.session().query("select status, count(*) from scrm_link group by status", "ti", {},
                          [&](const Row& row) { counts[row.text(0)] = row.integer(1); });
    return counts;
}

void LinkStore::replace_clusters(std::span<const std::pair<CustomerId, CustomerId>> record_and_cluster) {
    detail::Session& session = unit_.session();
    detail::WholeOperation operation{session};
    std::map<CustomerId, std::size_t> sizes;
    for (const auto& entry : record_and_cluster) ++sizes[entry.second];
    std::map<std::string, std::string> wanted;
    for (const auto& [record, cluster] : record_and_cluster) {
        if (sizes[cluster] > 1) wanted.emplace(record.str(), cluster.str());
    }
    std::vector<std::string> gone;
    session.query("select customer_id, cluster_id from scrm_cluster order by customer_id", "tt", {},
                  [&](const Row& row) {
                      const auto found = wanted.find(row.text(0));
                      if (found == wanted.end()) {
                          gone.push_back(row.text(0));
                      } else if (found->second == row.text(1)) {
                          wanted.erase(found);
                      }
                  });
    const std::vector<std::pair<std::string, std::string>> written{wanted.begin(), wanted.end()};
    const std::vector<BulkColumn> gone_columns{
        BulkColumn::texts("customer_id", [&](std::size_t i) { return std::string_view{gone[i]}; })};
    detail::bulk_delete(session, "scrm_cluster", gone_columns, gone.size());
    const std::vector<BulkColumn> columns{
        BulkColumn::texts("customer_id", [&](std::size_t i) { return std::string_view{written[i].first}; }),
        BulkColumn::texts("cluster_id", [&](std::size_t i) { return std::string_view{written[i].second}; })};
    detail::bulk_insert(session, "scrm_cluster", columns, written.size(),
                        "on conflict (customer_id) do update set cluster_id = excluded.cluster_id");
    operation.done();
}

CustomerId LinkStore::cluster(const CustomerId& record) const {
    const auto cluster =
        unit_.session().text("select cluster_id from scrm_cluster where customer_id = :c", {record.str()});
    return cluster ? CustomerId{*cluster} : record;
}

void LinkStore::for_each_cluster(
    const std::function<void(const CustomerId&, const CustomerId&)>& callback) const {
    std::string from;
    for (;;) {
        std::vector<std::pair<CustomerId, CustomerId>> page;
        unit_.session().query(
            "select c.customer_id, coalesce(k.cluster_id, c.customer_id) from scrm_customer c "
            "left join scrm_cluster k on k.customer_id = c.customer_id "
            "where c.customer_id > :a order by c.customer_id limit :l",
            "tt", {from, kPageRows},
            [&](const Row& row) { page.emplace_back(CustomerId{row.text(0)}, CustomerId{row.text(1)}); });
        for (const auto& [record, cluster] : page) callback(record, cluster);
        if (page.size() < static_cast<std::size_t>(kPageRows)) return;
        from = page.back().first.str();
    }
}

}  // namespace scrm::storage
