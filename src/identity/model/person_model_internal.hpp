// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// Where people show no names, logins are compared by what is rare in them, and those that share something
/// rare are compared at all.
void compare_logins_alone(MatchModel& model);

/// Addresses on the web, of which one is one person's, but for those that a firm's people share.
void compare_urls(MatchModel& model);

/// How often handles name their bearers is learnt from what is found, where nothing else finds anybody.
void learn_handle_names(MatchModel& model);

}  // namespace scrm::identity
