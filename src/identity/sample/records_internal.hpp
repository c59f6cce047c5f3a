// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "identity/sample/population_internal.hpp"
#include "scrm/model/customer.hpp"
#include "scrm/model/social_identity.hpp"

namespace scrm::identity::sample {

/// A customer row before it has its id: rows are numbered in the order of `order`, which is random.
struct CustomerRow {
    Customer record;
    std::uint64_t order = 0;
    std::uint64_t person = 0;
    std::string_view role;
};

/// The rows of one person (or company): the first record and its duplicates.
void add_customer_rows(const Population& population, const Person& person, std::vector<CustomerRow>& out);
std::size_t customer_row_count(const Population& population, const Person& person);

struct Profile {
    SocialIdentity identity;
    std::uint64_t order = 0;
    std::uint64_t person = 0;
    std::string_view role;
    bool of_customer = false;
};

/// The accounts of a person in all networks, one to four, some of which point at each other.
std::vector<Profile> profiles_of(const Population& population, const Person& person,
                                 std::string_view stranger_role);
/// A copy of the person's profile by somebody else.
Profile impostor_of(const Population& population, const Person& target, std::uint64_t key);
/// A messenger account that has a number which once belonged to `former_owner`.
Profile recycled_phone(const Population& population, Person owner, const Person& former_owner);
Profile bank_fake(std::uint64_t key);
Profile bot(std::uint64_t key);
/// Mean number of profiles of a person who has any.
inline constexpr double kProfilesPerPerson = 1.6;

}  // namespace scrm::identity::sample
