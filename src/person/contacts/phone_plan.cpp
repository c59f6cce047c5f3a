// SPDX-License-Identifier: Apache-2.0
#include "person/contacts/phone_plan_internal.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace scrm::person {
namespace {

struct FixedPlan {
    std::string_view code;
    std::string_view country;
    std::size_t shortest;  // whole length with country code
    std::size_t longest;
};

constexpr FixedPlan kFixedPlans[] = {
    {"370", "LT", 11, 11}, {"371", "LV", 11, 11}, {"372", "EE", 10, 11}, {"373", "MD", 11, 11},
    {"374", "AM", 11, 11}, {"992", "TJ", 12, 12}, {"993", "TM", 11, 11}, {"994", "AZ", 12, 12},
    {"995", "GE", 12, 12}, {"996", "KG", 12, 12}, {"998", "UZ", 12, 12},
};

struct AreaCountry {
    std::uint16_t area;
    char country[3];
};

// Area codes of the North American plan outside the United States, in order.
constexpr auto kForeignAreas = std::to_array<AreaCountry>({
    {204, "CA"}, {226, "CA"}, {236, "CA"}, {242, "BS"}, {246, "BB"}, {249, "CA"}, {250, "CA"}, {257, "CA"},
    {263, "CA"}, {264, "AI"}, {268, "AG"}, {284, "VG"}, {289, "CA"}, {306, "CA"}, {343, "CA"}, {345, "KY"},
    {354, "CA"}, {365, "CA"}, {367, "CA"}, {368, "CA"}, {382, "CA"}, {403, "CA"}, {416, "CA"}, {418, "CA"},
    {428, "CA"}, {431, "CA"}, {437, "CA"}, {438, "CA"}, {441, "BM"}, {450, "CA"}, {468, "CA"}, {473, "GD"},
    {474, "CA"}, {506, "CA"}, {514, "CA"}, {519, "CA"}, {548, "CA"}, {579, "CA"}, {581, "CA"}, {584, "CA"},
    {587, "CA"}, {604, "CA"}, {613, "CA"}, {639, "CA"}, {647, "CA"}, {649, "TC"}, {658, "JM"}, {664, "MS"},
    {672, "CA"}, {683, "CA"}, {705, "CA"}, {709, "CA"}, {721, "SX"}, {742, "CA"}, {753, "CA"}, {758, "LC"},
    {767, "DM"}, {778, "CA"}, {780, "CA"}, {782, "CA"}, {784, "VC"}, {787, "PR"}, {807, "CA"}, {809, "DO"},
    {819, "CA"}, {825, "CA"}, {829, "DO"}, {849, "DO"}, {867, "CA"}, {868, "TT"}, {869, "KN"}, {873, "CA"},
    {876, "JM"}, {879, "CA"}, {902, "CA"}, {905, "CA"}, {939, "PR"},
});

std::string_view north_american(std::string_view digits) noexcept {
    if (digits.size() != 11) return {};
    const bool area_ok = digits[1] >= '2' && digits[2] != '9' && !(digits[2] == '1' && digits[3] == '1');
    const bool office_ok = digits[4] >= '2' && !(digits[5] == '1' && digits[6] == '1');
    if (!area_ok || !office_ok) return {};
    const auto area =
        static_cast<std::uint16_t>((digits[1] - '0') * 100 + (digits[2] - '0') * 10 + (digits[3] - '0'));
    const auto* found = std::ranges::lower_bound(kForeignAreas, area, {}, &AreaCountry::area);
    if (found != kForeignAreas.end() && found->area == area) return {found->country, 2};
    return "US";
}

// The geographic codes 8xx of Russia are settled; among them there is no 849, 889 or 89x, so that a Russian
// number with its trunk 8 and a digit missing (8 916 123 45 6) is not read as one without trunk.
bool is_russian_eight_code(char second, char third) noexcept {
    constexpr std::string_view kThirds[] = {"0123456789", "12345678",  "01",        "123456", "12345678",
                                            "12345",      "123456789", "123456789", "",       ""};
    return kThirds[static_cast<std::size_t>(second - '0')].find(third) != std::string_view::npos;
}

// Russia and Kazakhstan share +7; the second digit tells them apart.
std::string_view zone_seven(std::string_view digits) noexcept {
    if (digits.size() != 11) return {};
    switch (digits[1]) {
        case '3':
        case '4':
        case '9':
            return "RU";
        case '8':
            return is_russian_eight_code(digits[2], digits[3]) ? "RU" : "";
        case '6':
        case '7':
            return "KZ";
        default:
            return {};
    }
}

std::string_view ukrainian(std::string_view digits) noexcept {
    if (digits.size() != 12) return {};
    const char first = digits[3];
    const char second = digits[4];
    switch (first) {
        case '3':
        case '4':
        case '5':
        case '6':
        case '9':
            return "UA";
        case '7':
            return second == '3' || second == '5' || second == '7' ? "UA" : "";
        case '8':
            return second == '0' || second == '9' ? "UA" : "";
        default:
            return {};
    }
}

std::string_view belarusian(std::string_view digits) noexcept {
    if (digits.size() != 12) return {};
    const char first = digits[3];
    const char second = digits[4];
    switch (first) {
        case '1':
            return second >= '5' && second <= '7' ? "BY" : "";
        case '2':
            return (second >= '1' && second <= '5') || second == '9' ? "BY" : "";
        case '3':
            return second == '3' ? "BY" : "";
        case '4':
            return second == '4' ? "BY" : "";
        default:
            return {};
    }
}

/// Mobile numbers that are British for certain; the ranges between them belong to the Channel Islands and the
/// Isle of Man in part, or to nobody.
bool is_british_mobile(std::string_view digits) noexcept {
    if (digits.size() != 12 || !digits.starts_with("447")) return false;
    constexpr std::pair<int, int> kRanges[] = {{100, 456}, {458, 508}, {510, 523}, {525, 599},
                                               {701, 780}, {782, 796}, {798, 828}, {830, 838},
                                               {840, 910}, {912, 936}, {938, 999}};
    const int range = (digits[3] - '0') * 100 + (digits[4] - '0') * 10 + (digits[5] - '0');
    return std::ranges::any_of(
        kRanges, [range](const auto& known) { return range >= known.first && range <= known.second; });
}

}  // namespace

PlanReading read_plan(std::string_view digits) noexcept {
    if (digits.empty()) return {};
    if (digits[0] == '7') return {true, zone_seven(digits)};
    if (digits[0] == '1') return {true, north_american(digits)};
    const std::string_view code = digits.substr(0, 3);
    if (code == "380") return {true, ukrainian(digits)};
    if (code == "375") return {true, belarusian(digits)};
    for (const FixedPlan& plan : kFixedPlans) {
        if (plan.code != code) continue;
        const bool fits = digits.size() >= plan.shortest && digits.size() <= plan.longest && digits[3] != '0';
        return {true, fits ? plan.country : std::string_view{}};
    }
    if (is_british_mobile(digits)) return {true, "GB"};
    return {};
}

}  // namespace scrm::person
