// SPDX-License-Identifier: Apache-2.0
#include "scrm/model/interaction.hpp"

namespace scrm {

std::optional<InteractionId> InteractionId::parse(std::string_view text, std::string_view scope) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return std::nullopt;
    return InteractionId{std::string{text.substr(0, colon)}, std::string{scope},
                         std::string{text.substr(colon + 1)}};
}

std::string InteractionId::text() const {
    return network + ":" + external_id;
}

}  // namespace scrm
