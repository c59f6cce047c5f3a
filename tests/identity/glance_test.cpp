// SPDX-License-Identifier: Apache-2.0
// What is told at a glance must be what reading would tell: random texts, near and far.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "identity/measures/measure_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/records/letters_internal.hpp"
#include "identity/scorer_internal.hpp"
#include "identity/training/training_internal.hpp"
#include "linkage_support.hpp"
#include "scrm/core/random.hpp"
#include "scrm/text/similarity.hpp"

namespace scrm::identity {
namespace {

std::string random_text(Random& random, std::string_view letters, std::size_t longest) {
    std::string out;
    const std::size_t size = 1 + random.below(longest);
    for (std::size_t i = 0; i < size; ++i) out += letters[random.below(letters.size())];
    return out;
}

std::string with_edits(Random& random, std::string text, std::string_view letters) {
    for (std::size_t edits = random.below(4); edits > 0; --edits) {
        const std::size_t at = random.below(text.size());
        switch (random.below(4)) {
            case 0:
                text[at] = letters[random.below(letters.size())];
                break;
            case 1:
                text.insert(at, 1, letters[random.below(letters.size())]);
                break;
            case 2:
                if (text.size() > 1) text.erase(at, 1);
                break;
            default:
                if (at + 1 < text.size()) std::swap(text[at], text[at + 1]);
                break;
        }
    }
    return text;
}

TEST(Letters, NeverRuleOutWhatIsAlike) {
    Random random{11};
    const LikenessBound bound{0.85, [](unsigned shorter) { return shorter >= 8 ? 2 : 1; }};
    std::size_t ruled_out = 0;
    for (int i = 0; i < 200'000; ++i) {
        const std::string_view letters =
            random.below(2) == 0 ? "abcdeio" : "abcdefghijklmnopqrstuvwxyz0123456789. ";
        const std::string a = random_text(random, letters, 14);
        const std::string b =
            random.below(2) == 0 ? with_edits(random, a, letters) : random_text(random, letters, 14);
        if (bound.may_be_alike(Letters::of(a), Letters::of(b))) continue;
        ++ruled_out;
        const int allowed = std::min(a.size(), b.size()) >= 8 ? 2 : 1;
        ASSERT_GT(text::damerau_levenshtein(a, b, allowed), allowed) << a << " and " << b;
        ASSERT_LT(text::jaro_winkler(a, b), 0.85) << a << " and " << b;
    }
    EXPECT_GT(ruled_out, 50'000U);
}

TEST(Letters, OfUnknownTextsRuleOutNothing) {
    const LikenessBound bound{0.9, [](unsigned) { return 1; }};
    EXPECT_TRUE(bound.may_be_alike(Letters::of("жук"), Letters::of("abc")));
    EXPECT_TRUE(bound.may_be_alike(Letters::of(std::string(40, 'a')), Letters::of("abc")));
    EXPECT_FALSE(bound.may_be_alike(Letters::of("xyz"), Letters::of("abc")));
}

/// People of random contacts and names, many of them one or two edits apart.
std::vector<test::Person> noisy_people(std::size_t count) {
    Random random{5};
    std::vector<test::Person> people;
    std::vector<std::string> phones;
    std::vector<std::string> emails;
    std::vector<std::string> names;
    std::vector<std::string> streets;
    const auto drawn = [&random](std::vector<std::string>& known, std::string fresh,
                                 std::string_view letters) {
        if (known.empty() || random.below(2) == 0) {
            known.push_back(std::move(fresh));
            return known.back();
        }
        return with_edits(random, known[random.below(known.size())], letters);
    };
    constexpr std::string_view kDigits = "0123456789";
    constexpr std::string_view kLetters = "abcdefghijklmnoprstuvy";
    for (std::size_t i = 0; i < count; ++i) {
        std::string phone = "+7926";
        for (int d = 0; d < 7; ++d) phone += kDigits[random.below(10)];
        test::Person person{std::to_string(i), {}};
        person.fields.emplace_back("phone", drawn(phones, phone, kDigits));
        if (random.below(5) == 0) person.fields.emplace_back("phone", drawn(phones, phone, kDigits));
        const std::string login = random_text(random, kLetters, 12) + "12";
        person.fields.emplace_back("email", drawn(emails, login, kLetters) + "@" +
                                                (random.below(2) == 0 ? "yandex.ru" : "gmail.com"));
        static const std::vector<std::string> kGiven = {"Anna",      "Maria", "Sergey", "Sasha",
                                                        "Alexander", "J",     "Olga"};
        person.fields.emplace_back("given_name",
                                   with_edits(random, kGiven[random.below(kGiven.size())], kLetters));
        person.fields.emplace_back("family_name",
                                   drawn(names, random_text(random, kLetters, 10) + "ov", kLetters));
        person.fields.emplace_back("address", drawn(streets, random_text(random, kLetters, 9), kLetters) +
                                                  " str. " + std::to_string(1 + random.below(9)));
        people.push_back(std::move(person));
    }
    return people;
}

TEST(Scorer, ManyPairsAtATimeAreComparedAsOneByOne) {
    std::vector<test::Person> people = noisy_people(400);
    for (std::size_t i = 0; i < 40; ++i) {
        test::Person again = people[i * 10];
        again.id += "again";
        people.push_back(std::move(again));
    }
    const RecordSet records = test::record_set(people);
    const Rows rows{records};
    Features features{rows, 1};
    const MatchModel model = fitted_to(MatchModel::person(), rows);
    features.prepare(model);
    const Scorer scorer{model, features};
    std::vector<RowPair> pairs;
    for (Row a = 0; a < rows.size(); ++a) {
        for (Row b = a + 1; b < rows.size(); ++b) pairs.push_back({a, b});
    }
    std::vector<Pattern> together(pairs.size());
    PairContext context = scorer.context();
    scorer.patterns(pairs, together.data(), context);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        // A context of its own remembers nothing of the other way.
        PairContext fresh;
        PairContext& own = i % 100 == 0 ? fresh = scorer.context() : context;
        ASSERT_EQ(together[i], scorer.pattern(pairs[i].a, pairs[i].b, own));
        ASSERT_GE(scorer.most_weight(together[i]),
                  scorer.weight(pairs[i].a, pairs[i].b, together[i], context));
    }
}

TEST(Scorer, ARareNameCountsAgainstNamesakesOnlyWhereTheModelSaysSo) {
    std::vector<test::Person> people;
    for (int i = 0; i < 300; ++i)
        people.push_back({std::to_string(i), {{"given_name", "Anna"}, {"family_name", "Petrova"}}});
    for (const char* id : {"x", "y"})
        people.push_back({id, {{"given_name", "Anna"}, {"family_name", "Zhavoronkova"}}});
    const RecordSet records = test::record_set(people);
    const Rows rows{records};
    const auto against_namesakes = [&](double few_bearers, RecordIndex a, RecordIndex b) {
        MatchModel model = fitted_to(MatchModel::person(), rows);
        Comparison& family = model.comparisons.at(1);
        EXPECT_EQ(family.name, "family_name");
        EXPECT_GT(family.few_bearers, 2);
        family.few_bearers = few_bearers;
        Features features{rows, 1};
        features.prepare(model);
        const Scorer scorer{model, features};
        PairContext context = scorer.context();
        std::vector<Row> of(records.size());
        for (Row row = 0; row < rows.size(); ++row) of[rows.record(row)] = row;
        return scorer.part(1, of[a], of[b], scorer.pattern(of[a], of[b], context), context).against_namesake;
    };
    EXPECT_EQ(against_namesakes(0, 0, 1), against_namesakes(0, 300, 301));
    EXPECT_EQ(against_namesakes(12, 0, 1), against_namesakes(0, 0, 1));
    EXPECT_GT(against_namesakes(12, 300, 301), against_namesakes(0, 300, 301) + 1);
}

TEST(Training, HandlesTeachHowOftenTheyNameTheirBearersOnlyWhereNothingElseIsShown) {
    const RecordSet customers = test::record_set(test::town(20, 1));
    const auto inertia = [&](test::Fields shown) {
        shown.emplace_back("handle", "borkov77");
        const RecordSet profiles = test::record_set({{"p", std::move(shown)}});
        const MatchModel model = fitted_to(MatchModel::person(), Rows{profiles, customers});
        const auto named = std::find_if(model.comparisons.begin(), model.comparisons.end(),
                                        [](const Comparison& one) { return one.name == "handle_name"; });
        return named->inertia;
    };
    EXPECT_EQ(inertia({}), Comparison{}.inertia);
    EXPECT_EQ(inertia({{"network", "vk"}}), Comparison{}.inertia);
    EXPECT_GT(inertia({{"birth_date", "1990-01-02"}}), 1);
    EXPECT_GT(inertia({{"full_name", "Anna"}}), 1);
}

TEST(ContactMeasures, TellAtAGlanceWhatReadingTells) {
    const RecordSet records = test::record_set(noisy_people(500));
    const Rows rows{records};
    Features features{rows, 1};
    const MatchModel model = fitted_to(MatchModel::person(), rows);
    features.prepare(model);
    const auto measure_of = [&](std::string_view name) {
        for (const Comparison& comparison : model.comparisons) {
            if (comparison.name == name) return make_measure(comparison, features);
        }
        return std::unique_ptr<Measure>{};
    };
    const auto phone = measure_of("phone");
    const auto email = measure_of("email");
    PairContext context;
    context.memos.resize(64);
    const auto expected_phone = [&](std::string_view x, std::string_view y) {
        for (std::string_view* number : {&x, &y}) number->remove_prefix(number->starts_with('+') ? 1 : 0);
        if (x.size() >= 7 && y.size() >= 7 && x.substr(x.size() - 7) == y.substr(y.size() - 7)) return 2U;
        return text::damerau_levenshtein(x, y, 1) <= 1 ? 3U : 4U;
    };
    const auto number_of = [](std::string_view login) {
        std::string digits{login};
        std::erase_if(digits, [](char c) { return c < '0' || c > '9'; });
        return digits;
    };
    const auto numbers_differ = [&](std::string_view x, std::string_view y) {
        const std::string p = number_of(x);
        const std::string q = number_of(y);
        const std::string& longer = p.size() > q.size() ? p : q;
        const std::string& shorter = p.size() > q.size() ? q : p;
        if (shorter.empty() || p == q) return false;
        if (longer.size() == 4 && shorter == longer.substr(2)) return false;
        return shorter.size() < 6 || text::damerau_levenshtein(p, q, 1) > 1;
    };
    const auto expected_email = [&](std::string_view x, std::string_view y) {
        const auto login_x = x.substr(0, x.find('@'));
        const auto login_y = y.substr(0, y.find('@'));
        if (numbers_differ(login_x, login_y)) return 5U;
        if (text::damerau_levenshtein(x, y, 2) <= 2) return 2U;
        if (login_x == login_y && login_x.size() >= 5) return 3U;
        return text::jaro_winkler(login_x, login_y) >= 0.9 && std::min(login_x.size(), login_y.size()) >= 5
                   ? 4U
                   : 5U;
    };
    const auto check = [&](const Measure& measure, std::string_view key, const auto& expected) {
        const KeyColumn& column = features.column(key);
        std::vector<std::size_t> seen(7, 0);
        for (Row a = 0; a < rows.size(); ++a) {
            for (Row b = a + 1; b < rows.size(); ++b) {
                unsigned best = 0;
                for (const std::uint32_t x : column.ids(a)) {
                    for (const std::uint32_t y : column.ids(b)) {
                        const unsigned result = x == y ? 1U : expected(column.text(x), column.text(y));
                        best = best == 0 ? result : std::min(best, result);
                    }
                }
                const RowPair pair{a, b};
                std::uint8_t outcome = 0;
                measure.outcomes({&pair, 1}, &outcome, context);
                ASSERT_EQ(outcome, best);
                ++seen[best];
            }
        }
        for (const unsigned grade : {1U, 2U, 3U, 4U}) EXPECT_GT(seen[grade], 0U) << key << ' ' << grade;
    };
    check(*phone, "phone", expected_phone);
    check(*email, "email", expected_email);
}

TEST(PairTable, RemembersBothWays) {
    const PairTable table{100};
    EXPECT_EQ(table.find(3, 70), 0U);
    table.put(70, 3, 5);
    EXPECT_EQ(table.find(3, 70), 5U);
    table.put(99, 99, 7);
    EXPECT_EQ(table.find(99, 99), 7U);
    EXPECT_TRUE(PairTable{PairTable::kMostIds + 1}.empty());
}

}  // namespace
}  // namespace scrm::identity
