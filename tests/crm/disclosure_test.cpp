#include <gtest/gtest.h>

#include "crm/disclosure_internal.hpp"

namespace scrm::detail {
namespace {

TEST(Disclosure, ShowsInitialsLastDigitsAndPlaces) {
    EXPECT_EQ(masked_value("full_name", "Иван Петров"), "И* П*");
    EXPECT_EQ(masked_value("handle", "ivan_petrov87"), "i*_p*");
    EXPECT_EQ(masked_value("phone", "+7 916 123-45-67"), "+* *** ***-**-67");
    EXPECT_EQ(masked_value("email", "ivan.petrov@ya.ru"), "i*.p*@ya.ru");
    EXPECT_EQ(masked_value("email", "c@d.ru"), "*@d.ru");
    EXPECT_EQ(masked_value("email", "a.b@d.ru"), "*.*@d.ru");
    EXPECT_EQ(masked_value("email", "ab@d.ru"), "a*@d.ru");
    EXPECT_EQ(masked_value("birth_date", "1987-03-05"), "****-**-**");
    EXPECT_EQ(masked_value("city", "Киев"), "Киев");
    EXPECT_EQ(masked_value("other:account", "40817810099910004312"), "******************12");
    EXPECT_EQ(masked_value("full_name", ""), "");
}

TEST(Disclosure, MasksEveryPartOfAList) {
    identity::Explanation explanation;
    identity::Evidence part;
    part.comparison = "phone";
    part.attributes = {"phone"};
    part.left = "79161234567; 79031112233";
    part.right = "79161234567";
    explanation.evidence.push_back(part);
    const auto shown = masked(explanation).evidence.front();
    EXPECT_EQ(shown.left, "*********67; *********33");
    EXPECT_EQ(shown.right, "*********67");
}

TEST(Disclosure, InitialsOfAName) {
    EXPECT_EQ(initials("Пётр Ильич Чайковский"), "П. И. Ч.");
    EXPECT_EQ(initials("  "), "");
}

}  // namespace
}  // namespace scrm::detail
