// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace scrm {

/// What a post can say. Definitions: src/sentiment/corpus/GUIDELINES.md. Text codes are the ones of
/// `scrm classify`.

/// Toward the bank that a post is about: its reputation, not the author's mood.
enum class Polarity : std::uint8_t { negative, neutral, positive };

enum class Intent : std::uint8_t { complaint, question, idea, gratitude, promo, news, other };

/// What a post is mainly about.
enum class Product : std::uint8_t {
    cards,
    credit,
    mortgage,
    deposit,
    payments_transfers,
    online_banking_app,
    atm,
    branch_service,
    call_center,
    other_none,
};

inline constexpr std::size_t kPolarities = 3;
inline constexpr std::size_t kIntents = 7;
inline constexpr std::size_t kProducts = 10;

std::string_view to_string(Polarity polarity) noexcept;
std::string_view to_string(Intent intent) noexcept;
std::string_view to_string(Product product) noexcept;
std::optional<Polarity> parse_polarity(std::string_view text) noexcept;
std::optional<Intent> parse_intent(std::string_view text) noexcept;
std::optional<Product> parse_product(std::string_view text) noexcept;

}  // namespace scrm
