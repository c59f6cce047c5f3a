// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/sample/records_internal.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/identity/sample.hpp"

namespace scrm::identity::sample {

/// What is known of a customer row once its cells are elsewhere.
struct RowKey {
    std::uint64_t order = 0;
    std::uint64_t person = 0;
    std::string_view role;
    std::size_t chunk = 0;
    std::size_t row = 0;  ///< within the chunk
};

/// Makes the customers chunk by chunk; `keep(chunk, rows)` is called from several threads, once for each
/// chunk and never at once for the same one, and may move from the rows.
struct CustomerSide {
    std::vector<RowKey> rows;  ///< in the order of the file
    std::uint64_t households = 0;
    std::uint64_t persons = 0;  ///< with a record
    std::uint64_t companies = 0;
    std::uint64_t duplicates = 0;
};
using KeepRows = std::function<void(std::size_t chunk, std::vector<CustomerRow>& rows)>;
using MakeRoom = std::function<void(std::size_t chunks)>;

CustomerSide make_customers(const Population& population, std::uint64_t at_least, const MakeRoom& make_room,
                            const KeepRows& keep, const Execution& execution);

/// Exactly `options.identities` profiles, in the order of the file.
std::vector<Profile> make_profiles(const Population& population, const CustomerSide& customers,
                                   const SampleOptions& options, const Execution& execution);

/// "C0000017"
std::string customer_id(std::size_t rank);
std::string person_id(std::uint64_t person);
/// For each profile the rank of a customer row of its owner, or SIZE_MAX.
std::vector<std::size_t> true_customers(const CustomerSide& customers, const std::vector<Profile>& profiles);

/// One JSON line with its newline.
void append_identity_line(std::string& out, const SocialIdentity& identity);
/// Lines `first` to `last` of interactions.jsonl.
std::string interaction_lines(const Habits& habits, const std::vector<Profile>& profiles, std::uint64_t first,
                              std::uint64_t last);

}  // namespace scrm::identity::sample
