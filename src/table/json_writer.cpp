// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "scrm/table/column.hpp"
#include "scrm/table/json.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::table {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

void append_escaped(std::string& out, std::string_view text) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
        out.append(text.substr(kept, i - kept));
        kept = i + 1;
        static constexpr char kHex[] = "0123456789abcdef";
        switch (byte) {
            case '"':
                out.append("\\\"");
                break;
            case '\\':
                out.append("\\\\");
                break;
            case '\n':
                out.append("\\n");
                break;
            case '\r':
                out.append("\\r");
                break;
            case '\t':
                out.append("\\t");
                break;
            case 0:
                out.append(kReplacement);
                break;
            default:
                out.append("\\u00");
                out.push_back(kHex[byte >> 4]);
                out.push_back(kHex[byte & 15]);
        }
    }
    out.append(text.substr(kept));
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out.push_back('"');
    if (text::is_valid(text)) {
        append_escaped(out, text);
    } else {
        append_escaped(out, text::sanitize(text).text);
    }
    out.push_back('"');
}

void append_canonical(std::string& out, JsonValue value) {
    switch (value.type()) {
        case JsonType::missing:
        case JsonType::null:
            out.append("null");
            return;
        case JsonType::boolean:
        case JsonType::number:
            out.append(value.text());
            return;
        case JsonType::string:
            append_json_string(out, value.text());
            return;
        case JsonType::array: {
            JsonWriter writer{out};
            writer.begin_array();
            for (const JsonValue element : value) {
                writer.raw({});
                append_canonical(out, element);
            }
            writer.end_array();
            return;
        }
        case JsonType::object: {
            std::vector<JsonValue> members{value.begin(), value.end()};
            std::stable_sort(members.begin(), members.end(),
                             [](JsonValue a, JsonValue b) { return a.key() < b.key(); });
            JsonWriter writer{out};
            writer.begin_object();
            for (std::size_t i = 0; i < members.size(); ++i) {
                if (i + 1 < members.size() && members[i + 1].key() == members[i].key()) continue;
                writer.key(members[i].key()).raw({});
                append_canonical(out, members[i]);
            }
            writer.end_object();
            return;
        }
    }
}

std::string canonical(JsonValue value) {
    std::string text;
    append_canonical(text, value);
    return text;
}

void JsonWriter::separate() {
    if (!first_ && !after_key_) out_.push_back(',');
    first_ = false;
    after_key_ = false;
}

JsonWriter& JsonWriter::begin_object() {
    separate();
    out_.push_back('{');
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    out_.push_back('}');
    first_ = false;
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    separate();
    out_.push_back('[');
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    out_.push_back(']');
    first_ = false;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_.push_back(':');
    after_key_ = true;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    append_json_string(out_, text);
    return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number) {
    separate();
    std::array<char, 24> digits{};
    out_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
    return *this;
}

JsonWriter& JsonWriter::value(double number) {
    if (!std::isfinite(number)) return null();
    separate();
    out_.append(format_double(number));
    return *this;
}

JsonWriter& JsonWriter::value(bool boolean) {
    separate();
    out_.append(boolean ? "true" : "false");
    return *this;
}

JsonWriter& JsonWriter::null() {
    separate();
    out_.append("null");
    return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    out_.append(json);
    return *this;
}

}  // namespace scrm::table
