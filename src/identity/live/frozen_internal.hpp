// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "identity/claims_internal.hpp"
#include "identity/training/population_internal.hpp"
#include "scrm/core/digest.hpp"
#include "scrm/identity/frozen_model.hpp"

namespace scrm::identity {

struct FrozenModel::State {
    MatchModel model;                ///< trained, with `customers` and `stranger_share`
    PopulationStatistics profiles;   ///< of profiles against customers
    PopulationStatistics customers;  ///< of customers against each other
    double persons = 0;              ///< in the bank
    std::map<std::string, FollowerCounts, std::less<>> followers;  ///< by network
    Digest digest;

    FollowerCounts followers_in(std::string_view network) const {
        const auto known = followers.find(network);
        return known == followers.end() ? FollowerCounts{} : known->second;
    }
};

}  // namespace scrm::identity
