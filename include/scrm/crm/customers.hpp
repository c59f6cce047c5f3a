// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/crm/import_report.hpp"
#include "scrm/crm/options.hpp"
#include "scrm/identity/golden_record.hpp"
#include "scrm/model/customer.hpp"

namespace scrm {

class CrmSession;

/// A question by attributes; empty fields ask nothing.
struct SearchQuery {
    std::string name;
    std::string phone;
    std::string email;
    std::string birth_date;
    std::string city;
    std::size_t limit = 20;
    bool complete = false;  ///< compare with every record, as a question does that its keys cannot answer
};

/// One answer of a search, best first; ties by customer id.
struct SearchHit {
    Customer customer;
    CustomerId owner;         ///< the surviving record over live merges
    double match_weight = 0;  ///< bits against a random record
};

/// The CRM records. Thread-safe.
class Customers {
  public:
    explicit Customers(std::shared_ptr<CrmSession> session) : session_(std::move(session)) {}

    /// Upsert by customer_id from the canonical CSV (docs/reference/files.md). Rows that cannot be read or
    /// keyed go to quarantine with a reason. Running it again after any interruption ends where an
    /// undisturbed run ends. Throws Error{unreadable_input} when the file as a whole cannot be read; then
    /// nothing is stored.
    ImportReport import_csv(const std::filesystem::path& path, const Execution& execution = {});
    ImportReport import_csv(std::istream& in, const Execution& execution = {});

    void export_csv(std::ostream& out) const;
    void export_jsonl(std::ostream& out) const;

    std::int64_t count() const;
    std::optional<Customer> get(const CustomerId& id) const;
    /// The surviving record over live merges; `id` itself when it was never merged. Throws Error{not_found}.
    CustomerId owner(const CustomerId& id) const;
    /// What is known of the customer: the records merged into it and its linked identities, survived per
    /// attribute by the policy; `now` as in identity::golden_record. Throws Error{not_found}, and
    /// Error{invalid_argument} for a policy that contradicts itself.
    identity::GoldenRecord golden(
        const CustomerId& id,
        const identity::SurvivorshipPolicy& policy = identity::SurvivorshipPolicy::standard(),
        std::optional<UtcTime> now = std::nullopt) const;

    /// Who fits a question, best first. It is compared with the customers that share a search key with it
    /// (identity::SearchKeys: phone, login of an e-mail, date of birth, names by sound): those of its rarest
    /// keys first, 5,000 at most, without keys that more than 3,000 have, in tens of milliseconds. Where the
    /// best of them has less than half the evidence that a record of just these values would have, or there
    /// is none, with 30,000 and keys of 20,000, such as a frequent family name alone; where that is not
    /// enough, with every record: seconds for a million. So whoever shares a key that was looked at is found
    /// as by `complete`; one who shares none is not where another fits at least half.
    ///
    /// Throws Error: invalid_argument (a phone, e-mail or date of birth that is none: nobody could be found
    /// by it), cancelled.
    std::vector<SearchHit> search(const SearchQuery& query, const Execution& execution = {}) const;

    /// Deletes the records as if they had never come; decisions on them end. Unknown ids throw
    /// Error{not_found} and nothing is deleted.
    void erase(const std::vector<CustomerId>& ids, const Actor& actor = {});

  private:
    std::shared_ptr<CrmSession> session_;
};

}  // namespace scrm
