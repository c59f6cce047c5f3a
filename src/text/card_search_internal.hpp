// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "card_context_internal.hpp"
#include "digit_run_internal.hpp"

namespace scrm::text {

/// A part of the text that gives way to a token.
struct Masked {
    std::size_t begin;
    std::size_t end;
    std::string token;  ///< "[CARD 1234]" or "[CVV]"
};

/// What was read before a run of digits and bears on a code in it.
struct CodeState {
    bool after_card = false;  ///< a card stands shortly before
    bool announced = false;   ///< a word says that a code follows
};

/// Finds the cards and codes of one run of digits.
///
/// A run may hold a card among other numbers ("1) 4111 1111 1111 1111 12/27 123, 500"), and digits of a card
/// may be grouped in any way, so windows are tried from left to right: a group of its own, a usual grouping
/// (4-4-4-4, 4-6-5), any grouping that starts and ends where the run or a part of it does. What is left
/// beside a masked window is searched as it will stand then, so that masking twice changes nothing.
class CardSearch {
  public:
    CardSearch(const DigitRun& run, NumberContext context, std::vector<Masked>& masked)
        : run_(run), context_(context), masked_(masked) {}

    /// Appends what is to be masked, in order. `state` becomes what bears on the text behind the run.
    void search(CodeState& state);

  private:
    /// Groups [begin, end) of the run.
    struct Window {
        std::size_t begin = 0;
        std::size_t end = 0;
        bool code_behind =
            false;  ///< the next group must be a code, for it might be the end of a longer card
    };
    /// An expiry date, a code or both behind a card.
    struct Tail {
        std::size_t expiry_end = 0;  ///< behind the date's groups; equals the start when there is none
        std::size_t code_end = 0;    ///< behind the code's groups; equals expiry_end when there is none
    };

    /// By number of digits: the group behind a window of so many, 0 where no group ends.
    struct Ends {
        std::array<std::size_t, 20> behind{};
        std::size_t strong_in_usual = 0;  ///< strong gaps within the first 16 digits
    };

    void scan(std::size_t from, std::size_t low, std::size_t high);
    bool match(std::size_t at, std::size_t low, std::size_t high, Window& window) const;
    bool match_group(std::size_t at) const;
    bool match_usual(std::size_t at, std::size_t low, std::size_t high, Window& window) const;
    bool match_whole(std::size_t at, std::size_t high, Window& window) const;
    bool match_front(std::size_t at, std::size_t high, Window& window) const;
    bool match_uniform(std::size_t at, std::size_t low, std::size_t high, Window& window) const;
    Tail tail(std::size_t at, std::size_t high) const;
    std::size_t announced_code(std::size_t edge) const;
    bool mask_code(std::size_t at, std::size_t high, std::size_t& end);

    bool is_card(std::size_t begin, std::size_t end) const;
    bool is_excluded(std::size_t at, std::size_t begin, std::size_t end) const;
    bool are_coordinates(std::size_t at, std::size_t high) const;
    bool is_dated(std::size_t at, std::size_t high) const;
    Ends ends(std::size_t at, std::size_t high) const;
    bool starts(std::size_t at, std::size_t low, std::size_t high) const;
    bool is_long_network(std::size_t at) const;
    bool is_list(std::size_t begin, std::size_t end) const;
    bool is_account(std::size_t at, std::size_t high) const;
    bool has_plain_digits(std::size_t begin, std::size_t end) const;
    bool is_phone(std::size_t at, std::size_t high) const;
    std::pair<std::size_t, std::size_t> phone_digits() const;
    std::size_t phone_in_front() const;
    bool has_plain_gaps(std::size_t begin, std::size_t end) const;
    unsigned number(std::size_t group) const;
    unsigned number(std::size_t digit, std::size_t count) const;
    std::size_t digits_in(std::size_t begin, std::size_t end) const;
    bool all_single(std::size_t begin, std::size_t end) const;
    void mask_card(const Window& window);
    void mask_groups(std::size_t begin, std::size_t end);

    const DigitRun& run_;
    NumberContext context_;
    std::vector<Masked>& masked_;
    CodeState state_;
};

}  // namespace scrm::text
