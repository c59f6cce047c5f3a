// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::table {

enum class JsonType : std::uint8_t { missing, null, boolean, number, string, array, object };

/// Why a text is no document here. The texts are stable.
enum class JsonFault { none, bad_json, too_deep, row_too_large };

/// "none", "bad_json", "json_too_deep", "row_too_large".
std::string_view to_string(JsonFault fault) noexcept;

inline constexpr int kMaxJsonDepth = 64;
inline constexpr std::size_t kMaxJsonBytes = 1U << 20U;

class JsonDocument;

/// A value inside a JsonDocument: two words, valid as long as the document and the bytes that it was parsed
/// from.
///
/// A missing value is one that `find` or `at` did not find; reading through it is safe and gives missing
/// again. Thread-safe to read.
class JsonValue {
  public:
    JsonValue() = default;

    JsonType type() const noexcept;
    bool is_missing() const noexcept { return type() == JsonType::missing; }
    bool is_null() const noexcept { return type() == JsonType::null; }
    bool is_string() const noexcept { return type() == JsonType::string; }
    bool is_number() const noexcept { return type() == JsonType::number; }
    bool is_boolean() const noexcept { return type() == JsonType::boolean; }
    bool is_array() const noexcept { return type() == JsonType::array; }
    bool is_object() const noexcept { return type() == JsonType::object; }

    /// A string's text, decoded: always valid UTF-8 without NUL; an invalid sequence, a NUL and a lone
    /// surrogate are each U+FFFD. A number's exact digits as written. "true" or "false". "" otherwise.
    std::string_view text() const noexcept;
    /// A string in which something had to become U+FFFD.
    bool was_repaired() const noexcept;
    /// The exact bytes of the value in the document.
    std::string_view raw() const noexcept;

    bool boolean() const noexcept;
    /// A number without fraction and exponent: "12", "-3", "18446744073709551616"; not "3.0" and not "-0".
    bool is_integer() const noexcept;
    /// nullopt when not an integer or outside int64.
    std::optional<std::int64_t> integer() const noexcept;
    /// nullopt when not a number or not finite as a double.
    std::optional<double> number() const noexcept;

    /// Elements of an array or members of an object; 0 for anything else. Repeated keys count each time.
    std::size_t size() const noexcept;
    /// The key of this value when it is a member of an object.
    std::string_view key() const noexcept;
    /// The member of this key; of a repeated key the last one.
    JsonValue find(std::string_view key) const noexcept;

    /// Over elements or members, in document order.
    class Iterator {
      public:
        using value_type = JsonValue;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;

        Iterator() = default;
        JsonValue operator*() const noexcept { return JsonValue{document_, node_}; }
        Iterator& operator++() noexcept;
        Iterator operator++(int) noexcept {
            Iterator old = *this;
            ++*this;
            return old;
        }
        friend bool operator==(const Iterator& a, const Iterator& b) noexcept { return a.node_ == b.node_; }

      private:
        friend class JsonValue;
        Iterator(const JsonDocument* document, std::uint32_t node) : document_(document), node_(node) {}
        const JsonDocument* document_ = nullptr;
        std::uint32_t node_ = 0;
    };
    Iterator begin() const noexcept;
    Iterator end() const noexcept;

  private:
    friend class JsonDocument;
    JsonValue(const JsonDocument* document, std::uint32_t node) : document_(document), node_(node) {}

    const JsonDocument* document_ = nullptr;
    std::uint32_t node_ = 0;
};

/// The one JSON reader of scrm: RFC 8259, strict in syntax, forgiving in text (see JsonValue::text), numbers
/// kept as digits.
///
/// Depth and size are limited before any work is done (kMaxJsonDepth, kMaxJsonBytes), time is linear. A
/// document can be parsed into again and again without allocating. Thread-compatible.
class JsonDocument {
  public:
    JsonDocument();
    ~JsonDocument();
    JsonDocument(JsonDocument&&) noexcept;
    JsonDocument& operator=(JsonDocument&&) noexcept;

    /// Parses `bytes`, which must outlive the use of `root`. After a fault the root is missing.
    JsonFault parse(std::string_view bytes, std::size_t max_bytes = kMaxJsonBytes);
    JsonValue root() const noexcept;
    /// Where the last parse stopped at a fault of syntax or depth, in bytes; 0 otherwise.
    std::size_t fault_at() const noexcept { return fault_at_; }

  private:
    friend class JsonValue;
    friend class JsonValue::Iterator;
    friend class JsonParser;
    struct Node {
        const char* text = nullptr;  // decoded string, number digits
        const char* raw = nullptr;
        const char* key = nullptr;
        std::uint32_t text_size = 0;
        std::uint32_t raw_size = 0;
        std::uint32_t key_size = 0;
        std::uint32_t next = 0;   // the node behind this value and everything in it
        std::uint32_t count = 0;  // elements or members
        JsonType type = JsonType::missing;
        bool repaired = false;
    };
    class Arena;

    std::vector<Node> nodes_;
    std::unique_ptr<Arena> arena_;
    std::size_t fault_at_ = 0;
};

/// Whether some object in the value, itself included, names a member twice: then one of the two would be
/// lost.
bool repeats_member(JsonValue value);

/// Appends `text` as a JSON string: only `"`, `\` and control characters are escaped. Bytes that are no UTF-8
/// become U+FFFD, as does NUL, so that the output is always a document that everybody can read.
void append_json_string(std::string& out, std::string_view text);

/// Appends the value in canonical form: no spaces, object keys sorted by bytes (of a repeated key the last
/// value), strings by append_json_string, numbers with their digits as written.
void append_canonical(std::string& out, JsonValue value);
std::string canonical(JsonValue value);

/// Writes one JSON text, compact, in the order of the calls. Separators are put by itself. Thread-compatible.
class JsonWriter {
  public:
    /// Appends to `out`, which must outlive the writer.
    explicit JsonWriter(std::string& out) : out_(out) {}

    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view{text}); }
    JsonWriter& value(std::int64_t number);
    JsonWriter& value(int number) { return value(std::int64_t{number}); }
    /// By format_double; null for infinities and NaN.
    JsonWriter& value(double number);
    JsonWriter& value(bool boolean);
    JsonWriter& null();
    /// A value that is JSON already.
    JsonWriter& raw(std::string_view json);
    template <class T>
    JsonWriter& member(std::string_view name, const T& content) {
        return key(name).value(content);
    }

  private:
    void separate();

    std::string& out_;
    bool first_ = true;
    bool after_key_ = false;
};

}  // namespace scrm::table
