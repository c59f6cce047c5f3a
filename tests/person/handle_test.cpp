#include "scrm/person/handle.hpp"

#include <gtest/gtest.h>

#include "scrm/text/fold.hpp"
#include "scrm/text/transliterate.hpp"

namespace scrm::person {
namespace {

Handle handle(std::string_view raw) {
    const auto parsed = Handle::parse(raw);
    EXPECT_TRUE(parsed) << raw;
    return parsed.value_or(Handle{});
}

std::string key(std::string_view name) {
    return text::latin_key(text::fold(name));
}

TEST(Handle, ParsesAndFolds) {
    const Handle h = handle(" @Ivan_Petrov.87 ");
    EXPECT_EQ(h.text(), "Ivan_Petrov.87");
    EXPECT_EQ(h.folded(), "ivan_petrov.87");
    EXPECT_EQ(h.canonical(), "ivanpetrov87");
    EXPECT_EQ(h.skeleton(), key("ivan") + key("petrov"));
    EXPECT_EQ(h.tokens(), (std::vector<std::string>{key("ivan"), key("petrov")}));
    EXPECT_EQ(h.trailing_year(), 1987);
    for (const char* raw : {"", "@", "  ", "a b", "https://vk.com/x", "...", "a\tb", "<x>"}) {
        EXPECT_FALSE(Handle::parse(raw)) << raw;
    }
    EXPECT_FALSE(Handle::parse(std::string(129, 'a')));
}

TEST(Handle, TellsItsCanonicalFormAlone) {
    for (const char* raw :
         {" @Ivan_Petrov.87 ", "", "@", "a b", "https://vk.com/x", "...", "id123456", "Пётр-Иванов",
          "\xEF\xBC\xA1\xEF\xBC\xA2 c", "\xC2\xA0x", "maria/", "p3tr0v", "a\tb", "ПЕТР_1"}) {
        const auto whole = Handle::parse(raw);
        EXPECT_EQ(Handle::canonical_of(raw), whole ? whole->canonical() : "") << raw;
    }
    EXPECT_EQ(Handle::canonical_of(std::string(129, 'a')), "");
}

TEST(Handle, SplitsWordsAtCaseSeparatorsAndDigits) {
    const struct {
        const char* raw;
        std::vector<std::string> words;
    } cases[] = {
        {"IvanPetrov", {"ivan", "petrov"}},
        {"ivan.petrov", {"ivan", "petrov"}},
        {"ivan1987petrov", {"ivan", "petrov"}},
        {"IVANPETROV", {"ivanpetrov"}},
        {"ИванПетров", {"иван", "петров"}},
        {"1van_petr0v", {"ivan", "petrov"}},
        {"87", {}},
    };
    for (const auto& c : cases) {
        std::vector<std::string> expected;
        for (const std::string& word : c.words) expected.push_back(key(word));
        EXPECT_EQ(handle(c.raw).tokens(), expected) << c.raw;
    }
}

TEST(Handle, ReadsTheYearBehindIt) {
    EXPECT_EQ(handle("ivan1987").trailing_year(), 1987);
    EXPECT_EQ(handle("ivan_05").trailing_year(), 2005);
    EXPECT_EQ(handle("ivan_16").trailing_year(), std::nullopt);
    EXPECT_EQ(handle("ivan_87").trailing_year(), 1987);
    EXPECT_EQ(handle("ivan123").trailing_year(), std::nullopt);
    EXPECT_EQ(handle("ivan").trailing_year(), std::nullopt);
    EXPECT_EQ(handle("id1987").trailing_year(), std::nullopt);
    EXPECT_EQ(handle("1987").trailing_year(), std::nullopt);
}

TEST(Handle, KnowsWhatNetworksMake) {
    for (const char* raw :
         {"id123456", "user12345", "club777", "123456789", "DELETED", "user-8f3k2l9d1a", "User_12345"}) {
        EXPECT_TRUE(handle(raw).is_generated()) << raw;
    }
    for (const char* raw : {"ivan123456", "idol", "userovich", "id1", "ivan"}) {
        EXPECT_FALSE(handle(raw).is_generated()) << raw;
    }
    EXPECT_FALSE(Handle::parse("12345", "livejournal")->is_generated());
}

TEST(Handle, ComparesInGrades) {
    using enum HandleAgreement;
    const struct {
        const char* a;
        const char* b;
        HandleAgreement expected;
    } cases[] = {
        {"Ivan_Petrov", "ivan_petrov", exact},
        {"ivan_petrov", "ivan.petrov", same_canonical},
        {"ivan_petrov", "IvanPetrov", same_canonical},
        {"1van_petr0v", "ivan_petrov", same_skeleton},
        {"іvan_petrov", "ivan_petrov", same_skeleton},
        {"ivan_petrov87", "ivanpetrov", same_without_digits},
        {"ivan_petrov87", "ivan_petrov_88", same_without_digits},
        {"petrov.ivan", "ivan_petrov", same_tokens},
        {"ivanpetrov", "ivanpetroff_msk", similar},
        {"ivanpetrov", "ivanpetrov_msk", similar},
        {"ivanpetrov", "ivanpetrow", same_skeleton},
        {"kuznetsov", "kuznetsav", similar},
        {"ivan", "oleg", different},
        {"id123456", "id123457", different},
        {"id123456", "ID123456", exact},
        {"123", "1234", different},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(compare(handle(c.a), handle(c.b)), c.expected) << c.a << ' ' << c.b;
        EXPECT_EQ(compare(handle(c.b), handle(c.a)), c.expected) << c.b << ' ' << c.a;
    }
}

TEST(Handle, AgreesWithNames) {
    using enum HandleNameAgreement;
    const std::string given[] = {key("Иван"), key("Ваня")};
    const std::string family[] = {key("Петров"), key("Петрова")};
    const std::vector<std::string_view> given_keys(std::begin(given), std::end(given));
    const std::vector<std::string_view> family_keys(std::begin(family), std::end(family));
    const struct {
        const char* raw;
        HandleNameAgreement expected;
    } cases[] = {
        {"ivan_petrov87", given_and_family},
        {"petrovivan", given_and_family},
        {"vanya.petrov", given_and_family},
        {"ВаняПетров", given_and_family},
        {"ivan_petr", given_and_family},
        {"i_petrov", family_and_initial},
        {"ipetrov", family_and_initial},
        {"petrov_i", family_and_initial},
        {"petrov.iv87", family_and_initial},
        {"ivan.p", given_and_initial},
        {"ivanp", given_and_initial},
        {"petrov_87", family_only},
        {"super_petrov", family_only},
        {"senatorpetrov", family_only},
        {"realivanpetrov", given_and_family},
        {"i_petrov_official", family_and_initial},
        {"ivan87", given_only},
        {"ivan_moscow", given_only},
        {"ivanov", none},
        {"stepetrov", none},
        {"oleg_sidorov", none},
        {"id123456", none},
        {"oleg_petrov", family_of_another},
        {"o_petrov87", family_of_another},
        {"opetrov", family_of_another},
        {"anna.petrova", family_of_another},
        {"petrova1990", family_of_another},
        {"petrov_dimka", family_of_another},
        {"petrov_moscow", family_only},
        {"mr_petrov", family_only},
        {"ev_petrov", family_only},  // Ivan may write himself Yvan
    };
    for (const auto& c : cases) {
        EXPECT_EQ(compare_with_name_keys(handle(c.raw), given_keys, family_keys), c.expected) << c.raw;
    }
    EXPECT_EQ(compare_with_name_keys(handle("ivan_petrov"), {}, {}), none);
    EXPECT_EQ(compare_letters_with_name_keys(key("ivanpetrov"), given_keys, family_keys), given_and_family);
    // Of somebody whose given name is not known, only the gender of the family name tells.
    EXPECT_EQ(compare_with_name_keys(handle("o_petrov"), {}, family_keys), family_only);
    EXPECT_EQ(compare_with_name_keys(handle("o_petrova"), {}, family_keys), family_of_another);
}

}  // namespace
}  // namespace scrm::person
