// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "scrm/core/time.hpp"
#include "scrm/storage/database.hpp"

namespace scrm::storage {

namespace detail {
class Session;
class UnitOfWorkImpl;
}  // namespace detail

/// What a unit of work does.
enum class Access {
    read,      ///< one snapshot; writing throws
    write,     ///< SQLite: BEGIN IMMEDIATE; PostgreSQL: SERIALIZABLE
    exclusive  ///< like write, and no other unit of this kind or with an audit entry runs meanwhile: for long
               ///< jobs that concurrent small ones would otherwise starve
};

/// One transaction. Rolls back in its destructor unless committed.
///
/// Remembers any error of any statement, also one that the caller swallowed: commit then throws instead of
/// pretending (PostgreSQL answers COMMIT of a failed transaction with success and stores nothing). At most
/// one a thread and SQLite database; a second one throws Error{internal} instead of waiting for itself. Not
/// thread-safe.
class UnitOfWork {
  public:
    /// `stop` ends the wait for a session and the statement that runs, and lets no other one and no commit
    /// begin: Error{cancelled}. Without one, the thread's StopScope counts. Throws Error: unavailable (no
    /// session within OpenOptions::lock_wait, no connection), invalid_argument (the database was closed).
    explicit UnitOfWork(const Database& database, Access access = Access::write,
                        const std::stop_token& stop = {});
    ~UnitOfWork();
    UnitOfWork(const UnitOfWork&) = delete;
    UnitOfWork& operator=(const UnitOfWork&) = delete;

    /// Throws Error: what an earlier error was; conflict (another writer was first: run it again);
    /// unavailable. When the connection is lost before the answer, the outcome is unknown and
    /// `outcome_unknown()` says so.
    void commit();
    void rollback() noexcept;

    bool outcome_unknown() const noexcept;
    Access access() const noexcept;
    const Database& database() const noexcept;
    UtcTime now() const;

    detail::Session& session() const;

  private:
    std::unique_ptr<detail::UnitOfWorkImpl> impl_;
};

/// How often and how long a transaction is run again. One that writes and was outrun six times runs as
/// Access::exclusive from then on, so that no busy writer keeps it out.
struct RetryPolicy {
    int attempts = 30;                         ///< in total
    std::chrono::milliseconds first_delay{2};  ///< doubled each time, with jitter
    std::chrono::milliseconds longest_delay{250};
    /// Not empty: stored with the transaction; a second run with the key does nothing, and an unknown outcome
    /// of COMMIT is settled by looking the key up. Empty: an unknown outcome is thrown as
    /// Error{unavailable}.
    std::string idempotency_key;
    /// Keys that nobody will ask for again: they are taken away with this transaction.
    std::vector<std::string> settled_keys;
    std::stop_token stop;  ///< as for UnitOfWork; also ends the attempts
};

enum class TransactionOutcome { committed, already_applied };

/// Runs `body` in a unit of work and commits. On a serialization failure, a deadlock, a busy database or a
/// connection lost before COMMIT the whole is run again, so `body` must not keep results of a failed attempt.
/// Errors of `body` roll back and are passed on. `body` must let an Error of a statement through: its code
/// does not tell whether the database wants the transaction run again, and one that is swallowed is thrown by
/// the commit.
TransactionOutcome run_transaction(const Database& database, const std::function<void(UnitOfWork&)>& body,
                                   const RetryPolicy& policy = {}, Access access = Access::write);

/// Runs `body` once in a reading unit of work: one snapshot. It is not run again, for it may have passed on
/// what it read.
void run_read(const Database& database, const std::function<void(UnitOfWork&)>& body,
              const std::stop_token& stop = {});

}  // namespace scrm::storage
