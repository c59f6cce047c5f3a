// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ostream>
#include <utility>
#include <variant>

#include "import_rows_internal.hpp"
#include "line_export_internal.hpp"
#include "record_imports_internal.hpp"
#include "scrm/connect/canonical_json.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/resolution.hpp"
#include "scrm/storage/decision_log.hpp"
#include "streamed_csv_internal.hpp"

namespace scrm {
namespace {

/// Why a decision does not fit the records that are there.
std::string refusal(const Error& error) {
    switch (error.code()) {
        case ErrorCode::not_found:
            return "unknown_id";
        case ErrorCode::conflict:
            return "conflicting_decision";
        default:
            return "bad_decision";
    }
}

struct PendingDecision {
    std::int64_t row = 0;
    Decision decision;
    std::string canonical;
};

/// In the order in which people made them, whatever that of the lines is: an unmerge needs its merge, and of
/// a merge and a keep-apart of the same records the earlier one holds. What has no time is made now.
void sort_by_time(std::vector<PendingDecision>& decisions) {
    const auto order = [](const PendingDecision& one) {
        return std::pair{one.decision.at == UtcTime{}, one.decision.at};
    };
    std::stable_sort(decisions.begin(), decisions.end(),
                     [&](const PendingDecision& a, const PendingDecision& b) { return order(a) < order(b); });
}

}  // namespace

/// All decisions of a file in one unit of work: half of a set of decisions would be another set.
ImportReport detail::import_records(CrmSession& session, connect::DecisionJsonlReader& reader,
                                    const Execution& execution) {
    detail::RowTally read{"decisions"};
    ProgressMeter meter{execution, "import"};
    std::vector<PendingDecision> decisions;
    connect::ImportRow<Decision> row;
    while (reader.next(row)) {
        meter.advance();
        ++read.report.read;
        read.count_warnings(row.warnings);
        if (row.value) {
            decisions.push_back({row.row, std::move(*row.value), std::move(row.canonical)});
        } else {
            read.quarantine(row.row, row.reason, std::move(row.raw_masked));
        }
    }
    sort_by_time(decisions);
    detail::RowTally tally = read;
    storage::UpsertCounts counts;
    session.write([&](storage::UnitOfWork& unit) {
        tally = read;
        counts = {};
        storage::DecisionLog log{unit};
        for (const PendingDecision& pending : decisions) {
            const auto became = log.try_append_imported(pending.decision);
            if (const auto* refused = std::get_if<Error>(&became)) {
                tally.quarantine(pending.row, refusal(*refused), pending.canonical);
                continue;
            }
            const bool changed = std::get<storage::AppendedDecision>(became).changed;
            ++(changed ? counts.inserted : counts.unchanged);
        }
        if (!tally.pending().empty()) storage::Quarantine{unit}.put(tally.pending());
        if (counts.inserted > 0 || !tally.pending().empty()) {
            audit(unit, "import_decisions", "import",
                  {{"inserted", std::to_string(counts.inserted)},
                   {"quarantined", std::to_string(tally.pending().size())}});
        }
    });
    tally.stored(counts);
    meter.finish();
    return tally.report;
}

void Resolution::export_decisions(std::ostream& out) const {
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        detail::LineExport lines{out};
        storage::DecisionLog{unit}.for_each_live(
            [&](const Decision& decision) { lines.line(connect::to_json_line(decision)); });
        lines.finish();
    });
}

void Resolution::export_decisions_csv(std::ostream& out) const {
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        detail::StreamedCsv csv{out};
        csv.writer().row({"decision", "network", "scope", "network_user_id", "customer_id", "other_id",
                          "merge_id", "reason", "actor", "at", "external_id", "field", "value"});
        storage::DecisionLog{unit}.for_each_live([&](const Decision& d) {
            const bool on_post = !d.interaction.external_id.empty();
            csv.writer().row({to_string(d.kind), on_post ? d.interaction.network : d.account.network,
                              on_post ? d.interaction.scope : d.account.scope, d.account.network_user_id,
                              d.customer.str(), d.other.str(), d.merge_id.str(), d.reason, d.actor,
                              format_time(d.at), d.interaction.external_id, d.field, d.value});
            csv.row_written();
        });
        csv.finish();
    });
}

ImportReport Resolution::import_decisions(const std::filesystem::path& path, const Execution& execution) {
    connect::DecisionJsonlReader reader{path};
    return detail::import_records(*session_, reader, execution);
}

ImportReport Resolution::import_decisions(std::istream& in, const Execution& execution) {
    connect::DecisionJsonlReader reader{in};
    return detail::import_records(*session_, reader, execution);
}

}  // namespace scrm
