// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "identity/records/names_internal.hpp"
#include "scrm/core/digest.hpp"

namespace scrm::identity {

/// What some texts were read as, for the next time that they are read. Holds at most `most` of them: the
/// oldest half goes first. Thread-safe.
template <class Value>
class Readings {
  public:
    explicit Readings(std::size_t most) : most_in_part_(most / kParts / 2) {}

    /// The value of a text; `read` makes it where it is not known.
    template <class Read>
    Value of(std::string_view text, const Read& read) const {
        const std::uint64_t hash = hash64(text);
        Part& part = parts_[hash % kParts];
        const Key key{text, hash};
        {
            const std::lock_guard lock(part.mutex);
            if (const auto at = part.young.find(key); at != part.young.end()) return at->second;
            if (const auto at = part.old.find(key); at != part.old.end()) return at->second;
        }
        Value value = read();
        const std::lock_guard lock(part.mutex);
        if (part.young.size() >= most_in_part_) {
            part.old = std::move(part.young);
            part.young.clear();
        }
        part.young.try_emplace(Text{std::string{text}, hash}, value);
        return value;
    }

  private:
    struct Key {
        std::string_view text;
        std::uint64_t hash;
    };
    struct Text {
        std::string text;
        std::uint64_t hash;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(const Key& key) const noexcept { return key.hash; }
        std::size_t operator()(const Text& key) const noexcept { return key.hash; }
    };
    struct Same {
        using is_transparent = void;
        template <class A, class B>
        bool operator()(const A& a, const B& b) const noexcept {
            return std::string_view{a.text} == std::string_view{b.text};
        }
    };
    using Map = std::unordered_map<Text, Value, Hash, Same>;
    struct Part {
        std::mutex mutex;
        Map young;
        Map old;
    };
    static constexpr std::size_t kParts = 16;

    std::size_t most_in_part_;
    mutable std::array<Part, kParts> parts_;
};

/// What Features reads off the values of records, remembered between many small sets of them. Changes no
/// result. Thread-safe.
class ReadingMemo {
  public:
    using Texts = std::vector<std::string>;
    using Derivation = std::function<void(std::string_view raw, Texts& out)>;

    /// As the derivation named `key`: one name, one derivation.
    Derivation remembered(std::string_view key, Derivation derive);
    const Readings<ParsedName>& names() const noexcept { return names_; }

  private:
    static constexpr std::size_t kMostNames = 131'072;
    static constexpr std::size_t kMostValues = 16'384;  // of one derivation

    Readings<ParsedName> names_{kMostNames};
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<Readings<Texts>>, std::less<>> derived_;
};

}  // namespace scrm::identity
