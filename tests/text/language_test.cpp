// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/language.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <string_view>

#include "scrm/core/random.hpp"

namespace scrm::text {
namespace {

struct Case {
    std::string_view text;
    std::string_view language;
};

void expect_languages(std::initializer_list<Case> cases) {
    for (const Case& c : cases) {
        const LanguageGuess guess = identify_language(c.text);
        EXPECT_EQ(guess.language, c.language) << c.text << " " << guess.probability;
        EXPECT_GE(guess.probability, 0) << c.text;
        EXPECT_LE(guess.probability, 1) << c.text;
    }
}

TEST(Language, RussianUkrainianEnglish) {
    expect_languages({
        {"Почему у меня третий день висит платёж, а поддержка отвечает шаблонами?", "ru"},
        {"спасибо, вопрос решили", "ru"},
        {"Карта не приходит", "ru"},
        {"верните комиссию", "ru"},
        {"Чому переказ на картку йде вже другу добу? Гроші потрібні сьогодні", "uk"},
        {"дякую, все працює", "uk"},
        {"де мої гроші", "uk"},
        {"Не можу зайти в застосунок", "uk"},
        {"How do I get my card unblocked? I am at the airport", "en"},
        {"thank you so much", "en"},
        {"worst app ever", "en"},
    });
}

TEST(Language, Others) {
    expect_languages({
        {"Дзень добры, чаму не прыйшоў перавод? Вельмі чакаю адказу ўжо два дні", "be"},
        {"Сәлеметсіз бе, қосымша неге ашылмайды? Ақшам қайда кетті?", "kk"},
        {"Warum kann ich mich nicht anmelden? Ich warte schon seit gestern", "de"},
        {"Dlaczego nie mogę się zalogować? Czekam od wczoraj", "pl"},
        {"Γιατί δεν λειτουργεί η κάρτα μου;", "el"},
        {"რატომ არ მუშაობს ჩემი ბარათი?", "ka"},
        {"Ինչու՞ իմ քարտը չի աշխատում", "hy"},
        {"カードが使えません", "ja"},
        {"카드가 안 돼요", "ko"},
    });
}

/// Whatever else they are taken for.
TEST(Language, OthersAreNotTakenForThoseOfCustomers) {
    for (const std::string_view text :
         {"Мой счётчик", "Минем картам эшләми", "Пулим келмади", "Кечиресиз, акча келген жок",
          "Картаи ман кор намекунад", "Mit kort er spærret, hvad gør jeg nu?", "Kortti ei toimi",
          "Kortet fungerar inte längre", "Não consigo acessar o app", "Nem tudok belépni a bankba",
          "Kāpēc kartes nedarbojas", "Kartu saya tidak bisa dipakai", "Moja kartica več ne deluje"}) {
        const std::string_view language = identify_language(text).language;
        const bool customers = language == "ru" || language == "uk" || language == "en";
        EXPECT_EQ(customers, text == "Мой счётчик") << text << " " << language;
    }
    // A foreign name changes no language.
    EXPECT_EQ(identify_language("nice café near the branch, card not working").language, "en");
    EXPECT_EQ(identify_language("жду перевод от Гүлназ уже два дня").language, "ru");
}

TEST(Language, NothingIsCertain) {
    expect_languages({{"", "und"},
                      {"   ", "und"},
                      {"12345 67", "und"},
                      {"!!! ???", "und"},
                      {"👍👍👍", "und"},
                      {"https://example.com/some/english/words", "und"},
                      {"@support @bank_help", "und"},
                      {std::string_view("\xFF\xFE\xC0", 3), "und"},
                      {std::string_view("\0\0", 2), "und"},
                      {"بطاقتي لا تعمل", "und"}});
}

TEST(Language, LooksPastAddressesAndNames) {
    expect_languages({
        {"@SberbankSupport верните деньги https://t.co/AbCdEfGhIj #WhereIsMyMoney", "ru"},
        {"Google Pay и Samsung Pay не работают на Android", "ru"},
        {"Apple Pay не працює вже другий день", "uk"},
        {"@ПриватБанк please tell me how to close the account", "en"},
        {"пишите на support.team@example.com", "ru"},
        {"зайдите на www.best-bank-offers-for-you.com и смотрите", "ru"},
        {"#работа #пятница #кредит", "ru"},
    });
}

TEST(Language, MixedScripts) {
    expect_languages({
        {"пiдтримка нiчого не вiдповiдає", "uk"},                          // Latin i
        {"Cбepбaнк опять пpocит пacпopт", "ru"},                           // Latin look-alikes
        {"\u0438\u0306 \u0457\u0457 \u0456\u0308\u0436а їжі нема", "uk"},  // decomposed letters
        {"Интерфейс обновили, теперь everything is broken, спасибо большое", "ru"},
    });
}

TEST(Language, RussianInLatinLetters) {
    expect_languages({
        {"pochemu ne prihodit sms s kodom, uzhe polchasa zhdu", "ru"},
        {"verni dengi, skolko mozhno zhdat, eto uzhas kakoy-to", "ru"},
    });
}

TEST(Language, FewWords) {
    expect_languages({
        {"да", "ru"},
        {"привет", "ru"},
        {"хорошо", "ru"},
        {"что за бред", "ru"},
        {"ничего себе", "ru"},
        {"где деньги", "ru"},
        {"судьба", "ru"},
        {"ещё раз", "ru"},
        {"я устала", "ru"},
        {"привіт", "uk"},
        {"дуже дякую", "uk"},
        {"що це", "uk"},
        {"не працює", "uk"},
        {"чому", "uk"},
        {"скільки можна", "uk"},
        {"гроші", "uk"},
        {"ok thanks", "en"},
        {"still waiting", "en"},
        {"help", "en"},
        {"a scam", "en"},
        {"not working", "en"},
        {"Visa or Mastercard?", "en"},
    });
}

TEST(Language, IsOneResult) {
    const std::string_view text = "Мне так и не ответили, ні слова";
    const LanguageGuess first = identify_language(text);
    for (int n = 0; n < 10; ++n) {
        EXPECT_EQ(identify_language(text).language, first.language);
        EXPECT_EQ(identify_language(text).probability, first.probability);
    }
}

TEST(Language, HostileInputIsLinear) {
    const auto repeat = [](std::string_view piece, std::size_t times) {
        std::string out;
        for (std::size_t i = 0; i < times; ++i) out.append(piece);
        return out;
    };
    const std::string texts[] = {
        repeat("я", 500000),      repeat("и\u0306", 250000), repeat("a\u0301\u0301\u0301", 150000),
        repeat("@", 1000000),     repeat("http://", 140000), repeat("a.ru", 250000),
        repeat("'", 1000000),     repeat("a'", 500000),      repeat("\xD0", 1000000),
        repeat("1 ", 500000),     repeat("\u200B", 300000),  repeat("#я ", 250000),
        repeat("хаха ", 120000),  repeat("visa ", 200000),   "a" + repeat("\u0301", 100000),
        repeat("w.com@ ", 140000)};
    for (const std::string& text : texts) {
        const std::clock_t start = std::clock();
        const LanguageGuess guess = identify_language(text);
        EXPECT_LT(std::clock() - start, 5 * CLOCKS_PER_SEC) << text.substr(0, 20);
        EXPECT_LE(guess.probability, 1);
    }
}

TEST(Language, TakesAnyBytes) {
    Random random(5);
    for (int n = 0; n < 20000; ++n) {
        std::string text;
        for (std::uint64_t size = random.below(60); size > 0; --size) {
            text.push_back(static_cast<char>(random.below(256)));
        }
        const LanguageGuess guess = identify_language(text);
        ASSERT_FALSE(guess.language.empty());
        ASSERT_GE(guess.probability, 0);
        ASSERT_LE(guess.probability, 1);
    }
}

}  // namespace
}  // namespace scrm::text
