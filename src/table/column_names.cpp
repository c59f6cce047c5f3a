// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/column_names.hpp"

#include <algorithm>
#include <array>

#include "scrm/core/error.hpp"
#include "scrm/text/fold.hpp"
#include "scrm/text/letter_case.hpp"
#include "scrm/text/similarity.hpp"
#include "scrm/text/utf8.hpp"
#include "table/column_headers_internal.hpp"

namespace scrm::table {
namespace {

constexpr std::array<std::string_view, 19> kAttributes{
    "full_name", "given_name", "family_name", "patronymic", "gender",     "birth_date", "phone",
    "email",     "handle",     "url",         "address",    "street",     "postcode",   "city",
    "region",    "country",    "employer",    "occupation", "national_id"};

/// The letter that a Latin, Cyrillic or Greek one with a mark is without it.
constexpr std::pair<std::u32string_view, std::string_view> kUnmarked[] = {
    {U"àáâãäåāă", "a"}, {U"æ", "ae"},     {U"çćč", "c"},  {U"ð", "d"},   {U"èéêëęėě", "e"},
    {U"ğ", "g"},        {U"ìíîïıį", "i"}, {U"łľ", "l"},   {U"ñńň", "n"}, {U"òóôõöøő", "o"},
    {U"œ", "oe"},       {U"ř", "r"},      {U"śşšș", "s"}, {U"țťţ", "t"}, {U"ùúûüůűū", "u"},
    {U"ýÿ", "y"},       {U"źżž", "z"},    {U"ё", "е"},    {U"ά", "α"},   {U"έ", "ε"},
    {U"ή", "η"},        {U"ίϊΐ", "ι"},    {U"ό", "ο"},    {U"ύϋΰ", "υ"}, {U"ώ", "ω"},
};

/// What is in brackets says how to fill in a form, not whose value it is or which part of it: (s),
/// (required), (dd/mm/yyyy).
bool says_how(std::string_view in_brackets) {
    constexpr std::array<std::string_view, 12> kNotes = {
        "s",   "es",  "optional", "required",    "mandatory",     "if any",
        "utf", "iso", "e.164",    "обязательно", "необязательно", "обовязково"};
    const std::string note = text::fold(in_brackets);
    if (std::find(kNotes.begin(), kNotes.end(), note) != kNotes.end()) return true;
    // A date's letters in English, German, Russian and Ukrainian, and what stands between them.
    constexpr std::u32string_view kOfDates = U"dmytjaдмгчр ./-";
    for (std::string_view rest = note; !rest.empty();) {
        if (kOfDates.find(text::next(rest)) == std::u32string_view::npos) return false;
    }
    return note.size() >= 6;
}

/// Without a last part in brackets that says how: Surname(s), DOB (dd/mm/yyyy).
std::string_view without_note(std::string_view header) {
    const std::size_t last = header.find_last_not_of(" *\t\r\n");
    if (last == std::string_view::npos || header[last] != ')') return header;
    const std::size_t open = header.rfind('(', last);
    if (open == 0 || open == std::string_view::npos) return header;
    return says_how(header.substr(open + 1, last - open - 1)) ? header.substr(0, open) : header;
}

/// As KnownHeader::headers are written.
std::string folded(std::string_view header) {
    constexpr std::u32string_view kLeftOut = U" _-.,:'`#*()\u2019\u02BC";
    const std::string lower = text::fold(without_note(header));
    std::string out;
    out.reserve(lower.size());
    for (std::string_view rest = lower; !rest.empty();) {
        const char32_t letter = text::next(rest);
        const bool is_mark = letter >= 0x300 && letter <= 0x36F;
        if (is_mark || kLeftOut.find(letter) != std::u32string_view::npos) continue;
        const auto* const unmarked =
            std::find_if(std::begin(kUnmarked), std::end(kUnmarked),
                         [letter](const auto& one) { return one.first.find(letter) != one.first.npos; });
        if (unmarked != std::end(kUnmarked))
            out += unmarked->second;
        else
            text::append(out, letter);
    }
    return out;
}

/// Calls `use` for each word until it says true; whether it did.
template <class Use>
bool any_word(std::string_view words, const Use& use) {
    while (!words.empty()) {
        const std::string_view word = words.substr(0, words.find(' '));
        words.remove_prefix(std::min(words.size(), word.size() + 1));
        if (use(word)) return true;
    }
    return false;
}

const KnownHeader* known_as(std::string_view name) {
    const auto known = known_headers();
    const auto at = std::find_if(known.begin(), known.end(), [name](const KnownHeader& one) {
        return any_word(one.headers, [name](std::string_view header) { return header == name; });
    });
    return at == known.end() ? nullptr : &*at;
}

/// A header with a number: "phone2", "email2address" (Outlook), "phone1value" (Google).
struct Numbered {
    std::string_view name;    ///< what stands before the number
    std::string_view number;  ///< one or two digits
    std::string_view rest;    ///< what stands behind it
};
std::optional<Numbered> numbered(std::string_view header) {
    constexpr std::string_view kDigits = "0123456789";
    constexpr std::size_t kMostDigits = 2;
    const std::size_t last = header.find_last_of(kDigits);
    if (last == std::string_view::npos) return std::nullopt;
    const std::size_t before = header.find_last_not_of(kDigits, last);
    if (before == std::string_view::npos || last - before > kMostDigits) return std::nullopt;
    return Numbered{header.substr(0, before + 1), header.substr(before + 1, last - before),
                    header.substr(last + 1)};
}

/// The known header that one with a number stands for: one of several columns of an attribute that may have
/// several, or a part of Google's first address or organization.
const KnownHeader* known_by_number(std::string_view header) {
    const auto parts = numbered(header);
    if (!parts) return nullptr;
    const auto& [name, number, rest] = *parts;
    if (number == "1" && name == "organization") return known_as("organization" + std::string{rest});
    if (number == "1" && name == "address") {
        if (rest == "formatted") return known_as("address");
        constexpr std::string_view kParts[] = {"street", "city", "region", "postalcode", "country"};
        return std::find(std::begin(kParts), std::end(kParts), rest) == std::end(kParts) ? nullptr
                                                                                         : known_as(rest);
    }
    if (!rest.empty() && rest != "value" && !(name == "email" && rest == "address")) return nullptr;
    const KnownHeader* known = known_as(name);
    return known != nullptr && is_repeatable(known->attribute) ? known : nullptr;
}

bool has_partner(const PairedHeader& pair, std::span<const std::string> others) {
    return any_word(pair.partners, [others](std::string_view partner) {
        return std::find(others.begin(), others.end(), partner) != others.end();
    });
}

/// What a header means beside the others, all folded.
std::optional<KnownHeader> meaning_of(std::string_view name, std::span<const std::string> others) {
    const auto paired = paired_headers();
    const auto pair = std::find_if(paired.begin(), paired.end(),
                                   [name](const PairedHeader& one) { return one.header == name; });
    if (pair == paired.end()) {
        const KnownHeader* known = known_as(name);
        if (known == nullptr) known = known_by_number(name);
        return known == nullptr ? std::nullopt : std::optional{*known};
    }
    // Beside Vorname and Nachname, Name is neither.
    const bool is_said = std::any_of(others.begin(), others.end(), [&pair](const std::string& other) {
        const KnownHeader* known = known_as(other);
        return known != nullptr && known->attribute == pair->attribute;
    });
    if (!is_said && has_partner(*pair, others)) return KnownHeader{pair->attribute, name};
    return pair->alone.empty() ? std::nullopt : std::optional{KnownHeader{pair->alone, name}};
}

bool is_attribute(std::string_view name) {
    return std::find(kAttributes.begin(), kAttributes.end(), name) != kAttributes.end() ||
           (name.starts_with("other:") && name.size() > 6);
}

[[noreturn]] void refuse(const std::string& why) {
    throw Error{ErrorCode::invalid_argument, why};
}

std::string attribute_list() {
    std::string out;
    for (const std::string_view name : kAttributes) out.append(name).append(", ");
    return out + "other:<anything>";
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::string no_such_column(std::string_view name, std::span<const std::string> header) {
    constexpr std::size_t kSlips = 2;
    constexpr std::size_t kBytesOfASlip = 3;
    constexpr std::size_t kLongest = 64;
    const std::string wanted = text::to_lower(name);
    const std::string* nearest = nullptr;
    int least = static_cast<int>(std::min(kSlips, wanted.size() / kBytesOfASlip)) + 1;
    for (const std::string& column : header) {
        if (std::max(wanted.size(), column.size()) > kLongest) continue;
        const int slips = text::damerau_levenshtein(wanted, text::to_lower(column), least - 1);
        if (slips >= least) continue;
        least = slips;
        nearest = &column;
    }
    std::string message = "no column '" + std::string{name} + "'";
    if (nearest != nullptr) message += "; there is '" + *nearest + "'";
    return message;
}

std::span<const std::string_view> attribute_names() noexcept {
    return kAttributes;
}

bool is_repeatable(std::string_view attribute) noexcept {
    return attribute == "phone" || attribute == "email" || attribute == "handle" || attribute == "url";
}

std::optional<std::string_view> recognise_column(std::string_view header) {
    const auto known = meaning_of(folded(header), {});
    return known ? std::optional{known->attribute} : std::nullopt;
}

std::vector<MappedColumn> recognise_columns(std::span<const std::string> header, std::string_view id_column) {
    std::vector<std::string> names;
    names.reserve(header.size());
    for (const std::string& column : header) names.push_back(folded(column));
    std::vector<MappedColumn> found;
    const auto find = [&](std::size_t i, bool last_resort) {
        if (!id_column.empty() && header[i] == id_column) return;
        const auto known = meaning_of(names[i], names);
        if (!known || known->last_resort != last_resort) return;
        if (std::count(header.begin(), header.end(), header[i]) > 1) {
            refuse("column '" + header[i] + "' occurs twice in the header");
        }
        const bool taken = std::any_of(found.begin(), found.end(), [&](const MappedColumn& other) {
            return other.attribute == known->attribute;
        });
        if (taken && !is_repeatable(known->attribute)) return;
        found.push_back({std::string{known->attribute}, header[i], i});
    };
    for (const bool last_resort : {false, true}) {
        for (std::size_t i = 0; i < header.size(); ++i) find(i, last_resort);
    }
    std::sort(found.begin(), found.end(),
              [](const MappedColumn& a, const MappedColumn& b) { return a.index < b.index; });
    if (found.empty())
        refuse("no column has a name that is known; name the columns as attribute=column, attributes are " +
               attribute_list());
    return found;
}

std::vector<std::pair<std::string, std::string>> parse_column_spec(std::string_view spec) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (;;) {
        const std::size_t comma = spec.find(',');
        const std::string_view part = trimmed(spec.substr(0, comma));
        const std::size_t equals = part.find('=');
        const std::string_view attribute = trimmed(part.substr(0, equals));
        const std::string_view column =
            equals == std::string_view::npos ? "" : trimmed(part.substr(equals + 1));
        if (attribute.empty() || column.empty()) {
            refuse("part " + std::to_string(pairs.size() + 1) + " of the columns is not attribute=column");
        }
        pairs.emplace_back(attribute, column);
        if (comma == std::string_view::npos) return pairs;
        spec.remove_prefix(comma + 1);
    }
}

std::vector<MappedColumn> map_columns(std::span<const std::pair<std::string, std::string>> pairs,
                                      std::span<const std::string> header, bool allow_missing) {
    std::vector<MappedColumn> mapped;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto& [attribute, column] = pairs[i];
        if (!is_attribute(attribute))
            refuse("unknown attribute '" + attribute + "'; attributes are " + attribute_list());
        for (std::size_t j = 0; j < i; ++j) {
            if (pairs[j].second == column) refuse("column '" + column + "' is named twice");
        }
        const auto count = std::count(header.begin(), header.end(), column);
        if (count > 1) refuse("column '" + column + "' occurs twice in the header");
        if (count == 0) {
            if (!allow_missing) refuse(no_such_column(column, header));
            continue;
        }
        // Of two columns for one attribute each is there for the files that lack the other.
        const bool is_filled =
            std::any_of(mapped.begin(), mapped.end(),
                        [&name = attribute](const MappedColumn& one) { return one.attribute == name; });
        if (is_filled && !is_repeatable(attribute)) refuse("attribute '" + attribute + "' is named twice");
        const auto index = std::find(header.begin(), header.end(), column) - header.begin();
        mapped.push_back({attribute, column, static_cast<std::size_t>(index)});
    }
    if (mapped.empty() && !pairs.empty()) refuse(no_such_column(pairs.front().second, header));
    return mapped;
}

}  // namespace scrm::table
