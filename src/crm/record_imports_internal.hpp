// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scrm/connect/customer_csv.hpp"
#include "scrm/connect/decision_jsonl.hpp"
#include "scrm/connect/identity_jsonl.hpp"
#include "scrm/connect/interaction_jsonl.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/crm/import_report.hpp"

namespace scrm {

class CrmSession;

namespace detail {

/// Stores what is left in a reader. One of them for each kind of records, beside the service of that kind.
ImportReport import_records(CrmSession& session, connect::CustomerCsvReader& reader,
                            const Execution& execution);
ImportReport import_records(CrmSession& session, connect::IdentityJsonlReader& reader,
                            const Execution& execution);
ImportReport import_records(CrmSession& session, connect::InteractionJsonlReader& reader,
                            const Execution& execution);
ImportReport import_records(CrmSession& session, connect::DecisionJsonlReader& reader,
                            const Execution& execution);

}  // namespace detail
}  // namespace scrm
