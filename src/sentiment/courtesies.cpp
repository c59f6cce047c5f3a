// SPDX-License-Identifier: Apache-2.0
#include "sentiment/courtesies_internal.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "scrm/text/language.hpp"
#include "sentiment/rules/letter_trie_internal.hpp"

namespace scrm::sentiment {
namespace {

/// In order of their letters.
constexpr std::array<std::u32string_view, 52> kGreetings{U"dear team",
                                                         U"good afternoon",
                                                         U"good day",
                                                         U"good evening",
                                                         U"good morning",
                                                         U"hello",
                                                         U"hello all",
                                                         U"hello everyone",
                                                         U"hello team",
                                                         U"hello there",
                                                         U"hey",
                                                         U"hey guys",
                                                         U"hey there",
                                                         U"hi",
                                                         U"hi all",
                                                         U"hi everyone",
                                                         U"hi guys",
                                                         U"hi team",
                                                         U"hi there",
                                                         U"hiya",
                                                         U"вечер добрый",
                                                         U"всем доброго дня",
                                                         U"всем добрый день",
                                                         U"всем здравствуйте",
                                                         U"всем привет",
                                                         U"всім вітання",
                                                         U"всім добрий день",
                                                         U"всім привіт",
                                                         U"день добрый",
                                                         U"дня доброго",
                                                         U"добридень",
                                                         U"добрий вечір",
                                                         U"добрий день",
                                                         U"добрий ранок",
                                                         U"доброго вечера",
                                                         U"доброго вечора",
                                                         U"доброго времени суток",
                                                         U"доброго дня",
                                                         U"доброго здоров'я",
                                                         U"доброго ранку",
                                                         U"доброго утра",
                                                         U"доброе утро",
                                                         U"доброй ночи",
                                                         U"добрый вечер",
                                                         U"добрый день",
                                                         U"добрідень",
                                                         U"здравствуй",
                                                         U"здравствуйте",
                                                         U"здраствуйте",
                                                         U"здрасте",
                                                         U"здрасьте",
                                                         U"усім привіт"};

/// Words that greet, or begin a sentence: greetings where a sign follows.
constexpr std::array<std::u32string_view, 11> kGreetingsBeforeSigns{
    U"привет", U"приветствую вас", U"приветствую", U"привіт",    U"вітаю вас", U"вітаю",
    U"добрый", U"доброго",         U"салют",       U"greetings", U"morning"};

/// "Привет от банка", "good morning to everyone but you".
constexpr std::array<std::u32string_view, 6> kNoGreetingBefore{U"от", U"из", U"від", U"to", U"from", U"with"};

constexpr std::array<std::u32string_view, 16> kClosings{U"с уважением",
                                                        U"с наилучшими пожеланиями",
                                                        U"с наилучшими",
                                                        U"с ув",
                                                        U"с уважением к вам",
                                                        U"з повагою",
                                                        U"з найкращими побажаннями",
                                                        U"kind regards",
                                                        U"best regards",
                                                        U"warm regards",
                                                        U"regards",
                                                        U"yours sincerely",
                                                        U"sincerely",
                                                        U"yours faithfully",
                                                        U"best wishes",
                                                        U"yours truly"};

/// Beginnings of words in the signatures of banks.
constexpr std::array<std::u32string_view, 34> kFirms{
    U"банк",  U"сбер",    U"тиньк",  U"альфа",  U"райф",   U"приват",   U"моно",    U"совком",   U"газпром",
    U"ваш",   U"команд",  U"служб",  U"отдел",  U"поддер", U"підтр",    U"центр",   U"пресс",    U"админ",
    U"адмін", U"специал", U"консул", U"менедж", U"bank",   U"team",     U"support", U"customer", U"social",
    U"your",  U"the",     U"monzo",  U"chase",  U"lloyds", U"barclays", U"revolut"};

constexpr std::size_t kLongestSignature = 48;  // code points
constexpr std::size_t kMostNames = 4;
constexpr std::size_t kWordsOfPost = 2;

constexpr bool in(char32_t c, char32_t low, char32_t high) {
    return c >= low && c <= high;
}

bool is_blank(char32_t c) {
    return c <= U' ' ? c != 0 : c == 0xA0;
}

bool is_capital(char32_t c) {
    return in(c, U'A', U'Z') || in(c, 0x400, 0x42F) || c == 0x490;
}

char32_t small(char32_t c) {
    if (in(c, U'A', U'Z') || in(c, 0x410, 0x42F)) return c + 0x20;
    if (in(c, 0x400, 0x40F)) return c + 0x50;
    return c == 0x2019 || c == 0x2BC || c == U'`' ? U'\'' : c;
}

bool is_word(char32_t c) {
    const CasedLetter letter = letter_of(c);
    return letter != kNoLetter;
}

class Reader {
  public:
    explicit Reader(text::CodePoints& post) : post_(post) {}

    void hide_greeting() {
        std::size_t begin = 0;
        while (is_blank(post_[begin]) || post_[begin] == U'@') {
            const bool handle = post_[begin++] == U'@';
            while (handle && (is_word(post_[begin]) || post_[begin] == U'_')) ++begin;
            if (handle && (post_[begin] == U',' || post_[begin] == U':')) ++begin;
        }
        if (!may_greet(small(post_[begin]), small(post_[begin + 1]))) return;
        const auto first_letter = [](std::u32string_view words) { return words.front(); };
        const char32_t letter = small(post_[begin]);
        const auto* greeting = std::ranges::lower_bound(kGreetings, letter, {}, first_letter);
        const auto* const last = std::ranges::upper_bound(kGreetings, letter, {}, first_letter);
        std::size_t end = 0;
        for (; greeting != last; ++greeting) end = std::max(end, behind(begin, *greeting));
        if (end != 0) {
            std::size_t next = end;
            while (is_blank(post_[next])) ++next;
            if (std::ranges::any_of(kNoGreetingBefore,
                                    [&](std::u32string_view word) { return behind(next, word) != 0; }))
                return;
        }
        for (std::size_t i = 0; i < kGreetingsBeforeSigns.size() && end == 0; ++i) {
            end = behind(begin, kGreetingsBeforeSigns[i]);
            if (end != 0 && !is_sign(post_[end])) end = 0;
        }
        if (end == 0) return;
        while (is_sign(post_[end]) || is_blank(post_[end])) ++end;
        if (has_words(end, post_.size())) post_.hide(begin, end);
    }

    void hide_signature() {
        if (!ends_as_signed()) return;
        const std::size_t size = post_.size();
        const std::size_t first = size - std::min(size, kLongestSignature);
        for (std::size_t at = first + 1; at < size; ++at) {
            if (!is_blank(post_[at - 1]) || !may_close(at)) continue;
            for (const std::u32string_view closing : kClosings) {
                const std::size_t end = behind(at, closing);
                if (end == 0) continue;
                if (ends_sentence(at) && is_signed(end) && has_words(0, at)) {
                    post_.hide(at, size);
                    return;
                }
            }
        }
    }

  private:
    /// A glance at the first two letters tells of most posts.
    static bool may_greet(char32_t first, char32_t second) {
        switch (first) {
            case U'в':
                return second == U'с' || second == U'е' || second == U'і';
            case U'д':
                return second == U'о' || second == U'е' || second == U'н';
            case U'з':
                return second == U'д';
            case U'п':
                return second == U'р';
            case U'с':
                return second == U'а';
            case U'у':
                return second == U'с';
            case U'g':
                return second == U'o' || second == U'r';
            case U'h':
                return second == U'e' || second == U'i';
            case U'd':
                return second == U'e';
            case U'm':
                return second == U'o';
            default:
                return false;
        }
    }

    /// Whether the last word may be a name, a number or the end of a closing formula.
    bool ends_as_signed() const {
        std::size_t begin = post_.size();
        while (begin > 0 && !is_word(post_[begin - 1])) --begin;
        while (begin > 0 && is_word(post_[begin - 1])) --begin;
        static constexpr std::u32string_view kLast = U"унпrsfwt";
        const char32_t first = post_[begin];
        return is_capital(first) || in(first, U'0', U'9') || kLast.find(first) != std::u32string_view::npos;
    }

    /// Whether a word begins as closing formulas do, by its first two letters.
    bool may_close(std::size_t at) const {
        switch (small(post_[at])) {
            case U'с':
            case U'з':
                return is_blank(post_[at + 1]);
            case U'b':
            case U'r':
                return post_[at + 1] == U'e';
            case U'k':
            case U's':
                return post_[at + 1] == U'i';
            case U'w':
                return post_[at + 1] == U'a';
            case U'y':
                return post_[at + 1] == U'o';
            default:
                return false;
        }
    }

    /// The place behind these words, 0 where others stand.
    std::size_t behind(std::size_t at, std::u32string_view words) const {
        for (const char32_t c : words) {
            if (small(post_[at]) != c) return 0;
            ++at;
            while (c == U' ' && is_blank(post_[at])) ++at;
        }
        return is_word(post_[at]) ? 0 : at;
    }

    bool is_sign(char32_t c) const {
        return c == U',' || c == U'.' || c == U'!' || c == U')' || c == U';' || c == U'-' || c == U'\n' ||
               c == 0x2013 || c == 0x2014 || c == 0x2026 || c == 0x1F44B;
    }

    bool has_words(std::size_t at, std::size_t end) const {
        std::size_t words = 0;
        for (; at < end && words < kWordsOfPost; ++at)
            words += is_word(post_[at]) && !is_word(post_[at + 1]) ? 1U : 0U;
        return words == kWordsOfPost;
    }

    bool ends_sentence(std::size_t at) const {
        std::size_t before = at;
        while (before > 0 && is_blank(post_[before - 1])) {
            --before;
            if (post_[before] == U'\n') return true;
        }
        // Many leave the full stop out; the capital letter stays.
        if (is_capital(post_[at])) return true;
        const char32_t c = before > 0 ? post_[before - 1] : U'.';
        return c == U'.' || c == U'!' || c == U'?' || c == U')' || c == U'(' || c == 0x2026 ||
               (!is_word(c) && c > 0x2600);
    }

    /// Nothing but names, initials and a number to the end.
    bool is_signed(std::size_t at) const {
        std::size_t names = 0;
        while (at < post_.size()) {
            const char32_t c = post_[at];
            if (!is_word(c)) {
                if (c == U'?' || c == U'!' || c == U'@' || c == U'/') return false;
                ++at;
                continue;
            }
            const std::size_t begin = at;
            while (is_word(post_[at]) || post_[at] == U'\'') ++at;
            if (is_digit(letter_of(c))) continue;
            if (!is_capital(c) || ++names > kMostNames) return false;
            if (at - begin > 1 && is_capital(post_[begin + 1])) return false;
            if (std::ranges::any_of(kFirms, [&](std::u32string_view firm) { return begins(begin, firm); }))
                return false;
        }
        return true;
    }

    bool begins(std::size_t at, std::u32string_view letters) const {
        for (const char32_t c : letters) {
            if (small(post_[at++]) != c) return false;
        }
        return true;
    }

    text::CodePoints& post_;
};

}  // namespace

void hide_courtesies(text::CodePoints& post) {
    Reader reader{post};
    reader.hide_greeting();
    reader.hide_signature();
}

void spell_russian(text::CodePoints& post) {
    // What English posts have and Russian in Latin letters lacks: asking for the language takes time.
    std::size_t letters = 0;
    for (std::size_t at = 0; at < post.size(); ++at) {
        const char32_t c = small(post[at]);
        if (c >= 0x250 && is_word(c)) return;
        if (c == U'w' || c == U'q' || (c == U't' && small(post[at + 1]) == U'h')) return;
        letters += in(c, U'a', U'z') ? 1U : 0U;
    }
    constexpr std::size_t kFewest = 8;
    if (letters < kFewest || text::identify_language(post).language != "ru") return;
    post.spell_in_cyrillic();
}

}  // namespace scrm::sentiment
