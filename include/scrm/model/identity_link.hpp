// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "scrm/model/ids.hpp"

namespace scrm {

/// How sure the machine is of a candidate, over all candidates of the identity and "no customer".
enum class Tier { match, review, none };

/// Where a link stands. Only people confirm, reject and revoke; only the machine proposes and links.
enum class LinkStatus { proposed, linked, confirmed, rejected, revoked };

/// What the link may disclose: L1–L4 of the assurance ladder (inferred: routes and counts, discloses
/// nothing). `resolve` writes only inferred, `confirm` writes asserted, higher levels need a proof of
/// control.
enum class Assurance { inferred, asserted, corroborated, proven };

std::string_view to_string(Tier value) noexcept;
std::string_view to_string(LinkStatus value) noexcept;
std::string_view to_string(Assurance value) noexcept;
std::optional<Tier> parse_tier(std::string_view text) noexcept;
std::optional<LinkStatus> parse_link_status(std::string_view text) noexcept;
std::optional<Assurance> parse_assurance(std::string_view text) noexcept;

/// One candidate customer of a social identity.
struct IdentityLink {
    AccountId account;
    CustomerId customer;      ///< the record that was compared; its root over live merges owns the link
    double probability = 0;   ///< over all candidates and "no customer", 0..1
    double match_weight = 0;  ///< bits, log2 odds with the prior
    Tier tier = Tier::none;
    LinkStatus status = LinkStatus::proposed;
    Assurance assurance = Assurance::inferred;

    friend bool operator==(const IdentityLink&, const IdentityLink&) = default;
};

}  // namespace scrm
