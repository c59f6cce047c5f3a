// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/interactions.hpp"

#include <ostream>

#include "import_rows_internal.hpp"
#include "line_export_internal.hpp"
#include "named_record_internal.hpp"
#include "record_imports_internal.hpp"
#include "scrm/connect/result_csv.hpp"
#include "scrm/core/error.hpp"
#include "scrm/storage/interaction_store.hpp"
#include "streamed_csv_internal.hpp"

namespace scrm {
ImportReport detail::import_records(CrmSession& session, connect::InteractionJsonlReader& reader,
                                    const Execution& execution) {
    return detail::import_rows<storage::InteractionStore, storage::InteractionWrite,
                               connect::InteractionJsonlReader, Interaction>(session, "interactions", reader,
                                                                             execution);
}

ImportReport Interactions::import_jsonl(const std::filesystem::path& path, const Execution& execution,
                                        connect::TextMasking masking) {
    connect::InteractionJsonlReader reader{path, masking};
    return detail::import_records(*session_, reader, execution);
}

ImportReport Interactions::import_jsonl(std::istream& in, const Execution& execution,
                                        connect::TextMasking masking) {
    connect::InteractionJsonlReader reader{in, masking};
    return detail::import_records(*session_, reader, execution);
}

void Interactions::export_jsonl(std::ostream& out) const {
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        detail::LineExport lines{out};
        storage::InteractionStore{unit}.for_each_document(
            [&](std::string_view document) { lines.line(document); });
        lines.finish();
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

std::optional<Interaction> Interactions::get(const InteractionId& id) const {
    std::optional<Interaction> result;
    storage::run_read(session_->database(),
                      [&](storage::UnitOfWork& unit) { result = storage::InteractionStore{unit}.find(id); });
    return result;
}

InteractionId Interactions::find(std::string_view network_and_id,
                                 std::optional<std::string_view> scope) const {
    std::optional<InteractionId> result;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        storage::InteractionStore store{unit};
        result = detail::find_named(
            network_and_id, scope, "interaction",
            [&](std::string_view network, std::string_view id) { return store.find_in_scopes(network, id); });
    });
    return *result;
}

void Interactions::erase(const std::vector<InteractionId>& ids, const Actor& actor) {
    session_->write([&](storage::UnitOfWork& unit) {
        storage::InteractionStore store{unit};
        if (!store.missing(ids).empty())
            throw Error{ErrorCode::not_found, "no such interaction; nothing was deleted"};
        store.erase(ids, author_text(actor.name));
        std::vector<std::pair<std::string, std::string>> details;
        for (const InteractionId& id : ids) details.emplace_back("interaction", id.text());
        audit(unit, "erase_interactions", author_text(actor.name), std::move(details));
    });
}

}  // namespace scrm
