// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace scrm::python {

/// A number as a person reads it, by its first digits.
inline std::string digits_of(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

/// `<Kind name=value …>`: what a session shows. Counts and labels, never a value of a row: sessions are
/// logged.
inline std::string repr_of(std::string_view kind,
                           std::initializer_list<std::pair<std::string_view, std::string>> parts) {
    std::string out{"<"};
    out.append(kind);
    for (const auto& [name, value] : parts) out.append(" ").append(name).append("=").append(value);
    return out + '>';
}

}  // namespace scrm::python
