#include "scrm/person/phone.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace scrm::person {
namespace {

struct Case {
    const char* raw;
    const char* region;
    const char* expected;  // nullptr: unreadable
    const char* country;
};

TEST(PhoneNumber, IsReadByThePlanOfItsRecordsCountry) {
    const struct {
        const char* raw;
        const char* country;
        const char* expected;
    } cases[] = {
        {"050 111 22 32", "UA", "+380501112232"},
        {"0501112232", "Україна", "+380501112232"},
        {"(050) 111-22-32", "Украина", "+380501112232"},
        {"8 (029) 123-45-68", "Беларусь", "+375291234568"},
        {"(415) 555-2671", "USA", "+14155552671"},
        {"+380501112232", "RU", "+380501112232"},
        {"8 916 123-45-68", "UA", "+79161234568"},  // a Russian number of somebody in Ukraine
        {"8 916 123-45-68", "Нарния", "+79161234568"},
        {"8 916 123-45-68", "", "+79161234568"},
        {"050 111 22 32", "", nullptr},
        {"12345", "UA", nullptr},
    };
    for (const auto& [raw, country, expected] : cases) {
        const auto number = parse_phone_in(raw, country);
        EXPECT_EQ(number ? number->text() : "none", expected == nullptr ? "none" : expected)
            << raw << " in " << country;
    }
}

TEST(PhoneNumber, ReadsNumbersAsPeopleWriteThem) {
    const Case cases[] = {
        {"89161234568", "RU", "+79161234568", "RU"},
        {"+7 (916) 123-45-68", "RU", "+79161234568", "RU"},
        {"8 916 123 45 68", "RU", "+79161234568", "RU"},
        {"9161234568", "RU", "+79161234568", "RU"},
        {"7-916-123-45-68", "RU", "+79161234568", "RU"},
        {"8(495)123–45–68", "RU", "+74951234568", "RU"},
        {"+7\xC2\xA0"
         "495\xC2\xA0"
         "123 45 68",
         "RU", "+74951234568", "RU"},
        {"тел.: 8 (916) 123-45-68", "RU", "+79161234568", "RU"},
        {"моб. +79161234568", "UA", "+79161234568", "RU"},
        {"+79161234568 (WhatsApp)", "RU", "+79161234568", "RU"},
        {"tel:+7-916-123-45-68", "RU", "+79161234568", "RU"},
        {"+7９１６1234568", "RU", "+79161234568", "RU"},
        {"79161234568.0", "RU", "+79161234568", "RU"},
        {"8 701 123 45 68", "KZ", "+77011234568", "KZ"},
        {"+77011234568", "RU", "+77011234568", "KZ"},
        {"7011234568", "KZ", "+77011234568", "KZ"},
        {"8 10 380 67 123 45 68", "RU", "+380671234568", "UA"},
        {"00380671234568", "RU", "+380671234568", "UA"},
        {"380671234568", "RU", "+380671234568", "UA"},
        {"0671234568", "UA", "+380671234568", "UA"},
        {"067-123-45-68", "UA", "+380671234568", "UA"},
        {"80671234568", "UA", "+380671234568", "UA"},
        {"671234568", "UA", "+380671234568", "UA"},
        {"+38 (067) 123 45 68", "RU", "+380671234568", "UA"},
        {"+375 29 123-45-68", "RU", "+375291234568", "BY"},
        {"8 029 1234568", "BY", "+375291234568", "BY"},
        {"291234568", "BY", "+375291234568", "BY"},
        {"702-919-1300", "US", "+17029191300", "US"},
        {"(702) 919 1300", "US", "+17029191300", "US"},
        {"1 416 919 1300", "US", "+14169191300", "CA"},
        {"+1 809 919 1300", "RU", "+18099191300", "DO"},
        {"+998901234568", "RU", "+998901234568", "UZ"},
        {"996555123468", "RU", "+996555123468", "KG"},
        {"+44 20 7946 0958", "RU", "+442079460958", "GB"},
        {"+44 7400 123456", "RU", "+447400123456", "GB"},
        {"447400123456", "RU", "+447400123456", "GB"},
        {"+44 7797 712345", "RU", "+447797712345", "JE"},
        {"+44 7624 212345", "RU", "+447624212345", "IM"},
        {"020 7946 0958", "GB", "+442079460958", "GB"},
        {"+49 30 901820", "RU", "+4930901820", "DE"},
        {"+972 54 123 4568", "RU", "+972541234568", "IL"},
    };
    for (const Case& c : cases) {
        const auto number = PhoneNumber::parse(c.raw, c.region);
        ASSERT_TRUE(number) << c.raw;
        EXPECT_EQ(number->text(), c.expected) << c.raw;
        EXPECT_EQ(number->country(), c.country) << c.raw;
        EXPECT_FALSE(number->has_extension()) << c.raw;
    }
}

TEST(PhoneNumber, NeverMakesABadNumberGood) {
    const Case cases[] = {
        {"", "RU", nullptr, nullptr},
        {"нет", "RU", nullptr, nullptr},
        {"1234567", "RU", nullptr, nullptr},
        {"0000000", "RU", nullptr, nullptr},
        {"891612345", "RU", nullptr, nullptr},
        {"891612345678", "RU", nullptr, nullptr},
        {"8 916 123 45 6", "RU", nullptr, nullptr},
        {"+7 216 123 45 68", "RU", nullptr, nullptr},
        {"8916О234568", "RU", nullptr, nullptr},
        {"у Лены 89161234568", "RU", nullptr, nullptr},
        {"89161234568 мама", "RU", nullptr, nullptr},
        {"8916123 тел 4568", "RU", nullptr, nullptr},
        {"89161234568, 89031234568", "RU", nullptr, nullptr},
        {"89161234568 89031234568", "RU", nullptr, nullptr},
        {"+7916+1234568", "RU", nullptr, nullptr},
        {"7.9161E+10", "RU", nullptr, nullptr},
        {"+89161234568", "RU", nullptr, nullptr},
        {"1-800-FLOWERS", "US", nullptr, nullptr},
        {"123-456-7890", "US", nullptr, nullptr},
        {"0671234568", "RU", nullptr, nullptr},
        {"9161234568", "", nullptr, nullptr},
        {"19161234568", "RU", nullptr, nullptr},
        {"+380171234568", "RU", nullptr, nullptr},
        {"+375501234568", "RU", nullptr, nullptr},
        {"+999123456789", "RU", nullptr, nullptr},
        {"9161234568", "XX", nullptr, nullptr},
        {"9161234568", "\xFF\xFF", nullptr, nullptr},
        {"++79161234568", "RU", nullptr, nullptr},
        {"79161234568123456789", "RU", nullptr, nullptr},
    };
    for (const Case& c : cases) EXPECT_FALSE(PhoneNumber::parse(c.raw, c.region)) << c.raw;
    EXPECT_FALSE(PhoneNumber::parse(std::string(100000, '7')));
    EXPECT_FALSE(
        PhoneNumber::parse(std::string("8916\0"
                                       "1234568",
                                       12)));
}

TEST(PhoneNumber, SplitsExtensionsOffAndKeepsTheirZeros) {
    const struct {
        const char* raw;
        const char* extension;
    } cases[] = {
        {"+7 495 123-45-68 доб. 12", "12"}, {"8 (495) 123-45-68 доб.05", "05"},
        {"+1 702 919 1300 ext 7", "7"},     {"+1 702 919 1300 x123", "123"},
        {"84951234568#77", "77"},           {"84951234568,123", "123"},
        {"+74951234568 вн. 4001", "4001"},
    };
    for (const auto& c : cases) {
        const auto number = PhoneNumber::parse(c.raw);
        ASSERT_TRUE(number) << c.raw;
        EXPECT_EQ(number->extension(), c.extension) << c.raw;
    }
    EXPECT_NE(PhoneNumber::parse("84951234568 доб. 5"), PhoneNumber::parse("84951234568 доб. 05"));
    EXPECT_EQ(PhoneNumber::parse("84951234568 доб. 5")->e164(), PhoneNumber::parse("84951234568")->e164());
}

TEST(PhoneNumber, KnowsFormFillers) {
    for (const char* raw : {"+79999999999", "+7 900 000 00 00", "8 (916) 123-45-67", "+79876543210",
                            "+79001234567", "89111111111"}) {
        const auto number = PhoneNumber::parse(raw);
        ASSERT_TRUE(number) << raw;
        EXPECT_TRUE(number->is_placeholder()) << raw;
    }
    for (const char* raw : {"+79161234568", "+79160000001", "+79031112233", "+74951237777"}) {
        EXPECT_FALSE(PhoneNumber::parse(raw)->is_placeholder()) << raw;
    }
}

TEST(PhoneNumber, HotlinesAreNobodys) {
    for (const char* raw : {"8 800 555-35-35", "8 (804) 333-00-01", "+380 800 300 543", "+1 888 555 1234",
                            "+44 800 123 4567", "+49 800 3301000", "+800 1234 5678"}) {
        const auto number = PhoneNumber::parse(raw);
        ASSERT_TRUE(number) << raw;
        EXPECT_TRUE(number->is_service()) << raw;
    }
    for (const char* raw : {"+7 916 800 80 80", "+7 495 780 08 00", "+380 44 800 80 80", "+375 29 801 80 10",
                            "+1 212 800 1234", "+44 7911 800 800", "+49 1512 8003300", "+33 6 80 81 82 83"}) {
        const auto number = PhoneNumber::parse(raw);
        ASSERT_TRUE(number) << raw;
        EXPECT_FALSE(number->is_service()) << raw;
    }
}

TEST(PhoneNumber, DigitsOfANumberThatNoPlanReadsAreAKey) {
    const std::pair<const char*, const char*> cases[] = {
        {"(11) 91827-5678", "11918275678"},
        {"13891827465", "13891827465"},
        {"2905567435", "2905567435"},
        {"тел. 290 556-74-35", "2905567435"},
        {"+999 1918 2746", ""},  // names a country
        {"0055 119182567", ""},
        {"2345 981", "2345981"},
        {"234598", ""},            // too short
        {"1234098765432109", ""},  // too long
        {"2905567435 (bis)", ""},
        {"", ""},
        {"1111111", ""},
        {"0000000", ""},
        {"1234567", ""},
        {"7654321", ""},
        {"8901234567", ""},
        {"291234567", ""},
        {"5000000", ""},
        {"123123123", ""},
        {"1212121", ""},
    };
    for (const auto& [raw, digits] : cases) EXPECT_EQ(unplanned_digits(raw), digits) << raw;
}

TEST(PhoneNumber, LastDigitsAreAKey) {
    const auto number = PhoneNumber::parse("+79160034568");
    ASSERT_TRUE(number);
    EXPECT_EQ(number->last_digits(7), 34568U);
    EXPECT_EQ(number->last_digits(10), 9160034568U);
    EXPECT_EQ(number->last_digits(15), 79160034568U);
    EXPECT_EQ(number->last_digits(99), 79160034568U);
    EXPECT_EQ(sizeof(PhoneNumber), 16U);
}

TEST(ParsePhones, ReadsEveryNumberOfACell) {
    const struct {
        const char* cell;
        std::vector<const char*> expected;
    } cases[] = {
        {"89161234568; 89031234568", {"+79161234568", "+79031234568"}},
        {"8(916)1234568, 8-903-123-45-68", {"+79161234568", "+79031234568"}},
        {"+79161234568+79031234568", {"+79161234568", "+79031234568"}},
        {"89161234568 или 89031234568", {"+79161234568", "+79031234568"}},
        {"89161234568/нет/89161234568", {"+79161234568"}},
        {"нет", {}},
        {"", {}},
    };
    for (const auto& c : cases) {
        const auto found = parse_phones(c.cell);
        ASSERT_EQ(found.size(), c.expected.size()) << c.cell;
        for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i].text(), c.expected[i]) << c.cell;
    }
}

TEST(LikelyRegion, FollowsWhatTheColumnShows) {
    const std::vector<std::string_view> us = {"702-919-1300", "202-555-0143", "512 867 5309"};
    const std::vector<std::string_view> ua = {"067-123-45-68", "0501234568", "+380671234568",
                                              "(044) 123 45 68"};
    const std::vector<std::string_view> by = {"8 029 123-45-68", "80291234569", "8 017 2345678"};
    const std::vector<std::string_view> gb = {"020 7946 0958", "07700 900123", "0161 496 0000"};
    const std::vector<std::string_view> ru = {"8 916 123 45 68", "9031234568", "+79161234568"};
    EXPECT_EQ(likely_region(us), "US");
    EXPECT_EQ(likely_region(ua), "UA");
    EXPECT_EQ(likely_region(by), "BY");
    EXPECT_EQ(likely_region(gb), "GB");
    EXPECT_EQ(likely_region(ru, "UA"), "RU");
    EXPECT_EQ(likely_region({}, "KZ"), "KZ");
}

TEST(PhoneNumber, SlowPathIsThreadSafe) {
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([] {
            for (int i = 0; i < 200; ++i) {
                const auto number = PhoneNumber::parse("+44 20 7946 0958");
                ASSERT_TRUE(number && number->e164() == 442079460958ULL);
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace scrm::person
