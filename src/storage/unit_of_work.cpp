// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/unit_of_work.hpp"

#include <algorithm>
#include <optional>
#include <thread>

#include "database_impl_internal.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/core/random.hpp"
#include "scrm/storage/stop_scope.hpp"

namespace scrm::storage {
namespace detail {

class UnitOfWorkImpl {
  public:
    UnitOfWorkImpl(const Database& database, Access access, const std::stop_token& given)
        : database_(database), access_(access) {
        const std::stop_token stop = StopScope::obeyed(given);
        DatabaseImpl& impl = database_.impl();
        impl.require_own_process();
        // A pooled connection may have died while it lay idle: each such one is dropped, then a fresh one is
        // made.
        for (std::size_t left = impl.options().sessions + 1;; --left) {
            session_ = &impl.acquire(stop);
            try {
                session_->obey(stop);
                session_->begin(impl.begin_statement(access));
                return;
            } catch (const DatabaseFault& fault) {
                session_->rollback();
                release();
                if (!fault.kind().connection_lost || left == 0) throw;
            } catch (...) {
                session_->rollback();
                release();
                throw;
            }
        }
    }
    ~UnitOfWorkImpl() { rollback(); }
    UnitOfWorkImpl(const UnitOfWorkImpl&) = delete;
    UnitOfWorkImpl& operator=(const UnitOfWorkImpl&) = delete;

    void commit() {
        database_.impl().require_own_process();
        try {
            session().commit();
        } catch (const DatabaseFault& fault) {
            if (fault.kind().outcome_unknown) {
                outcome_unknown_ = true;
                database_.impl().counters.unknown_outcomes.fetch_add(1);
            }
            database_.impl().counters.rollbacks.fetch_add(1);
            release();
            throw;
        } catch (...) {
            database_.impl().counters.rollbacks.fetch_add(1);
            release();
            throw;
        }
        database_.impl().counters.commits.fetch_add(1);
        release();
    }

    void rollback() noexcept {
        if (session_ == nullptr) return;
        // In a forked process it is the parent's.
        if (!database_.impl().is_own_process()) return;
        session_->rollback();
        database_.impl().counters.rollbacks.fetch_add(1);
        release();
    }

    Session& session() const {
        if (session_ == nullptr) throw Error{ErrorCode::internal, "the unit of work has ended"};
        database_.impl().require_own_process();
        return *session_;
    }
    bool outcome_unknown() const noexcept { return outcome_unknown_; }
    Access access() const noexcept { return access_; }
    const Database& database() const noexcept { return database_; }

  private:
    void release() noexcept {
        database_.impl().release(*session_);
        session_ = nullptr;
    }

    Database database_;
    Access access_;
    Session* session_ = nullptr;
    bool outcome_unknown_ = false;
};

namespace {

bool key_is_applied(Session& session, const std::string& key) {
    return session.integer("select count(*) from scrm_applied_key where idempotency_key = :k", {key}) != 0;
}

/// Whether a transaction whose COMMIT was not answered is stored; asks until the database answers, also when
/// the call is cancelled: its caller could not know.
bool was_stored(const Database& database, const std::string& key, const RetryPolicy& policy) {
    const StopScope deaf;
    for (int attempt = 1;; ++attempt) {
        try {
            UnitOfWork unit{database, Access::read};
            return key_is_applied(unit.session(), key);
        } catch (const Error&) {
            if (attempt >= policy.attempts) {
                throw DatabaseFault{{ErrorCode::unavailable, false, true, true},
                                    "the connection was lost during commit; whether it is stored is unknown"};
            }
            std::this_thread::sleep_for(policy.longest_delay);
        }
    }
}

/// One that others were faster than so often would lose against a busy writer again: it takes its turn
/// instead.
constexpr int kOutrun = 6;

std::uint64_t retry_seed() {
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()) ^
           std::hash<std::thread::id>{}(std::this_thread::get_id());
}

}  // namespace
}  // namespace detail

UnitOfWork::UnitOfWork(const Database& database, Access access, const std::stop_token& stop)
    : impl_(std::make_unique<detail::UnitOfWorkImpl>(database, access, stop)) {}
UnitOfWork::~UnitOfWork() = default;

void UnitOfWork::commit() {
    impl_->commit();
}
void UnitOfWork::rollback() noexcept {
    impl_->rollback();
}
bool UnitOfWork::outcome_unknown() const noexcept {
    return impl_->outcome_unknown();
}
Access UnitOfWork::access() const noexcept {
    return impl_->access();
}
const Database& UnitOfWork::database() const noexcept {
    return impl_->database();
}
UtcTime UnitOfWork::now() const {
    return database().clock().now();
}
detail::Session& UnitOfWork::session() const {
    return impl_->session();
}

TransactionOutcome run_transaction(const Database& database, const std::function<void(UnitOfWork&)>& body,
                                   const RetryPolicy& policy, Access access) {
    const std::stop_token stop = StopScope::obeyed(policy.stop);
    Random random{detail::retry_seed()};
    auto delay = policy.first_delay;
    for (int attempt = 1;; ++attempt) {
        throw_if_stopped(stop);
        try {
            const bool queues = access == Access::write && attempt > detail::kOutrun;
            UnitOfWork unit{database, queues ? Access::exclusive : access, stop};
            const std::string& key = policy.idempotency_key;
            if (!key.empty()) {
                detail::require_key(key);
                if (detail::key_is_applied(unit.session(), key)) return TransactionOutcome::already_applied;
            }
            body(unit);
            if (!key.empty()) {
                unit.session().execute(
                    "insert into scrm_applied_key (idempotency_key, applied_at) values (:k, :t)",
                    {key, to_unix_micros(unit.now())});
            }
            for (const std::string& settled : policy.settled_keys) {
                unit.session().execute("delete from scrm_applied_key where idempotency_key = :k", {settled});
            }
            unit.commit();
            return TransactionOutcome::committed;
        } catch (const detail::DatabaseFault& fault) {
            const auto& kind = fault.kind();
            if (kind.outcome_unknown) {
                if (policy.idempotency_key.empty()) throw;
                if (detail::was_stored(database, policy.idempotency_key, policy)) {
                    return TransactionOutcome::committed;
                }
            } else if (!kind.retryable && !kind.connection_lost) {
                throw;
            }
            if (attempt >= policy.attempts) throw;
            database.impl().counters.retries.fetch_add(1);
            database.impl().log(Severity::debug, "transaction_retried",
                                {{"attempt", std::to_string(attempt)}});
        }
        // Full jitter: two that collided shall not collide again.
        std::this_thread::sleep_for(
            std::chrono::duration<double, std::milli>(static_cast<double>(delay.count()) * random.uniform()));
        delay = std::min(2 * delay, policy.longest_delay);
    }
}

void run_read(const Database& database, const std::function<void(UnitOfWork&)>& body,
              const std::stop_token& stop) {
    UnitOfWork unit{database, Access::read, stop};
    body(unit);
    try {
        unit.commit();
    } catch (const detail::DatabaseFault& fault) {
        // Everything was read; how the server ended the transaction changes nothing.
        if (!fault.kind().outcome_unknown) throw;
    }
}

}  // namespace scrm::storage
