// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/quarantine.hpp"

#include <set>
#include <utility>
#include <vector>

#include "bulk_writer_internal.hpp"
#include "document_table_internal.hpp"
#include "quarantine_internal.hpp"
#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"

namespace scrm::storage {
namespace detail {

std::string quarantine_digest(const QuarantinedRow& row) {
    return Sha256{}.field(row.kind).field(row.occurrence).field(row.raw_masked).finish().hex();
}

}  // namespace detail

namespace {

/// Rows may have megabytes: few at a time.
constexpr std::int64_t kPageRows = 64;

/// Digests of the rows that hold these bytes, of those that `where` names.
std::vector<std::string> rows_with(detail::Session& session, std::string_view bytes, const std::string& where,
                                   std::vector<detail::Value> values) {
    std::vector<std::string> found;
    values.emplace_back(std::string{});
    values.emplace_back(kPageRows);
    std::string& last = std::get<std::string>(values[values.size() - 2]);
    for (std::int64_t rows = kPageRows; rows == kPageRows;) {
        rows = 0;
        session.query("select digest, raw_hex from scrm_quarantine where " + where +
                          " and digest > :d order by digest limit :l",
                      "tt", values, [&](const detail::Row& row) {
                          ++rows;
                          last = row.text(0);
                          if (detail::from_hex(row.text(1)).find(bytes) != std::string::npos)
                              found.push_back(last);
                      });
    }
    return found;
}

}  // namespace

void Quarantine::put(std::span<const QuarantinedRow> rows) {
    detail::Session& session = unit_.session();
    detail::WholeOperation operation{session};
    struct Prepared {
        std::string digest;
        std::string raw_hex;
        std::int64_t occurrence;
    };
    std::vector<Prepared> prepared;
    prepared.reserve(rows.size());
    std::set<std::string> digests;
    for (const QuarantinedRow& row : rows) {
        QuarantinedRow distinct = row;
        std::string digest = detail::quarantine_digest(distinct);
        while (!digests.insert(digest).second) {
            ++distinct.occurrence;
            digest = detail::quarantine_digest(distinct);
        }
        prepared.push_back({std::move(digest), detail::to_hex(row.raw_masked), distinct.occurrence});
    }
    const std::int64_t now = to_unix_micros(unit_.now());
    using detail::BulkColumn;
    const std::vector<BulkColumn> columns{
        BulkColumn::texts("digest", [&](std::size_t i) { return std::string_view{prepared[i].digest}; }),
        BulkColumn::texts("kind", [&](std::size_t i) { return std::string_view{rows[i].kind}; }),
        BulkColumn::integers("row_number", [&](std::size_t i) { return rows[i].row; }),
        BulkColumn::texts("reason", [&](std::size_t i) { return std::string_view{rows[i].reason}; }),
        BulkColumn::texts("raw_hex", [&](std::size_t i) { return std::string_view{prepared[i].raw_hex}; }),
        BulkColumn::integers("occurrence", [&](std::size_t i) { return prepared[i].occurrence; }),
        BulkColumn::integers("attempts", [](std::size_t) { return std::int64_t{1}; }),
        BulkColumn::integers("received_at", [&](std::size_t) { return now; })};
    detail::bulk_insert(session, "scrm_quarantine", columns, rows.size(),
                        "on conflict (digest) do update set attempts = scrm_quarantine.attempts + 1, "
                        "row_number = excluded.row_number, reason = excluded.reason");
    operation.done();
}

std::int64_t Quarantine::erase(const QuarantineFilter& filter) {
    if (filter.empty()) throw Error{ErrorCode::invalid_argument, "no refused rows are named"};
    if (filter.containing && filter.containing->empty())
        throw Error{ErrorCode::invalid_argument, "what refused rows contain is empty"};
    if (filter.row && *filter.row < 0)
        throw Error{ErrorCode::invalid_argument, "the number of a row is below zero"};
    detail::Session& session = unit_.session();
    detail::WholeOperation operation{session};
    std::string where = "true";
    std::vector<detail::Value> values;
    const auto require = [&](std::string_view condition, detail::Value value) {
        where += std::string{" and "} + std::string{condition};
        values.push_back(std::move(value));
    };
    if (filter.kind) require("kind = :k", *filter.kind);
    if (filter.row) require("row_number = :r", *filter.row);
    if (filter.received_before) require("received_at < :t", to_unix_micros(*filter.received_before));
    std::int64_t erased = 0;
    if (!filter.containing) {
        erased = session.execute("delete from scrm_quarantine where " + where, values);
    } else {
        for (const std::string& digest : rows_with(session, *filter.containing, where, values))
            erased += session.execute("delete from scrm_quarantine where digest = :d", {digest});
    }
    session.scrub_after_commit();
    operation.done();
    return erased;
}

std::int64_t Quarantine::count() const {
    return unit_.session().integer("select count(*) from scrm_quarantine");
}

void Quarantine::for_each(const std::function<void(const QuarantinedRow&)>& callback) const {
    std::string kind;
    std::int64_t number = -1;
    std::string digest;
    for (;;) {
        std::vector<QuarantinedRow> page;
        unit_.session().query(
            "select kind, row_number, digest, reason, raw_hex, occurrence, attempts, received_at "
            "from scrm_quarantine where (kind, row_number, digest) > (:k, :r, :d) "
            "order by kind, row_number, digest limit :l",
            "titttiii", {kind, number, digest, kPageRows}, [&](const detail::Row& row) {
                page.push_back({row.text(0), row.integer(1), row.text(3), detail::from_hex(row.text(4)),
                                row.integer(5), row.integer(6), from_unix_micros(row.integer(7))});
                digest = row.text(2);
            });
        for (const QuarantinedRow& row : page) callback(row);
        if (page.size() < static_cast<std::size_t>(kPageRows)) return;
        kind = page.back().kind;
        number = page.back().row;
    }
}

}  // namespace scrm::storage
