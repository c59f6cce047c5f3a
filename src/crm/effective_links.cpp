// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
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

void PairDecisions::add(const Decision& decision) {
    const bool on_pair = decision.kind == DecisionKind::confirm || decision.kind == DecisionKind::reject ||
                         decision.kind == DecisionKind::unlink;
    if (on_pair) order_[{decision.account, decision.customer}] = position_++;
}

std::int64_t PairDecisions::order(const AccountId& account, const CustomerId& customer) const {
    const auto found = order_.find({account, customer});
    return found == order_.end() ? -1 : found->second;
}

std::vector<IdentityLink> effective_links(const std::vector<IdentityLink>& rows, const MergeForest& forest,
                                          const PairDecisions& decisions) {
    struct Owned {
        IdentityLink link;
        std::int64_t order = -1;
    };
    std::vector<Owned> owned;
    bool is_confirmed = false;
    for (const IdentityLink& row : rows) {
        Owned candidate{row, decisions.order(row.account, row.customer)};
        candidate.link.customer = forest.root(row.customer);
        is_confirmed = is_confirmed || row.status == LinkStatus::confirmed;
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
    std::vector<IdentityLink> result;
    for (Owned& one : owned) {
        if (!is_confirmed || one.order >= 0) result.push_back(std::move(one.link));
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
    const MergeForest forest = storage::DecisionLog{unit}.forest();
    const PairDecisions decisions{unit};
    std::set<AccountId> accounts;
    for (const IdentityLink& row : store.of_customers(forest.members(root))) accounts.insert(row.account);
    std::vector<IdentityLink> result;
    for (const AccountId& account : accounts) {
        for (IdentityLink& link : effective_links(store.of_account(account), forest, decisions)) {
            if (link.customer == root) result.push_back(std::move(link));
        }
    }
    return result;
}

}  // namespace scrm::detail
