// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/mask_policy.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>

namespace scrm::text {
namespace {

struct Case {
    std::string_view text;
    std::string_view masked;
};

void expect_masked(std::initializer_list<Case> cases, const MaskPolicy& policy = {}) {
    for (const Case& c : cases) {
        const std::string masked = mask(c.text, policy);
        EXPECT_EQ(masked, c.masked) << c.text;
        EXPECT_EQ(mask(masked, policy), masked) << c.text;
    }
}

void expect_untouched(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) EXPECT_EQ(mask(text), text);
}

TEST(Mask, RussianPhones) {
    expect_masked({
        {"+7 (916) 123-45-67", "[PHONE]"},
        {"мой номер +79161234567, жду звонка", "мой номер [PHONE], жду звонка"},
        {"8 916 123 45 67", "[PHONE]"},
        {"8-916-123-45-67.", "[PHONE]."},
        {"8(916)1234567", "[PHONE]"},
        {"8 (495) 123-45-67", "[PHONE]"},
        {"8.916.123.45.67", "[PHONE]"},
        {"89161234567", "[PHONE]"},
        {"79161234567", "[PHONE]"},
        {"7 916 123 45 67", "[PHONE]"},
        {"8 800 555 35 35", "[PHONE]"},
        {"8 (4852) 12-34-56", "[PHONE]"},
        {"916 123-45-67", "[PHONE]"},
        {"(916) 123 45 67", "[PHONE]"},
        {"(495) 123-45-67", "[PHONE]"},
        {"тел. 9161234567", "тел. [PHONE]"},
        {"тел89161234567", "тел[PHONE]"},
        {"телефон: 123-45-67", "телефон: [PHONE]"},
        {"т. 22-33-44", "т. [PHONE]"},
        {"8 9 1 6 1 2 3 4 5 6 7", "[PHONE]"},
        {"+7 916 123 45 67 и 8 495 765 43 21", "[PHONE] и [PHONE]"},
        {"8 916 123 45 67 8 495 765 43 21", "[PHONE] [PHONE]"},
        {"+７ ９１６ １２３ ４５ ６７", "[PHONE]"},
        {"+7\u200B916\u200B1234567", "[PHONE]"},
        {"+7 916 123‑45‑67", "[PHONE]"},
        {"перезвоните на 89161234567!", "перезвоните на [PHONE]!"},
        {"https://wa.me/79161234567", "https://wa.me/[PHONE]"},
        {"+7 (916) 123-45-67 (Иван)", "[PHONE] (Иван)"},
        {"Иван, 89161234567, Москва", "Иван, [PHONE], Москва"},
        {"позвоните (8 916 123-45-67)", "позвоните ([PHONE])"},
        {"89161234567 разблокируйте", "[PHONE] разблокируйте"},
        {"8 916 123-45-67/8 495 765-43-21", "[PHONE]/[PHONE]"},
    });
}

TEST(Mask, OtherPhones) {
    expect_masked({
        {"+380 50 123 45 67", "[PHONE]"},
        {"380501234567", "[PHONE]"},
        {"38 050 123-45-67", "[PHONE]"},
        {"050 123 45 67", "[PHONE]"},
        {"0501234567", "[PHONE]"},
        {"(044) 123-45-67", "[PHONE]"},
        {"044 123 45 67", "[PHONE]"},
        {"0 800 500 500", "[PHONE]"},
        {"+375 29 123-45-67", "[PHONE]"},
        {"375291234567", "[PHONE]"},
        {"8 029 123-45-67", "[PHONE]"},
        {"+7 701 123 45 67", "[PHONE]"},
        {"8 701 123 45 67", "[PHONE]"},
        {"+1 (212) 555-0123", "[PHONE]"},
        {"212-555-0123", "[PHONE]"},
        {"1-800-555-0199", "[PHONE]"},
        {"call me at (212) 555-0123 please", "call me at [PHONE] please"},
        {"+44 7911 123456", "[PHONE]"},
        {"07911 123456", "[PHONE]"},
        {"00380501234567", "[PHONE]"},
        {"+49 1512 3456789", "[PHONE]"},
        {"+998 90 123 45 67", "[PHONE]"},
        {"+996 555 123 456", "[PHONE]"},
        {"+353 1 234 5678", "[PHONE]"},
    });
}

TEST(Mask, NoPhones) {
    expect_untouched({
        "заказ 89161234567",
        "заказ № 89161234567",
        "order 8916123456",
        "№ 89161234567",
        "id89161234567",
        "vk.com/id89161234567",
        "https://example.com/?id=89161234567",
        "https://vk.com/wall-89161234567_380501234567",
        "снилс 112-233-445 95",
        "ИНН 7707083893, ОГРН 1027700132195",
        "ИНН 0501234567",
        "БИК 044525225",
        "МФО 305299, ЄДРПОУ 14360570",
        "12.05.2024 18:30",
        "2024-05-12",
        "с 01.02.2023 по 31.12.2024",
        "перезвонили 12.05.2024",
        "телефон купил 2024-05-12",
        "в 2019 2020 2021 годах",
        "2 000 000 рублей",
        "15 000 000",
        "85 000 000 000",
        "телефон за 15 000 000",
        "89161234567 рублей",
        "0501234567 грн",
        "+10000000000 руб",
        "1 500 000,50 руб",
        "+5%",
        "+100500 к карме",
        "900",
        "8-10-12",
        "8 9 10 11 12 13",
        "192.168.100.200",
        "78.123.123.123",
        "10.0.0.1",
        "курс 92,4563",
        "55.755826, 37.617300",
        "123-45-67",
        "код 495",
        "9161234567",
        "5466160000000000",
        "0.89161234567",
        "ул. Ленина 8, кв. 916",
        "8 800",
        "3.14159265358979",
        "IMEI 356938035643809",
        "uuid 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "трек RA644000001RU",
        "версия 8.916.12",
        "phone 20240512",
        "тел. 12052024",
        "с 8 до 20, 7 дней",
        "45 09 123456",
    });
}

TEST(Mask, Emails) {
    expect_masked({
        {"ivan.petrov@mail.ru", "[EMAIL]"},
        {"Пишите: i_petrov+bank@sub.example.co.uk.", "Пишите: [EMAIL]."},
        {"<a@b.io>", "<[EMAIL]>"},
        {"mailto:a.b@c.org?subject=x", "mailto:[EMAIL]?subject=x"},
        {"89161234567@mail.ru", "[EMAIL]"},
        {"иван@почта.рф", "[EMAIL]"},
        {"ivan@xn--80a1acny.xn--p1ai", "[EMAIL]"},
        {"ivan(at)mail.ru", "[EMAIL]"},
        {"ivan [at] mail.ru", "[EMAIL]"},
        {"ivan(собака)yandex.ru", "[EMAIL]"},
        {"ivan @ mail.ru", "[EMAIL]"},
        {"ivan @mail.ru", "[EMAIL]"},
        {"ivan@ Mail.Ru, спасибо", "[EMAIL], спасибо"},
        {"ivan (at)mail.ru", "[EMAIL]"},
        {"ivan＠mail.ru", "[EMAIL]"},
        {"пишите a@b.ru.Спасибо", "пишите [EMAIL].Спасибо"},
        {"a@b.ru.Thanks", "[EMAIL].Thanks"},
        {"a@b.ru, c@d.ru", "[EMAIL], [EMAIL]"},
        {"почта:ivan@mail.ru", "почта:[EMAIL]"},
    });
    expect_untouched({"@sberbank помогите", "user@host", "a @ b", "пишите @ support.bank", "встреча @ 18.00",
                      "пишите @mail_ru", "write @mail_ru", "ivan @support.bank", "ivan@ support.bank",
                      "пишите @mail.ru", "@", "a@", "@b.ru", "a@.ru", "a@b.", "a@b.1", "x@y.c",
                      "скидка (a) mail", "вход (at) банк"});
}

TEST(Mask, EmailsAsPeopleSpellThem) {
    expect_masked({
        {"ivanov77 собака mail.ru", "[EMAIL]"},
        {"пишите ivan.petrov Собака мейл точка ру, жду", "пишите [EMAIL], жду"},
        {"petrenko собачка ukr.net", "[EMAIL]"},
        {"olga_k собака gmail точка com", "[EMAIL]"},
        {"иван_петров(собака)яндекс.ру", "[EMAIL]"},
        {"ivan(dog)mail.ru", "[EMAIL]"},
        {"ivan [at] mail [dot] ru", "[EMAIL]"},
        {"ivan (dot) petrov (at) mail (dot) ru", "[EMAIL]"},
        {"ivan точка petrov собака mail точка ru", "[EMAIL]"},
        {"reach john at gmail dot com please", "reach [EMAIL] please"},
        {"it is john.smith77 at gmail.com now", "it is [EMAIL] now"},
        {"jane at example dot co dot uk", "[EMAIL]"},
        {"ivan@mail,ru", "[EMAIL]"},
        {"ivan@mail. ru", "[EMAIL]"},
        {"ivan @ mail . ru", "[EMAIL]"},
        {"ivan@мейл ру", "[EMAIL]"},
        {"ivan＠mail．ru", "[EMAIL]"},
        {"a1 собака mail.ru, b2 собака bk.ru", "[EMAIL], [EMAIL]"},
    });
    expect_untouched({"my e-mail at gmail.com was hacked",
                      "I worked since 2015 at mail.ru",
                      "sign-up at ukr.net",
                      "I paid on 12.05 at mail.ru shop",
                      "my dog barks.Me too",
                      "walk the dog now.By the way",
                      "корм Chappi собака съела.Нет слов",
                      "Check rates at monobank dot ua",
                      "у меня дома собака mail.ru читает",
                      "гуляли, собака yandex.ru понравилась",
                      "my dog at home.com",
                      "look at yandex.ru please",
                      "meet me at gmail.com headquarters",
                      "write me at gmail dot com",
                      "Rex собака добрая. Ру",
                      "собака lox.ru",
                      "at gmail.com",
                      "купил на ozon, ру не работает",
                      "мой собака точка ру",
                      "wow dog dot com",
                      "open 9 at mail desk. com",
                      "вход (at) банк точка",
                      "ivan@bank. ru уже не тот"});
}

TEST(Mask, IbansInCyrillicLetters) {
    expect_masked({
        {"УА213223130000026007233566001", "[IBAN]"},
        {"рахунок УА21 3223 1300 0002 6007 2335 66001, ФОП", "рахунок [IBAN], ФОП"},
        {"УA213223130000026007233566001", "[IBAN]"},  // the second letter is Latin
        {"уа213223130000026007233566001", "[IBAN]"},
        {"UA 21 3223 1300 0002 6007 2335 66001", "[IBAN]"},
        {"UA-21-3223-1300-0002-6007-2335-66001", "[IBAN]"},
        {"КЗ86125КЗТ5004100100", "[IBAN]"},
        {"ВУ20ОLМР31350000001000000933", "[IBAN]"},
        {"DE 89 3704 0044 0532 0130 00", "[IBAN]"},
    });
    expect_untouched({"ВУ21ОLМР31350000001000000933",  // wrong check digits
                      "УА 213223", "на 12 месяцев и 100000 рублей под 19 процентов годовых",
                      "it 20 days from now we will have 3 more months", "КЗ86 125 КЗТ"});
}

TEST(Mask, IbansAndAccounts) {
    expect_masked({
        {"UA213223130000026007233566001", "[IBAN]"},
        {"UA21 3223 1300 0002 6007 2335 6600 1", "[IBAN]"},
        {"IBAN: DE89 3704 0044 0532 0130 00, получатель", "IBAN: [IBAN], получатель"},
        {"gb29nwbk60161331926819", "[IBAN]"},
        {"KZ86125KZT5004100100", "[IBAN]"},
        {"BY20OLMP31350000001000000933", "[IBAN]"},
        {"LT121000011101001000 4111 1111 1111 1111", "[IBAN] [CARD 1111]"},
        {"р/с 40817810099910004312", "р/с [ACCOUNT]"},
        {"40817810099910004312", "[ACCOUNT]"},
        {"40817 810 0 9991 0004312", "[ACCOUNT]"},
        {"4081 7810 0999 1000 4312", "[ACCOUNT]"},
        {"к/с 30101810400000000225 БИК 044525225", "к/с [ACCOUNT] БИК 044525225"},
        {"р/р 26007233566001", "р/р [ACCOUNT]"},
        {"account number 12345678", "account number [ACCOUNT]"},
        {"account no. 1234 5678", "account no. [ACCOUNT]"},
        {"на счёт 408178100999100043", "на счёт [ACCOUNT]"},
        {"расчётный счёт 12345678", "расчётный счёт [ACCOUNT]"},
        {"расчетный счет 12345678901", "расчетный счет [ACCOUNT]"},
        {"расчетный счет № 12345678", "расчетный счет № [ACCOUNT]"},
        {"корр. счёт 12345678", "корр. счёт [ACCOUNT]"},
        {"розрахунковий рахунок 12345678", "розрахунковий рахунок [ACCOUNT]"},
        {"номер счёта 12345678", "номер счёта [ACCOUNT]"},
        {"account 12345678", "account [ACCOUNT]"},
        {"a/c 12345678", "a/c [ACCOUNT]"},
        {"my account number is 20240512", "my account number is [ACCOUNT]"},
        {"account № 15000000", "account № [ACCOUNT]"},
        {"account of the company 12345678901234", "account of the company [ACCOUNT]"},
        {"со счета 4111111111111111", "со счета [CARD 1111]"},
    });
    expect_untouched({
        "12345678901234567890",
        "счет № 123 от 12.05.2024",
        "Счет № 12345678",
        "на счете 1000000000000 рублей",
        "account 2024",
        "на счету 15 000 000",
        "account opened 20240512",
        "account since 20230101",
        "account 12052024",
        "accounts 10000000",
        "my account 12345678 sum",
        "account balance 100000000",
        "account manager 12345678",
        "на расчётном счёте 15000000",
        "рахунок 12345678",
        "DE12",
        "UA21",
        "BIC DEUTDEFF",
        "трек 12345678901234",
        "уин 18810000000000000000",
    });
}

TEST(Mask, Passports) {
    expect_masked({
        {"паспорт 4509 123456", "паспорт [PASSPORT]"},
        {"Паспорт: 4509123456", "Паспорт: [PASSPORT]"},
        {"паспорт 45 09 123456", "паспорт [PASSPORT]"},
        {"серия 45 09 № 123456", "серия [PASSPORT]"},
        {"паспорт серии 4509 номер 123456", "паспорт серии [PASSPORT] номер [PASSPORT]"},
        {"4509 123456 - мой паспорт", "[PASSPORT] - мой паспорт"},
        {"загранпаспорт 71 1234567", "загранпаспорт [PASSPORT]"},
        {"загранпаспорт 711234567", "загранпаспорт [PASSPORT]"},
        {"паспорт АБ 123456", "паспорт [PASSPORT]"},
        {"паспорт серія МЕ № 123456", "паспорт серія [PASSPORT]"},
        {"закордонний паспорт FE123456", "закордонний паспорт [PASSPORT]"},
        {"паспорт MP1234567", "паспорт [PASSPORT]"},
        {"ID-картка 001234567", "ID-картка [PASSPORT]"},
        {"my passport no. 123456789 expired", "my passport no. [PASSPORT] expired"},
        {"паспорт 4509 123456, тел 89161234567", "паспорт [PASSPORT], тел [PHONE]"},
        {"паспорт\n4509 123456", "паспорт\n[PASSPORT]"},
        {"пасп. 4509 123456", "пасп. [PASSPORT]"},
        {"паспорт №123456 серия 4509", "паспорт №[PASSPORT] серия [PASSPORT]"},
        {"номер паспорта 123456 (серия: 45 09)", "номер паспорта [PASSPORT] (серия: [PASSPORT])"},
        {"паспорт выдан 12.05.2014, 45 09 123456", "паспорт выдан 12.05.2014, [PASSPORT]"},
        {"паспорт выдан 12.05.2014 4509 123456", "паспорт выдан 12.05.2014 [PASSPORT]"},
        {"паспорт выдан 12 мая 2014 года, 4509 123456", "паспорт выдан 12 мая 2014 года, [PASSPORT]"},
        {"паспорт N12345678", "паспорт [PASSPORT]"},
        {"passport A 12345678", "passport [PASSPORT]"},
        {"id card 123456789", "id card [PASSPORT]"},
        {"ID карта № 123456789", "ID карта № [PASSPORT]"},
    });
    expect_untouched({
        "150000 рублей списали с карты",
        "123456 не приходит код",
        "4509 123456",
        "паспорт 2020 года",
        "паспорт за 123456 рублей",
        "паспорт готов 12.05.2024",
        "получил паспорт в 2014, сменил в 2020",
        "АБ 123456",
        "серия 5",
        "новая серия из 10 выпусков",
        "паспорт №",
        "паспорт № 123456",
        "паспорт JOHN12345678",
        "паспорт выдан 12.05.2014, списали 1500000",
        "паспорт, заказ от 12.05.2014, 1234567890",
        "ID карты 123456789",
        "credit card 123456789",
    });
}

TEST(Mask, CardsAsBefore) {
    expect_masked({
        {"моя карта 4111 1111 1111 1111, жду", "моя карта [CARD 1111], жду"},
        {"4111 1111 1111 1111 12/27 123", "[CARD 1111] 12/27 [CVV]"},
        {"карта 4111111111111111 тел +79161234567 почта a@b.ru",
         "карта [CARD 1111] тел [PHONE] почта [EMAIL]"},
        {"4111111111111111@mail.ru", "[CARD 1111]@mail.ru"},
    });
}

TEST(Mask, ByPolicy) {
    const std::string_view text =
        "4111111111111111, +79161234567, a@b.ru, UA213223130000026007233566001, "
        "40817810099910004312, паспорт 4509 123456";
    MaskPolicy nothing;
    nothing.cards = nothing.phones = nothing.emails = nothing.ibans = nothing.accounts = nothing.passports =
        false;
    EXPECT_EQ(mask(text, nothing), text);

    MaskPolicy cards = nothing;
    cards.cards = true;
    EXPECT_EQ(mask(text, cards), "[CARD 1111]" + std::string(text.substr(16)));

    MaskPolicy phones = nothing;
    phones.phones = true;
    EXPECT_NE(mask(text, phones).find(", [PHONE], a@b.ru"), std::string::npos);

    MaskPolicy bare;
    bare.last_digits_of_cards = false;
    expect_masked({{text, "[CARD], [PHONE], [EMAIL], [IBAN], [ACCOUNT], паспорт [PASSPORT]"}}, bare);

    MaskPolicy digits;
    digits.last_digits_of_others = true;
    expect_masked(
        {{text, "[CARD 1111], [PHONE 4567], [EMAIL], [IBAN 6001], [ACCOUNT 4312], паспорт [PASSPORT]"},
         {"телефон 123-45-67", "телефон [PHONE]"}},
        digits);
}

TEST(Mask, AddressesThatBeginInOtherNumbers) {
    expect_masked({{"DE89 3704 0044 0532 0130 00@mail.ru", "[IBAN][EMAIL]"},
                   {"паспорт a@b.RU 123456", "паспорт [EMAIL] 123456"}});
    expect_untouched({"vk.com/wall-481841560_88680527436"});
}

TEST(Mask, TokensStay) {
    expect_untouched({"[CARD 1234] [CVV] [PHONE] [EMAIL] [IBAN] [ACCOUNT 1234] [PASSPORT]",
                      "паспорт [PASSPORT] 123456789", "[PHONE 4567]89"});
}

TEST(Mask, FindsWhatItMasks) {
    const std::string_view text = "тел +79161234567, почта a@b.ru";
    const auto found = find_private(text);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].kind, MaskKind::phone);
    EXPECT_EQ(text.substr(found[0].begin, found[0].end - found[0].begin), "+79161234567");
    EXPECT_EQ(found[1].kind, MaskKind::email);
    EXPECT_EQ(text.substr(found[1].begin, found[1].end - found[1].begin), "a@b.ru");
}

}  // namespace
}  // namespace scrm::text
