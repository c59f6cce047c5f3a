// SPDX-License-Identifier: Apache-2.0
#include "import_rows_internal.hpp"
#include "scrm/core/digest.hpp"

namespace scrm::detail {

void RowTally::count_warnings(const std::vector<connect::FieldWarning>& warnings) {
    for (const auto& warning : warnings) ++report.warnings[warning.field];
}

void RowTally::quarantine(std::int64_t row, std::string reason, std::string raw_masked) {
    ++report.quarantined;
    ++report.reasons[reason];
    storage::QuarantinedRow entry;
    entry.kind = kind_;
    entry.row = row;
    entry.reason = std::move(reason);
    entry.occurrence = seen_[hash64(raw_masked)]++;
    entry.raw_masked = std::move(raw_masked);
    pending_.push_back(std::move(entry));
}

void RowTally::stored(const storage::UpsertCounts& counts) {
    report.inserted += counts.inserted;
    report.updated += counts.updated;
    report.unchanged += counts.unchanged;
    report.accepted = report.inserted + report.updated + report.unchanged;
}

}  // namespace scrm::detail
