#include "scrm/person/gender.hpp"

#include <gtest/gtest.h>

namespace scrm::person {
namespace {

TEST(ParseGender, ReadsWordsOnly) {
    for (const char* raw : {"m", "M", "male", "муж.", "Мужской", "МУЖ", "ч", "чоловік", " м "}) {
        EXPECT_EQ(parse_gender(raw), Gender::male) << raw;
    }
    for (const char* raw : {"f", "F", "female", "жен.", "Женский", "жін", "w", "жаночы", "ж"}) {
        EXPECT_EQ(parse_gender(raw), Gender::female) << raw;
    }
    for (const char* raw : {"", "1", "2", "0", "unknown", "n/a", "мж", "mf", "community", "-"}) {
        EXPECT_EQ(parse_gender(raw), std::nullopt) << raw;
    }
}

}  // namespace
}  // namespace scrm::person
