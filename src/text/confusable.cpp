// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/confusable.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <memory>

#include "scrm/core/error.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

/// Letters that look alike in print, capitals by themselves.
constexpr std::u32string_view kWrittenLatin = U"aceiopxykmtïëABCEHIKMOPTXYÏË";
constexpr std::u32string_view kWrittenCyrillic = U"асеіорхукмтїёАВСЕНІКМОРТХУЇЁ";
static_assert(kWrittenLatin.size() == kWrittenCyrillic.size());

struct CloseChecker {
    void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
};

/// ICU promises that a checker may be read from many threads once it is set up.
const USpoofChecker* checker() {
    static const std::unique_ptr<USpoofChecker, CloseChecker> instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<USpoofChecker, CloseChecker> opened(uspoof_open(&status));
        if (U_FAILURE(status))
            throw Error(ErrorCode::internal, "the look-alike tables of ICU cannot be loaded");
        return opened;
    }();
    return instance.get();
}

struct Pair {
    char32_t latin;
    char32_t cyrillic;
};

struct Ornament {
    char32_t letter;
    char32_t plain;
};

/// Letters that look alike in print. The second block looks alike only as capitals and is needed because
/// folding turns "H", typed for Н, into "h".
constexpr std::array kPairs = {
    Pair{U'a', U'а'}, Pair{U'c', U'с'}, Pair{U'e', U'е'}, Pair{U'i', U'і'}, Pair{U'o', U'о'},
    Pair{U'p', U'р'}, Pair{U'x', U'х'}, Pair{U'y', U'у'}, Pair{U'ï', U'ї'}, Pair{U'ë', U'ё'},

    Pair{U'b', U'в'}, Pair{U'h', U'н'}, Pair{U'k', U'к'}, Pair{U'm', U'м'}, Pair{U't', U'т'},

    Pair{U'A', U'А'}, Pair{U'B', U'В'}, Pair{U'C', U'С'}, Pair{U'E', U'Е'}, Pair{U'H', U'Н'},
    Pair{U'I', U'І'}, Pair{U'K', U'К'}, Pair{U'M', U'М'}, Pair{U'O', U'О'}, Pair{U'P', U'Р'},
    Pair{U'T', U'Т'}, Pair{U'X', U'Х'}, Pair{U'Y', U'У'}, Pair{U'Ï', U'Ї'}, Pair{U'Ë', U'Ё'},
};

/// Cyrillic letters outside Russian, Ukrainian and Belarusian that only ever stand for a Latin one there.
constexpr std::array kOneWay = {
    Pair{U's', U'ѕ'}, Pair{U'j', U'ј'}, Pair{U'h', U'һ'}, Pair{U'd', U'ԁ'}, Pair{U'q', U'ԛ'},
    Pair{U'w', U'ԝ'}, Pair{U'S', U'Ѕ'}, Pair{U'J', U'Ј'}, Pair{U'Q', U'Ԛ'}, Pair{U'W', U'Ԝ'},
};

/// Small capitals have no order in Unicode.
constexpr std::array kSmallCapitals = {
    Ornament{U'ɢ', U'G'}, Ornament{U'ɪ', U'I'}, Ornament{U'ɴ', U'N'}, Ornament{U'ʀ', U'R'},
    Ornament{U'ʏ', U'Y'}, Ornament{U'ʙ', U'B'}, Ornament{U'ʜ', U'H'}, Ornament{U'ʟ', U'L'},
    Ornament{U'ᴀ', U'A'}, Ornament{U'ᴄ', U'C'}, Ornament{U'ᴅ', U'D'}, Ornament{U'ᴇ', U'E'},
    Ornament{U'ᴊ', U'J'}, Ornament{U'ᴋ', U'K'}, Ornament{U'ᴍ', U'M'}, Ornament{U'ᴎ', U'И'},
    Ornament{U'ᴏ', U'O'}, Ornament{U'ᴘ', U'P'}, Ornament{U'ᴙ', U'Я'}, Ornament{U'ᴛ', U'T'},
    Ornament{U'ᴜ', U'U'}, Ornament{U'ᴠ', U'V'}, Ornament{U'ᴡ', U'W'}, Ornament{U'ᴢ', U'Z'},
    Ornament{U'ᴦ', U'Г'}, Ornament{U'ᴧ', U'Л'}, Ornament{U'ᴨ', U'П'}, Ornament{U'ᴩ', U'Р'},
    Ornament{U'ᴫ', U'Л'}, Ornament{U'ꜰ', U'F'}, Ornament{U'ꜱ', U'S'}, Ornament{U'ꞯ', U'Q'},
};

char32_t look_alike(char32_t c, Script from) {
    for (const Pair& pair : kPairs) {
        if (from == Script::latin && pair.latin == c) return pair.cyrillic;
        if (from == Script::cyrillic && pair.cyrillic == c) return pair.latin;
    }
    for (const Pair& pair : kOneWay) {
        if (from == Script::cyrillic && pair.cyrillic == c) return pair.latin;
    }
    return 0;
}

Script script_of(char32_t c) {
    if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? Script::latin : Script::none;
    if (c >= 0x400 && c <= 0x481) return Script::cyrillic;
    const auto code_point = static_cast<UChar32>(c);
    if ((U_GET_GC_MASK(code_point) & U_GC_L_MASK) == 0) return Script::none;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(code_point, &status)) {
        case USCRIPT_LATIN:
            return Script::latin;
        case USCRIPT_CYRILLIC:
            return Script::cyrillic;
        case USCRIPT_COMMON:
        case USCRIPT_INHERITED:
            return Script::none;
        default:
            return Script::other;
    }
}

}  // namespace

char32_t cyrillic_look_alike(char32_t latin) noexcept {
    const std::size_t at = kWrittenLatin.find(latin);
    return at == std::u32string_view::npos ? 0 : kWrittenCyrillic[at];
}

char32_t latin_look_alike(char32_t cyrillic) noexcept {
    const std::size_t at = kWrittenCyrillic.find(cyrillic);
    return at == std::u32string_view::npos ? 0 : kWrittenLatin[at];
}

std::string skeleton(std::string_view text) {
    const Sanitized clean = sanitize(text);
    if (clean.text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max() / 8)) {
        throw Error(ErrorCode::invalid_argument, "a text is too long for a skeleton");
    }
    std::string result(clean.text.size() * 2 + 16, '\0');
    const auto length = static_cast<std::int32_t>(clean.text.size());
    const auto write = [&](UErrorCode& status) {
        return uspoof_getSkeletonUTF8(checker(), 0, clean.text.data(), length, result.data(),
                                      static_cast<std::int32_t>(result.size()), &status);
    };
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t written = write(status);
    if (status == U_BUFFER_OVERFLOW_ERROR) {
        result.resize(static_cast<std::size_t>(written) + 1);
        status = U_ZERO_ERROR;
        written = write(status);
    }
    if (U_FAILURE(status)) throw Error(ErrorCode::internal, "the skeleton of a text cannot be made");
    result.resize(static_cast<std::size_t>(written));
    return result;
}

Script dominant_script(std::string_view text) {
    struct Count {
        std::size_t letters = 0;
        std::size_t own = 0;  // letters that look like none of the other script
    };
    std::array<Count, 4> counts{};
    Script first = Script::none;
    while (!text.empty()) {
        const char32_t c = next(text);
        const Script script = script_of(c);
        if (script == Script::none) continue;
        if (first == Script::none) first = script;
        Count& count = counts[static_cast<std::size_t>(script)];
        ++count.letters;
        if (look_alike(c, script) == 0) ++count.own;
    }
    Script best = first;
    for (const Script script : {Script::latin, Script::cyrillic, Script::other}) {
        const Count& candidate = counts[static_cast<std::size_t>(script)];
        const Count& leader = counts[static_cast<std::size_t>(best)];
        if (candidate.own > leader.own ||
            (candidate.own == leader.own && candidate.letters > leader.letters)) {
            best = script;
        }
    }
    return best;
}

bool mixed_script(std::string_view token) {
    bool latin = false;
    bool cyrillic = false;
    while (!token.empty() && !(latin && cyrillic)) {
        const Script script = script_of(next(token));
        latin = latin || script == Script::latin;
        cyrillic = cyrillic || script == Script::cyrillic;
    }
    return latin && cyrillic;
}

std::string unconfuse(std::string_view token) {
    if (!mixed_script(token)) return std::string(token);
    const Script meant = dominant_script(token);
    if (meant != Script::latin && meant != Script::cyrillic) return std::string(token);
    const Script foreign = meant == Script::latin ? Script::cyrillic : Script::latin;
    std::string result;
    result.reserve(token.size() * 2);
    std::string_view rest = token;
    while (!rest.empty()) {
        const std::string_view before = rest;
        const char32_t c = next(rest);
        if (script_of(c) != foreign) {
            result.append(before.substr(0, before.size() - rest.size()));
            continue;
        }
        const char32_t replacement = look_alike(c, foreign);
        if (replacement == 0) return std::string(token);
        append(result, replacement);
    }
    return result;
}

char32_t plain_letter(char32_t code_point) noexcept {
    constexpr char32_t kCircled = 0x1F150;
    constexpr char32_t kSquared = 0x1F170;
    constexpr char32_t kLetters = 26;
    if (code_point < kSmallCapitals.front().letter) return code_point;
    for (const char32_t first : {kCircled, kSquared}) {
        if (code_point >= first && code_point < first + kLetters) return U'A' + (code_point - first);
    }
    const auto* const found = std::ranges::lower_bound(kSmallCapitals, code_point, {}, &Ornament::letter);
    return found != kSmallCapitals.end() && found->letter == code_point ? found->plain : code_point;
}

}  // namespace scrm::text
