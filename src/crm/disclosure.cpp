// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "disclosure_internal.hpp"

namespace scrm::detail {
namespace {

constexpr std::array<std::string_view, 6> kPublicAttributes{"city",   "region", "country",
                                                            "gender", "kind",   "network"};
constexpr std::array<std::string_view, 4> kNumberAttributes{"phone", "national_id", "postcode", "document"};
constexpr int kShownDigits = 2;

bool is_one_of(std::string_view attribute, const auto& names) {
    return std::find(names.begin(), names.end(), attribute) != names.end();
}

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}
bool is_ascii_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_word(char byte) {
    return is_ascii_letter_or_digit(byte) || (static_cast<unsigned char>(byte) & 0x80U) != 0;
}

/// The first letter of every word, the rest as one `*` each word.
std::string starred_words(std::string_view value) {
    std::string result;
    bool in_word = false;
    bool starred = false;
    for (const char byte : value) {
        if (!is_word(byte)) {
            in_word = false;
            result.push_back(byte);
        } else if (!in_word) {
            in_word = true;
            starred = false;
            result.push_back(byte);
        } else if (is_continuation(byte) && !starred) {
            result.push_back(byte);
        } else if (!starred) {
            starred = true;
            result.push_back('*');
        }
    }
    return result;
}

std::string last_digits(std::string_view value) {
    std::string result{value};
    int shown = 0;
    for (std::size_t i = result.size(); i-- > 0;) {
        if (!is_word(result[i])) continue;
        if (shown++ >= kShownDigits) result[i] = '*';
    }
    return result;
}

std::string starred_email(std::string_view value) {
    const auto at = value.find('@');
    if (at == std::string_view::npos) return starred_words(value);
    std::string login = starred_words(value.substr(0, at));
    // Where each word is one letter nothing was starred, and the address would stand there in full.
    if (login.find('*') == std::string::npos) std::replace_if(login.begin(), login.end(), is_word, '*');
    return login + std::string{value.substr(at)};
}

std::string starred_digits(std::string_view value) {
    std::string result{value};
    for (char& c : result) {
        if (c >= '0' && c <= '9') c = '*';
    }
    return result;
}

/// Each part of a list joined by "; " on its own.
std::string masked_parts(std::string_view attribute, std::string_view values) {
    std::string result;
    while (true) {
        const auto end = values.find("; ");
        result += masked_value(attribute, values.substr(0, end));
        if (end == std::string_view::npos) return result;
        result += "; ";
        values.remove_prefix(end + 2);
    }
}

}  // namespace

std::string masked_value(std::string_view attribute, std::string_view value) {
    if (is_one_of(attribute, kPublicAttributes)) return std::string{value};
    // A value that looks like an address or a number is masked as one, whatever it was compared as.
    if (value.find('@') != std::string_view::npos) return starred_email(value);
    if (is_one_of(attribute, kNumberAttributes)) return last_digits(value);
    if (attribute == "birth_date") return starred_digits(value);
    const auto digits =
        std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits >= 7) return last_digits(value);
    return starred_words(value);
}

identity::Explanation masked(identity::Explanation explanation) {
    for (auto& part : explanation.evidence) {
        const std::string attribute = part.attributes.empty() ? part.comparison : part.attributes.front();
        part.left = masked_parts(attribute, part.left);
        part.right = masked_parts(attribute, part.right);
    }
    return explanation;
}

std::string initials(std::string_view name) {
    std::string result;
    bool in_word = false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (!is_word(name[i])) {
            in_word = false;
        } else if (!in_word) {
            in_word = true;
            if (!result.empty()) result.push_back(' ');
            result.push_back(name[i]);
            while (i + 1 < name.size() && is_continuation(name[i + 1])) result.push_back(name[++i]);
            result.push_back('.');
        }
    }
    return result;
}

}  // namespace scrm::detail
