// SPDX-License-Identifier: Apache-2.0
#include "identity/training/shared_values_internal.hpp"

#include <algorithm>

namespace scrm::identity {
namespace {

/// Fewer rows are a family's, each written down a few times.
constexpr std::uint32_t kFewestRows = 16;

}  // namespace

SharedValues::SharedValues(const MatchModel& model, const Scorer& scorer)
    : layout_(scorer.layout()), chances_(model.comparisons.size(), 0.0) {
    for (std::size_t i = 0; i < model.comparisons.size(); ++i) {
        const KeyColumn* const values = scorer.values_of(i);
        if (!is_of_homes(model.comparisons[i]) || values == nullptr) continue;
        const auto pairs_of = [values](std::uint64_t left, std::uint64_t right) {
            const auto l = static_cast<double>(left);
            return values->is_link() ? l * static_cast<double>(right) : l * (l - 1) / 2;
        };
        Column column{values, i, std::vector<bool>(values->id_count(), false)};
        double shared = 0;
        for (std::uint32_t id = 1; id < values->id_count(); ++id) {
            if (values->count(id, 0) + values->count(id, 1) < kFewestRows) continue;
            column.is_shared[id] = true;
            shared += pairs_of(values->count(id, 0), values->count(id, 1));
        }
        if (shared <= 0) continue;
        chances_[i] = shared / pairs_of(values->filled(0), values->filled(1));
        columns_.push_back(std::move(column));
    }
}

Pattern SharedValues::without(RowPair pair, Pattern pattern) const {
    for (const Column& column : columns_) {
        if (layout_.level(pattern, column.comparison) != 1) continue;
        const auto left = column.values->ids(pair.a);
        const auto right = column.values->ids(pair.b);
        const bool rests_on_others = std::any_of(left.begin(), left.end(), [&](std::uint32_t id) {
            return !column.is_shared[id] && std::find(right.begin(), right.end(), id) != right.end();
        });
        if (!rests_on_others) pattern &= ~layout_.mask(column.comparison);
    }
    return pattern;
}

}  // namespace scrm::identity
