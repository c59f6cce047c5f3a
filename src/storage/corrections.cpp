// SPDX-License-Identifier: Apache-2.0
#include "corrections_internal.hpp"

#include "decisions_internal.hpp"
#include "document_table_internal.hpp"
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

/// What holds of the post and field of a decision; sequence 0: nothing.
struct Held {
    std::string value;
    std::int64_t sequence = 0;
    UtcTime at{};
};

Held held_now(Session& session, const Decision& decision) {
    Held held;
    const InteractionId& post = decision.interaction;
    session.query(
        "select c.value, c.sequence, d.decided_at from scrm_correction c "
        "join scrm_decision d on d.sequence = c.sequence "
        "where c.network = :n and c.scope = :s and c.external_id = :e and c.field = :f",
        "tii", {post.network, post.scope, post.external_id, decision.field}, [&](const Row& row) {
            held = {row.text(0), row.integer(1), from_unix_micros(row.integer(2))};
        });
    return held;
}

/// The value as it is stored.
std::string checked_value(Session& session, const Decision& decision) {
    const auto field = parse_assessment_field(decision.field);
    if (!field) throw Error{ErrorCode::invalid_argument, "an assessment has no such field"};
    const auto value = parse_correction_value(*field, decision.value);
    if (!value)
        throw Error{ErrorCode::invalid_argument,
                    decision.field + " can be " + correction_values(*field) + ", nothing else"};
    const InteractionId& post = decision.interaction;
    if (!has_document(session, interaction_table(), {post.network, post.scope, post.external_id}))
        throw Error{ErrorCode::not_found, "there is no such interaction"};
    return *value;
}

AppendedDecision write_correction(UnitOfWork& unit, const Decision& decision, const std::string& value) {
    Decision event{DecisionKind::correct, {}, {}, {}, {}, decision.reason, decision.actor, decision.at};
    const InteractionId& post = decision.interaction;
    event.interaction = post;
    event.field = decision.field;
    event.value = value;
    const std::int64_t sequence = write_decision(unit, event);
    unit.session().execute(
        "insert into scrm_correction (network, scope, external_id, field, value, sequence) "
        "values (:n, :s, :e, :f, :v, :q) on conflict (network, scope, external_id, field) "
        "do update set value = excluded.value, sequence = excluded.sequence",
        {post.network, post.scope, post.external_id, event.field, event.value, sequence});
    return {true, sequence, {}};
}

}  // namespace

AppendedDecision append_correction(UnitOfWork& unit, const Decision& decision) {
    const std::string value = checked_value(unit.session(), decision);
    const Held held = held_now(unit.session(), decision);
    if (held.sequence != 0 && held.value == value) return {false, held.sequence, {}};
    return write_correction(unit, decision, value);
}

AppendedDecision import_correction(UnitOfWork& unit, const Decision& decision) {
    const std::string value = checked_value(unit.session(), decision);
    const Held held = held_now(unit.session(), decision);
    const bool is_repeated = held.value == value && held.at == decision.at;
    if (held.sequence != 0 && (held.at > decision.at || is_repeated)) return {false, held.sequence, {}};
    WholeOperation operation{unit.session()};
    AppendedDecision result = write_correction(unit, decision, value);
    operation.done();
    return result;
}

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
