// SPDX-License-Identifier: Apache-2.0
#include "card_context_internal.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "digit_run_internal.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

struct IbanCountry {
    std::string_view code;
    std::size_t length;
};

constexpr std::array kIbanCountries = {
    IbanCountry{"AD", 24}, IbanCountry{"AE", 23}, IbanCountry{"AL", 28}, IbanCountry{"AT", 20},
    IbanCountry{"AZ", 28}, IbanCountry{"BA", 20}, IbanCountry{"BE", 16}, IbanCountry{"BG", 22},
    IbanCountry{"BH", 22}, IbanCountry{"BI", 27}, IbanCountry{"BR", 29}, IbanCountry{"BY", 28},
    IbanCountry{"CH", 21}, IbanCountry{"CR", 22}, IbanCountry{"CY", 28}, IbanCountry{"CZ", 24},
    IbanCountry{"DE", 22}, IbanCountry{"DJ", 27}, IbanCountry{"DK", 18}, IbanCountry{"DO", 28},
    IbanCountry{"EE", 20}, IbanCountry{"EG", 29}, IbanCountry{"ES", 24}, IbanCountry{"FI", 18},
    IbanCountry{"FO", 18}, IbanCountry{"FR", 27}, IbanCountry{"GB", 22}, IbanCountry{"GE", 22},
    IbanCountry{"GI", 23}, IbanCountry{"GL", 18}, IbanCountry{"GR", 27}, IbanCountry{"GT", 28},
    IbanCountry{"HR", 21}, IbanCountry{"HU", 28}, IbanCountry{"IE", 22}, IbanCountry{"IL", 23},
    IbanCountry{"IQ", 23}, IbanCountry{"IS", 26}, IbanCountry{"IT", 27}, IbanCountry{"JO", 30},
    IbanCountry{"KW", 30}, IbanCountry{"KZ", 20}, IbanCountry{"LB", 28}, IbanCountry{"LC", 32},
    IbanCountry{"LI", 21}, IbanCountry{"LT", 20}, IbanCountry{"LU", 20}, IbanCountry{"LV", 21},
    IbanCountry{"LY", 25}, IbanCountry{"MC", 27}, IbanCountry{"MD", 24}, IbanCountry{"ME", 22},
    IbanCountry{"MK", 19}, IbanCountry{"MN", 20}, IbanCountry{"MR", 27}, IbanCountry{"MT", 31},
    IbanCountry{"MU", 30}, IbanCountry{"NI", 28}, IbanCountry{"NL", 18}, IbanCountry{"NO", 15},
    IbanCountry{"OM", 23}, IbanCountry{"PK", 24}, IbanCountry{"PL", 28}, IbanCountry{"PS", 29},
    IbanCountry{"PT", 25}, IbanCountry{"QA", 29}, IbanCountry{"RO", 24}, IbanCountry{"RS", 22},
    IbanCountry{"RU", 33}, IbanCountry{"SA", 24}, IbanCountry{"SC", 31}, IbanCountry{"SD", 18},
    IbanCountry{"SE", 24}, IbanCountry{"SI", 19}, IbanCountry{"SK", 24}, IbanCountry{"SM", 27},
    IbanCountry{"SO", 23}, IbanCountry{"ST", 25}, IbanCountry{"SV", 28}, IbanCountry{"TL", 23},
    IbanCountry{"TN", 24}, IbanCountry{"TR", 26}, IbanCountry{"UA", 29}, IbanCountry{"VA", 22},
    IbanCountry{"VG", 24}, IbanCountry{"XK", 20},
};

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}
constexpr char upper(char c) {
    return is_letter(c) ? static_cast<char>(c & ~0x20) : c;
}

/// ISO 13616: the account first, then country and check digits, letters as 10–35, is 1 modulo 97.
bool has_iban_checksum(std::string_view iban) {
    unsigned rest = 0;
    for (std::size_t i = 0; i < iban.size(); ++i) {
        const char c = iban[(i + 4) % iban.size()];
        rest = is_digit(c) ? (rest * 10 + static_cast<unsigned>(c - '0')) % 97
                           : (rest * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
    }
    return rest == 1;
}

char32_t lower(char32_t c) {
    if (c >= U'A' && c <= U'Z') return c + 0x20;
    if (c >= U'А' && c <= U'Я') return c + 0x20;
    if (c >= U'Ѐ' && c <= U'Џ') return c + 0x50;
    return c;
}

std::size_t country_length(std::string_view code) {
    for (const IbanCountry& country : kIbanCountries) {
        if (country.code == code) return country.length;
    }
    return 0;
}

/// A letter of an IBAN in upper case, 0 for none: Latin, or Cyrillic that looks or sounds like it.
struct IbanLetter {
    char latin = 0;
    bool cyrillic = false;
};

/// Takes the letter at `at`, if there is one.
IbanLetter iban_letter(std::string_view text, std::size_t& at) {
    if (at >= text.size()) return {};
    if (is_letter(text[at])) return {upper(text[at++]), false};
    if (text[at] != '\xD0' && text[at] != '\xD1') return {};
    constexpr std::u32string_view kCyrillic = U"авекмнорстухізбѕј";
    constexpr std::string_view kLatin = "ABEKMHOPCTYXIZBSJ";
    static_assert(kCyrillic.size() == kLatin.size());
    std::string_view rest = text.substr(at);
    const std::size_t found = kCyrillic.find(lower(next(rest)));
    if (found == std::u32string_view::npos) return {};
    at = text.size() - rest.size();
    return {kLatin[found], true};
}

/// A blank or a hyphen between groups: bytes, 0 for none.
std::size_t iban_gap(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    if (text[at] == ' ' || text[at] == '-') return 1;
    return text.substr(at).starts_with("\xC2\xA0") ? 2 : 0;
}

/// Beginnings of words for the numbers of orders, parcels and requests. Accounts, contracts, payments and
/// their receipts are not among them: people write the number of their card behind those.
constexpr std::array<std::u32string_view, 15> kOrders = {
    U"заказ",  U"замовлен",   U"order",   U"накладн", U"ттн",   U"трек",     U"track",   U"посылк",
    U"ticket", U"отправлени", U"invoice", U"инвойс",  U"заявк", U"обращени", U"звернен",
};

constexpr std::array<std::u32string_view, 2> kDevices = {U"imei", U"имей"};

constexpr std::array<std::u32string_view, 2> kNumberWords = {U"номер", U"number"};

/// Words behind which "№" is a card's.
constexpr std::array<std::u32string_view, 9> kCardWords = {
    U"карт", U"card", U"visa", U"виза", U"master", U"мастер", U"мир", U"pan", U"maestro",
};

template <std::size_t n>
bool begins_with_any(std::u32string_view word, const std::array<std::u32string_view, n>& beginnings) {
    for (const std::u32string_view beginning : beginnings) {
        if (word.starts_with(beginning)) return true;
    }
    return false;
}

/// The last characters of `before`, lower-case, without what cannot be seen.
std::u32string last_characters(std::string_view before) {
    constexpr std::size_t kBytes = 96;
    if (before.size() > kBytes) {
        std::size_t cut = before.size() - kBytes;
        while (cut < before.size() && (static_cast<unsigned char>(before[cut]) & 0xC0) == 0x80) ++cut;
        before.remove_prefix(cut);
    }
    std::u32string tail;
    while (!before.empty()) {
        const MaskCharacter c = next_mask_character(before);
        if (c.kind != MaskClass::ignored) tail.push_back(lower(c.code_point));
    }
    return tail;
}

bool is_word_letter(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= 0x430 && c <= 0x491);
}

}  // namespace

std::size_t iban_length(std::string_view text) {
    if (text.size() < 15) return 0;
    std::size_t at = 0;
    const IbanLetter first = iban_letter(text, at);
    if (first.latin == 0) return 0;
    const IbanLetter second = iban_letter(text, at);
    if (second.latin == 0) return 0;
    const std::size_t gap = iban_gap(text, at);  // "UA 21 3223…"
    at += gap;
    if (at + 1 >= text.size() || !is_digit(text[at]) || !is_digit(text[at + 1])) return 0;
    std::string iban = {first.latin, second.latin};
    bool cyrillic = first.cyrillic || second.cyrillic;
    std::size_t expected = country_length(iban);
    if (expected == 0 && cyrillic) {
        // У sounds like U and looks like Y.
        for (char& letter : iban) letter = letter == 'Y' ? 'U' : letter;
        expected = country_length(iban);
    }
    if (expected == 0) return 0;
    std::size_t end = 0;
    std::size_t letters = 0;
    while (at < text.size() && iban.size() < expected) {
        if (is_digit(text[at])) {
            iban.push_back(text[at]);
            end = ++at;
            continue;
        }
        if (const IbanLetter letter = iban_letter(text, at); letter.latin != 0) {
            ++letters;
            cyrillic = cyrillic || letter.cyrillic;
            iban.push_back(letter.latin);
            end = at;
            continue;
        }
        const std::size_t size = iban_gap(text, at);
        if (size == 0) return 0;
        at += size;
        if (at < text.size() && (text[at] == ' ' || text[at] == '-')) return 0;
    }
    if (iban.size() != expected) return 0;
    if (end < text.size() && (is_digit(text[end]) || is_letter(text[end]))) return 0;
    // Cyrillic letters and a gap behind the country are in other text as well; that many digits behind UA are
    // not.
    const bool ukrainian = iban.starts_with("UA") && letters == 0;
    if ((cyrillic || gap != 0) && !ukrainian && !has_iban_checksum(iban)) return 0;
    const std::string_view account = std::string_view(iban).substr(4);
    // Two letters and two digits before a card are no excuse.
    if (letters == 0 && account.size() == 16 && !has_iban_checksum(iban) &&
        is_card_number(16, [&](std::size_t i) { return static_cast<unsigned>(account[i] - '0'); })) {
        return 0;
    }
    return end;
}

namespace {

/// What VK's links name before the numbers of owner and object: vk.com/wall-486596366_100006.
bool names_post(std::string_view before) {
    constexpr std::array<std::string_view, 12> kObjects = {"wall",   "photo", "video", "clip",
                                                           "album",  "doc",   "topic", "audio",
                                                           "market", "story", "poll",  "note"};
    if (before.ends_with('-')) before.remove_suffix(1);
    std::string word;
    while (!before.empty() && is_letter(before.back()) && word.size() <= 6) {
        word.insert(word.begin(), static_cast<char>(before.back() | 0x20));
        before.remove_suffix(1);
    }
    return std::find(kObjects.begin(), kObjects.end(), word) != kObjects.end();
}

}  // namespace

/// How many digits stand in brackets at the end; 0 where it is anything else.
std::size_t area_code(std::u32string_view tail) {
    if (tail.empty() || tail.back() != U')') return 0;
    tail.remove_suffix(1);
    const std::size_t open = tail.rfind(U'(');
    if (open == std::u32string_view::npos) return 0;
    const std::u32string_view inside = tail.substr(open + 1);
    const bool digits =
        std::all_of(inside.begin(), inside.end(), [](char32_t c) { return c >= U'0' && c <= U'9'; });
    return digits ? inside.size() : 0;
}

NumberContext context_before(std::string_view before) {
    NumberContext context;
    context.post = names_post(before);
    std::u32string tail = last_characters(before);
    bool stop = false;
    const auto drop_signs = [&tail, &stop] {
        stop = false;
        while (!tail.empty() && !is_word_letter(tail.back())) {
            const char32_t c = tail.back();
            const bool number_sign = c == U'№' || c == U'#';
            const bool filler = c == U' ' || c == U':' || c == U'.' || c == U'\u00A0' || c == U'-' ||
                                c == U'–' || c == U'—' || c == U'=' || c == U'"' || c == U'«' || c == U'(';
            if (!number_sign && !filler) return false;
            stop = stop || c == U'.';
            tail.pop_back();
        }
        return !tail.empty();
    };
    while (!tail.empty() && tail.back() == U' ') tail.pop_back();
    context.plus = !tail.empty() && tail.back() == U'+';
    if (context.plus) return context;
    context.area = area_code(tail);

    for (int words = 0; words < 2; ++words) {
        if (!drop_signs()) break;
        std::size_t begin = tail.size();
        while (begin > 0 && is_word_letter(tail[begin - 1])) --begin;
        const std::u32string word = tail.substr(begin);
        tail.resize(begin);
        if (begins_with_any(word, kCardWords)) return context;
        context.order = begins_with_any(word, kOrders) && !stop;  // "Где мой заказ. 4111…": another sentence
        context.device = begins_with_any(word, kDevices);
        if (context.order || context.device) return context;
        if (word != U"no" && !begins_with_any(word, kNumberWords)) break;
        // "номер", "№" and "#" alone say nothing, and a card behind them is one; the word before them does.
    }
    return context;
}

CodeWordAt code_word(std::string_view text) {
    constexpr std::array<std::u32string_view, 14> kWeak = {
        U"код", U"кода",  U"коду",  U"кодом",  U"code",    U"pin",     U"пин",
        U"пін", U"цифры", U"цифри", U"пинкод", U"обороте", U"звороті", U"security",
    };
    std::array<char32_t, 9> letters{};
    std::size_t count = 0;
    std::string_view rest = text;
    while (!rest.empty() && count < letters.size()) {
        std::string_view ahead = rest;
        const char32_t c = lower(next(ahead));
        if (!is_word_letter(c)) break;
        letters[count++] = c;
        rest = ahead;
    }
    const std::u32string_view word(letters.data(), count);
    const std::size_t size = text.size() - rest.size();
    if (word.size() == 3) {
        const auto is_c = [](char32_t c) { return c == U'c' || c == U'с' || c == U'ц'; };
        const auto is_v = [](char32_t c) { return c == U'v' || c == U'в'; };
        if (is_c(word[0]) && is_v(word[1]) && (is_v(word[2]) || is_c(word[2]))) {
            const bool two = rest.starts_with("2") && (rest.size() == 1 || !is_digit(rest[1]));
            return {CodeWord::strong, size + (two ? std::size_t{1} : std::size_t{0})};
        }
    }
    for (const std::u32string_view weak : kWeak) {
        if (word == weak) return {CodeWord::weak, size};
    }
    return {};
}

std::size_t masked_token_length(std::string_view text) {
    for (const std::string_view name : {"CARD", "CVV", "PHONE", "EMAIL", "IBAN", "ACCOUNT", "PASSPORT"}) {
        if (text.substr(0, 1) != "[" || !text.substr(1).starts_with(name)) continue;
        std::string_view rest = text.substr(1 + name.size());
        if (rest.starts_with("]")) return name.size() + 2;
        if (rest.size() < 6 || rest[0] != ' ' || rest[5] != ']') continue;
        if (is_digit(rest[1]) && is_digit(rest[2]) && is_digit(rest[3]) && is_digit(rest[4]))
            return name.size() + 7;
    }
    return 0;
}

}  // namespace scrm::text
