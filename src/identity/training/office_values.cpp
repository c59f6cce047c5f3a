// SPDX-License-Identifier: Apache-2.0
#include "identity/training/office_values_internal.hpp"

namespace scrm::identity {

OfficeValues::OfficeValues(const MatchModel& model, const Scorer& scorer)
    : layout_(scorer.layout()), chances_(model.comparisons.size(), 0.0) {
    for (std::size_t i = 0; i < model.comparisons.size(); ++i) {
        const KeyColumn* const values = scorer.values_of(i);
        if (!is_of_homes(model.comparisons[i]) || values == nullptr) continue;
        const auto pairs_of = [values](std::uint64_t left, std::uint64_t right) {
            const auto l = static_cast<double>(left);
            return values->is_link() ? l * static_cast<double>(right) : l * (l - 1) / 2;
        };
        double pairs = 0;
        for (std::uint32_t id = 1; id < values->id_count(); ++id) {
            if (is_of_office(*values, id)) pairs += pairs_of(values->count(id, 0), values->count(id, 1));
        }
        if (pairs <= 0) continue;
        chances_[i] = pairs / pairs_of(values->filled(0), values->filled(1));
        columns_.push_back({values, i});
    }
}

Pattern OfficeValues::without(RowPair pair, Pattern pattern) const {
    for (const Column& column : columns_) {
        if (layout_.level(pattern, column.comparison) == 1 &&
            share_an_office_alone(*column.values, pair.a, pair.b))
            pattern &= ~layout_.mask(column.comparison);
    }
    return pattern;
}

}  // namespace scrm::identity
