// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <set>

#include "identity/expression/regular_expression_internal.hpp"
#include "identity/expression/sql_dates_internal.hpp"
#include "identity/expression/sql_expression_internal.hpp"
#include "identity/expression/sql_lexer_internal.hpp"
#include "identity/expression/sql_names_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

using F = SqlFunction;

constexpr int kDeepest = 200;
constexpr std::size_t kLongest = 64U << 10;

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorCode::invalid_argument, what);
}

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

SqlExpression literal(SqlValue value) {
    SqlExpression out;
    out.value = std::move(value);
    return out;
}

SqlExpression call(F function, std::vector<SqlExpression> parts) {
    SqlExpression out;
    out.function = function;
    out.parts = std::move(parts);
    return out;
}

/// Recursive descent; from the loosest operator down.
class Parser {
  public:
    Parser(std::string_view sql, SqlNaming naming, SqlDialect dialect)
        : tokens_(lex_sql(sql, dialect == SqlDialect::spark)), naming_(naming), dialect_(dialect) {}

    SqlExpression run() {
        SqlExpression out = disjunction();
        if (now().kind != SqlTokenKind::end) refuse("unexpected " + shown(now()));
        return out;
    }
    /// After run().
    std::vector<SqlPlace> places() { return std::move(places_); }

  private:
    const SqlToken& now() const { return tokens_[std::min(at_, tokens_.size() - 1)]; }
    const SqlToken& after() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
    static std::string shown(const SqlToken& token) {
        if (token.kind == SqlTokenKind::end) return "end";
        return token.kind == SqlTokenKind::text ? "text" : "'" + token.text + "'";
    }
    bool is_word(const SqlToken& token, std::string_view word) const {
        return token.kind == SqlTokenKind::word && lower(token.text) == word;
    }
    bool is_symbol(const SqlToken& token, std::string_view symbol) const {
        return token.kind == SqlTokenKind::symbol && token.text == symbol;
    }
    bool take_word(std::string_view word) {
        if (!is_word(now(), word)) return false;
        ++at_;
        return true;
    }
    bool take(std::string_view symbol) {
        if (!is_symbol(now(), symbol)) return false;
        ++at_;
        return true;
    }
    void need(std::string_view symbol) {
        if (!take(symbol)) refuse("expected '" + std::string{symbol} + "' before " + shown(now()));
    }
    void need_word(std::string_view word) {
        if (!take_word(word)) refuse("expected " + std::string{word} + " before " + shown(now()));
    }

    struct Depth {
        explicit Depth(int& depth) : depth_(depth) {
            if (++depth_ > kDeepest) refuse("nested too deep");
        }
        ~Depth() { --depth_; }
        Depth(const Depth&) = delete;
        Depth& operator=(const Depth&) = delete;
        int& depth_;
    };

    SqlExpression disjunction() {
        const Depth depth(depth_);
        SqlExpression out = conjunction();
        while (take_word("or")) out = call(F::either, {std::move(out), conjunction()});
        return out;
    }
    SqlExpression conjunction() {
        SqlExpression out = negation();
        while (take_word("and")) out = call(F::both, {std::move(out), negation()});
        return out;
    }
    SqlExpression negation() {
        const Depth depth(depth_);
        if (take_word("not")) return call(F::negation, {negation()});
        return comparison();
    }

    SqlExpression comparison() {
        SqlExpression out = sum();
        while (true) {
            static constexpr std::pair<std::string_view, F> kOperators[] = {
                {"=", F::equal}, {"==", F::equal},      {"<>", F::not_equal}, {"!=", F::not_equal},
                {"<", F::less},  {"<=", F::less_equal}, {">", F::greater},    {">=", F::greater_equal}};
            const auto* const found =
                std::find_if(std::begin(kOperators), std::end(kOperators),
                             [this](const auto& known) { return is_symbol(now(), known.first); });
            if (found != std::end(kOperators)) {
                ++at_;
                out = call(found->second, {std::move(out), sum()});
            } else if (take_word("is")) {
                out = is_test(std::move(out));
            } else if (is_word(now(), "between") || is_word(now(), "in") ||
                       (is_word(now(), "not") && (is_word(after(), "in") || is_word(after(), "between")))) {
                out = membership(std::move(out));
            } else {
                return out;
            }
        }
    }

    SqlExpression is_test(SqlExpression tested) {
        const bool negated = take_word("not");
        SqlExpression out;
        if (take_word("null")) {
            out = call(F::is_null, {std::move(tested)});
        } else if (take_word("true") || take_word("false")) {
            const bool wanted = lower(tokens_[at_ - 1].text) == "true";
            // NULL is neither.
            out = call(F::coalesce, {wanted ? std::move(tested) : call(F::negation, {std::move(tested)}),
                                     literal(SqlValue::boolean(false))});
        } else {
            refuse("IS is understood with NULL, TRUE and FALSE only");
        }
        return negated ? call(F::negation, {std::move(out)}) : std::move(out);
    }

    SqlExpression membership(SqlExpression tested) {
        const bool negated = take_word("not");
        SqlExpression out;
        if (take_word("between")) {
            SqlExpression low = sum();
            need_word("and");
            SqlExpression least = call(F::greater_equal, {tested, std::move(low)});
            out = call(F::both, {std::move(least), call(F::less_equal, {std::move(tested), sum()})});
        } else {
            need_word("in");
            need("(");
            out = call(F::equal, {tested, sum()});
            while (take(",")) out = call(F::either, {std::move(out), call(F::equal, {tested, sum()})});
            need(")");
        }
        return negated ? call(F::negation, {std::move(out)}) : std::move(out);
    }

    SqlExpression sum() {
        SqlExpression out = product();
        while (true) {
            if (take("+"))
                out = call(F::add, {std::move(out), product()});
            else if (take("-"))
                out = call(F::subtract, {std::move(out), product()});
            else if (take("||"))
                out = call(F::join, {std::move(out), product()});
            else
                return out;
        }
    }
    SqlExpression product() {
        SqlExpression out = signed_part();
        while (true) {
            if (take("*"))
                out = call(F::multiply, {std::move(out), signed_part()});
            else if (take("/"))
                out = call(F::divide, {std::move(out), signed_part()});
            else
                return out;
        }
    }
    SqlExpression signed_part() {
        const Depth depth(depth_);
        if (take("+")) return signed_part();
        if (take("-")) {
            SqlExpression out = signed_part();
            if (out.function == F::literal && out.value.kind == SqlKind::number) {
                out.value.number = -out.value.number;
                return out;
            }
            return call(F::minus, {std::move(out)});
        }
        return suffixed();
    }

    /// list[1], value::type.
    SqlExpression suffixed() {
        SqlExpression out = primary();
        while (true) {
            if (take("[")) {
                SqlExpression index = sum();
                need("]");
                if (index.function != F::literal || index.value.kind != SqlKind::number)
                    refuse("[…] is understood with a number only");
                // Spark counts brackets from 0.
                if (dialect_ == SqlDialect::spark && index.value.number >= 0) index.value.number += 1;
                out = call(F::list_element, {std::move(out), std::move(index)});
            } else if (take("::")) {
                out = cast(std::move(out));
            } else {
                return out;
            }
        }
    }

    SqlExpression cast(SqlExpression value) {
        if (now().kind == SqlTokenKind::end) refuse("expected a type before end");
        std::string type = lower(now().text);
        ++at_;
        if (type == "double" && take_word("precision")) type = "double";
        if (take("(")) {
            while (!take(")")) {
                if (now().kind == SqlTokenKind::end) refuse("expected ')' before end");
                ++at_;
            }
        }
        const auto function = find_sql_cast(type);
        if (!function || is_symbol(now(), "[")) refuse("no cast to " + type);
        return call(*function, {std::move(value)});
    }

    SqlExpression primary() {
        const Depth depth(depth_);
        const SqlToken& token = now();
        switch (token.kind) {
            case SqlTokenKind::number: {
                double value = 0;
                std::from_chars(token.text.data(), token.text.data() + token.text.size(), value);
                ++at_;
                return literal(SqlValue::of_number(value));
            }
            case SqlTokenKind::text:
                ++at_;
                return literal(SqlValue::of_text(token.text));
            case SqlTokenKind::symbol:
                if (take("(")) {
                    SqlExpression out = disjunction();
                    need(")");
                    return out;
                }
                if (take("[")) return list();
                break;
            case SqlTokenKind::word:
                return word();
            case SqlTokenKind::quoted:
                return column();
            case SqlTokenKind::end:
                break;
        }
        refuse("unexpected " + shown(token));
    }

    SqlExpression list() {
        std::vector<SqlExpression> parts = arguments("]");
        if (std::any_of(parts.begin(), parts.end(), is_lambda)) refuse("a list of lambdas");
        return call(F::list, std::move(parts));
    }

    SqlExpression word() {
        if (is_symbol(after(), ".")) return column();
        if (is_symbol(after(), "(")) return function();
        const std::string name = lower(now().text);
        if (const auto at = std::find(parameters_.rbegin(), parameters_.rend(), now().text);
            at != parameters_.rend()) {
            ++at_;
            SqlExpression out;
            out.function = F::parameter;
            out.parameter = static_cast<unsigned>(parameters_.rend() - at - 1);
            return out;
        }
        if (take_word("null")) return literal({});
        if (take_word("true")) return literal(SqlValue::boolean(true));
        if (take_word("false")) return literal(SqlValue::boolean(false));
        if (take_word("case")) return cases();
        if ((name == "date" || name == "timestamp") && after().kind == SqlTokenKind::text) {
            ++at_;
            SqlExpression text = literal(SqlValue::of_text(now().text));
            ++at_;
            return call(name == "date" ? F::to_date : F::to_timestamp, {std::move(text)});
        }
        return column();
    }

    SqlExpression cases() {
        std::vector<SqlExpression> parts;
        std::optional<SqlExpression> subject;
        if (!is_word(now(), "when")) subject = disjunction();
        while (take_word("when")) {
            SqlExpression condition = disjunction();
            if (subject) condition = call(F::equal, {*subject, std::move(condition)});
            parts.push_back(std::move(condition));
            need_word("then");
            parts.push_back(disjunction());
        }
        if (parts.empty()) refuse("CASE without WHEN");
        if (take_word("else")) parts.push_back(disjunction());
        need_word("end");
        return call(F::case_when, std::move(parts));
    }

    std::vector<SqlExpression> arguments(std::string_view close) {
        std::vector<SqlExpression> out;
        if (take(close)) return out;
        do {
            out.push_back(argument());
        } while (take(","));
        need(close);
        return out;
    }

    /// What `lambda_body` gives until list_transform takes it.
    static bool is_lambda(const SqlExpression& part) {
        return part.function == F::list_transform && part.parts.size() == 1;
    }

    SqlExpression argument() {
        // lambda x: body
        if (is_word(now(), "lambda") && after().kind == SqlTokenKind::word) {
            ++at_;
            parameters_.push_back(now().text);
            ++at_;
            need(":");
            return lambda_body();
        }
        // x -> body
        if (now().kind == SqlTokenKind::word && is_symbol(after(), "->")) {
            parameters_.push_back(now().text);
            at_ += 2;
            return lambda_body();
        }
        return disjunction();
    }
    SqlExpression lambda_body() {
        const auto number = static_cast<unsigned>(parameters_.size() - 1);
        SqlExpression body = disjunction();
        parameters_.pop_back();
        SqlExpression out = call(F::list_transform, {std::move(body)});
        out.parameter = number;
        return out;
    }

    SqlExpression function() {
        const std::string name = lower(now().text);
        at_ += 2;
        if (name == "cast" || name == "try_cast") {
            SqlExpression value = disjunction();
            need_word("as");
            SqlExpression out = cast(std::move(value));
            need(")");
            return out;
        }
        if (name == "extract") {
            need_word("epoch");
            need_word("from");
            SqlExpression out = call(F::epoch, {disjunction()});
            need(")");
            return out;
        }
        if (name == "substring" && dialect_ == SqlDialect::postgres) return postgres_substring();
        const auto known = find_sql_function(name);
        if (!known) refuse("no function " + name);
        std::vector<SqlExpression> parts = arguments(")");
        if (name == "date_diff" || (name == "datediff" && parts.size() == 3)) {
            if (parts.size() != 3 || parts[0].function != F::literal || lower(parts[0].value.text) != "day")
                refuse(name + " is understood in days only");
            parts.erase(parts.begin());
        }
        if (parts.size() < known->least || parts.size() > known->most)
            refuse(name + " has a wrong number of arguments");
        if (known->function != F::list_transform && std::any_of(parts.begin(), parts.end(), is_lambda))
            refuse(name + " takes no lambda");
        return checked(known->function, name, std::move(parts));
    }

    /// substring(value FROM 'pattern')
    SqlExpression postgres_substring() {
        SqlExpression value = disjunction();
        if (take_word("from")) {
            SqlExpression pattern = disjunction();
            need(")");
            return checked(F::regexp_extract, "substring",
                           {std::move(value), std::move(pattern), literal(SqlValue::of_number(1))});
        }
        std::vector<SqlExpression> parts;
        parts.push_back(std::move(value));
        while (take(",")) parts.push_back(disjunction());
        need(")");
        if (parts.size() < 2 || parts.size() > 3) refuse("substring has a wrong number of arguments");
        return call(F::substring, std::move(parts));
    }

    SqlExpression checked(F function, const std::string& name, std::vector<SqlExpression> parts) {
        const auto is_text = [](const SqlExpression& part) {
            return part.function == F::literal && part.value.kind == SqlKind::text;
        };
        if (function == F::regexp_extract) {
            if (parts.size() == 2) parts.push_back(literal(SqlValue::of_number(0)));
            const auto pattern =
                is_text(parts[1]) ? RegularExpression::parse(parts[1].value.text) : std::nullopt;
            const SqlExpression& group = parts[2];
            if (!pattern || group.function != F::literal || group.value.kind != SqlKind::number ||
                !(group.value.number >= 0 && group.value.number <= pattern->group_count()))
                refuse(name + " has a pattern that is not understood");
        } else if (function == F::read_date) {
            std::optional<std::string> format;
            if (is_text(parts[1])) format = parts[1].value.text;
            if (format && dialect_ == SqlDialect::spark) format = from_spark_format(*format);
            if (format && dialect_ == SqlDialect::postgres) format = from_postgres_format(*format);
            if (!format || !is_date_format(*format))
                refuse(name + " has a date format that is not understood");
            parts[1].value.text = *format;
        } else if (function == F::list_transform) {
            if (is_lambda(parts[0]) || !is_lambda(parts[1]))
                refuse(name + " is understood with a list and a lambda only");
            SqlExpression out = call(F::list_transform, {std::move(parts[0]), std::move(parts[1].parts[0])});
            out.parameter = parts[1].parameter;
            return out;
        } else if (function == F::list_length) {
            parts.resize(1);  // PostgreSQL names the dimension
        }
        return call(function, std::move(parts));
    }

    /// A column with its side: "city_l", or l."city"; or without one.
    SqlExpression column() {
        SqlExpression out;
        out.function = F::column;
        const SqlToken first = now();
        ++at_;
        if (naming_ == SqlNaming::prefixes) {
            const std::string table = lower(first.text);
            if ((table != "l" && table != "r") || !take("."))
                refuse("a column of a blocking rule is not l.… or r.…: " + first.text);
            if (now().kind != SqlTokenKind::word && now().kind != SqlTokenKind::quoted)
                refuse("expected a column before " + shown(now()));
            out.side = table == "l" ? SqlSide::left : SqlSide::right;
            out.name = now().text;
            ++at_;
        } else if (naming_ == SqlNaming::bare) {
            out.side = SqlSide::left;
            out.name = first.text;
        } else {
            const std::string end =
                lower(first.text.substr(first.text.size() - std::min<std::size_t>(2, first.text.size())));
            if ((end != "_l" && end != "_r") || first.text.size() < 3)
                refuse("a column that does not end in _l or _r: " + first.text);
            out.side = end == "_l" ? SqlSide::left : SqlSide::right;
            out.name = first.text.substr(0, first.text.size() - 2);
        }
        if (is_symbol(now(), ".")) refuse("no structured columns: " + out.name);
        const SqlToken& last = tokens_[at_ - 1];
        places_.push_back({first.position, last.position + last.size - first.position, out.name});
        return out;
    }

    std::vector<SqlToken> tokens_;
    SqlNaming naming_;
    SqlDialect dialect_;
    std::size_t at_ = 0;
    int depth_ = 0;
    std::vector<std::string> parameters_;
    std::vector<SqlPlace> places_;
};

void collect_columns(const SqlExpression& expression, std::set<std::string>& names) {
    if (expression.function == F::column) names.insert(expression.name);
    for (const SqlExpression& part : expression.parts) collect_columns(part, names);
}

void collect_joined(const SqlExpression& expression, F joint, std::vector<const SqlExpression*>& out) {
    if (expression.function != joint) {
        out.push_back(&expression);
        return;
    }
    for (const SqlExpression& part : expression.parts) collect_joined(part, joint, out);
}

}  // namespace

SqlExpression parse_sql(std::string_view sql, SqlNaming naming, SqlDialect dialect,
                        std::vector<SqlPlace>* places) {
    if (sql.size() > kLongest) refuse("longer than 64 KiB");
    Parser parser(sql, naming, dialect);
    SqlExpression out = parser.run();
    if (places != nullptr) *places = parser.places();
    return out;
}

std::vector<std::string> columns_of(const SqlExpression& expression) {
    std::set<std::string> names;
    collect_columns(expression, names);
    return {names.begin(), names.end()};
}

unsigned sides_of(const SqlExpression& expression) {
    unsigned sides = 0;
    if (expression.function == F::column) sides = expression.side == SqlSide::left ? 1 : 2;
    for (const SqlExpression& part : expression.parts) sides |= sides_of(part);
    return sides;
}

std::string structure_of(const SqlExpression& expression, bool with_sides) {
    std::string out = std::to_string(static_cast<int>(expression.function));
    if (expression.function == F::literal) {
        // One literal stands for another only where it is of its kind, too: a date and its midnight are not.
        const std::string key =
            std::to_string(static_cast<int>(expression.value.kind)) + key_of(expression.value);
        return out + 'v' + std::to_string(key.size()) + ':' + key;
    }
    if (expression.function == F::column) {
        if (with_sides) out += expression.side == SqlSide::left ? 'l' : 'r';
        return out + 'c' + std::to_string(expression.name.size()) + ':' + expression.name;
    }
    out += 'p' + std::to_string(expression.parameter) + '(';
    for (const SqlExpression& part : expression.parts) out += structure_of(part, with_sides) + ',';
    return out + ')';
}

std::string exact_match_column(const SqlExpression& condition) {
    std::string name;
    for (const SqlExpression* part : joined_parts(condition, F::both)) {
        if (part->function != F::equal) return {};
        const SqlExpression& a = part->parts[0];
        const SqlExpression& b = part->parts[1];
        if (a.function != F::column || b.function != F::column || a.name != b.name || a.side == b.side)
            return {};
        if (!name.empty() && name != a.name) return {};
        name = a.name;
    }
    return name;
}

std::vector<const SqlExpression*> joined_parts(const SqlExpression& expression, SqlFunction joint) {
    std::vector<const SqlExpression*> out;
    collect_joined(expression, joint, out);
    return out;
}

}  // namespace scrm::identity
