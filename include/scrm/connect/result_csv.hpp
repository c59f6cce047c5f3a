// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/time.hpp"
#include "scrm/model/assessment.hpp"
#include "scrm/model/identity_link.hpp"
#include "scrm/model/interaction.hpp"
#include "scrm/model/social_identity.hpp"
#include "scrm/table/csv_writer.hpp"

namespace scrm::connect {

/// The result files of scrm as CSV, each a header and a row writer, so that a long file can be written piece
/// by piece. Bytes depend only on the values; numbers have 15 significant digits, or fewer when those give
/// back the same double.

/// network,scope,network_user_id,customer_id,probability,match_weight,tier,status,assurance
void write_links_header(table::CsvWriter& out);
void write_link(table::CsvWriter& out, const IdentityLink& link);

/// record_id,cluster_id
void write_clusters_header(table::CsvWriter& out);
void write_cluster(table::CsvWriter& out, std::string_view record_id, std::string_view cluster_id);

/// left_id,right_id,probability,match_weight,tier
void write_pairs_header(table::CsvWriter& out);
void write_pair(table::CsvWriter& out, std::string_view left_id, std::string_view right_id,
                double probability, double match_weight, Tier tier);

/// A row of the quarantine as it is exported.
struct QuarantineEntry {
    std::string kind;  ///< customers, identities, interactions, decisions
    std::int64_t row = 0;
    std::string reason;
    std::int64_t attempts = 0;
    UtcTime received_at{};
    std::string raw;  ///< masked bytes; invalid UTF-8 is written as U+FFFD
};

/// kind,row,reason,attempts,received_at and, with `raw`, raw
void write_quarantine_header(table::CsvWriter& out, bool raw);
void write_quarantine(table::CsvWriter& out, const QuarantineEntry& entry, bool raw);
/// The same as one JSON object.
std::string to_json_line(const QuarantineEntry& entry, bool raw);

/// network,scope,external_id,posted_at, the columns of `scrm classify` from language to brands, corrected,
/// model,assessed_at
void write_assessments_header(table::CsvWriter& out);
void write_assessment(table::CsvWriter& out, const Assessment& assessment);

/// The fields of the formats as columns; lists are joined by `;`, `as_written` is one JSON object in the last
/// column.
void write_identities_header(table::CsvWriter& out);
void write_identity(table::CsvWriter& out, const SocialIdentity& identity);
void write_interactions_header(table::CsvWriter& out);
void write_interaction(table::CsvWriter& out, const Interaction& interaction);

/// 15 significant digits at most, the fewest that read back to the same double rounded to 15 digits: stable
/// text for a probability or a weight.
std::string format_weight(double value);

}  // namespace scrm::connect
