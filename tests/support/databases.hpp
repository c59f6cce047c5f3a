// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "scrm/storage/database.hpp"

namespace scrm::test {

/// A database of its own for one test: a file in a fresh folder, or a schema of the server that
/// SCRM_TEST_POSTGRES names. A missing server fails the test; it is never skipped.
class TestDatabase {
  public:
    explicit TestDatabase(storage::Backend backend) : backend_(backend) {
        static std::atomic<int> counter{0};
        const std::string name = std::to_string(::getpid()) + "_" + std::to_string(++counter);
        folder_ = std::filesystem::temp_directory_path() / ("scrm-test-" + name);
        std::filesystem::create_directories(folder_);
        if (backend == storage::Backend::sqlite) {
            url_ = (folder_ / "bank.db").string();
            return;
        }
        const char* server = std::getenv("SCRM_TEST_POSTGRES");
        if (server == nullptr) {
            throw std::runtime_error{"SCRM_TEST_POSTGRES is not set: run through tests/support/postgres.sh"};
        }
        server_ = server;
        schema_ = "t" + name;
        server_sql("create schema " + schema_);
        url_ = server_ + "&options=-csearch_path%3D" + schema_;
    }
    ~TestDatabase() {
        if (!schema_.empty()) server_sql("drop schema if exists " + schema_ + " cascade");
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    const std::string& url() const { return url_; }
    const std::filesystem::path& folder() const { return folder_; }
    storage::Backend backend() const { return backend_; }

    storage::Database open(const storage::OpenOptions& options = {}) const {
        return storage::Database::open(url_, options);
    }

    /// Plain SQL past scrm, for tampering and looking. On SQLite scrm must not have the file open.
    /// Returns the first cell of the last row, or "".
    std::string raw(const std::string& sql) const {
        return backend_ == storage::Backend::sqlite ? raw_sqlite(sql) : raw_postgres(url_, sql);
    }

    static std::string raw_postgres(const std::string& uri, const std::string& sql) {
        const std::unique_ptr<PGconn, decltype(&PQfinish)> connection{PQconnectdb(uri.c_str()), &PQfinish};
        PQsetNoticeReceiver(
            connection.get(), [](void*, const PGresult*) {}, nullptr);
        const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(connection.get(), sql.c_str()),
                                                                   &PQclear};
        const auto status = PQresultStatus(result.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
            throw std::runtime_error{PQerrorMessage(connection.get())};
        }
        const int rows = PQntuples(result.get());
        return rows == 0 ? "" : PQgetvalue(result.get(), rows - 1, 0);
    }

  private:
    void server_sql(const std::string& sql) const { raw_postgres(server_, sql); }

    std::string raw_sqlite(const std::string& sql) const {
        sqlite3* opened = nullptr;
        const int status = sqlite3_open(url_.c_str(), &opened);
        const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database{opened, &sqlite3_close};
        if (status != SQLITE_OK) throw std::runtime_error{"cannot open"};
        std::string cell;
        const auto take = [](void* out, int columns, char** values, char**) {
            if (columns > 0) *static_cast<std::string*>(out) = values[0] == nullptr ? "" : values[0];
            return 0;
        };
        if (sqlite3_exec(opened, sql.c_str(), take, &cell, nullptr) != SQLITE_OK) {
            throw std::runtime_error{sqlite3_errmsg(opened)};
        }
        return cell;
    }

    storage::Backend backend_;
    std::filesystem::path folder_;
    std::string server_;
    std::string schema_;
    std::string url_;
};

/// Runs every test on both databases; names end in /sqlite and /postgresql.
class OnBothDatabases : public ::testing::TestWithParam<storage::Backend> {
  protected:
    TestDatabase database_{GetParam()};
};

inline std::string database_name(const ::testing::TestParamInfo<storage::Backend>& backend) {
    return std::string{to_string(backend.param)};
}

}  // namespace scrm::test

/// Instantiates a suite derived from OnBothDatabases.
#define SCRM_ON_BOTH_DATABASES(suite)                                                                       \
    INSTANTIATE_TEST_SUITE_P(                                                                               \
        , suite, ::testing::Values(::scrm::storage::Backend::sqlite, ::scrm::storage::Backend::postgresql), \
        ::scrm::test::database_name)
