// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "identity/records/rows_internal.hpp"
#include "identity/training/population_internal.hpp"

namespace scrm::identity {

/// Latent classes of a population in which values go together: peoples with their given names, family names
/// and cities. A mixture of products of multinomials, fitted by expectation maximisation (Lazarsfeld 1950) on
/// a fixed sample of rows of the larger side. Tells how much more often strangers share several values than
/// independence says. Immutable.
class Strata {
  public:
    /// excess_bits never exceeds it.
    static constexpr double kMostBits = 6;

    Strata() = default;
    Strata(const Rows& rows, std::vector<const KeyColumn*> columns);
    /// The classes of another population, for the values of these columns; a value that it lacks is in none.
    Strata(const StrataStatistics& population, std::vector<const KeyColumn*> columns);

    /// Takes in values that these columns got since.
    void follow(const StrataStatistics& population);

    /// `keys` are the names of columns().
    StrataStatistics statistics(std::vector<std::string> keys) const;

    bool empty() const noexcept { return weights_.empty(); }
    const std::vector<const KeyColumn*>& columns() const noexcept { return columns_; }

    /// log2 of P(all values) / (P(values up to `known`) · Π P(the others)): ids of columns() in order, 0 for
    /// those that do not take part. `known` columns are the first ones. Never negative: that somebody has
    /// values which hardly go together shows that the classes do not know them.
    double excess_bits(const std::vector<std::uint32_t>& ids, std::size_t known) const;

    /// How often strangers agree on the first `width` columns against agreeing on the first `known` and on
    /// each other one, on average over the population. At least 1.
    double mean_factor(std::size_t width, std::size_t known) const;

    /// What `excess_bits` needs of them; the keys of the columns are the caller's to name.
    StrataCounts counts() const;
    /// The same classes for columns with other rows of the population. `mean_factor` does not know them.
    Strata(const StrataCounts& population, std::vector<const KeyColumn*> columns);

  private:
    static constexpr std::size_t kClasses = StrataCounts::kClasses;
    static_assert(kClasses == StrataStatistics::kClasses);
    using ClassSums = std::array<double, kClasses>;

    void fit(const Rows& rows);
    /// Adds each row's class probabilities to the sums over the classes, over these of filled columns and of
    /// values. `ids`: of the columns, row after row. The same bits with AVX2: the classes are apart.
    void expect(const std::vector<std::uint32_t>& ids, ClassSums& class_sum, std::vector<ClassSums>& filled,
                std::vector<std::vector<double>>& sums) const;
    void expect_with_avx2(const std::vector<std::uint32_t>& ids, ClassSums& class_sum,
                          std::vector<ClassSums>& filled, std::vector<std::vector<double>>& sums) const;
    void measure(const std::vector<std::uint32_t>& ids);
    double probability(const std::uint32_t* ids, std::size_t begin, std::size_t end) const;
    float share(std::size_t column, std::uint32_t id, std::size_t k) const {
        return shares_[column][id * kClasses + k];
    }

    std::vector<const KeyColumn*> columns_;
    std::vector<double> weights_;             // of classes
    std::vector<std::vector<float>> shares_;  // P(value | class), by column
    std::vector<double> mean_joint_;          // chance agreement on the first columns, by their number
    std::vector<double> mean_alone_;          // on one column
};

}  // namespace scrm::identity
