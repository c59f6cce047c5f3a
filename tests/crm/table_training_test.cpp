// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/table_training.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "scrm/core/error.hpp"
#include "scrm/identity/comparison_library.hpp"
#include "scrm/table/csv_table.hpp"

namespace scrm {
namespace {

table::Table read(const std::string& csv) {
    std::istringstream in{csv};
    return table::read_csv(in).table;
}

TableLinkageOptions column_options(const char* link_type = "dedupe_only") {
    identity::TableSettings settings;
    settings.link_type = link_type;
    const std::vector<std::string> rules = {"l.city = r.city"};
    TableLinkageOptions options;
    options.model = identity::model_of({identity::comparisons::exact("city")}, rules, settings);
    return options;
}

double m_of_equal_cities(const identity::MatchModel& model) {
    return model.comparisons[0].levels[1].m;
}

std::vector<table::Table> two_tables() {
    return {read("id,city,who\n1,Omsk,a\n2,Omsk,a\n3,Tula,b\n4,Perm,\n"),
            read("id,city,who\nx,Tula,b\ny,Perm,c\nz,Omsk,b\n")};
}

ErrorCode code_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::internal;
}

TEST(TableTraining, MFromAColumnIsMFromThePairsThatItMakes) {
    const auto tables = two_tables();
    const TableLinkageOptions options = column_options();
    // 1–2, 3–x agree; 3–z, x–z do not.
    const auto labels = read("left_id,right_id\n2,1\n3,x\n3,z\nx,z\n");
    const double expected = (2 + 2 * 0.95) / (4 + 2);
    EXPECT_NEAR(m_of_equal_cities(estimate_m_from_column(tables, "who", options)), expected, 1e-12);
    EXPECT_NEAR(m_of_equal_cities(estimate_m_from_labels(tables, labels, options)), expected, 1e-12);
    // Between the tables only: 3–x and 3–z.
    EXPECT_NEAR(m_of_equal_cities(estimate_m_from_column(tables, "who", column_options("link_only"))),
                (1 + 2 * 0.95) / (2 + 2), 1e-12);
    // Pairs that are judged no match or not at all do not count.
    const auto judged = read("left_id,right_id,is_match\n2,1,yes\n3,x,1\n3,z,no\nx,z,\n");
    EXPECT_NEAR(m_of_equal_cities(estimate_m_from_labels(tables, judged, options)), (2 + 2 * 0.95) / (2 + 2),
                1e-12);
}

TEST(TableTraining, LabelsThatTellNothingAreTypedErrors) {
    const auto tables = two_tables();
    const TableLinkageOptions options = column_options();
    const auto by_column = [&](const char* column) {
        return code_of([&] { estimate_m_from_column(tables, column, options); });
    };
    const auto by_labels = [&](const char* labels) {
        return code_of([&] { estimate_m_from_labels(tables, read(labels), options); });
    };
    EXPECT_EQ(by_column("nobody"), ErrorCode::not_found);
    EXPECT_EQ(by_column("id"), ErrorCode::invalid_argument);
    EXPECT_EQ(by_labels("left_id,right_id\n1,nobody\n"), ErrorCode::not_found);
    EXPECT_EQ(by_labels("left_id,is_match\n1,yes\n"), ErrorCode::not_found);
    EXPECT_EQ(by_labels("left_id,right_id,is_match\n1,2,perhaps\n"), ErrorCode::unreadable_input);
    EXPECT_EQ(by_labels("left_id,right_id,is_match\n1,2,no\n"), ErrorCode::invalid_argument);
}

TEST(TableTraining, ThePriorIsOfThePairsThatTheModelCompares) {
    const auto tables = two_tables();
    const std::vector<std::string> city = {"l.city = r.city"};
    const auto within = estimate_prior_of_tables(tables, city, 0.5, column_options());
    EXPECT_EQ(within.found, 5U);  // 1–2–z, 3–x, 4–y
    EXPECT_DOUBLE_EQ(within.prior, 5 / 21.0 / 0.5);
    auto options = column_options("link_only");
    options.columns = "city=city,city=town";  // each table by its own header
    const std::vector<table::Table> other = {tables[0], read("id,town\nx,Tula\ny,Perm\nz,Omsk\n")};
    const auto between = estimate_prior_of_tables(other, city, 1, options);
    EXPECT_EQ(between.found, 4U);  // 1–z, 2–z, 3–x, 4–y
    EXPECT_EQ(between.all_pairs, 12);

    const std::vector people = {
        read("id,first_name,surname,dob,email\n1,Anna,Kowalska,1990-01-02,a.kow@mail.ru\n"
             "2,Anna,Kowalska,1990-01-02,\n3,Oleg,Smirnov,1970-05-05,a.kow@mail.ru\n")};
    const std::vector<std::string> keys = {"name_pair + birth_date", "email"};
    EXPECT_EQ(estimate_prior_of_tables(people, keys, 1, {}).found, 2U);
    for (const char* wrong : {"", "name_pair+", "emial"}) {
        const std::vector<std::string> rules = {wrong};
        EXPECT_EQ(code_of([&] { estimate_prior_of_tables(people, rules, 1, {}); }),
                  ErrorCode::invalid_argument)
            << wrong;
    }
}

}  // namespace
}  // namespace scrm
