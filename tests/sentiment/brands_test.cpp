// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/brands.hpp"

#include <gtest/gtest.h>

#include <string>

#include "scrm/core/error.hpp"
#include "scrm/sentiment/rules.hpp"

namespace scrm::sentiment {
namespace {

std::string brands_in(const RuleBook& rules, const std::string& post) {
    std::string out;
    for (const BrandMention& mention : rules.evaluate(post).brands) {
        if (!out.empty()) out += ";";
        out += rules.configuration().brands[mention.brand].name + "=" +
               post.substr(mention.span.begin, mention.span.end - mention.span.begin);
    }
    return out;
}

struct Post {
    const char* text;
    const char* brands;
};

class BrandMentions : public testing::TestWithParam<Post> {};

TEST_P(BrandMentions, AreFound) {
    EXPECT_EQ(brands_in(default_rules(), GetParam().text), GetParam().brands);
}

INSTANTIATE_TEST_SUITE_P(
    Posts, BrandMentions,
    testing::Values(
        Post{"Ушёл из Сбера в Тинькофф", "Сбербанк=Сбера;Т-Банк=Тинькофф"},
        Post{"в сбербанке очередь", "Сбербанк=сбербанке"}, Post{"тиньк опять лёг", "Т-Банк=тиньк"},
        Post{"карта Т-Банка", "Т-Банк=Т-Банка"}, Post{"@sberbank верните деньги", "Сбербанк=sberbank"},
        Post{"Альфа-Банком доволен", "Альфа-Банк=Альфа-Банком"},
        Post{"карта альфы не проходит", "Альфа-Банк=альфы"}, Post{"втб и райф", "ВТБ=втб;Райффайзен=райф"},
        Post{"термінал Привату проковтнув картку", "ПриватБанк=Привату"},
        Post{"Приват24 не відкривається", "ПриватБанк=Приват24"}, Post{"кредит в моно", "monobank=моно"},
        Post{"@monobank_ua ау", "monobank=monobank_ua"}, Post{"черги в Ощаді", "Ощадбанк=Ощаді"},
        Post{"Halyk's app and Kaspi", "Halyk=Halyk's;Kaspi=Kaspi"},
        Post{"Monzo froze my card, moving to HSBC", "Monzo=Monzo;HSBC=HSBC"},
        Post{"@BarclaysUKHelp card declined", "Barclays=BarclaysUKHelp"},
        Post{"I moved from Chase to Capital One", "Chase=Chase;Capital One=Capital One"},
        Post{"счёт в банке Точка закрыли", "Точка=банке Точка"}));

INSTANTIATE_TEST_SUITE_P(
    OrdinaryWords, BrandMentions,
    testing::Values(Post{"альфа-самец из стаи", ""}, Post{"запись в моно, не стерео", ""},
                    Post{"приватна розмова вдома", ""}, Post{"сбережения и сбербокс", ""},
                    Post{"I had to chase the payment for weeks, my card", ""},
                    Post{"a starling sat on the fence", ""},
                    Post{"they closed branches nationwide, my account too", ""},
                    Post{"точка зрения клиента карты", ""}, Post{"открытие счёта заняло час", ""},
                    Post{"first I called, then capital letters", ""}));

TEST(Brands, TellOursFromCompetitors) {
    BrandConfiguration configuration = BrandConfiguration::built_in();
    configuration.set_own("ВТБ");
    const RuleBook rules(configuration);
    const auto brands = rules.evaluate("ВТБ хуже, чем Сбер").brands;
    ASSERT_EQ(brands.size(), 2U);
    EXPECT_TRUE(brands[0].own);
    EXPECT_FALSE(brands[1].own);
    EXPECT_THROW(configuration.set_own("Банк, которого нет"), Error);
}

TEST(Brands, AreWhatTheBankConfigures) {
    const RuleBook rules(BrandConfiguration::from_json(
        R"({"brands": [{"name": "Речной", "own": true, "aliases": ["речной банк~", "речбанк~"], "ambiguous": ["реч"]}],
            "products": [{"product": "deposit", "aliases": ["Половодье"]}]})"));
    EXPECT_EQ(brands_in(rules, "в Речбанке и в Речном банке"), "Речной=Речбанке");
    EXPECT_EQ(brands_in(rules, "сбербанк"), "");
    EXPECT_EQ(rules.evaluate("открыл «Половодье»").verdict.product, Product::deposit);
}

TEST(Brands, ConfigurationSurvivesItsJson) {
    const BrandConfiguration built_in = BrandConfiguration::built_in();
    EXPECT_GE(built_in.brands.size(), 80U);
    const std::string json = built_in.to_json();
    EXPECT_EQ(BrandConfiguration::from_json(json).to_json(), json);
}

class BrandJson : public testing::TestWithParam<const char*> {};

TEST_P(BrandJson, IsRefused) {
    EXPECT_THROW(BrandConfiguration::from_json(GetParam()), Error);
}

INSTANTIATE_TEST_SUITE_P(Wrong, BrandJson,
                         testing::Values("", "[]", "{", R"({"brands": 1})", R"({"brands": [1]})",
                                         R"({"brands": [{}]})", R"({"brands": [{"name": ""}]})",
                                         R"({"brands": [{"name": "a", "own": 1}]})",
                                         R"({"brands": [{"name": "a", "aliases": "b"}]})",
                                         R"({"brands": [{"name": "a", "aliases": [1]}]})",
                                         R"({"brands": [{"name": "a", "alias": []}]})",
                                         R"({"brands": [{"name": "a", "name": "b"}]})",
                                         R"({"brands": [], "products": [], "brands": []})",
                                         R"({"products": [{"product": "yacht"}]})", R"({"other": []})"));

TEST(Brands, AliasOfSignsIsRefused) {
    for (const char* const alias : {"", " ", "-", "*", "~", "a|b", "$bank", "a,b", "[a]"}) {
        BrandConfiguration configuration;
        configuration.brands.push_back({"a", false, {alias}, {}, {}});
        EXPECT_THROW(RuleBook{configuration}, Error) << alias;
    }
}

std::string refusal(const std::string& json) {
    try {
        BrandConfiguration::from_json(json);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        return error.what();
    }
    return {};
}

TEST(Brands, AnAliasThatCannotBeLookedForIsRefusedWithItsPlace) {
    for (const std::string alias : {"", " ", "*", "~", "!!!", "'", "«»", "а*б", "*сбер", "сбер*~", "банк ~",
                                    "中国", "а б в г д е ё ж з и й к л"}) {
        const std::string said =
            refusal(R"({"brands": [{"name": "Лесной"}, {"name": "Речной\nбанк", "ambiguous": ["река", ")" +
                    alias + "\"]}]}");
        EXPECT_TRUE(said.starts_with("brand configuration: brands[1] \"Речной\\nбанк\": ambiguous[1] "))
            << said;
        EXPECT_NE(refusal(R"({"products": [{"product": "atm", "aliases": [")" + alias + "\"]}]}")
                      .find("products[0]"),
                  std::string::npos);
    }
    for (const char* const alias :
         {"сбер*", "сбер~ банк*", "n26", "д'артаньян", "т-банк~", "ДОМ.РФ", "hsbc_uk"})
        EXPECT_EQ(refusal(R"({"brands": [{"name": "a", "aliases": [")" + std::string(alias) + "\"]}]}"), "");
}

TEST(Brands, AnAliasOfTwoIsRefusedNamingBoth) {
    const auto two = [](const std::string& first, const std::string& second) {
        return refusal(R"({"brands": [{"name": "А", "aliases": [")" + first +
                       R"("]}, {"name": "Б", "own": true, "capitalised": [")" + second + "\"]}]}");
    };
    for (const auto& [first, second] : {std::pair{"сбер", "сбер"}, std::pair{"сбер~", "Сбер"},
                                        std::pair{"ещё-банк*", "еще банк"}, std::pair{"втб24", "ВТБ 24"}}) {
        EXPECT_EQ(two(first, second),
                  "brand configuration: brands[1] \"Б\": capitalised[0] is an alias of brands[0] \"А\" too");
    }
    EXPECT_EQ(two("сбер", "сберкасса"), "");
    EXPECT_EQ(
        refusal(R"({"products": [{"product": "atm", "aliases": ["касса"]},
                                       {"product": "cards", "aliases": ["Касса~"]}]})"),
        "brand configuration: products[1] \"cards\": aliases[0] is an alias of products[0] \"atm\" too");
    // One brand may repeat itself, and share a name with its product.
    EXPECT_EQ(refusal(R"({"brands": [{"name": "А", "aliases": ["аист", "аист~"], "ambiguous": ["Аист"]}],
                          "products": [{"product": "atm", "aliases": ["аист"]},
                                       {"product": "atm", "aliases": ["аист"]}]})"),
              "");
}

TEST(Brands, ANameStandsOnceAndSeveralBrandsMayBeOwn) {
    EXPECT_EQ(refusal(R"({"brands": [{"name": "А"}, {"name": "Б"}, {"name": "А", "own": true}]})"),
              "brand configuration: brands[2] \"А\" has the name of brands[0] \"А\"");
    const RuleBook rules(BrandConfiguration::from_json(
        R"({"brands": [{"name": "Банк", "own": true, "aliases": ["речбанк"]},
                       {"name": "Приложение", "own": true, "aliases": ["ручеёк"]}]})"));
    for (const BrandMention& mention : rules.evaluate("речбанк и его Ручеёк").brands)
        EXPECT_TRUE(mention.own);
    BrandConfiguration nameless;
    nameless.brands.push_back({"", false, {"a"}, {}, {}});
    EXPECT_THROW(nameless.check(), Error);
}

TEST(Brands, AFileHasABomAndItsFaultALine) {
    EXPECT_EQ(BrandConfiguration::from_json("\xEF\xBB\xBF{\"brands\": [{\"name\": \"А\"}]}").brands.size(),
              1U);
    EXPECT_EQ(refusal("{\"brands\": [\n{\"name\": \"А\"}\n{\"name\": \"Б\"}]}"),
              "brand configuration: line 3: bad_json");
}

}  // namespace
}  // namespace scrm::sentiment
