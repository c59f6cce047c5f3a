#include "scrm/person/email.hpp"

#include <gtest/gtest.h>

namespace scrm::person {
namespace {

TEST(EmailAddress, CanonicalFormIsTheMailbox) {
    const struct {
        const char* raw;
        const char* canonical;
    } cases[] = {
        {"Ivan.Petrov+bank@GoogleMail.com", "ivanpetrov@gmail.com"},
        {"IVAN@MAIL.RU", "ivan@mail.ru"},
        {" ivan.petrov@mail.ru ", "ivan.petrov@mail.ru"},
        {"ivan+x@mail.ru", "ivan@mail.ru"},
        {"ivan.petrov@ya.ru", "ivan-petrov@yandex.ru"},
        {"ivan-petrov@yandex.kz", "ivan-petrov@yandex.ru"},
        {"ivan@narod.ru", "ivan@yandex.ru"},
        {"ivan@me.com", "ivan@icloud.com"},
        {"ivan@pm.me", "ivan@proton.me"},
        {"Иван Петров <ivan@bank.ru>", "ivan@bank.ru"},
        {"\"Ivan\" <IVAN@bank.ru>;", "ivan@bank.ru"},
        {"mailto:ivan@bank.ru?subject=x", "ivan@bank.ru"},
        {"почта: ivan@bank.ru.", "ivan@bank.ru"},
        {"«ivan@bank.ru»", "ivan@bank.ru"},
        {"'ivan@bank.ru'", "ivan@bank.ru"},
        {"иван@почта.рф", "иван@почта.рф"},
        {"ИВАН@xn--80a1acny.xn--p1ai", "иван@почта.рф"},
        {"o'brien@x-y.co.uk", "o'brien@x-y.co.uk"},
        {"+ivan@gmail.com", "+ivan@gmail.com"},
    };
    for (const auto& c : cases) {
        const auto address = EmailAddress::parse(c.raw);
        ASSERT_TRUE(address) << c.raw;
        EXPECT_EQ(address->canonical(), c.canonical) << c.raw;
        EXPECT_EQ(std::string{address->local_part()} + "@" + std::string{address->domain()}, c.canonical);
        const auto again = EmailAddress::parse(address->canonical());
        ASSERT_TRUE(again) << c.raw;
        EXPECT_EQ(again->canonical(), c.canonical);
    }
}

TEST(EmailAddress, TheMailRuFamilyIsFivePeople) {
    const char* addresses[] = {"ivan@mail.ru", "ivan@bk.ru", "ivan@list.ru", "ivan@inbox.ru",
                               "ivan@internet.ru"};
    for (const char* a : addresses) {
        for (const char* b : addresses) {
            EXPECT_EQ(EmailAddress::parse(a) == EmailAddress::parse(b), std::string{a} == b);
        }
    }
}

TEST(EmailAddress, RefusesWhatIsNoAddress) {
    for (const char* raw : {"",
                            "ivan petrov@mail.ru",
                            "ivan@mail.ru foo",
                            "a b@c.ru",
                            "иван петров@mail.ru",
                            "ivan",
                            "ivan@",
                            "@mail.ru",
                            "ivan@mail",
                            "ivan@mail.r",
                            "ivan@mail..ru",
                            "ivan@-mail.ru",
                            "ivan@mail-.ru",
                            ".ivan@mail.ru",
                            "ivan.@mail.ru",
                            "iv..an@mail.ru",
                            "ivan@@mail.ru",
                            "ivan@mail.ru@x.ru",
                            "ivan @mail.ru",
                            "ivan@ mail.ru",
                            "ivan@mail,ru",
                            "ivan@mail_x.ru",
                            "ivan@mail.123",
                            "a@b.ru, c@d.ru",
                            "нет",
                            "ivan(at)mail.ru"}) {
        EXPECT_FALSE(EmailAddress::parse(raw)) << raw;
    }
    EXPECT_FALSE(EmailAddress::parse(std::string(65, 'a') + "@mail.ru"));
    EXPECT_TRUE(EmailAddress::parse(std::string(64, 'a') + "@mail.ru"));
    EXPECT_FALSE(EmailAddress::parse("a@" + std::string(300, 'a') + ".ru"));
    EXPECT_FALSE(EmailAddress::parse(std::string(100000, '@')));
}

TEST(EmailAddress, TokensOfTheLocalPart) {
    const auto address = EmailAddress::parse("Ivan.Petrov_87+bank@gmail.com");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->local_tokens(), (std::vector<std::string>{"ivan", "petrov", "87"}));
    EXPECT_EQ(address->text(), "Ivan.Petrov_87+bank@gmail.com");
}

TEST(EmailAddress, FlagsRolesAndPlaceholders) {
    for (const char* raw :
         {"info@bank.ru", "Office@bank.ru", "no-reply@bank.ru", "noreply123@bank.ru", "support@x.com"}) {
        EXPECT_TRUE(EmailAddress::parse(raw)->is_role()) << raw;
    }
    EXPECT_FALSE(EmailAddress::parse("ivan@bank.ru")->is_role());
    for (const char* raw :
         {"test@test.ru", "no@mail.ru", "a@a.ru", "ivan@example.com", "нет@mail.ru", "asd@asd.com"}) {
        EXPECT_TRUE(EmailAddress::parse(raw)->is_placeholder()) << raw;
    }
    EXPECT_FALSE(EmailAddress::parse("ivan.petrov@mail.ru")->is_placeholder());
    EXPECT_TRUE(EmailAddress::parse("ivan@ya.ru")->is_public_provider());
    EXPECT_TRUE(EmailAddress::parse("ivan@ukr.net")->is_public_provider());
    EXPECT_FALSE(EmailAddress::parse("ivan@sberbank.ru")->is_public_provider());
}

TEST(EmailAddress, TypingErrorsAreShownNeverRepaired) {
    const struct {
        const char* raw;
        const char* meant;  // nullptr: none
    } cases[] = {
        {"ivan@gmial.com", "gmail.com"}, {"ivan@yandex.ri", "yandex.ru"},
        {"ivan@yandx.ru", "yandex.ru"},  {"ivan@hotmal.com", "hotmail.com"},
        {"ivan@mail.ry", "mail.ru"},     {"ivan@gmail.com", nullptr},
        {"ivan@ymail.com", nullptr},     {"ivan@mail.com", nullptr},
        {"ivan@bank.ru", nullptr},       {"ivan@ya.ru", nullptr},
    };
    for (const auto& c : cases) {
        const auto address = EmailAddress::parse(c.raw);
        ASSERT_TRUE(address) << c.raw;
        const auto meant = address->likely_domain();
        EXPECT_EQ(meant.value_or("-"), c.meant == nullptr ? "-" : c.meant) << c.raw;
        if (c.meant != nullptr) {
            EXPECT_NE(address->domain(), c.meant);
        }
    }
}

TEST(FindEmails, FindsEachAddressOnce) {
    const auto found =
        find_emails("Пишите: ivan@mail.ru, или Ivan@Mail.ru; работа—petrov@bank.ru! не@то @x y@");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].canonical(), "ivan@mail.ru");
    EXPECT_EQ(found[1].canonical(), "petrov@bank.ru");
    EXPECT_TRUE(find_emails("").empty());
}

}  // namespace
}  // namespace scrm::person
