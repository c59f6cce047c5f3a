// SPDX-License-Identifier: Apache-2.0
#include "identity/folding_internal.hpp"
#include "identity/names_internal.hpp"

namespace scrm::identity {

ParsedName parse_name_fields(std::string_view full, std::string_view given, std::string_view family,
                             std::string_view patronymic) {
    ParsedName name;
    name.given = latin_text(given);
    name.family = latin_text(family);
    name.patronymic = latin_text(patronymic);
    if (name.given.empty() && name.family.empty() && !full.empty()) {
        const std::string folded = latin_text(full);
        const auto words = words_of(folded);
        if (!words.empty()) name.given = words.front();
        if (words.size() > 1) name.family = words.back();
        name.order_is_sure = false;
    }
    return name;
}

void given_name_groups(std::string_view given, std::vector<std::string>& groups) { groups.emplace_back(given); }

std::string family_name_root(std::string_view family) { return std::string{family}; }

std::string sound_of(std::string_view family) {
    std::string out;
    for (const char c : family) {
        const bool vowel = c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' || c == 'h' || c == ' ';
        if ((!vowel || out.empty()) && (out.empty() || out.back() != c)) out += c;
    }
    return out.substr(0, 4);
}

}  // namespace scrm::identity
