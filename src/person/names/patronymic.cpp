// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/patronymic.hpp"

#include <array>

#include "person/names/given_name_book_internal.hpp"

namespace scrm::person {
namespace {

struct Spoken {
    std::string_view key;
    std::string_view father;
};

/// Иваныч, Палыч: how colleagues address one another.
constexpr std::array kSpoken = {
    Spoken{"ivanic", "ivan"},     Spoken{"palic", "pavl"},      Spoken{"mihalic", "mihail"},
    Spoken{"sanic", "aleksandr"}, Spoken{"sanna", "aleksandr"}, Spoken{"stepanic", "stepan"},
    Spoken{"vasilic", "vasil"},   Spoken{"petrovic", "petr"},   Spoken{"dmitric", "dmitr"},
    Spoken{"serheic", "serh"},    Spoken{"andreic", "andr"},    Spoken{"alekseic", "aleks"},
    Spoken{"nikolaic", "nikol"},  Spoken{"iuric", "iur"},       Spoken{"borisic", "boris"},
    Spoken{"nikolavna", "nikol"}, Spoken{"semenic", "semen"},   Spoken{"valeric", "valer"},
};

/// Names whose sons have no -ов-: Ильич, Никитич.
constexpr std::array<std::string_view, 8> kBareStems = {"il",  "nikit", "kuzm", "fom",
                                                        "luk", "sav",   "fok",  "mik"};

/// The stem as father_stem() of the father's name has it; empty when it is not listed.
std::string_view listed_stem(std::string_view stem) {
    const ReadingIndex& fathers = GivenNameBook::instance().fathers();
    const std::string_view bare = father_stem(stem);
    if (!fathers.find(bare).empty()) return bare;
    // Яковлевич
    if (bare.ends_with("vl") && !fathers.find(bare.substr(0, bare.size() - 1)).empty()) {
        return bare.substr(0, bare.size() - 1);
    }
    return {};
}

std::optional<PatronymicReading> reading(Gender gender, std::string_view stem, std::size_t least) {
    if (stem.size() < least) return std::nullopt;
    const std::string_view listed = listed_stem(stem);
    if (!listed.empty()) return PatronymicReading{gender, listed, true};
    return PatronymicReading{gender, father_stem(stem), gender == Gender::female};
}

bool is_bare_stem(std::string_view stem) {
    for (const std::string_view known : kBareStems) {
        if (stem == known) return true;
    }
    return false;
}

}  // namespace

std::optional<PatronymicReading> read_patronymic(std::string_view latin_key) {
    const auto without = [&](std::string_view ending) {
        return latin_key.substr(0, latin_key.size() - ending.size());
    };
    if (latin_key.size() < 4) return std::nullopt;
    if (latin_key.ends_with("ic")) {
        for (const std::string_view ending : {"ovic", "evic", "avic"}) {
            if (!latin_key.ends_with(ending)) continue;
            if (const auto found = reading(Gender::male, without(ending), 2)) return found;
        }
        if (is_bare_stem(without("ic"))) return PatronymicReading{Gender::male, without("ic"), true};
        for (const Spoken& spoken : kSpoken) {
            if (latin_key == spoken.key) return PatronymicReading{Gender::male, spoken.father, true};
        }
        return std::nullopt;
    }
    if (latin_key.ends_with("na")) {
        for (const std::string_view ending : {"ovna", "evna", "ivna", "avna", "ouna", "euna", "auna"}) {
            if (latin_key.ends_with(ending)) return reading(Gender::female, without(ending), 2);
        }
        for (const std::string_view ending : {"inicna", "icna"}) {
            if (!latin_key.ends_with(ending)) continue;
            if (is_bare_stem(without(ending)))
                return PatronymicReading{Gender::female, without(ending), true};
        }
        if (latin_key.ends_with("icna")) return reading(Gender::female, without("icna"), 3);
        return std::nullopt;
    }
    for (const std::string_view ending : {"ohli", "ohlu", "uli", "ulu"}) {
        if (!latin_key.ends_with(ending)) continue;
        auto found = reading(Gender::male, without(ending), 3);
        if (found) found->certain = true;
        return found;
    }
    for (const std::string_view ending : {"kizi", "kiz"}) {
        if (latin_key.ends_with(ending)) return reading(Gender::female, without(ending), 3);
    }
    return std::nullopt;
}

PatronymicAgreement compare_patronymics(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return PatronymicAgreement::missing;
    if (a.size() == 1 || b.size() == 1) {
        return a.front() == b.front() ? PatronymicAgreement::initial : PatronymicAgreement::different;
    }
    if (a == b) return PatronymicAgreement::same;
    const auto x = read_patronymic(a);
    const auto y = read_patronymic(b);
    const std::string_view father_a = x ? x->father : father_stem(a);
    const std::string_view father_b = y ? y->father : father_stem(b);
    if (father_a == father_b) return PatronymicAgreement::same;
    const ReadingIndex& fathers = GivenNameBook::instance().fathers();
    const auto names_a = fathers.find(father_a);
    const auto names_b = fathers.find(father_b);
    if (share_name(names_a, names_b)) return PatronymicAgreement::same;
    const bool two_names = !names_a.empty() && !names_b.empty();
    if (!two_names && compare_spelling(father_a, father_b) == Spelling::typo)
        return PatronymicAgreement::close;
    return PatronymicAgreement::different;
}

}  // namespace scrm::person
