// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/mask_policy.hpp"

#include <algorithm>

#include "card_context_internal.hpp"
#include "digit_run_internal.hpp"
#include "mask_emails_internal.hpp"
#include "mask_glance_internal.hpp"
#include "number_run_internal.hpp"
#include "scrm/text/mask.hpp"

namespace scrm::text {
namespace {

constexpr std::size_t kShortestNumber = 6;
constexpr std::size_t kPassportNumber = 6;
constexpr std::size_t kPassportSeries = 4;
/// Of anything that is masked: a code behind a card.
constexpr std::size_t kFewestDigits = 3;

/// One pass over a text in which cards are masked.
class PrivateSearch {
  public:
    PrivateSearch(std::string_view text, const MaskPolicy& policy) : text_(text), policy_(policy) {}

    std::vector<PrivateSpan> run() {
        const MaskGlance glance = glance_at(text_);
        if (glance.email_sign || may_hold_sign_word(text_)) find_emails(text_, emails_);
        if (glance.digits >= kShortestNumber) scan();
        if (policy_.emails) merge_emails();
        return std::move(found_);
    }

  private:
    void scan() {
        std::size_t email = 0;
        MaskClass previous = MaskClass::other;
        while (at_ < text_.size()) {
            while (email < emails_.size() && emails_[email].begin < at_) ++email;
            if (email < emails_.size() && emails_[email].begin == at_) {
                at_ = emails_[email].end;
                previous = MaskClass::other;
                continue;
            }
            std::string_view rest = text_.substr(at_);
            if (rest.front() == '[') {
                if (const std::size_t length = masked_token_length(rest); length != 0) {
                    at_ += length;
                    previous = MaskClass::other;
                    continue;
                }
            }
            const MaskCharacter c = next_mask_character(rest);
            if (c.kind == MaskClass::letter && previous != MaskClass::letter &&
                previous != MaskClass::digit && read_word()) {
                previous = MaskClass::other;
                continue;
            }
            if (c.kind == MaskClass::digit) {
                read_numbers(email < emails_.size() ? emails_[email].begin : text_.size());
            } else {
                at_ = text_.size() - rest.size();
            }
            if (c.kind != MaskClass::ignored) previous = c.kind;
        }
    }

    /// An IBAN or a web address, taken whole.
    bool read_word() {
        const std::string_view rest = text_.substr(at_);
        if (const std::size_t length = iban_length(rest); length != 0) {
            if (policy_.ibans) found_.push_back({at_, at_ + length, MaskKind::iban});
            at_ += length;
            return true;
        }
        if (!rest.starts_with("http://") && !rest.starts_with("https://") && !rest.starts_with("www."))
            return false;
        const std::size_t end = std::min(rest.find_first_of(" \t\r\n<>\"'[]"), rest.size());
        // A chat address that is a phone is read on.
        const std::size_t chat = rest.substr(0, std::min<std::size_t>(end, 32)).find("wa.me/");
        at_ += chat == std::string_view::npos ? end : chat + 6;
        return true;
    }

    void read_numbers(std::size_t limit) {
        read_number_run(text_.substr(0, limit), at_, run_);
        const std::string_view behind_run = text_.substr(run_.groups.back().end);
        for (std::size_t group = 0; group < run_.groups.size();) {
            std::size_t end = 0;
            const std::size_t begin = run_.groups[group].begin;
            if (passport_part_ != 0 && begin == passport_part_) end = passport_part_end(group);
            if (end != 0) {
                add(begin, end, MaskKind::passport);
            } else if (run_.digits.size() - run_.groups[group].first >= 4) {
                end = match(group, begin, behind_run);
            }
            group = end != 0 ? end : group + 1;
        }
        at_ = run_.groups.back().end;
    }

    /// The first group behind what was found at `group`, 0 for nothing.
    std::size_t match(std::size_t group, std::size_t begin, std::string_view behind_run) {
        const Announced announced =
            run_.digits_in(0, group) <= kDateDigits ? announced_before(text_, begin) : Announced::nothing;
        if (const std::size_t end = match_account(run_, group, Announced::nothing, behind_run); end != 0) {
            return add(begin, end, MaskKind::account);
        }
        const DocumentMatch passport = match_passport(run_, group, text_, announced);
        if (passport.end != 0) {
            const std::size_t last = run_.groups[passport.end - 1].end;
            series_follows_ = run_.groups[group].size == kPassportNumber;
            passport_part_ = passport.end != run_.groups.size() ? 0
                             : series_follows_                  ? passport_series_behind(text_, last)
                                                                : passport_number_behind(text_, last);
            return add(passport.begin, passport.end, MaskKind::passport);
        }
        if (const std::size_t end = match_phone(run_, group, text_, announced); end != 0) {
            return add(begin, end, MaskKind::phone);
        }
        const std::size_t end = match_account(run_, group, announced, behind_run);
        return end != 0 ? add(begin, end, MaskKind::account) : 0;
    }

    /// Behind a passport's number or series, which the other one before it announced; 0 for neither.
    std::size_t passport_part_end(std::size_t group) const {
        const auto size = [&](std::size_t of) { return of < run_.groups.size() ? run_.groups[of].size : 0; };
        if (size(group) == (series_follows_ ? kPassportSeries : kPassportNumber)) return group + 1;
        return series_follows_ && size(group) == 2 && size(group + 1) == 2 ? group + 2 : 0;
    }

    std::size_t add(std::size_t begin, std::size_t end, MaskKind kind) {
        const bool wanted = kind == MaskKind::phone     ? policy_.phones
                            : kind == MaskKind::account ? policy_.accounts
                                                        : policy_.passports;
        if (!wanted) return end;
        if (!found_.empty() && begin < found_.back().end) begin = found_.back().end;
        // The + and the bracket before a phone belong to it.
        const std::size_t last = run_.groups[end - 1].end;
        if (kind == MaskKind::phone) begin = with_signs(begin, last);
        found_.push_back({begin, last, kind});
        return end;
    }

    /// Where a phone begins with its + and with the bracket that it closes itself.
    std::size_t with_signs(std::size_t begin, std::size_t end) const {
        const std::size_t floor = found_.empty() ? 0 : found_.back().end;
        std::size_t from = begin;
        const std::size_t bracket = text_.substr(begin, end - begin).find_first_of("()");
        const bool closed = bracket != std::string_view::npos && text_[begin + bracket] == ')';
        if (closed && from > floor && text_[from - 1] == '(') --from;
        if (from > floor && text_[from - 1] == ' ' && from > floor + 1 && text_[from - 2] == '+')
            return from - 2;
        if (from > floor && text_[from - 1] == '+') return from - 1;
        if (from >= floor + 3 && text_.substr(from - 3, 3) == "＋") return from - 3;
        return from;
    }

    /// An address may begin in what was taken before it ("…3000@mail.ru" behind an IBAN): it keeps its rest.
    void merge_emails() {
        std::vector<PrivateSpan> all;
        all.reserve(found_.size() + emails_.size());
        std::merge(found_.begin(), found_.end(), emails_.begin(), emails_.end(), std::back_inserter(all),
                   [](const PrivateSpan& a, const PrivateSpan& b) { return a.begin < b.begin; });
        found_.clear();
        std::size_t floor = 0;
        for (PrivateSpan span : all) {
            span.begin = std::max(span.begin, floor);
            if (span.begin >= span.end) continue;
            floor = span.end;
            found_.push_back(span);
        }
    }

    std::string_view text_;
    const MaskPolicy& policy_;
    std::size_t at_ = 0;
    /// Where the rest of a passport begins that was found by its other part; 0: there is none.
    std::size_t passport_part_ = 0;
    bool series_follows_ = false;  ///< that rest is its series, else its number
    NumberRun run_;
    std::vector<PrivateSpan> emails_;
    std::vector<PrivateSpan> found_;
};

std::string_view name_of(MaskKind kind) {
    switch (kind) {
        case MaskKind::card:
            return "CARD";
        case MaskKind::cvv:
            return "CVV";
        case MaskKind::phone:
            return "PHONE";
        case MaskKind::email:
            return "EMAIL";
        case MaskKind::iban:
            return "IBAN";
        case MaskKind::account:
            return "ACCOUNT";
        default:
            return "PASSPORT";
    }
}

/// The last four digits of a span, "" where it has fewer than eight: then they would say too much.
std::string last_digits(std::string_view span) {
    std::string digits;
    while (!span.empty()) {
        const MaskCharacter c = next_mask_character(span);
        if (c.kind == MaskClass::digit) digits.push_back(static_cast<char>('0' + c.value));
    }
    return digits.size() < 8 ? std::string() : digits.substr(digits.size() - 4);
}

std::string replace(std::string_view text, const std::vector<PrivateSpan>& found, const MaskPolicy& policy) {
    std::string out;
    out.reserve(text.size());
    std::size_t at = 0;
    for (const PrivateSpan& span : found) {
        out.append(text.substr(at, span.begin - at));
        out.push_back('[');
        out.append(name_of(span.kind));
        const bool numbered =
            span.kind == MaskKind::phone || span.kind == MaskKind::iban || span.kind == MaskKind::account;
        if (policy.last_digits_of_others && numbered) {
            const std::string last = last_digits(text.substr(span.begin, span.end - span.begin));
            if (!last.empty()) out.append(" ").append(last);
        }
        out.push_back(']');
        at = span.end;
    }
    out.append(text.substr(at));
    return out;
}

/// [CARD 1234] becomes [CARD].
std::string without_last_digits(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = text[at] == '[' ? masked_token_length(text.substr(at)) : 0;
        if (length > 6 && text.substr(at).starts_with("[CARD ")) {
            out.append("[CARD]");
            at += length;
        } else {
            out.push_back(text[at++]);
        }
    }
    return out;
}

}  // namespace

std::vector<PrivateSpan> find_private(std::string_view text, const MaskPolicy& policy) {
    return PrivateSearch(text, policy).run();
}

std::string mask(std::string_view bytes, const MaskPolicy& policy) {
    // A bracket, with which a token begins that is to lose its digits, is the sign of an address as well.
    const MaskGlance glance = glance_at(bytes);
    if (glance.digits < kFewestDigits && !glance.email_sign && !may_hold_sign_word(bytes))
        return std::string(bytes);
    std::string text = policy.cards ? mask_cards(bytes) : std::string(bytes);
    // A token ends the number beside it, after which what is left may read as one that it was not before. One
    // pass is the rule; the bound only keeps a made-up text from costing more.
    for (int pass = 0; pass < 8; ++pass) {
        const std::vector<PrivateSpan> found = find_private(text, policy);
        if (found.empty()) break;
        text = replace(text, found, policy);
        if (policy.cards) text = mask_cards(text);
    }
    return policy.cards && !policy.last_digits_of_cards ? without_last_digits(text) : text;
}

}  // namespace scrm::text
