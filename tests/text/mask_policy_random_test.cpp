// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>

#include "scrm/core/random.hpp"
#include "scrm/text/mask.hpp"
#include "scrm/text/mask_policy.hpp"
#include "text/mask_numbers.hpp"

namespace scrm::text {
namespace {

using testing::pick;

constexpr std::array<std::string_view, 56> kScraps = {
    " ",        " ",        "-",          ", ",          "\n",       ".",      "/",          "(",
    ")",        "+",        "+7",         "8",           "380",      "00",     "7 916",      "050",
    "тел ",     "телефон ", "№ ",         "заказ ",      "паспорт ", "серия ", " номер ",    "АБ ",
    "р/с ",     "счёт ",    "@",          "mail.ru",     "ivan",     "(at)",   "[PHONE]",    "[",
    "]",        "UA21",     "DE89 3704 ", "12.05.2024",  "\u200B",   "\xFF",   "руб",        "wa.me/",
    "https://", "id",       "cvv ",       "[CARD 1111]", "account ", "номер ", "расчётный ", " серия ",
    "id card ", "пасп. ",   "20240512",   "0000",        "N",        " @",     "@ ",         "12 мая 2014 "};

std::string scrap(Random& random) {
    switch (random.below(12)) {
        case 0:
            return testing::random_phone(random);
        case 1:
            return testing::random_iban(random);
        case 2:
            return testing::random_account(random);
        case 3:
            return testing::obfuscate(testing::random_card(random), random);
        case 4:
        case 5:
            return testing::random_digits(1 + random.below(11), random);
        default:
            return std::string(pick(kScraps, random));
    }
}

/// The text without its tokens, and the original without what they stand for, are one: nothing else changed.
bool keeps_the_rest(std::string_view text, std::string_view masked) {
    std::size_t at = 0;
    while (!masked.empty()) {
        const std::size_t token = masked.find('[');
        const std::string_view words = masked.substr(0, token);
        const std::size_t found = text.find(words, at);
        if (found == std::string_view::npos) return false;
        at = found + words.size();
        if (token == std::string_view::npos) return true;
        masked.remove_prefix(token);
        const std::size_t end = masked.find(']');
        masked.remove_prefix(end == std::string_view::npos ? 1 : end + 1);
    }
    return true;
}

TEST(MaskRandom, IsIdempotentOnScraps) {
    Random random(2026);
    MaskPolicy digits;
    digits.last_digits_of_others = true;
    for (int n = 0; n < 20000; ++n) {
        std::string text;
        for (std::uint64_t pieces = 1 + random.below(14); pieces > 0; --pieces) text += scrap(random);
        const std::string once = mask(text);
        ASSERT_EQ(mask(once), once) << text;
        ASSERT_TRUE(keeps_the_rest(text, once)) << text << "\n" << once;
        ASSERT_FALSE(contains_card(once)) << text;
        const std::string with_digits = mask(text, digits);
        ASSERT_EQ(mask(with_digits, digits), with_digits) << text;
    }
}

TEST(MaskRandom, FindsPhonesIbansAndAccounts) {
    Random random(7);
    constexpr int kNumbers = 20000;
    int missed[3] = {};
    for (int n = 0; n < kNumbers; ++n) {
        const std::string numbers[3] = {testing::random_phone(random), testing::random_iban(random),
                                        testing::random_account(random)};
        constexpr std::array<std::string_view, 3> kTokens = {"[PHONE]", "[IBAN]", "[ACCOUNT]"};
        for (std::size_t kind = 0; kind < 3; ++kind) {
            const std::string masked = mask("жду ответа, " + numbers[kind] + ", спасибо");
            if (masked.find(kTokens[kind]) == std::string::npos && missed[kind]++ < 4) {
                std::printf("missed: %s -> %s\n", numbers[kind].c_str(), masked.c_str());
            }
        }
    }
    std::printf("missed of %d each: %d phones, %d IBANs, %d accounts\n", kNumbers, missed[0], missed[1],
                missed[2]);
    EXPECT_LE(missed[0], kNumbers / 1000);
    EXPECT_LE(missed[1], kNumbers / 1000);
    EXPECT_LE(missed[2], kNumbers / 1000);
}

TEST(MaskRandom, LeavesOrdersDatesAndSums) {
    Random random(8);
    constexpr int kNumbers = 20000;
    int wrong = 0;
    const auto two = [&](std::uint64_t from, std::uint64_t count) {
        const std::uint64_t value = from + random.below(count);
        return std::string(value < 10 ? "0" : "") + std::to_string(value);
    };
    for (int n = 0; n < kNumbers; ++n) {
        std::string number;
        switch (random.below(6)) {
            case 0:
                number = testing::random_order(random);
                break;
            case 1:
                number =
                    two(1, 28) + "." + two(1, 12) + ".20" + two(10, 20) + " " + two(0, 24) + ":" + two(0, 60);
                break;
            case 2:
                number = std::to_string(1 + random.below(999)) + " " + testing::random_digits(3, random) +
                         " " + testing::random_digits(3, random) + " руб";
                break;
            case 3:
                number = two(1, 28) + "." + two(1, 12) + "." + two(10, 20) + " - " + two(1, 28) + "." +
                         two(1, 12) + "." + two(10, 20);
                break;
            case 4:
                number = std::to_string(random.below(256)) + "." + std::to_string(random.below(256)) + "." +
                         std::to_string(random.below(256)) + "." + std::to_string(random.below(256));
                break;
            default:
                number = "vk.com/wall-" + testing::random_digits(9, random) + "_" +
                         testing::random_digits(11, random);
                break;
        }
        const std::string text = "вот так, " + number + " было";
        const std::string masked = mask(text);
        if (masked != text && wrong++ < 8) std::printf("masked: %s -> %s\n", text.c_str(), masked.c_str());
    }
    std::printf("masked by mistake: %d of %d\n", wrong, kNumbers);
    EXPECT_LE(wrong, kNumbers / 1000);
}

TEST(MaskRandom, HostileInputIsLinear) {
    const auto repeat = [](std::string_view piece, std::size_t times) {
        std::string out;
        for (std::size_t i = 0; i < times; ++i) out.append(piece);
        return out;
    };
    const std::string texts[] = {
        repeat("8", 1000000),
        repeat("8 ", 500000),
        repeat("8 916 123 45 67 ", 60000),
        repeat("+7", 500000),
        repeat("@", 1000000),
        repeat("a@", 500000),
        repeat("a", 1000000) + "@b.ru",
        repeat("a@b.", 250000),
        repeat("a(at)", 200000),
        repeat("b.", 400000) + "@" + repeat("b.", 100000),
        repeat("UA21 ", 200000),
        repeat("паспорт ", 60000),
        repeat("паспорт 4509 номер ", 30000),
        repeat("4509 123456 ", 80000),
        repeat("тел 123-45-67 ", 60000),
        repeat("8\u200B", 250000),
        "8" + repeat("\u0301", 100000),
        repeat("https://", 120000),
        repeat("[PHONE", 160000),
        repeat("\xD0", 1000000),
    };
    for (const std::string& text : texts) {
        const std::clock_t start = std::clock();
        const std::string masked = mask(text);
        EXPECT_LT(std::clock() - start, 20 * CLOCKS_PER_SEC) << text.substr(0, 40);
        EXPECT_EQ(mask(masked), masked) << text.substr(0, 40);
    }
}

}  // namespace
}  // namespace scrm::text
