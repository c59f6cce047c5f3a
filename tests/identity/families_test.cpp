// SPDX-License-Identifier: Apache-2.0
//
// Tables that are full of families: training, which sees no labels, must not take the family for a person.
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "scrm/identity/records.hpp"
#include "scrm/identity/resolution.hpp"
#include "scrm/identity/sample.hpp"

namespace scrm::identity {
namespace {

struct Given {
    const char* name;
    const char* patronymic;  // of a son
};
constexpr std::array<Given, 16> kGivens = {{
    {"Александр", "Александрович"},
    {"Андрей", "Андреевич"},
    {"Борис", "Борисович"},
    {"Виктор", "Викторович"},
    {"Глеб", "Глебович"},
    {"Дмитрий", "Дмитриевич"},
    {"Игорь", "Игоревич"},
    {"Кирилл", "Кириллович"},
    {"Леонид", "Леонидович"},
    {"Максим", "Максимович"},
    {"Николай", "Николаевич"},
    {"Олег", "Олегович"},
    {"Роман", "Романович"},
    {"Сергей", "Сергеевич"},
    {"Тимур", "Тимурович"},
    {"Фёдор", "Фёдорович"},
}};
constexpr std::array<const char*, 24> kFamilies = {
    "Агеев",   "Баранов", "Вострецов", "Голубев",   "Дементьев",  "Ершов",    "Жданов",   "Зимин",
    "Калинин", "Лапшин",  "Мухин",     "Нечаев",    "Овчинников", "Панфилов", "Рожков",   "Суворов",
    "Терехов", "Ушаков",  "Филатов",   "Харитонов", "Цветков",    "Чистяков", "Шестаков", "Щеголев"};
constexpr std::array<const char*, 12> kCities = {"Омск",  "Тула",  "Пенза", "Самара", "Уфа",    "Пермь",
                                                 "Псков", "Томск", "Курск", "Тверь",  "Казань", "Липецк"};

enum class Kin { twins, father_and_son, namesakes, one_person };

class FamilyBank {
  public:
    /// `per_kind` pairs of each kind, among `others` customers of a generated bank.
    FamilyBank(int per_kind, std::size_t others, unsigned seed) : random_(seed) {
        if (others > 0) {
            const SampleBank bank =
                make_sample({.customers = others, .identities = 0, .interactions = 0, .seed = seed});
            for (const Customer& customer : bank.customers) append(customers_, customer);
        }
        for (int i = 0; i < per_kind; ++i) {
            for (const Kin kin : {Kin::twins, Kin::father_and_son, Kin::namesakes, Kin::one_person}) add(kin);
        }
    }

    /// How many pairs of a kind are one customer afterwards.
    std::array<int, 4> joined() {
        RecordSetBuilder none("profiles");
        const RecordSet customers = customers_.finish();
        const ResolutionResult result = resolve(none.finish(), customers, MatchModel::person());
        std::array<int, 4> out{};
        for (const auto& [kin, number] : pairs_) {
            const RecordIndex a = customers.find("a" + std::to_string(number)).value();
            const RecordIndex b = customers.find("b" + std::to_string(number)).value();
            out[static_cast<std::size_t>(kin)] += result.cluster[a] == result.cluster[b] ? 1 : 0;
        }
        return out;
    }

  private:
    int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
    template <std::size_t N, class T>
    const T& any(const std::array<T, N>& of) {
        return of[static_cast<std::size_t>(below(N))];
    }
    std::string phone() {
        std::string out = "+79";
        for (int i = 0; i < 9; ++i) out += static_cast<char>('0' + below(10));
        return out;
    }
    std::string date(int first_year, int years, int month) {
        const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
        return std::to_string(first_year + below(years)) + "-" + two(month) + "-" + two(1 + below(28));
    }

    void add(Kin kin) {
        const int number = static_cast<int>(pairs_.size());
        const std::string family = any(kFamilies);
        const Given& father = any(kGivens);
        const std::string city = any(kCities);
        const std::string home =
            "ул. Садовая, " + std::to_string(1 + below(150)) + ", кв. " + std::to_string(1 + below(90));
        const std::string one_phone = phone();
        const int month = 1 + below(12);
        // One birthday of two people in 365 is the same, and looks like a typing error: none here is.
        const int other_month = 1 + (month + below(11)) % 12;
        Customer a;
        a.id = CustomerId{"a" + std::to_string(number)};
        a.kind = "person";
        a.full_name = family + " " + father.name + " " + father.patronymic;
        a.gender = "m";
        a.birth_date = date(1945, 20, month);
        a.phones = {one_phone};
        a.city = city;
        Customer b = a;
        b.id = CustomerId{"b" + std::to_string(number)};
        a.address = home;
        b.address = kin == Kin::namesakes ? "" : home;
        if (kin == Kin::twins) {
            const auto first = static_cast<std::size_t>(below(kGivens.size()));
            const std::size_t second =
                (first + 1 + static_cast<std::size_t>(below(kGivens.size() - 1))) % kGivens.size();
            a.full_name = family + " " + kGivens[first].name + " " + father.patronymic;
            b.full_name = family + " " + kGivens[second].name + " " + father.patronymic;
        }
        if (kin == Kin::father_and_son || kin == Kin::namesakes) b.birth_date = date(1985, 18, other_month);
        if (kin == Kin::namesakes) b.phones = {phone()};
        append(customers_, a);
        append(customers_, b);
        pairs_.emplace_back(kin, number);
    }

    std::mt19937 random_;
    RecordSetBuilder customers_{"customers"};
    std::vector<std::pair<Kin, int>> pairs_;
};

struct Table {
    int per_kind;
    std::size_t others;
};

class Families : public testing::TestWithParam<Table> {};

TEST_P(Families, StayTwoWhereDuplicatesAreFound) {
    const auto [per_kind, others] = GetParam();
    for (const unsigned seed : {1U, 2U, 3U}) {
        const auto [twins, fathers_and_sons, namesakes, persons] =
            FamilyBank(per_kind, others, seed).joined();
        EXPECT_EQ(twins, 0) << seed;
        EXPECT_EQ(fathers_and_sons, 0) << seed;
        EXPECT_EQ(namesakes, 0) << seed;
        EXPECT_EQ(persons, per_kind) << seed;
    }
}

INSTANTIATE_TEST_SUITE_P(Tables, Families,
                         testing::Values(Table{1, 0}, Table{3, 0}, Table{40, 0}, Table{5, 300},
                                         Table{40, 300}, Table{40, 3000}),
                         [](const auto& table) {
                             return std::to_string(table.param.per_kind) + "Among" +
                                    std::to_string(table.param.others);
                         });

}  // namespace
}  // namespace scrm::identity
