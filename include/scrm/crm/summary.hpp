// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scrm/core/time.hpp"
#include "scrm/identity/explain.hpp"
#include "scrm/model/identity_link.hpp"
#include "scrm/model/text_label.hpp"

namespace scrm {

/// A bin of a histogram: [low, high).
struct HistogramBin {
    double low = 0;
    double high = 0;
    std::int64_t count = 0;
};

/// Tiers of the identities of one network.
struct NetworkTiers {
    std::string network;
    std::int64_t match = 0;
    std::int64_t review = 0;
    std::int64_t none = 0;
};

/// One row of the review queue, values masked for somebody who may not see bank data.
struct ReviewRow {
    AccountId account;
    std::string masked_profile;  ///< initials of the name that the network shows
    CustomerId customer;
    std::string masked_customer;  ///< initials
    double probability = 0;
    double match_weight = 0;
};

/// Posts of one period, network and product, by what they say after corrections.
struct AssessmentCell {
    std::int64_t period = -1;  ///< index into AssessmentSeries::periods; -1: posts without a time
    std::string network;
    Product product = Product::other_none;
    std::array<std::int64_t, kPolarities> by_sentiment{};  ///< by Polarity
    std::array<std::int64_t, kIntents> by_intent{};        ///< by Intent
};

/// What customers said over time.
struct AssessmentSeries {
    std::string unit;                   ///< day, week (from Monday), month or year, as the posts span
    std::vector<std::string> periods;   ///< first day of each, YYYY-MM-DD in UTC, without gaps
    std::vector<AssessmentCell> cells;  ///< those with posts, by period, network, product
};

/// What the dashboard shows.
struct Summary {
    std::int64_t customers = 0;
    std::int64_t identities = 0;
    std::int64_t interactions = 0;
    std::int64_t quarantined = 0;
    std::int64_t duplicate_clusters = 0;
    std::int64_t duplicate_records = 0;
    std::map<std::string, std::int64_t> links_by_status;
    std::vector<NetworkTiers> tiers;               ///< by network name
    std::vector<HistogramBin> match_weights;       ///< of all candidate links, bits
    std::vector<HistogramBin> probabilities;       ///< of each identity's best candidate
    std::vector<ReviewRow> review;                 ///< the first of the queue
    std::optional<identity::Explanation> example;  ///< the evidence of one match, values masked
    std::optional<UtcTime> last_run;
    std::int64_t assessed = 0;   ///< interactions whose text was assessed
    std::int64_t corrected = 0;  ///< of them those in which a person corrected something
    AssessmentSeries assessments;
};

}  // namespace scrm
