// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/crm.hpp"

#include "scrm/storage/backup.hpp"
#include "scrm/storage/schema.hpp"
#include "scrm/storage/state_hash.hpp"
#include "scrm/storage/verify.hpp"
#include "session_internal.hpp"

namespace scrm {

Crm Crm::open(std::string_view url, const CrmOptions& options) {
    return Crm{std::make_shared<CrmSession>(storage::Database::open(url, storage_options(options)), options)};
}

Digest Crm::state_hash(const Execution& execution) const {
    Digest digest;
    storage::run_read(
        session_->database(),
        [&](storage::UnitOfWork& unit) { digest = storage::state_hash(unit, execution); }, execution.stop);
    return digest;
}

std::vector<InvariantCheck> Crm::verify(const Execution& execution) const {
    std::vector<InvariantCheck> checks;
    for (storage::InvariantCheck& check : storage::verify(session_->database(), execution)) {
        checks.push_back({std::move(check.code), std::move(check.title), check.ok, std::move(check.detail)});
    }
    return checks;
}

Counters Crm::counters() const noexcept {
    return session_->counters();
}

AuditVerification Audit::verify(const Execution& execution) const {
    storage::ChainVerification chain;
    storage::run_read(
        session_->database(), [&](storage::UnitOfWork& unit) { chain = storage::AuditLog{unit}.verify(); },
        execution.stop);
    return {chain.ok, chain.entries, chain.head, std::move(chain.detail)};
}

void Crm::backup(const std::filesystem::path& file, const Execution& execution) const {
    storage::backup(session_->database(), file, execution);
}

void Crm::close(const std::stop_token& stop) const {
    session_->close(stop);
}

bool Crm::is_closed() const noexcept {
    return session_->database().is_closed();
}

void Crm::restore(const std::filesystem::path& file, std::string_view url, const CrmOptions& options) {
    storage::restore(file, url, storage_options(options));
}

std::string Crm::migrate(std::string_view url, bool dry_run, const CrmOptions& options) {
    storage::OpenOptions open = storage_options(options);
    open.create = false;
    return storage::migrate(url, dry_run, open).sql;
}

}  // namespace scrm
