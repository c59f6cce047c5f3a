// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "scrm/model/ids.hpp"
#include "scrm/model/interaction.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::storage::detail {

/// CustomerStore::erase, IdentityStore::erase and InteractionStore::erase.
void erase_customers(UnitOfWork& unit, std::span<const CustomerId> ids, const std::string& actor);
void erase_identities(UnitOfWork& unit, std::span<const AccountId> accounts, const std::string& actor);
void erase_interactions(UnitOfWork& unit, std::span<const InteractionId> ids, const std::string& actor);

}  // namespace scrm::storage::detail
