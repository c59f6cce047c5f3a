// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/mask.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "card_context_internal.hpp"
#include "card_search_internal.hpp"
#include "digit_run_internal.hpp"
#include "mask_glance_internal.hpp"

namespace scrm::text {
namespace {

using Byte = unsigned char;

constexpr std::size_t kShortestCard = 14;
constexpr std::size_t kLongestCard = 19;
constexpr std::size_t kShortestCode = 3;
/// How far behind a card its expiry date and code are looked for, in bytes.
constexpr std::size_t kDateReach = 40;
constexpr std::size_t kCodeReach = 96;
/// How far behind the word that announces a code.
constexpr std::size_t kWordReach = 48;

/// True when three letters in a row may be cvv, cvc or their Cyrillic spellings.
bool may_hold_code_word(std::string_view bytes) {
    unsigned state = 0;  // 1 after a c, 2 after c and v
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        unsigned letter = static_cast<Byte>(bytes[i]);
        if ((letter == 0xD0 || letter == 0xD1) && i + 1 < bytes.size()) {
            letter = letter << 8 | static_cast<Byte>(bytes[++i]);
        }
        const bool c = letter == 'c' || letter == 'C' || letter == 0xD181 || letter == 0xD0A1 ||
                       letter == 0xD186 || letter == 0xD0A6;
        const bool v = letter == 'v' || letter == 'V' || letter == 0xD0B2 || letter == 0xD092;
        if (state == 2 && (c || v)) return true;
        state = v && state == 1 ? 2 : c ? 1 : 0;
    }
    return false;
}

bool worth_reading(std::string_view bytes, bool cards_only) {
    const std::size_t digits = glance_at(bytes).digits;
    if (digits >= kShortestCard) return true;
    return !cards_only && digits >= kShortestCode && may_hold_code_word(bytes);
}

/// One pass over a text.
class Masker {
  public:
    explicit Masker(std::string_view text) : text_(text) {}

    std::vector<Masked> run() {
        MaskClass previous = MaskClass::other;
        while (at_ < text_.size()) {
            std::string_view rest = text_.substr(at_);
            if (rest.front() == '[') {
                if (const std::size_t length = masked_token_length(rest); length != 0) {
                    read_token(rest.substr(1), length);
                    previous = MaskClass::other;
                    continue;
                }
            }
            const MaskCharacter c = next_mask_character(rest);
            if (c.kind == MaskClass::digit) {
                read_digits();
            } else if (c.kind == MaskClass::letter && previous != MaskClass::letter && read_word(previous)) {
                // The word was taken whole.
            } else {
                at_ = text_.size() - rest.size();
            }
            if (c.kind != MaskClass::ignored) previous = c.kind;
        }
        return std::move(masked_);
    }

  private:
    void read_token(std::string_view name, std::size_t length) {
        at_ += length;
        state_ = {};
        if (name.starts_with("CARD")) remember_card(at_);
    }

    void remember_card(std::size_t end) {
        state_ = {true, false};
        card_end_ = end;
    }

    /// Account numbers and words that announce a code; false leaves the word to be read letter by letter.
    bool read_word(MaskClass previous) {
        const std::string_view rest = text_.substr(at_);
        if (previous != MaskClass::digit) {
            if (const std::size_t length = iban_length(rest); length != 0) {
                at_ += length;
                state_.announced = false;
                return true;
            }
        }
        const CodeWordAt word = code_word(rest);
        if (word.kind == CodeWord::none) return false;
        const bool near = state_.after_card && at_ - card_end_ <= kCodeReach;
        at_ += word.size;
        if (word.kind == CodeWord::strong || near) {
            state_.announced = true;
            word_end_ = at_;
        }
        return true;
    }

    void read_digits() {
        read_digit_run(text_, at_, run_);
        const std::size_t begin = run_.begin();
        CodeState state{state_.after_card && begin - card_end_ <= kDateReach,
                        state_.announced && begin - word_end_ <= kWordReach};
        const bool far_card = state_.after_card && !state.after_card;
        CardSearch search(run_, needs_context() ? context_before(text_.substr(0, begin)) : NumberContext{},
                          masked_);
        const std::size_t already = masked_.size();
        search.search(state);
        at_ = run_.end();
        if (masked_.size() == already) {
            // Codes may be announced further behind a card than a bare date is looked for.
            state_ = {state.after_card || far_card, false};
            return;
        }
        state_ = state;
        if (state_.after_card) {
            for (std::size_t i = already; i < masked_.size(); ++i) {
                if (masked_[i].token.size() > 5) card_end_ = masked_[i].end;
            }
        }
    }

    bool needs_context() const { return run_.digits.size() >= kShortestCard; }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t card_end_ = 0;
    std::size_t word_end_ = 0;
    CodeState state_;
    DigitRun run_;
    std::vector<Masked> masked_;
};

std::string replace(std::string_view text, const std::vector<Masked>& masked) {
    std::string out;
    out.reserve(text.size());
    std::size_t at = 0;
    for (const Masked& part : masked) {
        out.append(text.substr(at, part.begin - at));
        out.append(part.token);
        at = part.end;
    }
    out.append(text.substr(at));
    return out;
}

bool is_card_token(const Masked& masked) {
    return masked.token.starts_with("[CARD");
}

}  // namespace

std::string mask_cards(std::string_view bytes) {
    std::string text(bytes);
    // A masked number ends the runs of digits beside it, after which what is left may read as a code that was
    // none before. Two passes are the rule; the bound only keeps a made-up text from costing more.
    for (int pass = 0; pass < 8 && worth_reading(text, false); ++pass) {
        const std::vector<Masked> masked = Masker(text).run();
        if (masked.empty()) break;
        text = replace(text, masked);
    }
    return text;
}

std::string_view without_cut_number(std::string_view bytes, std::string_view escapes) {
    // An escape has up to six digits of its own.
    const std::size_t most = (kLongestCard - 1) * (escapes.empty() ? 1 : 6);
    std::deque<std::size_t> starts;  // of the last digits
    for (std::string_view rest = bytes; !rest.empty();) {
        const std::size_t at = bytes.size() - rest.size();
        const MaskCharacter c = next_mask_character(rest);
        const bool is_escape =
            c.code_point < 0x80 && escapes.find(static_cast<char>(c.code_point)) != std::string_view::npos;
        if (c.kind == MaskClass::digit) {
            starts.push_back(at);
            if (starts.size() > most) starts.pop_front();
        } else if (!is_escape && (c.kind == MaskClass::letter || c.kind == MaskClass::other)) {
            starts.clear();
        }
    }
    return starts.empty() ? bytes : bytes.substr(0, starts.front());
}

bool contains_card(std::string_view bytes) {
    if (!worth_reading(bytes, true)) return false;
    const std::vector<Masked> masked = Masker(bytes).run();
    return std::any_of(masked.begin(), masked.end(), is_card_token);
}

}  // namespace scrm::text
