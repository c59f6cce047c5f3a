// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>

namespace scrm {

/// An id given by somebody else (a CRM, a network), kept as the exact bytes it came with.
///
/// Ids are never numbers: leading zeros and values above 2^63 survive. Distinct tags do not mix. Ordered by
/// bytes. The border (`connect`) guarantees: 1..512 bytes, valid UTF-8, no NUL.
template <class Tag>
class TextId {
  public:
    TextId() = default;
    explicit TextId(std::string text) : text_(std::move(text)) {}

    const std::string& str() const noexcept { return text_; }
    bool empty() const noexcept { return text_.empty(); }

    friend bool operator==(const TextId&, const TextId&) = default;
    friend std::strong_ordering operator<=>(const TextId& a, const TextId& b) {
        return a.text_.compare(b.text_) <=> 0;
    }

  private:
    std::string text_;
};

inline constexpr std::size_t kMaxIdBytes = 512;

}  // namespace scrm

/// @cond
template <class Tag>
struct std::hash<scrm::TextId<Tag>> {
    std::size_t operator()(const scrm::TextId<Tag>& id) const noexcept {
        return std::hash<std::string>{}(id.str());
    }
};
/// @endcond
