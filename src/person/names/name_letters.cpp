// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "person/names/given_name_book_internal.hpp"
#include "person/names/name_words_internal.hpp"
#include "scrm/person/patronymic.hpp"
#include "scrm/person/surname.hpp"
#include "scrm/text/confusable.hpp"
#include "scrm/text/fold.hpp"
#include "scrm/text/transliterate.hpp"
#include "scrm/text/utf8.hpp"
#include "scrm/text/words.hpp"

namespace scrm::person {
namespace {

/// A name of fewer letters is too often a word of the other script: "Ян" has two.
constexpr std::size_t kShortestWhole = 3;
/// Beside Cyrillic words alone a word that no list knows is one of them, if it is not as short as "Cox".
constexpr std::size_t kShortestStranger = 4;

bool is_latin(char32_t c) noexcept {
    return ((c | 0x20) >= U'a' && (c | 0x20) <= U'z') || (c | 0x20) == U'ï' || (c | 0x20) == U'ë';
}

bool is_cyrillic(char32_t c) noexcept {
    return c >= 0x400 && c <= 0x481;
}

/// A digit, an apostrophe or a mark, as words hold them.
bool is_sign(char32_t c) noexcept {
    return c < 0x80 || c == U'’' || c == U'ʼ' || (c >= 0x300 && c <= 0x36F);
}

/// What the letters of a word are: in each script, and like none of the other one.
struct Letters {
    std::size_t latin = 0;
    std::size_t cyrillic = 0;
    std::size_t own_latin = 0;
    std::size_t own_cyrillic = 0;
    bool others = false;  ///< letters beyond both alphabets

    bool is_mixed() const noexcept { return latin > 0 && cyrillic > 0; }
    bool has_own() const noexcept { return own_latin + own_cyrillic > 0; }
};

Letters letters_of(std::string_view word) noexcept {
    Letters found;
    while (!word.empty()) {
        const char32_t c = text::next(word);
        if (is_latin(c)) {
            ++found.latin;
            found.own_latin += text::cyrillic_look_alike(c) == 0 ? 1 : 0;
        } else if (is_cyrillic(c)) {
            ++found.cyrillic;
            found.own_cyrillic += text::latin_look_alike(c) == 0 ? 1 : 0;
        } else {
            found.others = found.others || !is_sign(c);
        }
    }
    return found;
}

bool ends_as_name(std::string_view key) {
    constexpr std::size_t kShortest = 5;
    return (key.size() >= kShortest && has_surname_ending(key)) || read_patronymic(key).has_value();
}

std::string written_in(std::string_view word, bool cyrillic) {
    std::string out;
    while (!word.empty()) {
        const char32_t c = text::next(word);
        const char32_t meant = cyrillic ? text::cyrillic_look_alike(c) : text::latin_look_alike(c);
        text::append(out, meant == 0 ? c : meant);
    }
    return out;
}

/// How well the lists know a word.
enum class Known : std::uint8_t { not_at_all, by_ending, by_key, by_spelling };

struct Reading {
    std::string key;
    Known known = Known::not_at_all;
    bool is_full = false;  ///< a given name in full that is spelled so
};

/// Digits count for nothing.
Reading reading_of(std::string_view word) {
    std::string letters = text::fold(word);
    std::erase_if(letters, [](char c) { return c >= '0' && c <= '9'; });
    Reading out;
    out.key = text::latin_key(letters);
    const std::span<const GivenNameReading> names = GivenNameBook::instance().spellings().find(letters);
    if (!names.empty() || kind_of_word(letters) != WordKind::ordinary) {
        out.known = Known::by_spelling;
        out.is_full = !names.empty() && !names.front().short_form;
    } else if (!given_name_readings(out.key).empty()) {
        out.known = Known::by_key;
    } else if (ends_as_name(out.key)) {
        out.known = Known::by_ending;
    }
    return out;
}

enum class Meant : std::uint8_t { as_written, latin, cyrillic };

/// The words of one text, each with the scripts of all others at hand.
class Scripts {
  public:
    /// `beside`: words of another field.
    Scripts(std::span<const std::string_view> words, std::span<const std::string_view> beside)
        : words_(words) {
        evidence_.reserve(words.size() + beside.size());
        for (const std::string_view word : words) evidence_.push_back(evidence_of(word));
        for (const std::string_view word : beside) evidence_.push_back(evidence_of(word));
    }

    Meant meant(std::size_t at) const {
        const Letters letters = letters_of(words_[at]);
        if (!may_change(letters)) return Meant::as_written;
        if (letters.own_latin > 0) return letters.own_cyrillic > 0 ? Meant::as_written : Meant::latin;
        return letters.own_cyrillic > 0 ? Meant::cyrillic : of_look_alikes(at, letters);
    }

  private:
    /// A word of both scripts, or one that is long enough and has no letter of its own script alone.
    static bool may_change(const Letters& letters) noexcept {
        if (letters.others) return false;
        return letters.is_mixed() ||
               (!letters.has_own() && letters.latin + letters.cyrillic >= kShortestWhole);
    }

    /// The script that a word is of beyond doubt.
    static Meant evidence_of(std::string_view word) {
        const Letters letters = letters_of(word);
        if (letters.has_own()) {
            if ((letters.own_latin > 0) == (letters.own_cyrillic > 0)) return Meant::as_written;
            return letters.own_latin > 0 ? Meant::latin : Meant::cyrillic;
        }
        if (!may_change(letters)) return Meant::as_written;
        const Meant found = by_lists(word);
        if (letters.is_mixed() || found != Meant::cyrillic || letters.latin == 0) return found;
        return is_full_name(word) ? found : Meant::as_written;
    }

    /// Whether a Latin word is spelled so in the lists, or is the same name in both scripts.
    static bool is_honest(std::string_view word) {
        const Reading latin = reading_of(word);
        return latin.known == Known::by_spelling || latin.key == reading_of(written_in(word, true)).key;
    }

    /// The script in which the lists know the word better, where that makes another name of it.
    static Meant by_lists(std::string_view word) {
        const Reading latin = reading_of(written_in(word, false));
        const Reading cyrillic = reading_of(written_in(word, true));
        if (latin.known == cyrillic.known || latin.key == cyrillic.key) return Meant::as_written;
        return latin.known > cyrillic.known ? Meant::latin : Meant::cyrillic;
    }

    /// Whether the word is a name in full, as Cyrillic: "Bepa", but not "Popa", which is no Рора.
    static bool is_full_name(std::string_view word) { return reading_of(written_in(word, true)).is_full; }

    bool has_beside(std::size_t at, Meant script) const noexcept {
        for (std::size_t i = 0; i < evidence_.size(); ++i) {
            if (i != at && evidence_[i] == script) return true;
        }
        return false;
    }

    /// Whether another word, too, is known better as Cyrillic: "CBETA AHTOHOB".
    bool leans_beside(std::size_t at) const {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if (i != at && may_change(letters_of(words_[i])) && by_lists(words_[i]) == Meant::cyrillic)
                return true;
        }
        return false;
    }

    /// All letters of the word may be of either script.
    Meant of_look_alikes(std::size_t at, const Letters& letters) const {
        const bool beside_latin = has_beside(at, Meant::latin);
        const bool beside_cyrillic = has_beside(at, Meant::cyrillic);
        Meant found = by_lists(words_[at]);
        if (found == Meant::as_written && beside_latin != beside_cyrillic)
            found = beside_latin ? Meant::latin : Meant::cyrillic;
        if (letters.is_mixed() || found == Meant::as_written) return found;
        if (found == Meant::latin) {
            // Nobody types a Latin name on a Cyrillic keyboard unless the rest is Latin.
            return letters.latin == 0 && beside_latin && !beside_cyrillic ? found : Meant::as_written;
        }
        if (letters.cyrillic > 0 || beside_latin || is_honest(words_[at])) return Meant::as_written;
        if (!beside_cyrillic && !is_full_name(words_[at]) && !leans_beside(at)) return Meant::as_written;
        const Known known = reading_of(written_in(words_[at], true)).known;
        const bool is_strange = known == Known::not_at_all && letters.latin < kShortestStranger;
        return is_strange ? Meant::as_written : found;
    }

    std::span<const std::string_view> words_;
    std::vector<Meant> evidence_;
};

std::string without_ornaments(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    while (!raw.empty()) text::append(out, text::plain_letter(text::next(raw)));
    return out;
}

}  // namespace

bool may_mean_other_letters(std::string_view raw) noexcept {
    bool latin = false;
    bool own_latin = false;
    bool cyrillic = false;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const auto byte = static_cast<unsigned char>(raw[i]);
        if (byte < 0x80) {
            if (!is_latin(byte)) continue;
            latin = true;
            own_latin = own_latin || text::cyrillic_look_alike(byte) == 0;
            continue;
        }
        cyrillic = cyrillic || (byte >= 0xD0 && byte <= 0xD2);
        const auto after = static_cast<unsigned char>(i + 1 < raw.size() ? raw[i + 1] : 0);
        // U+0240 to U+02BF, U+1D00 to U+1D3F, U+A700 to U+A7FF and U+1F140 to U+1F1BF.
        const bool ornament = byte == 0xC9 || byte == 0xCA || (byte == 0xE1 && after == 0xB4) ||
                              (byte == 0xEA && after >= 0x9C && after <= 0x9F) ||
                              (byte == 0x9F && (after == 0x85 || after == 0x86));
        if (ornament) return true;
    }
    return latin && (cyrillic || !own_latin);
}

bool reads_as_name(std::string_view folded) {
    const std::string key = text::latin_key(folded);
    return !given_name_readings(key).empty() || ends_as_name(key);
}

std::string in_letters_meant(std::string_view raw, std::string_view beside) {
    if (!may_mean_other_letters(raw)) return {};
    std::string plain = without_ornaments(raw);
    const std::vector<std::string_view> words = text::words(plain);
    const Scripts scripts{words, text::words(beside)};
    std::string out;
    std::size_t end = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Meant meant = scripts.meant(i);
        if (meant == Meant::as_written) continue;
        const auto begin = static_cast<std::size_t>(words[i].data() - plain.data());
        out.append(plain, end, begin - end);
        out += written_in(words[i], meant == Meant::cyrillic);
        end = begin + words[i].size();
    }
    if (end == 0) return plain == raw ? std::string{} : plain;
    out.append(plain, end);
    return out;
}

}  // namespace scrm::person
