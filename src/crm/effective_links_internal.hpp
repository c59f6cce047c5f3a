// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "scrm/model/decision.hpp"
#include "scrm/model/identity_link.hpp"
#include "scrm/storage/decision_log.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::detail {

/// What people decided on accounts, with the order in which they did: by the time of each decision, those of
/// one time as they came, so that it does not matter in which order files were imported.
class PairDecisions {
  public:
    struct Order {
        std::int64_t at = 0;
        bool is_own_word = true;  ///< a confirmation that gave way did so to one of the same time
        std::int64_t position = 0;

        friend auto operator<=>(const Order&, const Order&) = default;
    };

    PairDecisions() = default;
    /// All of them.
    explicit PairDecisions(storage::UnitOfWork& unit);
    /// Those on these accounts, in the same order.
    PairDecisions(storage::UnitOfWork& unit, const std::set<AccountId>& accounts);

    /// The next live decision, in sequence; those on customers do not count. One without a time was made when
    /// it came.
    void add(const Decision& decision);

    /// Of the live decision on a pair; nullopt where there is none.
    std::optional<Order> order(const AccountId& account, const CustomerId& customer) const;

    /// Those that decide, by account and customer: of all on an account and on records that were merged the
    /// latest. The others rest until an unmerge.
    std::vector<storage::PairDecision> deciding(const MergeForest& forest) const;

  private:
    struct Made {
        Order order;
        DecisionKind kind = DecisionKind::confirm;
    };
    void place(const Decision& decision, std::int64_t at);

    std::map<std::pair<AccountId, CustomerId>, Made> made_;
    std::int64_t latest_ = 0;
    std::int64_t position_ = 0;
};

/// The links of one account as they hold for surviving customers.
///
/// `rows` are on the records that were compared. Rows of one surviving customer become one: the latest
/// decision of people decides, without any the best row does. Where an account is confirmed for one customer,
/// and no later decision on a record merged with him says otherwise, undecided rows of others are no
/// candidates any more. Best first, then customer id.
std::vector<IdentityLink> effective_links(const std::vector<IdentityLink>& rows, const MergeForest& forest,
                                          const PairDecisions& decisions);

/// All accounts in order.
void for_each_effective_link(storage::UnitOfWork& unit,
                             const std::function<void(const IdentityLink&)>& callback);

/// Those of one surviving customer, by account.
std::vector<IdentityLink> effective_links_of(storage::UnitOfWork& unit, const CustomerId& root);

}  // namespace scrm::detail
