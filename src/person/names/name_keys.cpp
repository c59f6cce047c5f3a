// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "scrm/core/digest.hpp"
#include "scrm/person/name_comparison.hpp"
#include "scrm/text/transliterate.hpp"

namespace scrm::person {
namespace {

constexpr std::uint64_t kWithName = 0x6E616D65;
constexpr std::uint64_t kWithLetter = 0x6C657474;
constexpr std::uint64_t kAlone = 0x616C6F6E;

std::string_view first_letter(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
    return text.substr(0, size);
}

/// Collects keys of one name.
class KeyWriter {
  public:
    KeyWriter(const PersonName& name, std::vector<std::uint64_t>& keys) : name_(name), keys_(keys) {}

    void pair(std::size_t given, std::size_t family) {
        if (name_.token(family).initial) return;
        with_sound(given, hash64(surname_sound(name_.surname_key(family))));
        const std::string other = other_surname_key({name_.text(family), name_.key(family)});
        if (!other.empty()) with_sound(given, hash64(surname_sound(surname_key(other))));
    }

    void alone(std::size_t word) {
        if (name_.token(word).initial) return;
        keys_.push_back(mix64(hash64(surname_sound(name_.surname_key(word)), kAlone)));
    }

  private:
    void with_sound(std::size_t given, std::uint64_t sound) {
        if (name_.token(given).initial) {
            letter(sound, name_.key(given));
            return;
        }
        letter(sound, name_.key(given));
        // "J. Smith": the letter alone sounds otherwise than at the front of "John".
        letter(sound, text::latin_key(first_letter(name_.text(given))));
        const auto readings = name_.readings(given);
        if (readings.empty()) keys_.push_back(mix64(sound ^ hash64(name_.key(given), kWithName)));
        for (const GivenNameReading& reading : readings) {
            const std::string_view key = given_name_key(reading.name);
            keys_.push_back(mix64(sound ^ hash64(key, kWithName)));
            letter(sound, key);
        }
    }

    void letter(std::uint64_t sound, std::string_view key) {
        keys_.push_back(mix64(sound ^ hash64(key.substr(0, 1), kWithLetter)));
    }

    const PersonName& name_;
    std::vector<std::uint64_t>& keys_;
};

bool is_given_role(NameRole role) {
    return role == NameRole::given || role == NameRole::other_given || role == NameRole::middle;
}

bool is_family_role(NameRole role) {
    return role == NameRole::family || role == NameRole::other_family;
}

}  // namespace

void name_keys(const PersonName& name, std::vector<std::uint64_t>& keys) {
    if (!name.is_usable()) return;
    const auto start = static_cast<std::ptrdiff_t>(keys.size());
    KeyWriter writer{name, keys};
    const bool sure = name.order_is_sure();
    const bool has_family = name.find(NameRole::family).has_value();
    for (std::size_t i = 0; i < name.size(); ++i) {
        const NameRole first = name.token(i).role;
        for (std::size_t k = 0; k < name.size(); ++k) {
            if (i == k) continue;
            const NameRole second = name.token(k).role;
            const bool straight = is_given_role(first) && is_family_role(second);
            const bool swapped = is_family_role(first) && is_given_role(second);
            const bool guessed = first == NameRole::unknown && second == NameRole::unknown;
            // "Леонид Якубович"
            const bool stand_in = !has_family && is_given_role(first) && second == NameRole::patronymic;
            if (straight || guessed || stand_in || (swapped && !sure)) writer.pair(i, k);
        }
    }
    if (static_cast<std::ptrdiff_t>(keys.size()) == start) {
        for (std::size_t i = 0; i < name.size(); ++i) writer.alone(i);
    }
    std::sort(keys.begin() + start, keys.end());
    keys.erase(std::unique(keys.begin() + start, keys.end()), keys.end());
}

}  // namespace scrm::person
