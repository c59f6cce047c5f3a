// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "identity/rows_internal.hpp"
#include "scrm/core/digest.hpp"
#include "scrm/identity/match_model.hpp"
#include "scrm/person/handle.hpp"

namespace scrm::identity {

class Features;

/// Remembers a small number for a pair of ids; a direct-mapped cache, so it forgets rather than grows. Exact:
/// a slot holds every bit of the key that its position does not imply. Thread-compatible.
class PairMemo {
  public:
    static constexpr unsigned kUnknown = 0;
    static constexpr unsigned kFewestBits = 8;

    /// Of 2^bits slots, at least 2^kFewestBits; made when first used.
    explicit PairMemo(unsigned bits = 15) : bits_(bits) {}

    /// 0 when unknown. Symmetric in a and b.
    unsigned find(std::uint32_t a, std::uint32_t b) const noexcept {
        if (slots_.empty()) return kUnknown;
        const std::uint64_t h = key(a, b);
        const std::uint64_t slot = slots_[h & (slots_.size() - 1)];
        return slot >> 8 == h >> bits_ ? static_cast<unsigned>(slot & 0xFF) : kUnknown;
    }
    /// `value` in 1..255.
    void put(std::uint32_t a, std::uint32_t b, unsigned value) {
        if (slots_.empty()) slots_.resize(std::size_t{1} << bits_, ~std::uint64_t{0});
        const std::uint64_t h = key(a, b);
        slots_[h & (slots_.size() - 1)] = (h >> bits_) << 8 | value;
    }

  private:
    static std::uint64_t key(std::uint32_t a, std::uint32_t b) noexcept {
        if (a > b) std::swap(a, b);
        return mix64(static_cast<std::uint64_t>(a) << 32 | b);
    }
    unsigned bits_;
    std::vector<std::uint64_t> slots_;
};

/// What a thread keeps between pairs.
struct PairContext {
    std::vector<PairMemo> memos;  ///< one a comparison, then those of the name parts
    Row name_a = ~Row{0};
    Row name_b = ~Row{0};
    std::uint32_t name_grades = 0;  ///< of the pair above
    std::uint32_t handle_id = 0;    ///< the handle below
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
        : column_(column), remembers_(remembers) {}

    unsigned outcome(Row a, Row b, PairContext& context) const override;
    double frequency(Row a, Row b, PairContext& context) const override;
    void prefetch(Row row) const override { column_.prefetch(row); }
    double mean_frequency() const override { return column_.chance_agreement(); }
    const KeyColumn* values() const override { return &column_; }
    double population() const override { return static_cast<double>(column_.filled(0) + column_.filled(1)); }
    std::optional<double> chance_agreement() const override { return column_.chance_agreement(); }

  protected:
    /// 1 + grade of two different values, at least 1.
    virtual unsigned compare(std::uint32_t a, std::uint32_t b) const = 0;
    const KeyColumn& column() const noexcept { return column_; }

  private:
    const KeyColumn& column_;
    bool remembers_;
};

/// The measure that a comparison names, over these features. Throws Error{invalid_argument} for an unknown
/// one.
std::unique_ptr<Measure> make_measure(const Comparison& comparison, const Features& features);

/// Grades of a built-in measure, strongest first; empty for "levels" and unknown names.
std::vector<std::string_view> grades_of(std::string_view measure);

/// P(a random other row has the value), from the rows of both sides without the two that are compared: what
/// is seen nowhere else is rare, how rare the counts cannot tell.
double value_frequency(const KeyColumn& column, std::uint32_t id);

}  // namespace scrm::identity
