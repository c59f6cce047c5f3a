// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/stem.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

std::string stem_of(const std::string& word) {
    std::u32string letters = to_utf32(word);
    stem(letters);
    return to_utf8(letters);
}

class StemForms : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(StemForms, OfOneWordAreOne) {
    for (const std::string& form : GetParam()) EXPECT_EQ(stem_of(form), stem_of(GetParam()[0])) << form;
}

INSTANTIATE_TEST_SUITE_P(
    Words, StemForms,
    testing::Values(
        std::vector<std::string>{"карта", "карты", "карте", "карту", "картой", "карт", "картам", "картами"},
        std::vector<std::string>{"банк", "банка", "банку", "банком", "банки", "банков", "банками", "банках"},
        std::vector<std::string>{"банкомат", "банкомата", "банкоматы", "банкоматов", "банкоматах"},
        std::vector<std::string>{"приложение", "приложения", "приложению", "приложений", "приложением"},
        std::vector<std::string>{"кредит", "кредита", "кредитов", "кредитами", "кредити", "кредитів"},
        std::vector<std::string>{"ипотечный", "ипотечная", "ипотечного", "ипотечному", "ипотечных",
                                 "ипотечными"},
        std::vector<std::string>{"заблокировал", "заблокировала", "заблокировали", "заблокировать"},
        std::vector<std::string>{"списали", "списал", "списать", "списалось", "списались"},
        std::vector<std::string>{"рубль", "рубля", "рублей", "рублями", "рублях"},
        std::vector<std::string>{"сбой", "сбоя", "сбои", "сбоев", "сбоями"},
        std::vector<std::string>{"система", "системы", "системе", "системой", "систем", "системами"},
        std::vector<std::string>{"депозит", "депозиту", "депозити", "депозитом", "депозитів"},
        std::vector<std::string>{"card", "cards", "card's"},
        std::vector<std::string>{"charge", "charges", "charged", "charging"},
        std::vector<std::string>{"transfer", "transfers", "transferred", "transferring"},
        std::vector<std::string>{"currency", "currencies"}, std::vector<std::string>{"fee", "fees"}));

TEST(Stem, KeepsDifferentWordsApart) {
    const std::vector<std::string> words = {"банк",   "банкомат", "карта",  "кредит", "кредитный", "курс",
                                            "отдел",  "деталь",   "дети",   "сеть",   "страх",     "комиссия",
                                            "звонок", "ставка",   "status", "access", "need",      "bank"};
    for (std::size_t i = 0; i < words.size(); ++i)
        for (std::size_t j = i + 1; j < words.size(); ++j)
            EXPECT_NE(stem_of(words[i]), stem_of(words[j])) << words[i] << " " << words[j];
}

TEST(Stem, LeavesShortAndForeignWords) {
    for (const char* word : {"", "я", "и", "на", "дом", "is", "0", "銀行", "ая", "vk", "ййй"})
        EXPECT_EQ(stem_of(word), word);
}

TEST(Stem, IsIdempotentForCyrillicAndLinear) {
    for (const char* word : {"филиалами", "основного", "режимом", "альбома", "платили", "области"})
        EXPECT_EQ(stem_of(stem_of(word)), stem_of(word)) << word;
    EXPECT_EQ(stem_of(std::string(2'000'000, 'a')).size(), 2'000'000U);
    std::u32string long_word(1'000'000, U'а');
    stem(long_word);
    EXPECT_EQ(long_word.size(), 1'000'000U);
}

}  // namespace
}  // namespace scrm::text
