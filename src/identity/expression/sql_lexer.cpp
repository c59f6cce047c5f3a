// SPDX-License-Identifier: Apache-2.0
#include "identity/expression/sql_lexer_internal.hpp"

#include <algorithm>
#include <array>

#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

constexpr std::array<std::string_view, 9> kLongSymbols = {
    "->", "<>", "!=", "==", "<=", ">=", "||", "::", "**"};
constexpr std::string_view kSymbols = "()[],.:=<>+-*/%";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_word_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

class Lexer {
  public:
    Lexer(std::string_view sql, bool backslashes) : sql_(sql), backslashes_(backslashes) {}

    std::vector<SqlToken> run() {
        for (skip(); at_ < sql_.size(); skip()) next();
        add(SqlTokenKind::end, {}, sql_.size());
        return std::move(tokens_);
    }

  private:
    void add(SqlTokenKind kind, std::string text, std::size_t position) {
        tokens_.push_back({kind, std::move(text), position, at_ - position});
    }
    std::string_view rest() const { return sql_.substr(at_); }

    void skip() {
        while (at_ < sql_.size()) {
            if (sql_[at_] == ' ' || (sql_[at_] >= '\t' && sql_[at_] <= '\r')) {
                ++at_;
            } else if (rest().starts_with("--")) {
                at_ = std::min(sql_.find('\n', at_), sql_.size());
            } else if (rest().starts_with("/*")) {
                const std::size_t end = sql_.find("*/", at_ + 2);
                at_ = end == std::string_view::npos ? sql_.size() : end + 2;
            } else {
                return;
            }
        }
    }

    void next() {
        const char c = sql_[at_];
        if (c == '\'') return add_quoted(SqlTokenKind::text, '\'');
        if (c == '"' || c == '`') return add_quoted(SqlTokenKind::quoted, c);
        if (is_digit(c) || (c == '.' && at_ + 1 < sql_.size() && is_digit(sql_[at_ + 1]))) return number();
        const std::size_t start = at_;
        if (is_word_start(c)) {
            while (at_ < sql_.size() && (is_word_start(sql_[at_]) || is_digit(sql_[at_]))) ++at_;
            return add(SqlTokenKind::word, std::string{sql_.substr(start, at_ - start)}, start);
        }
        for (const std::string_view symbol : kLongSymbols) {
            if (!rest().starts_with(symbol)) continue;
            at_ += symbol.size();
            return add(SqlTokenKind::symbol, std::string{symbol}, start);
        }
        if (kSymbols.find(c) == std::string_view::npos)
            throw Error(ErrorCode::invalid_argument, "unexpected character");
        ++at_;
        add(SqlTokenKind::symbol, std::string(1, c), start);
    }

    void add_quoted(SqlTokenKind kind, char quote) {
        const std::size_t start = at_++;
        std::string text;
        while (true) {
            if (at_ >= sql_.size()) throw Error(ErrorCode::invalid_argument, "a quote is not closed");
            const char c = sql_[at_++];
            if (c == quote) {
                if (at_ >= sql_.size() || sql_[at_] != quote) break;
                ++at_;  // a doubled quote is one
            } else if (c == '\\' && backslashes_ && kind == SqlTokenKind::text && at_ < sql_.size()) {
                text += sql_[at_++];
                continue;
            }
            text += c;
        }
        add(kind, std::move(text), start);
    }

    void number() {
        const std::size_t start = at_;
        const auto digits = [this] {
            while (at_ < sql_.size() && is_digit(sql_[at_])) ++at_;
        };
        digits();
        if (at_ < sql_.size() && sql_[at_] == '.') {
            ++at_;
            digits();
        }
        if (at_ < sql_.size() && (sql_[at_] == 'e' || sql_[at_] == 'E')) {
            const std::size_t before = at_++;
            if (at_ < sql_.size() && (sql_[at_] == '+' || sql_[at_] == '-')) ++at_;
            if (at_ < sql_.size() && is_digit(sql_[at_]))
                digits();
            else
                at_ = before;
        }
        add(SqlTokenKind::number, std::string{sql_.substr(start, at_ - start)}, start);
    }

    std::string_view sql_;
    bool backslashes_;
    std::size_t at_ = 0;
    std::vector<SqlToken> tokens_;
};

}  // namespace

std::vector<SqlToken> lex_sql(std::string_view sql, bool backslashes) {
    return Lexer(sql, backslashes).run();
}

}  // namespace scrm::identity
