// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::text {

/// Many texts that are compared with one after the other: Jaro–Winkler as jaro_winkler() has it, to the bit,
/// 32 texts at a time. Immutable, thread-safe to use. Texts of ASCII and basic Cyrillic of at most 24 symbols
/// take the fast way, others are compared one by one. A byte a symbol and some 12 bytes a text.
class JaroWinklerBatch {
  public:
    explicit JaroWinklerBatch(std::span<const std::string_view> texts);

    std::size_t size() const noexcept { return size_; }
    /// The similarity of `text` to each text, in their order. `out` has size() places.
    void compare(std::string_view text, std::span<double> out) const;

    static constexpr std::size_t kLanes = 32;
    static constexpr std::size_t kLongest = 24;

  private:
    /// Up to 32 texts of one length, symbol by symbol: all first ones, all second ones …
    struct Block {
        std::size_t symbols = 0;  ///< where they start
        std::uint32_t first = 0;  ///< of order_
        std::uint32_t count = 0;
        std::uint32_t length = 0;
    };

    std::size_t size_ = 0;
    std::vector<std::uint8_t> symbols_;
    std::vector<Block> blocks_;
    std::vector<std::uint32_t> order_;  // positions of the texts in the blocks
    std::vector<std::pair<std::uint32_t, std::string>> others_;
};

}  // namespace scrm::text
