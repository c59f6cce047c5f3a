// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace scrm::person {

/// The network that a host without prefixes belongs to; empty for an unknown host.
std::string_view network_of_host(std::string_view host) noexcept;

/// m.vk.com and www.ok.ru become the host itself; ivan.livejournal.com stays.
void strip_host_prefixes(std::string& host);

/// Whether the network lets an account be called so, by length and characters. The empty network is a bare
/// handle's.
bool is_allowed_handle(std::string_view network, std::string_view handle);

/// First path segments that are parts of a site, not people. `segment` is lower case.
bool is_reserved_segment(std::string_view segment) noexcept;

/// What a step of a path behind a profile leads to.
enum class ProfileStep : std::uint8_t { unknown, page, post };

/// instagram.com/ivan/reels is a page of the profile, x.com/ivan/status/1 a post of it. `step` is lower case.
ProfileStep profile_step(std::string_view network, std::string_view step) noexcept;

}  // namespace scrm::person
