// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <bit>

#include "identity/records/names_internal.hpp"
#include "scrm/person/given_name.hpp"
#include "scrm/person/name_sound.hpp"
#include "scrm/person/patronymic.hpp"
#include "scrm/person/surname.hpp"

namespace scrm::identity {
namespace {

constexpr unsigned outcome(GivenGrade grade) {
    return 1 + static_cast<unsigned>(grade);
}
constexpr unsigned outcome(FamilyGrade grade) {
    return 1 + static_cast<unsigned>(grade);
}
constexpr unsigned outcome(PatronymicGrade grade) {
    return 1 + static_cast<unsigned>(grade);
}

/// Bits a letter from which on names in two scripts sound like one that is misspelt, or similar. Two letters
/// sound like much.
constexpr double kSoundsAlike = 2;
constexpr double kSoundsSimilar = 1;
constexpr std::uint8_t kShortestHeard = 3;

/// How good an alignment is: only the order of the totals matters. By outcome.
int given_goodness(unsigned outcome_of) {
    constexpr std::array<int, 8> kPoints = {0, 10, 8, 9, 4, 2, -6, -6};
    return kPoints[outcome_of];
}
int family_goodness(unsigned outcome_of) {
    constexpr std::array<int, 7> kPoints = {0, 10, 9, 8, 4, 2, -6};
    return kPoints[outcome_of];
}

/// A bit for each kind of consonant that both scripts write.
std::uint8_t kinds_of(std::string_view sounds) {
    std::uint8_t kinds = 0;
    for (const char sound : sounds) {
        const std::size_t kind = std::string_view{"pslrmn"}.find(sound);
        if (kind != std::string_view::npos) kinds |= static_cast<std::uint8_t>(1U << kind);
    }
    return kinds;
}

bool are_generations_apart(const NameParts& a, const NameParts& b) {
    constexpr std::uint8_t kNone = 0;
    return a.suffix != kNone && b.suffix != kNone && a.suffix != b.suffix;
}

std::uint8_t bit_of(std::optional<person::Gender> gender, std::uint8_t unsaid) {
    if (!gender) return unsaid;
    return gender == person::Gender::male ? NamePartOutline::kMale : NamePartOutline::kFemale;
}

/// What person::compare_spelling asks of two names that are not different.
const LikenessBound& spelling_bound() {
    static const LikenessBound kBound{0.85, [](unsigned shorter) {
                                          if (shorter < 3) return -1;
                                          return shorter >= 8 ? 2 : 1;
                                      }};
    return kBound;
}

}  // namespace

unsigned NameTable::grade_givens(std::uint32_t a, std::uint32_t b) const {
    GivenGrade grade = GivenGrade::different;
    const auto& readings_a = readings_[a];
    const auto& readings_b = readings_[b];
    const auto agreement = person::compare_given_names(person::ReadGivenName{text(a), readings_a},
                                                       person::ReadGivenName{text(b), readings_b});
    switch (agreement) {
        case person::GivenAgreement::same:
            grade = GivenGrade::exact;
            break;
        case person::GivenAgreement::equivalent:
        case person::GivenAgreement::short_form:
            grade = GivenGrade::equivalent;
            break;
        case person::GivenAgreement::typo:
            grade = GivenGrade::typo;
            break;
        case person::GivenAgreement::initial:
            grade = GivenGrade::initial;
            break;
        case person::GivenAgreement::cognate:
            grade = GivenGrade::similar;
            break;
        case person::GivenAgreement::similar:
        case person::GivenAgreement::different: {
            // Two listed names are two, a letter apart or not: twins are called Maria and Marina.
            if (!readings_a.empty() && !readings_b.empty()) {
                grade = GivenGrade::conflict;
            } else if (agreement == person::GivenAgreement::similar) {
                grade = GivenGrade::similar;
            }
            break;
        }
        case person::GivenAgreement::missing:
            break;
    }
    return outcome(grade);
}

unsigned NameTable::grade_families(std::uint32_t a, std::uint32_t b) const {
    FamilyGrade grade = FamilyGrade::different;
    switch (person::compare_surnames(text(a), text(b))) {
        case person::SurnameAgreement::same:
            grade = FamilyGrade::exact;
            break;
        case person::SurnameAgreement::spelling:
        case person::SurnameAgreement::gender_form:
        case person::SurnameAgreement::part:
            grade = FamilyGrade::equivalent;
            break;
        case person::SurnameAgreement::typo:
            grade = FamilyGrade::typo;
            break;
        case person::SurnameAgreement::initial:
            grade = FamilyGrade::initial;
            break;
        case person::SurnameAgreement::similar:
            grade = FamilyGrade::similar;
            break;
        case person::SurnameAgreement::different:
        case person::SurnameAgreement::missing:
            break;
    }
    return outcome(grade);
}

[[gnu::noinline]] unsigned NameTable::remembered(std::uint32_t a, std::uint32_t b, PairMemo& memo,
                                                 unsigned (NameTable::*grader)(std::uint32_t, std::uint32_t)
                                                     const) const {
    if (const unsigned known = memo.find(a, b)) return known;
    const unsigned found = (this->*grader)(a, b);
    memo.put(a, b, found);
    return found;
}

[[gnu::always_inline]] inline unsigned NameTable::compare_given(std::uint32_t a, std::uint32_t b,
                                                                PairMemo& memo) const {
    if (a == 0 || b == 0) return 0;
    if (a == b) return text(a).size() == 1 ? outcome(GivenGrade::initial) : outcome(GivenGrade::exact);
    const NamePartOutline& x = outlines_[a];
    const NamePartOutline& y = outlines_[b];
    if (x.is_listed && y.is_listed) {
        if (x.given != kNoNumber && y.given != kNoNumber) {
            if (const unsigned known = listed_givens_.find(x.given, y.given)) return known;
            const unsigned grade = grade_givens(a, b);
            listed_givens_.put(x.given, y.given, grade);
            return grade;
        }
    } else if (!bound_->may_be_alike(x.whole(), y.whole())) {
        return outcome(GivenGrade::different);  // only their spelling could tell that they are one
    }
    return remembered(a, b, memo, &NameTable::grade_givens);
}

[[gnu::always_inline]] inline unsigned NameTable::compare_family(std::uint32_t a, std::uint32_t b,
                                                                 PairMemo& memo) const {
    if (a == 0 || b == 0) return 0;
    if (a == b) return text(a).size() == 1 ? outcome(FamilyGrade::initial) : outcome(FamilyGrade::exact);
    if (!bound_->may_be_alike(outlines_[a].root(), outlines_[b].root()))
        return outcome(FamilyGrade::different);
    return remembered(a, b, memo, &NameTable::grade_families);
}

/// Of two forms of one family name: Александр Тучков and Саша Тучкова, О. Тучкова. A given name of the other
/// gender says that the form is a mistake; abroad women bear the man's.
bool NameTable::are_man_and_woman(const NameParts& a, const NameParts& b) const {
    const auto shows = [this](const NameParts& name, std::uint8_t gender) {
        return outlines_[name.family].family_gender == gender &&
               (outlines_[name.given].given_genders & gender) != 0 &&
               (gender == NamePartOutline::kFemale || name.script == NameScript::cyrillic);
    };
    return (shows(a, NamePartOutline::kMale) && shows(b, NamePartOutline::kFemale)) ||
           (shows(a, NamePartOutline::kFemale) && shows(b, NamePartOutline::kMale));
}

unsigned NameTable::compare_patronymic(const NameParts& a, const NameParts& b) const {
    if (are_generations_apart(a, b)) return outcome(PatronymicGrade::different);
    if (a.patronymic == 0 || b.patronymic == 0) return 0;
    if (a.patronymic == b.patronymic) {
        return text(a.patronymic).size() == 1 ? outcome(PatronymicGrade::close)
                                              : outcome(PatronymicGrade::same);
    }
    const std::uint32_t x = outlines_[a.patronymic].patronymic;
    const std::uint32_t y = outlines_[b.patronymic].patronymic;
    if (x == kNoNumber || y == kNoNumber) return grade_patronymics(a.patronymic, b.patronymic);
    if (const unsigned known = patronymics_.find(x, y)) return known;
    const unsigned grade = grade_patronymics(a.patronymic, b.patronymic);
    patronymics_.put(x, y, grade);
    return grade;
}

unsigned NameTable::grade_patronymics(std::uint32_t a, std::uint32_t b) const {
    switch (person::compare_patronymics(text(a), text(b))) {
        case person::PatronymicAgreement::same:
            return outcome(PatronymicGrade::same);
        case person::PatronymicAgreement::initial:
        case person::PatronymicAgreement::close:
            return outcome(PatronymicGrade::close);
        case person::PatronymicAgreement::different:
        case person::PatronymicAgreement::missing:
            break;
    }
    return outcome(PatronymicGrade::different);
}

[[gnu::noinline]] unsigned NameTable::better_with_other_families(unsigned best, const NameParts& a,
                                                                 const NameParts& b, PairMemo& memo) const {
    // What a sole trader is called with initials is the same name.
    const FamilyGrade highest = a.is_company && b.is_company ? FamilyGrade::exact : FamilyGrade::equivalent;
    const auto try_other = [&](std::uint32_t p, std::uint32_t q) {
        const unsigned other = compare_family(p, q, memo);
        if (other != 0 && other <= outcome(FamilyGrade::typo))
            best = std::min(best, std::max(other, outcome(highest)));
    };
    if (a.other_family != 0) try_other(a.other_family, b.family);
    if (b.other_family != 0) try_other(a.family, b.other_family);
    return best;
}

NameOutcome NameTable::compare(const NameParts& a, const NameParts& b, PairMemo& given_memo,
                               PairMemo& family_memo) const {
    return aligned(a, b, given_memo, family_memo);
}

[[gnu::always_inline]] inline bool NameTable::may_sound_alike(std::uint32_t a, std::uint32_t b) const {
    // One name has the same kinds of consonants, but for one, in 98 of 100 pairs; two names in 20.
    const NamePartOutline& x = outlines_[a];
    const NamePartOutline& y = outlines_[b];
    return std::popcount(static_cast<unsigned>(x.sounds ^ y.sounds)) <= 1 &&
           std::min(x.size, y.size) >= kShortestHeard;
}

[[gnu::noinline]] unsigned NameTable::heard(const NameParts& a, std::uint32_t part_a, std::uint32_t part_b,
                                            PairMemo& memo) const {
    // The same memo remembers pairs in one script under their own ids. The same part may stand in a name of
    // either script, and a memo does not tell which of two comes first: so the Cyrillic one is marked.
    constexpr std::uint32_t kAcross = 0x80000000;
    constexpr std::uint32_t kCyrillic = 0x40000000;
    const bool a_is_latin = a.script == NameScript::latin;
    const std::uint32_t latin = a_is_latin ? part_a : part_b;
    const std::uint32_t cyrillic = a_is_latin ? part_b : part_a;
    if (const unsigned known = memo.find(latin | kAcross, cyrillic | kAcross | kCyrillic)) return known - 1;
    const double likeness = person::cross_script_likeness(text(latin), text(cyrillic), kSoundsSimilar);
    const unsigned found = likeness >= kSoundsAlike ? 2 : likeness >= kSoundsSimilar ? 1 : 0;
    memo.put(latin | kAcross, cyrillic | kAcross | kCyrillic, found + 1);
    return found;
}

[[gnu::always_inline]] inline NameOutcome NameTable::aligned(const NameParts& a, const NameParts& b,
                                                             PairMemo& given_memo,
                                                             PairMemo& family_memo) const {
    NameOutcome out;
    if (a.empty() || b.empty()) return out;
    if (a.is_ambiguous() || b.is_ambiguous()) return aligned_ambiguous(a, b, given_memo, family_memo);
    const bool are_across =
        a.script != b.script && a.script != NameScript::unknown && b.script != NameScript::unknown;
    // `spelled`, or what the two sound like where that is better.
    const auto better = [&](unsigned spelled, std::uint32_t p, std::uint32_t q, PairMemo& memo, unsigned typo,
                            unsigned similar, unsigned different) {
        if (!are_across || (spelled != similar && spelled != different) || !may_sound_alike(p, q))
            return spelled;
        const unsigned sound = heard(a, p, q, memo);
        return sound == 2 ? typo : sound == 1 ? similar : spelled;
    };
    const auto givens = [&](std::uint32_t p, std::uint32_t q) {
        return better(compare_given(p, q, given_memo), p, q, given_memo, outcome(GivenGrade::typo),
                      outcome(GivenGrade::similar), outcome(GivenGrade::different));
    };
    const auto families = [&](std::uint32_t p, std::uint32_t q) {
        return better(compare_family(p, q, family_memo), p, q, family_memo, outcome(FamilyGrade::typo),
                      outcome(FamilyGrade::similar), outcome(FamilyGrade::different));
    };
    out.given = givens(a.given, b.given);
    out.family = families(a.family, b.family);
    if (a.other_family != 0 || b.other_family != 0)
        out.family = better_with_other_families(out.family, a, b, family_memo);
    const bool straight_is_good = given_goodness(out.given) + family_goodness(out.family) >= 16;
    if (!straight_is_good) {
        // Fields are filled in the wrong order, or a display name tells no order.
        const unsigned given_1 = givens(a.given, b.family);
        // With a word that differs no swap is good enough.
        const bool is_hopeless = given_goodness(given_1) < 0;
        const unsigned given_2 = is_hopeless ? given_1 : givens(a.family, b.given);
        const int swapped = given_goodness(given_1) + given_goodness(given_2);
        const bool sure = a.order_is_sure && b.order_is_sure;
        if (swapped > given_goodness(out.given) + family_goodness(out.family) + (sure ? 4 : 0) &&
            swapped > 8) {
            out.swapped = true;
            out.given = std::min(given_1 == 0 ? given_2 : given_1, given_2 == 0 ? given_1 : given_2);
            // With one word on a side only that word is evidence, and it is a given name on that side.
            out.family = given_1 == 0 || given_2 == 0 ? 0 : std::max(given_1, given_2);
            if (sure && out.given == outcome(GivenGrade::exact)) out.given = outcome(GivenGrade::equivalent);
        }
    }
    out.patronymic = compare_patronymic(a, b);
    // John Smith Sr and John Smith Jr: whatever their given names say, they are not one.
    const bool are_two = are_generations_apart(a, b) || (out.family == outcome(FamilyGrade::equivalent) &&
                                                         !out.swapped && are_man_and_woman(a, b));
    if (are_two && out.given != 0) out.given = outcome(GivenGrade::conflict);
    return out;
}

[[gnu::noinline]] NameOutcome NameTable::aligned_ambiguous(const NameParts& a, const NameParts& b,
                                                           PairMemo& given_memo,
                                                           PairMemo& family_memo) const {
    // As a family name where the other side has such a one, else as a patronymic.
    const auto read_as = [](NameParts name, bool as_family) {
        if (name.is_ambiguous()) (as_family ? name.patronymic : name.family) = 0;
        return name;
    };
    const NameOutcome as_family = compare(read_as(a, true), read_as(b, true), given_memo, family_memo);
    const bool fits = as_family.family != 0 && as_family.family <= outcome(FamilyGrade::typo);
    return fits ? as_family : compare(read_as(a, false), read_as(b, false), given_memo, family_memo);
}

void NameTable::outline(std::string_view part) {
    NamePartOutline& out = outlines_.emplace_back();
    const auto readings = readings_.emplace_back(person::given_name_readings(part));
    out.is_listed = !readings.empty();
    constexpr std::uint8_t kEither = NamePartOutline::kMale | NamePartOutline::kFemale;
    if (out.is_listed || part.size() == 1) out.given_genders = bit_of(person::gender_of(readings), kEither);
    out.family_gender = bit_of(person::surname_gender(part), 0);
    if (out.is_listed && numbered_givens_ < PairTable::kMostIds) out.given = numbered_givens_++;
    if (part.size() < 2) return;  // an initial agrees by its letter
    const Letters whole = Letters::of(part);
    const Letters root = Letters::of(person::surname_key(part));
    out.sounds = kinds_of(person::rough_sound_outline(part, part.size()));
    out.letters = whole.set;
    out.start = whole.start;
    out.size = whole.size;
    out.root_letters = root.set;
    out.root_size = whole.size == 0 ? std::uint8_t{0} : root.size;
}

void NameTable::number_patronymic(std::uint32_t part) {
    std::uint16_t& number = outlines_[part].patronymic;
    if (part != 0 && number == kNoNumber && numbered_patronymics_ < PairTable::kMostIds)
        number = numbered_patronymics_++;
}

void NameTable::outline_parts() {
    bound_ = &spelling_bound();
    outlines_.reserve(parts_.size());
    outlines_.resize(1);
    readings_.reserve(parts_.size());
    readings_.resize(1);
    for (std::uint32_t id = 1; id < parts_.size(); ++id) outline(parts_.at(id));
    // The common ones come first, where names are common at all.
    for (const NameParts& name : names_) number_patronymic(name.patronymic);
    listed_givens_ = PairTable{numbered_givens_};
    patronymics_ = PairTable{numbered_patronymics_};
}

void NameTable::begin_by_hand() {
    listed_givens_ = PairTable{PairTable::kMostIds};
    patronymics_ = PairTable{PairTable::kMostIds};
}

std::uint32_t NameTable::add_part(std::string_view text) {
    StringInterner::append_to(parts_, text);
    const auto append = [](StringPool& pool, std::string_view derived) {
        if (derived.empty()) return 0U;
        StringInterner::append_to(pool, derived);
        return static_cast<std::uint32_t>(pool.size() - 1);
    };
    std::vector<std::string> groups;
    given_name_groups(text, groups);
    for (const std::string& group : groups) groups_.push_back(append(group_texts_, group));
    group_starts_.push_back(static_cast<std::uint32_t>(groups_.size()));
    roots_.push_back(append(root_texts_, family_name_root(text)));
    outline(text);
    return static_cast<std::uint32_t>(parts_.size() - 1);
}

void NameTable::swap_rows(std::vector<NameParts>& names) {
    names_.swap(names);
    for (const NameParts& name : names_) number_patronymic(name.patronymic);
    for (auto row = static_cast<std::uint32_t>(name_of_row_.size()); row < names_.size(); ++row)
        name_of_row_.push_back(row);
}

[[gnu::always_inline]] inline void NameTable::grade_all(std::span<const RowPair> pairs, std::uint32_t* grades,
                                                        PairMemo& given_memo, PairMemo& family_memo) const {
    constexpr std::size_t kAhead = 8;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const RowPair ahead = pairs[std::min(i + kAhead, pairs.size() - 1)];
        __builtin_prefetch(&of(ahead.a));
        __builtin_prefetch(&of(ahead.b));
        grades[i] = packed(aligned(of(pairs[i].a), of(pairs[i].b), given_memo, family_memo));
    }
}

[[gnu::target("popcnt")]] void NameTable::grade_counting_bits(std::span<const RowPair> pairs,
                                                              std::uint32_t* grades, PairMemo& given_memo,
                                                              PairMemo& family_memo) const {
    grade_all(pairs, grades, given_memo, family_memo);
}

void NameTable::grade(std::span<const RowPair> pairs, std::uint32_t* grades, PairMemo& given_memo,
                      PairMemo& family_memo) const {
    if (counts_bits())
        grade_counting_bits(pairs, grades, given_memo, family_memo);
    else
        grade_all(pairs, grades, given_memo, family_memo);
}

}  // namespace scrm::identity
