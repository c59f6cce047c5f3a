// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "scrm/person/profile_url.hpp"

namespace scrm::person {

/// A handle or a network's own id form (vk "id123", a messenger's number) as a reference; nullopt when the
/// network allows no such name. `network` may be empty.
std::optional<ProfileRef> profile_ref(std::string_view network, std::string_view name);

/// Whether `host` is one of the networks' own, without scheme, lower case.
bool is_network_host(std::string_view host);

}  // namespace scrm::person
