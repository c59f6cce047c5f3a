// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "scrm/identity/match_model.hpp"
#include "scrm/identity/record_set.hpp"
#include "scrm/identity/value_statistics.hpp"

namespace scrm::identity {

/// What one comparison says of a pair.
struct Evidence {
    std::string comparison;
    std::vector<std::string> attributes;
    std::string left;  ///< the values compared, joined by "; "; raw: the caller masks them
    std::string right;
    std::string level;  ///< "no evidence" when a side has no value
    double m = 0;
    double u = 0;
    double weight = 0;          ///< bits, term frequency included
    double term_frequency = 0;  ///< the part of `weight` that comes from the rarity of the value

    friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// Why two records are, or are not, one person: prior_weight + Σ weight = total_weight.
struct Explanation {
    std::string left_id;
    std::string right_id;
    double prior_weight = 0;
    std::vector<Evidence> evidence;  ///< in the model's order
    double total_weight = 0;
    double probability = 0;

    friend bool operator==(const Explanation&, const Explanation&) = default;
};

/// Explains a pair with the value frequencies of the whole sets. `left` and `right` may be the same set.
/// `threads` 0: as many as the process may use.
Explanation explain(const RecordSet& left, RecordIndex left_record, const RecordSet& right,
                    RecordIndex right_record, const MatchModel& model, unsigned threads = 0);

/// Explains a pair with the value frequencies of the populations that a linkage has seen: the same as above
/// when the records have not changed since, whatever else the sets hold. `model` is the one that was used.
Explanation explain(const RecordSet& left, RecordIndex left_record, const RecordSet& right,
                    RecordIndex right_record, const MatchModel& model, const ValueStatistics& population);

/// {"left_id":…,"right_id":…,"prior_weight":…,"evidence":[…],…} on one line.
std::string to_json(const Explanation& explanation);

}  // namespace scrm::identity
