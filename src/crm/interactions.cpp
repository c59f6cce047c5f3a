// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/interactions.hpp"

#include <ostream>

#include "import_rows_internal.hpp"
#include "record_imports_internal.hpp"
#include "scrm/connect/result_csv.hpp"
#include "scrm/storage/interaction_store.hpp"
#include "streamed_csv_internal.hpp"

namespace scrm {
ImportReport detail::import_records(CrmSession& session, connect::InteractionJsonlReader& reader,
                                    const Execution& execution) {
    return detail::import_rows<storage::InteractionStore, storage::InteractionWrite,
                               connect::InteractionJsonlReader, Interaction>(session, "interactions", reader,
                                                                             execution);
}

ImportReport Interactions::import_jsonl(const std::filesystem::path& path, const Execution& execution) {
    connect::InteractionJsonlReader reader{path};
    return detail::import_records(*session_, reader, execution);
}

ImportReport Interactions::import_jsonl(std::istream& in, const Execution& execution) {
    connect::InteractionJsonlReader reader{in};
    return detail::import_records(*session_, reader, execution);
}

void Interactions::export_jsonl(std::ostream& out) const {
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        storage::InteractionStore{unit}.for_each_document(
            [&](std::string_view document) { out << document << '\n'; });
    });
}

void Interactions::export_csv(std::ostream& out) const {
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        detail::StreamedCsv csv{out};
        connect::write_interactions_header(csv.writer());
        storage::InteractionStore{unit}.for_each([&](const Interaction& interaction) {
            connect::write_interaction(csv.writer(), interaction);
            csv.row_written();
        });
        csv.finish();
    });
}

std::int64_t Interactions::count() const {
    std::int64_t result = 0;
    storage::run_read(session_->database(),
                      [&](storage::UnitOfWork& unit) { result = storage::InteractionStore{unit}.count(); });
    return result;
}

}  // namespace scrm
