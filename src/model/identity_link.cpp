// SPDX-License-Identifier: Apache-2.0
#include "scrm/model/identity_link.hpp"

#include "enum_text_internal.hpp"

namespace scrm {
namespace {

constexpr detail::EnumText<Tier, 3> kTiers{{{
    {Tier::match, "match"},
    {Tier::review, "review"},
    {Tier::none, "none"},
}}};
constexpr detail::EnumText<LinkStatus, 5> kStatuses{{{
    {LinkStatus::proposed, "proposed"},
    {LinkStatus::linked, "linked"},
    {LinkStatus::confirmed, "confirmed"},
    {LinkStatus::rejected, "rejected"},
    {LinkStatus::revoked, "revoked"},
}}};
constexpr detail::EnumText<Assurance, 4> kAssurances{{{
    {Assurance::inferred, "inferred"},
    {Assurance::asserted, "asserted"},
    {Assurance::corroborated, "corroborated"},
    {Assurance::proven, "proven"},
}}};

}  // namespace

std::string_view to_string(Tier value) noexcept {
    return kTiers.text(value);
}
std::string_view to_string(LinkStatus value) noexcept {
    return kStatuses.text(value);
}
std::string_view to_string(Assurance value) noexcept {
    return kAssurances.text(value);
}
std::optional<Tier> parse_tier(std::string_view text) noexcept {
    return kTiers.parse(text);
}
std::optional<LinkStatus> parse_link_status(std::string_view text) noexcept {
    return kStatuses.parse(text);
}
std::optional<Assurance> parse_assurance(std::string_view text) noexcept {
    return kAssurances.parse(text);
}

}  // namespace scrm
