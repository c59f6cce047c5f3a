// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "identity/records/names_internal.hpp"
#include "linkage_support.hpp"

namespace scrm::identity {
namespace {

using test::Person;
using test::record_set;

TEST(NameTable, AMemoTellsNothingButWhatComparingTells) {
    // One part stands in names of both scripts, and what two parts sound like depends on which is in which.
    std::vector<Person> people;
    int number = 0;
    const auto add = [&](const char* given, const char* family) {
        people.push_back({"r" + std::to_string(number++), {{"given_name", given}, {"family_name", family}}});
    };
    for (const char* family :
         {"Semyonova", "Semenova", "Simonova", "Somonova", "Yegorova", "Egorova", "Igorova", "Kovalyova",
          "Kovaleva", "Kavalova", "Sherbakova", "Shcherbakova", "Tserbakova"})
        add("Anna", family);
    for (const char* family :
         {"Семёнова", "Семенова", "Симонова", "Сомонова", "Йегорова", "Егорова", "Игорова", "Ковалёва",
          "Ковалева", "Кавалова", "Шербакова", "Щербакова", "Цербакова"})
        add("Анна", family);
    const RecordSet set = record_set(people);
    const NameTable names(Rows{set}, 1);
    const auto rows = static_cast<Row>(set.size());
    const auto fresh = [&](Row a, Row b) {
        PairMemo given;
        PairMemo family;
        return NameTable::packed(names.compare(names.of(a), names.of(b), given, family));
    };
    for (const bool backwards : {false, true}) {
        PairMemo given;
        PairMemo family;
        for (Row i = 0; i < rows; ++i) {
            for (Row k = 0; k < rows; ++k) {
                const Row a = backwards ? rows - 1 - i : i;
                const Row b = backwards ? rows - 1 - k : k;
                EXPECT_EQ(NameTable::packed(names.compare(names.of(a), names.of(b), given, family)),
                          fresh(a, b))
                    << "rows " << a << " and " << b;
            }
        }
    }
}

}  // namespace
}  // namespace scrm::identity
