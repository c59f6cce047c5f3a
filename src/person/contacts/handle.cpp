// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/handle.hpp"

#include <algorithm>
#include <tuple>

#include "scrm/person/given_name.hpp"
#include "scrm/person/surname.hpp"
#include "scrm/text/confusable.hpp"
#include "scrm/text/fold.hpp"
#include "scrm/text/similarity.hpp"
#include "scrm/text/transliterate.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::person {
namespace {

constexpr std::size_t kMaxHandle = 128;
constexpr int kFirstYear = 1930;
constexpr int kLastYear = 2015;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool is_separator(char32_t c) noexcept {
    return c == '.' || c == '_' || c == '-';
}

// Letters of any script; signs, marks and spaces of the general punctuation blocks are none.
bool is_letter(char32_t c) noexcept {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c < 0xC0 || c == 0xD7 || c == 0xF7) return false;
    const bool sign = (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) ||
                      c == text::kReplacement || (c >= 0xFE00 && c <= 0xFE0F) || c >= 0x1F000;
    return !sign;
}

bool is_capital(char32_t c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42F) || (c >= 0x400 && c <= 0x40F);
}

bool is_small(char32_t c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 0x430 && c <= 0x45F);
}

// The letter that a digit or sign stands for between letters; 0 for none.
char leet_letter(char32_t c) noexcept {
    switch (c) {
        case '0':
            return 'o';
        case '1':
            return 'i';
        case '3':
            return 'e';
        case '4':
        case '@':
            return 'a';
        case '5':
        case '$':
            return 's';
        case '7':
            return 't';
        default:
            return 0;
    }
}

// A digit is leet when letters follow and it stands behind a letter or at the start of a word: "p3tr0v",
// "1van". The digits that a handle ends in never are, nor is a number of two digits and more.
bool is_leet_at(std::u32string_view word, std::size_t i) noexcept {
    if (leet_letter(word[i]) == 0) return false;
    if (i + 1 >= word.size() || !is_letter(word[i + 1])) return false;
    return i == 0 || is_letter(word[i - 1]) || is_separator(word[i - 1]);
}

// What the handle spells once leet is undone: words in order, and the digits that belong to none.
struct Spelling {
    std::vector<std::string> words;
    std::string digits;
};

Spelling spell(std::string_view written) {
    const std::u32string codes = text::to_utf32(written);
    Spelling spelling;
    std::string word;
    const auto flush = [&] {
        if (!word.empty()) spelling.words.push_back(std::move(word));
        word.clear();
    };
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const char32_t c = codes[i];
        if (is_letter(c)) {
            if (i > 0 && is_capital(c) && is_small(codes[i - 1])) flush();
            text::append(word, c);
        } else if (is_leet_at(codes, i)) {
            word.push_back(leet_letter(c));
        } else {
            flush();
            if (c >= '0' && c <= '9') spelling.digits.push_back(static_cast<char>(c));
        }
    }
    flush();
    return spelling;
}

std::string word_key(const std::string& word) {
    return text::latin_key(text::fold(text::unconfuse(word)));
}

// Names that networks give, followed by digits only: id123456, user12345.
constexpr std::string_view kGeneratedStems[] = {
    "id",    "user",    "club",   "public", "event", "group", "member",       "player", "profile",
    "guest", "account", "client", "uid",    "tg",    "юзер",  "пользователь", "гость"};
constexpr std::string_view kGeneratedWords[] = {"deleted",   "deletedaccount", "deleteduser",
                                                "anonymous", "anonym",         "none",
                                                "null",      "unknown",        "удаленный"};

bool looks_generated(std::string_view canonical) {
    std::size_t stem = canonical.size();
    while (stem > 0 && is_digit(canonical[stem - 1])) --stem;
    const std::size_t digits = canonical.size() - stem;
    if (stem == 0) return true;
    const std::string_view head = canonical.substr(0, stem);
    if (std::find(std::begin(kGeneratedWords), std::end(kGeneratedWords), canonical) !=
        std::end(kGeneratedWords)) {
        return true;
    }
    constexpr std::size_t kFewestDigits = 3;
    if (digits >= kFewestDigits && std::find(std::begin(kGeneratedStems), std::end(kGeneratedStems), head) !=
                                       std::end(kGeneratedStems)) {
        return true;
    }
    // "user" and a random mixture, as YouTube and TikTok give.
    constexpr std::size_t kRandomTail = 8;
    if (!canonical.starts_with("user") || canonical.size() < 4 + kRandomTail) return false;
    return std::count_if(canonical.begin() + 4, canonical.end(), is_digit) >= 3;
}

std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

std::vector<std::string> sorted_tokens(const Handle& handle) {
    std::vector<std::string> tokens = handle.tokens();
    std::ranges::sort(tokens);
    return tokens;
}

constexpr std::size_t kShortestName = 3;   // shorter keys are found in too many words
constexpr std::size_t kTellingName = 5;    // long enough to be recognised beside other letters
constexpr std::size_t kTellingInside = 6;  // … or between them

bool begins(std::string_view whole, std::string_view part) noexcept {
    return whole.starts_with(part);
}

/// What people put beside their names: offices, titles and claims to be the real one.
constexpr std::string_view kTitles[] = {
    "rep",      "sen",       "senator", "gov",  "governor", "mayor", "mr",    "mrs",         "ms",
    "miss",     "dr",        "doctor",  "prof", "judge",    "the",   "real",  "official",    "ofic",
    "iam",      "its",       "im",      "team", "vote",     "for",   "elect", "congressman", "congresswoman",
    "congress", "president", "delegate"};

// The word without a title before or behind it.
std::string_view without_titles(std::string_view word) {
    for (const std::string_view title : kTitles) {
        if (word.size() < title.size() + kTellingName) continue;
        if (word.starts_with(title)) return word.substr(title.size());
        if (word.ends_with(title)) return word.substr(0, word.size() - title.size());
    }
    return word;
}

// Whether the letters beside a family name within one word leave it a family name: an initial or two, a given
// name, a title. Others make it another name: panova in stepanova, ivan in ivanov.
bool leaves_a_name(std::string_view rest, std::span<const std::string_view> given_keys) {
    if (rest.size() <= 2) return true;
    if (std::find(std::begin(kTitles), std::end(kTitles), rest) != std::end(kTitles)) return true;
    return std::any_of(given_keys.begin(), given_keys.end(), [&](std::string_view given) {
        return begins(given, rest) || (given.size() >= kShortestName && begins(rest, given));
    });
}

// What remains of a word beside the family name, as evidence of the given name.
HandleNameAgreement read_beside_family(std::string_view rest, std::string_view family,
                                       std::span<const std::string_view> given_keys) {
    if (rest.empty()) return HandleNameAgreement::family_only;
    HandleNameAgreement best = family.size() >= kTellingName && leaves_a_name(rest, given_keys)
                                   ? HandleNameAgreement::family_only
                                   : HandleNameAgreement::none;
    for (const std::string_view given : given_keys) {
        if (given.empty()) continue;
        if (rest == given && given.size() > 1) return HandleNameAgreement::given_and_family;
        if (rest.size() >= kShortestName && begins(given, rest)) return HandleNameAgreement::given_and_family;
        // One or two letters: the given name's initial, with the patronymic's behind it.
        if (rest.size() <= 2 && rest[0] == given[0])
            best = std::max(best, HandleNameAgreement::family_and_initial);
    }
    return best;
}

HandleNameAgreement read_beside_given(std::string_view rest, std::span<const std::string_view> family_keys) {
    if (rest.empty()) return HandleNameAgreement::given_only;
    for (const std::string_view family : family_keys) {
        if (family.empty()) continue;
        if (rest.size() >= kShortestName && begins(family, rest))
            return HandleNameAgreement::given_and_family;
        if (rest.size() == 1 && rest[0] == family[0]) return HandleNameAgreement::given_and_initial;
    }
    return HandleNameAgreement::none;
}

// The handle without what stands around it; empty for none.
std::string_view written_handle(std::string_view raw) noexcept {
    std::string_view written = trim(raw);
    while (!written.empty() && (written.front() == '@' || written.front() == '~')) written.remove_prefix(1);
    while (!written.empty() && (written.back() == '/' || written.back() == ',')) written.remove_suffix(1);
    if (written.size() > kMaxHandle) return {};
    const bool forbidden = std::ranges::any_of(written, [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '/' || c == ':' || c == '\x7F' || c == '<' ||
               c == '>';
    });
    return forbidden ? std::string_view{} : written;
}

// Of a written handle; empty when a space shows in it.
std::string fold_handle(std::string_view written) {
    std::string out{written};
    bool is_ascii = true;
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        is_ascii &= static_cast<unsigned char>(c) < 0x80;
    }
    if (is_ascii) return out;
    out = text::fold(written);
    if (out.find(' ') != std::string::npos) out.clear();
    return out;
}

std::string canonical_of_folded(std::string_view folded) {
    std::string out;
    for (const char c : folded) {
        if (!is_separator(static_cast<unsigned char>(c))) out.push_back(c);
    }
    return out;
}

// The words of a handle one by one: ivan | petrov, i | petrov, petrov | 87.
HandleNameAgreement compare_words(const std::vector<std::string>& words,
                                  std::span<const std::string_view> given_keys,
                                  std::span<const std::string_view> family_keys) {
    bool given = false;
    bool family = false;
    bool given_initial = false;
    bool family_initial = false;
    for (const std::string& word : words) {
        if (word.empty()) continue;
        bool is_name = false;
        for (const std::string_view key : given_keys) {
            if (key.size() >= kShortestName && word == key) is_name = given = true;
        }
        for (const std::string_view key : family_keys) {
            if (key.size() >= kShortestName && word == key) is_name = family = true;
        }
        if (is_name || word.size() > 1) continue;
        for (const std::string_view key : given_keys) given_initial |= !key.empty() && key[0] == word[0];
        for (const std::string_view key : family_keys) family_initial |= !key.empty() && key[0] == word[0];
    }
    if (given && family) return HandleNameAgreement::given_and_family;
    if (given && family_initial) return HandleNameAgreement::given_and_initial;
    if (family && given_initial) return HandleNameAgreement::family_and_initial;
    if (family) return HandleNameAgreement::family_only;
    return given ? HandleNameAgreement::given_only : HandleNameAgreement::none;
}

// Letters that spellings of one name begin with: Yevgeny and Evgeny, Juri and Yuri, Humeniuk and Gumenyuk.
char initial_class(char letter) {
    switch (letter) {
        case 'i':
        case 'j':
        case 'y':
            return 'e';
        case 'h':
            return 'g';
        case 'k':
        case 's':
            return 'c';
        case 'w':
            return 'v';
        default:
            return letter;
    }
}

/// What a handle shows beside a family name, as evidence that it is another's of that name.
class BesideFamily {
  public:
    BesideFamily(std::span<const std::string_view> given_keys, std::string_view family)
        : given_keys_(given_keys), gender_(surname_gender(family)) {}

    /// A word of the handle, which may hold one of the family names.
    void read(std::string_view word, std::span<const std::string_view> family_keys) {
        for (const std::string_view family : family_keys) {
            if (family.size() < kShortestName) continue;
            const std::size_t at = word.find(family);
            if (at == std::string_view::npos) continue;
            const std::string_view before = word.substr(0, at);
            read_rest(before);
            const std::string_view name = word.substr(at);
            const auto shown = surname_gender(name);
            if (gender_ && shown && *gender_ != *shown && surname_key(name) == surname_key(family))
                is_another_ = true;
            if (!shown && !surname_gender(family)) read_rest(name.substr(family.size()));
            return;
        }
        read_rest(word);
    }
    bool is_another() const { return is_another_ || (has_initial_ && !initial_fits_); }

  private:
    void read_rest(std::string_view rest) {
        if (rest.empty() || std::ranges::find(kTitles, rest) != std::end(kTitles) || given_keys_.empty())
            return;
        if (rest.size() <= 2) {
            has_initial_ = true;
            for (const char letter : rest) initial_fits_ |= fits(letter);
            return;
        }
        const auto readings = given_name_readings(rest);
        if (readings.empty()) return;
        const bool is_own = std::ranges::any_of(given_keys_, [&](std::string_view given) {
            return given == rest || std::ranges::any_of(readings, [&](const GivenNameReading& reading) {
                       return given_name_key(reading.name) == given;
                   });
        });
        if (!is_own) is_another_ = true;
    }
    bool fits(char letter) const {
        return std::ranges::any_of(given_keys_, [letter](std::string_view given) {
            return !given.empty() && initial_class(given.front()) == initial_class(letter);
        });
    }

    std::span<const std::string_view> given_keys_;
    std::optional<Gender> gender_;
    bool has_initial_ = false;
    bool initial_fits_ = false;
    bool is_another_ = false;
};

}  // namespace

std::string Handle::canonical_of(std::string_view raw) {
    return canonical_of_folded(fold_handle(written_handle(raw)));
}

std::optional<Handle> Handle::parse(std::string_view raw, std::string_view network) {
    const std::string_view written = written_handle(raw);
    Handle handle;
    handle.text_ = written;
    handle.folded_ = fold_handle(written);
    handle.canonical_ = canonical_of_folded(handle.folded_);
    if (handle.canonical_.empty()) return std::nullopt;
    handle.generated_ = looks_generated(handle.canonical_);
    // LiveJournal and forums let people choose plain numbers; elsewhere a number is the account's.
    if (network == "livejournal" && std::ranges::all_of(handle.canonical_, is_digit))
        handle.generated_ = false;
    const Spelling spelling = spell(written);
    for (const std::string& word : spelling.words) handle.skeleton_ += word_key(word);
    return handle;
}

std::vector<std::string> Handle::tokens() const {
    std::vector<std::string> keys;
    for (const std::string& word : spell(text_).words) {
        std::string key = word_key(word);
        if (!key.empty()) keys.push_back(std::move(key));
    }
    return keys;
}

std::optional<int> Handle::trailing_year() const noexcept {
    std::size_t start = canonical_.size();
    while (start > 0 && is_digit(canonical_[start - 1])) --start;
    const std::size_t digits = canonical_.size() - start;
    if (start == 0 || generated_ || (digits != 2 && digits != 4)) return std::nullopt;
    int year = 0;
    for (std::size_t i = start; i < canonical_.size(); ++i) year = year * 10 + (canonical_[i] - '0');
    if (digits == 2) year += year <= kLastYear - 2000 ? 2000 : 1900;
    if (year < kFirstYear || year > kLastYear) return std::nullopt;
    return year;
}

HandleAgreement compare(const Handle& a, const Handle& b) {
    if (a.folded() == b.folded()) return HandleAgreement::exact;
    if (a.is_generated() || b.is_generated()) return HandleAgreement::different;
    if (a.canonical() == b.canonical()) return HandleAgreement::same_canonical;
    const std::string& left = a.skeleton();
    const std::string& right = b.skeleton();
    if (left.empty() || right.empty()) return HandleAgreement::different;
    if (left == right) {
        const bool same_digits = spell(a.text()).digits == spell(b.text()).digits;
        return same_digits ? HandleAgreement::same_skeleton : HandleAgreement::same_without_digits;
    }
    const std::vector<std::string> words = sorted_tokens(a);
    if (words.size() > 1 && words == sorted_tokens(b)) return HandleAgreement::same_tokens;
    const auto& [shorter, longer] =
        left.size() <= right.size() ? std::tie(left, right) : std::tie(right, left);
    if (shorter.size() >= kTellingName && longer.starts_with(shorter)) return HandleAgreement::similar;
    if (shorter.size() >= kTellingInside && text::damerau_levenshtein(left, right, 1) <= 1) {
        return HandleAgreement::similar;
    }
    return HandleAgreement::different;
}

HandleNameAgreement compare_letters_with_name_keys(std::string_view letters,
                                                   std::span<const std::string_view> given_keys,
                                                   std::span<const std::string_view> family_keys) {
    HandleNameAgreement best = HandleNameAgreement::none;
    for (const std::string_view family : family_keys) {
        if (family.size() < kShortestName) continue;
        if (letters.starts_with(family)) {
            best = std::max(best, read_beside_family(letters.substr(family.size()), family, given_keys));
        }
        if (letters.ends_with(family)) {
            best = std::max(best, read_beside_family(letters.substr(0, letters.size() - family.size()),
                                                     family, given_keys));
        }
        if (family.size() < kTellingInside) continue;
        for (std::size_t at = letters.find(family); at != std::string_view::npos;
             at = letters.find(family, at + 1)) {
            if (leaves_a_name(letters.substr(0, at), given_keys) &&
                leaves_a_name(letters.substr(at + family.size()), given_keys)) {
                best = std::max(best, HandleNameAgreement::family_only);
            }
        }
    }
    for (const std::string_view given : given_keys) {
        if (given.size() < kShortestName) continue;
        if (letters.starts_with(given)) {
            best = std::max(best, read_beside_given(letters.substr(given.size()), family_keys));
        }
        if (letters.ends_with(given) && letters.size() > given.size()) {
            best = std::max(best,
                            read_beside_given(letters.substr(0, letters.size() - given.size()), family_keys));
        }
    }
    return best;
}

HandleNameAgreement compare_with_name_keys(const Handle& handle, std::span<const std::string_view> given_keys,
                                           std::span<const std::string_view> family_keys) {
    if (handle.is_generated()) return HandleNameAgreement::none;
    std::vector<std::string> words = handle.tokens();
    HandleNameAgreement best = compare_words(words, given_keys, family_keys);
    words.push_back(handle.skeleton());
    for (const std::string& word : words) {
        for (const std::string_view letters : {std::string_view{word}, without_titles(word)})
            best = std::max(best, compare_letters_with_name_keys(letters, given_keys, family_keys));
    }
    if (best != HandleNameAgreement::family_only) return best;
    words.pop_back();
    BesideFamily beside(given_keys, family_keys.front());
    for (const std::string& word : words) beside.read(word, family_keys);
    return beside.is_another() ? HandleNameAgreement::family_of_another : best;
}

}  // namespace scrm::person
