// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/connect/import_row.hpp"
#include "scrm/core/time.hpp"
#include "scrm/model/customer.hpp"
#include "scrm/model/interaction.hpp"
#include "scrm/model/social_identity.hpp"

namespace scrm::storage {

/// What became of the records of a batch: each is counted once, as if they had come one by one.
struct UpsertCounts {
    std::int64_t inserted = 0;
    std::int64_t updated = 0;
    std::int64_t unchanged = 0;  ///< equal to, or superseded by, what was there

    UpsertCounts& operator+=(const UpsertCounts& other) noexcept {
        inserted += other.inserted;
        updated += other.updated;
        unchanged += other.unchanged;
        return *this;
    }
    friend bool operator==(const UpsertCounts&, const UpsertCounts&) = default;
};

/// A record on its way into the database: its key, what decides between two versions, and its canonical
/// bytes.
struct CustomerWrite {
    CustomerId id;
    std::string document;  ///< connect::to_json_line
    std::vector<connect::OriginalBytes> originals;
    std::vector<std::int64_t> search_keys = {};  ///< ascending, distinct: SearchKeyRecipe::keys
};
struct IdentityWrite {
    AccountId account;
    std::optional<UtcTime> observed_at;
    std::string document;
    std::vector<connect::OriginalBytes> originals;
};
struct InteractionWrite {
    InteractionId id;
    std::optional<UtcTime> version_at;  ///< the later of edited_at and created_at
    bool deleted = false;               ///< op is delete
    std::string document;
    std::vector<connect::OriginalBytes> originals;
    std::string text;                  ///< text_to_assess
    std::optional<UtcTime> posted_at;  ///< created_at, else edited_at, else received_at
};

/// The write of a value; `document` is computed when it is empty. Search keys are the caller's.
CustomerWrite make_write(const Customer& customer, std::string document = {},
                         std::vector<connect::OriginalBytes> originals = {});
IdentityWrite make_write(const SocialIdentity& identity, std::string document = {},
                         std::vector<connect::OriginalBytes> originals = {});
InteractionWrite make_write(const Interaction& interaction, std::string document = {},
                            std::vector<connect::OriginalBytes> originals = {});

/// Called with the canonical bytes of a record, valid during the call only. It must not write through the
/// same unit of work.
using DocumentCallback = std::function<void(std::string_view document)>;

}  // namespace scrm::storage
