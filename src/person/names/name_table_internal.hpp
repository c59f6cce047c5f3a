// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace scrm::person {

/// Names → ids of rows, several ids a name in the order of adding. Filled once, then read by any number of
/// threads.
class NameTable {
  public:
    /// `key` is already folded (place_key_internal.hpp). Empty keys and repeated pairs are ignored.
    void add(std::string key, std::uint16_t id);
    /// Names split at `|`, folded here.
    void add_all(std::string_view names, std::uint16_t id);

    /// Empty when the name is unknown.
    std::span<const std::uint16_t> find(std::string_view key) const;

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const noexcept {
            return std::hash<std::string_view>{}(key);
        }
    };

    std::unordered_map<std::string, std::vector<std::uint16_t>, Hash, std::equal_to<>> ids_;
};

}  // namespace scrm::person
