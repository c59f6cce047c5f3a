#include "scrm/crm/table_linkage.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "scrm/core/error.hpp"
#include "scrm/table/csv_table.hpp"

namespace scrm {
namespace {

table::Table read(const std::string& csv) {
    std::istringstream in{csv};
    return table::read_csv(in).table;
}

constexpr const char* kPeople =
    "id,first_name,surname,dob\n"
    "1,Anna,Kowalska,1990-01-02\n"
    "2,Anna,Kowalska,1990-01-02\n"
    "3,Oleg,Smirnov,1970-05-05\n";

ErrorCode code_of(const std::vector<table::Table>& tables, const TableLinkageOptions& options) {
    try {
        records_of(tables, options);
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::internal;
}

TEST(TableLinkage, DedupeWritesEveryRecordByItsSmallestMember) {
    const std::vector tables{read(kPeople)};
    const auto outcome = dedupe_tables(tables, {});
    std::ostringstream clusters;
    outcome.write_clusters(clusters);
    EXPECT_EQ(clusters.str(), "record_id,cluster_id\n1,1\n2,1\n3,3\n");
    EXPECT_EQ(outcome.clusters().row_count(), 3);
    EXPECT_EQ(outcome.input.columns, "given_name=first_name,family_name=surname,birth_date=dob");
}

TEST(TableLinkage, SeveralTablesAreOnePopulation) {
    const std::vector tables{read("id,first_name,surname,dob\n1,Anna,Kowalska,1990-01-02\n"),
                             read("id;surname;first_name;dob;city\n2;Kowalska;Anna;1990-01-02;Leeds\n")};
    const auto outcome = dedupe_tables(tables, {});
    std::ostringstream clusters;
    outcome.write_clusters(clusters);
    EXPECT_EQ(clusters.str(), "record_id,cluster_id\n1,1\n2,1\n");
}

TEST(TableLinkage, FilesAreReadAsFarAsTheyAreLinked) {
    const auto file = std::filesystem::temp_directory_path() / "scrm_table_linkage_test_columns.csv";
    std::ofstream{file} << "id,first_name,note,surname,dob\n1,Anna,a,Kowalska,1990-01-02\n"
                           "2,Anna,b,Kowalska,1990-01-02\n3,Oleg,c,Smirnov,1970-05-05\n";
    const std::vector files{file};
    const auto linked = read_linked_tables(files, {});
    EXPECT_EQ(linked.front().names(), (std::vector<std::string>{"id", "first_name", "surname", "dob"}));
    const auto outcome = dedupe_tables(linked, {});
    EXPECT_EQ(outcome.input.columns, dedupe_tables(read_tables(files), {}).input.columns);
    EXPECT_EQ(outcome.result.cluster, dedupe_tables(read_tables(files), {}).result.cluster);

    TableLinkageOptions options;
    options.columns = "other:note=note";
    EXPECT_EQ(read_linked_tables(files, options).front().names(), (std::vector<std::string>{"id", "note"}));
    options.columns.clear();
    options.model = identity::MatchModel::person();
    options.model->tables.emplace();
    EXPECT_EQ(read_linked_tables(files, options).front().column_count(), 5U);
    std::ofstream{file} << "id,first_name,first_name\n1,Anna,Anna\n";
    EXPECT_THROW(read_linked_tables(files, {}), Error);
    std::filesystem::remove(file);
}

TEST(TableLinkage, OfSeveralColumnsForAnAttributeEachTableHasItsOwn) {
    const std::vector tables{read("id,nm,dob\n1,Anna Kowalska,1990-01-02\n"),
                             read("id,name,born\n2,Anna Kowalska,1990-01-02\n")};
    TableLinkageOptions options;
    options.columns = "full_name=name,full_name=nm,birth_date=dob,birth_date=born";
    const TableRecords records = records_of(tables, options);
    EXPECT_EQ(records.columns_of_tables,
              (std::vector<std::string>{"full_name=nm,birth_date=dob", "full_name=name,birth_date=born"}));
    EXPECT_EQ(dedupe_tables(tables, options).result.cluster, (std::vector<identity::RecordIndex>{0, 0}));
    const std::vector both{read("id,nm,name\n1,Anna,Anna\n")};
    options.columns = "full_name=name,full_name=nm";
    EXPECT_EQ(code_of(both, options), ErrorCode::invalid_argument);
}

TEST(TableLinkage, LinkRefusesAnIdOnBothSides) {
    EXPECT_THROW(link_tables(read(kPeople), read(kPeople), {}), Error);
    const auto outcome =
        link_tables(read(kPeople), read("id,first_name,surname,dob\n9,Oleg,Smirnov,1970-05-05\n"), {});
    EXPECT_EQ(outcome.pairs().strings("left_id").at(0), "3");
}

TEST(TableLinkage, ExplainsAPairAsItWasLinked) {
    const table::Table left = read(kPeople);
    const table::Table right = read("id,first_name,surname,dob\n9,Oleg,Smirnov,1970-05-05\n");
    TableLinkageOptions options;
    options.model = link_tables(left, right, options).result.model;
    const auto linked = link_tables(left, right, options);
    ASSERT_EQ(linked.result.pairs.size(), 1U);
    const auto explained = explain_tables(left, right, "3", "9", options);
    EXPECT_NEAR(explained.total_weight, linked.result.pairs[0].weight, 1e-4);
    EXPECT_THROW(explain_tables(left, right, "4", "9", options), Error);
    EXPECT_THROW(explain_tables(left, right, "3", "1", options), Error);
}

TEST(TableLinkage, WhatCannotBeLinkedIsATypedError) {
    TableLinkageOptions options;
    EXPECT_EQ(code_of({}, options), ErrorCode::invalid_argument);
    EXPECT_EQ(code_of({read("id,colour\n1,red\n")}, options), ErrorCode::invalid_argument);
    EXPECT_EQ(code_of({read(kPeople), read(kPeople)}, options), ErrorCode::already_exists);
    EXPECT_EQ(code_of({read("id,id,name\n1,2,A\n")}, options), ErrorCode::invalid_argument);
    options.columns = "given_name=nope";
    EXPECT_EQ(code_of({read(kPeople)}, options), ErrorCode::invalid_argument);
    options.columns = "given_name=first_name,given_name=surname";
    EXPECT_EQ(code_of({read(kPeople)}, options), ErrorCode::invalid_argument);
}

TEST(TableLinkage, WhatIsNoProbabilityIsATypedError) {
    const std::vector tables{read(kPeople)};
    for (const double value : {-0.1, 1.1, std::nan("")}) {
        TableLinkageOptions least, cluster;
        least.min_probability = value;
        cluster.cluster_probability = value;
        for (const TableLinkageOptions& options : {least, cluster}) {
            try {
                dedupe_tables(tables, options);
                ADD_FAILURE() << value;
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
            }
        }
    }
}

TEST(TableLinkage, FilesWithoutDuplicatesAreKeptApartWithin) {
    const std::vector tables{read(kPeople), read("id,first_name,surname,dob\n7,Anna,Kowalska,1990-01-02\n"
                                                 "8,Anna,Kowalska,1990-01-02\n")};
    TableLinkageOptions options;
    options.cluster_method = identity::ClusterMethod::single_best_link;
    options.duplicate_free = true;
    const auto outcome = dedupe_tables(tables, options);
    EXPECT_EQ(outcome.input.table_of, (std::vector<std::uint32_t>{0, 0, 0, 1, 1}));
    std::ostringstream clusters;
    outcome.write_clusters(clusters);
    EXPECT_EQ(clusters.str(), "record_id,cluster_id\n1,1\n2,2\n3,3\n7,1\n8,2\n");
    EXPECT_THROW(dedupe_tables(std::span{tables}.first(1), options), Error);
    options.cluster_method = identity::ClusterMethod::average_linkage;
    EXPECT_THROW(dedupe_tables(tables, options), Error);
}

TEST(TableReports, ShapesBridgesUnlinkablesAndFrequenciesAsTables) {
    const std::vector tables{read(kPeople)};
    const auto outcome = dedupe_tables(tables, {});
    const auto report = report_clusters(outcome);
    ASSERT_EQ(report.clusters.row_count(), 1);
    EXPECT_EQ(report.clusters.strings("cluster_id").at(0), "1");
    EXPECT_EQ(report.clusters.integers("records").at(0), 2);
    EXPECT_EQ(report.clusters.doubles("density").at(0), 1);
    EXPECT_EQ(report.bridges.row_count(), 0);
    EXPECT_EQ(report.bridges.names().size(), 5U);
    EXPECT_EQ(report_clusters(outcome, 1e3).clusters.integers("pairs").at(0), 0);

    TableLinkageOptions options;
    options.model = outcome.result.model;
    const auto weights = self_weights_of(outcome.input, options);
    EXPECT_EQ(weights.weights.size(), 3U);
    EXPECT_EQ(weights.model.digest(), outcome.result.model.digest());
    const auto unlinkable = unlinkables_table(weights.weights);
    EXPECT_EQ(unlinkable.doubles("share").at(unlinkable.row_count() - 1), 1);
    EXPECT_EQ(unlinkables_table({}).row_count(), 0);
    const auto names = value_frequencies_of(outcome.input, "family_name", options);
    EXPECT_EQ(names.row_count(), 2);
    EXPECT_EQ(names.integers("records").at(0), 2);
    EXPECT_THROW(value_frequencies_of(outcome.input, "shoes", options), Error);
}

}  // namespace
}  // namespace scrm
