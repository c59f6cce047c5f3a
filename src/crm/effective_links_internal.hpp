// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "scrm/model/decision.hpp"
#include "scrm/model/identity_link.hpp"
#include "scrm/storage/decision_log.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::detail {

/// What people decided on accounts, with the order in which they did.
class PairDecisions {
  public:
    PairDecisions() = default;
    explicit PairDecisions(storage::UnitOfWork& unit);

    /// The next live decision, in the order in which they were made; those on customers do not count.
    void add(const Decision& decision);

    /// The position of the live decision on a pair among all, or -1.
    std::int64_t order(const AccountId& account, const CustomerId& customer) const;

  private:
    std::map<std::pair<AccountId, CustomerId>, std::int64_t> order_;
    std::int64_t position_ = 0;
};

/// The links of one account as they hold for surviving customers.
///
/// `rows` are on the records that were compared. Rows of one surviving customer become one: the latest
/// decision of people decides, without any the best row does. Where an account is confirmed for one customer,
/// undecided rows of others are no candidates any more. Best first, then customer id.
std::vector<IdentityLink> effective_links(const std::vector<IdentityLink>& rows, const MergeForest& forest,
                                          const PairDecisions& decisions);

/// All accounts in order.
void for_each_effective_link(storage::UnitOfWork& unit,
                             const std::function<void(const IdentityLink&)>& callback);

/// Those of one surviving customer, by account.
std::vector<IdentityLink> effective_links_of(storage::UnitOfWork& unit, const CustomerId& root);

}  // namespace scrm::detail
