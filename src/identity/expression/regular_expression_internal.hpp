// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::identity {

/// A regular expression that is searched for in time linear in the text (Thompson 1968, with Pike's
/// submatches), whatever the pattern: leftmost, alternatives in the order written, over code points, as RE2
/// does. Knows literals, `.`, classes with ranges and `\d \w \s \D \W \S`, `^ $ \b \B`, groups (also
/// `(?:…)`),
/// `|`, `* + ? {n} {n,} {n,m}` greedy or lazy, and `(?i)` at the start. Immutable, thread-safe.
class RegularExpression {
  public:
    /// nullopt for syntax that it does not know (back references, look-around …) or a program of more than
    /// 5,000 steps.
    static std::optional<RegularExpression> parse(std::string_view pattern);

    /// The text of a group (0: all) of the leftmost match; nullopt without a match; "" for a group that took
    /// no part.
    std::optional<std::string> extract(std::string_view text, unsigned group = 0) const;
    unsigned group_count() const noexcept { return groups_; }

  private:
    friend class PatternReader;

    struct Range {
        char32_t first;
        char32_t last;
    };
    enum class Step : std::uint8_t {
        set,
        any,
        split,
        jump,
        save,
        begin,
        end,
        word_border,
        no_word_border,
        match
    };
    struct Instruction {
        Step step = Step::match;
        std::uint32_t x = 0;  // set number, target or slot
        std::uint32_t y = 0;  // second target of a split
    };
    struct Set {
        std::vector<Range> ranges;
        bool negated = false;
    };

    bool contains(std::uint32_t set, char32_t c) const;

    std::vector<Instruction> program_;
    std::vector<Set> sets_;
    unsigned groups_ = 0;
};

}  // namespace scrm::identity
