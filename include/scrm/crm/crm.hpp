// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/digest.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/crm/assessments.hpp"
#include "scrm/crm/audit.hpp"
#include "scrm/crm/customers.hpp"
#include "scrm/crm/identities.hpp"
#include "scrm/crm/interactions.hpp"
#include "scrm/crm/options.hpp"
#include "scrm/crm/quarantine.hpp"
#include "scrm/crm/resolution.hpp"
#include "scrm/crm/summary.hpp"

namespace scrm {

/// The application: one database and the services on it.
///
/// Owns the database; the services share it and stay valid as long as any copy of them lives. Thread-safe.
/// Each operation is one unit of work: it is stored whole, with its events and its audit entry, or not at
/// all. The database is closed by `close`, or with the last copy and service; a Crm that was moved from may
/// only be destroyed or assigned to.
class Crm {
  public:
    /// `url`: a path, `sqlite:///path`, or a libpq URI `postgresql://…`. Makes the database when absent
    /// unless `options.create` is false. Throws Error: not_found, schema_mismatch, corrupt_data, unavailable.
    static Crm open(std::string_view url, const CrmOptions& options = {});

    Customers customers() const { return Customers{session_}; }
    Identities identities() const { return Identities{session_}; }
    Interactions interactions() const { return Interactions{session_}; }
    Assessments assessments() const { return Assessments{session_}; }
    Resolution resolution() const { return Resolution{session_}; }
    QuarantinedRows quarantine() const { return QuarantinedRows{session_}; }
    Audit audit() const { return Audit{session_}; }

    /// One digest of the logical state, the same on both databases. Throws Error{cancelled}.
    Digest state_hash(const Execution& execution = {}) const;
    /// Every invariant; all of them `ok` in a healthy database. Throws Error{cancelled}.
    std::vector<InvariantCheck> verify(const Execution& execution = {}) const;
    /// Counts, tiers and histograms for a dashboard; no personal data beyond masked examples. Throws
    /// Error{cancelled}.
    Summary summary(const Execution& execution = {}) const;

    /// What happened since this Crm was opened; also after it was closed.
    Counters counters() const noexcept;

    /// A consistent copy while others work; the file appears whole or not at all. Throws Error: unavailable,
    /// cancelled.
    void backup(const std::filesystem::path& file, const Execution& execution = {}) const;

    /// Closes the database for every copy and service of this Crm and gives back its connections or, for
    /// SQLite, its file and the lock that keeps other processes out. Waits for the units of work that run, as
    /// long as CrmOptions::lock_wait says. A later call throws Error{invalid_argument}, and so does one that
    /// is between two units of work (an import between two batches): it ends as if it was interrupted.
    /// Closing twice is fine. Throws Error: unavailable (still in use), conflict (called from inside a call
    /// that works on the database), cancelled; then it stays open.
    void close(const std::stop_token& stop = {}) const;
    bool is_closed() const noexcept;

    /// Fills an empty or absent database from a backup. Throws Error{already_exists} when it holds records,
    /// Error{corrupt_data} when the file is damaged, Error{cancelled}; then nothing changed.
    static void restore(const std::filesystem::path& file, std::string_view url,
                        const CrmOptions& options = {});

    /// Brings an older schema to this one; returns the SQL, also when `dry_run` and nothing was done.
    static std::string migrate(std::string_view url, bool dry_run, const CrmOptions& options = {});

  private:
    friend class RecordFile;
    explicit Crm(std::shared_ptr<CrmSession> session) : session_(std::move(session)) {}
    std::shared_ptr<CrmSession> session_;
};

}  // namespace scrm
