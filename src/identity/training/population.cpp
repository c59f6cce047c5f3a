// SPDX-License-Identifier: Apache-2.0
#include "identity/training/population_internal.hpp"

#include <algorithm>

#include "identity/records/features_internal.hpp"

namespace scrm::identity {
ColumnStatistics KeyColumn::statistics() const {
    ColumnStatistics out;
    out.filled = filled_;
    out.chance_agreement = chance_agreement_;
    out.mean_count_share = mean_count_share();
    out.is_link = is_link_;
    out.is_multi_valued = is_multi_valued();
    out.counts.push_back({});
    for (std::uint32_t id = 1; id < id_count(); ++id) {
        const std::array<std::uint32_t, 2> seen = {count(id, 0), count(id, 1)};
        if (seen[0] + seen[1] < ColumnCounts::kFewest) continue;
        out.values.intern(text(id));
        out.counts.push_back(seen);
    }
    return out;
}

void KeyColumn::adopt(const ColumnStatistics& population) {
    std::array<std::vector<std::uint32_t>, 2> counts;
    for (auto& of_side : counts) of_side.resize(id_count());
    for (std::uint32_t id = 1; id < id_count(); ++id) {
        const auto& seen = population.counts[population.values.find(text(id))];
        for (std::size_t side = 0; side < 2; ++side) counts[side][id] = seen[side];
    }
    for (std::size_t side = 0; side < 2; ++side) counts_[side] = ValueCounts{std::move(counts[side])};
    filled_ = population.filled;
    chance_agreement_ = population.chance_agreement;
    assumed_mean_count_share_ = population.mean_count_share;
    is_link_ = population.is_link;
    is_unique_in_population_ = !population.is_multi_valued;
}

Strata::Strata(const StrataStatistics& population, std::vector<const KeyColumn*> columns)
    : columns_(std::move(columns)),
      weights_(population.weights),
      shares_(columns_.size()),
      mean_joint_(population.mean_joint),
      mean_alone_(population.mean_alone) {
    follow(population);
}

void Strata::follow(const StrataStatistics& population) {
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        const auto first = static_cast<std::uint32_t>(shares_[c].size() / kClasses);
        shares_[c].resize(columns_[c]->id_count() * kClasses, 0);
        for (std::uint32_t id = first; id < columns_[c]->id_count(); ++id) {
            const auto known = population.shares[c].find(columns_[c]->text(id));
            if (known == population.shares[c].end()) continue;
            std::copy(known->second.begin(), known->second.end(),
                      shares_[c].begin() + static_cast<std::ptrdiff_t>(id * kClasses));
        }
    }
}

StrataStatistics Strata::statistics(std::vector<std::string> keys) const {
    StrataStatistics out;
    if (empty()) return out;
    out.keys = std::move(keys);
    out.weights = weights_;
    out.mean_joint = mean_joint_;
    out.mean_alone = mean_alone_;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        auto& shares = out.shares.emplace_back();
        for (std::uint32_t id = 1; id < columns_[c]->id_count(); ++id) {
            std::array<float, kClasses> of_value{};
            for (std::size_t k = 0; k < kClasses; ++k) of_value[k] = share(c, id, k);
            const bool was_seen =
                std::any_of(of_value.begin(), of_value.end(), [](float p) { return p != 0; });
            if (was_seen) shares.emplace(columns_[c]->text(id), of_value);
        }
    }
    return out;
}

PopulationStatistics Features::statistics() const {
    PopulationStatistics out;
    for (const auto& [key, column] : columns_) out.columns.emplace(key, column->statistics());
    std::vector<std::string> keys;
    for (const KeyColumn* column : strata_.columns()) {
        for (const auto& [key, known] : columns_) {
            if (known.get() == column) keys.push_back(key);
        }
    }
    out.strata = strata_.statistics(std::move(keys));
    out.vocabulary = vocabulary_of(names_);
    return out;
}

}  // namespace scrm::identity
