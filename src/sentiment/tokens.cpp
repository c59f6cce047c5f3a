// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/tokens.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "symbols_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::array<std::u32string_view, 26> kDomains{
    U"ru", U"ua", U"com", U"net", U"org", U"by",  U"kz",   U"su",   U"рф", U"io",   U"me",    U"co", U"uk",
    U"eu", U"de", U"ly",  U"gl",  U"cc",  U"biz", U"info", U"bank", U"tv", U"link", U"money", U"am", U"pro"};

bool is_handle_letter(const Symbol& s) {
    return s.kind == SymbolKind::letter || s.kind == SymbolKind::digit || s.letter == U'_';
}

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
    Reader(std::span<const Symbol> symbols, char32_t* letters, bool hosts, TokenizedText& out)
        : symbols_(symbols), letters_(letters), hosts_(hosts), out_(out) {}

    static constexpr std::size_t kMostLetters = 3;  ///< "…" is read as "..."

    void read() {
        while (at_ < symbols_.size()) {
            const Symbol& s = symbols_[at_];
            switch (s.kind) {
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
                    end_clause();
                    ++at_;
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
    const Symbol* peek(std::size_t ahead) const {
        return at_ + ahead < symbols_.size() ? &symbols_[at_ + ahead] : nullptr;
    }
    bool is(std::size_t ahead, char32_t letter) const {
        const Symbol* s = peek(ahead);
        return s != nullptr && s->letter == letter;
    }
    bool is_letter(std::size_t ahead) const {
        const Symbol* s = peek(ahead);
        return s != nullptr && s->kind == SymbolKind::letter;
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
        token.span = {symbols_[first].begin, symbols_[last].end};
        token.kind = kind;
        out_.tokens.push_back(token);
    }

    void skip_to_space() {
        while (at_ < symbols_.size() && symbols_[at_].kind != SymbolKind::space &&
               symbols_[at_].kind != SymbolKind::line_end)
            ++at_;
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
            while (end < symbols_.size() &&
                   (is_handle_letter(symbols_[end]) || symbols_[end].letter == U'-' ||
                    (symbols_[end].letter == U'.' && end + 1 < symbols_.size() &&
                     symbols_[end + 1].kind == SymbolKind::letter && !symbols_[end + 1].capital))) {
                if (symbols_[end].letter == U'.') last_dot = end;
                ++end;
            }
            host_end_ = end;
            if (last_dot == 0 || end - last_dot > 6) return false;
            std::u32string domain;
            for (std::size_t i = last_dot + 1; i < end; ++i) domain.push_back(symbols_[i].letter);
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
        const Symbol* const symbols = symbols_.data();
        const std::size_t size = symbols_.size();
        char32_t* out = letters_ + count_;
        std::size_t at = at_;
        std::size_t capitals = 0;
        std::size_t same = 0;
        char32_t before = 0;
        for (; at < size; ++at) {
            const Symbol& s = symbols[at];
            if (s.kind == SymbolKind::letter) {
                same = s.letter == before ? same + 1 : 1;
                before = s.letter;
                *out = s.letter;
                out += same <= 3 ? 1 : 0;
                capitals += s.capital ? 1U : 0U;
            } else if (at > first && (s.letter == U'-' || s.letter == U'\'') && at + 1 < size &&
                       symbols[at + 1].kind == SymbolKind::letter) {
                *out++ = s.letter;
                before = 0;
            } else if (kind == TokenKind::hashtag && (s.letter == U'_' || s.kind == SymbolKind::digit)) {
                if (s.letter == U'_') *out++ = s.letter;
                before = 0;
            } else {
                break;
            }
        }
        at_ = at;
        count_ = static_cast<std::size_t>(out - letters_);
        token.end = static_cast<std::uint32_t>(count_);
        token.span = {symbols[first].begin, symbols[at - 1].end};
        token.capitals = capitals >= 2 && capitals * 4 >= (at - first) * 3;
        out_.tokens.push_back(token);
    }

    void read_number() {
        const std::size_t first = at_;
        while (at_ < symbols_.size() &&
               (symbols_[at_].kind == SymbolKind::digit ||
                ((is(0, U'.') || is(0, U',') || is(0, U':') || symbols_[at_].kind == SymbolKind::space) &&
                 peek(1) != nullptr && peek(1)->kind == SymbolKind::digit)))
            ++at_;
        add(TokenKind::number, U"0", first, at_ - 1);
    }

    void read_marks() {
        const std::size_t first = at_;
        std::size_t questions = 0;
        std::size_t calls = 0;
        std::size_t dots = 0;
        while (at_ < symbols_.size() && symbols_[at_].kind == SymbolKind::mark) {
            const char32_t c = symbols_[at_].letter;
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

    void read_emoji() {
        const std::size_t first = at_;
        const char32_t c = symbols_[at_].letter;
        while (is(0, c)) ++at_;
        add(TokenKind::emoji, std::u32string_view{&c, 1}, first, at_ - 1);
        if (at_ - first > 1) add(TokenKind::emoji, std::u32string_view{&c, 1}, first, at_ - 1);
    }

    bool read_emoticon() {
        if (!is_eyes(symbols_[at_].letter)) return false;
        const std::size_t nose = is(1, U'-') || is(1, U'\'') || is(1, U'^') ? 1 : 0;
        const Symbol* said = peek(1 + nose);
        if (said == nullptr) return false;
        const char32_t kind = mouth(said->letter);
        if (kind == 0 || (said->kind == SymbolKind::letter && is_letter(2 + nose))) return false;
        // "https://", "12:/" and lists are no faces.
        if (kind == U'/' && (is(2 + nose, U'/') || nose == 0)) return false;
        const std::size_t first = at_;
        at_ += 2 + nose;
        while (is(0, said->letter)) ++at_;
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
            const Symbol* behind = peek(0);
            const bool opens = count == 1 && behind != nullptr && behind->kind != SymbolKind::space &&
                               behind->kind != SymbolKind::line_end;
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
        const char32_t c = symbols_[at_].letter;
        if (c == U'(' || c == U')') {
            read_brackets(c);
            return;
        }
        if (c == U'@' && peek(1) != nullptr && is_handle_letter(*peek(1))) {
            const std::size_t first = at_;
            ++at_;
            while (at_ < symbols_.size() && is_handle_letter(symbols_[at_])) ++at_;
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

    std::span<const Symbol> symbols_;
    char32_t* letters_;
    bool hosts_;  ///< whether the text may hold a host name
    TokenizedText& out_;
    std::size_t at_ = 0;
    std::size_t count_ = 0;  ///< letters so far
    std::size_t host_end_ = 0;
    std::size_t open_ = 0;
};

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

void tokenize(std::string_view text, TokenizedText& out) {
    thread_local std::vector<Symbol> symbol_room;
    thread_local std::vector<char32_t> letter_room;
    constexpr std::size_t kKeptSymbols = 1U << 16U;
    out.points.release_above(std::max(kKeptSymbols, text.size()));
    out.points.decode(text);
    out.tokens.clear();
    const std::span<const Symbol> symbols = read_symbols(out.points, symbol_room);
    const std::size_t most = Reader::kMostLetters * symbols.size();
    if (letter_room.size() < most) letter_room.resize(most);
    Reader{symbols, letter_room.data(), may_hold_hosts(text), out}.read();
    if (symbol_room.size() > kKeptSymbols) {
        symbol_room = {};
        letter_room = {};
    }
}

}  // namespace scrm::sentiment
