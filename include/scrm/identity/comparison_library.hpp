// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// A column of a table as a level reads it: its value, or what is made of it. A value.
class Column {
  public:
    // NOLINTNEXTLINE(google-explicit-constructor): a name is a column
    Column(std::string name) : name_(std::move(name)) {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Column(const char* name) : name_(name) {}

    const std::string& name() const noexcept { return name_; }
    Column lower() const { return through("lower(", ")"); }
    Column upper() const { return through("upper(", ")"); }
    Column trim() const { return through("trim(", ")"); }
    Column as_text() const { return through("CAST(", " AS TEXT)"); }
    /// `length` code points from the position `start`, counted from 1.
    Column substring(int start, int length) const;
    /// What a group (0: all) of a regular expression matches; NULL where it matches nothing.
    Column matching(std::string_view pattern, int group = 0) const;
    /// A date read by a strptime format; NULL where the text does not fit.
    Column date(std::string_view format = "%Y-%m-%d") const;

    /// SQL over the left and over the right record.
    std::string left() const { return before_ + quoted("_l") + after_; }
    std::string right() const { return before_ + quoted("_r") + after_; }
    /// SQL of a blocking rule over the record `l` or `r`.
    std::string of(std::string_view record) const {
        return before_ + std::string{record} + "." + quoted("") + after_;
    }
    /// Whether it is the value as it stands in the table.
    bool is_plain() const noexcept { return before_.empty() && after_.empty(); }

  private:
    Column through(std::string_view before, std::string_view after) const;
    std::string quoted(std::string_view side) const;

    std::string name_;
    std::string before_;
    std::string after_;
};

/// A unit of time and how many of it.
struct TimeSpan {
    enum class Unit : std::uint8_t { second, minute, hour, day, month, year };

    double count = 1;
    Unit unit = Unit::day;

    /// A month is a twelfth of 365.25 days.
    double seconds() const noexcept;
};

/// The levels of comparisons of expressions. Texts are compared as they are, by code points. Pure. They throw
/// Error{invalid_argument}: a similarity is between 0 and 1 (a cosine from -1 on), a distance a number from 0
/// on, shared items are at least 1, a group has parts.
namespace levels {

/// SQL over the columns of both records: "city_l" = "city_r". Checked when the model is.
Level expression(std::string name, std::string sql);
/// A side has no value: no evidence.
Level missing(const Column& column);
Level otherwise();
/// `frequencies`: a rare value weighs more.
Level exact(const Column& column, bool frequencies = false);
Level literal(const Column& column, std::string_view value);
/// The one column of one record equals the other column of the other record, and the other way round.
Level swapped(const Column& one, const Column& other);
Level levenshtein(const Column& column, int distance);
Level damerau_levenshtein(const Column& column, int distance);
Level jaro(const Column& column, double similarity);
Level jaro_winkler(const Column& column, double similarity);
Level jaccard(const Column& column, double similarity);
/// Of columns that hold dates or times, or are read as such.
Level time_apart(const Column& column, TimeSpan most);
Level number_apart(const Column& column, double most);
/// Kilometres along the great circle; degrees.
Level km_apart(const Column& latitude, const Column& longitude, double most);
Level shared_items(const Column& list, int least);
Level cosine_similarity(const Column& list, double similarity);
Level all_of(std::span<const Level> levels);
Level any_of(std::span<const Level> levels);
Level none_of(std::span<const Level> levels);

}  // namespace levels

/// Comparisons of one column or a few, levels from the strongest down, with m and u still to be learnt: those
/// of Splink's library, by which a model goes to Splink and back.
namespace comparisons {

/// Levels as given; an m or u that is assumed becomes Splink's default until training. To give one: its
/// value, `assumed_m` off and `fixed_m` on.
Comparison of_levels(std::string name, std::vector<Level> levels);
Comparison exact(const Column& column, bool frequencies = false);
Comparison levenshtein(const Column& column, std::span<const int> distances);
Comparison damerau_levenshtein(const Column& column, std::span<const int> distances);
Comparison jaro(const Column& column, std::span<const double> similarities);
Comparison jaro_winkler(const Column& column, std::span<const double> similarities);
Comparison jaccard(const Column& column, std::span<const double> similarities);
/// Exact; one typing error; a month, a year, ten years apart. `format` of the texts.
Comparison date_of_birth(const Column& column, std::string_view format = "%Y-%m-%d");
Comparison time_apart(const Column& column, std::span<const TimeSpan> spans);
/// Exact; the part before the @; alike; that part alike.
Comparison email(const Column& column);
/// Exact; sector, district, area of a British postcode.
Comparison postcode(const Column& column);
/// Exact with frequencies; Jaro–Winkler 0.92, 0.88, 0.7.
Comparison name_of_person(const Column& column);
/// Both exact; swapped; both alike at 0.92, 0.88; one of them exact, with frequencies.
Comparison forename_surname(const Column& forename, const Column& surname);
Comparison distance_in_km(const Column& latitude, const Column& longitude,
                          std::span<const double> kilometres);
Comparison shared_items(const Column& list, std::span<const int> sizes);
Comparison cosine_similarity(const Column& list, std::span<const double> similarities);

}  // namespace comparisons

/// A model of such comparisons, not trained: m and u are Splink's defaults where they are assumed. A rule is
/// SQL over both records, l."city" = r."city". A prior that is given is fixed; empty: Splink's 1e-4 until
/// training. Throws Error{invalid_argument} naming what is not understood.
MatchModel model_of(std::vector<Comparison> comparisons, std::span<const std::string> blocking_rules,
                    TableSettings tables = {}, std::optional<double> prior = std::nullopt);

/// l."a" = r."a" AND …: records that agree on all the columns, or on what is made of them. As in Splink a
/// name may also be SQL over the columns of one record: `substr(surname, 1, 2)`, `a || b`, `day::date`,
/// `tags[1]`. Names with other signs in them (`e-mail`) or blanks are names, and so is whatever stands in
/// double quotes. Throws Error{invalid_argument} for a call that is not understood.
std::string block_on(std::span<const Column> columns);

}  // namespace scrm::identity
