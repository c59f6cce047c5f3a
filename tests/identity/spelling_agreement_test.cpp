// SPDX-License-Identifier: Apache-2.0
#include "identity/training/spelling_agreement_internal.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "linkage_support.hpp"

namespace scrm::identity {
namespace {

/// What SpellingAgreement says of two people who spell both names alike, in a town of men and women whose
/// family names are of the men's form or, with `ending`, of the women's.
double bits_of(const std::string& ending) {
    static const std::vector<std::string> kMen = {"Борис", "Фёдор", "Иван", "Олег", "Павел", "Роман"};
    static const std::vector<std::string> kWomen = {"Анна", "Елена", "Галина", "Ирина", "Мария", "Ольга"};
    Random random(3);
    std::vector<test::Person> people;
    for (std::size_t i = 0; i < 3'000; ++i) {
        const bool is_woman = random.below(2) == 1;
        const std::string family = std::vector<std::string>{
            "Петров", "Кузин", "Ломов", "Гурин", "Тимин", "Белов", "Зотов", "Орлов"}[random.below(8)];
        people.push_back({"r" + std::to_string(i),
                          {{"given_name", (is_woman ? kWomen : kMen)[random.below(6)]},
                           {"family_name", is_woman ? family + ending : family}}});
    }
    const RecordSet records = test::record_set(people);
    const Rows rows(records);
    const MatchModel model = MatchModel::person();
    Features features(rows, 1);
    features.prepare(model);
    const PatternLayout layout(model);
    const SpellingAgreement spellings(model, features);
    EXPECT_EQ(spellings.bits(layout.packed(0, 1) | layout.packed(1, 2), layout), 0) << "spelt in two ways";
    return spellings.bits(layout.packed(0, 1) | layout.packed(1, 1), layout);
}

TEST(SpellingAgreementTest, EndingsFollowTheGivenName) {
    // Half of those of one family are of the other gender.
    EXPECT_NEAR(bits_of("а"), 1, 0.1);
}

TEST(SpellingAgreementTest, NamesOfOneFormSayNothing) {
    EXPECT_NEAR(bits_of(""), 0, 0.01);
}

}  // namespace
}  // namespace scrm::identity
