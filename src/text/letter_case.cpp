// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/letter_case.hpp"

#include <unicode/uchar.h>

#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

template <class Map>
std::string mapped(std::string_view text, const Map& map) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) append(out, static_cast<char32_t>(map(static_cast<UChar32>(next(text)))));
    return out;
}

}  // namespace

std::string to_lower(std::string_view text) {
    return mapped(text, [](UChar32 c) { return u_tolower(c); });
}

std::string to_upper(std::string_view text) {
    return mapped(text, [](UChar32 c) { return u_toupper(c); });
}

}  // namespace scrm::text
