#include "scrm/person/partial_date.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace scrm::person {
namespace {

using enum DateAgreement;

struct Case {
    const char* raw;
    DateOrder order;
    const char* expected;  // nullptr: unreadable
};

TEST(PartialDate, ReadsDates) {
    const auto unknown = DateOrder::unknown;
    const Case cases[] = {
        {"1987-03-05", unknown, "1987-03-05"},
        {" 1987-03-05 ", unknown, "1987-03-05"},
        {"2000-02-29", unknown, "2000-02-29"},
        {"1987-3-5", unknown, "1987-03-05"},
        {"1987/03/05", unknown, "1987-03-05"},
        {"1987.03.05", unknown, "1987-03-05"},
        {"19870305", unknown, "1987-03-05"},
        {"1987-03-05T10:20:30Z", unknown, "1987-03-05"},
        {"1987-03-05 00:00:00.000", unknown, "1987-03-05"},
        {"05.03.1987 0:00", unknown, "1987-03-05"},
        {"1987-03", unknown, "1987-03"},
        {"1987", unknown, "1987"},
        {"--03-05", unknown, "--03-05"},
        {"--0305", unknown, "--03-05"},
        {"--03", unknown, "--03"},
        {"5.3.1987", unknown, "1987-03-05"},
        {"05.03.1987 г.", unknown, "1987-03-05"},
        {"05.03.1987г.р.", unknown, "1987-03-05"},
        {"5.3.1987", DateOrder::month_day_year, "1987-03-05"},
        {"5.3", unknown, "--03-05"},
        {"03.1987", unknown, "1987-03"},
        {"3/5/1987", DateOrder::month_day_year, "1987-03-05"},
        {"3/5/1987", DateOrder::day_month_year, "1987-05-03"},
        {"3-5-1987", DateOrder::day_month_year, "1987-05-03"},
        {"2/28/1987", unknown, "1987-02-28"},
        {"28/2/1987", unknown, "1987-02-28"},
        {"4/4/1987", unknown, "1987-04-04"},
        {"29.02.2000", unknown, "2000-02-29"},
        {"29.2", unknown, "--02-29"},
        {"5 марта 1987", unknown, "1987-03-05"},
        {"5 марта 1987 г.", unknown, "1987-03-05"},
        {"5 МАРТА 1987 года", unknown, "1987-03-05"},
        {"5 березня 1987 р.", unknown, "1987-03-05"},
        {"5 сакавіка 1987", unknown, "1987-03-05"},
        {"5-мар-1987", unknown, "1987-03-05"},
        {"March 5, 1987", unknown, "1987-03-05"},
        {"5th of March 1987", unknown, "1987-03-05"},
        {"5 Mar 1987", unknown, "1987-03-05"},
        {"5 марта", unknown, "--03-05"},
        {"март 1987", unknown, "1987-03"},
        {"1 мая 1900", unknown, "1900-05-01"},
        {"1812-12-06", unknown, "1812-12-06"},
        {"1789-07-14", unknown, "1789-07-14"},
        {"1066-10-14", unknown, "1066-10-14"},
        {"0999-10-14", unknown, nullptr},
        {"", unknown, nullptr},
        {"нет", unknown, nullptr},
        {"3/4/1987", unknown, nullptr},
        {"3/4/87", DateOrder::day_month_year, nullptr},
        {"31.02.1987", unknown, nullptr},
        {"29.02.1987", unknown, nullptr},
        {"1900-02-29", unknown, nullptr},
        {"1987-13-05", unknown, nullptr},
        {"1987-00-05", unknown, nullptr},
        {"1987-03-00", unknown, nullptr},
        {"32.03.1987", unknown, nullptr},
        {"05031987", unknown, nullptr},
        {"198703055", unknown, nullptr},
        {"00000000", unknown, nullptr},
        {"0000-00-00", unknown, nullptr},
        {"1987-03-05-07", unknown, nullptr},
        {"1987-03-05 x", unknown, nullptr},
        {"---05", unknown, nullptr},
        {"--13-05", unknown, nullptr},
        {"--02-30", unknown, nullptr},
        {"5 мартобря 1987", unknown, nullptr},
        {"Мария 5", unknown, nullptr},
        {"майор 5", unknown, nullptr},
        {"13/13/1987", unknown, nullptr},
        {"87", unknown, nullptr},
        {"5", unknown, nullptr},
        {"5 3", unknown, nullptr},
        {"2200-01-01", unknown, nullptr},
    };
    for (const Case& c : cases) {
        const auto date = PartialDate::parse(c.raw, c.order);
        ASSERT_EQ(date.has_value(), c.expected != nullptr) << c.raw;
        if (!date) continue;
        EXPECT_EQ(date->text(), c.expected) << c.raw;
        EXPECT_EQ(PartialDate::parse(date->text()), date) << c.raw;
        EXPECT_EQ(PartialDate::from_packed(date->packed()), date) << c.raw;
    }
    EXPECT_FALSE(PartialDate::parse(std::string(100000, '1')));
}

TEST(PartialDate, TwoDigitYearsNeedAHint) {
    EXPECT_EQ(PartialDate::parse("5.3.87", DateOrder::unknown, 2026)->text(), "1987-03-05");
    EXPECT_EQ(PartialDate::parse("5.3.26", DateOrder::unknown, 2026)->text(), "2026-03-05");
    EXPECT_EQ(PartialDate::parse("5.3.27", DateOrder::unknown, 2026)->text(), "1927-03-05");
    EXPECT_EQ(PartialDate::parse("5 марта 87", DateOrder::unknown, 2026)->text(), "1987-03-05");
    EXPECT_EQ(PartialDate::parse("1/2/18", DateOrder::month_day_year, 2020)->text(), "2018-01-02");
    EXPECT_FALSE(PartialDate::parse("5.3.87"));
}

TEST(PartialDate, PartsAreChecked) {
    EXPECT_FALSE(PartialDate::from_parts(1987, {}, 5));
    EXPECT_FALSE(PartialDate::from_parts({}, {}, {}));
    EXPECT_FALSE(PartialDate::from_parts({}, {}, 5));
    EXPECT_FALSE(PartialDate::from_parts(999, 1, 1));
    EXPECT_TRUE(PartialDate::from_parts({}, 2, 29));
    EXPECT_FALSE(PartialDate::from_packed(0));
    EXPECT_FALSE(PartialDate::from_packed(0xFFFFFFFF));
    EXPECT_EQ(PartialDate::parse("1970-01-02")->day_number(), 1);
    EXPECT_EQ(PartialDate::parse("1900-01-01")->day_number(), -25567);
    EXPECT_FALSE(PartialDate::parse("--01-02")->day_number());
}

TEST(PartialDate, KeepsWhatIsPossibleOfADateThatIsNone) {
    const std::vector<std::pair<const char*, const char*>> kParts = {
        {"1987-13-05", "1987"},         {"1987-03-35", "1987-03"}, {"9187-03-05", "--03-05"},
        {"1987-02-29", "1987-02"},      {"1987-00-00", "1987"},    {"05.13.1987", "1987"},
        {"31.02.1987", "1987-02"},      {"19871305", "1987"},      {"19870345", "1987-03"},
        {"1987-13-05T00:00:00", "1987"}};
    for (const auto& [raw, parts] : kParts) {
        EXPECT_FALSE(PartialDate::parse(raw)) << raw;
        const auto date = PartialDate::possible_parts(raw);
        ASSERT_TRUE(date) << raw;
        EXPECT_EQ(date->text(), parts) << raw;
    }
    EXPECT_EQ(PartialDate::possible_parts("1987-03-05")->text(), "1987-03-05");
    EXPECT_EQ(PartialDate::possible_parts("13/35/1987", DateOrder::month_day_year)->text(), "1987");
    EXPECT_EQ(PartialDate::possible_parts("35/12/1987", DateOrder::day_month_year)->text(), "1987-12");
    for (const char* raw : {"", "9999-99-99", "0000-00-00", "35/13/1987", "9187-13-05", "1987-03-05-06",
                            "1987-13", "99999999", "+79161234567", "never"}) {
        EXPECT_FALSE(PartialDate::possible_parts(raw)) << raw;
    }
}

TEST(PartialDate, KnowsFormFillers) {
    for (const char* raw : {"1900-01-01", "1970-01-01", "1899-12-30", "1900", "01.01.1901"}) {
        EXPECT_TRUE(PartialDate::parse(raw)->is_placeholder()) << raw;
    }
    for (const char* raw : {"1987-03-05", "--01-01", "1990-01-01", "1970-01-02"}) {
        EXPECT_FALSE(PartialDate::parse(raw)->is_placeholder()) << raw;
    }
}

TEST(DetectOrder, FollowsWhatTheColumnShows) {
    const std::vector<std::string_view> us = {"12/11/1978", "3/31/1954", "3/1/1970"};
    const std::vector<std::string_view> ru = {"12/11/1978", "31/03/1954"};
    const std::vector<std::string_view> silent = {"12/11/1978", "31.03.1954", "1987-03-05", "", "x"};
    const std::vector<std::string_view> quarrel = {"3/31/1954", "31/3/1954"};
    std::vector<std::string_view> one_slip(40, "3/31/1954");
    one_slip.push_back("31/3/1954");
    EXPECT_EQ(detect_order(us), DateOrder::month_day_year);
    EXPECT_EQ(detect_order(ru), DateOrder::day_month_year);
    EXPECT_EQ(detect_order(silent), DateOrder::unknown);
    EXPECT_EQ(detect_order(quarrel), DateOrder::unknown);
    EXPECT_EQ(detect_order(one_slip), DateOrder::month_day_year);
    EXPECT_EQ(detect_order({}), DateOrder::unknown);
}

TEST(PartialDate, ComparesInGrades) {
    const struct {
        const char* a;
        const char* b;
        DateAgreement expected;
    } cases[] = {
        {"1987-03-05", "1987-03-05", exact},
        {"1987-03-05", "1987-05-03", day_month_swapped},
        {"1978-12-11", "1978-11-12", day_month_swapped},
        {"1987-03-05", "1986-03-05", one_digit},
        {"1987-03-05", "1978-03-05", one_digit},
        {"1987-03-05", "1987-03-15", one_digit},
        {"1987-03-12", "1987-03-21", one_digit},
        {"1987-03-05", "1961-03-05", other_year},
        {"1987-03-05", "1987-03-28", year_and_month},
        {"1987-03-29", "1987-04-02", close},
        {"1987-03-05", "1987-11-28", year_only},
        {"1987-03-05", "1961-11-28", different},
        {"1987-03-05", "--03-05", same_day_and_month},
        {"--03-05", "--03-05", same_day_and_month},
        {"--03-05", "--03-06", different},
        {"1987-03-05", "--05-03", different},
        {"1987-03", "1987-03-05", year_and_month},
        {"1987-03", "1987-04-05", year_only},
        {"1987", "1987-04-05", year_only},
        {"1987", "1988-04-05", close},
        {"1987", "1985", close},
        {"1987", "1984-04-05", different},
        {"1987-03", "1988-03-05", different},
        {"1987", "--03-05", not_comparable},
        {"--03", "1987-03-05", not_comparable},
        {"--03", "1987-04-05", different},
    };
    for (const auto& c : cases) {
        const auto a = PartialDate::parse(c.a);
        const auto b = PartialDate::parse(c.b);
        ASSERT_TRUE(a && b) << c.a << ' ' << c.b;
        EXPECT_EQ(compare(*a, *b), c.expected) << c.a << ' ' << c.b;
        EXPECT_EQ(compare(*b, *a), c.expected) << c.b << ' ' << c.a;
    }
}

}  // namespace
}  // namespace scrm::person
