// SPDX-License-Identifier: Apache-2.0
#include "language_words_internal.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <string>
#include <vector>

namespace scrm::text {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMostLettersOfPost = 1000;
constexpr std::size_t kEncoded = 0x530;  // Latin with its extensions to Cyrillic with its supplement

constexpr bool is_cyrillic(char32_t c) {
    return c >= 0x400 && c < 0x530;
}

constexpr std::uint8_t kIsCyrillic = 1;
constexpr std::uint8_t kIsForeign = 2;
constexpr std::uint8_t kIsBeyondRussian = 4;
constexpr std::uint8_t kIsLetter = 8;
constexpr std::uint8_t kIsMarked = 16;
/// Codes of the letters of the Russian alphabet are up to the first one, those that Ukrainian adds up to the
/// second.
constexpr std::uint8_t kRussianLetters = 33;
constexpr std::uint8_t kUkrainianLetters = 37;

/// What one letter is in both alphabets.
struct LetterCode {
    std::uint8_t cyrillic = 0;
    std::uint8_t latin = 0;
    std::uint8_t traits = 0;
};
using LetterCodes = std::array<LetterCode, kEncoded>;

constexpr std::uint8_t kOther = 63;
constexpr std::uint8_t kHa = kCyrillicLetters.find(U'х') + 1;

char32_t lower(char32_t c) {
    return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}

constexpr bool is_ascii_letter(char32_t c) {
    return (c | 0x20) >= U'a' && (c | 0x20) <= U'z';
}

bool is_any_letter(char32_t c) {
    if (c < 0x80) return is_ascii_letter(c);
    if (c >= 0x400 && c < 0x482) return true;
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_L_MASK) != 0;
}

LetterCodes make_codes() {
    constexpr std::u32string_view kLookAlike = U"aceiopxykmthb";
    constexpr std::u32string_view kMeant = U"асеіорхукмтнв";
    LetterCodes codes;
    for (char32_t c = 0; c < kEncoded; ++c) {
        char32_t letter = lower(c);
        const std::size_t latin = kLatinLetters.find(letter);
        codes[c].latin = latin == std::u32string_view::npos ? kOther : static_cast<std::uint8_t>(latin + 1);
        if (const std::size_t alike = kLookAlike.find(letter); alike != std::u32string_view::npos) {
            letter = kMeant[alike];
        }
        const std::size_t cyrillic = kCyrillicLetters.find(letter);
        codes[c].cyrillic =
            cyrillic == std::u32string_view::npos ? kOther : static_cast<std::uint8_t>(cyrillic + 1);
        codes[c].traits = is_cyrillic(c) ? kIsCyrillic : c >= 0x250 ? kIsForeign : std::uint8_t{0};
        if (codes[c].cyrillic > kRussianLetters) codes[c].traits |= kIsBeyondRussian;
        const bool marked_cyrillic =
            is_cyrillic(c) && codes[c].cyrillic > kUkrainianLetters && codes[c].cyrillic != kOther;
        const bool marked_latin = c >= 0xC0 && c < 0x250;
        if (marked_cyrillic || marked_latin) codes[c].traits |= kIsMarked;
        if (is_any_letter(c)) codes[c].traits |= kIsLetter;
    }
    return codes;
}

const LetterCodes& letter_codes() {
    static const LetterCodes codes = make_codes();
    return codes;
}

LetterCode code_of(const LetterCodes& codes, char32_t letter) {
    if (letter >= kEncoded) return {kOther, kOther, kIsForeign | kIsBeyondRussian};
    return codes[letter];
}

bool is_letter(const LetterCodes& codes, char32_t c) {
    return c < kEncoded ? (codes[c].traits & kIsLetter) != 0 : is_any_letter(c);
}

bool is_mark(char32_t c) {
    return c >= 0x300 && (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_M_MASK | U_GC_CF_MASK)) != 0;
}

bool is_apostrophe(char32_t c) {
    return c == U'\'' || c == U'\u2019' || c == U'\u02BC' || c == U'`';
}

/// й, ї and ё in two characters.
char32_t composed(char32_t letter, char32_t mark) {
    if (mark == 0x306 && (letter == U'и' || letter == U'И')) return U'й';
    if (mark == 0x308 && (letter == U'і' || letter == U'І')) return U'ї';
    if (mark == 0x308 && (letter == U'е' || letter == U'Е')) return U'ё';
    return letter;
}

OtherScript script_of(char32_t c) {
    const auto in = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
    if (in(0x370, 0x3FF) || in(0x1F00, 0x1FFF)) return OtherScript::greek;
    if (in(0x531, 0x58F)) return OtherScript::armenian;
    if (in(0x590, 0x5FF)) return OtherScript::hebrew;
    if (in(0x600, 0x77F)) return OtherScript::arabic;
    if (in(0xE00, 0xE7F)) return OtherScript::thai;
    if (in(0x10A0, 0x10FF) || in(0x1C90, 0x1CBF)) return OtherScript::georgian;
    if (in(0xAC00, 0xD7A3) || in(0x1100, 0x11FF)) return OtherScript::hangul;
    if (in(0x3040, 0x30FF)) return OtherScript::kana;
    if (in(0x3400, 0x9FFF)) return OtherScript::han;
    return OtherScript::rest;
}

/// Names that are written alike in every language, lower-case.
constexpr std::array kLatinNames = {
    "visa"sv,     "mastercard"sv, "maestro"sv, "unionpay"sv, "sberbank"sv,   "sber"sv,       "vtb"sv,
    "tinkoff"sv,  "alfabank"sv,   "alfa"sv,    "alpha"sv,    "raiffeisen"sv, "privatbank"sv, "privat24"sv,
    "monobank"sv, "mono"sv,       "ozon"sv,    "kaspi"sv,    "halyk"sv,      "revolut"sv,    "monzo"sv,
    "paypal"sv,   "swift"sv,      "sepa"sv,    "iban"sv,     "google"sv,     "apple"sv,      "samsung"sv,
    "iphone"sv,   "android"sv,    "windows"sv, "telegram"sv, "whatsapp"sv,   "viber"sv,      "instagram"sv,
    "facebook"sv, "youtube"sv,    "twitter"sv, "tiktok"sv,   "vk"sv,         "pay"sv,        "sms"sv,
    "usb"sv,      "nfc"sv,        "cvv"sv,     "cvc"sv,      "qr"sv,         "pin"sv,        "atm"sv,
    "ios"sv,      "rt"sv,         "huawei"sv,  "xiaomi"sv,   "redmi"sv,      "honor"sv,      "mts"sv,
    "beeline"sv,  "megafon"sv,    "tele2"sv,   "kyivstar"sv, "vodafone"sv,   "lifecell"sv,   "usd"sv,
    "eur"sv,      "rub"sv,        "uah"sv,     "kzt"sv,      "byn"sv,        "online"sv,     "premium"sv,
};
constexpr std::array kCyrillicNames = {
    U"сбербанк"sv, U"сбербанка"sv,   U"сбербанке"sv,      U"сбер"sv,
    U"сбера"sv,    U"втб"sv,         U"тинькофф"sv,       U"тинькоф"sv,
    U"альфа"sv,    U"альфабанк"sv,   U"райффайзен"sv,     U"райффайзенбанк"sv,
    U"приват"sv,   U"приватбанк"sv,  U"монобанк"sv,       U"моно"sv,
    U"мтс"sv,      U"билайн"sv,      U"мегафон"sv,        U"озон"sv,
    U"каспи"sv,    U"газпромбанк"sv, U"россельхозбанк"sv, U"ощадбанк"sv,
    U"пумб"sv,     U"смс"sv,         U"виза"sv,           U"гугл"sv,
};

/// Ends of host names that words are not.
constexpr std::array kDomains = {"ru"sv,  "com"sv, "ua"sv, "by"sv, "kz"sv, "net"sv,
                                 "org"sv, "co"sv,  "me"sv, "su"sv, "io"sv};

/// The names of one alphabet as words are: by their first letter, in codes.
class NameSet {
  public:
    template <typename Names>
    NameSet(const Names& names, std::u32string_view alphabet) {
        for (const auto& name : names) {
            std::basic_string<std::uint8_t> codes;
            for (const auto letter : name)
                codes.push_back(static_cast<std::uint8_t>(alphabet.find(static_cast<char32_t>(letter)) + 1));
            of_letter_[codes.front()].push_back(codes);
            sizes_[codes.front()] |= std::uint64_t{1} << codes.size();
        }
    }
    bool contains(std::span<const std::uint8_t> word) const {
        // No word is longer than 40 letters, and most are as long as no name that begins so.
        if ((sizes_[word[0]] >> word.size() & 1U) == 0) return false;
        const auto& names = of_letter_[word[0]];
        return std::any_of(names.begin(), names.end(), [&](const std::basic_string<std::uint8_t>& name) {
            return std::equal(name.begin(), name.end(), word.begin(), word.end());
        });
    }

  private:
    std::array<std::vector<std::basic_string<std::uint8_t>>, 64> of_letter_;
    std::array<std::uint64_t, 64> sizes_{};  ///< by first letter, a bit for each size that a name has
};

const NameSet& names_of(PostScript script) {
    static const NameSet cyrillic(kCyrillicNames, kCyrillicLetters);
    static const NameSet latin(kLatinNames, kLatinLetters);
    return script == PostScript::cyrillic ? cyrillic : latin;
}

/// A bit for the code of each of these letters.
constexpr std::uint64_t letter_set(std::u32string_view letters, std::u32string_view alphabet) {
    std::uint64_t set = 0;
    for (const char32_t letter : letters) set |= std::uint64_t{1} << (alphabet.find(letter) + 1);
    return set;
}

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

bool is_white_space(char32_t c) {
    return c == U' ' || c == U'\t' || c == U'\r' || c == U'\n';
}

}  // namespace

bool is_latin_name(std::u32string_view word) {
    return std::any_of(kLatinNames.begin(), kLatinNames.end(), [&](std::string_view name) {
        return std::equal(name.begin(), name.end(), word.begin(), word.end(),
                          [](char a, char32_t b) { return static_cast<unsigned char>(a) == b; });
    });
}

std::string_view language_of(OtherScript script) {
    constexpr std::array<std::string_view, kOtherScripts> kLanguages = {"el", "hy", "he", "und", "th",
                                                                        "ka", "ko", "ja", "zh",  "und"};
    return kLanguages[static_cast<std::size_t>(script)];
}

void PostWords::skip_name() {
    const LetterCodes& codes = letter_codes();
    const auto goes_on = [&](char32_t c) {
        return c == U'_' || c == U'.' || is_digit(c) || is_letter(codes, c);
    };
    while (goes_on(text_[at_])) ++at_;
}

void PostWords::skip_to_white_space() {
    while (at_ < text_.size() && !is_white_space(text_[at_])) ++at_;
}

bool PostWords::starts_with_no_case(std::size_t at, std::string_view beginning) const {
    for (std::size_t i = 0; i < beginning.size(); ++i) {
        if (at + i >= text_.size()) return false;
        const char32_t c = text_[at + i];
        if ((c >= U'A' && c <= U'Z' ? c | 0x20U : c) != static_cast<unsigned char>(beginning[i]))
            return false;
    }
    return true;
}

bool PostWords::skip_address() {
    const char32_t first = text_[at_] | 0x20U;
    if (first != U'h' && first != U'w') return false;
    if (!starts_with_no_case(at_, "www.") && !starts_with_no_case(at_, "http://") &&
        !starts_with_no_case(at_, "https://")) {
        return false;
    }
    skip_to_white_space();
    return true;
}

/// A host name's further part with a known end (".ru/path").
bool PostWords::starts_domain() const {
    if (text_[at_] != U'.') return false;
    return std::any_of(kDomains.begin(), kDomains.end(), [&](std::string_view domain) {
        const char32_t behind = starts_with_no_case(at_ + 1, domain) ? text_[at_ + 1 + domain.size()] : U'0';
        return !is_digit(behind) && !is_letter(letter_codes(), behind);
    });
}

void PostWords::read_word(PostWord& word) {
    const LetterCodes& codes = letter_codes();
    std::size_t size = 0;
    std::uint8_t traits = 0;
    char32_t last = 0;
    foreign_ = 0;
    const auto keep = [&](char32_t letter, LetterCode code) {
        if (size == PostWord::kMostLetters) return;
        ++size;
        word.cyrillic[size] = code.cyrillic;
        word.latin[size] = code.latin;
        traits |= code.traits;
        last = letter;
        if ((code.traits & kIsForeign) != 0 && foreign_ == 0) foreign_ = letter;
    };
    for (;; ++at_) {
        const char32_t c = text_[at_];
        if (c < kEncoded && (codes[c].traits & kIsLetter) != 0) {
            keep(c, codes[c]);
        } else if (c < 0x80 && !is_apostrophe(c)) {
            break;  // so do most words end
        } else if (is_letter(codes, c)) {
            keep(c, code_of(codes, c));
        } else if (is_mark(c)) {
            if (size == 0) continue;
            // What marks make of letters has no other traits than the letters.
            last = composed(last, c);
            const LetterCode code = code_of(codes, last);
            word.cyrillic[size] = code.cyrillic;
            word.latin[size] = code.latin;
        } else if (!is_apostrophe(c) || !is_letter(codes, text_[at_ + 1])) {
            break;
        }
    }
    word.letters = size;
    traits_ = traits;
}

void PostWords::end_word(PostWord& word) const {
    word.beyond_russian = (traits_ & kIsBeyondRussian) != 0;
    word.marked = (traits_ & kIsMarked) != 0;
    word.script = (traits_ & kIsCyrillic) != 0  ? PostScript::cyrillic
                  : (traits_ & kIsForeign) != 0 ? PostScript::other
                                                : PostScript::latin;
    if (word.script == PostScript::other) word.other = script_of(foreign_);
    word.cyrillic[word.letters + 1] = 0;
    word.latin[word.letters + 1] = 0;
}

bool PostWords::counts(const PostWord& word) const {
    if (word.script == PostScript::other || which_ == WordsOfPost::all) return true;
    const auto letters = word.codes().subspan(1, word.letters);
    const auto only = [&](std::uint64_t these) {
        return std::all_of(letters.begin(), letters.end(),
                           [&](std::uint8_t code) { return (these >> code & 1U) != 0; });
    };
    if (letters.size() > 1) {
        constexpr std::uint64_t kAha = letter_set(U"ахы", kCyrillicLetters);
        constexpr std::uint64_t kHavhav = letter_set(U"ахвпзжы", kCyrillicLetters);
        constexpr std::uint64_t kAhLatin = letter_set(U"ah", kLatinLetters);
        const bool laughter = word.script != PostScript::cyrillic
                                  ? only(kAhLatin)
                                  : only(kAha) || (letters[0] == kHa && only(kHavhav));
        if (laughter) return false;
    }
    return !names_of(word.script).contains(letters);
}

bool PostWords::next(PostWord& word) {
    const LetterCodes& codes = letter_codes();
    while (at_ < text_.size() && total_ < kMostLettersOfPost) {
        const char32_t c = text_[at_];
        if (c == U'@' || (c == U'#' && which_ == WordsOfPost::telling)) {
            ++at_;
            skip_name();
        } else if (!is_letter(codes, c)) {
            ++at_;
        } else if (!skip_address()) {
            read_word(word);
            if (text_[at_] == U'@' || starts_domain()) {
                skip_to_white_space();
                continue;
            }
            end_word(word);
            total_ += word.letters;
            if (word.letters > 0 && counts(word)) return true;
        }
    }
    return false;
}

}  // namespace scrm::text
