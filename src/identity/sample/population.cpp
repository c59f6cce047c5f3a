// SPDX-License-Identifier: Apache-2.0
#include "identity/sample/population_internal.hpp"

#include <algorithm>
#include <cmath>

namespace scrm::identity::sample {
namespace {

constexpr int kThisYear = 2026;

template <class T>
const T& pick(std::span<const T> from, Random& random) {
    return from[random.below(from.size())];
}

std::string digits(std::uint64_t number, unsigned width) {
    std::string out(width, '0');
    for (unsigned i = width; i-- > 0; number /= 10) out[i] = static_cast<char>('0' + number % 10);
    return out;
}

unsigned days_in(int year, unsigned month) {
    static constexpr std::array<unsigned, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : kDays[month - 1];
}

std::vector<double> zipf(std::size_t count, double shift, double skew) {
    std::vector<double> out;
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        sum += std::pow(static_cast<double>(i) + shift, -skew);
        out.push_back(sum);
    }
    return out;
}

// A rate of `middle` times e^±spread, so that each bank has its own.
double vary(Random& random, double middle, double spread = 0.35) {
    return std::min(0.97, middle * std::exp((2 * random.uniform() - 1) * spread));
}

}  // namespace

Habits::Habits(std::uint64_t bank_seed) : seed(bank_seed) {
    Random random{mix64(bank_seed ^ 0xBA27BA27ULL)};
    nations = {vary(random, 0.76, 0.1), vary(random, 0.12, 0.5), vary(random, 0.04, 0.5),
               vary(random, 0.05, 0.5), vary(random, 0.03, 0.5)};
    given_skew = vary(random, 0.95, 0.1);
    family_skew = vary(random, 0.72, 0.1);
    rare_family = vary(random, 0.35, 0.3);
    home_city = vary(random, 0.12, 0.9);
    home = random.below(40);
    couple = vary(random, 0.28, 0.2);
    family = vary(random, 0.32, 0.2);
    same_given_son = vary(random, 0.06, 0.4);
    twins = vary(random, 0.03, 0.4);
    member = vary(random, 0.72, 0.2);
    duplicate = vary(random, 0.07, 0.5);
    second_duplicate = vary(random, 0.12, 0.4);
    company = vary(random, 0.025, 0.5);
    no_phone = vary(random, 0.05, 0.6);
    no_email = vary(random, 0.50, 0.25);
    no_city = vary(random, 0.06, 0.6);
    no_address = vary(random, 0.25, 0.4);
    no_birth = vary(random, 0.03, 0.6);
    no_patronymic = vary(random, 0.05, 0.5);
    no_employer = vary(random, 0.55, 0.25);
    no_gender = vary(random, 0.10, 0.6);
    typo = vary(random, 0.02, 0.5);
    full_name_only = vary(random, 0.30, 0.5);
    parts_only = vary(random, 0.30, 0.5);
    latin_record = vary(random, 0.02, 0.6);
    phone_changed = vary(random, 0.14, 0.4);
    moved = vary(random, 0.15, 0.4);
    household_phone = vary(random, 0.10, 0.5);
    login_reuse = vary(random, 0.55, 0.3);
    named_login = vary(random, 0.55, 0.25);
    latin_display = vary(random, 0.20, 0.4);
    diminutive = vary(random, 0.28, 0.4);
    decorated = vary(random, 0.08, 0.5);
    wrong_birth = vary(random, 0.04, 0.5);
    cross_link = vary(random, 0.22, 0.4);
    deleted = vary(random, 0.04, 0.5);
    hidden = vary(random, 0.07, 0.5);
    impostor = vary(random, 0.008, 0.4);
    namesake = vary(random, 0.012, 0.7);
    bank_fake = vary(random, 0.002, 0.5);
    bot = vary(random, 0.008, 0.5);
    recycled = vary(random, 0.012, 0.5);
    company_page = vary(random, 0.25, 0.4);
}

std::string month_day(unsigned month, unsigned day) {
    return "--" + digits(month, 2) + "-" + digits(day, 2);
}

std::string iso_date(int year, unsigned month, unsigned day) {
    return digits(static_cast<std::uint64_t>(year), 4) + "-" + digits(month, 2) + "-" + digits(day, 2);
}

std::size_t Population::Weighted::pick(Random& random) const {
    const double at = random.uniform() * cumulative.back();
    const auto found = std::upper_bound(cumulative.begin(), cumulative.end(), at);
    return std::min(static_cast<std::size_t>(found - cumulative.begin()), cumulative.size() - 1);
}

Population::Population(const Habits& habits) : habits_(habits) {
    for (std::size_t n = 0; n < kNations; ++n) {
        const auto nation = static_cast<Nation>(n);
        male_[n].cumulative = zipf(male_names(nation).size(), 2.7, habits.given_skew);
        female_[n].cumulative = zipf(female_names(nation).size(), 2.7, habits.given_skew);
        families_[n].cumulative = zipf(surnames(nation).size(), 8, habits.family_skew);
        double sum = 0;
        for (std::size_t i = 0; i < cities().size(); ++i) {
            if (cities()[i].nation != nation) continue;
            sum += cities()[i].population;
            city_index_[n].push_back(i);
            cities_[n].cumulative.push_back(sum);
        }
    }
}

const City& Population::some_city(Nation nation, Random& random) const {
    const auto n = static_cast<std::size_t>(nation);
    if (nation == Nation::ru && random.chance(habits_.home_city)) return cities()[habits_.home];
    // Half of those of other nations live in Russian cities: a bank's customers are mostly its neighbours.
    if (nation != Nation::ru && random.chance(0.4)) return cities()[city_index_[0][cities_[0].pick(random)]];
    return cities()[city_index_[n][cities_[n].pick(random)]];
}

const GivenName& Population::given_name(Nation nation, bool female, Random& random) const {
    const auto n = static_cast<std::size_t>(nation);
    return female ? female_names(nation)[female_[n].pick(random)] : male_names(nation)[male_[n].pick(random)];
}

std::string Population::family_name(Nation nation, Random& random) const {
    // Families move between the languages: many Russians bear Ukrainian surnames and the other way round.
    if (nation == Nation::ru && random.chance(0.08)) nation = Nation::uk;
    const bool rare = nation != Nation::en && random.chance(habits_.rare_family);
    if (!rare) return std::string{surnames(nation)[families_[static_cast<std::size_t>(nation)].pick(random)]};
    std::string out;
    std::string root{pick(surname_roots(), random)};
    if (random.chance(0.45)) {
        out = pick(surname_prefixes(), random);
        const std::string first = initial(root);
        static constexpr std::string_view kUpper = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЮЯ";
        static constexpr std::string_view kLower = "абвгдежзиклмнопрстуфхцчшщюя";
        const std::size_t at = kUpper.find(first);
        if (at != std::string_view::npos) root.replace(0, first.size(), kLower.substr(at, 2));
    }
    return out + root + std::string{pick(surname_endings(nation), random)};
}

std::string Population::new_phone(const City& city, Random& random) const {
    switch (city.nation) {
        case Nation::uk: {
            static constexpr std::array<std::string_view, 9> kCodes = {"50", "63", "66", "67", "68",
                                                                       "73", "93", "96", "99"};
            return "+380" + std::string{kCodes[random.below(kCodes.size())]} +
                   digits(random.next() % 10'000'000, 7);
        }
        case Nation::be: {
            static constexpr std::array<std::string_view, 4> kCodes = {"25", "29", "33", "44"};
            return "+375" + std::string{kCodes[random.below(kCodes.size())]} +
                   digits(random.next() % 10'000'000, 7);
        }
        case Nation::kk: {
            static constexpr std::array<std::string_view, 6> kCodes = {"701", "702", "705",
                                                                       "707", "747", "777"};
            return "+7" + std::string{kCodes[random.below(kCodes.size())]} +
                   digits(random.next() % 10'000'000, 7);
        }
        case Nation::en:
            if (city.country == "USA")
                return "+1" + std::string{city.area_code} + digits(2 + random.below(8), 1) +
                       digits(random.next() % 1'000'000, 6);
            return "+447" + digits(400 + random.below(590), 3) + digits(random.next() % 1'000'000, 6);
        case Nation::ru:
            break;
    }
    static constexpr std::array<std::string_view, 24> kCodes = {
        "903", "905", "906", "909", "910", "911", "912", "913", "914", "915", "916", "917",
        "919", "920", "921", "922", "925", "926", "950", "951", "960", "961", "965", "999"};
    return "+7" + std::string{kCodes[random.below(kCodes.size())]} + digits(random.next() % 10'000'000, 7);
}

std::string Population::new_login(const Person& person, Random& random, bool& named) const {
    const double share = person.year < 1970 ? habits_.named_login * 1.15 : habits_.named_login;
    named = random.chance(share);
    const std::string yy = digits(static_cast<std::uint64_t>(person.year % 100), 2);
    if (!named) {
        std::string out;
        if (random.chance(0.5)) out = pick(nick_adjectives(), random);
        if (!out.empty() && random.chance(0.4)) out += random.chance(0.7) ? "_" : ".";
        out += pick(nick_nouns(), random);
        if (random.chance(0.7))
            out += random.chance(0.4)
                       ? yy
                       : digits(random.below(10'000), 1 + static_cast<unsigned>(random.below(4)));
        return out;
    }
    const Latin scheme = random.chance(0.8) ? person.scheme : Latin::everyday;
    const std::string g = slug(person.given, scheme, person.nation);
    std::string f = slug(person.family, scheme, person.nation);
    if (!person.maiden.empty() && random.chance(0.3)) f = slug(person.maiden, scheme, person.nation);
    std::string d = g;
    if (!person.shorts.empty())
        d = slug(person.shorts.substr(0, person.shorts.find(',')), scheme, person.nation);
    static constexpr std::array<std::string_view, 4> kJoints = {".", "_", "", "-"};
    const std::string joint{kJoints[std::min<std::size_t>(random.below(5), 3) % 4]};
    const std::string p =
        person.patronymic.empty() ? "" : slug(person.patronymic, scheme, person.nation).substr(0, 1);
    std::string out;
    switch (random.below(14)) {
        case 0:
        case 1:
        case 2:
            out = g + joint + f;
            break;
        case 3:
        case 4:
            out = f + joint + g;
            break;
        case 5:
        case 6:
            out = g.substr(0, 1) + joint + f;
            break;
        case 7:
            out = f + joint + g.substr(0, 1);
            break;
        case 8:
            out = f + joint + g.substr(0, 1) + p;
            break;
        case 9:
        case 10:
            out = d + joint + f;
            break;
        case 11:
            out = f;
            break;
        default:
            out = d + joint + yy;
            break;
    }
    const double number = random.uniform();
    if (number < 0.25)
        out += yy;
    else if (number < 0.35)
        out += digits(static_cast<std::uint64_t>(person.year), 4);
    else if (number < 0.5 || out.size() < 8)
        out += digits(random.below(1000), 1 + static_cast<unsigned>(random.below(3)));
    return out;
}

std::string Population::new_email(const Person& person, Random& random) const {
    bool named = false;
    std::string login = random.chance(habits_.login_reuse) ? person.login : new_login(person, random, named);
    // A short login was taken long ago.
    if (login.size() < 10 && random.chance(0.6)) login += digits(random.below(100), 2);
    static constexpr std::array<std::string_view, 12> kRu = {
        "mail.ru",   "mail.ru",   "mail.ru", "yandex.ru", "yandex.ru",  "yandex.ru",
        "gmail.com", "gmail.com", "bk.ru",   "list.ru",   "rambler.ru", "icloud.com"};
    static constexpr std::array<std::string_view, 6> kUk = {"gmail.com", "gmail.com", "gmail.com",
                                                            "ukr.net",   "ukr.net",   "i.ua"};
    static constexpr std::array<std::string_view, 4> kElse = {"gmail.com", "gmail.com", "outlook.com",
                                                              "mail.ru"};
    const std::string_view domain = person.nation == Nation::ru   ? kRu[random.below(kRu.size())]
                                    : person.nation == Nation::uk ? kUk[random.below(kUk.size())]
                                                                  : kElse[random.below(kElse.size())];
    return login + "@" + std::string{domain};
}

Person Population::person(std::uint64_t key, Nation nation, bool female, int year, const std::string& father,
                          const std::string& family) const {
    Random random{mix64(key)};
    Person out;
    out.key = mix64(key);
    out.nation = nation;
    out.female = female;
    const GivenName& name = given_name(nation, female, random);
    out.given = name.name;
    out.shorts = name.shorts;
    out.year = year;
    out.month = 1 + static_cast<unsigned>(random.below(12));
    out.day = 1 + static_cast<unsigned>(random.below(days_in(year, out.month)));
    out.patronymic =
        patronymic(father.empty() ? given_name(nation, false, random).name : father, female, nation);
    out.family = female ? feminine(family, nation) : family;
    out.scheme = static_cast<Latin>(random.below(3) == 0 ? random.below(3) : random.below(2));
    out.writes_latin = nation == Nation::en || random.chance(habits_.latin_display);
    return out;
}

void Population::finish(Person& person, const City& city, const std::string& address) const {
    Random random{mix64(person.key ^ 0xF1F1ULL)};
    person.city = &city;
    person.lives = random.chance(habits_.moved) ? &some_city(person.nation, random) : &city;
    person.address = address;
    if (!random.chance(0.45)) {
        person.employer = pick(employers(person.nation), random);
        if (person.employer == "ИП") person.employer += " " + person.family;
    }
    person.login = new_login(person, random, person.login_named);
    person.phone = new_phone(city, random);
    if (random.chance(habits_.phone_changed)) person.former_phone = new_phone(city, random);
    const std::size_t mails = random.chance(0.8) ? 1 + random.below(2) : 0;
    for (std::size_t i = 0; i < mails; ++i) person.emails.push_back(new_email(person, random));
}

Household Population::company(std::uint64_t key) const {
    Random random{mix64(key ^ 0xC0ULL)};
    Person out;
    out.key = mix64(key);
    out.company = true;
    static constexpr std::array<std::string_view, 6> kForms = {"ООО", "ООО", "ООО", "АО", "ЗАО", "ТОО"};
    std::string name{pick(company_words(), random)};
    if (random.chance(0.75))
        name += (random.chance(0.5) ? "-" : " ") + std::string{pick(company_words(), random)};
    if (random.chance(0.15))
        name += " " + digits(1 + random.below(99), 1 + static_cast<unsigned>(random.below(2)));
    out.given = std::string{kForms[random.below(kForms.size())]} + " «" + name + "»";
    finish(
        out, some_city(Nation::ru, random),
        "ул. " + std::string{pick(streets(Nation::ru), random)} + ", д. " + digits(1 + random.below(99), 2));
    out.login = slug(name, Latin::everyday, Nation::ru);
    if (out.login.empty()) out.login = "company";
    out.login_named = true;
    out.emails = {"info@" + out.login + digits(random.below(1000), 3) + ".ru"};
    out.former_phone.clear();
    out.customer = true;
    return {out};
}

Household Population::household(Stream stream, std::uint64_t index) const {
    const std::uint64_t key =
        mix64(mix64(habits_.seed + 0x5C4DULL) ^ mix64((index << 4U) + static_cast<std::uint64_t>(stream)));
    Random random{key};
    // Household sizes average about 2, so that a share of c of all rows takes about 2c of the households.
    if (stream == Stream::bank && random.chance(2 * habits_.company)) return company(key);

    double all = 0;
    for (const double share : habits_.nations) all += share;
    double at = random.uniform() * all;
    std::size_t n = 0;
    while (n + 1 < kNations && at >= habits_.nations[n]) at -= habits_.nations[n++];
    const auto nation = static_cast<Nation>(n);

    const City& city = some_city(nation, random);
    const std::string family = family_name(nation, random);
    std::string address;
    if (nation == Nation::en)
        address = digits(1 + random.below(200), 1 + static_cast<unsigned>(random.below(3))) + " " +
                  std::string{pick(streets(nation), random)};
    else
        address = (nation == Nation::uk ? "вул. " : "ул. ") + std::string{pick(streets(nation), random)} +
                  ", " + std::to_string(1 + random.below(150)) +
                  (random.chance(0.7) ? ", кв. " + std::to_string(1 + random.below(200)) : "");

    Household out;
    const auto add = [&](bool female, int year, const std::string& father) -> Person& {
        out.push_back(person(mix64(key + 1 + out.size()), nation, female, year, father, family));
        return out.back();
    };
    const double kind = random.uniform();
    // Ages thin out towards the old: the sum of two draws.
    const int year = kThisYear - 19 - static_cast<int>(random.below(34) + random.below(34));
    if (kind >= habits_.couple + habits_.family) {
        add(random.chance(0.52), year, "");
    } else {
        add(false, year, "");
        Person& wife = add(true, year + static_cast<int>(random.below(9)) - 3, "");
        if (nation != Nation::kk || random.chance(0.5)) {
            const std::string maiden = feminine(family_name(nation, random), nation);
            if (random.chance(0.22))
                wife.family = maiden;
            else
                wife.maiden = maiden;
        }
        if (kind < habits_.family) {
            const std::size_t children = 1 + random.below(2) + (random.chance(0.15) ? 1 : 0);
            const std::string father = out.front().given;
            for (std::size_t i = 0; i < children; ++i) {
                const int born = out[0].year + 21 + static_cast<int>(random.below(12));
                if (born > kThisYear - 14) continue;
                const bool twin = i > 0 && out.size() > 2 && random.chance(habits_.twins);
                const bool female = random.chance(0.5);
                Person& child = add(female, born, father);
                const auto& first = out[out.size() - 2];
                if (twin && first.given != child.given) {
                    child.year = first.year, child.month = first.month, child.day = first.day;
                    child.twin = true;
                    out[out.size() - 2].twin = true;
                } else if (!female && random.chance(habits_.same_given_son)) {
                    child.given = out.front().given;
                    child.shorts = out.front().shorts;
                    child.namesake_relative = true;
                }
                if (female && child.year < kThisYear - 24 && random.chance(0.45)) {
                    child.maiden = child.family;
                    child.family = feminine(family_name(nation, random), nation);
                }
            }
        }
    }
    for (Person& one : out) finish(one, city, address);
    if (out.size() > 1 && random.chance(2.5 * habits_.household_phone))
        for (Person& one : out)
            if (&one != &out.front() && random.chance(0.5)) one.household_phone = out.front().phone;
    for (Person& one : out) one.customer = random.chance(habits_.member);
    return out;
}

bool Population::has_common_name(const Person& person) const {
    const auto listed = surnames(person.nation);
    const std::size_t common = std::min<std::size_t>(listed.size(), 150);
    return std::any_of(
        listed.begin(), listed.begin() + static_cast<std::ptrdiff_t>(common), [&](std::string_view name) {
            return person.family == name || (person.female && person.family == feminine(name, person.nation));
        });
}

Person Population::namesake(const Person& of, std::uint64_t key) const {
    Random random{mix64(key ^ 0x7A3EULL)};
    const int year = kThisYear - 18 - static_cast<int>(random.below(50));
    Person out = person(key, of.nation, of.female, year, "", of.family);
    out.given = of.given;
    out.shorts = of.shorts;
    out.family = of.family;
    finish(out, of.lives != nullptr ? *of.lives : cities().front(), of.address);
    return out;
}

}  // namespace scrm::identity::sample
