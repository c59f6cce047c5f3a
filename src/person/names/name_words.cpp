// SPDX-License-Identifier: Apache-2.0
#include "person/names/name_words_internal.hpp"

#include <algorithm>
#include <vector>

#include "scrm/person/surname.hpp"
#include "scrm/text/confusable.hpp"
#include "scrm/text/fold.hpp"
#include "scrm/text/transliterate.hpp"
#include "scrm/text/utf8.hpp"
#include "scrm/text/words.hpp"

namespace scrm::person {
namespace {

constexpr std::size_t kMaxBytes = 256;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_latin(char c) {
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'z';
}

bool is_high(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

/// At most `limit` bytes, no code point cut in two.
std::string_view head(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text;
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
    return text.substr(0, limit);
}

/// "M@sha", "$asha", but not "@masha"; an address keeps what stands before its @.
std::string without_signs(std::string_view raw) {
    std::string out;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] != '@' && raw[i] != '$') {
            out.push_back(raw[i]);
            continue;
        }
        const char before = i > 0 ? raw[i - 1] : ' ';
        const char after = i + 1 < raw.size() ? raw[i + 1] : ' ';
        const bool follows = is_latin(before) || is_high(before);
        const bool leads = is_latin(after) || is_high(after);
        if (raw[i] == '@' && follows && raw.find('.', i) != std::string_view::npos) break;
        const bool letter = raw[i] == '$' ? follows || leads : follows;
        if (!letter) {
            out.push_back(raw[i]);
        } else if (is_high(before) || is_high(after)) {
            out += raw[i] == '$' ? "с" : "а";
        } else {
            out.push_back(raw[i] == '$' ? 's' : 'a');
        }
    }
    return out;
}

struct Leet {
    std::string_view latin;
    std::string_view cyrillic;
};

constexpr std::array<Leet, 10> kLeet = {
    Leet{"o", "о"}, Leet{"i", "и"}, Leet{"z", "з"}, Leet{"e", "з"}, Leet{"a", "ч"},
    Leet{"s", "с"}, Leet{"b", "б"}, Leet{"t", "т"}, Leet{"b", "в"}, Leet{"g", "д"},
};

std::string undo_leet(std::string_view word) {
    const bool cyrillic = std::any_of(word.begin(), word.end(), is_high);
    std::string out;
    for (const char c : word) {
        if (!is_digit(c)) {
            out.push_back(c);
            continue;
        }
        const Leet& leet = kLeet[static_cast<std::size_t>(c - '0')];
        out += cyrillic ? leet.cyrillic : leet.latin;
    }
    return out;
}

/// A word with digits as the name that it stands for; empty for none.
std::string name_in_digits(std::string_view word) {
    const auto not_digit = [](char c) { return !is_digit(c); };
    const auto first = std::find_if(word.begin(), word.end(), not_digit);
    if (first == word.end()) return {};
    const auto last = std::find_if(word.rbegin(), word.rend(), not_digit).base();
    const auto begin = static_cast<std::size_t>(first - word.begin());
    const auto end = static_cast<std::size_t>(last - word.begin());
    const std::string_view core = word.substr(begin, end - begin);
    const bool inner = std::any_of(core.begin(), core.end(), is_digit);
    const bool one_outside = begin + (word.size() - end) == 1;
    if (!inner && !one_outside) return std::string{core};
    for (const std::string_view candidate : {word, core}) {
        std::string plain = undo_leet(candidate);
        if (reads_as_name(plain)) return plain;
    }
    return inner ? std::string{} : std::string{core};
}

bool is_hyphen(std::string_view gap) {
    return gap == "-" || gap == "‐" || gap == "–" || gap == "—" || gap == "−";
}

std::size_t letters(std::string_view word) {
    return static_cast<std::size_t>(std::count_if(
        word.begin(), word.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// "Yu.", "Ch.": initials that take two letters in Latin writing.
bool is_long_initial(std::string_view word) {
    for (const std::string_view known :
         {"yu", "ya", "ye", "yo", "yi", "zh", "ch", "sh", "kh", "ts", "iu", "ia", "ie", "ju", "ja", "дж"}) {
        if (word == known) return true;
    }
    return false;
}

/// Brackets and quotes as they open and close on the way through a text.
class Brackets {
  public:
    void pass(std::string_view gap) {
        while (!gap.empty()) {
            switch (text::next(gap)) {
                case U'(':
                case U'[':
                case U'{':
                case U'«':
                case U'“':
                case U'„':
                    open_ = true;
                    break;
                case U')':
                case U']':
                case U'}':
                case U'»':
                case U'”':
                    open_ = false;
                    break;
                case U'"':
                    open_ = !open_;
                    break;
                default:
                    break;
            }
        }
    }
    bool open() const { return open_; }

  private:
    bool open_ = false;
};

bool is_small(char32_t c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 0x430 && c <= 0x45F) || c == 0x491;
}

bool is_capital(char32_t c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 0x400 && c <= 0x42F) || c == 0x490;
}

/// Whether the first word has a capital and the last one has none, as no name is written.
bool reads_as_phrase(std::string_view raw) noexcept {
    const std::size_t first = raw.find_first_not_of(' ');
    const std::size_t last = raw.find_last_not_of(' ');
    if (first == std::string_view::npos) return false;
    const std::size_t gap = raw.rfind(' ', last);
    if (gap == std::string_view::npos || gap < first) return false;
    std::string_view begin = raw.substr(first);
    std::string_view end = raw.substr(gap + 1);
    return is_capital(text::next(begin)) && is_small(text::next(end));
}

/// More are not remembered.
constexpr std::size_t kMostWords = 1U << 15U;

void describe(NameWord& word, bool dot_after) {
    word.kind = kind_of_word(word.text);
    word.key = text::latin_key(word.text);
    const std::size_t count = letters(word.text);
    word.initial = count == 1 || (dot_after && count == 2 && is_long_initial(word.text));
    if (word.initial) {
        // "Анна и Пётр", "Ortega y Gasset"
        const bool joins =
            !dot_after && (word.text == "и" || word.text == "і" || word.text == "y" || word.text == "e");
        word.kind = joins ? WordKind::particle : WordKind::ordinary;
    }
    word.readings = {};
    word.patronymic.reset();
    word.surname_ending = false;
    if (word.initial) return;
    word.readings = given_name_readings(NameForms{word.text, word.key});
    word.patronymic = read_patronymic(word.key);
    word.surname_ending = word.readings.empty() && has_surname_ending(word.key);
}

}  // namespace

const NameWordTable::Entry* NameWordTable::find(std::string_view word, bool dot_after) const {
    const Entries& entries = entries_[dot_after ? 1 : 0];
    const auto known = entries.find(word);
    return known == entries.end() ? nullptr : &known->second;
}

void NameWordTable::add(const NameWord& word, bool dot_after) {
    Entries& entries = entries_[dot_after ? 1 : 0];
    if (entries.size() >= kMostWords) return;
    Entry& entry = entries[word.text];
    entry.key = word.key;
    entry.readings = word.readings;
    // Its view of the father's name must be one into this key.
    if (word.patronymic) entry.patronymic = read_patronymic(entry.key);
    entry.kind = word.kind;
    entry.initial = word.initial;
    entry.surname_ending = word.surname_ending;
}

namespace {

void describe(NameWord& word, bool dot_after, NameWordTable* table) {
    if (table == nullptr) {
        describe(word, dot_after);
        return;
    }
    if (const NameWordTable::Entry* known = table->find(word.text, dot_after)) {
        word.key = known->key;
        word.readings = known->readings;
        word.patronymic = known->patronymic;
        word.kind = known->kind;
        word.initial = known->initial;
        word.surname_ending = known->surname_ending;
        return;
    }
    describe(word, dot_after);
    table->add(word, dot_after);
}

}  // namespace

void read_name_words(std::string_view raw, NameWords& out, NameWordTable* table, std::string_view beside) {
    const std::string_view limited = head(raw, kMaxBytes);
    out.is_phrase = out.is_phrase || reads_as_phrase(limited);
    const bool has_signs = limited.find_first_of("@$") != std::string_view::npos;
    const std::string without = has_signs ? without_signs(limited) : std::string{};
    const std::string_view written = has_signs ? std::string_view{without} : limited;
    const std::string meant = in_letters_meant(written, head(beside, kMaxBytes));
    const std::string folded = text::fold(meant.empty() ? written : std::string_view{meant});
    const std::vector<std::string_view> found = text::words(folded);
    Brackets brackets;
    std::size_t end = 0;
    for (std::size_t i = 0; i < found.size() && out.size < NameWords::kMaxWords; ++i) {
        const std::string_view view = found[i];
        const auto begin = static_cast<std::size_t>(view.data() - folded.data());
        const std::string_view gap = std::string_view{folded}.substr(end, begin - end);
        brackets.pass(gap);
        if (out.size > 0 && gap.find(',') != std::string_view::npos)
            out.words[out.size - 1].comma_after = true;
        end = begin + view.size();
        NameWord& word = out.words[out.size];
        if (std::any_of(view.begin(), view.end(), is_digit)) {
            word.text = name_in_digits(view);
            if (word.text.empty()) {
                out.is_odd = true;
                continue;
            }
        } else {
            const bool mixed = std::any_of(view.begin(), view.end(), is_high) &&
                               std::any_of(view.begin(), view.end(), is_latin);
            word.text = mixed ? text::unconfuse(view) : std::string{view};
        }
        word.text = head(word.text, 120);
        word.joined = i > 0 && out.size > 0 && is_hyphen(gap);
        word.in_brackets = brackets.open();
        describe(word, end < folded.size() && folded[end] == '.', table);
        if (word.key.empty()) {
            out.is_odd = true;
            continue;
        }
        // A single letter of a script without initials: decoration.
        const bool lone_sign = word.initial && static_cast<unsigned char>(word.key.front()) >= 0x80;
        if (lone_sign) continue;
        if (word.key.size() > 200) {
            out.is_odd = true;
            continue;
        }
        ++out.size;
    }
}

std::string split_camel_case(std::string_view raw) {
    std::string out;
    bool split = false;
    char32_t before = 0;
    std::string_view rest = head(raw, kMaxBytes);
    while (!rest.empty()) {
        const char32_t c = text::next(rest);
        if (is_small(before) && is_capital(c)) {
            out.push_back(' ');
            split = true;
        }
        text::append(out, c);
        before = c;
    }
    if (!split) out.clear();
    return out;
}

}  // namespace scrm::person
