// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/run_log.hpp"

#include "document_table_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/table/json.hpp"
#include "session_internal.hpp"

namespace scrm::storage {

std::int64_t RunLog::append(const ResolutionRun& run) {
    detail::Session& session = unit_.session();
    detail::WholeOperation operation{session};
    std::string counts;
    table::JsonWriter json{counts};
    json.begin_object();
    for (const auto& [name, value] : run.counts) json.member(name, value);
    json.end_object();
    session.execute("update scrm_run set model = '' where model <> ''");
    const std::int64_t sequence = session.integer("select coalesce(max(sequence), 0) + 1 from scrm_run");
    session.execute(
        "insert into scrm_run (sequence, started_at, finished_at, model_digest, model, counts) "
        "values (:q, :s, :f, :d, :m, :c)",
        {sequence, to_unix_micros(run.started_at), to_unix_micros(run.finished_at), run.model_digest.hex(),
         run.model, counts});
    session.execute("delete from scrm_run_values");
    if (!run.values.empty()) {
        session.execute("insert into scrm_run_values (sequence, statistics_hex) values (:q, :v)",
                        {sequence, detail::to_hex(run.values)});
    }
    operation.done();
    return sequence;
}

std::string RunLog::last_values() const {
    const auto hex = unit_.session().text(
        "select v.statistics_hex from scrm_run_values v "
        "where v.sequence = (select max(sequence) from scrm_run)");
    return hex ? detail::from_hex(*hex) : std::string{};
}

std::optional<ResolutionRun> RunLog::last() const {
    std::optional<ResolutionRun> last;
    unit_.session().query(
        "select sequence, started_at, finished_at, model_digest, model, counts from scrm_run "
        "order by sequence desc limit 1",
        "iiittt", {}, [&](const detail::Row& row) {
            ResolutionRun run{row.integer(0),
                              from_unix_micros(row.integer(1)),
                              from_unix_micros(row.integer(2)),
                              {},
                              row.text(4),
                              {}};
            const auto digest = Digest::from_hex(row.text(3));
            table::JsonDocument counts;
            if (!digest || counts.parse(row.text(5)) != table::JsonFault::none) {
                throw Error{ErrorCode::corrupt_data, "a stored run cannot be read"};
            }
            run.model_digest = *digest;
            for (const table::JsonValue member : counts.root()) {
                run.counts.emplace(member.key(), member.integer().value_or(0));
            }
            last = std::move(run);
        });
    return last;
}

std::int64_t RunLog::count() const {
    return unit_.session().integer("select count(*) from scrm_run");
}

}  // namespace scrm::storage
