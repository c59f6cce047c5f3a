// SPDX-License-Identifier: Apache-2.0
#include "language_words_internal.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "scrm/text/utf8.hpp"

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
/// Codes of the letters of the Russian alphabet are up to this one.
constexpr std::uint8_t kRussianLetters = 33;

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
    }
    return codes;
}

LetterCode code_of(char32_t letter) {
    static const LetterCodes codes = make_codes();
    if (letter >= kEncoded) return {kOther, kOther, kIsForeign | kIsBeyondRussian};
    return codes[letter];
}

/// scrm::text::next with short cuts for what posts are made of.
inline char32_t take(std::string_view& rest) {
    const auto first = static_cast<unsigned char>(rest.front());
    if (first < 0x80) {
        rest.remove_prefix(1);
        return first;
    }
    if ((first == 0xD0 || first == 0xD1) && rest.size() > 1) {
        const auto second = static_cast<unsigned char>(rest[1]);
        if ((second & 0xC0) == 0x80) {
            rest.remove_prefix(2);
            return (first & 0x1FU) << 6U | (second & 0x3FU);
        }
    }
    return scrm::text::next(rest);
}

constexpr bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

constexpr bool is_ascii_letter(char32_t c) {
    return (c | 0x20) >= U'a' && (c | 0x20) <= U'z';
}

bool is_letter(char32_t c) {
    if (c < 0x80) return is_ascii_letter(c);
    if (c >= 0x400 && c < 0x482) return true;
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_L_MASK) != 0;
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

/// For each first letter, a bit for each length that names have: most words are no name at a glance.
template <std::size_t n, typename Name>
std::array<std::uint32_t, 64> lengths_by_letter(const std::array<Name, n>& names,
                                                std::u32string_view alphabet) {
    std::array<std::uint32_t, 64> lengths{};
    for (const Name& name : names) {
        lengths[alphabet.find(static_cast<char32_t>(name.front())) + 1] |= 1U << name.size();
    }
    return lengths;
}

bool may_be_name(bool cyrillic, std::uint8_t first, std::size_t size) {
    static const auto latin_names = lengths_by_letter(kLatinNames, kLatinLetters);
    static const auto cyrillic_names = lengths_by_letter(kCyrillicNames, kCyrillicLetters);
    return ((cyrillic ? cyrillic_names : latin_names)[first] >> size & 1U) != 0;
}

bool is_name_character(char32_t c) {
    return c == U'_' || c == U'.' || (c >= U'0' && c <= U'9') || is_letter(c);
}

bool starts_with_no_case(std::string_view text, std::string_view beginning) {
    if (text.size() < beginning.size()) return false;
    for (std::size_t i = 0; i < beginning.size(); ++i) {
        const char c = text[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c) != beginning[i]) return false;
    }
    return true;
}

/// How many bytes of the front of `text` are a host name's further part with a known end (".ru/path").
std::size_t domain_length(std::string_view text) {
    for (const std::string_view domain : kDomains) {
        if (!text.starts_with('.') || !starts_with_no_case(text.substr(1), domain)) continue;
        const std::size_t end = domain.size() + 1;
        if (end == text.size()) return end;
        std::string_view behind = text.substr(end);
        const char32_t c = scrm::text::next(behind);
        if (!is_letter(c) && !(c >= U'0' && c <= U'9')) return end;
    }
    return 0;
}

}  // namespace

std::string_view language_of(OtherScript script) {
    constexpr std::array<std::string_view, kOtherScripts> kLanguages = {"el", "hy", "he", "und", "th",
                                                                        "ka", "ko", "ja", "zh",  "und"};
    return kLanguages[static_cast<std::size_t>(script)];
}

void PostWords::skip_name() {
    while (!rest_.empty()) {
        std::string_view ahead = rest_;
        if (!is_name_character(take(ahead))) return;
        rest_ = ahead;
    }
}

void PostWords::skip_to_white_space() {
    const std::size_t end = rest_.find_first_of(" \t\r\n"sv);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end);
}

bool PostWords::skip_address() {
    if (!starts_with_no_case(rest_, "http") && !starts_with_no_case(rest_, "www.")) return false;
    if (!starts_with_no_case(rest_, "www.") && !starts_with_no_case(rest_, "http://") &&
        !starts_with_no_case(rest_, "https://")) {
        return false;
    }
    skip_to_white_space();
    return true;
}

inline void PostWords::keep(char32_t letter) {
    if (size_ == PostWord::kMostLetters) return;
    const LetterCode code = code_of(letter);
    ++size_;
    word_.cyrillic[size_] = code.cyrillic;
    word_.latin[size_] = code.latin;
    traits_ |= code.traits;
    last_ = letter;
    if ((code.traits & kIsForeign) != 0 && foreign_ == 0) foreign_ = letter;
}

void PostWords::compose(char32_t mark) {
    if (size_ == 0) return;
    // What marks make of letters has no other traits than the letters.
    last_ = composed(last_, mark);
    const LetterCode code = code_of(last_);
    word_.cyrillic[size_] = code.cyrillic;
    word_.latin[size_] = code.latin;
}

void PostWords::read_word() {
    size_ = 0;
    traits_ = 0;
    foreign_ = 0;
    while (!rest_.empty()) {
        // What posts are made of, without a look at anything else.
        const auto* const bytes = reinterpret_cast<const unsigned char*>(rest_.data());
        std::size_t at = 0;
        while (true) {
            char32_t letter = 0;
            std::size_t length = 1;
            if (at + 1 < rest_.size() && (bytes[at] == 0xD0 || bytes[at] == 0xD1) &&
                (bytes[at + 1] & 0xC0U) == 0x80) {
                letter = (bytes[at] & 0x1FU) << 6U | (bytes[at + 1] & 0x3FU);
                length = 2;
            } else if (at < rest_.size() && is_ascii_letter(bytes[at])) {
                letter = bytes[at];
            } else {
                break;
            }
            keep(letter);
            at += length;
        }
        rest_.remove_prefix(at);
        // Most words end at a blank or at a mark of ASCII.
        if (rest_.empty() ||
            (is_ascii(rest_.front()) && !is_apostrophe(static_cast<unsigned char>(rest_.front()))))
            return;
        std::string_view ahead = rest_;
        const char32_t c = take(ahead);
        if (is_letter(c)) {
            keep(c);
        } else if (is_mark(c)) {
            compose(c);
        } else if (is_apostrophe(c)) {
            std::string_view behind = ahead;
            if (behind.empty() || !is_letter(take(behind))) return;
        } else {
            return;
        }
        rest_ = ahead;
    }
}

void PostWords::end_word() {
    word_.letters = size_;
    word_.beyond_russian = (traits_ & kIsBeyondRussian) != 0;
    word_.script = (traits_ & kIsCyrillic) != 0  ? PostScript::cyrillic
                   : (traits_ & kIsForeign) != 0 ? PostScript::other
                                                 : PostScript::latin;
    if (word_.script == PostScript::other) word_.other = script_of(foreign_);
    word_.cyrillic[size_ + 1] = 0;
    word_.latin[size_ + 1] = 0;
}

bool PostWords::counts() const {
    if (word_.script == PostScript::other) return true;
    const bool cyrillic = word_.script == PostScript::cyrillic;
    const std::u32string_view alphabet = cyrillic ? kCyrillicLetters : kLatinLetters;
    const auto letters = word_.codes().subspan(1, word_.letters);
    const auto only = [&](std::u32string_view these) {
        return std::all_of(letters.begin(), letters.end(), [&](std::uint8_t code) {
            return code != kOther && these.find(alphabet[code - 1U]) != std::u32string_view::npos;
        });
    };
    const bool laughter = cyrillic ? only(U"ахы") || (letters[0] == kHa && only(U"ахвпзжы")) : only(U"ah");
    if (which_ == WordsOfPost::all) return true;
    if (laughter && letters.size() > 1) return false;
    if (letters.size() > 14 || !may_be_name(cyrillic, letters[0], letters.size())) return true;
    const auto is = [&](auto name) {
        return name.size() == letters.size() &&
               std::equal(letters.begin(), letters.end(), name.begin(), [&](std::uint8_t code, auto c) {
                   return code != kOther && alphabet[code - 1U] == static_cast<char32_t>(c);
               });
    };
    return cyrillic ? std::none_of(kCyrillicNames.begin(), kCyrillicNames.end(), is)
                    : std::none_of(kLatinNames.begin(), kLatinNames.end(), is);
}

bool PostWords::next() {
    while (!rest_.empty() && total_ < kMostLettersOfPost) {
        std::string_view ahead = rest_;
        const char32_t c = take(ahead);
        if (c == U'@' || (c == U'#' && which_ == WordsOfPost::telling)) {
            rest_ = ahead;
            skip_name();
        } else if (!is_letter(c)) {
            rest_ = ahead;
        } else if (!skip_address()) {
            read_word();
            if (rest_.starts_with('@') || domain_length(rest_) != 0) {
                skip_to_white_space();
                continue;
            }
            end_word();
            total_ += word_.letters;
            if (word_.letters > 0 && counts()) return true;
        }
    }
    return false;
}

}  // namespace scrm::text
