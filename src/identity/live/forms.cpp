// SPDX-License-Identifier: Apache-2.0
#include "identity/live/forms_internal.hpp"

#include <algorithm>
#include <array>

#include "scrm/core/error.hpp"

namespace scrm::identity::live {
namespace {

constexpr std::size_t kMostColumns = 255;

/// Columns of few values, or of such as are dear to compare.
constexpr std::array<std::string_view, 22> kOfWords = {
    "given",        "family",      "patronymic",   "given_group", "family_root", "family_sound",
    "family_start", "given_start", "partial_date", "birth_date",  "birth_year",  "month_day",
    "handle_year",  "city",        "region",       "country",     "postcode",    "postcode_area",
    "gender",       "kind",        "employer",     "occupation"};

// The head of packed forms.
constexpr std::uint8_t kHasName = 1;
constexpr std::uint8_t kOrderIsSure = 2;
constexpr std::uint8_t kIsCompany = 4;
constexpr std::uint8_t kHasSuffix = 8;
constexpr std::uint8_t kHasOtherParts = 16;  // patronymic or other family name
constexpr unsigned kScriptShift = 5;

void put_number(std::string& out, std::uint32_t value) {
    for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80U);
    out += static_cast<char>(value);
}

}  // namespace

FormShape::FormShape(const FrozenModel::State& frozen) {
    const auto add = [&](const MatchModel& model, const PopulationStatistics& population) {
        std::vector<std::string> keys = compared_keys(model);
        keys.insert(keys.end(), population.strata.keys.begin(), population.strata.keys.end());
        std::sort(keys.begin(), keys.end());
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        for (const std::string& key : keys) {
            const auto known = std::find_if(columns_.begin(), columns_.end(),
                                            [&](const Column& column) { return column.key == key; });
            const auto& strata = population.strata.keys;
            const bool has_words = std::find(kOfWords.begin(), kOfWords.end(), key) != kOfWords.end() ||
                                   std::find(strata.begin(), strata.end(), key) != strata.end();
            if (known == columns_.end())
                columns_.push_back({key, has_words});
            else
                known->has_words |= has_words;
        }
    };
    add(frozen.model, frozen.profiles);
    of_links_ = columns_.size();
    add(*frozen.model.customers, frozen.customers);
    if (columns_.size() > kMostColumns)
        throw Error(ErrorCode::invalid_argument, "a live resolver compares at most 255 columns");
}

std::vector<std::string> FormShape::keys(bool of_links) const {
    std::vector<std::string> out;
    for (std::size_t i = of_links ? 0 : of_links_; i < (of_links ? of_links_ : columns_.size()); ++i)
        out.push_back(columns_[i].key);
    return out;
}

std::size_t FormWords::bytes() const noexcept {
    std::size_t total = parts.bytes();
    for (const Words& words : columns) total += words.bytes();
    return total;
}

std::string pack(const Forms& forms, const FormShape& shape, FormWords& words) {
    std::string out;
    std::array<std::uint32_t, 4> parts{};
    std::transform(forms.name.begin(), forms.name.end(), parts.begin(),
                   [&](const std::string& part) { return part.empty() ? 0 : words.parts.intern(part); });
    const bool has_name = parts != std::array<std::uint32_t, 4>{};
    const bool has_others = parts[2] != 0 || parts[3] != 0;
    out += static_cast<char>((has_name ? kHasName : 0U) | (forms.order_is_sure ? kOrderIsSure : 0U) |
                             (forms.is_company ? kIsCompany : 0U) | (forms.suffix != 0 ? kHasSuffix : 0U) |
                             (has_others ? kHasOtherParts : 0U) |
                             static_cast<unsigned>(forms.script) << kScriptShift);
    if (has_name) {
        put_number(out, parts[0]);
        put_number(out, parts[1]);
    }
    if (has_others) {
        put_number(out, parts[2]);
        put_number(out, parts[3]);
    }
    if (forms.suffix != 0) out += static_cast<char>(forms.suffix);
    for (const Forms::Value& value : forms.values) {
        out += static_cast<char>(value.column);
        if (shape.columns()[value.column].has_words) {
            put_number(out, words.columns[value.column].intern(value.text));
        } else {
            put_number(out, static_cast<std::uint32_t>(value.text.size()));
            out += value.text;
        }
    }
    return out;
}

NameParts FormReader::name() {
    NameParts out;
    const auto head = static_cast<std::uint8_t>(*at_++);
    out.order_is_sure = (head & kOrderIsSure) != 0;
    out.is_company = (head & kIsCompany) != 0;
    out.script = static_cast<NameScript>(head >> kScriptShift);
    if ((head & kHasName) != 0) {
        out.given = number();
        out.family = number();
    }
    if ((head & kHasOtherParts) != 0) {
        out.patronymic = number();
        out.other_family = number();
    }
    if ((head & kHasSuffix) != 0) out.suffix = static_cast<std::uint8_t>(*at_++);
    return out;
}

}  // namespace scrm::identity::live
