// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/model/customer.hpp"
#include "scrm/model/social_identity.hpp"

namespace scrm::identity {

/// What a synthetic bank looks like. All names, texts and numbers are made up; nothing comes from real
/// people.
///
/// The rates of everything that is not named here (duplicates, missing fields, name styles, shares of
/// networks …) are drawn from the seed within realistic bounds, so that no two seeds are the same kind of
/// bank.
struct SampleOptions {
    std::uint64_t customers = 20'000;   ///< at least this many customer rows, duplicates included
    std::uint64_t identities = 10'000;  ///< exactly this many profiles
    std::uint64_t interactions = 0;     ///< exactly this many interactions; 0 when there are no profiles
    std::uint64_t seed = 1;
    double stranger_share = 0.6;  ///< of the profiles: how many belong to nobody in the bank, 0..1
};

/// What was made. `findable` counts profiles of customers that show at least a name, a phone, an e-mail or a
/// handle made from the owner's name; the other profiles of customers (`anonymous`) show a nickname only.
struct SampleSummary {
    std::uint64_t customers = 0;   ///< rows, companies and duplicates included
    std::uint64_t persons = 0;     ///< distinct people (and companies) behind them
    std::uint64_t duplicates = 0;  ///< rows beyond the first of their person
    std::uint64_t companies = 0;
    std::uint64_t identities = 0;
    std::uint64_t findable = 0;
    std::uint64_t anonymous = 0;
    std::uint64_t strangers =
        0;  ///< owners without any record: strangers, relatives of customers, bots, fakes
    std::uint64_t impostors = 0;  ///< copies of a customer's profile; counted in `strangers` too
    std::uint64_t interactions = 0;
};

/// A line of truth.csv. `role` of a customer row: customer, duplicate, twin, namesake_relative, company; of a
/// profile: customer, anonymous, company (these name a true `customer_id`), stranger, namesake, relative,
/// recycled, impostor, bank_fake, bot (these do not).
struct SampleTruth {
    std::string record_kind;  ///< "customer" or "identity"
    AccountId account;        ///< empty for a customer row
    CustomerId customer;      ///< identity: one true record of its owner; empty for strangers and impostors
    std::string person_id;    ///< equal for all rows of one person
    std::string role;

    friend bool operator==(const SampleTruth&, const SampleTruth&) = default;
};

/// A whole bank in memory, rows in the order of the files. About 1.5 kB a customer: for tests and benchmarks.
struct SampleBank {
    std::vector<Customer> customers;
    std::vector<SocialIdentity> identities;
    std::vector<SampleTruth> truth;  ///< one per customer, then one per identity
    SampleSummary summary;
};

/// The bank of these options, without interactions. Deterministic for any thread count.
/// Throws Error{invalid_argument} when stranger_share is not within 0..1, Error{cancelled}.
SampleBank make_sample(const SampleOptions& options, const Execution& execution = {});

/// Writes customers.csv, identities.jsonl, interactions.jsonl and truth.csv into `dir` (made when absent,
/// files replaced).
///
/// The formats are those of the import commands; truth.csv has the columns
/// `record_kind,network,scope,network_user_id,customer_id,person_id,role`. The same options give the same
/// bytes for any thread count. Some interactions hold made-up card numbers (valid check digit, unissued
/// range), so that masking can be seen at work; nothing else does. Throws like make_sample, and
/// Error{unavailable} when a file cannot be written.
SampleSummary write_sample(const SampleOptions& options, const std::filesystem::path& dir,
                           const Execution& execution = {});

}  // namespace scrm::identity
