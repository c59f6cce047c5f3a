// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scrm/model/ids.hpp"

namespace scrm {

/// A CRM record as its source wrote it: text, cleaned of invalid bytes and card numbers, otherwise untouched.
///
/// Every field is kept as written, also one that no parser understands; what a field *means* is computed by
/// `person` when it is needed. A value; two records with equal members are the same source record.
struct Customer {
    CustomerId id;
    std::string kind;  ///< "person", "company", or as written; empty means person
    std::string full_name;
    std::string given_name;
    std::string family_name;
    std::string patronymic;
    std::string gender;               ///< m, f, or as written
    std::string birth_date;           ///< ISO date or --MM-DD, or as written
    std::vector<std::string> phones;  ///< as written, one number each
    std::vector<std::string> emails;
    std::string city;
    std::string region;
    std::string country;
    std::string address;
    std::string employer;
    std::string segment;
    std::string branch;
    std::string created_at;                         ///< RFC 3339, or as written
    std::map<std::string, std::string> attributes;  ///< further columns of the source by their header

    friend bool operator==(const Customer&, const Customer&) = default;
};

}  // namespace scrm
