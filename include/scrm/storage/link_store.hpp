// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "scrm/model/identity_link.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::storage {

/// Candidate links and duplicate clusters: derived by runs, overruled by decisions. On the record ids that
/// were compared, never on what they merged into.
class LinkStore {
  public:
    explicit LinkStore(UnitOfWork& unit) : unit_(unit) {}

    /// Makes the links of a run the current ones, in any order; a pair twice throws Error{invalid_argument}.
    /// Pairs with a live decision keep its status, tier and assurance, and stay even if the run has not got
    /// them; all others are proposed or linked, inferred. Returns the links whose status or tier changed,
    /// came or went.
    std::int64_t replace_all(std::span<const IdentityLink> links);

    std::int64_t count() const;
    std::optional<IdentityLink> find(const AccountId& account, const CustomerId& customer) const;
    /// Best first (probability, match weight), then customer id.
    std::vector<IdentityLink> of_account(const AccountId& account) const;
    /// By account.
    std::vector<IdentityLink> of_customers(std::span<const CustomerId> customers) const;
    /// All links by account, best first, then customer id.
    void for_each(const std::function<void(const IdentityLink&)>& callback) const;
    std::map<std::string, std::int64_t> count_by_status() const;

    /// Makes these the clusters: record → smallest record of its cluster. Records left out stand alone.
    void replace_clusters(std::span<const std::pair<CustomerId, CustomerId>> record_and_cluster);
    CustomerId cluster(const CustomerId& record) const;
    /// Every customer record with its cluster, by record id; itself when it stands alone.
    void for_each_cluster(
        const std::function<void(const CustomerId& record, const CustomerId& cluster)>& callback) const;

  private:
    UnitOfWork& unit_;
};

}  // namespace scrm::storage
