// SPDX-License-Identifier: Apache-2.0
#include "identity/records/near_keys_internal.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "identity/blocking/heard_keys_internal.hpp"

namespace scrm::identity {
namespace {

constexpr std::string_view kNearSuffix = ":near";
constexpr std::size_t kFewestLetters = 6;
/// Of the counters, how many for each key: more are slower to reach, fewer let more lone keys pass.
constexpr std::size_t kCountersPerKey = 4;

/// A value with the bytes [begin, end) left out.
struct Neighbour {
    std::uint64_t hash = 0;
    std::uint32_t value = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

/// Hashes of a text with any one letter left out: polynomials, so that each is made of a beginning and an
/// end of the whole.
class Neighbourhood {
  public:
    /// Calls `visit(hash, begin, end)` for the text as it is (begin = end) and with each letter left out;
    /// once where several of a run of equal letters may go.
    template <class Visit>
    void for_each(std::string_view text, const Visit& visit) {
        begins_.clear();
        for (std::size_t i = 0; i < text.size(); ++i) {
            if ((static_cast<std::uint8_t>(text[i]) & 0xC0U) != 0x80U)
                begins_.push_back(static_cast<std::uint32_t>(i));
        }
        if (begins_.size() < kFewestLetters) return;
        ends_.resize(text.size() + 1);
        ends_.back() = 0;
        while (powers_.size() <= text.size()) powers_.push_back(powers_.back() * kBase);
        for (std::size_t i = text.size(); i-- > 0;)
            ends_[i] = digit(text[i]) * powers_[text.size() - 1 - i] + ends_[i + 1];
        visit(mixed(ends_.front()), std::uint32_t{0}, std::uint32_t{0});
        begins_.push_back(static_cast<std::uint32_t>(text.size()));
        std::uint64_t beginning = 0;  // of the bytes before the letter
        for (std::size_t letter = 0; letter + 1 < begins_.size(); ++letter) {
            const std::uint32_t begin = begins_[letter];
            const std::uint32_t end = begins_[letter + 1];
            const bool repeats =
                letter + 2 < begins_.size() &&
                text.substr(begin, end - begin) == text.substr(end, begins_[letter + 2] - end);
            if (!repeats) visit(mixed(beginning * powers_[text.size() - end] + ends_[end]), begin, end);
            for (std::uint32_t i = begin; i < end; ++i) beginning = beginning * kBase + digit(text[i]);
        }
    }

  private:
    static constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15U;

    static std::uint64_t digit(char byte) noexcept {
        return std::uint64_t{static_cast<std::uint8_t>(byte)} + 1;
    }
    static std::uint64_t mixed(std::uint64_t hash) noexcept {
        hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93U;
        return hash ^ (hash >> 32);
    }

    std::vector<std::uint32_t> begins_;        // of the letters
    std::vector<std::uint64_t> ends_;          // hashes of the text from each byte on
    std::vector<std::uint64_t> powers_ = {1};  // of the base
};

/// Whether a hash came once or more often, in two bits each; different hashes may share them.
class Repeats {
  public:
    explicit Repeats(std::size_t hashes) : counters_(std::bit_ceil(hashes * kCountersPerKey / 4 + 1)) {}

    void see(std::uint64_t hash) noexcept {
        std::uint8_t& four = counters_[byte_of(hash)];
        const std::uint8_t once = bit_of(hash);
        four = static_cast<std::uint8_t>(four | once | ((four & once) << 1U));
    }
    bool may_repeat(std::uint64_t hash) const noexcept {
        return (counters_[byte_of(hash)] & (bit_of(hash) << 1U)) != 0;
    }

  private:
    std::size_t byte_of(std::uint64_t hash) const noexcept { return (hash >> 2U) & (counters_.size() - 1); }
    static std::uint8_t bit_of(std::uint64_t hash) noexcept {
        return static_cast<std::uint8_t>(1U << ((hash & 3U) * 2));
    }

    std::vector<std::uint8_t> counters_;
};

/// The neighbours that several values have, by value and place.
std::vector<Neighbour> shared_neighbours(const KeyColumn& column) {
    Neighbourhood around;
    const auto for_each = [&](const auto& visit) {
        for (std::uint32_t value = 1; value < column.id_count(); ++value)
            around.for_each(column.text(value), [&](std::uint64_t hash, std::uint32_t begin,
                                                    std::uint32_t end) { visit(hash, value, begin, end); });
    };
    std::size_t most = 0;
    for (std::uint32_t value = 1; value < column.id_count(); ++value) most += column.text(value).size() + 1;
    Repeats repeats(most);
    for_each([&](std::uint64_t hash, std::uint32_t, std::uint32_t, std::uint32_t) { repeats.see(hash); });
    std::vector<Neighbour> found;
    for_each([&](std::uint64_t hash, std::uint32_t value, std::uint32_t begin, std::uint32_t end) {
        if (repeats.may_repeat(hash)) found.push_back({hash, value, begin, end});
    });
    // A quarter of those that stand alone have come so far; other bits of their hashes tell most of these.
    constexpr int kOtherBits = 32;
    Repeats again(found.size());
    for (const Neighbour& one : found) again.see(std::rotr(one.hash, kOtherBits));
    std::erase_if(
        found, [&again](const Neighbour& one) { return !again.may_repeat(std::rotr(one.hash, kOtherBits)); });
    std::sort(found.begin(), found.end(), [](const Neighbour& x, const Neighbour& y) {
        return x.hash != y.hash ? x.hash < y.hash : x.value < y.value;
    });
    // No value has a hash twice, so what stands alone belongs to one value.
    std::vector<Neighbour> shared;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const bool before = i > 0 && found[i - 1].hash == found[i].hash;
        const bool after = i + 1 < found.size() && found[i + 1].hash == found[i].hash;
        if (before || after) shared.push_back(found[i]);
    }
    std::sort(shared.begin(), shared.end(), [](const Neighbour& x, const Neighbour& y) {
        return x.value != y.value ? x.value < y.value : x.begin < y.begin;
    });
    return shared;
}

bool is_for_tables(const BlockingRule& rule) {
    return std::any_of(rule.keys.begin(), rule.keys.end(),
                       [](const std::string& key) { return !key_of_near(key).empty() || key == kHeardName; });
}

}  // namespace

KeyColumn near_keys(const Rows& rows, const KeyColumn& column) {
    const std::vector<Neighbour> shared = shared_neighbours(column);
    std::string text;
    return keys_by_value(rows, column, [&](std::uint32_t value, ValueKeys& keys) {
        auto at = std::lower_bound(
            shared.begin(), shared.end(), value,
            [](const Neighbour& neighbour, std::uint32_t wanted) { return neighbour.value < wanted; });
        for (; at != shared.end() && at->value == value; ++at) {
            text = column.text(value);
            text.erase(at->begin, at->end - at->begin);
            keys.add(text);
        }
    });
}

std::string_view key_of_near(std::string_view key) noexcept {
    if (!key.ends_with(kNearSuffix)) return {};
    return key.substr(0, key.size() - kNearSuffix.size());
}

MatchModel without_table_rules(const MatchModel& model) {
    MatchModel out = model;
    std::erase_if(out.blocking_rules, is_for_tables);
    if (out.customers) {
        MatchModel customers = *out.customers;
        std::erase_if(customers.blocking_rules, is_for_tables);
        out.customers = std::make_shared<const MatchModel>(std::move(customers));
    }
    return out;
}

}  // namespace scrm::identity
