// SPDX-License-Identifier: Apache-2.0
#include "identity/expression/regular_expression_internal.hpp"

#include <algorithm>
#include <limits>
#include <memory>

#include "scrm/text/letter_case.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kMostSteps = 5'000;
constexpr unsigned kMostRepeats = 1'000;
constexpr int kDeepest = 100;
constexpr std::uint32_t kNoPosition = std::numeric_limits<std::uint32_t>::max();

bool is_word(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

char32_t other_case(char32_t c) {
    std::string one;
    text::append(one, c);
    const std::string low = text::to_lower(one);
    const std::string changed = low == one ? text::to_upper(one) : low;
    std::string_view rest = changed;
    return text::next(rest);
}

}  // namespace

/// Recursive descent over the pattern; writes the program as it reads.
class PatternReader {
  public:
    explicit PatternReader(std::string_view pattern) : text_(text::to_utf32(pattern)) {}

    bool read(RegularExpression& out) {
        out_ = &out;
        if (std::u32string_view{text_}.starts_with(U"(?i)")) {
            at_ = 4;
            ignores_case_ = true;
        }
        emit(Step::save, 0);
        if (!alternatives(0) || at_ != text_.size()) return false;
        emit(Step::save, 1);
        emit(Step::match);
        return is_small_;
    }

  private:
    using Step = RegularExpression::Step;
    using Range = RegularExpression::Range;
    using Instruction = RegularExpression::Instruction;

    std::uint32_t here() const { return static_cast<std::uint32_t>(out_->program_.size()); }
    std::uint32_t emit(Step step, std::uint32_t x = 0, std::uint32_t y = 0) {
        if (out_->program_.size() >= kMostSteps) is_small_ = false;
        if (is_small_) out_->program_.push_back({step, x, y});
        return here() - 1;
    }
    bool at_end() const { return at_ >= text_.size(); }
    char32_t peek() const { return text_[at_]; }
    bool take(char32_t c) {
        if (at_end() || peek() != c) return false;
        ++at_;
        return true;
    }

    bool alternatives(int depth) {
        if (depth > kDeepest) return false;
        const std::uint32_t start = here();
        if (!sequence(depth)) return false;
        if (!take('|')) return true;
        // split start+1, rest; …; jump end
        insert(start, {Step::split, start + 1, 0});
        const std::uint32_t jump = emit(Step::jump);
        if (!is_small_) return false;
        out_->program_[start].y = here();
        if (!alternatives(depth + 1) || !is_small_) return false;
        out_->program_[jump].x = here();
        return true;
    }

    bool sequence(int depth) {
        while (!at_end() && peek() != '|' && peek() != ')') {
            const std::uint32_t start = here();
            if (!atom(depth) || !repeats(start) || !is_small_) return false;
        }
        return true;
    }

    bool atom(int depth) {
        const char32_t c = text_[at_++];
        switch (c) {
            case '(':
                return group(depth);
            case '.':
                emit(Step::any);
                return true;
            case '^':
                emit(Step::begin);
                return true;
            case '$':
                emit(Step::end);
                return true;
            case '[':
                return bracket();
            case '\\':
                return escape();
            case '*':
            case '+':
            case '?':
                return false;
            default:
                literal(c);
                return true;
        }
    }

    bool group(int depth) {
        bool captures = true;
        if (take('?')) {
            if (!take(':')) return false;
            captures = false;
        }
        const unsigned number = captures ? ++out_->groups_ : 0;
        if (captures) emit(Step::save, 2 * number);
        if (!alternatives(depth + 1) || !take(')')) return false;
        if (captures) emit(Step::save, 2 * number + 1);
        return true;
    }

    void literal(char32_t c) {
        RegularExpression::Set set{{{c, c}}, false};
        if (ignores_case_) add_other_case(set);
        add_set(std::move(set));
    }
    void add_set(RegularExpression::Set set) {
        out_->sets_.push_back(std::move(set));
        emit(Step::set, static_cast<std::uint32_t>(out_->sets_.size() - 1));
    }
    static void add_other_case(RegularExpression::Set& set) {
        const std::vector<Range> given = set.ranges;
        for (const Range& range : given) {
            for (char32_t c = range.first; c <= range.last && c < range.first + 256; ++c) {
                const char32_t other = other_case(c);
                set.ranges.push_back({other, other});
            }
        }
    }

    /// Ranges of \d, \w, \s; false for any other letter.
    static bool class_ranges(char32_t letter, std::vector<Range>& ranges) {
        if (letter == 'd') ranges.push_back({'0', '9'});
        if (letter == 'w') ranges.insert(ranges.end(), {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}});
        if (letter == 's') ranges.insert(ranges.end(), {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}});
        return letter == 'd' || letter == 'w' || letter == 's';
    }

    static bool plain_escape(char32_t letter, char32_t& out) {
        switch (letter) {
            case 'n':
                out = '\n';
                return true;
            case 't':
                out = '\t';
                return true;
            case 'r':
                out = '\r';
                return true;
            default:
                out = letter;
                return !is_word(letter);
        }
    }

    bool escape() {
        if (at_end()) return false;
        const char32_t c = text_[at_++];
        if (c == 'b' || c == 'B') {
            emit(c == 'b' ? Step::word_border : Step::no_word_border);
            return true;
        }
        RegularExpression::Set set;
        if (class_ranges(c | 0x20, set.ranges) && c < 128) {
            set.negated = (c & 0x20) == 0;
            add_set(std::move(set));
            return true;
        }
        char32_t letter = 0;
        if (!plain_escape(c, letter)) return false;
        literal(letter);
        return true;
    }

    bool bracket() {
        RegularExpression::Set set;
        set.negated = take('^');
        bool first = true;
        while (!at_end() && (peek() != ']' || first)) {
            first = false;
            char32_t low = text_[at_++];
            if (low == '[' && !at_end() && peek() == ':') return false;
            if (low == '\\') {
                if (at_end()) return false;
                low = text_[at_++];
                if (class_ranges(low, set.ranges)) continue;
                if (!plain_escape(low, low)) return false;
            }
            char32_t high = low;
            if (at_ + 1 < text_.size() && peek() == '-' && text_[at_ + 1] != ']') {
                ++at_;
                high = text_[at_++];
                if (high == '\\' && (at_end() || !plain_escape(text_[at_++], high))) return false;
                if (high < low) return false;
            }
            set.ranges.push_back({low, high});
        }
        if (!take(']')) return false;
        if (ignores_case_) add_other_case(set);
        add_set(std::move(set));
        return true;
    }

    bool number(unsigned& out) {
        if (at_end() || peek() < '0' || peek() > '9') return false;
        out = 0;
        while (!at_end() && peek() >= '0' && peek() <= '9') {
            out = out * 10 + static_cast<unsigned>(text_[at_++] - '0');
            if (out > kMostRepeats) return false;
        }
        return true;
    }

    bool repeats(std::uint32_t start) {
        for (bool repeated = false; !at_end(); repeated = true) {
            unsigned least = 0;
            unsigned most = 0;
            bool bounded = false;
            const char32_t c = peek();
            if (c != '*' && c != '+' && c != '?' && c != '{') return true;
            const std::size_t before = at_;
            ++at_;
            if (c == '{') {
                if (!number(least)) {  // a brace that counts nothing is itself
                    at_ = before;
                    return peek() == '{' && brace_literal();
                }
                most = least;
                bounded = true;
                if (take(',')) bounded = number(most);
                if (!take('}') || (bounded && most < least)) return false;
            } else {
                least = c == '+' ? 1 : 0;
                bounded = c == '?';
                most = 1;
            }
            if (repeated) return false;
            repeat(start, least, most, bounded, take('?'));
        }
        return true;
    }

    bool brace_literal() {
        ++at_;
        literal('{');
        return true;
    }

    /// Repeats the steps from `start` on: copies for the counted part, a loop for the rest.
    void repeat(std::uint32_t start, unsigned least, unsigned most, bool bounded, bool lazy) {
        const std::vector<Instruction> body(out_->program_.begin() + start, out_->program_.end());
        out_->program_.resize(start);
        const auto copy = [&] {
            const std::uint32_t shift = here() - start;
            for (Instruction step : body) {
                const bool targets = step.step == Step::split || step.step == Step::jump;
                emit(step.step, step.x + (targets ? shift : 0),
                     step.y + (step.step == Step::split ? shift : 0));
            }
        };
        const auto split = [&] { return emit(Step::split); };
        const auto aim = [&](std::uint32_t at, std::uint32_t inside, std::uint32_t outside) {
            if (!is_small_) return;
            out_->program_[at].x = lazy ? outside : inside;
            out_->program_[at].y = lazy ? inside : outside;
        };
        for (unsigned i = 0; i < least; ++i) copy();
        if (!bounded) {
            const std::uint32_t loop = split();
            copy();
            emit(Step::jump, loop);
            aim(loop, loop + 1, here());
            return;
        }
        std::vector<std::uint32_t> splits;
        for (unsigned i = least; i < most; ++i) {
            splits.push_back(split());
            copy();
        }
        for (const std::uint32_t at : splits) aim(at, at + 1, here());
    }

    void insert(std::uint32_t at, Instruction instruction) {
        out_->program_.insert(out_->program_.begin() + at, instruction);
        for (std::size_t i = at + 1; i < out_->program_.size(); ++i) {
            Instruction& step = out_->program_[i];
            if (step.step == Step::split || step.step == Step::jump) ++step.x;
            if (step.step == Step::split) ++step.y;
        }
    }

    std::u32string text_;
    std::size_t at_ = 0;
    bool ignores_case_ = false;
    bool is_small_ = true;
    RegularExpression* out_ = nullptr;
};

std::optional<RegularExpression> RegularExpression::parse(std::string_view pattern) {
    RegularExpression out;
    if (!PatternReader(pattern).read(out)) return std::nullopt;
    return out;
}

bool RegularExpression::contains(std::uint32_t set, char32_t c) const {
    const Set& tested = sets_[set];
    const bool within = std::any_of(tested.ranges.begin(), tested.ranges.end(),
                                    [c](const Range& range) { return c >= range.first && c <= range.last; });
    return within != tested.negated;
}

std::optional<std::string> RegularExpression::extract(std::string_view bytes, unsigned group) const {
    const std::u32string text = text::to_utf32(bytes);
    using Slots = std::vector<std::uint32_t>;
    struct Thread {
        std::uint32_t step;
        Slots slots;
    };
    std::vector<Thread> now;
    std::vector<Thread> next;
    std::vector<std::uint32_t> seen(program_.size(), kNoPosition);
    const Slots none(2 * (groups_ + 1), kNoPosition);
    Slots best;

    // Follows steps that read nothing, in order of preference; a step is entered once per position.
    std::vector<Thread> pending;
    const auto follow = [&](std::vector<Thread>& threads, std::uint32_t first, Slots slots,
                            std::uint32_t at) {
        pending.push_back({first, std::move(slots)});
        while (!pending.empty()) {
            Thread thread = std::move(pending.back());
            pending.pop_back();
            if (seen[thread.step] == at) continue;
            seen[thread.step] = at;
            const Instruction& step = program_[thread.step];
            const bool before = at > 0 && is_word(text[at - 1]);
            const bool after = at < text.size() && is_word(text[at]);
            switch (step.step) {
                case Step::jump:
                    pending.push_back({step.x, std::move(thread.slots)});
                    break;
                case Step::split:
                    pending.push_back({step.y, thread.slots});
                    pending.push_back({step.x, std::move(thread.slots)});
                    break;
                case Step::save:
                    thread.slots[step.x] = at;
                    pending.push_back({thread.step + 1, std::move(thread.slots)});
                    break;
                case Step::begin:
                    if (at == 0) pending.push_back({thread.step + 1, std::move(thread.slots)});
                    break;
                case Step::end:
                    if (at == text.size()) pending.push_back({thread.step + 1, std::move(thread.slots)});
                    break;
                case Step::word_border:
                case Step::no_word_border:
                    if ((before != after) == (step.step == Step::word_border))
                        pending.push_back({thread.step + 1, std::move(thread.slots)});
                    break;
                default:
                    threads.push_back(std::move(thread));
            }
        }
    };
    for (std::uint32_t at = 0; at <= text.size(); ++at) {
        if (best.empty()) follow(now, 0, none, at);
        if (now.empty()) break;
        for (Thread& thread : now) {
            const Instruction& step = program_[thread.step];
            if (step.step == Step::match) {
                best = std::move(thread.slots);
                break;  // those after it are worth less
            }
            if (at == text.size()) continue;
            const char32_t c = text[at];
            const bool reads = step.step == Step::any ? c != '\n' : contains(step.x, c);
            if (reads) follow(next, thread.step + 1, std::move(thread.slots), at + 1);
        }
        now.swap(next);
        next.clear();
    }
    if (best.empty() || group > groups_) return std::nullopt;
    const std::uint32_t from = best[2 * group];
    const std::uint32_t to = best[2 * group + 1];
    if (from == kNoPosition || to == kNoPosition) return std::string{};
    return text::to_utf8(std::u32string_view{text}.substr(from, to - from));
}

}  // namespace scrm::identity
