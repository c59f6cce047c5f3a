// SPDX-License-Identifier: Apache-2.0
#include "identity/model/gap_rules_internal.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace scrm::identity {
namespace {

constexpr std::size_t kOneIn = 20;

/// Which records of a set have a value in any of the attributes that it has.
class AnyOf {
  public:
    template <std::size_t kCount>
    AnyOf(const RecordSet& set, const std::array<std::string_view, kCount>& attributes) {
        for (const std::string_view attribute : attributes) {
            if (const ValueColumn* column = set.column(attribute)) columns_.push_back(column);
        }
    }
    bool has(RecordIndex record) const {
        return std::any_of(columns_.begin(), columns_.end(),
                           [record](const ValueColumn* column) { return column->first(record) != 0; });
    }

  private:
    std::vector<const ValueColumn*> columns_;
};

constexpr std::array<std::string_view, 4> kOwn = {"national_id", "phone", "email", "handle"};
constexpr std::array<std::string_view, 1> kFullName = {"full_name"};
constexpr std::array<std::string_view, 1> kGiven = {"given_name"};
constexpr std::array<std::string_view, 1> kFamily = {"family_name"};
constexpr std::array<std::string_view, 1> kBirth = {"birth_date"};

/// Records that other records of the person can only meet by a few things together.
std::size_t hard_to_find(const RecordSet& set) {
    const AnyOf own(set, kOwn);
    const AnyOf full(set, kFullName);
    const AnyOf given(set, kGiven);
    const AnyOf family(set, kFamily);
    const AnyOf birth(set, kBirth);
    std::size_t count = 0;
    for (RecordIndex record = 0; record < set.size(); ++record) {
        const bool is_named = full.has(record) || (given.has(record) && family.has(record));
        count += own.has(record) || (is_named && birth.has(record)) ? 0 : 1;
    }
    return count;
}

}  // namespace

MatchModel with_gap_rules(const MatchModel& model, const Rows& rows) {
    static const std::vector<BlockingRule> kOfRecipe = MatchModel::person().blocking_rules;
    MatchModel out = model;
    if (model.trained || model.name != "person" || model.blocking_rules != kOfRecipe) return out;
    std::size_t hard = 0;
    for (std::size_t side = 0; side < rows.sides(); ++side) hard += hard_to_find(rows.set(side));
    if (hard == 0 || hard * kOneIn < rows.size()) return out;
    const std::vector<BlockingRule> rules = {
        {{"family_sound", "month_day"}},
        {{"given_start", "family_start", "city"}},
        {{"given_start", "family_start", "birth_year"}},
        {{"city", "month_day"}},
        {{"family_sound", "city"}},
        {{"given_group", "city"}, 60},
        {{"given_group", "month_day"}, 40},
        {{"address_line:near"}, 20},
    };
    out.blocking_rules.insert(out.blocking_rules.end(), rules.begin(), rules.end());
    return out;
}

}  // namespace scrm::identity
