// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/transliterate.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace scrm::text {
namespace {

TEST(Transliterate, Schemes) {
    struct Case {
        Scheme scheme;
        std::string_view cyrillic;
        std::string_view latin;
    };
    const Case cases[] = {
        {Scheme::icao_ru, "Юлия Щеглова", "Iuliia Shcheglova"},
        {Scheme::icao_ru, "Артём Краевой, подъезд", "Artem Kraevoi, podieezd"},
        {Scheme::icao_ru, "Игорь Ильин", "Igor Ilin"},
        {Scheme::gost_7_79_b, "Цветков Юрий", "Czvetkov Yurij"},
        {Scheme::gost_7_79_b, "Цыганов Щукин Хрусталёв", "Cy`ganov Shhukin Xrustalyov"},
        {Scheme::gost_7_79_b, "объём этих", "ob``yom e`tix"},
        {Scheme::bgn_ru, "Елена Сергеева Юрьев", "Yelena Sergeyeva Yur'yev"},
        {Scheme::bgn_ru, "объезд Чапаевск", "ob\"yezd Chapayevsk"},
        {Scheme::everyday_ru, "Юлия Щербакова", "Yulia Scherbakova"},
        {Scheme::everyday_ru, "Дмитрий Достоевский", "Dmitry Dostoevsky"},
        {Scheme::everyday_ru, "Хованский", "Khovansky"},
        {Scheme::ukrainian_2010, "Олексій Згурський", "Oleksii Zghurskyi"},
        {Scheme::ukrainian_2010, "Єнакієве Їжакевич Йосипівка Юрій Яготин",
         "Yenakiieve Yizhakevych Yosypivka Yurii Yahotyn"},
        {Scheme::ukrainian_2010, "Знам’янка Щербухи Ґалаґан", "Znamianka Shcherbukhy Galagan"},
        {Scheme::icao_uk, "Юрій Гончар", "Iurii Gonchar"},
        {Scheme::bgn_uk, "Віленька Загір’я", "Vilen'ka Zahir\"ya"},
        {Scheme::icao_be, "Бабрыковіч Аляксандр", "Babrykovich Aliaksandr"},
        {Scheme::icao_be, "СВЯТЛАНА Ігар", "SVIATLANA Ihar"},
        {Scheme::bgn_be, "Вілейка Віцебск Гомель", "Vilyeyka Vitsyebsk Homyel'"},
        {Scheme::belarusian_2007, "Бешанковічы Гомель Гаўя", "Biešankovičy Homieĺ Haŭja"},
        {Scheme::belarusian_2007, "Ельск Вераб'ёвічы Любань Друць", "Jeĺsk Vierabjovičy Liubań Druć"},
        {Scheme::belarusian_2007, "Шаркаўшчына ЧЭРВЕНЬ", "Šarkaŭščyna ČERVIEŃ"},
    };
    for (const Case& c : cases)
        EXPECT_EQ(transliterate(c.cyrillic, c.scheme), c.latin) << to_string(c.scheme);
}

TEST(Transliterate, Capitals) {
    EXPECT_EQ(transliterate("Щука ЩУКА Щ щ ЩукА", Scheme::icao_ru), "Shchuka SHCHUKA Shch shch ShchukA");
    EXPECT_EQ(transliterate("СОЛНЦЕ-Ж", Scheme::icao_ru), "SOLNTSE-Zh");
}

TEST(Transliterate, LeavesTheRest) {
    for (const Scheme scheme : all_schemes()) {
        EXPECT_EQ(transliterate("", scheme), "");
        EXPECT_EQ(transliterate("Anna 'x' 42 😀 王\xFF", scheme), "Anna 'x' 42 😀 王\xFF");
    }
}

TEST(Transliterate, SchemesHaveDifferentNames) {
    std::set<std::string_view> names;
    for (const Scheme scheme : all_schemes()) names.insert(to_string(scheme));
    EXPECT_EQ(names.size(), all_schemes().size());
    EXPECT_EQ(names.count(""), 0u);
}

}  // namespace
}  // namespace scrm::text
