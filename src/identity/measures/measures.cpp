// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "identity/measures/contact_measures_internal.hpp"
#include "identity/measures/handle_measures_internal.hpp"
#include "identity/measures/level_measure_internal.hpp"
#include "identity/measures/measure_internal.hpp"
#include "identity/measures/name_measures_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/records/folding_internal.hpp"
#include "identity/records/gram_index_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/text/similarity.hpp"

namespace scrm::identity {

double Measure::frequency(Row, Row, PairContext&) const {
    return 0;
}

double value_frequency(const KeyColumn& column, std::uint32_t id) {
    // Of few sightings most are the household's own, and its other profiles.
    const auto filled = static_cast<double>(column.filled(0) + column.filled(1));
    const auto count = static_cast<double>(column.count(id, 0)) + static_cast<double>(column.count(id, 1));
    const double others = std::max({count - 3, (count - 2) / 2, 0.0});
    return filled > 0 ? (others + kUnseen) / filled : 0;
}

bool is_of_homes(const Comparison& comparison) noexcept {
    return comparison.measure == "phone" || comparison.measure == "email" || comparison.measure == "address";
}

bool is_of_office(const KeyColumn& column, std::uint32_t id) noexcept {
    // Fewer are a family's rows, each written down a few times.
    constexpr std::uint32_t kFewestRows = 16;
    return column.count(id, 0) + column.count(id, 1) >= kFewestRows;
}

bool share_an_office_alone(const KeyColumn& column, Row a, Row b) {
    const auto left = column.ids(a);
    const auto right = column.ids(b);
    bool share = false;
    for (const std::uint32_t id : left) {
        if (std::find(right.begin(), right.end(), id) == right.end()) continue;
        if (!is_of_office(column, id)) return false;
        share = true;
    }
    return share;
}

void Measure::outcomes(std::span<const RowPair> pairs, std::uint8_t* out, PairContext& context) const {
    for (std::size_t i = 0; i < pairs.size(); ++i)
        out[i] = static_cast<std::uint8_t>(outcome(pairs[i].a, pairs[i].b, context));
}

unsigned ColumnMeasure::compare_known(std::uint32_t a, std::uint32_t b, PairMemo& memo) const {
    if (!remembers_) return compare(a, b);
    if (const unsigned known = table_.empty() ? memo.find(a, b) : table_.find(a, b)) return known;
    const unsigned result = compare(a, b);
    if (table_.empty())
        memo.put(a, b, result);
    else
        table_.put(a, b, result);
    return result;
}

void ColumnMeasure::outcomes(std::span<const RowPair> pairs, std::uint8_t* out, PairContext& context) const {
    const std::uint32_t* ids = column_.single_ids();
    if (ids == nullptr) {
        Measure::outcomes(pairs, out, context);
        return;
    }
    PairMemo& memo = context.memos[slot()];
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const std::uint32_t x = ids[pairs[i].a];
        const std::uint32_t y = ids[pairs[i].b];
        if (x == 0 || y == 0)
            out[i] = 0;
        else
            out[i] = x == y ? std::uint8_t{1} : static_cast<std::uint8_t>(compare_known(x, y, memo));
    }
}

unsigned ColumnMeasure::outcome(Row a, Row b, PairContext& context) const {
    const auto left = column_.ids(a);
    const auto right = column_.ids(b);
    if (left.empty() || right.empty()) return 0;
    unsigned best = 0;
    PairMemo& memo = context.memos[slot()];
    for (const std::uint32_t x : left) {
        for (const std::uint32_t y : right) {
            if (x == y) return 1;
            const unsigned result = compare_known(x, y, memo);
            if (best == 0 || result < best) best = result;
        }
    }
    return best;
}

double ColumnMeasure::frequency(Row a, Row b, PairContext&) const {
    double rarest = 0;
    for (const std::uint32_t x : column_.ids(a)) {
        for (const std::uint32_t y : column_.ids(b)) {
            if (x != y) continue;
            const double share = value_frequency(column_, x);
            if (rarest == 0 || share < rarest) rarest = share;
        }
    }
    return rarest;
}

namespace {

constexpr std::array<std::string_view, 3> kExactGrades = {"same", "typo", "different"};
constexpr std::array<std::string_view, 2> kSameGrades = {"same", "different"};
constexpr std::array<std::string_view, 6> kLoginGrades = {"same",     "same_named_digits", "same_named",
                                                          "skeleton", "similar",           "different"};
constexpr std::array<std::string_view, 9> kDateGrades = {"same",           "typo",       "same_day_and_month",
                                                         "year_and_month", "other_year", "close",
                                                         "year_only",      "different",  "generation"};
constexpr std::array<std::string_view, 5> kPlaceGrades = {"same", "similar_text", "near", "same_region",
                                                          "different"};
constexpr std::array<std::string_view, 4> kTextGrades = {"same", "similar", "related", "different"};

class SameMeasure : public ColumnMeasure {
  public:
    explicit SameMeasure(const KeyColumn& column) : ColumnMeasure(column, false) {}

    void outcomes(std::span<const RowPair> pairs, std::uint8_t* out, PairContext& context) const override {
        const std::uint32_t* ids = column().single_ids();
        if (ids == nullptr) {
            ColumnMeasure::outcomes(pairs, out, context);
            return;
        }
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            const std::uint32_t x = ids[pairs[i].a];
            const std::uint32_t y = ids[pairs[i].b];
            // No branch: whether two rows agree cannot be predicted.
            out[i] = static_cast<std::uint8_t>(((x != 0) & (y != 0)) * (1U + (x != y)));
        }
    }

  protected:
    unsigned compare(std::uint32_t, std::uint32_t) const override { return 2; }
};

/// That two with given names are of one gender follows from these; that they are not does not: Женя is
/// Евгений or Евгения.
class GenderMeasure : public ColumnMeasure {
  public:
    GenderMeasure(const KeyColumn& column, const NameTable& names)
        : ColumnMeasure(column, false), names_(names) {}

    unsigned outcome(Row a, Row b, PairContext&) const override {
        const std::uint32_t x = column().first(a);
        const std::uint32_t y = column().first(b);
        if (x == 0 || y == 0) return 0;
        if (x != y) return 2;
        return has_given_name(a) && has_given_name(b) ? 0 : 1;
    }
    void outcomes(std::span<const RowPair> pairs, std::uint8_t* out, PairContext& context) const override {
        for (std::size_t i = 0; i < pairs.size(); ++i)
            out[i] = static_cast<std::uint8_t>(outcome(pairs[i].a, pairs[i].b, context));
    }

  protected:
    unsigned compare(std::uint32_t, std::uint32_t) const override { return 2; }

  private:
    bool has_given_name(Row row) const { return !names_.empty() && names_.of(row).given != 0; }

    const NameTable& names_;
};

/// Numbers and codes: one edit is a typing error.
class CodeMeasure : public ColumnMeasure {
  public:
    using ColumnMeasure::ColumnMeasure;

  protected:
    unsigned compare(std::uint32_t a, std::uint32_t b) const override {
        const auto x = column().text(a);
        const auto y = column().text(b);
        const bool typo = std::min(x.size(), y.size()) >= 4 && text::damerau_levenshtein(x, y, 1) <= 1;
        return typo ? 2 : 3;
    }
};

/// Handles with handles, and handles with the local parts of mailboxes. A login made of its owner's name is
/// what any namesake would choose, so what it shares beyond the name is all that counts.
class LoginMeasure : public Measure {
  public:
    explicit LoginMeasure(const Features& features)
        : login_(features.column("login")), handle_(features.column("handle")), names_(features.names()) {}

    unsigned outcome(Row a, Row b, PairContext& context) const override {
        if (handle_.ids(a).empty() && handle_.ids(b).empty()) return 0;
        unsigned best = 0;
        std::uint32_t shared = 0;
        for (const std::uint32_t x : login_.ids(a)) {
            for (const std::uint32_t y : login_.ids(b)) {
                unsigned result = x == y ? kSame : context.memos[slot()].find(x, y);
                if (result == PairMemo::kUnknown) {
                    result = compare(login_.text(x), login_.text(y));
                    context.memos[slot()].put(x, y, result);
                }
                if (best != 0 && result >= best) continue;
                best = result;
                shared = x;
            }
        }
        if (best == 0 || best == kDifferent) return best;
        const std::string_view login = login_.text(shared);
        if (!spells_name(login, a) && !spells_name(login, b)) return best;
        if (best != kSame) return 0;
        return has_digit(login) ? kSameNamedDigits : kSameNamed;
    }
    double frequency(Row a, Row b, PairContext&) const override {
        double rarest = 0;
        for (const std::uint32_t x : login_.ids(a)) {
            for (const std::uint32_t y : login_.ids(b)) {
                if (x == y)
                    rarest = rarest == 0 ? value_frequency(login_, x)
                                         : std::min(rarest, value_frequency(login_, x));
            }
        }
        return rarest;
    }
    void prefetch(Row row) const override { login_.prefetch(row); }
    double mean_frequency() const override { return login_.chance_agreement(); }

  private:
    static constexpr unsigned kSame = 1;
    static constexpr unsigned kSameNamedDigits = 2;
    static constexpr unsigned kSameNamed = 3;
    static constexpr unsigned kSkeleton = 4;
    static constexpr unsigned kSimilar = 5;
    static constexpr unsigned kDifferent = 6;

    static bool has_digit(std::string_view login) {
        return std::any_of(login.begin(), login.end(), [](char c) { return c >= '0' && c <= '9'; });
    }
    static std::string letters(std::string_view login) {
        std::string out;
        for (const char c : login) {
            if (c < '0' || c > '9') out += c;
        }
        return out;
    }
    bool spells_name(std::string_view login, Row row) const {
        const NameParts& name = names_.of(row);
        if (name.empty()) return false;
        const std::string key = latin_text(letters(login));
        const auto spells = [&key](std::string_view part) {
            return part.size() >= 3 && key.find(part.substr(0, 6)) != std::string::npos;
        };
        if (name.family != 0 && spells(names_.root_text(names_.root(name.family)))) return true;
        if (name.given == 0) return false;
        if (spells(names_.text(name.given))) return true;
        const auto groups = names_.groups(name.given);
        return std::any_of(groups.begin(), groups.end(),
                           [&](std::uint32_t g) { return spells(names_.group_text(g)); });
    }
    static unsigned compare(std::string_view x, std::string_view y) {
        const std::string letters_x = letters(x);
        const std::string letters_y = letters(y);
        if (letters_x == letters_y && letters_x.size() >= 5) return kSkeleton;
        const bool prefix = x.substr(0, y.size()) == y || y.substr(0, x.size()) == x;
        const bool similar =
            std::min(x.size(), y.size()) >= 6 && (prefix || text::damerau_levenshtein(x, y, 1) <= 1);
        return similar ? kSimilar : kDifferent;
    }

    const KeyColumn& login_;
    const KeyColumn& handle_;
    const NameTable& names_;
};

class DateMeasure : public ColumnMeasure {
  public:
    /// `tells_generations`: models of older versions know no such level.
    DateMeasure(const KeyColumn& column, const std::vector<person::PartialDate>& dates,
                bool tells_generations)
        : ColumnMeasure(column, false), dates_(dates), tells_generations_(tells_generations) {}

    unsigned outcome(Row a, Row b, PairContext& context) const override {
        return shown(ColumnMeasure::outcome(a, b, context), a);
    }
    void outcomes(std::span<const RowPair> pairs, std::uint8_t* out, PairContext& context) const override {
        ColumnMeasure::outcomes(pairs, out, context);
        if (column().single_ids() == nullptr) return;  // it went through outcome()
        for (std::size_t i = 0; i < pairs.size(); ++i)
            out[i] = static_cast<std::uint8_t>(shown(out[i], pairs[i].a));
    }

  protected:
    static constexpr unsigned kNone = 200;

    /// Equal dates agree as far as they go.
    unsigned shown(unsigned result, Row a) const {
        if (result == kNone) return 0;
        if (result != 1) return result;
        const person::PartialDate date = dates_[column().first(a)];
        if (date.is_full()) return 1;
        return date.year() ? 1 + 6 : 1 + 2;
    }

    unsigned compare(std::uint32_t a, std::uint32_t b) const override {
        switch (person::compare(dates_[a], dates_[b])) {
            case person::DateAgreement::exact:
                return 1;
            case person::DateAgreement::day_month_swapped:
            case person::DateAgreement::one_digit:
                return 2;
            case person::DateAgreement::same_day_and_month:
                return 3;
            case person::DateAgreement::year_and_month:
                return 4;
            case person::DateAgreement::other_year:
                return 5;
            case person::DateAgreement::close:
                return 6;
            case person::DateAgreement::year_only:
                return is_other_day(dates_[a]) && is_other_day(dates_[b]) ? 8 : 7;
            case person::DateAgreement::different:
                return tells_generations_ && are_generations_apart(dates_[a], dates_[b]) ? 9 : 8;
            case person::DateAgreement::not_comparable:
                return kNone;
        }
        return 8;
    }

  private:
    /// Who knows the year alone may write its first day. Any other one that differs is another date.
    static bool is_other_day(person::PartialDate date) {
        return date.is_full() && !(*date.month() == 1 && *date.day() == 1);
    }
    /// Father and son of one name, at one address.
    static bool are_generations_apart(person::PartialDate a, person::PartialDate b) {
        constexpr int kYears = 15;
        return a.year() && b.year() && std::abs(*a.year() - *b.year()) >= kYears;
    }

    const std::vector<person::PartialDate>& dates_;
    bool tells_generations_;
};

class PlaceMeasure : public ColumnMeasure {
  public:
    PlaceMeasure(const KeyColumn& column, const std::vector<std::optional<person::CityId>>& cities)
        : ColumnMeasure(column), cities_(cities) {}

  protected:
    unsigned compare(std::uint32_t a, std::uint32_t b) const override {
        if (cities_[a] && cities_[b]) {
            if (person::city(*cities_[a]).country == person::city(*cities_[b]).country &&
                person::distance_km(*cities_[a], *cities_[b]) <= 60) {
                return 3;
            }
            return person::same_region(*cities_[a], *cities_[b]) ? 4 : 5;
        }
        const auto x = column().text(a);
        const auto y = column().text(b);
        const bool known = cities_[a] || cities_[b];
        const bool similar =
            !known && (text::jaro_winkler(x, y) >= 0.9 ||
                       (std::min(x.size(), y.size()) >= 4 && text::damerau_levenshtein(x, y, 2) <= 2));
        return similar ? 2 : 5;
    }

  private:
    const std::vector<std::optional<person::CityId>>& cities_;
};

class TextMeasure : public ColumnMeasure {
  public:
    using ColumnMeasure::ColumnMeasure;

  protected:
    unsigned compare(std::uint32_t a, std::uint32_t b) const override {
        const auto x = column().text(a);
        const auto y = column().text(b);
        const double similarity = text::jaro_winkler(x, y);
        if (similarity >= 0.92) return 2;
        return similarity >= 0.82 || word_jaccard(x, y) >= 0.5 ? 3 : 4;
    }
};

struct MeasureEntry {
    std::string_view name;
    std::span<const std::string_view> grades;
    std::unique_ptr<Measure> (*make)(const Comparison&, const Features&);
};

template <class Kind>
std::unique_ptr<Measure> make_column(const Comparison& comparison, const Features& features) {
    return std::make_unique<Kind>(features.column(measured_key(comparison)));
}

const std::array<MeasureEntry, 8>& measure_entries() {
    static const std::array<MeasureEntry, 8> kEntries = {{
        {"document", kExactGrades, make_column<CodeMeasure>},
        {"code", kExactGrades, make_column<CodeMeasure>},
        {"same", kSameGrades, make_column<SameMeasure>},
        {"login", kLoginGrades,
         [](const Comparison&, const Features& f) -> std::unique_ptr<Measure> {
             return std::make_unique<LoginMeasure>(f);
         }},
        {"date", kDateGrades,
         [](const Comparison& comparison, const Features& f) -> std::unique_ptr<Measure> {
             return std::make_unique<DateMeasure>(f.column("partial_date"), f.dates(),
                                                  comparison.levels.size() == kDateGrades.size());
         }},
        {"place", kPlaceGrades,
         [](const Comparison&, const Features& f) -> std::unique_ptr<Measure> {
             return std::make_unique<PlaceMeasure>(f.column("city"), f.cities());
         }},
        {"text", kTextGrades, make_column<TextMeasure>},
        {"gender", kSameGrades,
         [](const Comparison&, const Features& f) -> std::unique_ptr<Measure> {
             return std::make_unique<GenderMeasure>(f.column("gender"), f.names());
         }},
    }};
    return kEntries;
}

}  // namespace

std::string measured_key(const Comparison& comparison) {
    std::string attribute = comparison.attributes.empty() ? std::string{} : comparison.attributes.front();
    if (comparison.measure == "date") return "partial_date";
    if (comparison.measure == "address") return "address_line";
    return attribute;
}

std::vector<std::string_view> grades_of(std::string_view measure) {
    for (const MeasureEntry& entry : measure_entries()) {
        if (entry.name == measure) return {entry.grades.begin(), entry.grades.end()};
    }
    for (const auto grades_in : {name_grades_of, handle_grades_of, contact_grades_of, likeness_grades_of}) {
        if (auto grades = grades_in(measure); !grades.empty()) return grades;
    }
    return {};
}

std::unique_ptr<Measure> make_measure(const Comparison& comparison, const Features& features) {
    if (comparison.measure == "levels") return make_level_measure(comparison, features);
    for (const MeasureEntry& entry : measure_entries()) {
        if (entry.name == comparison.measure) return entry.make(comparison, features);
    }
    for (const auto make :
         {make_name_measure, make_handle_measure, make_contact_measure, make_likeness_measure}) {
        if (auto measure = make(comparison, features)) return measure;
    }
    throw Error(ErrorCode::invalid_argument, "unknown measure: " + comparison.measure);
}

}  // namespace scrm::identity
