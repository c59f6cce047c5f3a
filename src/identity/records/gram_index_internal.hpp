// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "identity/measures/measure_internal.hpp"
#include "identity/records/interner_internal.hpp"
#include "identity/records/rows_internal.hpp"

namespace scrm::identity {

/// The distinct values of a column as sets of trigrams: three letters of one word, whose start and end count
/// as letters, so that the order of words does not matter. A gram weighs log2(values / values with it), its
/// inverse document frequency (Spärck Jones 1972). Immutable, thread-safe to read.
class GramIndex {
  public:
    explicit GramIndex(const KeyColumn& column);

    /// Cosine of two values' weights, 0 to 1.
    double cosine(std::uint32_t a, std::uint32_t b) const noexcept;
    /// The grams that fewest values have, at least two and at most `cap`; at most `count` of them, rarest
    /// first.
    std::vector<std::uint32_t> rarest(std::uint32_t value, std::size_t count, std::uint32_t cap) const;
    std::string_view text(std::uint32_t gram) const noexcept { return texts_.at(gram); }

  private:
    std::span<const std::uint32_t> grams(std::uint32_t value) const noexcept {
        return {grams_.data() + starts_[value], grams_.data() + starts_[value + 1]};
    }

    StringPool texts_;
    std::vector<std::uint32_t> grams_;  // of each value, ascending, without repetition
    std::vector<std::uint32_t> starts_;
    std::vector<std::uint32_t> values_with_;  // of each gram
    std::vector<float> squares_;              // of each gram: its weight squared
    std::vector<float> norms_;                // of each value
};

/// Keys for blocking: of each row's values the rarest grams, so that values that share an unusual part
/// meet. `column` has the values.
KeyColumn gram_keys(const Rows& rows, const KeyColumn& column);
/// The attribute whose grams a key names, "title:grams"; empty: it is no such key.
std::string_view attribute_of_grams(std::string_view key) noexcept;

/// Measure "likeness": how much of what is rare in two texts they have in common. nullptr for another
/// measure.
std::unique_ptr<Measure> make_likeness_measure(const Comparison& comparison, const Features& features);
std::vector<std::string_view> likeness_grades_of(std::string_view measure);

}  // namespace scrm::identity
