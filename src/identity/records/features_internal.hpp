// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "identity/records/address_outlines_internal.hpp"
#include "identity/records/names_internal.hpp"
#include "identity/records/rows_internal.hpp"
#include "identity/training/population_internal.hpp"
#include "identity/training/strata_internal.hpp"
#include "scrm/identity/match_model.hpp"
#include "scrm/person/address.hpp"
#include "scrm/person/partial_date.hpp"
#include "scrm/person/place.hpp"

namespace scrm::identity {

/// Derived columns of the joint rows, each computed once per distinct value. Immutable once built,
/// thread-safe to read.
///
/// A column's name is an attribute (its folded text), or a derived key of people:
///   given, family, patronymic        name parts in Latin letters
///   given_group, family_root         short forms and gendered endings undone
///   name_pair, initial_family        given group and family root; initial and family root
///   family_sound                     consonants of the family name
///   family_start, given_start        first two letters
///   spelled_family, spelled_pair     the same, and for rows without a family name what their handle spells
///   birth_date, birth_year, month_day, partial_date
///   phone, phone_tail                E.164; last seven digits
///   email, email_local, login        mailbox; its local part as a handle; handle or local part
///   handle, handle_text, handle_skeleton, handle_year
///   national_id, gender, kind
///   city, postcode, postcode_area, street_house, address_line
class Features {
  public:
    /// With `population` frequencies, strata and the names that handles spell are its own, not those of the
    /// rows. `memo` makes reading cheaper where the same values come again and again.
    Features(const Rows& rows, unsigned threads, const PopulationStatistics* population = nullptr,
             ReadingMemo* memo = nullptr)
        : rows_(rows), threads_(threads), population_(population), memo_(memo) {}

    const Rows& rows() const noexcept { return rows_; }
    /// Builds what is missing. Not thread-safe, unlike everything else here.
    void prepare(const std::vector<std::string>& keys);
    void prepare(const MatchModel& model);
    /// Only what its comparisons read, without the keys of its blocking rules. With a population.
    void prepare_comparisons(const MatchModel& model);
    /// Drops the columns that no comparison of the model reads: once blocking has its keys nobody needs them.
    void forget_keys(const MatchModel& model);
    /// A column that was prepared; an empty one when its attributes are absent.
    const KeyColumn& column(std::string_view key) const;

    /// Frequencies, strata and names of these rows; without caps.
    PopulationStatistics statistics() const;

    /// How common the values are that the model compares.
    PopulationCounts population(const MatchModel& model) const;
    /// Takes over how common values are in a population that the rows are a part of; after `prepare`.
    void assume(const PopulationCounts& population);

    /// A value of a prepared column as people read it.
    std::string shown(std::string_view key, std::uint32_t id) const;
    /// Whether any pair can have evidence of the comparison.
    bool has_both_sides(const Comparison& comparison) const;

    /// Classes of the values that the model's correlations name; empty for a small population.
    const Strata& strata() const noexcept { return strata_; }
    const NameTable& names() const noexcept { return names_; }
    /// Parsed values by the column's ids.
    const std::vector<person::PartialDate>& dates() const noexcept { return dates_; }
    const std::vector<std::optional<person::CityId>>& cities() const noexcept { return cities_; }
    const AddressOutlines& addresses() const noexcept { return addresses_; }

    /// For rows and values that are set by hand: the columns and names, and what follows from their values.
    KeyColumn* changeable_column(std::string_view key);
    NameTable& changeable_names() noexcept { return names_; }
    void follow_values();

    std::size_t bytes() const noexcept;

  private:
    /// `beside` runs when the columns that are made of none are ready, beside the making of the others.
    void prepare(const std::vector<std::string>& keys, const std::function<void()>& beside);
    /// Those of the frozen population.
    void assume_strata();
    void fit_strata(const std::vector<std::string>& keys);
    /// The column that a column is made from; empty: from the records.
    std::string_view finer(std::string_view key) const;
    /// What it is made from is ready.
    KeyColumn build(std::string_view key, unsigned threads) const;
    /// Fills what belongs to a column that has parsed values. Columns may be parsed at the same time.
    void parse_values(std::string_view key, const KeyColumn& column);
    void keep(const std::string& key, std::unique_ptr<KeyColumn> built);
    /// Reads the names, and builds these columns of attributes beside.
    void prepare_names(const std::vector<std::string>& beside);
    KeyColumn::Derivation remembered(std::string_view key, KeyColumn::Derivation derive) const;

    const Rows& rows_;
    unsigned threads_;
    const PopulationStatistics* population_;
    ReadingMemo* memo_;
    bool names_ready_ = false;
    NameTable names_;
    Strata strata_;
    std::vector<person::PartialDate> dates_;
    std::vector<std::optional<person::CityId>> cities_;
    AddressOutlines addresses_;
    std::map<std::string, std::unique_ptr<KeyColumn>, std::less<>> columns_;
};

/// How a column of attributes is made: from their values, or from another column. Not of names, what handles
/// spell, or grams; with a population, where logins are those of handles and e-mails.
struct ColumnSource {
    std::vector<std::string_view> attributes;
    KeyColumn::Derivation derive;
    bool comes_again = false;  ///< slow to read, and of few values

    std::string_view fine;  ///< the other column; empty: it is made from attributes
    std::string (*coarsen)(std::string_view) = nullptr;
};
ColumnSource source_of(std::string_view key);

/// The columns that comparisons of a model read, some more than once.
std::vector<std::string> compared_keys(const MatchModel& model);

}  // namespace scrm::identity
