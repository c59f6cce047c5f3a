// SPDX-License-Identifier: Apache-2.0
#include "connect/cleaning_internal.hpp"

#include <algorithm>
#include <charconv>

#include "connect/field_checks_internal.hpp"
#include "scrm/core/id.hpp"
#include "scrm/core/time.hpp"
#include "scrm/text/mask.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::connect {
namespace {

/// `\uXXXX` as the character that it stands for, escaped white space as a space, everything else as it is.
std::string with_decoded_escapes(std::string_view json) {
    std::string text;
    text.reserve(json.size());
    char32_t high = 0;  // a first surrogate that waits for its second
    const auto flush = [&] {
        if (high != 0) text::append(text, text::kReplacement);
        high = 0;
    };
    while (!json.empty()) {
        if (json.size() >= 2 && json[0] == '\\' && json[1] != 'u') {
            flush();
            if (std::string_view{"nrtfb"}.find(json[1]) != std::string_view::npos) {
                text.push_back(' ');
            } else if (json[1] == '/') {
                text.push_back('/');
            } else {
                text.append(json.substr(0, 2));
            }
            json.remove_prefix(2);
            continue;
        }
        unsigned unit = 0;
        const bool escape =
            json.size() >= 6 && json[0] == '\\' &&
            std::from_chars(json.data() + 2, json.data() + 6, unit, 16).ptr == json.data() + 6;
        if (!escape) {
            flush();
            text.push_back(json[0]);
            json.remove_prefix(1);
            continue;
        }
        json.remove_prefix(6);
        if (high != 0 && unit >= 0xDC00 && unit < 0xE000) {
            text::append(text, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
            high = 0;
            continue;
        }
        flush();
        if (unit >= 0xD800 && unit < 0xDC00) {
            high = unit;
        } else if (unit == '"' || unit == '\\' || unit < 0x20) {
            text.push_back(' ');  // would change what the line means
        } else {
            text::append(text, unit);
        }
    }
    flush();
    return text;
}

bool has_blank(std::string_view text) {
    return text.find_first_of(" \t\r\n") != std::string_view::npos;
}

bool has_letters(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    });
}

/// Whether a text is what a field of the sort may hold: then no card is looked for in it. A number alone,
/// however grouped, may be any id, phone or date; words with a number among them are text in the wrong place.
bool fits(std::string_view text, FieldSort sort, std::string_view country) {
    switch (sort) {
        case FieldSort::plain_text:
            return !has_blank(text);  // no login and no address has a blank
        case FieldSort::id:
            return !has_blank(text) || !has_letters(text);
        case FieldSort::phone:
            return !has_letters(text) || is_phone(text, country);
        case FieldSort::birth_date:
            return !has_letters(text) || is_birth_date(text);
        case FieldSort::time_text:
            return !has_letters(text) || parse_time(text);
        default:
            return false;
    }
}

/// Masks a text that does not fit; true when that changed it.
bool mask_unfit(std::string& text, FieldSort sort, std::string_view country) {
    // To read a phone or a date costs more than to look for a card, which few texts hold.
    const bool is_quick = sort == FieldSort::plain_text || sort == FieldSort::id;
    if (is_quick && fits(text, sort, country)) return false;
    std::string masked = text;
    mask(masked);
    if (masked == text || (!is_quick && fits(text, sort, country))) return false;
    text = std::move(masked);
    return true;
}

/// What a member of an attachment or of an unreadable author holds.
FieldSort sort_of_member(std::string_view name, FieldSort sort) {
    const bool has_ids = sort == FieldSort::array || sort == FieldSort::object;
    return has_ids && (name == "id" || name.ends_with("_id")) ? FieldSort::id : sort;
}

void append_masked(std::string& out, table::JsonValue value, FieldSort sort, std::string_view country) {
    switch (value.type()) {
        case table::JsonType::string: {
            std::string text{value.text()};
            mask_unfit(text, sort, country);
            table::append_json_string(out, text);
            return;
        }
        case table::JsonType::number: {
            std::string text{value.text()};
            if (text::contains_card(text) && mask_unfit(text, sort, country)) {
                table::append_json_string(out, text);
            } else {
                out.append(value.text());
            }
            return;
        }
        case table::JsonType::array: {
            table::JsonWriter writer{out};
            writer.begin_array();
            for (const table::JsonValue element : value) {
                writer.raw({});
                append_masked(out, element, sort, country);
            }
            writer.end_array();
            return;
        }
        case table::JsonType::object: {
            table::JsonWriter writer{out};
            writer.begin_object();
            for (const auto& [name, member] : masked_members({value.begin(), value.end()})) {
                writer.key(name).raw({});
                append_masked(out, member, sort_of_member(member.key(), sort), country);
            }
            writer.end_object();
            return;
        }
        default:
            table::append_canonical(out, value);
    }
}

}  // namespace

void RowNotes::warn(std::string_view field, std::string_view reason) {
    for (const FieldWarning& warning : warnings) {
        if (warning.field == field) return;
    }
    warnings.push_back({std::string{field}, std::string{reason}});
}

void RowNotes::keep_original(std::string_view field, std::string_view bytes) {
    warn(field, "bad_text");
    originals.push_back({std::string{field}, masked_raw(bytes, true)});
}

std::string_view id_fault(std::string_view id) {
    if (id.find_first_not_of(" \t\r\n") == std::string_view::npos) return "no_id";
    if (id.size() > kMaxIdBytes) return "id_too_long";
    return text::is_clean(id) ? "" : "bad_id";
}

void mask(std::string& text) {
    // Every card and code has digits or characters beyond ASCII.
    const bool possible = std::any_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    });
    if (possible) text = text::mask_cards(text);
}

std::string masked_raw(std::string_view raw, bool is_json, bool is_cut) {
    if (is_cut) raw = text::without_cut_number(raw, is_json ? "\\uabcdefABCDEFnrtb/" : "");
    std::string masked = text::mask_cards(raw);
    if (!is_json || raw.find('\\') == std::string_view::npos) return masked;
    const std::string decoded = with_decoded_escapes(masked);
    std::string masked_decoded = text::mask_cards(decoded);
    return masked_decoded == decoded ? masked : masked_decoded;
}

std::string DistinctNames::take(const std::string& name) {
    std::string distinct = name;
    while (next_.contains(distinct)) distinct = name + "#" + std::to_string(next_[name]++);
    next_.emplace(distinct, 2);
    return distinct;
}

std::vector<std::pair<std::string, table::JsonValue>> masked_members(std::vector<table::JsonValue> members) {
    std::sort(members.begin(), members.end(),
              [](table::JsonValue a, table::JsonValue b) { return a.key() < b.key(); });
    std::vector<std::pair<std::string, table::JsonValue>> masked;
    masked.reserve(members.size());
    DistinctNames names;
    for (const table::JsonValue member : members) {
        std::string& name = masked.emplace_back(member.key(), member).first;
        mask(name);
        if (name == member.key()) names.keep(name);
    }
    for (auto& [name, member] : masked) {
        if (name != member.key()) name = names.take(name);
    }
    std::sort(masked.begin(), masked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return masked;
}

std::string masked_json(table::JsonValue value, FieldSort sort, std::string_view country) {
    std::string json;
    append_masked(json, value, sort, country);
    return json;
}

void check_text(std::string& text, FieldSort sort, std::span<const std::string_view> words,
                std::string_view field, std::string_view country, RowNotes& notes) {
    if (text.empty()) return;
    switch (sort) {
        case FieldSort::free_text:
            mask(text);
            return;
        case FieldSort::plain_text:
            mask_unfit(text, sort, country);
            return;
        case FieldSort::phone:
            if (!is_phone(text, country)) {
                notes.warn(field, "bad_phone");
                mask_unfit(text, sort, country);
            }
            return;
        case FieldSort::email:
            if (!is_email(text)) {
                notes.warn(field, "bad_email");
                mask(text);
            }
            return;
        case FieldSort::birth_date:
            if (!is_birth_date(text)) {
                notes.warn(field, "bad_date");
                mask_unfit(text, sort, country);
            }
            return;
        case FieldSort::time_text:
            if (!parse_time(text)) {
                notes.warn(field, "bad_time");
                mask_unfit(text, sort, country);
            }
            return;
        case FieldSort::gender:
            if (!is_gender(text)) {
                notes.warn(field, "bad_gender");
                mask(text);
            }
            return;
        case FieldSort::word:
            if (std::find(words.begin(), words.end(), text) == words.end()) {
                notes.warn(field, "bad_value");
                mask(text);
            }
            return;
        case FieldSort::id:
            if (text.size() > kMaxIdBytes) notes.warn(field, "too_long");
            mask_unfit(text, sort, country);
            return;
        default:
            return;
    }
}

void check_item(std::string& text, std::size_t position, FieldSort sort,
                std::span<const std::string_view> words, std::string_view field, std::string_view country,
                RowNotes& notes) {
    constexpr std::size_t kMostPhones = 100;
    if (sort == FieldSort::phone && position > kMostPhones) {
        if (has_letters(text)) mask(text);
    } else {
        check_text(text, sort, words, field, country, notes);
    }
}

}  // namespace scrm::connect
