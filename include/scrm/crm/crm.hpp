// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/digest.hpp"
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
/// all.
class Crm {
  public:
    /// `url`: a path, `sqlite:///path`, or a libpq URI `postgresql://…`. Makes the database when absent
    /// unless `options.create` is false. Throws Error: not_found, schema_mismatch, corrupt_data, unavailable.
    static Crm open(std::string_view url, const CrmOptions& options = {});

    Customers customers() const { return Customers{session_}; }
    Identities identities() const { return Identities{session_}; }
    Interactions interactions() const { return Interactions{session_}; }
    Resolution resolution() const { return Resolution{session_}; }
    QuarantinedRows quarantine() const { return QuarantinedRows{session_}; }
    Audit audit() const { return Audit{session_}; }

    /// One digest of the logical state, the same on both databases.
    Digest state_hash() const;
    /// Every invariant; all of them `ok` in a healthy database.
    std::vector<InvariantCheck> verify() const;
    /// Counts, tiers and histograms for a dashboard; no personal data beyond masked examples.
    Summary summary() const;

    /// What happened since this Crm was opened.
    Counters counters() const noexcept;

    /// A consistent copy while others work; the file appears whole or not at all.
    void backup(const std::filesystem::path& file) const;

    /// Fills an empty or absent database from a backup. Throws Error{already_exists} when it holds records,
    /// Error{corrupt_data} when the file is damaged; then nothing changed.
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
