// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string_view>

namespace scrm::person {

/// A country, as its ISO 3166 alpha-2 code. A value of two bytes.
class Country {
  public:
    /// Read an alpha-2 or alpha-3 code or a name in Russian, Ukrainian, Belarusian or English, as people
    /// write it
    /// ("РФ", "Російська Федерація", "USA", "Беларусь", "Deutschland"). nullopt for what the authored list
    /// does not hold. Pure, thread-safe.
    static std::optional<Country> parse(std::string_view raw);

    /// "RU". The view lives as long as this object.
    std::string_view code() const noexcept { return {code_.data(), code_.size()}; }
    /// Digits of the international calling code: 7, 380, 1; 0 where the list has none.
    int calling_code() const noexcept;

    friend bool operator==(const Country&, const Country&) = default;
    friend auto operator<=>(const Country&, const Country&) = default;

  private:
    explicit Country(std::string_view code) noexcept : code_{code[0], code[1]} {}

    std::array<char, 2> code_;
};

}  // namespace scrm::person
