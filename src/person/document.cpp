// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/document.hpp"

#include <algorithm>
#include <array>

#include "scrm/text/fold.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::person {
namespace {

constexpr std::size_t kMaxRaw = 96;
constexpr std::size_t kShortest = 4;
constexpr std::size_t kLongest = 32;

struct LetterPair {
    char32_t cyrillic;
    char latin;
};

constexpr LetterPair kLookAlikes[] = {{U'а', 'A'}, {U'в', 'B'}, {U'е', 'E'}, {U'к', 'K'}, {U'м', 'M'},
                                      {U'н', 'H'}, {U'о', 'O'}, {U'р', 'P'}, {U'с', 'C'}, {U'т', 'T'},
                                      {U'у', 'Y'}, {U'х', 'X'}, {U'і', 'I'}};

// Folded; longest first where one begins another.
constexpr std::string_view kLabels[] = {
    "идентификационный номер",
    "водительское удостоверение",
    "паспорт гражданина",
    "номер паспорта",
    "паспорт",
    "серия",
    "серія",
    "номер",
    "инн",
    "іпн",
    "рнокпп",
    "снилс",
    "огрн",
    "иин",
    "бин",
    "ву",
    "passport number",
    "passport no",
    "passport",
    "tax id",
    "ssn",
    "social security number",
    "driver license",
    "license",
    "national id",
    "number",
    "no",
    "tin",
    "vat",
    "№",
    "n°",
    "#",
    "id",
};

bool is_separator(char32_t c) noexcept {
    return c == ' ' || c == '-' || c == '.' || c == '/' || c == '_' || c == ':' || c == ',' || c == U'№' ||
           c == '#' || (c >= 0x2010 && c <= 0x2015);
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

// Labels are taken off while one stands in front and does not grow into a word or number of its own.
std::string_view without_labels(std::string_view text) noexcept {
    for (bool again = true; again;) {
        again = false;
        while (!text.empty() && (text[0] == ' ' || text[0] == ':' || text[0] == '.' || text[0] == '-')) {
            text.remove_prefix(1);
        }
        for (const std::string_view label : kLabels) {
            if (!text.starts_with(label)) continue;
            const std::string_view rest = text.substr(label.size());
            const bool symbol = label == "№" || label == "#" || label == "n°";
            const bool ends = !rest.empty() && (rest[0] == ' ' || rest[0] == ':' || rest[0] == '.');
            if (!symbol && !ends) continue;
            text = rest;
            again = true;
            break;
        }
    }
    return text;
}

// More letters than any series has are text, not a number (India's PAN has six).
constexpr std::size_t kMostLetters = 6;

}  // namespace

std::optional<DocumentNumber> DocumentNumber::parse(std::string_view raw) {
    if (raw.size() > kMaxRaw) return std::nullopt;
    const std::string folded = text::fold(raw);
    std::string_view rest = without_labels(folded);
    DocumentNumber number;
    std::size_t letters = 0;
    std::size_t characters = 0;
    while (!rest.empty()) {
        const char32_t c = text::next(rest);
        if (is_separator(c)) {
            // "серия 4509 номер 123456": a label in the middle.
            rest = without_labels(rest);
            continue;
        }
        const auto* pair = std::ranges::find(kLookAlikes, c, &LetterPair::cyrillic);
        if (c >= '0' && c <= '9') {
            number.text_.push_back(static_cast<char>(c));
        } else if (c >= 'a' && c <= 'z') {
            ++letters;
            number.text_.push_back(static_cast<char>(c - 32));
        } else if (pair != std::end(kLookAlikes)) {
            ++letters;
            number.text_.push_back(pair->latin);
        } else if (c >= 0x430 && c <= 0x45F) {
            ++letters;
            text::append(number.text_, c < 0x450 ? c - 0x20 : c - 0x50);
        } else {
            return std::nullopt;
        }
        if (letters > kMostLetters || ++characters > kLongest) return std::nullopt;
    }
    if (characters < kShortest || std::ranges::none_of(number.text_, is_digit)) return std::nullopt;
    return number;
}

bool DocumentNumber::is_placeholder() const noexcept {
    static constexpr std::string_view kKnown[] = {"078051120",  "219099999",  "123456789", "987654321",
                                                  "1234567890", "0123456789", "0987654321"};
    if (std::find(std::begin(kKnown), std::end(kKnown), text_) != std::end(kKnown)) return true;
    std::array<char, kLongest> digits{};
    std::size_t count = 0;
    for (const char c : text_) {
        if (is_digit(c) && count < digits.size()) digits[count++] = c;
    }
    if (count < kShortest) return false;
    const auto all = [&](int step) {
        for (std::size_t i = 1; i < count; ++i) {
            if ((digits[i - 1] - '0' + step + 10) % 10 != digits[i] - '0') return false;
        }
        return true;
    };
    constexpr std::size_t kLongRun = 6;
    return all(0) || (count >= kLongRun && (all(1) || all(-1)));
}

}  // namespace scrm::person
