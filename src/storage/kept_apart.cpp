// SPDX-License-Identifier: Apache-2.0

// Records that people keep apart, and no longer keep apart.
#include <algorithm>
#include <set>

#include "decisions_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::storage::detail {
namespace {

/// The decision as its event holds it. Throws for what names no two records.
Decision apart_event(Session& session, const Decision& decision) {
    if (decision.customer == decision.other) {
        throw Error{ErrorCode::invalid_argument, "a record cannot be kept apart from itself"};
    }
    require_customer(session, decision.customer);
    require_customer(session, decision.other);
    Decision event = decision;
    event.account = {};
    event.merge_id = {};
    event.customer = std::min(decision.customer, decision.other);
    event.other = std::max(decision.customer, decision.other);
    return event;
}

/// The event by which the two are kept apart, or 0.
std::int64_t holding(Session& session, const Decision& event) {
    std::int64_t sequence = 0;
    session.query("select sequence from scrm_keep_apart where customer_id = :a and other_id = :b", "i",
                  {event.customer.str(), event.other.str()},
                  [&](const Row& row) { sequence = row.integer(0); });
    return sequence;
}

/// A cluster that a decision contradicts is given up whole: with whom the others belong is for the next run
/// to say.
void leave_common_cluster(Session& session, const CustomerId& a, const CustomerId& b) {
    const auto cluster_of = [&](const CustomerId& id) {
        return session.text("select cluster_id from scrm_cluster where customer_id = :c", {id.str()});
    };
    const auto cluster = cluster_of(a);
    if (cluster && cluster == cluster_of(b))
        session.execute("delete from scrm_cluster where cluster_id = :k", {*cluster});
}

std::int64_t write_keep_apart(UnitOfWork& unit, const Decision& event) {
    Session& session = unit.session();
    const MergeForest group{group_edges(session, {event.customer})};
    if (group.root(event.customer) == group.root(event.other)) {
        throw Error{ErrorCode::conflict, "the records are merged; unmerge them first"};
    }
    const std::int64_t sequence = write_decision(unit, event);
    session.execute(
        "insert into scrm_keep_apart (customer_id, other_id, sequence) values (:a, :b, :q) "
        "on conflict (customer_id, other_id) do update set sequence = excluded.sequence",
        {event.customer.str(), event.other.str(), sequence});
    leave_common_cluster(session, event.customer, event.other);
    return sequence;
}

std::int64_t write_lift(UnitOfWork& unit, const Decision& event) {
    const std::int64_t sequence = write_decision(unit, event);
    unit.session().execute("delete from scrm_keep_apart where customer_id = :a and other_id = :b",
                           {event.customer.str(), event.other.str()});
    return sequence;
}

/// What was last decided of the two since one of them was last erased.
struct Latest {
    DecisionKind kind = DecisionKind::lift_keep_apart;
    UtcTime at;
    std::int64_t sequence = 0;
};

std::optional<Latest> latest_of(Session& session, const Decision& event) {
    std::optional<Latest> latest;
    session.query(
        "select d.kind, d.decided_at, d.sequence from scrm_decision d "
        "where d.customer_id = :a and d.other_id = :b and d.kind in ('keep_apart', 'lift_keep_apart') "
        "and not exists (select 1 from scrm_decision e where e.kind = 'erase' and e.sequence > d.sequence "
        "and e.customer_id in (d.customer_id, d.other_id)) order by d.sequence",
        "tii", {event.customer.str(), event.other.str()}, [&](const Row& row) {
            const bool is_lift = row.text(0) == to_string(DecisionKind::lift_keep_apart);
            latest = Latest{is_lift ? DecisionKind::lift_keep_apart : DecisionKind::keep_apart,
                            from_unix_micros(row.integer(1)), row.integer(2)};
        });
    return latest;
}

}  // namespace

AppendedDecision append_keep_apart(UnitOfWork& unit, const Decision& decision) {
    const Decision event = apart_event(unit.session(), decision);
    const std::int64_t sequence = holding(unit.session(), event);
    if (sequence != 0) return {false, sequence, {}};
    return {true, write_keep_apart(unit, event), {}};
}

AppendedDecision append_lift(UnitOfWork& unit, const Decision& decision) {
    const Decision event = apart_event(unit.session(), decision);
    if (holding(unit.session(), event) == 0)
        throw Error{ErrorCode::not_found, "the records are not kept apart"};
    return {true, write_lift(unit, event), {}};
}

AppendedDecision import_apart(UnitOfWork& unit, const Decision& decision) {
    const Decision event = apart_event(unit.session(), decision);
    const auto latest = latest_of(unit.session(), event);
    // Of the same moment the one that keeps apart counts, in whichever order they come.
    const bool gives_way = latest && latest->at == event.at &&
                           (latest->kind == event.kind || event.kind == DecisionKind::lift_keep_apart);
    const bool is_outdated = gives_way || (latest && latest->at > event.at);
    if (is_outdated) return {false, latest->sequence, {}};
    WholeOperation operation{unit.session()};
    try {
        const bool is_lift = event.kind == DecisionKind::lift_keep_apart;
        AppendedDecision result{true, is_lift ? write_lift(unit, event) : write_keep_apart(unit, event), {}};
        operation.done();
        return result;
    } catch (const DatabaseFault&) {
        throw;
    } catch (const Error&) {
        // Refused before anything was written.
        operation.done();
        throw;
    }
}

void require_not_apart(Session& session, const std::vector<CustomerId>& left,
                       const std::vector<CustomerId>& right) {
    const std::set<CustomerId> others{right.begin(), right.end()};
    for (const CustomerId& record : left) {
        bool apart = false;
        session.query(
            "select other_id from scrm_keep_apart where customer_id = :a "
            "union all select customer_id from scrm_keep_apart where other_id = :b",
            "t", {record.str(), record.str()},
            [&](const Row& row) { apart = apart || others.contains(CustomerId{row.text(0)}); });
        if (apart) throw Error{ErrorCode::conflict, "the records are kept apart by a decision"};
    }
}

}  // namespace scrm::storage::detail
