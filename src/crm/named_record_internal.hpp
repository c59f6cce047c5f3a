// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/error.hpp"

namespace scrm::detail {

/// The one stored record that `NETWORK:ID` names. `in_scopes(network, id)` gives the keys of that id in every
/// scope. Networks are an open set, and one may have colons of its own: the first colon splits, or else the
/// first one that leaves the id of a record.
///
/// Throws Error{invalid_argument} where nothing stands before or behind the first colon, Error{not_found},
/// and Error{conflict} where several scopes hold the id and none is given. `noun`: "account", "interaction".
template <class InScopes>
auto find_named(std::string_view network_and_id, std::optional<std::string_view> scope, std::string_view noun,
                const InScopes& in_scopes) {
    const auto splits = [&](std::size_t colon) {
        return colon != std::string_view::npos && colon + 1 < network_and_id.size();
    };
    std::size_t colon = network_and_id.find(':');
    if (colon == 0 || !splits(colon)) {
        throw Error{ErrorCode::invalid_argument, "an " + std::string{noun} + " is written NETWORK:ID"};
    }
    for (; splits(colon); colon = network_and_id.find(':', colon + 1)) {
        auto found = in_scopes(network_and_id.substr(0, colon), network_and_id.substr(colon + 1));
        if (scope) std::erase_if(found, [&](const auto& key) { return key.scope != *scope; });
        if (found.size() > 1) {
            throw Error{ErrorCode::conflict,
                        "several scopes hold this " + std::string{noun} + " id; name one (--scope)"};
        }
        if (!found.empty()) return found.front();
    }
    throw Error{ErrorCode::not_found, "no such " + std::string{noun}};
}

}  // namespace scrm::detail
