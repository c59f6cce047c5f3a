// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "identity/blocking/blocking_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/training/patterns_internal.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// The model as it fits these rows: a comparison for every other:<x> attribute when it is the person recipe,
/// and a prior from the sizes when it was never trained.
MatchModel fitted_to(const MatchModel& model, const Rows& rows);

/// The model without the blocking rules that propose, of these rows, only what another rule proposes: where
/// no record has a handle. Each costs the memory of a column.
MatchModel without_needless_rules(const MatchModel& model, const Rows& rows);

/// Learns m, u and the priors on prepared features. A model that is trained comes back unchanged. The
/// patterns of the pairs that it compared are kept in `keep` when it is given.
MatchModel learn(const MatchModel& model, const Features& features, const Blocking& blocking,
                 const TrainingOptions& options, const Execution& execution, ComparedPairs* keep = nullptr);

}  // namespace scrm::identity
