// SPDX-License-Identifier: Apache-2.0
#include "person/names/name_table_internal.hpp"

#include <algorithm>

#include "person/places/place_key_internal.hpp"

namespace scrm::person {

void NameTable::add(std::string key, std::uint16_t id) {
    if (key.empty()) return;
    std::vector<std::uint16_t>& ids = ids_[std::move(key)];
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
}

void NameTable::add_all(std::string_view names, std::uint16_t id) {
    while (!names.empty()) {
        const std::size_t bar = names.find('|');
        add(name_key(names.substr(0, bar)), id);
        if (bar == std::string_view::npos) return;
        names.remove_prefix(bar + 1);
    }
}

std::span<const std::uint16_t> NameTable::find(std::string_view key) const {
    const auto found = ids_.find(key);
    if (found == ids_.end()) return {};
    return found->second;
}

}  // namespace scrm::person
