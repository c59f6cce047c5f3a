// SPDX-License-Identifier: Apache-2.0
#include "identity/blocking/known_keys_internal.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "identity/blocking/heard_keys_internal.hpp"
#include "identity/blocking/name_keys_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/records/gram_index_internal.hpp"
#include "identity/records/near_keys_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/table/column_names.hpp"

namespace scrm::identity {
namespace {

/// Attributes of records that no column of a table is read as.
constexpr std::array<std::string_view, 5> kWithoutColumn = {"kind", "network", "link", "followers",
                                                            "public_phone"};

bool is_person_attribute(std::string_view key) {
    const auto named = table::attribute_names();
    return key.starts_with("other:") || std::find(named.begin(), named.end(), key) != named.end() ||
           std::find(kWithoutColumn.begin(), kWithoutColumn.end(), key) != kWithoutColumn.end();
}

bool is_derived(std::string_view key) {
    if (is_name_key(key) || is_spelled_key(key) || key == kHeardName) return true;
    const ColumnSource source = source_of(key);
    return !source.fine.empty() || source.attributes.front() != key;
}

/// What the grams or the near texts of a key are made of; else the key.
std::string_view base_of(std::string_view key) {
    if (const std::string_view attribute = attribute_of_grams(key); !attribute.empty())
        return base_of(attribute);
    if (const std::string_view near = key_of_near(key); !near.empty()) return base_of(near);
    return key;
}

}  // namespace

void require_known_keys(const MatchModel& model, const Rows& rows) {
    if (rows.size() == 0) return;
    const std::vector<std::string> compared = compared_keys(model);
    for (const BlockingRule& rule : model.blocking_rules) {
        for (const std::string& key : rule.keys) {
            const std::string_view base = base_of(key);
            bool known = is_person_attribute(base) || is_derived(base) ||
                         std::find(compared.begin(), compared.end(), base) != compared.end();
            for (std::size_t side = 0; side < rows.sides(); ++side)
                known = known || rows.set(side).column(base) != nullptr;
            if (!known)
                throw Error(ErrorCode::invalid_argument,
                            "match model: the blocking key '" + key +
                                "' is no key, nor an attribute of the records or the comparisons");
        }
    }
}

}  // namespace scrm::identity
