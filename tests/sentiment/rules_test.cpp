// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "scrm/core/error.hpp"
#include "sentiment/rules/phrase_set_internal.hpp"

namespace scrm::sentiment {
namespace {

struct IntentPost {
    const char* text;
    Intent intent;
};

class IntentRules : public testing::TestWithParam<IntentPost> {};

TEST_P(IntentRules, Decide) {
    EXPECT_EQ(to_string(evaluate_rules(GetParam().text).verdict.intent), to_string(GetParam().intent));
}

INSTANTIATE_TEST_SUITE_P(
    Posts, IntentRules,
    testing::Values(
        IntentPost{"Подскажите, как отключить уведомления?", Intent::question},
        IntentPost{"Чи можна поповнити картку через термінал?", Intent::question},
        IntentPost{"Hi, how do I change my pin?", Intent::question},
        IntentPost{"Сколько можно висеть на линии, хамство какое-то", Intent::complaint},
        IntentPost{"Почему вы опять списали деньги без спроса?!", Intent::complaint},
        IntentPost{"Третий день не работает приложение, позор", Intent::complaint},
        IntentPost{"Ну спасибо, заблокировали карту в отпуске. Позор", Intent::complaint},
        IntentPost{"Thanks for nothing, you closed my account", Intent::complaint},
        IntentPost{"Мошенники звонят и знают мои данные, всё слили", Intent::complaint},
        IntentPost{"Шахраї телефонують від вашого імені, знали мій залишок", Intent::complaint},
        IntentPost{"A man claiming to be you knew my balance", Intent::complaint},
        IntentPost{"Большое спасибо девушке из офиса, всё быстро решили", Intent::gratitude},
        IntentPost{"Щиро дякую підтримці, допомогли за хвилину", Intent::gratitude},
        IntentPost{"Thank you so much to the lady in the branch, so helpful", Intent::gratitude},
        IntentPost{"Добавьте в приложение поиск по операциям, пожалуйста", Intent::idea},
        IntentPost{"Було б добре, якби з'явився віджет з балансом", Intent::idea},
        IntentPost{"Would be great if the app had a dark mode", Intent::idea},
        IntentPost{"Успейте оформить карту с кэшбэком до 10%! По ссылке: https://example.org", Intent::promo},
        IntentPost{"Сбербанк повысил ставки по ипотеке, сообщает пресс-служба", Intent::news},
        IntentPost{"Здравствуйте! Приносим извинения, напишите нам в личные сообщения", Intent::other}));

struct FlagPost {
    const char* text;
    bool flag;
};

class UrgentRules : public testing::TestWithParam<FlagPost> {};
TEST_P(UrgentRules, Decide) {
    EXPECT_EQ(evaluate_rules(GetParam().text).verdict.urgent, GetParam().flag);
}

INSTANTIATE_TEST_SUITE_P(
    Posts, UrgentRules,
    testing::Values(FlagPost{"Заблокировали карту, сижу без копейки с ребёнком", true},
                    FlagPost{"Банкомат съел карту, что делать", true},
                    FlagPost{"мошенники сняли с карты 40 тысяч", true},
                    FlagPost{"Шахраї зняли гроші, терміново заблокуйте", true},
                    FlagPost{"My card was stolen, please help", true},
                    FlagPost{"The machine swallowed my card at the airport", true},
                    FlagPost{"Деньги брату не дошли", true}, FlagPost{"Банкомат карту не вернул", true},
                    FlagPost{"Переказ мамі не надійшов", true}, FlagPost{"Термінал гроші не зарахував", true},
                    FlagPost{"The transfer still hasn't arrived", true}, FlagPost{"Загубила картку", true},
                    FlagPost{"The cheque I paid in is not in my account", true},
                    FlagPost{"Вторые сутки не вижу перевод, денег нет", true},
                    FlagPost{"Банкомат выдал на тысячу меньше", true},
                    FlagPost{"Somebody has used my card", true}, FlagPost{"Would you unlock my PIN?", true},
                    FlagPost{"Банкомат съел карту, но её сразу вернули, спасибо за помощь", false},
                    FlagPost{"Какая комиссия за перевод?", false}, FlagPost{"Приложение неудобное", false},
                    FlagPost{"Отказали в кредите без объяснений", false},
                    FlagPost{"Nice new card design", false}));

class LeadRules : public testing::TestWithParam<FlagPost> {};
TEST_P(LeadRules, Decide) {
    EXPECT_EQ(evaluate_rules(GetParam().text).verdict.lead, GetParam().flag);
}

INSTANTIATE_TEST_SUITE_P(
    Posts, LeadRules,
    testing::Values(
        FlagPost{"Хочу взять ипотеку, какие документы нужны?", true},
        FlagPost{"Где лучше открыть вклад?", true}, FlagPost{"Одобрят ли кредит с плохой историей?", true},
        FlagPost{"Хочу відкрити рахунок, що потрібно?", true}, FlagPost{"Порадьте банк для ФОП", true},
        FlagPost{"Кто пользуется этим банком, что скажете о нём?", true},
        FlagPost{"Thinking of opening a savings account with you", true},
        FlagPost{"Монобанк чи Приват?", true}, FlagPost{"Подскажите нормальный тариф для планшета", true},
        FlagPost{"How do I get a refund for my order?", false},
        FlagPost{"My card is expiring, I need a new one", false},
        FlagPost{"What's the best rate for a used car loan? I want to apply", true},
        FlagPost{"Отказали в кредите", false}, FlagPost{"Как перевыпустить карту?", false},
        FlagPost{"Не хочу брать у вас кредит", false}, FlagPost{"Моя карта не работает", false},
        FlagPost{"Оформите кредит онлайн по ссылке https://example.org", false},
        FlagPost{"My loan was paid off last year", false}));

class ChurnRules : public testing::TestWithParam<FlagPost> {};
TEST_P(ChurnRules, Decide) {
    EXPECT_EQ(evaluate_rules(GetParam().text).verdict.churn, GetParam().flag);
}

INSTANTIATE_TEST_SUITE_P(
    Posts, ChurnRules,
    testing::Values(
        FlagPost{"Закрываю все счета и ухожу в Тинькофф", true}, FlagPost{"Никогда к вам не вернусь", true},
        FlagPost{"Третий раз просил закрыть карту", true},
        FlagPost{"Как закрыть счёт через приложение?", true},
        FlagPost{"перевожу зарплату в другой банк", true}, FlagPost{"Забираем деньги из вашего банка", true},
        FlagPost{"Забираємо гроші з вашого банку", true},
        FlagPost{"забираем карту завтра из отделения", false},
        FlagPost{"Ноги моей больше у вас не будет", true},
        FlagPost{"Закриваю рахунок, переходжу до іншого банку", true},
        FlagPost{"I'm closing my account and moving to Monzo", true},
        FlagPost{"How do I close my account?", true}, FlagPost{"С понедельника перехожу на Билайн", true},
        FlagPost{"як перейти з водафону на київстар?", true}, FlagPost{"Please get rid of my account", true},
        FlagPost{"Добавьте возможность закрывать счёт онлайн", false},
        FlagPost{"Дайте закрывать карту в приложении", false},
        FlagPost{"Зробіть кнопку закриття рахунку", false},
        FlagPost{"Please let people close an account in the app", false},
        FlagPost{"Сделайте что-нибудь, иначе закрою счёт", true},
        FlagPost{"Есть ли возможность закрыть счёт онлайн?", true},
        FlagPost{"Нужно закрыть карту, куда идти?", true},
        FlagPost{"They won't let me close my account", true},
        FlagPost{"Закрыли отделение на нашей улице", false},
        FlagPost{"Перешла к вам из Сбера, довольна", false}, FlagPost{"Не ходите в этот банк", false},
        FlagPost{"Открыл вклад", false}, FlagPost{"I switched to you from Lloyds and love it", false},
        // Money that is sent, loans that are repaid and offices that are gone are no farewells.
        FlagPost{"Комиссия за перевод в другой банк полтора процента", false},
        FlagPost{"Как перевести деньги в другой банк без комиссии?", false},
        FlagPost{"Перевод в другой банк идёт третий день", false},
        FlagPost{"Скільки коштує переказ в інший банк?", false},
        FlagPost{"Закрыли последнее отделение в посёлке", false},
        FlagPost{"Закрыл кредит досрочно, а справку не дают", false},
        FlagPost{"Хочу закрыть кредит, сколько осталось?", false}, FlagPost{"Забираю карту завтра", false},
        FlagPost{"Закрыл вкладку, и всё пропало", false}, FlagPost{"Ухожу на пенсию в июне", false},
        FlagPost{"Перевёл всё до копейки в другой банк", true},
        FlagPost{"Переводжу зарплату в інший банк", true},
        FlagPost{"Забираю все деньги и закрываю вклад", true}));

TEST(Rules, ACardReaderOfAShopIsNoCashMachine) {
    for (const char* const post : {"Эквайринг упал, терминал пишет ошибку", "Торговый терминал не видит сеть",
                                   "Card reader down on a Saturday"})
        EXPECT_EQ(evaluate_rules(post).verdict.product, Product::other_none) << post;
    EXPECT_EQ(evaluate_rules("Терминал не принял купюры").verdict.product, Product::atm);
}

TEST(Rules, HitsAreSpansOfThePost) {
    const std::string post = "Ухожу! Верните деньги, «хамство» 👎 https://example.org/a?b=c";
    const RuleHits hits = evaluate_rules(post);
    ASSERT_FALSE(hits.hits.empty());
    std::uint32_t last = 0;
    for (const RuleHit& hit : hits.hits) {
        EXPECT_LT(hit.span.begin, hit.span.end) << hit.rule;
        EXPECT_LE(hit.span.end, post.size()) << hit.rule;
        EXPECT_GE(hit.span.begin, last) << hit.rule;
        EXPECT_NE(static_cast<unsigned char>(post[hit.span.begin]) & 0xC0U, 0x80U) << hit.rule;
        last = hit.span.begin;
    }
}

TEST(Rules, SignalsHaveStableNamesWithinTheLimit) {
    const auto names = default_signals().names();
    EXPECT_LE(names.size(), kMaxSignals);
    EXPECT_EQ(std::set<std::string_view>(names.begin(), names.end()).size(), names.size());
    for (const char* const name :
         {"polarity.negative", "lead.want_product", "churn.closing", "urgent.fraud"}) {
        EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
    }
}

TEST(Rules, OnePassGivesWhatTwoCallsGive) {
    const std::string post =
        "Сбер списал 500 ₽, ухожу в ВТБ!!! Как закрыть счёт?";
    TokenizedText tokens;
    std::vector<Signal> one;
    std::vector<Signal> two;
    std::vector<TextSpan> one_brands;
    std::vector<TextSpan> two_brands;
    default_rules().read(post, tokens, one, one_brands);
    default_signals().signals(post, tokens, two);
    default_signals().brands(post, tokens, two_brands);
    ASSERT_EQ(one.size(), two.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        EXPECT_EQ(one[i].kind, two[i].kind);
        EXPECT_EQ(one[i].value, two[i].value);
        EXPECT_EQ(one[i].span, two[i].span);
        EXPECT_LT(one[i].kind, default_signals().names().size());
    }
    EXPECT_EQ(one_brands, two_brands);
    EXPECT_EQ(one_brands.size(), 2U);
}

TEST(Rules, GiveTheSameOnEveryThread) {
    const std::string post = "Закрываю счёт, хамы";
    const RuleHits expected = evaluate_rules(post);
    std::vector<std::size_t> sizes(4);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        threads.emplace_back([&, i] {
            for (int round = 0; round < 100; ++round) sizes[i] = evaluate_rules(post).hits.size();
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::size_t size : sizes) EXPECT_EQ(size, expected.hits.size());
}

TEST(Rules, TakeAnyBytes) {
    std::string every;
    for (int i = 0; i < 256; ++i) every += static_cast<char>(i);
    for (int round = 0; round < 4; ++round) every += every;
    EXPECT_NO_THROW(evaluate_rules(every));
    EXPECT_TRUE(evaluate_rules("").hits.empty());
    EXPECT_NO_THROW(evaluate_rules(std::string(1 << 20, '(')));
    EXPECT_NO_THROW(evaluate_rules(std::string(1 << 20, '?')));
    std::string hostile;
    for (int i = 0; i < 100'000; ++i) hostile += "хочу ";
    EXPECT_NO_THROW(evaluate_rules(hostile));
    std::string marks = "e";
    for (int i = 0; i < 100'000; ++i) marks += "\xCC\x81";
    EXPECT_NO_THROW(evaluate_rules(marks));
}

bool has_rule(std::string_view post, std::string_view rule) {
    const RuleHits found = evaluate_rules(post);
    return std::ranges::any_of(found.hits, [&](const RuleHit& hit) { return hit.rule == rule; });
}

TEST(Shapes, NewsMoveAReputationUpOrDown) {
    EXPECT_TRUE(has_rule("Прибыль банка выросла, акции взлетели", "shape.event_good"));
    EXPECT_TRUE(has_rule("Банк оштрафовали за обман", "shape.event_bad"));
    EXPECT_TRUE(has_rule("Bank fined over data breach", "shape.event_bad"));
    EXPECT_FALSE(has_rule("Собрание акционеров пройдёт в июне", "shape.event_good"));
    EXPECT_FALSE(has_rule("Собрание акционеров пройдёт в июне", "shape.event_bad"));
    // A fact about the post, no verdict by itself.
    EXPECT_EQ(evaluate_rules("Банк обновил вывеску").verdict.polarity, Polarity::neutral);
}

TEST(Shapes, TalkOfNetworksIsToldFromTalkOfBanks) {
    EXPECT_TRUE(has_rule("опять не ловит, вышка далеко", "shape.network"));
    EXPECT_FALSE(has_rule("карту не отдали в отделении", "shape.network"));
}

std::string matched(std::string_view rules, const std::string& post) {
    PhraseSet phrases;
    phrases.add(rules);
    phrases.freeze();
    PostWords words;
    text::CodePoints points;
    points.decode(post);
    read_words(points, phrases.trie(), words);
    std::vector<PhraseSet::Match> matches;
    phrases.match(words, matches);
    std::string out;
    for (const PhraseSet::Match& match : matches) {
        const std::uint32_t begin = words.words[match.first].begin;
        out += phrases.rules()[match.rule].id + "=" +
               post.substr(begin, words.words[match.last].end - begin) + ";";
    }
    return out;
}

TEST(Phrases, MatchWordsBeginningsAndAlternatives) {
    constexpr std::string_view kRules = "[a.b 1]\nкот, соба*, лиса|волк";
    EXPECT_EQ(matched(kRules, "Кот и коты"), "a.b=Кот;");
    EXPECT_EQ(matched(kRules, "СОБАКИ, собака"), "a.b=СОБАКИ;a.b=собака;");
    EXPECT_EQ(matched(kRules, "волк"), "a.b=волк;");
    EXPECT_EQ(matched("[a 1]\nеж", "ёж"), "a=ёж;");
}

TEST(Phrases, GapsEndWithTheSentence) {
    constexpr std::string_view kRules = "[a 1]\nодин .. два\n[b 1]\nодин ... три";
    EXPECT_EQ(matched(kRules, "один два"), "a=один два;");
    EXPECT_EQ(matched(kRules, "один x x x два"), "a=один x x x два;");
    EXPECT_EQ(matched(kRules, "один x x x x два"), "");
    EXPECT_EQ(matched(kRules, "один x x x x x x три"), "b=один x x x x x x три;");
    EXPECT_EQ(matched(kRules, "один. два"), "");
    EXPECT_EQ(matched(kRules, "один, два"), "a=один, два;");
}

TEST(Phrases, MarksOfTheGrammar) {
    EXPECT_EQ(matched("[a 1]\n^кот", "рыжий кот. Кот"), "a=Кот;");
    EXPECT_EQ(matched("[a 1]\n^кот", "@user кот"), "a=кот;");
    EXPECT_EQ(matched("[a 1]\nкот ?", "кот. кот?!"), "a=кот;");
    EXPECT_EQ(matched("$negation = не\n[a 1]\n!кот", "не кот, кот"), "a=кот;");
    EXPECT_EQ(matched("[a 1]\n$num $percent", "под 15% и под 15"), "a=15%;");
    EXPECT_EQ(matched("[a 1]\nт-банк, т24", "Т-Банк т24 т 24"), "a=Т-Банк;a=т24;a=т 24;");
    EXPECT_EQ(matched("$b = $c лис\n$c = кот\n[a 1]\n$b", "кот лис"), "a=кот;a=лис;");
}

TEST(Phrases, WrongGrammarIsRefused) {
    for (const char* const rules : {"кот", "[a]\nкот", "[a 1\nкот", "[a 1]\n$unknown", "[a 1]\n?",
                                    "[a 1]\n[a 2]", "[a 1]\nлиса|не волк|не рысь"}) {
        PhraseSet phrases;
        EXPECT_THROW(
            {
                phrases.add(rules);
                phrases.freeze();
            },
            Error)
            << rules;
    }
}

}  // namespace
}  // namespace scrm::sentiment
