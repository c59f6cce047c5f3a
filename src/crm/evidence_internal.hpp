// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scrm/identity/match_model.hpp"
#include "session_internal.hpp"

namespace scrm::detail {

/// The model of the last run; trained on the records when there was none.
identity::MatchModel current_model(const CrmSession& session, const LinkageInput& input);

}  // namespace scrm::detail
