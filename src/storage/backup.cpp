// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/backup.hpp"

#include <array>
#include <filesystem>

#include "backup_format_internal.hpp"
#include "bulk_writer_internal.hpp"
#include "database_impl_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/storage/schema.hpp"
#include "scrm/storage/state_hash.hpp"
#include "scrm/storage/unit_of_work.hpp"
#include "search_index_internal.hpp"
#include "session_internal.hpp"

namespace scrm::storage {
namespace {

using detail::Row;
using detail::Session;
using detail::Value;

/// A table as the backup holds it: column names and letters, and how many of the first columns are its key.
struct BackupTable {
    std::string_view name;
    std::string_view columns;  // separated by one space
    std::string_view types;
    std::size_t keys;
};

// scrm_migration is not in it: restore makes the schema, and the search keys. The rest of scrm_meta goes
// along, so that commitments still fit.
constexpr std::array<BackupTable, 21> kTables{{
    {"scrm_meta", "name value", "tt", 1},
    {"scrm_customer", "customer_id document originals checksum", "ttti", 1},
    {"scrm_identity", "network scope network_user_id observed_at document originals checksum", "tttitti", 3},
    {"scrm_interaction", "network scope external_id version_at deleted document originals checksum",
     "tttiitti", 3},
    {"scrm_decision",
     "sequence kind network scope network_user_id customer_id other_id merge_id actor decided_at "
     "audit_sequence external_id field value_commitment",
     "ittttttttiittt", 1},
    {"scrm_decision_reason", "sequence reason", "it", 1},
    {"scrm_pair_decision", "network scope network_user_id customer_id kind sequence", "ttttti", 4},
    {"scrm_correction", "network scope external_id field value sequence", "ttttti", 4},
    {"scrm_assessment",
     "network scope external_id checksum posted_at language sentiment p_negative p_neutral p_positive intent "
     "p_intent product p_product urgent p_urgent lead p_lead churn p_churn brands model assessed_at",
     "tttiittrrrtrtriririrtti", 3},
    {"scrm_text_model", "id digest model_hex", "itt", 1},
    {"scrm_keep_apart", "customer_id other_id sequence", "tti", 2},
    {"scrm_merge", "survivor_id other_id merge_id sequence", "ttti", 2},
    {"scrm_link", "network scope network_user_id customer_id probability match_weight tier status assurance",
     "ttttrrttt", 4},
    {"scrm_cluster", "customer_id cluster_id", "tt", 1},
    {"scrm_run", "sequence started_at finished_at model_digest model counts", "iiittt", 1},
    {"scrm_run_values", "sequence statistics_hex", "it", 1},
    {"scrm_quarantine", "digest kind row_number reason raw_hex occurrence attempts received_at", "ttittiii",
     1},
    {"scrm_applied_key", "idempotency_key applied_at", "ti", 1},
    {"scrm_audit", "sequence logged_at action actor details previous hash", "iittttt", 1},
    {"scrm_audit_head", "id sequence hash", "iit", 1},
    {"scrm_inbox", "sequence idempotency_key source body_hex state attempts reason received_at", "ittttiti",
     1},
}};

std::vector<std::string_view> names_of(const BackupTable& table) {
    std::vector<std::string_view> names;
    for (std::string_view rest = table.columns; !rest.empty();) {
        const std::size_t space = rest.find(' ');
        names.push_back(rest.substr(0, space));
        rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
    }
    return names;
}

std::string listed(std::span<const std::string_view> names, std::string_view prefix = {}) {
    std::string out;
    for (const std::string_view name : names) {
        if (!out.empty()) out += ", ";
        out += std::string{prefix} + std::string{name};
    }
    return out;
}

std::int64_t write_table(Session& session, const BackupTable& table, detail::BackupWriter& out,
                         ProgressMeter& meter) {
    constexpr std::int64_t kPageRows = 500;
    out.mark(detail::kBackupTable);
    out.text(table.name);
    out.text(table.types);
    const std::vector<std::string_view> names = names_of(table);
    const std::span<const std::string_view> keys{names.data(), table.keys};
    const std::string sql = "select " + listed(names) + " from " + std::string{table.name} + " where (" +
                            listed(keys) + ") > (" + listed(keys, ":") + ") order by " + listed(keys) +
                            " limit :l";
    std::vector<Value> from;
    for (std::size_t k = 0; k < table.keys; ++k) {
        // Every key is behind these: texts are not all empty, numbers not negative.
        if (table.types[k] == 'i') {
            from.emplace_back(std::int64_t{-1});
        } else {
            from.emplace_back(std::string{});
        }
    }
    from.emplace_back(kPageRows);
    std::int64_t rows = 0;
    for (;;) {
        std::int64_t in_page = 0;
        session.query(sql, table.types, from, [&](const Row& row) {
            out.mark(detail::kBackupRow);
            for (std::size_t c = 0; c < table.types.size(); ++c) {
                switch (table.types[c]) {
                    case 'i':
                        out.integer(row.integer(c));
                        break;
                    case 'r':
                        out.real(row.real(c));
                        break;
                    default:
                        out.text(row.text(c));
                        break;
                }
            }
            for (std::size_t k = 0; k < table.keys; ++k) {
                if (table.types[k] == 'i') {
                    from[k] = row.integer(k);
                } else {
                    from[k] = row.text(k);
                }
            }
            ++in_page;
        });
        rows += in_page;
        meter.advance(in_page);
        if (in_page < kPageRows) return rows;
    }
}

using Rows = std::vector<std::vector<Value>>;

void insert_rows(Session& session, const BackupTable& table, const Rows& rows) {
    const std::vector<std::string_view> names = names_of(table);
    std::vector<detail::BulkColumn> columns;
    for (std::size_t c = 0; c < names.size(); ++c) {
        switch (table.types[c]) {
            case 'i':
                columns.push_back(detail::BulkColumn::integers(
                    names[c], [&rows, c](std::size_t i) { return std::get<std::int64_t>(rows[i][c]); }));
                break;
            case 'r':
                columns.push_back(detail::BulkColumn::reals(
                    names[c], [&rows, c](std::size_t i) { return std::get<double>(rows[i][c]); }));
                break;
            default:
                columns.push_back(detail::BulkColumn::texts(names[c], [&rows, c](std::size_t i) {
                    return std::string_view{std::get<std::string>(rows[i][c])};
                }));
                break;
        }
    }
    detail::bulk_insert(session, table.name, columns, rows.size(), "");
}

/// The rows of one table, up to the mark behind them, which is returned.
char read_table(Session& session, const BackupTable& table, detail::BackupReader& in, std::int64_t& count) {
    constexpr std::size_t kBatchRows = 2000;
    constexpr std::size_t kBatchBytes = 8U << 20U;
    Rows rows;
    std::size_t bytes = 0;
    const auto flush = [&] {
        insert_rows(session, table, rows);
        rows.clear();
        bytes = 0;
    };
    for (;;) {
        const char mark = in.mark();
        if (mark != detail::kBackupRow) {
            flush();
            return mark;
        }
        std::vector<Value> row;
        for (const char type : table.types) {
            switch (type) {
                case 'i':
                    row.emplace_back(in.integer());
                    break;
                case 'r':
                    row.emplace_back(in.real());
                    break;
                default:
                    row.emplace_back(in.text());
                    bytes += std::get<std::string>(row.back()).size();
                    break;
            }
        }
        rows.push_back(std::move(row));
        ++count;
        if (rows.size() >= kBatchRows || bytes >= kBatchBytes) flush();
    }
}

void require_empty(Session& session) {
    for (const BackupTable& table : kTables) {
        if (table.name == "scrm_meta" || table.name == "scrm_audit_head") continue;
        if (session.integer("select count(*) from (select 1 from " + std::string{table.name} +
                            " limit 1) t") != 0) {
            throw Error{ErrorCode::already_exists,
                        "the database holds records already; restore needs an empty one"};
        }
    }
}

BackupReport restore_into(UnitOfWork& unit, const std::filesystem::path& file) {
    Session& session = unit.session();
    require_empty(session);
    session.execute("delete from scrm_meta");
    session.execute("delete from scrm_audit_head");
    detail::BackupReader in{file};
    in.integer();  // the schema version, checked before
    BackupReport report;
    char mark = in.mark();
    for (const BackupTable& table : kTables) {
        if (mark != detail::kBackupTable || in.text() != table.name || in.text() != table.types) {
            throw Error{ErrorCode::corrupt_data, "the backup file is damaged"};
        }
        mark = read_table(session, table, in, report.rows);
    }
    const std::string hash = mark == detail::kBackupEnd ? in.text() : "";
    detail::rebuild_search_index(session, unit.database().impl().options().search_keys);
    report.state_hash = state_hash(unit);
    if (hash != report.state_hash.hex() || in.integer() != report.rows) {
        throw Error{ErrorCode::corrupt_data, "the backup does not give the state that it was made from"};
    }
    return report;
}

}  // namespace

BackupReport backup(const Database& database, const std::filesystem::path& file, const Execution& execution) {
    BackupReport report;
    // No second attempt: a backup in one snapshot has nothing that could be serialised otherwise.
    UnitOfWork unit{database, Access::read, execution.stop};
    detail::BackupWriter out{file};
    out.bytes(detail::kBackupMagic);
    out.integer(current_schema_version());
    ProgressMeter meter{execution, "copy"};
    for (const BackupTable& table : kTables) report.rows += write_table(unit.session(), table, out, meter);
    meter.finish();
    report.state_hash = state_hash(unit, execution);
    out.mark(detail::kBackupEnd);
    out.text(report.state_hash.hex());
    out.integer(report.rows);
    out.finish();
    return report;
}

BackupReport restore(const std::filesystem::path& file, std::string_view url, const OpenOptions& options) {
    // The whole file is read and checked before a database is made.
    const std::int64_t version = detail::BackupReader{file}.integer();
    if (version != current_schema_version()) {
        throw Error{ErrorCode::schema_mismatch, "the backup has schema version " + std::to_string(version) +
                                                    ", this scrm uses " +
                                                    std::to_string(current_schema_version())};
    }
    const Database database = Database::open(url, options);
    BackupReport report;
    RetryPolicy policy;
    policy.stop = options.stop;
    run_transaction(
        database, [&](UnitOfWork& unit) { report = restore_into(unit, file); }, policy, Access::exclusive);
    return report;
}

}  // namespace scrm::storage
