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

Digest Crm::state_hash() const {
    Digest digest;
    storage::run_read(session_->database(),
                      [&](storage::UnitOfWork& unit) { digest = storage::state_hash(unit); });
    return digest;
}

std::vector<InvariantCheck> Crm::verify() const {
    std::vector<InvariantCheck> checks;
    for (storage::InvariantCheck& check : storage::verify(session_->database())) {
        checks.push_back({std::move(check.code), std::move(check.title), check.ok, std::move(check.detail)});
    }
    return checks;
}

Counters Crm::counters() const noexcept {
    return session_->counters();
}

AuditVerification Audit::verify() const {
    storage::ChainVerification chain;
    storage::run_read(session_->database(),
                      [&](storage::UnitOfWork& unit) { chain = storage::AuditLog{unit}.verify(); });
    return {chain.ok, chain.entries, chain.head, std::move(chain.detail)};
}

void Crm::backup(const std::filesystem::path& file) const {
    storage::backup(session_->database(), file);
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
