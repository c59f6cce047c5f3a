// SPDX-License-Identifier: Apache-2.0
#include "latin_letters_internal.hpp"

namespace scrm::text {
namespace {

constexpr bool is_one_of(char c, std::string_view set) {
    return c != 0 && set.find(c) != std::string_view::npos;
}

constexpr bool is_vowel(char c) {
    return is_one_of(c, "aeiouy");
}

/// A place in a run of letters; looking beyond an end gives 0.
struct Place {
    std::string_view run;
    std::size_t at;

    char ahead(std::size_t n) const { return at + n < run.size() ? run[at + n] : '\0'; }
    char before() const { return at > 0 ? run[at - 1] : '\0'; }
    std::string_view rest() const { return run.substr(at); }
    bool reads(std::string_view letters) const { return rest().starts_with(letters); }
    bool is(std::string_view letters) const { return rest() == letters; }
    bool initial() const { return at == 0; }
    bool follows(std::string_view letters) const { return run.substr(0, at).ends_with(letters); }
};

/// "ch" is ч, except where German, Polish and English write х or к with it.
LatinSound read_ch(const Place& p) {
    if (p.reads("chr")) return {"k", 2};
    for (const std::string_view name : {"chmel", "chmed", "chmet", "chmat"}) {
        if (p.reads(name)) return {"h", 2};
    }
    if (p.initial() && p.reads("chl")) return {"h", 2};
    if (p.follows("mi") && (p.reads("chai") || p.reads("chae") || p.reads("chal"))) return {"h", 2};
    if ((p.follows("za") && p.reads("char")) || (p.follows("ti") && p.reads("chon"))) return {"h", 2};
    return {"c", 2};
}

/// GOST writes ц as "cz" except before е, и, й, ы, where Polish has its ч; the endings tell the others apart.
LatinSound read_cz(const Place& p) {
    const char after = p.ahead(2);
    if (after == 0) return {p.before() == 'e' ? "q" : "c", 2};
    if (is_one_of(after, "eiyah") || (after == 'u' && !p.initial())) return {"c", 2};
    if (p.reads("czk")) return {p.reads("czkij") || p.reads("czkaya") ? "q" : "c", 2};
    return {"q", 2};
}

bool is_adjective_ending(std::string_view ending) {
    for (const std::string_view known : {"i", "ij", "iy", "ii", "yj", "yi", "yy", "a", "aja", "aya", "aia"}) {
        if (ending == known) return true;
    }
    return false;
}

LatinSound read_c(const Place& p) {
    const char after = p.ahead(1);
    switch (after) {
        case 'h':
            return read_ch(p);
        case 'z':
            return read_cz(p);
        case 'k':
            // "Wysocki", "Trockij", "Wysocka", but "Jack" and "Nicky".
            return is_adjective_ending(p.rest().substr(2)) ? LatinSound{"q", 1} : LatinSound{"k", 2};
        case 'c':
        case 'q':
            return {"k", 2};
        case 'e':
        case 'i':
        case 'y':
        case 'j':
        case 'v':
        case 'w':
        case '\'':
            return {"q", 1};
        case 'o':
            return {p.is("cov") || p.is("cova") || p.is("cow") || p.is("cowa") ? "q" : "k", 1};
        case 0:
            if (p.before() == 'e') return {"q", 1};
            return {p.follows("vi") || p.follows("wi") ? "c" : "k", 1};
        default:
            return {"k", 1};
    }
}

LatinSound read_s(const Place& p) {
    if (p.reads("shh")) return {"w", 3};
    if (p.reads("sh")) return {"w", 2};
    if (p.reads("schch")) return {"w", 5};
    if (p.reads("sch")) return {"w", 3};
    if (p.reads("sz")) return {"w", 2};
    return {"s", 1};
}

LatinSound read_t(const Place& p) {
    if (p.reads("tsch")) return {"c", 4};
    if (p.reads("tch")) return {"c", 3};
    if (p.reads("tsh")) return {"t", 1};
    // "Akhmetzyanov" has т and з.
    if (p.reads("tzya") || p.reads("tzia") || p.reads("tzja")) return {"t", 1};
    if (p.reads("ts") || p.reads("tz")) return {"q", 2};
    if (p.reads("th")) return {"t", 2};
    return {"t", 1};
}

/// "x" is кс in names that have one in Cyrillic (Максим, Алексей, Оксана, Ксения, Аксёнов), else the х of
/// GOST and of messengers.
LatinSound read_x(const Place& p) {
    const char after = p.ahead(1);
    if (p.initial()) return {is_one_of(after, "eiy") ? "ks" : "h", 1};
    if (after == 0) {
        const bool plural = p.follows("y") || p.follows("ki") || p.follows("gi");  // "Chernyx", "Dolgix"
        return {plural || p.follows("o") || (p.follows("r") && p.at > 3) ? "h" : "ks", 1};
    }
    if (!is_vowel(after)) return {is_one_of(after, "tcphw'") ? "ks" : "h", 1};
    for (const std::string_view start : {"le", "ma", "fe", "ni", "di"}) {
        if (p.follows(start)) return {"ks", 1};
    }
    const bool early = p.at == 1 || (p.at == 2 && p.follows("ro"));  // "Oxana", "Roxana"
    return {early ? "ks" : "h", 1};
}

/// "j" is й; it is ж, as the French write it, where a known name says so.
LatinSound read_j(const Place& p) {
    // Serbian "Željko": lj is a soft l, and no й follows a consonant before another.
    if (is_one_of(p.before(), "ln") && !is_vowel(p.ahead(1))) return {"", 1};
    if (p.reads("jd")) return {"j", 1};
    if (p.initial()) {
        for (const std::string_view name : {"jann", "jenya", "jenia", "jenja", "jukov", "juravl", "jigul"}) {
            if (p.reads(name)) return {"j", 1};
        }
    }
    return {"i", 1};
}

/// "dj" is дж in a few beginnings ("Djordje", "Djamila"), else д and a soft vowel ("Djachenko").
LatinSound read_d(const Place& p) {
    if (p.initial() && (p.reads("djo") || p.reads("djam") || p.reads("djum"))) return {"i", 2};
    return {"d", 1};
}

/// Vietnamese "Anh", "Minh" end in нь.
LatinSound read_n(const Place& p) {
    return {"n", p.is("nh") && is_vowel(p.before()) ? std::size_t{2} : std::size_t{1}};
}

LatinSound read_f(const Place& p) {
    // "Smirnoff", "Medvedeff".
    const bool ending = p.is("ff") && p.at >= 3 && is_one_of(p.before(), "oe");
    return ending ? LatinSound{"v", 2} : LatinSound{"f", 1};
}

}  // namespace

LatinSound latin_sound(std::string_view run, std::size_t at) noexcept {
    const Place p{run, at};
    const char after = p.ahead(1);
    switch (run[at]) {
        case 'a':
            return {"a", 1};
        case 'b':
            return {"b", 1};
        case 'c':
            return read_c(p);
        case 'd':
            return read_d(p);
        case 'e':
            return {"e", 1};
        case 'f':
            return read_f(p);
        case 'g':
            return {"h", after == 'h' ? std::size_t{2} : std::size_t{1}};
        case 'h':
            return {"h", 1};
        case 'i':
        case 'y':
            return {"i", 1};
        case 'j':
            return read_j(p);
        case 'k':
            return after == 'h' ? LatinSound{"h", 2} : LatinSound{"k", 1};
        case 'l':
            return {"l", 1};
        case 'm':
            return {"m", 1};
        case 'n':
            return read_n(p);
        case 'o':
            return {"o", 1};
        case 'p':
            return after == 'h' ? LatinSound{"f", 2} : LatinSound{"p", 1};
        case 'q':
            return after == 'u' ? LatinSound{"kv", 2} : LatinSound{"k", 1};
        case 'r':
            return {"r", after == 'h' && p.initial() ? std::size_t{2} : std::size_t{1}};
        case 's':
            return read_s(p);
        case 't':
            return read_t(p);
        case 'u':
            return {"u", 1};
        case 'v':
            return {"v", 1};
        case 'w':
            return {"v", after == 'h' && p.initial() ? std::size_t{2} : std::size_t{1}};
        case 'x':
            return read_x(p);
        case 'z':
            return after == 'h' ? LatinSound{"j", 2} : LatinSound{"z", 1};
        case '\'':
            // The soft sign counts only before о, where it makes ё.
            return after == 'o' ? LatinSound{"i", 1} : LatinSound{"", 1};
        default:
            return {"", 1};
    }
}

}  // namespace scrm::text
