#include "scrm/person/document.hpp"

#include <gtest/gtest.h>

namespace scrm::person {
namespace {

TEST(DocumentNumber, NormalForm) {
    const struct {
        const char* raw;
        const char* expected;  // nullptr: unreadable
    } cases[] = {
        {"4509 123456", "4509123456"},
        {"45 09 № 123456", "4509123456"},
        {"серия 4509 номер 123456", "4509123456"},
        {"паспорт: 4509 123456", "4509123456"},
        {"ИНН 7707083893", "7707083893"},
        {"007707083893", "007707083893"},
        {"078-05-1120", "078051120"},
        {"SSN: 294-66-9999", "294669999"},
        {"АВ123456", "AB123456"},
        {"ab 123456", "AB123456"},
        {"МР1234567", "MP1234567"},
        {"123-456-789 01", "12345678901"},
        {"201012345A", "201012345A"},
        {"ЖЮ 1234", "ЖЮ1234"},
        {"", nullptr},
        {"нет", nullptr},
        {"123", nullptr},
        {"паспорт", nullptr},
        {"выдан ОВД 123456", nullptr},
        {"потерял 4509 123456", nullptr},
        {"4509 123456 (старый)", nullptr},
        {"123456789012345678901234567890123", nullptr},
    };
    for (const auto& c : cases) {
        const auto number = DocumentNumber::parse(c.raw);
        ASSERT_EQ(number.has_value(), c.expected != nullptr) << c.raw;
        if (!number) continue;
        EXPECT_EQ(number->text(), c.expected) << c.raw;
        EXPECT_EQ(DocumentNumber::parse(number->text()), number) << c.raw;
    }
}

TEST(DocumentNumber, KnowsFormFillers) {
    for (const char* raw :
         {"0000000000", "1111 111111", "123456789", "987-65-4321", "078-05-1120", "12345678"}) {
        EXPECT_TRUE(DocumentNumber::parse(raw)->is_placeholder()) << raw;
    }
    for (const char* raw : {"4509 123456", "7707083893", "12345", "AB123457"}) {
        EXPECT_FALSE(DocumentNumber::parse(raw)->is_placeholder()) << raw;
    }
}

}  // namespace
}  // namespace scrm::person
