// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/crm/options.hpp"
#include "scrm/identity/record_set.hpp"
#include "scrm/model/ids.hpp"
#include "scrm/sentiment/outside_model.hpp"
#include "scrm/storage/audit_log.hpp"
#include "scrm/storage/database.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm {

namespace detail {
class PostAssessor;
}

/// What linkage reads, as of one state of the database.
struct LinkageInput {
    std::int64_t version = 0;  ///< head of the audit chain: every change of the records has an entry
    identity::RecordSet customers;
    identity::RecordSet profiles;
    std::vector<CustomerId> customer_ids;  ///< by record index
    std::vector<AccountId> accounts;       ///< by record index
};

/// The shared state behind the services: the database and the last linkage input that was read. Thread-safe.
class CrmSession {
  public:
    CrmSession(storage::Database database, const CrmOptions& options);

    const storage::Database& database() const noexcept { return database_; }

    /// One unit of work, stored once: a conflict or a lost connection runs it again, and a commit that was
    /// not answered is settled by asking. Throws what `body` throws, and Error{unavailable} when the database
    /// does not answer any more.
    void write(const std::function<void(storage::UnitOfWork&)>& body,
               storage::Access access = storage::Access::write);

    /// Customers and profiles as they stand; read again only after a change.
    std::shared_ptr<const LinkageInput> linkage_input(const std::stop_token& stop);

    /// The model that assesses posts, as of the unit of work; read again only after a change.
    std::shared_ptr<const detail::PostAssessor> assessor(storage::UnitOfWork& unit);
    /// Gives a model of the bank's own; it answers while it is the one in force.
    void own(std::shared_ptr<const detail::PostAssessor> own);
    /// Counts and logs texts that the built-in model answered in place of the bank's own.
    void fell_back(const std::string& model, const sentiment::OutsideReport& report);
    /// The one that `assessor` gave last; before that the one that is compiled in.
    std::shared_ptr<const detail::PostAssessor> last_assessor();

    /// Closes the database and forgets what was read from it.
    void close(const std::stop_token& stop);

    Counters counters() const noexcept;
    /// Tells the host's log, if it has one.
    void log(LogLevel level, std::string_view code,
             std::vector<std::pair<std::string_view, std::string>> fields) const;
    /// An import that has ended: counted and logged.
    void imported(std::string_view kind, std::int64_t accepted, std::int64_t quarantined);

  private:
    storage::Database database_;
    LogSink log_;
    std::atomic<std::int64_t> accepted_{0};
    std::atomic<std::int64_t> quarantined_{0};
    std::atomic<std::int64_t> fallbacks_{0};
    std::mutex mutex_;
    std::shared_ptr<const LinkageInput> input_;
    std::shared_ptr<const detail::PostAssessor> assessor_;
    std::shared_ptr<const detail::PostAssessor> own_;
    std::mutex keys_mutex_;
    std::string key_prefix_;
    std::uint64_t keys_made_ = 0;
    std::vector<std::string> settled_keys_;
};

storage::OpenOptions storage_options(const CrmOptions& options);

/// Text of an author on its way into an event: valid UTF-8, cards masked.
std::string author_text(std::string_view text);

/// Appends the audit entry of an operation.
void audit(storage::UnitOfWork& unit, std::string action, const std::string& actor,
           std::vector<std::pair<std::string, std::string>> details);

}  // namespace scrm
