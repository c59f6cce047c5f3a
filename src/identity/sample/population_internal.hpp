// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "identity/sample/spelling_internal.hpp"
#include "identity/sample/words_internal.hpp"
#include "scrm/core/random.hpp"

namespace scrm::identity::sample {

/// The rates of one synthetic bank, drawn from its seed.
struct Habits {
    explicit Habits(std::uint64_t seed);

    std::uint64_t seed;
    std::array<double, kNations> nations{};
    double given_skew;  ///< exponent of Zipf's law
    double family_skew;
    double rare_family;  ///< people with a surname outside the list
    double home_city;    ///< people in the bank's home city on top of its share
    std::size_t home;    ///< index of that city
    // households
    double couple, family, same_given_son, twins, member;
    // customer records
    double duplicate, second_duplicate, company;
    double no_phone, no_email, no_city, no_address, no_birth, no_patronymic, no_employer, no_gender, typo;
    double full_name_only, parts_only, latin_record;
    // profiles
    double phone_changed, moved, household_phone;
    double login_reuse, named_login, latin_display, diminutive, decorated, wrong_birth;
    double cross_link, deleted, hidden;
    double impostor, namesake, bank_fake, bot, recycled, company_page;
};

struct Person {
    std::uint64_t key = 0;  ///< unique; all randomness about the person comes from it
    Nation nation = Nation::ru;
    bool female = false;
    bool customer = false;
    bool twin = false;
    bool namesake_relative = false;
    bool company = false;
    std::string given;  ///< of a company: its whole name
    std::string patronymic;
    std::string family;
    std::string maiden;  ///< empty: none, or never changed
    std::string shorts;
    int year = 1980;
    unsigned month = 1;
    unsigned day = 1;
    const City* city = nullptr;   ///< where the bank thinks that he lives
    const City* lives = nullptr;  ///< where he says so in networks
    std::string address;
    std::string phone;            ///< E.164
    std::string former_phone;     ///< the bank's, when he has changed it since; else empty
    std::string household_phone;  ///< the one that the family shares; empty: none
    std::vector<std::string> emails;
    std::string login;
    bool login_named = false;  ///< made from the name
    std::string employer;
    Latin scheme = Latin::passport;
    bool writes_latin = false;
};

using Household = std::vector<Person>;

/// Who lives in the world: household `index` of a stream is a pure function of seed, stream and index.
class Population {
  public:
    explicit Population(const Habits& habits);

    enum class Stream : std::uint64_t { bank = 1, elsewhere = 2 };
    Household household(Stream stream, std::uint64_t index) const;
    /// Somebody else of the same name in the same city.
    Person namesake(const Person& of, std::uint64_t key) const;
    /// Whether the family name is one of the few hundred common ones of its language.
    bool has_common_name(const Person& person) const;
    /// Another login of the person; `named` says whether it is made from the name.
    std::string new_login(const Person& person, Random& random, bool& named) const;
    std::string new_phone(const City& city, Random& random) const;
    std::string new_email(const Person& person, Random& random) const;
    const City& some_city(Nation nation, Random& random) const;
    const Habits& habits() const noexcept { return habits_; }

  private:
    struct Weighted {
        std::vector<double> cumulative;
        std::size_t pick(Random& random) const;
    };

    Person person(std::uint64_t key, Nation nation, bool female, int year, const std::string& father,
                  const std::string& family) const;
    Household company(std::uint64_t key) const;
    void finish(Person& person, const City& city, const std::string& address) const;
    std::string family_name(Nation nation, Random& random) const;
    const GivenName& given_name(Nation nation, bool female, Random& random) const;

    const Habits& habits_;
    std::array<Weighted, kNations> male_;
    std::array<Weighted, kNations> female_;
    std::array<Weighted, kNations> families_;
    std::array<Weighted, kNations> cities_;
    std::array<std::vector<std::size_t>, kNations> city_index_;
};

/// "--MM-DD" and "YYYY-MM-DD".
std::string month_day(unsigned month, unsigned day);
std::string iso_date(int year, unsigned month, unsigned day);

}  // namespace scrm::identity::sample
