// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/fold.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "scrm/core/error.hpp"
#include "scrm/text/confusable.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

constexpr int kMarksKept = 30;

constexpr char kDropped = 0;
constexpr char kSpace = ' ';

/// What the fast path makes of an ASCII byte.
constexpr std::array<char, 128> make_ascii() {
    std::array<char, 128> table{};
    for (unsigned c = 0; c < 128; ++c) {
        const bool space = c == ' ' || (c >= 9 && c <= 13);
        const bool control = c < 0x20 || c == 0x7F;
        const bool upper = c >= 'A' && c <= 'Z';
        table[c] = space ? kSpace : control ? kDropped : static_cast<char>(upper ? c + 32 : c);
    }
    return table;
}

constexpr std::array<char, 128> kAscii = make_ascii();

const icu::Normalizer2& nfkc_casefold() {
    static const icu::Normalizer2& instance = [&]() -> const icu::Normalizer2& {
        UErrorCode status = U_ZERO_ERROR;
        const icu::Normalizer2* found = icu::Normalizer2::getNFKCCasefoldInstance(status);
        if (U_FAILURE(status) || found == nullptr) {
            throw Error(ErrorCode::internal, "the Unicode normalisation tables of ICU cannot be loaded");
        }
        return *found;
    }();
    return instance;
}

bool is_mark(UChar32 c) {
    return c >= 0x300 && (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

bool vanishes(UChar32 c) {
    const std::uint32_t category = U_GET_GC_MASK(c);
    return (category & (U_GC_CC_MASK | U_GC_CF_MASK)) != 0 ||
           u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

/// Cuts runs of marks; before normalising because ICU sorts a run in quadratic time, after it because a mark
/// may decompose into two.
class MarkCap {
  public:
    bool keep(UChar32 c) {
        run_ = is_mark(c) ? run_ + 1 : 0;
        return run_ <= kMarksKept;
    }

  private:
    int run_ = 0;
};

/// Folded text with spaces collapsed: a space is written only once a character follows it.
class Folded {
  public:
    explicit Folded(std::size_t size) { out_.reserve(size); }

    void space() { pending_ = !out_.empty(); }
    void put(char byte) {
        flush();
        out_.push_back(byte);
    }
    void put(char lead, char continuation) {
        flush();
        out_.push_back(lead);
        out_.push_back(continuation);
    }
    void put(UChar32 c) {
        flush();
        append(out_, static_cast<char32_t>(c));
    }

    /// Where a token starts, so that the fast path can take back what it wrote of it.
    struct Mark {
        std::size_t size;
        bool pending;
    };
    Mark mark() const { return {out_.size(), pending_}; }
    void rewind(Mark mark) {
        out_.resize(mark.size);
        pending_ = mark.pending;
    }
    std::string take() { return std::move(out_); }

  private:
    void flush() {
        if (!pending_) return;
        out_.push_back(' ');
        pending_ = false;
    }

    std::string out_;
    bool pending_ = false;
};

/// Folds a token of ASCII and the Cyrillic of Russian, Ukrainian and Belarusian, none of which normalisation
/// changes. Returns the bytes read: up to `end`, or to the first character that needs ICU.
std::size_t fold_fast(std::string_view text, std::size_t begin, Folded& out) {
    std::size_t i = begin;
    for (; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            const char c = kAscii[byte];
            if (c == kSpace) return i;
            if (c != kDropped) out.put(c);
            continue;
        }
        if ((byte & 0xFC) != 0xD0 || i + 1 == text.size()) return i;
        const auto second = static_cast<unsigned char>(text[i + 1]);
        if ((second & 0xC0) != 0x80) return i;
        unsigned c = (byte & 0x1Fu) << 6 | (second & 0x3Fu);
        if (c < 0x410) {
            c += 0x50;
        } else if (c < 0x430) {
            c += 0x20;
        } else if (c == 0x490) {
            c = 0x491;
        } else if (c > 0x45F && c != 0x491) {
            return i;
        }
        out.put(static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F)));
        ++i;
    }
    return i;
}

std::string normalized(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    icu::StringByteSink<std::string> sink(&out);
    UErrorCode status = U_ZERO_ERROR;
    nfkc_casefold().normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())),
                                  sink, nullptr, status);
    if (U_FAILURE(status)) throw Error(ErrorCode::internal, "Unicode normalisation failed");
    return out;
}

/// Letters of ornament as plain ones; false where there are none.
bool make_plain(std::string& text) {
    std::string out;
    out.reserve(text.size());
    bool changed = false;
    std::string_view rest = text;
    while (!rest.empty()) {
        const char32_t c = next(rest);
        const char32_t plain = plain_letter(c);
        changed = changed || plain != c;
        append(out, plain);
    }
    if (changed) text = std::move(out);
    return changed;
}

/// Folds any token by ICU. A token ends at an ASCII space, which neither composes with what follows nor
/// reorders.
void fold_token(std::string_view token, Folded& out) {
    std::string safe;
    safe.reserve(token.size());
    MarkCap before;
    while (!token.empty()) {
        const auto c = static_cast<UChar32>(next(token));
        if (u_isUWhiteSpace(c) != 0) {
            before.keep(' ');
            safe.push_back(' ');
        } else if (!vanishes(c) && before.keep(c)) {
            append(safe, static_cast<char32_t>(c));
        }
    }
    std::string normal = normalized(safe);
    // What is plain now may compose with the marks behind it.
    if (make_plain(normal)) normal = normalized(normal);

    MarkCap after;
    std::string_view rest = normal;
    while (!rest.empty()) {
        const auto c = static_cast<UChar32>(next(rest));
        if (c == ' ') {
            after.keep(c);
            out.space();
        } else if (after.keep(c)) {
            out.put(c);
        }
    }
}

bool is_ascii_space(char c) {
    return c == ' ' || (c >= 9 && c <= 13);
}

}  // namespace

std::string fold(std::string_view text) {
    Folded out(text.size());
    std::size_t i = 0;
    while (i < text.size()) {
        if (is_ascii_space(text[i])) {
            out.space();
            ++i;
            continue;
        }
        const Folded::Mark start = out.mark();
        std::size_t end = fold_fast(text, i, out);
        if (end < text.size() && !is_ascii_space(text[end])) {
            out.rewind(start);
            while (end < text.size() && !is_ascii_space(text[end])) ++end;
            fold_token(text.substr(i, end - i), out);
        }
        i = end;
    }
    return out.take();
}

}  // namespace scrm::text
