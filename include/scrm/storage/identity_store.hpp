// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/connect/import_row.hpp"
#include "scrm/model/social_identity.hpp"
#include "scrm/storage/record_write.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::storage {

/// The social profiles of a unit of work, which must outlive the store.
class IdentityStore {
  public:
    explicit IdentityStore(UnitOfWork& unit) : unit_(unit) {}

    /// The later observed_at wins (a missing one is the earliest), then the larger canonical bytes, in any
    /// order of arrival.
    UpsertCounts upsert(std::span<const IdentityWrite> batch);

    std::int64_t count() const;
    bool contains(const AccountId& account) const;
    std::vector<AccountId> missing(std::span<const AccountId> accounts) const;
    std::optional<SocialIdentity> find(const AccountId& account) const;
    /// The accounts with this id in any scope of the network, by scope.
    std::vector<AccountId> find_in_scopes(std::string_view network, std::string_view network_user_id) const;
    std::vector<connect::OriginalBytes> originals(const AccountId& account) const;

    /// All profiles by network, scope, network_user_id bytes.
    void for_each(const std::function<void(const SocialIdentity&)>& callback) const;
    void for_each_document(const DocumentCallback& callback) const;

    /// As CustomerStore::erase.
    void erase(std::span<const AccountId> accounts, const std::string& actor);

  private:
    UnitOfWork& unit_;
};

}  // namespace scrm::storage
