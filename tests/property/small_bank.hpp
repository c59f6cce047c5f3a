// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "scrm/connect/canonical_json.hpp"
#include "scrm/connect/customer_csv.hpp"
#include "scrm/core/random.hpp"
#include "scrm/crm/crm.hpp"
#include "scrm/identity/sample.hpp"

namespace scrm::test {

inline identity::SampleBank small_bank(std::uint64_t seed, std::uint64_t customers = 120,
                                       std::uint64_t identities = 60) {
    identity::SampleOptions options;
    options.customers = customers;
    options.identities = identities;
    options.seed = seed;
    return identity::make_sample(options);
}

inline std::string customers_csv(const std::vector<Customer>& customers) {
    return connect::customers_csv(customers);
}

template <class Record>
std::string json_lines(const std::vector<Record>& records) {
    std::string lines;
    for (const Record& record : records) lines += connect::to_json_line(record) + "\n";
    return lines;
}

inline ImportReport import_customers(Crm& crm, const std::vector<Customer>& customers) {
    std::istringstream in{customers_csv(customers)};
    return crm.customers().import_csv(in);
}

inline ImportReport import_identities(Crm& crm, const std::vector<SocialIdentity>& identities) {
    std::istringstream in{json_lines(identities)};
    return crm.identities().import_jsonl(in);
}

inline ImportReport import_interactions(Crm& crm, const std::vector<Interaction>& interactions) {
    std::istringstream in{json_lines(interactions)};
    return crm.interactions().import_jsonl(in);
}

inline std::string links_text(const Crm& crm) {
    std::ostringstream out;
    crm.resolution().write_links(out);
    return out.str();
}

template <class T>
void shuffle(std::vector<T>& values, Random& random) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[random.below(i)]);
}

}  // namespace scrm::test
