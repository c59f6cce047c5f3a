// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/tokens.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "sentiment/rules/symbols_internal.hpp"
#include "sentiment/tokens_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::array<std::u32string_view, 26> kDomains{
    U"ru", U"ua", U"com", U"net", U"org", U"by",  U"kz",   U"su",   U"рф", U"io",   U"me",    U"co", U"uk",
    U"eu", U"de", U"ly",  U"gl",  U"cc",  U"biz", U"info", U"bank", U"tv", U"link", U"money", U"am", U"pro"};

bool is_eyes(char32_t c) {
    return c == U':' || c == U';' || c == U'=';
}

/// What a mouth says: ) for a smile, ( for a sad face, D for laughter, / for doubt; 0 for no mouth.
char32_t mouth(char32_t c) {
    switch (c) {
        case U')':
        case U']':
        case U'}':
        case U'*':
            return U')';
        case U'(':
        case U'[':
        case U'{':
        case U'c':
        case U'с':
            return U'(';
        case U'd':
        case U'p':
        case U'р':
            return U'D';
        case U'/':
        case U'\\':
        case U'|':
            return U'/';
        default:
            return 0;
    }
}

class Reader {
  public:
    /// `letters`: room for kMostLetters of each symbol.
    Reader(const Symbols& symbols, char32_t* letters, bool hosts, TokenizedText& out)
        : symbols_(symbols), letters_(letters), hosts_(hosts), out_(out) {}

    static constexpr std::size_t kMostLetters = 3;  ///< "…" is read as "..."

    void read() {
        while (at_ < symbols_.size()) {
            switch (symbols_.kind(at_)) {
                case SymbolKind::letter:
                    if (!read_address()) read_word(TokenKind::word);
                    break;
                case SymbolKind::digit:
                    read_number();
                    break;
                case SymbolKind::mark:
                    read_marks();
                    break;
                case SymbolKind::emoji:
                    read_emoji();
                    break;
                case SymbolKind::line_end:
                    read_line_ends();
                    break;
                case SymbolKind::space:
                    ++at_;
                    break;
                case SymbolKind::other:
                    read_sign();
                    break;
            }
        }
        out_.letters.assign(letters_, count_);
    }

  private:
    bool is(std::size_t ahead, char32_t letter) const {
        return at_ + ahead < symbols_.size() && symbols_.letter(at_ + ahead) == letter;
    }
    bool is(std::size_t ahead, SymbolKind kind) const {
        return at_ + ahead < symbols_.size() && symbols_.kind(at_ + ahead) == kind;
    }
    bool is_letter(std::size_t ahead) const { return is(ahead, SymbolKind::letter); }
    bool is_handle_letter(std::size_t at) const {
        const SymbolKind kind = symbols_.kind(at);
        return kind == SymbolKind::letter || kind == SymbolKind::digit || symbols_.letter(at) == U'_';
    }
    bool starts_with(std::size_t from, std::u32string_view word) const {
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (!is(from + i, word[i])) return false;
        }
        return true;
    }

    void end_clause() {
        if (!out_.tokens.empty()) out_.tokens.back().clause_end = true;
    }

    void add(TokenKind kind, std::u32string_view letters, std::size_t first, std::size_t last) {
        Token token;
        token.begin = static_cast<std::uint32_t>(count_);
        std::copy(letters.begin(), letters.end(), letters_ + count_);
        count_ += letters.size();
        token.end = static_cast<std::uint32_t>(count_);
        token.span = {symbols_.begin(first), symbols_.end(last)};
        token.kind = kind;
        out_.tokens.push_back(token);
    }

    void skip_to_space() {
        while (at_ < symbols_.size() && !is(0, SymbolKind::space) && !is(0, SymbolKind::line_end)) ++at_;
    }

    /// http…, www.…, or a host name with a known last part.
    bool read_address() {
        const std::size_t first = at_;
        bool address = starts_with(0, U"http") && (starts_with(4, U"://") || starts_with(4, U"s://"));
        address = address || starts_with(0, U"www.");
        if (!address) {
            if (!hosts_) return false;
            // Only what is left of a word is looked at here, so that long words cost nothing twice.
            if (at_ < host_end_) return false;
            std::size_t end = at_;
            std::size_t last_dot = 0;
            const auto goes_on = [&](std::size_t at) {
                const char32_t letter = symbols_.letter(at);
                return is_handle_letter(at) || letter == U'-' ||
                       (letter == U'.' && at + 1 < symbols_.size() &&
                        symbols_.kind(at + 1) == SymbolKind::letter && !symbols_.is_capital(at + 1));
            };
            for (; end < symbols_.size() && goes_on(end); ++end) {
                if (symbols_.letter(end) == U'.') last_dot = end;
            }
            host_end_ = end;
            if (last_dot == 0 || end - last_dot > 6) return false;
            std::u32string domain;
            for (std::size_t i = last_dot + 1; i < end; ++i) domain.push_back(symbols_.letter(i));
            if (std::ranges::find(kDomains, domain) == kDomains.end()) return false;
            at_ = end;
            if (is(0, U'/')) skip_to_space();
        } else {
            skip_to_space();
        }
        add(TokenKind::url, U"_url_", first, at_ - 1);
        return true;
    }

    void read_word(TokenKind kind) {
        Token token;
        token.begin = static_cast<std::uint32_t>(count_);
        token.kind = kind;
        const std::size_t first = at_;
        std::size_t capitals = 0;
        if (kind == TokenKind::hashtag || !read_plain_word(capitals)) read_any_word(kind, capitals);
        token.end = static_cast<std::uint32_t>(count_);
        token.span = {symbols_.begin(first), symbols_.end(at_ - 1)};
        token.capitals = capitals >= 2 && capitals * 4 >= (at_ - first) * 3;
        out_.tokens.push_back(token);
        // Mostly a blank follows.
        if (is(0, SymbolKind::space)) ++at_;
    }

    /// As read_any_word for what most words are: a few letters and nothing else. False for others.
    bool read_plain_word(std::size_t& capitals) {
        constexpr std::size_t kLongest = 2 * Symbols::kReadable;
        const std::size_t count = symbols_.letters_in_row(at_);
        if (count > kLongest || symbols_.may_be_stretched(at_, count)) return false;
        const char32_t behind = symbols_.letter(at_ + count);
        if (behind == U'-' || behind == U'\'') return false;
        capitals = symbols_.capitals(at_, count);
        // As many letters at a time, whether they are wanted or not, as most words have.
        std::memcpy(letters_ + count_, symbols_.letters(at_), Symbols::kReadable * sizeof(char32_t));
        if (count > Symbols::kReadable)
            std::memcpy(letters_ + count_ + Symbols::kReadable, symbols_.letters(at_ + Symbols::kReadable),
                        Symbols::kReadable * sizeof(char32_t));
        count_ += count;
        at_ += count;
        return true;
    }

    void read_any_word(TokenKind kind, std::size_t& capitals) {
        const std::size_t first = at_;
        std::size_t same = 0;
        char32_t before = 0;
        for (; at_ < symbols_.size(); ++at_) {
            const char32_t letter = symbols_.letter(at_);
            if (is_letter(0)) {
                same = letter == before ? same + 1 : 1;
                before = letter;
                if (same <= 3) letters_[count_++] = letter;
                capitals += symbols_.is_capital(at_) ? 1U : 0U;
            } else if (at_ > first && is_letter(1) && (letter == U'-' || letter == U'\'')) {
                letters_[count_++] = letter;
                before = 0;
            } else if (kind == TokenKind::hashtag && (letter == U'_' || is(0, SymbolKind::digit))) {
                if (letter == U'_') letters_[count_++] = letter;
                before = 0;
            } else {
                break;
            }
        }
    }

    void read_number() {
        const std::size_t first = at_;
        while (at_ < symbols_.size() &&
               (is(0, SymbolKind::digit) ||
                ((is(0, U'.') || is(0, U',') || is(0, U':') || is(0, SymbolKind::space)) &&
                 is(1, SymbolKind::digit))))
            ++at_;
        add(TokenKind::number, U"0", first, at_ - 1);
    }

    void read_marks() {
        const std::size_t first = at_;
        std::size_t questions = 0;
        std::size_t calls = 0;
        std::size_t dots = 0;
        while (is(0, SymbolKind::mark)) {
            const char32_t c = symbols_.letter(at_);
            questions += c == U'?' ? 1U : 0U;
            calls += c == U'!' ? 1U : 0U;
            dots += c == U'.' ? 1U : 0U;
            dots += c == 0x2026 ? 3U : 0U;
            ++at_;
        }
        end_clause();
        std::u32string_view said;
        if (questions > 0 && calls > 0) {
            said = U"?!";
        } else if (questions > 0) {
            said = questions == 1 ? U"?" : U"??";
        } else if (calls > 0) {
            said = calls == 1 ? U"!" : calls == 2 ? U"!!" : U"!!!";
        } else if (dots >= 2) {
            said = U"...";
        } else {
            return;
        }
        add(TokenKind::marks, said, first, at_ - 1);
        end_clause();
    }

    /// Mail and forums break lines anywhere; an empty line parts what stands around it.
    void read_line_ends() {
        std::size_t lines = 0;
        while (is(0, SymbolKind::line_end) || is(0, SymbolKind::space)) {
            lines += is(0, SymbolKind::line_end) && !is(0, U'\r') ? 1U : 0U;
            ++at_;
        }
        if (lines > 1) end_clause();
    }

    void read_emoji() {
        const std::size_t first = at_;
        const char32_t c = symbols_.letter(at_);
        while (is(0, c)) ++at_;
        add(TokenKind::emoji, std::u32string_view{&c, 1}, first, at_ - 1);
        if (at_ - first > 1) add(TokenKind::emoji, std::u32string_view{&c, 1}, first, at_ - 1);
    }

    bool read_emoticon() {
        if (!is_eyes(symbols_.letter(at_))) return false;
        const std::size_t nose = is(1, U'-') || is(1, U'\'') || is(1, U'^') ? 1 : 0;
        if (at_ + 1 + nose >= symbols_.size()) return false;
        const char32_t said = symbols_.letter(at_ + 1 + nose);
        const char32_t kind = mouth(said);
        if (kind == 0 || (is_letter(1 + nose) && is_letter(2 + nose))) return false;
        // "https://", "12:/" and lists are no faces.
        if (kind == U'/' && (is(2 + nose, U'/') || nose == 0)) return false;
        const std::size_t first = at_;
        at_ += 2 + nose;
        while (is(0, said)) ++at_;
        const std::array<char32_t, 2> face{U':', kind};
        add(TokenKind::emoticon, {face.data(), face.size()}, first, at_ - 1);
        end_clause();
        return true;
    }

    void read_brackets(char32_t bracket) {
        const std::size_t first = at_;
        while (is(0, bracket)) ++at_;
        std::size_t count = at_ - first;
        if (bracket == U'(') {
            const bool opens = count == 1 && at_ < symbols_.size() && !is(0, SymbolKind::space) &&
                               !is(0, SymbolKind::line_end);
            if (opens) {
                ++open_;
                end_clause();
                return;
            }
        } else if (open_ > 0) {
            --open_;
            --count;
            end_clause();
        }
        if (count == 0) return;
        const std::array<char32_t, 3> said{bracket, bracket, bracket};
        add(TokenKind::emoticon, {said.data(), std::min<std::size_t>(count, 3)}, first, at_ - 1);
        end_clause();
    }

    void read_sign() {
        if (read_emoticon()) return;
        const char32_t c = symbols_.letter(at_);
        if (c == U'(' || c == U')') {
            read_brackets(c);
            return;
        }
        if (c == U'@' && at_ + 1 < symbols_.size() && is_handle_letter(at_ + 1)) {
            const std::size_t first = at_;
            ++at_;
            while (at_ < symbols_.size() && is_handle_letter(at_)) ++at_;
            add(TokenKind::user, U"_user_", first, at_ - 1);
            return;
        }
        if (c == U'#' && is_letter(1)) {
            ++at_;
            read_word(TokenKind::hashtag);
            return;
        }
        if (c == U'%' || c == U'$' || c == 0x20BD || c == 0x20B4 || c == 0x20AC || c == 0xA3 || c == 0x2116) {
            add(TokenKind::marks, {&c, 1}, at_, at_);
        } else if (c != U'\'' && c != U'-' && c != U'_' && c != U'*') {
            end_clause();
        }
        ++at_;
    }

    const Symbols& symbols_;
    char32_t* letters_;
    bool hosts_;  ///< whether the text may hold a host name
    TokenizedText& out_;
    std::size_t at_ = 0;
    std::size_t count_ = 0;  ///< letters so far
    std::size_t host_end_ = 0;
    std::size_t open_ = 0;
};

constexpr std::size_t kKeptSymbols = 1U << 16U;

/// False for a text in which no letter follows a full stop, or what is read as one, without a blank.
bool may_hold_hosts(std::string_view text) {
    if (text.find('&') != std::string_view::npos || text.find('\xEF') != std::string_view::npos) return true;
    for (std::size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.', dot + 1)) {
        if (dot + 1 == text.size()) return false;
        const char behind = text[dot + 1];
        if (behind != ' ' && behind != '\n' && behind != '\r' && behind != '.') return true;
    }
    return false;
}

}  // namespace

void decode(std::string_view text, TokenizedText& out) {
    out.points.release_above(std::max(kKeptSymbols, text.size()));
    out.points.decode(text);
}

void tokenize_decoded(TokenizedText& out) {
    thread_local Symbols symbols;
    thread_local std::vector<char32_t> letters;
    out.tokens.clear();
    symbols.read(out.points);
    // A word is written with room for a longest one behind it.
    const std::size_t most = Reader::kMostLetters * symbols.size() + 2 * Symbols::kReadable;
    if (letters.size() < most) letters.resize(most);
    Reader{symbols, letters.data(), may_hold_hosts(out.points.bytes()), out}.read();
    if (symbols.size() > kKeptSymbols) letters = {};
    symbols.release_above(kKeptSymbols);
}

void tokenize(std::string_view text, TokenizedText& out) {
    decode(text, out);
    tokenize_decoded(out);
}

}  // namespace scrm::sentiment
