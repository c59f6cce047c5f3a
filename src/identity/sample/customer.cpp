// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "identity/sample/records_internal.hpp"

namespace scrm::identity::sample {
namespace {

constexpr std::array<std::string_view, 4> kSegments = {"mass", "mass", "premium", "student"};

std::string pad(std::uint64_t number, unsigned width) {
    std::string out = std::to_string(number);
    return out.size() < width ? std::string(width - out.size(), '0') + out : out;
}

// E.164 in one of the ways in which clerks type numbers.
std::string typed_phone(const std::string& phone, Random& random) {
    if (!phone.starts_with("+7") || phone.size() != 12) return random.chance(0.7) ? phone : phone.substr(1);
    const std::string a = phone.substr(2, 3);
    const std::string b = phone.substr(5, 3);
    const std::string c = phone.substr(8, 2);
    const std::string d = phone.substr(10, 2);
    switch (random.below(6)) {
        case 0:
            return "8" + a + b + c + d;
        case 1:
            return "8 (" + a + ") " + b + "-" + c + "-" + d;
        case 2:
            return "+7 " + a + " " + b + "-" + c + "-" + d;
        case 3:
            return "+7(" + a + ")" + b + c + d;
        case 4:
            return "7" + a + b + c + d;
        default:
            return phone;
    }
}

std::string created(Random& random, bool later) {
    const int year =
        later ? 2016 + static_cast<int>(random.below(10)) : 2004 + static_cast<int>(random.below(21));
    return iso_date(year, 1 + static_cast<unsigned>(random.below(12)),
                    1 + static_cast<unsigned>(random.below(28))) +
           "T" + pad(random.below(24), 2) + ":" + pad(random.below(60), 2) + ":" + pad(random.below(60), 2) +
           "Z";
}

struct Change {
    bool typo = false, latin = false, maiden = false, other_phone = false, diminutive = false, sparse = false;
};

void write_name(Customer& out, const Person& person, const Habits& habits, const Change& change,
                Random& random) {
    std::string given = person.given;
    std::string family = change.maiden && !person.maiden.empty() ? person.maiden : person.family;
    std::string patronymic = random.chance(habits.no_patronymic) || change.sparse ? "" : person.patronymic;
    if (change.diminutive && !person.shorts.empty()) given = person.shorts.substr(0, person.shorts.find(','));
    if (change.typo || random.chance(habits.typo)) family = with_typo(family, random);
    if (random.chance(habits.typo / 3)) given = with_typo(given, random);
    const bool in_latin = change.latin || random.chance(habits.latin_record);
    if (in_latin) {
        given = latin(given, Latin::passport, person.nation);
        family = latin(family, Latin::passport, person.nation);
        patronymic.clear();
        if (random.chance(0.5)) given = upper(given), family = upper(family);
    } else if (random.chance(0.04)) {
        given = upper(given), family = upper(family), patronymic = upper(patronymic);
    }
    const double shape = random.uniform();
    const bool parts = shape >= habits.full_name_only;
    if (parts) {
        out.given_name = given;
        out.family_name = family;
        out.patronymic = patronymic;
    }
    if (!parts || shape >= habits.full_name_only + habits.parts_only) {
        if (person.nation == Nation::en)
            out.full_name = given + " " + family;
        else
            out.full_name = family + " " + given + (patronymic.empty() ? "" : " " + patronymic);
    }
}

}  // namespace

std::size_t customer_row_count(const Population& population, const Person& person) {
    Random random{mix64(person.key ^ 0xD0B1ULL)};
    if (person.company || !random.chance(population.habits().duplicate)) return 1;
    return random.chance(population.habits().second_duplicate) ? 3 : 2;
}

void add_customer_rows(const Population& population, const Person& person, std::vector<CustomerRow>& out) {
    const Habits& habits = population.habits();
    const std::size_t rows = customer_row_count(population, person);
    for (std::size_t k = 0; k < rows; ++k) {
        Random random{mix64(person.key + 0xC057ULL * (k + 1))};
        CustomerRow row;
        row.order = random.next();
        row.person = person.key;
        Customer& record = row.record;
        record.created_at = created(random, k > 0);
        record.branch = "B" + pad(1 + random.below(120), 3);
        record.country = person.city->country;
        const std::string phone = person.former_phone.empty() ? person.phone : person.former_phone;
        if (person.company) {
            record.kind = "company";
            record.full_name = person.given;
            record.phones = {typed_phone(phone, random)};
            record.emails = person.emails;
            record.city = person.city->name;
            record.region = person.city->region;
            record.address = person.address;
            record.segment = "business";
            row.role = "company";
            out.push_back(std::move(row));
            continue;
        }
        Change change;
        if (k > 0) {
            // A second record was made because something differed: what a clerk looks customers up by.
            switch (random.below(8)) {
                case 0:
                case 1:
                    change.typo = true;
                    break;
                case 2:
                    change.latin = true;
                    break;
                case 3:
                    change.maiden = true;
                    break;
                case 4:
                    change.diminutive = true;
                    break;
                default:
                    break;
            }
            change.other_phone = random.chance(0.45);
            change.sparse = random.chance(0.3);
        }
        row.role = k > 0                      ? "duplicate"
                   : person.twin              ? "twin"
                   : person.namesake_relative ? "namesake_relative"
                                              : "customer";
        if (random.chance(0.8)) record.kind = "person";
        write_name(record, person, habits, change, random);
        if (!random.chance(habits.no_gender)) record.gender = person.female ? "f" : "m";
        if (!random.chance(change.sparse ? 0.3 : habits.no_birth)) {
            unsigned month = person.month;
            unsigned day = person.day;
            if (day <= 12 && random.chance(0.006)) std::swap(month, day);
            const int year = random.chance(0.006) ? person.year + 1 : person.year;
            record.birth_date =
                iso_date(year, month, month == 2 && day > 28 && year != person.year ? 28 : day);
        }
        if (!random.chance(habits.no_phone)) {
            if (change.other_phone)
                record.phones.push_back(typed_phone(
                    random.chance(0.5) ? person.phone : population.new_phone(*person.city, random), random));
            else
                record.phones.push_back(typed_phone(phone, random));
            if (!person.household_phone.empty() && random.chance(0.7))
                record.phones.push_back(typed_phone(person.household_phone, random));
        }
        if (!person.emails.empty() && !random.chance(change.sparse ? 0.8 : habits.no_email - 0.15)) {
            record.emails.push_back(person.emails[random.below(person.emails.size())]);
            if (random.chance(0.05)) record.emails.front() = upper(record.emails.front());
        }
        const bool moved = k > 0 && random.chance(0.1);
        const City& city = moved ? *person.lives : *person.city;
        if (!random.chance(habits.no_city)) {
            record.city = random.chance(0.03) && !city.other.empty() ? city.other : city.name;
            if (random.chance(0.7)) record.region = city.region;
        }
        if (!moved && !change.sparse && !random.chance(habits.no_address)) record.address = person.address;
        if (!random.chance(habits.no_employer)) record.employer = person.employer;
        record.segment = kSegments[random.below(kSegments.size())];
        out.push_back(std::move(row));
    }
}

}  // namespace scrm::identity::sample
