// SPDX-License-Identifier: Apache-2.0
#include "scrm/model/ids.hpp"

namespace scrm {

std::optional<AccountId> AccountId::parse(std::string_view text, std::string_view scope) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return std::nullopt;
    return AccountId{std::string{text.substr(0, colon)}, std::string{scope},
                     std::string{text.substr(colon + 1)}};
}

std::string AccountId::text() const {
    return network + ":" + network_user_id;
}

}  // namespace scrm
