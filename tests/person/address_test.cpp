#include "scrm/person/address.hpp"

#include <gtest/gtest.h>

#include "scrm/text/fold.hpp"
#include "scrm/text/transliterate.hpp"

namespace scrm::person {
namespace {

std::string key(std::string_view name) {
    return text::latin_key(text::fold(name));
}

TEST(ParseAddress, FindsTheParts) {
    const struct {
        const char* raw;
        const char* street;
        const char* house;
        const char* flat;
        const char* postcode;
    } cases[] = {
        {"ул. Ленина, д. 5, кв. 12", "Ленина", "5", "12", ""},
        {"улица Ленина 5-12", "Ленина", "5", "12", ""},
        {"Ленина ул., д.5, кв.12", "Ленина", "5", "12", ""},
        {"Ленина 5-12", "Ленина", "5", "12", ""},
        {"Ленина, 5", "Ленина", "5", "", ""},
        {"Lenina 5-12", "Lenina", "5", "12", ""},
        {"620014, г. Екатеринбург, ул. Малышева, д. 36, оф. 301", "Малышева", "36", "301", "620014"},
        {"пр-т Мира, дом 101, корп. 2", "Мира", "101k2", "", ""},
        {"вул. Хрещатик, буд. 22, кв. 5", "Хрещатик", "22", "5", ""},
        {"01001 Київ, вул. Хрещатик 22", "Хрещатик", "22", "", "01001"},
        {"ул. 8 Марта, 12", "8 марта", "12", "", ""},
        {"123 Main Street, Las Vegas NV 89132", "main", "123", "", "89132"},
        {"123 Main St Las Vegas", "main", "123", "", ""},
        {"1515 Adela Lane Las Vegas NV 89111", "adela", "1515", "", "89111"},
        {"10 W 25th St Apt 4, New York, NY 10010-1234", "w 25th", "10", "4", "10010"},
        {"18 Danver Place, Loughborough, Leicestershire, LE11 1UU, United Kingdom", "danver", "18", "",
         "LE111UU"},
        {"705 Sheppard Ave, Toronto, M1S 1T4", "sheppard", "705", "", "M1S1T4"},
        {"445 Overpass Rd, San Ramon, CA, 945830000", "overpass", "445", "", "94583"},
        {"6 tullaroop street", "tullaroop", "6", "", ""},
        {"Fieldstrasse 10", "fieldstrasse", "10", "", ""},
        {"", "", "", "", ""},
        {"дом", "", "", "", ""},
    };
    for (const auto& c : cases) {
        const AddressKey address = parse_address(c.raw);
        EXPECT_EQ(address.street, key(c.street)) << c.raw;
        EXPECT_EQ(address.house, c.house) << c.raw;
        EXPECT_EQ(address.flat, c.flat) << c.raw;
        EXPECT_EQ(address.postcode, c.postcode) << c.raw;
    }
    EXPECT_TRUE(parse_address("").empty());
    parse_address(std::string(100000, '1'));
    parse_address("\xFF\xD0 1");
}

TEST(StreetKey, DropsTheStreetsKind) {
    EXPECT_EQ(street_key("tullaroop street"), key("tullaroop"));
    EXPECT_EQ(street_key("ул. Ленина"), key("ленина"));
    EXPECT_EQ(street_key("Lenina ul."), key("lenina"));
    EXPECT_FALSE(street_key("Place").empty());
    EXPECT_EQ(street_key(""), "");
}

TEST(CompareAddresses, Grades) {
    using enum AddressAgreement;
    const struct {
        const char* a;
        const char* b;
        AddressAgreement expected;
    } cases[] = {
        {"ул. Ленина, д. 5, кв. 12", "Lenina 5-12", exact},
        {"123 Main Street, Las Vegas NV 89132", "123 Main St Las Vegas", exact},
        {"1515 Adela Lane, Las Vegas NV 89111", "1515 Adela Ln Las Vegas NV 89132", exact},
        {"ул. Ленина, д. 5, кв. 12", "ул. Ленина, 5", same_house},
        {"Москва, ул. Ленина, д. 5", "Казань, ул. Ленина, д. 5", same_house},
        {"ул. Ленина, д. 5", "ул. Ленина, д. 7", same_street},
        {"125009, Москва, ул. Ленина, д. 5", "420000, Казань, ул. Ленина, д. 5", same_street},
        {"ул. Малышева, 36", "ул. Мальшева, 36", similar_house},
        {"ул. Ленина, 5", "ул. Мира, 5", different},
        {"125009, ул. Ленина, 5", "125009, ул. Мира, 5", same_postcode},
        {"", "ул. Мира, 5", not_comparable},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(compare(parse_address(c.a), parse_address(c.b)), c.expected) << c.a << " | " << c.b;
        EXPECT_EQ(compare(parse_address(c.b), parse_address(c.a)), c.expected) << c.b << " | " << c.a;
    }
}

}  // namespace
}  // namespace scrm::person
