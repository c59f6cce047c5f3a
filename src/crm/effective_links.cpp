// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <tuple>

#include "effective_links_internal.hpp"
#include "scrm/storage/link_store.hpp"

namespace scrm::detail {
namespace {

bool is_better(const IdentityLink& a, const IdentityLink& b) {
    return std::tuple{-a.probability, -a.match_weight, a.customer.str()} <
           std::tuple{-b.probability, -b.match_weight, b.customer.str()};
}

}  // namespace

PairDecisions::PairDecisions(storage::UnitOfWork& unit) {
    storage::DecisionLog{unit}.for_each_live([&](const Decision& decision) { add(decision); });
}

PairDecisions::PairDecisions(storage::UnitOfWork& unit, const std::set<AccountId>& accounts) {
    const storage::DecisionLog log{unit};
    std::optional<std::vector<std::pair<std::int64_t, UtcTime>>> times;
    // One without a time counts by the latest time of all decisions before it, also those on other accounts.
    const auto latest_before = [&](std::int64_t sequence) {
        if (!times) {
            times = log.times_of_pairs();
            UtcTime latest{};
            for (auto& [number, at] : *times) at = latest = std::max(latest, at);
        }
        const auto next = std::lower_bound(times->begin(), times->end(), std::pair{sequence, UtcTime{}});
        return next == times->begin() ? UtcTime{} : std::prev(next)->second;
    };
    for (const AccountId& account : accounts) {
        for (const storage::LoggedDecision& logged : log.live_of(account)) {
            const UtcTime at =
                logged.decision.at == UtcTime{} ? latest_before(logged.sequence) : logged.decision.at;
            place(logged.decision, to_unix_micros(at));
        }
    }
}

void PairDecisions::add(const Decision& decision) {
    const bool on_pair = decision.kind == DecisionKind::confirm || decision.kind == DecisionKind::reject ||
                         decision.kind == DecisionKind::unlink;
    if (!on_pair) return;
    const std::int64_t at = decision.at == UtcTime{} ? latest_ : to_unix_micros(decision.at);
    latest_ = std::max(latest_, at);
    place(decision, at);
}

void PairDecisions::place(const Decision& decision, std::int64_t at) {
    const bool gave_way = decision.kind == DecisionKind::unlink && !decision.other.empty();
    made_[{decision.account, decision.customer}] = {{at, !gave_way, position_++}, decision.kind};
}

std::optional<PairDecisions::Order> PairDecisions::order(const AccountId& account,
                                                         const CustomerId& customer) const {
    const auto found = made_.find({account, customer});
    return found == made_.end() ? std::nullopt : std::optional{found->second.order};
}

std::vector<storage::PairDecision> PairDecisions::deciding(const MergeForest& forest) const {
    std::map<std::pair<AccountId, CustomerId>, Order> latest;
    for (const auto& [pair, made] : made_) {
        Order& order = latest.try_emplace({pair.first, forest.root(pair.second)}, made.order).first->second;
        order = std::max(order, made.order);
    }
    std::vector<storage::PairDecision> result;
    for (const auto& [pair, made] : made_) {
        if (latest.at({pair.first, forest.root(pair.second)}) == made.order)
            result.push_back({pair.first, pair.second, made.kind});
    }
    return result;
}

std::vector<IdentityLink> effective_links(const std::vector<IdentityLink>& rows, const MergeForest& forest,
                                          const PairDecisions& decisions) {
    struct Owned {
        IdentityLink link;
        std::optional<PairDecisions::Order> order;
    };
    std::vector<Owned> owned;
    for (const IdentityLink& row : rows) {
        Owned candidate{row, decisions.order(row.account, row.customer)};
        candidate.link.customer = forest.root(row.customer);
        const auto same = std::find_if(owned.begin(), owned.end(), [&](const Owned& one) {
            return one.link.customer == candidate.link.customer;
        });
        if (same == owned.end()) {
            owned.push_back(std::move(candidate));
        } else if (std::pair{candidate.order, is_better(candidate.link, same->link)} >
                   std::pair{same->order, false}) {
            *same = std::move(candidate);
        }
    }
    // A confirmation that a later decision on a merged record overruled ends nothing.
    const bool is_confirmed = std::any_of(owned.begin(), owned.end(), [](const Owned& one) {
        return one.link.status == LinkStatus::confirmed;
    });
    std::vector<IdentityLink> result;
    for (Owned& one : owned) {
        if (!is_confirmed || one.order) result.push_back(std::move(one.link));
    }
    std::sort(result.begin(), result.end(), is_better);
    return result;
}

void for_each_effective_link(storage::UnitOfWork& unit,
                             const std::function<void(const IdentityLink&)>& callback) {
    const MergeForest forest = storage::DecisionLog{unit}.forest();
    const PairDecisions decisions{unit};
    std::vector<IdentityLink> rows;
    const auto flush = [&] {
        for (const IdentityLink& link : effective_links(rows, forest, decisions)) callback(link);
        rows.clear();
    };
    storage::LinkStore{unit}.for_each([&](const IdentityLink& row) {
        if (!rows.empty() && rows.front().account != row.account) flush();
        rows.push_back(row);
    });
    flush();
}

std::vector<IdentityLink> effective_links_of(storage::UnitOfWork& unit, const CustomerId& root) {
    const storage::LinkStore store{unit};
    const storage::DecisionLog log{unit};
    std::set<AccountId> accounts;
    for (const IdentityLink& row : store.of_customers(log.groups({root}).members(root)))
        accounts.insert(row.account);
    std::vector<std::vector<IdentityLink>> rows;
    std::set<CustomerId> customers{root};
    for (const AccountId& account : accounts) {
        rows.push_back(store.of_account(account));
        for (const IdentityLink& row : rows.back()) customers.insert(row.customer);
    }
    const MergeForest forest = log.groups({customers.begin(), customers.end()});
    const PairDecisions decisions{unit, accounts};
    std::vector<IdentityLink> result;
    for (const std::vector<IdentityLink>& of_account : rows) {
        for (IdentityLink& link : effective_links(of_account, forest, decisions)) {
            if (link.customer == root) result.push_back(std::move(link));
        }
    }
    return result;
}

}  // namespace scrm::detail
