// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "identity/pair_memo_internal.hpp"
#include "identity/records/rows_internal.hpp"
#include "scrm/identity/match_model.hpp"
#include "scrm/person/handle.hpp"

namespace scrm::identity {

class Features;

/// What a thread keeps between pairs.
struct PairContext {
    std::vector<PairMemo> memos;  ///< one a comparison, then those of the name parts
    Row name_a = ~Row{0};
    Row name_b = ~Row{0};
    std::uint32_t name_grades = 0;  ///< of the pair above
    /// Of the pairs that are compared together: which they are, and their names' grades.
    std::span<const RowPair> graded;
    std::vector<std::uint32_t> grades;
    // Scorer::patterns: outcomes of one comparison, and the pairs that still need it.
    std::vector<std::uint8_t> outcomes;
    std::vector<RowPair> some_pairs;
    std::vector<std::uint32_t> some;
    /// Scorer::most_weight of patterns that were asked for.
    static constexpr std::size_t kBounds = 4096;
    std::vector<std::pair<std::uint64_t, double>> bounds;
    std::uint32_t handle_id = 0;  ///< the handle below
    std::optional<person::Handle> handle;
};

/// One kind of evidence over prepared features. Immutable and thread-safe once built.
class Measure {
  public:
    Measure() = default;
    Measure(const Measure&) = delete;
    Measure& operator=(const Measure&) = delete;
    virtual ~Measure() = default;

    /// 0: nothing to compare; else 1 + grade, grade 0 the strongest. Symmetric.
    virtual unsigned outcome(Row a, Row b, PairContext& context) const = 0;
    /// The outcomes of many pairs, one a byte.
    virtual void outcomes(std::span<const RowPair> pairs, std::uint8_t* out, PairContext& context) const;
    /// Share of a population that has the value which the rows share at this outcome; 0: unknown.
    virtual double frequency(Row a, Row b, PairContext& context) const;
    /// Fetches what `outcome` reads of a row into the cache.
    virtual void prefetch(Row) const {}
    /// Rows with a value, on both sides.
    virtual double population() const { return 0; }
    /// P(two random rows share the value that `frequency` counts): what a frequency is rare or common
    /// against. 0: unknown.
    virtual double mean_frequency() const { return 0; }
    /// The values behind `frequency`; nullptr: none.
    virtual const KeyColumn* values() const { return nullptr; }
    /// P(the strongest outcome for two random rows), from value counts; empty where only sampling can tell.
    virtual std::optional<double> chance_agreement() const { return std::nullopt; }

    /// To be called when the columns got other values by hand (KeyColumn::add_value).
    virtual void follow_values() {}

    /// Which memo of the context is this measure's own.
    void set_slot(std::size_t slot) noexcept { slot_ = slot; }

  protected:
    std::size_t slot() const noexcept { return slot_; }

  private:
    std::size_t slot_ = 0;
};

/// The best grade over all values of one column; ids that are equal agree fully.
class ColumnMeasure : public Measure {
  public:
    /// `remembers`: comparing two values costs more than looking it up.
    explicit ColumnMeasure(const KeyColumn& column, bool remembers = true)
        : column_(column), remembers_(remembers), table_(remembers ? column.id_count() : 0) {}

    unsigned outcome(Row a, Row b, PairContext& context) const override;
    void outcomes(std::span<const RowPair> pairs, std::uint8_t* out, PairContext& context) const override;
    double frequency(Row a, Row b, PairContext& context) const override;
    void prefetch(Row row) const override { column_.prefetch(row); }
    double mean_frequency() const override { return column_.chance_agreement(); }
    const KeyColumn* values() const override { return &column_; }
    double population() const override { return static_cast<double>(column_.filled(0) + column_.filled(1)); }
    /// How many values there will be is not known any more.
    void follow_values() override { table_ = PairTable{}; }
    std::optional<double> chance_agreement() const override { return column_.chance_agreement(); }

  protected:
    /// 1 + grade of two different values, at least 1.
    virtual unsigned compare(std::uint32_t a, std::uint32_t b) const = 0;
    const KeyColumn& column() const noexcept { return column_; }

  private:
    unsigned compare_known(std::uint32_t a, std::uint32_t b, PairMemo& memo) const;

    const KeyColumn& column_;
    bool remembers_;
    PairTable table_;
};

/// The measure that a comparison names, over these features. Throws Error{invalid_argument} for an unknown
/// one.
std::unique_ptr<Measure> make_measure(const Comparison& comparison, const Features& features);

/// Whether a comparison is of what the members of a household share: telephone, e-mail address, address.
bool is_of_homes(const Comparison& comparison) noexcept;
/// Whether so many rows have the value that it is no household's, but an office's or a placeholder.
bool is_of_office(const KeyColumn& column, std::uint32_t id) noexcept;
/// Whether two rows share values, all of which are of offices.
bool share_an_office_alone(const KeyColumn& column, Row a, Row b);

/// Grades of a built-in measure, strongest first; empty for "levels" and unknown names.
std::vector<std::string_view> grades_of(std::string_view measure);

/// P(a random other row has the value), from the rows of both sides without the two that are compared: what
/// is seen nowhere else is rare, how rare the counts cannot tell.
double value_frequency(const KeyColumn& column, std::uint32_t id);
/// Sightings that a value counts for which no other row has: `value_frequency` times the rows with a value.
inline constexpr double kUnseen = 0.35;

}  // namespace scrm::identity
