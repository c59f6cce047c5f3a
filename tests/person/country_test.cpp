#include "scrm/person/country.hpp"

#include <gtest/gtest.h>

namespace scrm::person {
namespace {

TEST(Country, ReadsNamesAndCodes) {
    const struct {
        const char* raw;
        const char* expected;  // nullptr: unreadable
    } cases[] = {
        {"RU", "RU"},
        {"rus", "RU"},
        {"Россия", "RU"},
        {"РФ", "RU"},
        {"Российская Федерация", "RU"},
        {"Росія", "RU"},
        {"Україна", "UA"},
        {"Беларусь", "BY"},
        {"Белоруссия", "BY"},
        {"Қазақстан", "KZ"},
        {"Соединённые Штаты", "US"},
        {"Соединенные Штаты", "US"},
        {"U.S.A.", "US"},
        {"USA", "US"},
        {"u.s.", "US"},
        {"Deutschland", "DE"},
        {"Côte", nullptr},
        {"", nullptr},
        {"Шмоссия", nullptr},
        {"Singapore", "SG"},
        {"Lichtenstein", "LI"},
    };
    for (const auto& c : cases) {
        const auto country = Country::parse(c.raw);
        ASSERT_EQ(country.has_value(), c.expected != nullptr) << c.raw;
        if (country) {
            EXPECT_EQ(country->code(), c.expected) << c.raw;
        }
    }
    EXPECT_EQ(Country::parse("UA")->calling_code(), 380);
    EXPECT_EQ(Country::parse("RU")->calling_code(), 7);
    EXPECT_EQ(sizeof(Country), 2U);
}

}  // namespace
}  // namespace scrm::person
