// SPDX-License-Identifier: Apache-2.0
#include "corrections_internal.hpp"

#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"

namespace scrm::storage::detail {
namespace {

Correction correction_from(const std::string& field, const std::string& value) {
    const auto known = parse_assessment_field(field);
    if (!known || parse_correction_value(*known, value) != value)
        throw Error{ErrorCode::corrupt_data, "a stored correction has an unknown field or value"};
    return {*known, value};
}

}  // namespace

void for_each_correction(Session& session, const std::function<void(const LiveCorrection&)>& callback) {
    session.query(
        "select network, scope, external_id, field, value, sequence from scrm_correction "
        "order by network, scope, external_id, field",
        "ttttti", {}, [&](const Row& row) {
            callback({{row.text(0), row.text(1), row.text(2)},
                      correction_from(row.text(3), row.text(4)),
                      row.integer(5)});
        });
}

std::vector<Correction> corrections_of(Session& session, const InteractionId& id) {
    std::vector<Correction> result;
    session.query(
        "select field, value from scrm_correction where network = :n and scope = :s and external_id = :e "
        "order by field",
        "tt", {id.network, id.scope, id.external_id},
        [&](const Row& row) { result.push_back(correction_from(row.text(0), row.text(1))); });
    return result;
}

std::string correction_bytes(std::int64_t sequence, const InteractionId& id, std::string_view field,
                             std::string_view value) {
    return Sha256{}
        .field("scrm-correction-1")
        .field(sequence)
        .field(id.network)
        .field(id.scope)
        .field(id.external_id)
        .field(field)
        .field(value)
        .finish()
        .hex();
}

}  // namespace scrm::storage::detail
