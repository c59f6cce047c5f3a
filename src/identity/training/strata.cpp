// SPDX-License-Identifier: Apache-2.0
#include "identity/training/strata_internal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "scrm/core/digest.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kFewestRows = 500;
constexpr std::size_t kSampledRows = 60'000;
constexpr int kIterations = 40;
/// Of a large sample all but the last iterations need no more rows than these to get near.
constexpr std::size_t kRowsToGetNear = 10'000;
constexpr int kLastIterations = 10;
/// Every class has seen the whole population this many times over.
constexpr double kSmoothing = 20;
/// And every value in so many rows more of the classes' own shares: what few rows have would else go together
/// with whatever else is in these very rows.
constexpr double kRowsOfAnyClass = 10;

}  // namespace

Strata::Strata(const Rows& rows, std::vector<const KeyColumn*> columns) : columns_(std::move(columns)) {
    fit(rows);
}

void Strata::fit(const Rows& rows) {
    const std::size_t width = columns_.size();
    std::vector<std::uint32_t> ids;
    for (const Row row : rows.sample_of_larger_side(kSampledRows)) {
        std::size_t filled = 0;
        for (const KeyColumn* column : columns_) filled += column->first(row) != 0 ? 1 : 0;
        if (filled < 2) continue;
        for (const KeyColumn* column : columns_) ids.push_back(column->first(row));
    }
    const std::size_t count = ids.size() / width;
    if (count < kFewestRows) return;

    // Shares of the sample, and a start that depends on the values' texts only.
    std::vector<std::vector<double>> total(width);
    for (std::size_t c = 0; c < width; ++c) {
        total[c].assign(columns_[c]->id_count(), 0);
        double filled = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint32_t id = ids[i * width + c];
            if (id == 0) continue;
            total[c][id] += 1;
            filled += 1;
        }
        for (double& n : total[c]) n /= std::max(1.0, filled);
    }
    weights_.assign(kClasses, 1.0 / kClasses);
    shares_.resize(width);
    for (std::size_t c = 0; c < width; ++c) {
        shares_[c].assign(columns_[c]->id_count() * kClasses, 0);
        for (std::uint32_t id = 1; id < columns_[c]->id_count(); ++id) {
            for (std::size_t k = 0; k < kClasses; ++k) {
                const double tilt =
                    static_cast<double>(mix64(columns_[c]->content_hash(id) + k) >> 40) / double{1 << 24};
                shares_[c][id * kClasses + k] = static_cast<float>(total[c][id] * (0.5 + tilt));
            }
        }
    }
    std::vector<std::uint32_t> some;
    constexpr std::size_t kWorthwhile = 3;  // half the rows would save little
    const std::size_t stride = count / kRowsToGetNear;
    for (std::size_t i = 0; stride >= kWorthwhile && i < count; i += stride) {
        const auto row = ids.begin() + static_cast<std::ptrdiff_t>(i * width);
        some.insert(some.end(), row, row + static_cast<std::ptrdiff_t>(width));
    }
    std::vector<std::vector<double>> sums(width);
#if defined(__SSE2__)
    const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
#else
    const bool has_avx2 = false;
#endif
    for (int iteration = 0; iteration < kIterations; ++iteration) {
        const bool is_near = some.empty() || iteration >= kIterations - kLastIterations;
        const std::vector<std::uint32_t>& seen = is_near ? ids : some;
        const std::size_t seen_rows = seen.size() / width;
        ClassSums class_sum{};
        std::vector<ClassSums> filled(width);
        for (std::size_t c = 0; c < width; ++c) {
            sums[c].assign(columns_[c]->id_count() * kClasses, 0);
            filled[c].fill(0);
        }
        if (has_avx2)
            expect_with_avx2(seen, class_sum, filled, sums);
        else
            expect(seen, class_sum, filled, sums);
        for (std::size_t k = 0; k < kClasses; ++k) {
            weights_[k] = (class_sum[k] + 1) / (static_cast<double>(seen_rows) + kClasses);
        }
        for (std::size_t c = 0; c < width; ++c) {
            for (std::uint32_t id = 1; id < columns_[c]->id_count(); ++id) {
                const double* seen_in = sums[c].data() + std::size_t{id} * kClasses;
                const double rows_of_value = std::accumulate(seen_in, seen_in + kClasses, 0.0);
                const double own = rows_of_value / (rows_of_value + kRowsOfAnyClass);
                for (std::size_t k = 0; k < kClasses; ++k) {
                    const double n =
                        own * (seen_in[k] + kRowsOfAnyClass * weights_[k]) + kSmoothing * total[c][id];
                    shares_[c][id * kClasses + k] = static_cast<float>(n / (filled[c][k] + kSmoothing));
                }
            }
        }
    }
    measure(ids);
}

[[gnu::always_inline]] inline void Strata::expect(const std::vector<std::uint32_t>& ids, ClassSums& class_sum,
                                                  std::vector<ClassSums>& filled,
                                                  std::vector<std::vector<double>>& sums) const {
    const std::size_t width = columns_.size();
    ClassSums weights{};
    std::copy(weights_.begin(), weights_.end(), weights.begin());
    ClassSums seen{};
    for (std::size_t i = 0; i < ids.size(); i += width) {
        ClassSums z = weights;
        for (std::size_t c = 0; c < width; ++c) {
            const std::uint32_t id = ids[i + c];
            if (id == 0) continue;
            const float* shares = shares_[c].data() + std::size_t{id} * kClasses;
            for (std::size_t k = 0; k < kClasses; ++k) z[k] *= static_cast<double>(shares[k]) * 1e3;
        }
        double all = 0;
        for (const double p : z) all += p;
        if (all <= 0) continue;
        const double norm = 1 / all;
        for (std::size_t k = 0; k < kClasses; ++k) {
            z[k] *= norm;
            seen[k] += z[k];
        }
        for (std::size_t c = 0; c < width; ++c) {
            const std::uint32_t id = ids[i + c];
            if (id == 0) continue;
            double* sum = sums[c].data() + std::size_t{id} * kClasses;
            double* total = filled[c].data();
            for (std::size_t k = 0; k < kClasses; ++k) {
                sum[k] += z[k];
                total[k] += z[k];
            }
        }
    }
    class_sum = seen;
}

#if defined(__SSE2__)
[[gnu::target("avx2")]]
#endif
void Strata::expect_with_avx2(const std::vector<std::uint32_t>& ids, ClassSums& class_sum,
                              std::vector<ClassSums>& filled, std::vector<std::vector<double>>& sums) const {
    expect(ids, class_sum, filled, sums);
}

double Strata::probability(const std::uint32_t* ids, std::size_t begin, std::size_t end) const {
    double sum = 0;
    for (std::size_t k = 0; k < kClasses; ++k) {
        double p = weights_[k];
        for (std::size_t c = begin; c < end; ++c) {
            if (ids[c] != 0) p *= static_cast<double>(share(c, ids[c], k));
        }
        sum += p;
    }
    return sum;
}

void Strata::measure(const std::vector<std::uint32_t>& ids) {
    const std::size_t width = columns_.size();
    mean_joint_.assign(width + 1, 0);
    mean_alone_.assign(width, 0);
    std::vector<double> joint_rows(width + 1, 0);
    std::vector<double> alone_rows(width, 0);
    for (std::size_t i = 0; i < ids.size(); i += width) {
        const std::uint32_t* row = ids.data() + i;
        for (std::size_t c = 0; c < width && row[c] != 0; ++c) {
            mean_joint_[c + 1] += probability(row, 0, c + 1);
            joint_rows[c + 1] += 1;
        }
        for (std::size_t c = 0; c < width; ++c) {
            if (row[c] == 0) continue;
            mean_alone_[c] += probability(row, c, c + 1);
            alone_rows[c] += 1;
        }
    }
    for (std::size_t c = 0; c < width; ++c) {
        mean_joint_[c + 1] /= std::max(1.0, joint_rows[c + 1]);
        mean_alone_[c] /= std::max(1.0, alone_rows[c]);
    }
    mean_joint_[0] = 1;
}

StrataCounts Strata::counts() const {
    StrataCounts out;
    out.weights = weights_;
    for (std::size_t c = 0; c < shares_.size(); ++c) {
        auto& values = out.values.emplace_back();
        for (std::uint32_t id = 1; id < columns_[c]->id_count(); ++id) {
            StrataCounts::Shares shares{};
            for (std::size_t k = 0; k < kClasses; ++k) shares[k] = share(c, id, k);
            if (shares != StrataCounts::Shares{}) values.emplace_back(columns_[c]->content_hash(id), shares);
        }
        std::sort(values.begin(), values.end());
    }
    return out;
}

Strata::Strata(const StrataCounts& population, std::vector<const KeyColumn*> columns)
    : columns_(std::move(columns)), weights_(population.weights) {
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        std::vector<float>& shares = shares_.emplace_back(columns_[c]->id_count() * kClasses);
        for (std::uint32_t id = 1; id < columns_[c]->id_count(); ++id) {
            const StrataCounts::Shares found = population.shares(c, columns_[c]->content_hash(id));
            std::copy(found.begin(), found.end(),
                      shares.begin() + static_cast<std::ptrdiff_t>(id * kClasses));
        }
    }
}

double Strata::mean_factor(std::size_t width, std::size_t known) const {
    if (empty() || width > columns_.size() || known >= width) return 1;
    double expected = mean_joint_[known];
    for (std::size_t c = known; c < width; ++c) expected *= mean_alone_[c];
    return expected > 0 ? std::clamp(mean_joint_[width] / expected, 1.0, 64.0) : 1;
}

double Strata::excess_bits(const std::vector<std::uint32_t>& ids, std::size_t known) const {
    if (empty()) return 0;
    double joint = 0;
    double before = 0;
    std::vector<double> alone(ids.size(), 0);
    for (std::size_t k = 0; k < kClasses; ++k) {
        double p = weights_[k];
        for (std::size_t c = 0; c < ids.size(); ++c) {
            if (c == known) before += p;
            if (ids[c] == 0) continue;
            const auto q = static_cast<double>(share(c, ids[c], k));
            p *= q;
            alone[c] += weights_[k] * q;
        }
        if (known >= ids.size()) before += p;
        joint += p;
    }
    double expected = before;
    for (std::size_t c = known; c < ids.size(); ++c) {
        if (ids[c] != 0) expected *= alone[c];
    }
    if (joint <= 0 || expected <= 0) return 0;
    return std::clamp(std::log2(joint / expected), 0.0, kMostBits);
}

}  // namespace scrm::identity
