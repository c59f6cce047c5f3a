// SPDX-License-Identifier: Apache-2.0
#include "scrm/model/text_label.hpp"

#include <algorithm>
#include <array>

namespace scrm {
namespace {

constexpr std::array<std::string_view, kPolarities> kPolarityNames{"negative", "neutral", "positive"};
constexpr std::array<std::string_view, kIntents> kIntentNames{"complaint", "question", "idea", "gratitude",
                                                              "promo",     "news",     "other"};
constexpr std::array<std::string_view, kProducts> kProductNames{
    "cards", "credit",         "mortgage",    "deposit",   "payments_transfers", "online_banking_app",
    "atm",   "branch_service", "call_center", "other_none"};

template <class Label, std::size_t N>
std::optional<Label> parse(const std::array<std::string_view, N>& names, std::string_view text) noexcept {
    const auto found = std::ranges::find(names, text);
    if (found == names.end()) return std::nullopt;
    return static_cast<Label>(found - names.begin());
}

}  // namespace

std::string_view to_string(Polarity polarity) noexcept {
    return kPolarityNames[static_cast<std::size_t>(polarity)];
}
std::string_view to_string(Intent intent) noexcept {
    return kIntentNames[static_cast<std::size_t>(intent)];
}
std::string_view to_string(Product product) noexcept {
    return kProductNames[static_cast<std::size_t>(product)];
}

std::optional<Polarity> parse_polarity(std::string_view text) noexcept {
    return parse<Polarity>(kPolarityNames, text);
}
std::optional<Intent> parse_intent(std::string_view text) noexcept {
    return parse<Intent>(kIntentNames, text);
}
std::optional<Product> parse_product(std::string_view text) noexcept {
    return parse<Product>(kProductNames, text);
}

}  // namespace scrm
