// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/error.hpp"

namespace scrm::detail {

/// The one stored record that `NETWORK:ID` names. `in_scopes(network, id)` gives the keys of that id in every
/// scope. The first colon splits. Networks are an open set: a colon that one has of its own is written `\:`.
///
/// Throws Error{invalid_argument} where nothing stands before or behind that colon, Error{not_found}, and
/// Error{conflict} where several scopes hold the id and none is given. `noun`: "account", "interaction".
template <class InScopes>
auto find_named(std::string_view network_and_id, std::optional<std::string_view> scope, std::string_view noun,
                const InScopes& in_scopes) {
    std::string network;
    std::size_t at = 0;
    for (; at < network_and_id.size() && network_and_id[at] != ':'; ++at) {
        if (network_and_id.substr(at, 2) == "\\:") ++at;
        network.push_back(network_and_id[at]);
    }
    if (network.empty() || at + 1 >= network_and_id.size()) {
        throw Error{ErrorCode::invalid_argument, "an " + std::string{noun} + " is written NETWORK:ID"};
    }
    auto found = in_scopes(std::string_view{network}, network_and_id.substr(at + 1));
    if (scope) std::erase_if(found, [&](const auto& key) { return key.scope != *scope; });
    if (found.size() > 1) {
        throw Error{ErrorCode::conflict,
                    "several scopes hold this " + std::string{noun} + " id; name one (--scope)"};
    }
    if (found.empty()) throw Error{ErrorCode::not_found, "no such " + std::string{noun}};
    return found.front();
}

}  // namespace scrm::detail
