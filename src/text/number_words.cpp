// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "digit_run_internal.hpp"
#include "number_run_internal.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

constexpr std::size_t kReach = 96;
constexpr int kWords = 5;
constexpr int kWordsToOther = 2;
/// So many digits are a number of their own, behind which other words no longer bear on the next one; but a
/// date, whose parts are shorter, may stand between a passport and its number.
constexpr std::size_t kBarrierDigits = 5;

/// Words of phones: whole ones, and beginnings.
constexpr std::array<std::u32string_view, 9> kPhoneWords = {U"т",   U"тел", U"тлф", U"tel", U"mob",
                                                            U"моб", U"сот", U"тф",  U"call"};
constexpr std::array<std::u32string_view, 20> kPhoneBeginnings = {
    U"телефон",  U"phone",     U"mobile",    U"мобильн", U"мобільн",   U"сотов",   U"whatsapp",
    U"ватсап",   U"вотсап",    U"вацап",     U"viber",   U"вайбер",    U"звоните", U"позвон",
    U"перезвон", U"зателефон", U"передзвон", U"набер",   U"cellphone", U"звони"};
constexpr std::array<std::u32string_view, 12> kAccountWords = {U"р/с",  U"р/р",     U"л/с",      U"к/с",
                                                               U"р/сч", U"account", U"accounts", U"acct",
                                                               U"acc",  U"a/c",     U"р/счет",   U"р/счёт"};
constexpr std::array<std::u32string_view, 5> kBillBeginnings = {U"счет", U"счёт", U"рахунок", U"рахунку",
                                                                U"рахунк"};
/// Before these they are accounts: "расчётный счёт", "корр. счёт", "банківський рахунок".
constexpr std::array<std::u32string_view, 9> kAccountKinds = {
    U"расч", U"лицев", U"корр", U"текущ", U"банковск", U"розрах", U"особов", U"поточн", U"банківськ"};
constexpr std::array<std::u32string_view, 7> kNumberWords = {U"номер", U"номером", U"number", U"num",
                                                             U"no",    U"nr",      U"n"};
constexpr std::array<std::u32string_view, 3> kLinkWords = {U"is", U"это", U"це"};
constexpr std::array<std::u32string_view, 13> kPassportBeginnings = {
    U"пасп",  U"passport", U"загран", U"закордон", U"серия",   U"серии",  U"серію",
    U"серія", U"серії",    U"серию",  U"id-карт",  U"ід-карт", U"id-card"};
/// "id card", "ID карта"; "ID карты" is what a bank calls its card by.
constexpr std::array<std::u32string_view, 5> kIdentityCards = {U"card", U"карта", U"карту", U"картка",
                                                               U"картку"};
constexpr std::array<std::u32string_view, 3> kIdentityWords = {U"id", U"ід", U"identity"};
constexpr std::array<std::u32string_view, 54> kOtherBeginnings = {
    U"заказ",   U"замовлен",  U"order",   U"накладн", U"ттн",     U"трек",    U"track",    U"отправлен",
    U"посылк",  U"посилк",    U"invoice", U"инвойс",  U"договор", U"договір", U"contract", U"контракт",
    U"imei",    U"имей",      U"инн",     U"inn",     U"іпн",     U"рнокпп",  U"огрн",     U"снилс",
    U"квитанц", U"чек",       U"receipt", U"билет",   U"квиток",  U"ticket",  U"заявк",    U"обращен",
    U"звернен", U"артикул",   U"штрих",   U"barcode", U"iccid",   U"uuid",    U"транзакц", U"transaction",
    U"бик",     U"bic",       U"swift",   U"кпп",     U"окпо",    U"єдрпоу",  U"едрпоу",   U"мфо",
    U"уин",     U"reference", U"полис",   U"поліс",   U"serial",  U"серийн"};
constexpr std::array<std::u32string_view, 8> kOtherWords = {U"id",  U"ид",  U"ід",       U"иин",
                                                            U"бин", U"ref", U"ид-номер", U"sn"};

constexpr std::array<std::u32string_view, 18> kAmountBeginnings = {
    U"рубл",  U"гривен", U"гривн", U"тысяч", U"тисяч", U"мільйон", U"миллион", U"миллиард", U"тенге",
    U"долла", U"dollar", U"евро",  U"rubl",  U"roubl", U"hryvn",   U"tenge",   U"soum",     U"million"};
constexpr std::array<std::u32string_view, 36> kAmountWords = {
    U"р",   U"руб", U"грн",  U"тыс", U"тис",   U"млн", U"млрд", U"тг",    U"дол", U"долл", U"євро", U"usd",
    U"eur", U"uah", U"rub",  U"kzt", U"byn",   U"uzs", U"euro", U"euros", U"шт",  U"штук", U"км",   U"кг",
    U"лет", U"год", U"года", U"рік", U"років", U"раз", U"раза", U"сум",   U"сом", U"pcs",  U"sum",  U"som"};

bool is_word_character(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= 0x430 && c <= 0x45F) || c == U'ґ' || c == U'/' || c == U'-';
}

char32_t lower(char32_t c) {
    if (c >= U'A' && c <= U'Z') return c + 0x20;
    if (c >= U'А' && c <= U'Я') return c + 0x20;
    if (c >= U'Ѐ' && c <= U'Џ') return c + 0x50;
    return c;
}

template <std::size_t n>
bool begins_with_any(std::u32string_view word, const std::array<std::u32string_view, n>& beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](std::u32string_view beginning) { return word.starts_with(beginning); });
}

template <std::size_t n>
bool is_any(std::u32string_view word, const std::array<std::u32string_view, n>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

Announced meaning(std::u32string_view word) {
    if (is_any(word, kPhoneWords) || begins_with_any(word, kPhoneBeginnings)) return Announced::phone;
    if (is_any(word, kAccountWords)) return Announced::account;
    if (begins_with_any(word, kBillBeginnings)) return Announced::bill;
    if (begins_with_any(word, kPassportBeginnings)) return Announced::passport;
    if (is_any(word, kOtherWords) || begins_with_any(word, kOtherBeginnings)) return Announced::other;
    return Announced::nothing;
}

/// The last characters before `at`, lower-case; a digit of any kind is U'0'.
std::u32string characters_before(std::string_view text, std::size_t at) {
    std::size_t begin = at > kReach ? at - kReach : 0;
    while (begin < at && begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) ++begin;
    std::string_view before = text.substr(begin, at - begin);
    std::u32string out;
    while (!before.empty()) {
        const MaskCharacter c = next_mask_character(before);
        if (c.kind == MaskClass::ignored) continue;
        out.push_back(c.kind == MaskClass::digit ? U'0' : lower(c.code_point));
    }
    return out;
}

std::u32string word_ahead(std::string_view& rest) {
    std::u32string word;
    while (!rest.empty()) {
        std::string_view ahead = rest;
        const char32_t c = lower(next_mask_character(ahead).code_point);
        if (!is_word_character(c) || word.size() >= 24) break;
        word.push_back(c);
        rest = ahead;
    }
    return word;
}

/// The word that ends in `before`, "" for none.
std::u32string_view last_word(std::u32string_view before) {
    std::size_t begin = before.size();
    while (begin > 0 && is_word_character(before[begin - 1])) --begin;
    before.remove_prefix(begin);
    while (before.ends_with(U'-') || before.ends_with(U'/')) before.remove_suffix(1);
    return before;
}

/// The word before another, a blank or an abbreviation's dot away.
std::u32string_view word_before(std::u32string_view before) {
    while (before.ends_with(U' ') || before.ends_with(U'.') || before.ends_with(U'\u00A0'))
        before.remove_suffix(1);
    return last_word(before);
}

/// What a word says of the number behind it, with the word before it.
Announced meaning(std::u32string_view word, std::u32string_view before) {
    const Announced alone = meaning(word);
    if (alone != Announced::nothing && alone != Announced::bill) return alone;
    const std::u32string_view other = word_before(before);
    if (alone == Announced::bill) {
        if (is_any(other, kNumberWords)) return Announced::account_number;
        return begins_with_any(other, kAccountKinds) ? Announced::account : alone;
    }
    return is_any(word, kIdentityCards) && is_any(other, kIdentityWords) ? Announced::passport : alone;
}

}  // namespace

Announced announced_before(std::string_view text, std::size_t at) {
    std::u32string before = characters_before(text, at);
    int words = 0;
    std::size_t digits = 0;
    bool sign = false;
    bool numbered = false;  // by a sign or a word for a number
    bool near = true;       // no other word or number between
    while (!before.empty() && words < kWords) {
        const char32_t c = before.back();
        if (c == U']' || c == U'@') break;
        if (c == U'0') {
            std::size_t begin = before.size();
            while (begin > 0 && before[begin - 1] == U'0') --begin;
            const std::size_t size = before.size() - begin;
            digits += size;
            if (size >= kBarrierDigits || digits > kDateDigits) break;
            near = false;
            before.resize(begin);
            continue;
        }
        if (!is_word_character(c)) {
            sign = sign || (words == 0 && digits == 0 && (c == U'№' || c == U'#'));
            before.pop_back();
            continue;
        }
        const std::u32string_view word = last_word(before);
        const std::size_t begin = static_cast<std::size_t>(word.data() - before.data());
        const Announced found = meaning(word, std::u32string_view(before).substr(0, begin));
        const bool across = digits >= kBarrierDigits;
        if (across && found != Announced::nothing && found != Announced::passport) break;
        if (found == Announced::account || found == Announced::account_number) {
            if (!near) return Announced::bill;
            return numbered || sign ? Announced::account_number : found;
        }
        if (found == Announced::other ? words < kWordsToOther : found != Announced::nothing) return found;
        if (is_any(word, kNumberWords)) {
            numbered = true;
        } else if (!word.empty() && !is_any(word, kLinkWords)) {
            near = false;
        }
        if (!word.empty()) ++words;
        before.resize(begin);
    }
    return sign ? Announced::other : Announced::nothing;
}

bool is_amount(std::string_view behind) {
    for (int blanks = 0; !behind.empty(); ++blanks) {
        std::string_view ahead = behind;
        const MaskCharacter c = next_mask_character(ahead);
        switch (c.code_point) {
            case U'₽':
            case U'$':
            case U'€':
            case U'₴':
            case U'₸':
            case U'%':
                return true;
            default:
                break;
        }
        if (c.kind != MaskClass::separator || c.code_point == U'\n' || c.code_point == U'.' ||
            c.code_point == U',' || blanks > 1) {
            break;
        }
        behind = ahead;
    }
    const std::u32string word = word_ahead(behind);
    return is_any(word, kAmountWords) || begins_with_any(word, kAmountBeginnings);
}

bool passport_follows(std::string_view behind) {
    for (int words = 0, signs = 0; !behind.empty() && words < 3 && signs < 8;) {
        const std::u32string word = word_ahead(behind);
        if (word.starts_with(U"пасп") || word.starts_with(U"passport")) return true;
        if (!word.empty() && word != U"-") ++words;
        if (behind.empty()) break;
        const MaskCharacter c = next_mask_character(behind);
        if (c.kind == MaskClass::digit || c.code_point == U'[') return false;
        ++signs;
    }
    return false;
}

namespace {

bool names_number(std::u32string_view word) {
    return word == U"номер" || word == U"ном" || word == U"number" || word == U"no" || word == U"n";
}
bool names_series(std::u32string_view word) {
    return word.starts_with(U"сер") || word == U"series";
}

/// Where the digits begin that a word right behind `end` names, 0 for none.
std::size_t named_behind(std::string_view text, std::size_t end, bool series) {
    std::string_view rest = text.substr(end, 48);
    bool named = false;
    for (int signs = 0; !rest.empty() && signs < 8; ++signs) {
        std::string_view ahead = rest;
        const MaskCharacter c = next_mask_character(ahead);
        if (c.kind == MaskClass::digit)
            return named ? end + (std::min<std::size_t>(48, text.size() - end) - rest.size()) : 0;
        if (c.code_point == U'№' && !series) named = true;
        const std::u32string word = word_ahead(rest);
        if (word.empty()) {
            if (c.code_point == U'[' || c.code_point == U'@') return 0;
            rest = ahead;
            continue;
        }
        if (word == U"-") continue;
        if (!(series ? names_series(word) : names_number(word))) return 0;
        named = true;
    }
    return 0;
}

}  // namespace

std::size_t passport_number_behind(std::string_view text, std::size_t end) {
    return named_behind(text, end, false);
}

std::size_t passport_series_behind(std::string_view text, std::size_t end) {
    return named_behind(text, end, true);
}

}  // namespace scrm::text
