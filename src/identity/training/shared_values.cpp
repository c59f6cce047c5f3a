// SPDX-License-Identifier: Apache-2.0
#include "identity/training/shared_values_internal.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace scrm::identity {
namespace {

/// Names are told apart by much more than equality; a country or a kind is expected to be the same in most.
bool may_be_dominated(const Comparison& comparison) {
    if (comparison.levels.front().u >= kDominantShare) return false;
    static constexpr std::array<std::string_view, 5> kMeasures = {"date", "document", "code", "text", "same"};
    return is_of_homes(comparison) || std::ranges::find(kMeasures, comparison.measure) != kMeasures.end();
}

double pairs_of(const KeyColumn& values, std::uint64_t left, std::uint64_t right) {
    const auto l = static_cast<double>(left);
    return values.is_link() ? l * static_cast<double>(right) : l * (l - 1) / 2;
}

}  // namespace

SharedValues::SharedValues(const MatchModel& model, const Scorer& scorer)
    : layout_(scorer.layout()),
      chances_(model.comparisons.size(), 0.0),
      comparable_(chances_),
      has_dominant_(model.comparisons.size(), false) {
    for (std::size_t i = 0; i < model.comparisons.size(); ++i) {
        const KeyColumn* const values = scorer.values_of(i);
        if (values == nullptr || !may_be_dominated(model.comparisons[i])) continue;
        const double comparable = pairs_of(*values, values->filled(0), values->filled(1));
        if (comparable <= 0) continue;
        const bool has_offices = is_of_homes(model.comparisons[i]);
        Column column{values, i, std::vector<bool>(values->id_count(), false)};
        double pairs = 0;
        for (std::uint32_t id = 1; id < values->id_count(); ++id) {
            const double own = pairs_of(*values, values->count(id, 0), values->count(id, 1));
            const bool is_dominant = own >= kDominantShare * comparable && is_of_office(*values, id);
            if (!is_dominant && !(has_offices && is_of_office(*values, id))) continue;
            column.is_shared[id] = true;
            has_dominant_[i] = has_dominant_[i] || is_dominant;
            pairs += own;
        }
        if (pairs <= 0) continue;
        comparable_[i] = comparable;
        chances_[i] = pairs / comparable;
        columns_.push_back(std::move(column));
    }
}

bool SharedValues::share_such_alone(const Column& column, Row a, Row b) {
    const auto left = column.values->ids(a);
    const auto right = column.values->ids(b);
    bool share = false;
    for (const std::uint32_t id : left) {
        if (std::ranges::find(right, id) == right.end()) continue;
        if (!column.is_shared[id]) return false;
        share = true;
    }
    return share;
}

Pattern SharedValues::without(RowPair pair, Pattern pattern) const {
    for (const Column& column : columns_) {
        if (layout_.level(pattern, column.comparison) == 1 && share_such_alone(column, pair.a, pair.b))
            pattern &= ~layout_.mask(column.comparison);
    }
    return pattern;
}

}  // namespace scrm::identity
