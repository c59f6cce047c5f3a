// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "scrm/person/given_name.hpp"
#include "scrm/person/name.hpp"
#include "scrm/person/patronymic.hpp"
#include "scrm/person/surname.hpp"

namespace scrm::person {

/// How much two names agree as a whole, best first: levels of one comparison in a linkage model. Relatives
/// are set apart from the same person: father and son, spouses and twins share the surname only.
enum class NameAgreement : std::uint8_t {
    exact_with_patronymic,  ///< given name, surname and patronymic agree; also in another script or gender
                            ///< form
    exact,                  ///< given name and surname agree
    other_family,           ///< given name agrees, surname with a maiden name or half of a double name
    given_equivalent,     ///< surname agrees, given name in another language or as a short form; or either is
                          ///< spelled in another way: Hanna Scherbakova, Hanna Shcherbakova
    typo,                 ///< both agree but for a typing error in either
    swapped,              ///< agrees when given and family name of one side change places
    initial_and_surname,  ///< И. Иванов, Иван Иванов
    given_cognate,        ///< surname agrees, given names are cognates: Иван Петров, John Petrov
    surname_missing_given,  ///< surname agrees, one side has no given name
    given_missing_surname,  ///< given name agrees, one side has no surname; also Аня П., Анна Петрова
    patronymic_conflict,  ///< given name and surname agree, patronymics or Jr/Sr do not
    given_other_surname,  ///< given name agrees, surnames differ
    surname_only,         ///< surname agrees, given names differ: relatives, spouses, twins
    gender_conflict,      ///< as surname_only, and the two are of different gender
    different,
    not_comparable,  ///< a side is not usable, or the sides share no kind of word
};

/// Symmetric, pure, thread-safe; about 100 ns for unlike names.
NameAgreement compare(const PersonName& a, const PersonName& b);

/// The parts of a comparison, in the alignment that compare() found best.
struct NameAgreementParts {
    GivenAgreement given = GivenAgreement::missing;
    SurnameAgreement surname = SurnameAgreement::missing;
    PatronymicAgreement patronymic = PatronymicAgreement::missing;
    bool swapped = false;          ///< given and family name had to change places
    bool gender_conflict = false;  ///< both genders are known and differ
    bool suffix_conflict = false;  ///< Jr and Sr, or II and III

    friend bool operator==(const NameAgreementParts&, const NameAgreementParts&) = default;
};

NameAgreementParts compare_parts(const PersonName& a, const PersonName& b);

/// Appends keys for blocking: names that compare() puts at `initial_and_surname` or better share at least
/// one, but for some typing errors. One key per (sound of a family name, name that the given name may stand
/// for), both ways round where the order is not sure, and one per (sound of a family name, first letter).
/// None for a name that is not usable. Sorted, without repeats. Stable across platforms and runs, not across
/// versions.
void name_keys(const PersonName& name, std::vector<std::uint64_t>& keys);

}  // namespace scrm::person
