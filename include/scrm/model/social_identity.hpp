// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scrm/core/time.hpp"
#include "scrm/model/ids.hpp"

namespace scrm {

/// A profile in a social network as the network gave it; the account's owner can write most of it himself.
///
/// Text fields are kept as written. A typed field whose value could not be read is empty here and its raw
/// JSON stands in `as_written`, so that nothing is lost and nothing turns into another valid value.
struct SocialIdentity {
    AccountId account;
    std::string handle;
    std::string display_name;
    std::string given_name;
    std::string family_name;
    std::string url;
    std::string bio;
    std::vector<std::string> emails;
    std::vector<std::string> phones;
    std::string city;
    std::string region;
    std::string country;
    std::string birth_date;  ///< ISO date or --MM-DD, or as written
    std::string gender;
    std::vector<std::string> links;
    std::optional<std::int64_t> followers;
    std::optional<bool> verified;
    std::string kind;   ///< person, page, bot, anonymous, or as written; empty: unknown
    std::string state;  ///< active, deleted, banned, private, or as written; empty: unknown
    std::optional<UtcTime> observed_at;
    std::map<std::string, std::string>
        as_written;  ///< field → raw JSON: unknown fields and unreadable values

    friend bool operator==(const SocialIdentity&, const SocialIdentity&) = default;
};

}  // namespace scrm
