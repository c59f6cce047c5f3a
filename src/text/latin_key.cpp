// SPDX-License-Identifier: Apache-2.0
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <array>
#include <cstddef>

#include "latin_letters_internal.hpp"
#include "neighbour_alphabets_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/text/transliterate.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

/// Builds the key of one word sound by sound and merges what the schemes write differently:
/// "ie", "ye", "je", "yo" and "io" are е and ё, "ij", "yi" and "yy" are one i, "lyu" is "lu", "ts" is ц,
/// "shch" and "sch" are щ, "dzh" is j.
class Key {
  public:
    explicit Key(std::string& out) : out_(out), begin_(out.size()) {}

    bool empty() const { return out_.size() == begin_; }

    void push(char sound) {
        const char last = back();
        switch (sound) {
            case kZh:
                if (last == 'd') {
                    out_.pop_back();
                    sound = 'i';
                }
                break;
            case kCh:
                if (last == 's' || last == kSh) {
                    out_.pop_back();
                    sound = kSh;
                } else if (last == 't' || last == kTs) {
                    out_.pop_back();
                }
                break;
            case 's':
                if (last == 't') {
                    out_.pop_back();
                    sound = kTs;
                }
                break;
            case 'o':
            case 'e':
                if (last == 'i') {
                    out_.back() = 'e';
                    joined_ = true;
                    return;
                }
                if (sound == 'e' && last == 'e') {
                    // "Корнеев" is not "Корнев"; but ъе, which passports write "iee", is one е.
                    if (!joined_) out_.push_back(sound);
                    joined_ = false;
                    return;
                }
                break;
            case 'u':
                if (last == 'i' && out_.size() >= begin_ + 2 && out_[out_.size() - 2] == 'l') out_.pop_back();
                break;
            default:
                break;
        }
        const bool digit = sound >= '0' && sound <= '9';
        if (digit || sound != back()) out_.push_back(sound);
        joined_ = false;
    }

    void push_other(char32_t code_point) { append(out_, code_point); }

    /// Endings that are written in several ways, whatever the letters before them were.
    void finish() {
        if (ends_with("der", 4)) {
            out_.replace(out_.size() - 2, 2, "r");
        } else if (ends_with("skaia", 6) || ends_with("qkaia", 6)) {
            out_.replace(out_.size() - 3, 3, "a");
        } else if (ends_with("ou", 4) || ends_with("au", 4) || ends_with("eu", 4)) {
            out_.back() = 'v';
        } else if (ends_with("ah", 5)) {
            out_.pop_back();
        }
    }

  private:
    char back() const { return empty() ? '\0' : out_.back(); }
    bool ends_with(std::string_view ending, std::size_t least) const {
        const std::string_view word = std::string_view(out_).substr(begin_);
        return word.size() >= least && word.ends_with(ending);
    }

    std::string& out_;
    std::size_t begin_;
    bool joined_ = false;  ///< the last е was written with two letters
};

/// Sounds of the Cyrillic letters а–џ (U+0430–U+045F).
constexpr std::array<std::string_view, 0x30> kCyrillic = {
    "a", "b", "v",  "h", "d", "e", "j",  "z",  "i", "i",  "k",  "l",  // а–л
    "m", "n", "o",  "p", "r", "s", "t",  "u",  "f", "h",  "q",  "c",  // м–ч
    "w", "w", "",   "i", "",  "e", "iu", "ia",                        // ш–я
    "e", "e", "di", "h", "e", "z", "i",  "i",  "i", "li", "ni", "c",  // ѐ–ћ
    "k", "i", "u",  "i",                                              // ќ–џ
};

/// How letters outside Russian, Ukrainian, Belarusian, Serbian and Macedonian sound: Kazakh, Tatar, Kyrgyz,
/// Uzbek.
char other_cyrillic(char32_t c) {
    switch (c) {
        case U'ґ':
        case U'ғ':
        case U'ҳ':
        case U'һ':
            return 'h';
        case U'ә':
            return 'a';
        case U'ө':
            return 'o';
        case U'ү':
        case U'ұ':
            return 'u';
        case U'қ':
            return 'k';
        case U'ң':
            return 'n';
        case U'җ':
            return kZh;
        default:
            return 0;
    }
}

bool is_apostrophe(char32_t c) {
    switch (c) {
        case U'\'':
        case U'`':
        case U'"':
        case U'´':
        case U'’':
        case U'‘':
        case U'”':
        case U'ʼ':
        case U'ʹ':
        case U'ʺ':
        case U'′':
            return true;
        default:
            return false;
    }
}

bool is_softening(char before) {
    constexpr std::string_view kConsonants = "lnstzrvp";
    return before != 0 && kConsonants.find(before) != std::string_view::npos;
}

/// A letter of the Latin alphabet that carries marks: its sound where the mark changes it, else the bare
/// letter.
std::string_view marked_latin(char32_t c) {
    switch (c) {
        case U'č':
        case U'ć':
        case U'ç':
        case U'ĉ':
            return "ch";
        case U'š':
        case U'ş':
        case U'ș':
        case U'ŝ':
            return "sh";
        case U'ž':
        case U'ż':
            return "zh";
        case U'ß':
            return "s";
        case U'ł':
            return "l";
        case U'đ':
            return "d";
        case U'ø':
            return "o";
        case U'æ':
            return "e";
        case U'œ':
            return "e";
        case U'ı':
            return "i";
        case U'ə':
            return "a";
        case U'ð':
            return "d";
        case U'þ':
            return "t";
        case U'ë':
            return "e";
        default:
            return {};
    }
}

const icu::Normalizer2& decomposition() {
    static const icu::Normalizer2& instance = []() -> const icu::Normalizer2& {
        UErrorCode status = U_ZERO_ERROR;
        const icu::Normalizer2* found = icu::Normalizer2::getNFDInstance(status);
        if (U_FAILURE(status) || found == nullptr) {
            throw Error(ErrorCode::internal, "the Unicode normalisation tables of ICU cannot be loaded");
        }
        return *found;
    }();
    return instance;
}

/// The bare letter under its marks, or the letter itself.
char32_t bare(char32_t c) {
    icu::UnicodeString parts;
    if (decomposition().getDecomposition(static_cast<UChar32>(c), parts) == 0 || parts.isEmpty()) return c;
    return static_cast<char32_t>(parts.char32At(0));
}

/// One word on its way into a key: runs of Latin letters are gathered, because their digraphs need a look
/// around.
class Word {
  public:
    explicit Word(std::string& out) : key_(out) {}

    void latin(char letter) { run_.push_back(letter); }
    void latin(std::string_view letters) { run_.append(letters); }
    void neighbour(char32_t letter, std::string_view& rest) {
        read_neighbour_letter(letter, rest, empty(), run_);
    }
    void cyrillic(char32_t c) {
        flush();
        if (c == U'ь') {
            soft_ = true;
            return;
        }
        // "Ковальов" is Ковалёв: the soft sign before о does what ё does alone.
        if (soft_ && c == U'о') key_.push('i');
        soft_ = false;
        if (c >= 0x430 && c <= 0x45F) {
            for (const char sound : kCyrillic[c - 0x430]) key_.push(sound);
        } else {
            key_.push(other_cyrillic(c));
        }
    }
    void digit(char c) {
        flush();
        soft_ = false;
        key_.push(c);
    }
    void other(char32_t c) {
        flush();
        soft_ = false;
        key_.push_other(c);
    }
    void apostrophe() {
        if (!run_.empty() && is_softening(run_.back())) run_.push_back('\'');
    }
    bool empty() const { return key_.empty() && run_.empty(); }
    void finish() {
        flush();
        key_.finish();
    }

  private:
    void flush() {
        if (run_.empty()) return;
        read_latin(run_, [this](char sound) { key_.push(sound); });
        run_.clear();
        soft_ = false;
    }

    Key key_;
    std::string run_;
    bool soft_ = false;
};

}  // namespace

std::string latin_key(std::string_view folded) {
    std::string out;
    out.reserve(folded.size() + 8);
    std::string_view rest = folded;
    while (!rest.empty()) {
        const std::size_t start = out.size();
        if (start != 0) out.push_back(' ');
        Word word(out);
        bool open = true;
        while (open && !rest.empty()) {
            const char32_t c = next(rest);
            if (c < 0x80) {
                const auto ascii = static_cast<char>(c);
                if (ascii >= 'a' && ascii <= 'z') {
                    word.latin(ascii);
                } else if (ascii >= 'A' && ascii <= 'Z') {
                    word.latin(static_cast<char>(ascii + 32));
                } else if (ascii >= '0' && ascii <= '9') {
                    word.digit(ascii);
                } else if (is_apostrophe(c)) {
                    word.apostrophe();
                } else {
                    open = false;
                }
                continue;
            }
            if ((c >= 0x430 && c <= 0x45F) || other_cyrillic(c) != 0) {
                word.cyrillic(c);
                continue;
            }
            if (is_apostrophe(c)) {
                word.apostrophe();
                continue;
            }
            if (const std::string_view letters = marked_latin(c); !letters.empty()) {
                word.latin(letters);
                continue;
            }
            const char32_t letter = bare(c);
            if (is_of_neighbour_alphabet(letter)) {
                word.neighbour(letter, rest);
                continue;
            }
            const std::uint32_t category = U_GET_GC_MASK(static_cast<UChar32>(letter));
            if (letter >= 'a' && letter <= 'z') {
                word.latin(static_cast<char>(letter));
            } else if (letter >= 0x430 && letter <= 0x45F) {
                word.cyrillic(letter);
            } else if ((category & (U_GC_L_MASK | U_GC_N_MASK)) != 0) {
                word.other(letter);
            } else if ((category & U_GC_M_MASK) == 0) {
                open = false;
            }
        }
        if (word.empty()) {
            out.resize(start);
        } else {
            word.finish();
        }
    }
    return out;
}

}  // namespace scrm::text
