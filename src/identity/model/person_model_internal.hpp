// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// Where people show no names, logins are compared by what is rare in them, and those that share something
/// rare are compared at all.
void compare_logins_alone(MatchModel& model);

/// How often handles name their bearers is learnt from what is found, where nothing else finds anybody.
void learn_handle_names(MatchModel& model);

}  // namespace scrm::identity
