// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/name_comparison.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "person/names/given_name_book_internal.hpp"

namespace scrm::person {
namespace {

/// Indices of the words of one name in the places that a comparison needs.
struct Sides {
    std::array<std::uint8_t, PersonName::kMaxTokens> given{};
    std::array<std::uint8_t, PersonName::kMaxTokens> other_given{};
    std::array<std::uint8_t, PersonName::kMaxTokens> family{};
    std::array<std::uint8_t, PersonName::kMaxTokens> other_family{};
    std::size_t given_count = 0;
    std::size_t other_given_count = 0;
    std::size_t family_count = 0;
    std::size_t other_family_count = 0;
    std::optional<std::size_t> patronymic;
};

Sides sides_of(const PersonName& name) {
    Sides sides;
    std::size_t unknown = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto index = static_cast<std::uint8_t>(i);
        switch (name.token(i).role) {
            case NameRole::given:
                sides.given[sides.given_count++] = index;
                break;
            case NameRole::other_given:
            case NameRole::middle:
                sides.other_given[sides.other_given_count++] = index;
                break;
            case NameRole::patronymic:
                sides.patronymic = i;
                break;
            case NameRole::family:
                sides.family[sides.family_count++] = index;
                break;
            case NameRole::other_family:
                sides.other_family[sides.other_family_count++] = index;
                break;
            case NameRole::unknown:
                if (unknown++ == 0) {
                    sides.given[sides.given_count++] = index;
                } else {
                    sides.family[sides.family_count++] = index;
                }
                break;
        }
    }
    return sides;
}

/// "Леонид Якубович": what was read as a patronymic is the other side's family name.
void settle_patronymic(const PersonName& a, Sides& sides, const PersonName& b, const Sides& other) {
    if (sides.family_count != 0 || !sides.patronymic) return;
    for (std::size_t i = 0; i < other.family_count; ++i) {
        if (b.key(other.family[i]) != a.key(*sides.patronymic)) continue;
        sides.family[sides.family_count++] = static_cast<std::uint8_t>(*sides.patronymic);
        sides.patronymic.reset();
        return;
    }
}

GivenWord given_word(const PersonName& name, std::size_t index) {
    return {name.text(index), name.key(index), name.readings(index), name.token(index).initial};
}

GivenAgreement given_of(const PersonName& a, const Sides& x, const PersonName& b, const Sides& y) {
    if (x.given_count == 0 || y.given_count == 0) return GivenAgreement::missing;
    GivenAgreement best = compare_given_words(given_word(a, x.given[0]), given_word(b, y.given[0]));
    if (best <= GivenAgreement::short_form || x.other_given_count + y.other_given_count == 0) return best;
    // The name that a person goes by may be the second one, or stand in brackets.
    const auto try_other = [&](std::size_t i, std::size_t k) {
        const GivenAgreement found = compare_given_words(given_word(a, i), given_word(b, k));
        if (found <= GivenAgreement::short_form) best = GivenAgreement::short_form;
    };
    for (std::size_t i = 0; i < x.other_given_count; ++i) try_other(x.other_given[i], y.given[0]);
    for (std::size_t k = 0; k < y.other_given_count; ++k) try_other(x.given[0], y.other_given[k]);
    return best;
}

SurnameAgreement family_word(const PersonName& a, std::size_t i, const PersonName& b, std::size_t k) {
    if (a.token(i).initial || b.token(k).initial) {
        const bool agree = compare_given_words(given_word(a, i), given_word(b, k)) == GivenAgreement::initial;
        return agree ? SurnameAgreement::initial : SurnameAgreement::different;
    }
    return compare_family_words({a.text(i), a.key(i)}, a.surname_key(i), {b.text(k), b.key(k)},
                                b.surname_key(k));
}

SurnameAgreement family_of(const PersonName& a, const Sides& x, const PersonName& b, const Sides& y) {
    const std::size_t all_x = x.family_count + x.other_family_count;
    const std::size_t all_y = y.family_count + y.other_family_count;
    if (all_x == 0 || all_y == 0) return SurnameAgreement::missing;
    const auto of = [](const Sides& s, std::size_t i) {
        return i < s.family_count ? s.family[i] : s.other_family[i - s.family_count];
    };
    if (all_x == 1 && all_y == 1) return family_word(a, of(x, 0), b, of(y, 0));
    SurnameAgreement best = SurnameAgreement::missing;
    // One bit a main word that agrees with a main word of the other side.
    unsigned agreed_x = 0;
    unsigned agreed_y = 0;
    for (std::size_t i = 0; i < all_x; ++i) {
        for (std::size_t k = 0; k < all_y; ++k) {
            const SurnameAgreement found = family_word(a, of(x, i), b, of(y, k));
            best = std::min(best, found);
            if (found > SurnameAgreement::gender_form || i >= x.family_count || k >= y.family_count) continue;
            agreed_x |= 1U << i;
            agreed_y |= 1U << k;
        }
    }
    if (best > SurnameAgreement::gender_form) return best;
    // Double names agree as a whole only when all their halves do; a former name beside an agreeing one is no
    // loss.
    const bool whole =
        agreed_x != 0 && agreed_x + 1 == 1U << x.family_count && agreed_y + 1 == 1U << y.family_count;
    return whole ? best : SurnameAgreement::part;
}

PatronymicAgreement patronymic_of(const PersonName& a, const Sides& x, const PersonName& b, const Sides& y) {
    if (!x.patronymic || !y.patronymic) return PatronymicAgreement::missing;
    const std::string_view key_a = a.key(*x.patronymic);
    const std::string_view key_b = b.key(*y.patronymic);
    if (a.token(*x.patronymic).initial || b.token(*y.patronymic).initial) {
        const bool agree = key_a.starts_with(key_b) || key_b.starts_with(key_a);
        return agree ? PatronymicAgreement::initial : PatronymicAgreement::different;
    }
    return compare_patronymics(key_a, key_b);
}

int points(GivenAgreement grade) {
    constexpr std::array<int, 9> kPoints = {10, 9, 9, 6, 7, 4, 1, -6, 0};
    return kPoints[static_cast<std::size_t>(grade)];
}

int points(SurnameAgreement grade) {
    constexpr std::array<int, 9> kPoints = {10, 10, 10, 8, 7, 4, 1, -6, 0};
    return kPoints[static_cast<std::size_t>(grade)];
}

Sides interchanged(const Sides& sides) {
    Sides out = sides;
    std::swap(out.given, out.family);
    std::swap(out.given_count, out.family_count);
    // Only the first word can be the given name.
    while (out.given_count > 1) out.other_given[out.other_given_count++] = out.given[--out.given_count];
    return out;
}

struct Alignment {
    NameAgreementParts parts;
    int points = 0;
};

Alignment align(const PersonName& a, const Sides& x, const PersonName& b, const Sides& y) {
    Alignment found;
    found.parts.given = given_of(a, x, b, y);
    found.parts.surname = family_of(a, x, b, y);
    found.points = points(found.parts.given) + points(found.parts.surname);
    return found;
}

/// The same of two alignments whichever comes first.
const Alignment& better(const Alignment& a, const Alignment& b) {
    const auto rank = [](const Alignment& x) {
        return std::tuple{-x.points, x.parts.given, x.parts.surname};
    };
    return rank(b) < rank(a) ? b : a;
}

/// A cheap look at first letters before the costly one at both other alignments.
bool may_be_interchanged(const PersonName& a, const Sides& x, const PersonName& b, const Sides& y) {
    const auto start_alike = [&](std::size_t given_count, std::size_t family_count, const PersonName& g,
                                 std::size_t given, const PersonName& f, std::size_t family) {
        if (given_count == 0 || family_count == 0) return false;
        return g.key(given).front() == f.key(family).front();
    };
    return start_alike(x.given_count, y.family_count, a, x.given[0], b, y.family[0]) ||
           start_alike(y.given_count, x.family_count, b, y.given[0], a, x.family[0]);
}

enum class Given : std::uint8_t { same, equivalent, cognate, typo, initial, missing, different };
enum class Family : std::uint8_t { same, spelling, part, typo, initial, missing, different };

Given class_of(GivenAgreement grade) {
    switch (grade) {
        case GivenAgreement::same:
            return Given::same;
        case GivenAgreement::equivalent:
        case GivenAgreement::short_form:
            return Given::equivalent;
        case GivenAgreement::cognate:
            return Given::cognate;
        case GivenAgreement::typo:
            return Given::typo;
        case GivenAgreement::initial:
            return Given::initial;
        case GivenAgreement::missing:
            return Given::missing;
        default:
            return Given::different;
    }
}

Family class_of(SurnameAgreement grade) {
    switch (grade) {
        case SurnameAgreement::same:
        case SurnameAgreement::gender_form:
            return Family::same;
        case SurnameAgreement::spelling:
            return Family::spelling;
        case SurnameAgreement::part:
            return Family::part;
        case SurnameAgreement::typo:
            return Family::typo;
        case SurnameAgreement::initial:
            return Family::initial;
        case SurnameAgreement::missing:
            return Family::missing;
        default:
            return Family::different;
    }
}

NameAgreement without_surname(Given given, bool conflict) {
    if (conflict) return NameAgreement::different;
    return given <= Given::equivalent ? NameAgreement::given_missing_surname : NameAgreement::different;
}

NameAgreement with_surname(Given given, Family family, const NameAgreementParts& parts, bool conflict) {
    switch (given) {
        case Given::different:
            return parts.gender_conflict ? NameAgreement::gender_conflict : NameAgreement::surname_only;
        case Given::missing:
            if (parts.gender_conflict) return NameAgreement::gender_conflict;
            return conflict ? NameAgreement::surname_only : NameAgreement::surname_missing_given;
        default:
            break;
    }
    if (parts.gender_conflict) return NameAgreement::gender_conflict;
    if (conflict) return NameAgreement::patronymic_conflict;
    if (given == Given::cognate) return NameAgreement::given_cognate;
    if (given == Given::initial) {
        return family == Family::typo ? NameAgreement::surname_missing_given
                                      : NameAgreement::initial_and_surname;
    }
    if (parts.swapped) return NameAgreement::swapped;
    if (given == Given::typo || family == Family::typo) return NameAgreement::typo;
    if (family == Family::part) return NameAgreement::other_family;
    if (parts.patronymic == PatronymicAgreement::same) return NameAgreement::exact_with_patronymic;
    return given == Given::same && family == Family::same ? NameAgreement::exact
                                                          : NameAgreement::given_equivalent;
}

NameAgreement summarise(const NameAgreementParts& parts) {
    const Given given = class_of(parts.given);
    const Family family = class_of(parts.surname);
    const bool conflict = parts.patronymic == PatronymicAgreement::different || parts.suffix_conflict;
    switch (family) {
        case Family::same:
        case Family::spelling:
        case Family::part:
        case Family::typo:
            return with_surname(given, family, parts, conflict);
        case Family::missing:
            if (given == Given::missing) return NameAgreement::not_comparable;
            return parts.gender_conflict ? NameAgreement::different : without_surname(given, conflict);
        case Family::initial:
            if (given == Given::missing) return NameAgreement::not_comparable;
            return parts.gender_conflict ? NameAgreement::different : without_surname(given, conflict);
        case Family::different:
            if (given > Given::equivalent || parts.gender_conflict || conflict)
                return NameAgreement::different;
            return NameAgreement::given_other_surname;
    }
    return NameAgreement::different;
}

}  // namespace

NameAgreementParts compare_parts(const PersonName& a, const PersonName& b) {
    if (!a.is_usable() || !b.is_usable()) return {};
    Sides x = sides_of(a);
    Sides y = sides_of(b);
    settle_patronymic(a, x, b, y);
    settle_patronymic(b, y, a, x);
    Alignment best = align(a, x, b, y);
    constexpr int kGoodEnough = 14;
    if (best.points < kGoodEnough && may_be_interchanged(a, x, b, y)) {
        const bool sure = a.order_is_sure() && b.order_is_sure();
        const Alignment other = better(align(a, interchanged(x), b, y), align(a, x, b, interchanged(y)));
        // One word against one word of another kind is a guess too weak to act on when both orders are sure.
        const bool two_words =
            other.parts.given != GivenAgreement::missing && other.parts.surname != SurnameAgreement::missing;
        if (other.points > best.points + (sure ? 6 : 0) && (two_words || !sure)) {
            best = other;
            best.parts.swapped = sure;
        }
    }
    best.parts.patronymic = patronymic_of(a, x, b, y);
    const auto gender_a = a.gender();
    const auto gender_b = b.gender();
    best.parts.gender_conflict = gender_a && gender_b && *gender_a != *gender_b;
    best.parts.suffix_conflict =
        a.suffix() != NameSuffix::none && b.suffix() != NameSuffix::none && a.suffix() != b.suffix();
    return best.parts;
}

NameAgreement compare(const PersonName& a, const PersonName& b) {
    if (!a.is_usable() || !b.is_usable()) return NameAgreement::not_comparable;
    return summarise(compare_parts(a, b));
}

}  // namespace scrm::person
