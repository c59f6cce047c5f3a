// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/identities.hpp"

#include <ostream>

#include "import_rows_internal.hpp"
#include "line_export_internal.hpp"
#include "named_record_internal.hpp"
#include "record_imports_internal.hpp"
#include "scrm/connect/result_csv.hpp"
#include "scrm/core/error.hpp"
#include "scrm/storage/identity_store.hpp"
#include "streamed_csv_internal.hpp"

namespace scrm {
ImportReport detail::import_records(CrmSession& session, connect::IdentityJsonlReader& reader,
                                    const Execution& execution) {
    return detail::import_rows<storage::IdentityStore, storage::IdentityWrite, connect::IdentityJsonlReader,
                               SocialIdentity>(session, "identities", reader, execution);
}

ImportReport Identities::import_jsonl(const std::filesystem::path& path, const Execution& execution) {
    connect::IdentityJsonlReader reader{path};
    return detail::import_records(*session_, reader, execution);
}

ImportReport Identities::import_jsonl(std::istream& in, const Execution& execution) {
    connect::IdentityJsonlReader reader{in};
    return detail::import_records(*session_, reader, execution);
}

void Identities::export_jsonl(std::ostream& out) const {
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        detail::LineExport lines{out};
        storage::IdentityStore{unit}.for_each_document(
            [&](std::string_view document) { lines.line(document); });
        lines.finish();
    });
}

void Identities::export_csv(std::ostream& out) const {
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        detail::StreamedCsv csv{out};
        connect::write_identities_header(csv.writer());
        storage::IdentityStore{unit}.for_each([&](const SocialIdentity& identity) {
            connect::write_identity(csv.writer(), identity);
            csv.row_written();
        });
        csv.finish();
    });
}

std::int64_t Identities::count() const {
    std::int64_t result = 0;
    storage::run_read(session_->database(),
                      [&](storage::UnitOfWork& unit) { result = storage::IdentityStore{unit}.count(); });
    return result;
}

std::optional<SocialIdentity> Identities::get(const AccountId& account) const {
    std::optional<SocialIdentity> result;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        result = storage::IdentityStore{unit}.find(account);
    });
    return result;
}

AccountId Identities::find(std::string_view network_and_id, std::optional<std::string_view> scope) const {
    std::optional<AccountId> result;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        storage::IdentityStore store{unit};
        result = detail::find_named(
            network_and_id, scope, "account",
            [&](std::string_view network, std::string_view id) { return store.find_in_scopes(network, id); });
    });
    return *result;
}

void Identities::erase(const std::vector<AccountId>& accounts, const Actor& actor) {
    session_->write([&](storage::UnitOfWork& unit) {
        storage::IdentityStore store{unit};
        if (!store.missing(accounts).empty())
            throw Error{ErrorCode::not_found, "no such account; nothing was deleted"};
        store.erase(accounts, author_text(actor.name));
        std::vector<std::pair<std::string, std::string>> details;
        for (const AccountId& account : accounts) details.emplace_back("account", account.text());
        audit(unit, "erase_identities", author_text(actor.name), std::move(details));
    });
}

}  // namespace scrm
