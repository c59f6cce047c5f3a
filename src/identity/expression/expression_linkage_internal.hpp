// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "identity/records/rows_internal.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/identity/blocking_analysis.hpp"
#include "scrm/identity/explain.hpp"
#include "scrm/identity/linkage.hpp"

namespace scrm::identity {

/// link, dedupe, explain, train and analyze_blocking for models of expressions (has_expressions).
LinkResult link_by_expressions(const Rows& rows, const MatchModel& model, const LinkOptions& options,
                               const Execution& execution);
DedupeResult dedupe_by_expressions(const Rows& rows, const MatchModel& model, const LinkOptions& options,
                                   const Execution& execution);
/// `a` is the left row.
Explanation explain_by_expressions(const Rows& rows, Row a, Row b, const MatchModel& model, unsigned threads);
MatchModel train_by_expressions(const Rows& rows, const MatchModel& model, const TrainingOptions& options,
                                const Execution& execution);
BlockingAnalysis analyze_expression_blocking(const Rows& rows, const MatchModel& model,
                                             const BlockingAnalysisOptions& options,
                                             const Execution& execution);

}  // namespace scrm::identity
