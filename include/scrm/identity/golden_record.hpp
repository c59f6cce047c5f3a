// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/time.hpp"
#include "scrm/identity/survivorship.hpp"
#include "scrm/model/customer.hpp"
#include "scrm/model/social_identity.hpp"

namespace scrm::identity {

/// One record that takes part, seen as fields. Made by `source_record`.
struct SourceRecord {
    std::string source;     ///< "crm" or the network
    std::string record_id;  ///< customer id, or NETWORK:ID
    std::optional<UtcTime> as_of;
    /// Non-empty fields, sorted by name; a field may hold several values (phones, emails).
    struct Field {
        std::string name;
        std::vector<std::string> values;

        friend bool operator==(const Field&, const Field&) = default;
    };
    std::vector<Field> fields;
};

/// as_of = created_at when it can be read.
SourceRecord source_record(const Customer& customer);
/// as_of = observed_at; display_name stands for full_name; city, region, country, birth date, phones, emails
/// as given.
SourceRecord source_record(const SocialIdentity& identity);

/// Where a value came from; of a pinned one, source "pinned" and the record that it was pinned on.
struct Provenance {
    std::string source;
    std::string record_id;
    std::optional<UtcTime> as_of;

    friend bool operator==(const Provenance&, const Provenance&) = default;
};

/// A value that stands in the golden record or lost against it.
struct GoldenValue {
    std::string value;
    Provenance provenance;

    friend bool operator==(const GoldenValue&, const GoldenValue&) = default;
};

/// One attribute of the golden record.
struct GoldenField {
    std::string name;
    /// One; several where the field holds many; none when the winner of a group leaves it empty and others do
    /// not.
    std::vector<GoldenValue> values;
    SurvivorshipStrategy strategy = SurvivorshipStrategy::source_priority;
    std::vector<GoldenValue>
        alternatives;  ///< distinct losing values, best first: kept, and still matched on

    friend bool operator==(const GoldenField&, const GoldenField&) = default;
};

/// What the bank knows of one customer over all its records and accounts.
struct GoldenRecord {
    CustomerId id;
    std::vector<GoldenField> fields;  ///< sorted by name; only fields that some record fills

    const GoldenField* find(std::string_view name) const noexcept;
    /// The surviving values as a record, `id` as its id.
    Customer to_customer() const;

    friend bool operator==(const GoldenRecord&, const GoldenRecord&) = default;
};

/// Pure and independent of the order of `records`; a record given twice counts once. Fields without a rule
/// survive by source priority. `now` is the moment at which trust has decayed so far; empty: that of the
/// latest record, so that the result depends on the records alone. A record later than `now` is fresh. Throws
/// what policy.validate() throws.
GoldenRecord golden_record(const CustomerId& id, const std::vector<SourceRecord>& records,
                           const SurvivorshipPolicy& policy, std::optional<UtcTime> now = std::nullopt);

}  // namespace scrm::identity
