// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "scrm/core/id.hpp"

namespace scrm {

/// The CRM's own id of a customer record.
using CustomerId = TextId<struct CustomerTag>;

/// The id of one merge of customer records; never used again after an unmerge.
using MergeId = TextId<struct MergeTag>;

/// The stable key of an account in a network. A handle or a display name is an attribute, never a key.
struct AccountId {
    std::string network;          ///< "vk", "telegram", ...: an open set, lower case
    std::string scope;            ///< page, bot or host that the id is local to; empty: none
    std::string network_user_id;  ///< exact bytes, never a number

    /// Splits `NETWORK:ID` at the first colon; the scope is not part of the text. nullopt when either side is
    /// empty.
    static std::optional<AccountId> parse(std::string_view text, std::string_view scope = {});
    /// `NETWORK:ID`.
    std::string text() const;

    friend bool operator==(const AccountId&, const AccountId&) = default;
    friend std::strong_ordering operator<=>(const AccountId&, const AccountId&) = default;
};

}  // namespace scrm
