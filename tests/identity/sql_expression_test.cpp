// SPDX-License-Identifier: Apache-2.0
//
// The SQL of match_model.hpp's expressions: parser, values and functions, by what a pair of records gives.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "identity/expression/expression_model_internal.hpp"
#include "identity/expression/pair_conditions_internal.hpp"
#include "identity/expression/regular_expression_internal.hpp"
#include "identity/expression/sql_columns_internal.hpp"
#include "identity/expression/sql_dates_internal.hpp"
#include "linkage_support.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

/// The value of an expression for two records: "NULL", "true", "false", a number or a text.
std::string value_of(const std::string& sql, const test::Fields& left, const test::Fields& right,
                     SqlDialect dialect = SqlDialect::duckdb) {
    const SqlExpression expression = parse_sql(sql, SqlNaming::suffixes, dialect);
    RecordSetBuilder builder("records");
    for (const auto* fields : {&left, &right}) {
        builder.begin(fields == &left ? "a" : "b");
        for (const auto& [name, value] : *fields) builder.add_verbatim(builder.attribute(name), value);
    }
    const RecordSet records = builder.finish();
    const Rows rows(records);
    const SqlExpression* const only[] = {&expression};
    const SqlColumns columns(rows, column_kinds(rows, only), 1);
    const SqlProgram program(only, columns, 1);
    auto scratch = program.scratch();
    SqlProgram::begin(scratch);
    return as_text(program.value(0, program.tuples().id(0), program.tuples().id(1), scratch))
        .value_or("NULL");
}

/// A column with its type and what it is in two records.
struct Typed {
    std::string name;
    table::CellType type;
    std::string left;
    std::string right;
};

/// The value of a condition over typed columns, or why it is refused.
std::string typed_value_of(const std::string& sql, const std::vector<Typed>& columns) {
    const SqlExpression expression = parse_sql(sql, SqlNaming::suffixes, SqlDialect::duckdb);
    RecordSetBuilder builder("records");
    for (const Typed& column : columns) builder.declare(column.name, column.type);
    for (const auto value : {&Typed::left, &Typed::right}) {
        builder.begin(value == &Typed::left ? "a" : "b");
        for (const Typed& column : columns)
            builder.add_verbatim(builder.attribute(column.name), column.*value);
    }
    const RecordSet records = builder.finish();
    const Rows rows(records);
    const SqlExpression* const only[] = {&expression};
    const SqlColumnKinds kinds = column_kinds(rows, only);
    DeclaredKinds known;
    for (const auto& [name, kind] : kinds) known.emplace(name, kind.kind);
    try {
        check_condition(expression, known);
    } catch (const Error& error) {
        return error.what();
    }
    const SqlColumns loaded(rows, kinds, 1);
    const SqlProgram program(only, loaded, 1);
    auto scratch = program.scratch();
    SqlProgram::begin(scratch);
    return as_text(program.value(0, program.tuples().id(0), program.tuples().id(1), scratch))
        .value_or("NULL");
}

std::string constant(const std::string& sql, SqlDialect dialect = SqlDialect::duckdb) {
    return value_of(sql, {{"x", "1"}}, {{"x", "1"}}, dialect);
}

std::string refusal(const std::string& sql, SqlNaming naming = SqlNaming::suffixes) {
    try {
        parse_sql(sql, naming, SqlDialect::duckdb);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        return error.what();
    }
    return {};
}

TEST(SqlExpression, LogicHasThreeValues) {
    const std::pair<const char*, const char*> cases[] = {
        {"NULL = 1 OR TRUE", "true"},
        {"NULL = 1 AND FALSE", "false"},
        {"NULL = 1 OR FALSE", "NULL"},
        {"NOT (NULL = 1)", "NULL"},
        {"NULL IS NULL", "true"},
        {"1 IS NOT NULL", "true"},
        {"(NULL = 1) IS NOT TRUE", "true"},
        {"CASE WHEN NULL = 1 THEN 'a' ELSE 'b' END", "b"},
        {"CASE WHEN FALSE THEN 'a' END", "NULL"},
        {"CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END", "b"},
        {"1 IN (3, NULL, 1)", "true"},
        {"1 IN (3, NULL)", "NULL"},
        {"1 NOT IN (2, 3)", "true"},
        {"2 BETWEEN 1 AND 2 AND 3 NOT BETWEEN 1 AND 2", "true"},
        {"COALESCE(NULL, 'x')", "x"},
        {"NULLIF('', '')", "NULL"},
    };
    for (const auto& [sql, expected] : cases) EXPECT_EQ(constant(sql), expected) << sql;
}

// The expected values are those that DuckDB 2.0.1 gives.
TEST(SqlExpression, FunctionsAreThoseOfDuckDb) {
    const std::pair<const char*, const char*> cases[] = {
        {"levenshtein('é', 'e')", "1"},
        {"damerau_levenshtein('ca', 'abc')", "2"},
        {"damerau_levenshtein('abcd', 'acbd')", "1"},
        {"jaccard('éa', 'ea')", "0.3333333333333333"},
        {"jaro_similarity('', '')", "0"},
        {"jaro_winkler_similarity('aaaaaaaaa', 'aaaaaaaab')", "0.9555555555555556"},
        {"substring('hello', 0, 2)", "h"},
        {"substring('hello', -3, 2)", "ll"},
        {"substring('hello', 3, -1)", "e"},
        {"substring('héllo', 2)", "éllo"},
        {"substring('hello', -7, 4)", "he"},
        {"left('hello', -1) || right('hello', -2)", "hellllo"},
        {"trim('  a\u00A0 ')", "a"},
        {"trim('xxaxx', 'x')", "a"},
        {"lower('ÄÉ') || upper('ß')", "äéẞ"},
        {"length('héé')", "3"},
        {"'a' || NULL", "NULL"},
        {"concat('a', NULL, 1)", "a1"},
        {"regexp_extract('john@x.com', '@([^@]+)$', 1)", "x.com"},
        {"regexp_extract('abc', 'x')", ""},
        {"replace('a-b-c', '-', '')", "abc"},
        {"1 / 0 > 1e300", "true"},
        {"greatest(1, NULL, 2) + least(1, NULL)", "3"},
        {"'10' > 9", "true"},
        {"'10' > '9'", "false"},
        {"CAST('12' AS INT) = 12", "true"},
        {"CAST(1.1 AS FLOAT) = 1.1", "false"},
        {"EPOCH(try_strptime('2000-01-05T10:11:12Z', '%Y-%m-%dT%H:%M:%SZ'))", "947067072"},
        {"try_strptime('2000-02-30', '%Y-%m-%d')", "NULL"},
        {"CAST(CAST('2000-1-5' AS DATE) AS VARCHAR)", "2000-01-05"},
        {"CAST(try_strptime('2000-01-05', '%Y-%m-%d') AS VARCHAR)", "2000-01-05 00:00:00"},
        {"date_diff('day', DATE '2000-01-01', DATE '2000-02-01')", "31"},
        {"array_length(list_intersect([1, 1, 2], [1, 1, 3]))", "1"},
        {"array_length(list_intersect([1], NULL))", "0"},
        {"array_length(NULL)", "NULL"},
        {"[1, 2][-1] + [1, 2][1]", "3"},
        {"[1, 2][3]", "NULL"},
        {"list_max(list_transform([1, 3, 2], x -> x * 2))", "6"},
        {"list_max(list_transform([1, 3, 2], lambda x: x * 2))", "6"},
        {"list_max([])", "NULL"},
        {"1 = 1.0", "true"},
    };
    for (const auto& [sql, expected] : cases) EXPECT_EQ(constant(sql), expected) << sql;
}

TEST(SqlExpression, ReadsBothRecords) {
    const test::Fields left = {{"name", "Anna"}, {"surname", "Quist"}, {"age", "30"}};
    const test::Fields right = {{"name", "Quist"}, {"surname", "Anna"}, {"age", "33"}};
    EXPECT_EQ(value_of(R"("name_l" = "surname_r" AND "name_r" = "surname_l")", left, right), "true");
    EXPECT_EQ(value_of("ABS(age_l - age_r) <= 3", left, right), "true");
    EXPECT_EQ(value_of("age_l = 30 AND age_r > age_l", left, right), "true");
    EXPECT_EQ(value_of("name_l || ' ' || surname_l", left, right), "Anna Quist");
    EXPECT_EQ(value_of("name_l = name_r", {{"name", "a"}}, {}), "NULL");
    EXPECT_EQ(value_of("name_l = name_r", {{"name", "a"}}, {{"name", "a "}}), "false");
}

TEST(SqlExpression, PairsOfItemsAreCompared) {
    const test::Fields left = {{"tags", "[\"grey\", \"red\"]"}};
    const test::Fields right = {{"tags", "gray;blue"}};
    const std::string pairwise =
        "list_min(list_transform(flatten(list_transform(tags_l, x -> list_transform(tags_r, y -> [x, y]))), "
        "pair -> levenshtein(pair[1], pair[2])))";
    EXPECT_EQ(value_of(pairwise, left, right), "1");
    EXPECT_EQ(value_of("array_cosine_similarity(v_l, v_r)", {{"v", "[3 4]"}}, {{"v", "[6.0, 8.0]"}}), "1");
    EXPECT_EQ(value_of("array_cosine_similarity(v_l, v_r)", {{"v", "[3, 4]"}}, {{"v", "[1]"}}), "NULL");
}

TEST(SqlExpression, OtherDialectsAreRead) {
    EXPECT_EQ(constant("abs(datediff(date(try_to_timestamp('2000-01-01', 'yyyy-MM-dd')), "
                       "date(try_to_timestamp('2000-02-01', 'yyyy-MM-dd')))) <= floor(2678400 / 86400)",
                       SqlDialect::spark),
              "true");
    EXPECT_EQ(constant("jaro_winkler('aaaaaaaaa', 'aaaaaaaab') > jaro_sim('ab', 'cd')", SqlDialect::spark),
              "true");
    EXPECT_EQ(value_of("array(1, 2)[0] = 1 AND `x_l` = x_r", {{"x", "1"}}, {{"x", "1"}}, SqlDialect::spark),
              "true");
    EXPECT_EQ(constant("ABS(EXTRACT(EPOCH FROM try_cast_date('2000-01-02', 'YYYY-MM-DD')) - "
                       "EXTRACT(EPOCH FROM try_cast_date('2000-01-01', 'YYYY-MM-DD')))",
                       SqlDialect::postgres),
              "86400");
    EXPECT_EQ(constant("NULLIF(substring('ab12' from '([0-9]+)'), '')", SqlDialect::postgres), "12");
}

TEST(SqlExpression, WhatIsNotUnderstoodIsNamed) {
    EXPECT_EQ(refusal("soundex(a_l) = soundex(a_r)"), "no function soundex");
    EXPECT_EQ(refusal("a_l = b"), "a column that does not end in _l or _r: b");
    EXPECT_EQ(refusal("a = r.b", SqlNaming::prefixes), "a column of a blocking rule is not l.… or r.…: a");
    EXPECT_EQ(refusal("a_l LIKE 'x%'"), "unexpected 'LIKE'");
    EXPECT_EQ(refusal("(a_l = a_r"), "expected ')' before end");
    EXPECT_EQ(refusal("a_l = 'x"), "a quote is not closed");
    EXPECT_EQ(refusal("regexp_extract(a_l, '(?=x)') = 'x'"),
              "regexp_extract has a pattern that is not understood");
    EXPECT_EQ(refusal("try_strptime(a_l, '%Q') IS NULL"),
              "try_strptime has a date format that is not understood");
    EXPECT_EQ(refusal("CAST(a_l AS BLOB) = 1"), "no cast to blob");
    EXPECT_EQ(refusal("a_l['x'] = 1"), "[…] is understood with a number only");
    EXPECT_EQ(refusal("abs(x -> x)"), "abs takes no lambda");
    EXPECT_EQ(refusal("levenshtein(a_l)"), "levenshtein has a wrong number of arguments");
    EXPECT_NE(refusal(std::string(1000, '(')), "");
    EXPECT_NE(refusal(""), "");
}

TEST(SqlExpression, ExactMatchesAreRecognised) {
    const auto column = [](const std::string& sql) {
        return exact_match_column(parse_sql(sql, SqlNaming::suffixes, SqlDialect::duckdb));
    };
    EXPECT_EQ(column(R"("a_l" = "a_r")"), "a");
    EXPECT_EQ(column("((a_r = a_l))"), "a");
    EXPECT_EQ(column("a_l = a_r AND a_r = a_l"), "a");
    EXPECT_EQ(column("a_l = a_r AND b_l = b_r"), "");
    EXPECT_EQ(column("a_l = b_r"), "");
    EXPECT_EQ(column("lower(a_l) = lower(a_r)"), "");
}

TEST(SqlExpression, TypesAreThoseOfTheSource) {
    using T = table::CellType;
    const std::vector<Typed> columns = {
        {"i", T::number, "9", "10"},
        {"f", T::number, "9.5", "8.5"},
        {"n", T::number, "9007199254740993", "9007199254740992"},
        {"s", T::text, "Anna", "Al"},
        {"b", T::boolean, "true", "false"},
        {"d", T::date, "2024-01-31", "2024-02-02"},
        {"t", T::timestamp, "2024-01-31", "2024-01-31T10:00:00Z"},
        {"v", T::list, R"(["x", "", null])", R"(["ольга", ""])"},
        {"e", T::list, "[]", ""},
        {"w", T::list, "[3, 10, 2.5]", "[10.0]"},
        {"u", T::unknown, "9", "10"},
    };
    const std::pair<const char*, const char*> cases[] = {
        {"i_l < i_r", "true"},
        {"f_r < i_l", "true"},
        {"f_l < i_l", "false"},
        {"greatest(i_l, i_r) = 10", "true"},
        {"least(u_l, u_r) = 9", "true"},
        {"u_l < i_r", "true"},
        {"i_l = u_l", "true"},
        {"n_l = n_r", "false"},
        {"n_l > n_r", "true"},
        {"n_l + 0 > 9007199254740000", "true"},
        {"len(s_l) > 2 AND len(s_r) = 2", "true"},
        {"s_l[1] = s_r[1]", "true"},
        {"b_l AND NOT b_r", "true"},
        {"b_l = true AND b_r = 'false'", "true"},
        {"d_l - d_r = -2", "true"},
        {"d_l - d_r < 5", "true"},
        {"d_l + 2 = d_r", "true"},
        {"d_r - 2 = DATE '2024-01-31'", "true"},
        {"CAST(t_l AS VARCHAR) = '2024-01-31 00:00:00'", "true"},
        {"t_l = d_l", "true"},
        {"try_strptime(t_l, '%Y-%m-%d') = d_l", "true"},
        {"array_length(list_intersect(v_l, v_r)) = 1", "true"},
        {"array_length(v_l) = 3 AND len(v_r) = 2", "true"},
        {"v_l[2] = '' AND v_l[3] IS NULL", "true"},
        {"e_l IS NULL", "false"},
        {"array_length(e_l) = 0 AND e_r IS NULL", "true"},
        {"list_max(w_l) = 10 AND array_length(list_intersect(w_l, w_r)) = 1", "true"},
        // What DuckDB refuses.
        {"d_l < 5", "a date is not comparable with a number"},
        {"t_l - t_r < 5", "a time where another kind of value is needed"},
        {"d_l + d_r = 5", "a date where another kind of value is needed"},
        {"d_l * 2 = 5", "a date where another kind of value is needed"},
        {"lower(s_l) = i_r", "a text is not comparable with a number"},
        {"array_length(i_l) = 1", "a number where another kind of value is needed"},
        {"contains(v_l, 'x')", "a list where another kind of value is needed"},
        {"v_l = 'x'", "a list is not comparable with a text"},
        {"epoch(i_l) = 1", "a number where another kind of value is needed"},
        {"i_l AND b_l", "a number is no condition"},
        {"length(s_l)", "a number is no condition"},
        {"CASE WHEN d_l THEN true END", "a date is no condition"},
    };
    for (const auto& [sql, expected] : cases) EXPECT_EQ(typed_value_of(sql, columns), expected) << sql;
}

TEST(SqlExpression, ValuesShowWhetherDatesOrNumbersAreSubtracted) {
    EXPECT_EQ(value_of("d_l - d_r", {{"d", "2024-01-31"}}, {{"d", "2024-02-02"}}), "-2");
    EXPECT_EQ(value_of("d_l - d_r", {{"d", "31"}}, {{"d", "28.5"}}), "2.5");
    EXPECT_EQ(value_of("f_l AND f_r", {{"f", "t"}}, {{"f", "True"}}), "true");
}

TEST(SqlExpression, AnElementOfATextIsALetterUnlessListsAreWorkedWith) {
    const test::Fields left = {{"s", "Анна"}, {"v", "[ab, cd]"}};
    const test::Fields right = {{"s", "Ада"}, {"v", "cd;ab"}};
    EXPECT_EQ(value_of("s_l[1] || s_r[2] || s_l[-1]", left, right), "Ада");
    EXPECT_EQ(value_of("s_l[1] = s_r[1]", left, right), "true");
    EXPECT_EQ(value_of("v_l[1]", left, right), "[");
    EXPECT_EQ(value_of("v_l[1] = v_r[2] AND array_length(v_l) = 2", left, right), "true");
    EXPECT_EQ(value_of("array_length(list_intersect(v_l, v_r)) = 2 AND v_r[1] = 'cd'", left, right), "true");
}

TEST(SqlExpression, AColumnHasOneKind) {
    const auto expression =
        parse_sql("abs(a_l - a_r) < 1 AND array_length(a_l) = 1", SqlNaming::suffixes, SqlDialect::duckdb);
    const SqlExpression* const only[] = {&expression};
    EXPECT_THROW(infer_kinds(only), Error);
}

TEST(SqlExpression, TheEmptyTextEqualsNothingButItself) {
    const std::pair<const char*, const char*> cases[] = {
        {"regexp_extract(s_l, '[0-9]+') = regexp_extract(s_r, '[0-9]+')", "false"},
        {"substr(s_l, 1, 1) = substr(s_r, 3, 1)", "false"},
        {"concat(NULL, NULL) = '0'", "false"},
        {"concat(s_l, NULL) = concat(NULL, NULL)", "false"},
        {"s_l[1] = s_r[9]", "false"},
        {"s_r[9] = s_r[8]", "true"},
        {"list_intersect([s_r[9]], [s_l])[1] IS NULL", "true"},
        {"coalesce(NULL, '') || 'x' = '0x'", "false"},
        {"'' = '0'", "false"},
        // Texts are compared as they are written, numbers by their value; DuckDB casts a literal to the
        // other.
        {"'01' = '1'", "false"},
        {"'1.0' = '1'", "false"},
        {"'1.0' = 1", "true"},
        {"'01' = 1", "true"},
        {"1.0 = 1", "true"},
    };
    for (const auto& [sql, expected] : cases)
        EXPECT_EQ(value_of(sql, {{"s", "0"}}, {{"s", "A"}}), expected) << sql;
}

TEST(SqlExpression, EqualKeysMeanEqualValues) {
    const std::vector<SqlValue> apart = {
        {},
        SqlValue::of_text(""),
        SqlValue::of_text("0"),
        SqlValue::of_text("1"),
        SqlValue::of_text("01"),
        SqlValue::of_text("1.0"),
        SqlValue::of_text("nan"),
        SqlValue::of_number(0),
        SqlValue::of_number(1),
        SqlValue::of_number(std::nan("")),
        SqlValue::boolean(false),
        SqlValue::of_date(0),
        SqlValue::of_list({}),
        SqlValue::of_list({SqlValue{}}),
        SqlValue::of_list({SqlValue::of_text("")}),
        SqlValue::of_list({SqlValue::of_text("0")}),
        SqlValue::of_list({SqlValue::of_text(""), SqlValue::of_text("")}),
    };
    for (std::size_t i = 0; i < apart.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) EXPECT_NE(key_of(apart[i]), key_of(apart[j])) << i << ' ' << j;
    }
    EXPECT_EQ(key_of(SqlValue::of_number(0.0)), key_of(SqlValue::of_number(-0.0)));
    EXPECT_EQ(key_of(SqlValue::of_number(std::nan(""))), key_of(SqlValue::of_number(-std::nan(""))));
    EXPECT_EQ(key_of(SqlValue::of_date(86'400)), key_of(SqlValue::of_timestamp(86'400)));
}

TEST(RegularExpression, FindsTheLeftmostMatch) {
    const auto found = [](const char* pattern, const char* text, unsigned group = 0) {
        const auto compiled = RegularExpression::parse(pattern);
        if (!compiled) return std::string{"?"};
        return compiled->extract(text, group).value_or("-");
    };
    EXPECT_EQ(found("^[^@]+", "ann@x"), "ann");
    EXPECT_EQ(found("@([^@]+)$", "ann@x@y", 1), "y");
    EXPECT_EQ(found("^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9][A-Za-z]{2}$", "ZE1 0AA"), "ZE1 0AA");
    EXPECT_EQ(found("^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9][A-Za-z]{2}$", "ZE1 0AAA"), "-");
    EXPECT_EQ(found("a|ab", "ab"), "a");
    EXPECT_EQ(found("(a|ab)(c|bcd)", "abcd", 2), "bcd");
    EXPECT_EQ(found("a*?b", "aab"), "aab");
    EXPECT_EQ(found("a+?", "aaa"), "a");
    EXPECT_EQ(found("(?i)é.", "É1"), "É1");
    EXPECT_EQ(found("a.b", "a\nb"), "-");
    EXPECT_EQ(found(R"(\bcat\b)", "a cat."), "cat");
    EXPECT_EQ(found(R"(\d{2,}|x)", "1x22"), "x");
    EXPECT_EQ(found("(a)|(b)", "b", 1), "");
    EXPECT_EQ(found("(a*)*", "aa"), "aa");
    EXPECT_EQ(found("", "x"), "");
    EXPECT_EQ(found(R"((a)\1)", "aa"), "?");
    EXPECT_EQ(found("(?<name>a)", "a"), "?");
    EXPECT_EQ(found("[z-a]", "a"), "?");
    EXPECT_EQ(found("((a{1000}){1000}){1000}", "a"), "?");
}

TEST(RegularExpression, TakesLinearTime) {
    const auto evil = RegularExpression::parse("^(a+)+$");
    ASSERT_TRUE(evil);
    EXPECT_EQ(evil->extract(std::string(5000, 'a') + "b"), std::nullopt);
}

TEST(SqlDates, ReadsWhatStrptimeReads) {
    EXPECT_EQ(read_date(" 2000-1-5 ", "%Y-%m-%d"), 947030400);
    EXPECT_EQ(read_date("20000105", "%Y%m%d"), 947030400);
    EXPECT_EQ(read_date("5 MARCH 2000", "%d %B %Y"), 952214400);
    EXPECT_EQ(read_date("2000-01-05 10:11 PM", "%Y-%m-%d %I:%M %p"), 947110260);
    EXPECT_EQ(read_date("2000-366", "%Y-%j"), 978220800);
    EXPECT_EQ(read_date("69", "%y"), -31536000);
    for (const char* text :
         {"2000-13-05", "2000-02-30", "12000-01-05", "2000-01-005", "", "2000-01-05x", "+2000-1-5"})
        EXPECT_EQ(read_date(text, "%Y-%m-%d"), std::nullopt) << text;
    EXPECT_EQ(read_date("24:01", "%H:%M"), std::nullopt);
}

}  // namespace
}  // namespace scrm::identity
