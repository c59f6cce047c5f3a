// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/quarantine.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <string_view>

#include "scrm/connect/result_csv.hpp"
#include "scrm/storage/quarantine.hpp"
#include "session_internal.hpp"
#include "streamed_csv_internal.hpp"

namespace scrm {
namespace {

void for_each_entry(const CrmSession& session,
                    const std::function<void(const connect::QuarantineEntry&)>& callback) {
    storage::run_read(session.database(), [&](storage::UnitOfWork& unit) {
        storage::Quarantine{unit}.for_each([&](const storage::QuarantinedRow& row) {
            callback({row.kind, row.row, row.reason, row.attempts, row.received_at, row.raw_masked});
        });
    });
}

}  // namespace

std::int64_t QuarantinedRows::count() const {
    std::int64_t result = 0;
    storage::run_read(session_->database(),
                      [&](storage::UnitOfWork& unit) { result = storage::Quarantine{unit}.count(); });
    return result;
}

std::int64_t QuarantinedRows::erase(const QuarantineFilter& filter, const Actor& actor) {
    constexpr std::array<std::string_view, 4> kKinds = {"customers", "identities", "interactions",
                                                        "decisions"};
    if (filter.kind && std::find(kKinds.begin(), kKinds.end(), *filter.kind) == kKinds.end())
        throw Error{ErrorCode::invalid_argument, "kind is customers, identities, interactions or decisions"};
    std::int64_t erased = 0;
    session_->write([&](storage::UnitOfWork& unit) {
        erased = storage::Quarantine{unit}.erase(filter);
        // What the rows had to contain is a value of a person.
        if (erased > 0)
            audit(unit, "erase_quarantine", author_text(actor.name), {{"rows", std::to_string(erased)}});
    });
    return erased;
}

void QuarantinedRows::export_csv(std::ostream& out, bool raw) const {
    detail::StreamedCsv csv{out};
    connect::write_quarantine_header(csv.writer(), raw);
    for_each_entry(*session_, [&](const connect::QuarantineEntry& entry) {
        connect::write_quarantine(csv.writer(), entry, raw);
        csv.row_written();
    });
    csv.finish();
}

void QuarantinedRows::export_jsonl(std::ostream& out, bool raw) const {
    for_each_entry(*session_, [&](const connect::QuarantineEntry& entry) {
        out << connect::to_json_line(entry, raw) << '\n';
    });
}

}  // namespace scrm
