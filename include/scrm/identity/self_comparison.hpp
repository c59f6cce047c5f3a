// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/identity/match_model.hpp"
#include "scrm/identity/record_set.hpp"

namespace scrm::identity {

/// The weight in bits, by RecordIndex, that each record reaches against itself: what the fullest agreement
/// with another record could bring, so a record below a threshold can hardly be linked at it. (Hardly: to a
/// model that knows relatives, a spelling that differs may say more than one that a family shares.) The model
/// is used as it is. Throws Error{invalid_argument} for a model that does not fit the records,
/// Error{cancelled}. Equal for any thread count.
std::vector<double> self_weights(const RecordSet& records, const MatchModel& model,
                                 const Execution& execution = {});

/// Records that cannot be linked at a threshold (Splink's unlinkables).
struct UnlinkablePoint {
    double weight = 0;       ///< threshold, bits
    double probability = 0;  ///< of a pair of that weight
    std::uint64_t records = 0;
    double share = 0;  ///< of all records

    friend bool operator==(const UnlinkablePoint&, const UnlinkablePoint&) = default;
};

/// How many records stay below each threshold, by rising weight: at every distinct self weight, at most
/// `most_points` of them spread evenly over the records, and a last one that no record reaches.
std::vector<UnlinkablePoint> unlinkables(std::span<const double> self_weights, std::size_t most_points = 256);

/// What agreement on one value is worth.
struct ValueFrequency {
    std::string value;  ///< as it is compared: folded, or the key that spellings share
    std::uint64_t records = 0;
    double share = 0;           ///< of the records that have a value
    double weight = 0;          ///< bits of the comparison when both sides have it
    double term_frequency = 0;  ///< the part of `weight` that comes from its rarity
};

/// The values of a comparison with term frequencies, the most frequent first, then by text. Throws
/// Error{not_found} when the model has no comparison of that name, Error{invalid_argument} when it counts no
/// frequencies.
std::vector<ValueFrequency> value_frequencies(const RecordSet& records, const MatchModel& model,
                                              std::string_view comparison, const Execution& execution = {});

}  // namespace scrm::identity
