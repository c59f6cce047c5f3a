// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/country.hpp"

#include <algorithm>
#include <cstddef>

#include "person/names/name_table_internal.hpp"
#include "person/places/country_rows_internal.hpp"
#include "person/places/place_key_internal.hpp"

namespace scrm::person {
namespace {

const NameTable& country_names() {
    static const NameTable kTable = [] {
        NameTable table;
        const auto rows = country_rows();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto id = static_cast<std::uint16_t>(i);
            table.add(name_key(rows[i].alpha2), id);
            table.add(name_key(rows[i].alpha3), id);
            table.add_all(rows[i].names, id);
        }
        return table;
    }();
    return kTable;
}

}  // namespace

std::string_view country_of_key(std::string_view key) {
    const auto found = country_names().find(key);
    return found.empty() ? std::string_view{} : country_rows()[found.front()].alpha2;
}

std::optional<Country> Country::parse(std::string_view raw) {
    constexpr std::size_t kMaxRaw = 128;
    if (raw.size() > kMaxRaw) return std::nullopt;
    const std::string_view code = country_of_key(name_key(raw));
    if (code.empty()) return std::nullopt;
    return Country{code};
}

int Country::calling_code() const noexcept {
    const auto rows = country_rows();
    const auto row = std::ranges::find(rows, code(), &CountryRow::alpha2);
    return row == rows.end() ? 0 : row->calling_code;
}

}  // namespace scrm::person
