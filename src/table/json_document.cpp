// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "scrm/table/json.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::table {

std::string_view to_string(JsonFault fault) noexcept {
    switch (fault) {
        case JsonFault::none:
            return "none";
        case JsonFault::bad_json:
            return "bad_json";
        case JsonFault::too_deep:
            return "json_too_deep";
        case JsonFault::row_too_large:
            return "row_too_large";
    }
    return "none";
}

/// Memory for decoded strings that stays where it is until the next document.
class JsonDocument::Arena {
  public:
    void clear() noexcept {
        block_ = 0;
        used_ = 0;
    }
    char* take(std::size_t size) {
        while (block_ < blocks_.size() && blocks_[block_].size - used_ < size) {
            ++block_;
            used_ = 0;
        }
        if (block_ == blocks_.size()) {
            const std::size_t bytes = std::max<std::size_t>(size, 16U << 10U);
            blocks_.push_back({std::unique_ptr<char[]>{new char[bytes]}, bytes});
            used_ = 0;
        }
        char* taken = blocks_[block_].bytes.get() + used_;
        used_ += size;
        return taken;
    }
    /// Gives the last `size` bytes of the newest piece back.
    void give_back(std::size_t size) noexcept { used_ -= size; }

  private:
    struct Block {
        std::unique_ptr<char[]> bytes;
        std::size_t size;
    };
    std::vector<Block> blocks_;
    std::size_t block_ = 0;
    std::size_t used_ = 0;
};

/// Recursive descent over one document; the depth limit bounds the recursion.
class JsonParser {
  public:
    JsonParser(JsonDocument& document, std::string_view bytes)
        : document_(document), at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

    JsonFault parse() {
        skip_spaces();
        if (!value(0)) return fault_;
        skip_spaces();
        return at_ == end_ ? JsonFault::none : JsonFault::bad_json;
    }
    const char* at() const noexcept { return at_; }

  private:
    using Node = JsonDocument::Node;

    void skip_spaces() noexcept {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
    }
    bool take(char c) noexcept {
        if (at_ == end_ || *at_ != c) return false;
        ++at_;
        return true;
    }
    bool word(std::string_view expected) noexcept {
        if (!std::string_view{at_, static_cast<std::size_t>(end_ - at_)}.starts_with(expected)) return false;
        at_ += expected.size();
        return true;
    }

    bool value(int depth);
    bool container(std::size_t index, int depth, bool object);
    bool string(Node& node);
    bool decode(const char* start, Node& node);
    bool escape(char*& out, bool& repaired);
    bool number(Node& node) noexcept;
    std::optional<std::uint32_t> four_digits(const char* from) const noexcept;

    JsonDocument& document_;
    const char* at_;
    const char* end_;
    JsonFault fault_ = JsonFault::bad_json;
};

bool JsonParser::value(int depth) {
    const std::size_t index = document_.nodes_.size();
    document_.nodes_.emplace_back();
    if (at_ == end_) return false;
    const char* start = at_;
    bool good = false;
    switch (*at_) {
        case '{':
        case '[':
            good = container(index, depth + 1, *at_ == '{');
            break;
        case '"': {
            Node& node = document_.nodes_[index];
            node.type = JsonType::string;
            good = string(node);
            break;
        }
        case 't':
        case 'f':
            document_.nodes_[index].type = JsonType::boolean;
            good = word(*at_ == 't' ? "true" : "false");
            break;
        case 'n':
            document_.nodes_[index].type = JsonType::null;
            good = word("null");
            break;
        default:
            document_.nodes_[index].type = JsonType::number;
            good = number(document_.nodes_[index]);
    }
    if (!good) return false;
    Node& node = document_.nodes_[index];
    node.raw = start;
    node.raw_size = static_cast<std::uint32_t>(at_ - start);
    node.next = static_cast<std::uint32_t>(document_.nodes_.size());
    return true;
}

bool JsonParser::container(std::size_t index, int depth, bool object) {
    if (depth > kMaxJsonDepth) {
        fault_ = JsonFault::too_deep;
        return false;
    }
    document_.nodes_[index].type = object ? JsonType::object : JsonType::array;
    const char close = object ? '}' : ']';
    ++at_;
    skip_spaces();
    if (take(close)) return true;
    std::uint32_t count = 0;
    for (;;) {
        Node key;
        if (object) {
            skip_spaces();
            if (at_ == end_ || *at_ != '"' || !string(key)) return false;
            skip_spaces();
            if (!take(':')) return false;
        }
        skip_spaces();
        const std::size_t member = document_.nodes_.size();
        if (!value(depth)) return false;
        document_.nodes_[member].key = key.text;
        document_.nodes_[member].key_size = key.text_size;
        ++count;
        skip_spaces();
        if (take(close)) break;
        if (!take(',')) return false;
    }
    document_.nodes_[index].count = count;
    return true;
}

bool JsonParser::string(Node& node) {
    const char* start = ++at_;
    bool plain = true;
    for (;; ++at_) {
        if (at_ == end_) return false;
        const auto byte = static_cast<unsigned char>(*at_);
        if (byte == '"') break;
        if (byte < 0x20 && byte != 0) return false;
        if (byte == '\\' || byte == 0) return decode(start, node);
        plain = plain && byte < 0x80;
    }
    node.text = start;
    node.text_size = static_cast<std::uint32_t>(at_ - start);
    if (!plain && !text::is_valid({start, node.text_size})) return decode(start, node);
    ++at_;
    return true;
}

/// The slow way for strings with escapes, NUL or invalid bytes: decode to the closing quote, then repair.
bool JsonParser::decode(const char* start, Node& node) {
    // The closing quote bounds the memory: no escape is shorter than what it stands for.
    const char* close = start;
    while (close != end_ && *close != '"') close += *close == '\\' && close + 1 != end_ ? 2 : 1;
    if (close == end_) return false;
    const auto room = static_cast<std::size_t>(close - start);
    char* const decoded = document_.arena_->take(room);
    char* out = decoded;
    bool repaired = false;
    at_ = start;
    while (at_ != close) {
        const auto byte = static_cast<unsigned char>(*at_);
        if (byte == '\\') {
            if (!escape(out, repaired)) return false;
            continue;
        }
        if (byte < 0x20 && byte != 0) return false;
        *out++ = *at_++;
    }
    ++at_;
    const std::string_view bytes{decoded, static_cast<std::size_t>(out - decoded)};
    if (text::is_valid(bytes) && bytes.find('\0') == std::string_view::npos) {
        document_.arena_->give_back(room - bytes.size());
        node.text = decoded;
        node.text_size = static_cast<std::uint32_t>(bytes.size());
        node.repaired = repaired;
        return true;
    }
    const std::string cleaned = text::sanitize(bytes).text;
    char* const kept = document_.arena_->take(cleaned.size());
    std::copy(cleaned.begin(), cleaned.end(), kept);
    node.text = kept;
    node.text_size = static_cast<std::uint32_t>(cleaned.size());
    node.repaired = true;
    return true;
}

std::optional<std::uint32_t> JsonParser::four_digits(const char* from) const noexcept {
    if (end_ - from < 4) return std::nullopt;
    std::uint32_t value = 0;
    const auto result = std::from_chars(from, from + 4, value, 16);
    if (result.ptr != from + 4 || result.ec != std::errc{}) return std::nullopt;
    return value;
}

bool JsonParser::escape(char*& out, bool& repaired) {
    if (end_ - at_ < 2) return false;
    const char kind = at_[1];
    at_ += 2;
    static constexpr std::string_view kNames = "\"\\/bfnrt";
    static constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    if (const std::size_t found = kNames.find(kind); found != std::string_view::npos) {
        *out++ = kMeant[found];
        return true;
    }
    if (kind != 'u') return false;
    const auto unit = four_digits(at_);
    if (!unit) return false;
    at_ += 4;
    std::uint32_t point = *unit;
    if (point >= 0xD800 && point < 0xDC00 && end_ - at_ >= 6 && at_[0] == '\\' && at_[1] == 'u') {
        const auto low = four_digits(at_ + 2);
        if (!low) return false;
        if (*low >= 0xDC00 && *low < 0xE000) {
            point = 0x10000 + ((point - 0xD800) << 10) + (*low - 0xDC00);
            at_ += 6;
        }
    }
    if (point == 0 || (point >= 0xD800 && point < 0xE000)) {
        point = 0xFFFD;
        repaired = true;
    }
    const auto put = [&out](std::uint32_t byte) { *out++ = static_cast<char>(byte); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | point >> 6);
        put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        put(0xE0 | point >> 12);
        put(0x80 | (point >> 6 & 0x3F));
        put(0x80 | (point & 0x3F));
    } else {
        put(0xF0 | point >> 18);
        put(0x80 | (point >> 12 & 0x3F));
        put(0x80 | (point >> 6 & 0x3F));
        put(0x80 | (point & 0x3F));
    }
    return true;
}

bool JsonParser::number(Node& node) noexcept {
    const char* start = at_;
    const auto digits = [this] {
        const char* first = at_;
        while (at_ != end_ && *at_ >= '0' && *at_ <= '9') ++at_;
        return at_ - first;
    };
    take('-');
    const bool zero = at_ != end_ && *at_ == '0';
    const auto whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (take('.') && digits() == 0) return false;
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
        ++at_;
        if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
        if (digits() == 0) return false;
    }
    node.text = start;
    node.text_size = static_cast<std::uint32_t>(at_ - start);
    return true;
}

JsonDocument::JsonDocument() : arena_(std::make_unique<Arena>()) {}
JsonDocument::~JsonDocument() = default;
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;

JsonFault JsonDocument::parse(std::string_view bytes, std::size_t max_bytes) {
    nodes_.clear();
    arena_->clear();
    fault_at_ = 0;
    // Node sizes and positions are 32 bits wide.
    if (bytes.size() > max_bytes || bytes.size() > 0x7FFFFFFFU) return JsonFault::row_too_large;
    nodes_.reserve(std::min<std::size_t>(bytes.size() / 8 + 1, 64));
    JsonParser parser{*this, bytes};
    const JsonFault fault = parser.parse();
    if (fault != JsonFault::none) {
        nodes_.clear();
        fault_at_ = static_cast<std::size_t>(parser.at() - bytes.data());
    }
    return fault;
}

JsonValue JsonDocument::root() const noexcept {
    return nodes_.empty() ? JsonValue{} : JsonValue{this, 0};
}

JsonType JsonValue::type() const noexcept {
    return document_ == nullptr ? JsonType::missing : document_->nodes_[node_].type;
}

std::string_view JsonValue::text() const noexcept {
    switch (type()) {
        case JsonType::string:
        case JsonType::number:
            return {document_->nodes_[node_].text, document_->nodes_[node_].text_size};
        case JsonType::boolean:
            return raw();
        default:
            return {};
    }
}

bool JsonValue::was_repaired() const noexcept {
    return document_ != nullptr && document_->nodes_[node_].repaired;
}

std::string_view JsonValue::raw() const noexcept {
    if (document_ == nullptr) return {};
    return {document_->nodes_[node_].raw, document_->nodes_[node_].raw_size};
}

bool JsonValue::boolean() const noexcept {
    return is_boolean() && raw() == "true";
}

bool JsonValue::is_integer() const noexcept {
    if (!is_number()) return false;
    const std::string_view digits = text();
    return digits.find_first_of(".eE") == std::string_view::npos && digits != "-0";
}

std::optional<std::int64_t> JsonValue::integer() const noexcept {
    if (!is_integer()) return std::nullopt;
    const std::string_view digits = text();
    std::int64_t value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (result.ec != std::errc{}) return std::nullopt;
    return value;
}

std::optional<double> JsonValue::number() const noexcept {
    if (!is_number()) return std::nullopt;
    const std::string_view digits = text();
    double value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (result.ec != std::errc{} || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::size_t JsonValue::size() const noexcept {
    return document_ == nullptr ? 0 : document_->nodes_[node_].count;
}

std::string_view JsonValue::key() const noexcept {
    if (document_ == nullptr) return {};
    return {document_->nodes_[node_].key, document_->nodes_[node_].key_size};
}

JsonValue JsonValue::find(std::string_view key) const noexcept {
    JsonValue found;
    if (!is_object()) return found;
    for (const JsonValue member : *this) {
        if (member.key() == key) found = member;
    }
    return found;
}

JsonValue::Iterator& JsonValue::Iterator::operator++() noexcept {
    node_ = document_->nodes_[node_].next;
    return *this;
}

JsonValue::Iterator JsonValue::begin() const noexcept {
    return document_ == nullptr ? Iterator{} : Iterator{document_, node_ + 1};
}

JsonValue::Iterator JsonValue::end() const noexcept {
    return document_ == nullptr ? Iterator{} : Iterator{document_, document_->nodes_[node_].next};
}

bool repeats_member(JsonValue value) {
    if (value.is_object()) {
        std::vector<std::string_view> keys;
        keys.reserve(value.size());
        for (const JsonValue member : value) keys.push_back(member.key());
        std::sort(keys.begin(), keys.end());
        if (std::adjacent_find(keys.begin(), keys.end()) != keys.end()) return true;
    } else if (!value.is_array()) {
        return false;
    }
    return std::any_of(value.begin(), value.end(), repeats_member);
}

}  // namespace scrm::table
