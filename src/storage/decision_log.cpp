// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/decision_log.hpp"

#include <algorithm>
#include <set>

#include "corrections_internal.hpp"
#include "decisions_internal.hpp"
#include "document_table_internal.hpp"
#include "link_sum_internal.hpp"
#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"
#include "scrm/storage/audit_log.hpp"

namespace scrm::storage {
namespace {

using detail::LinkChange;
using detail::LivePair;
using detail::Row;
using detail::Session;
using detail::Values;

const std::string kColumns = "d.sequence, " + std::string{detail::kEventColumns} +
                             ", d.actor, d.decided_at, coalesce(r.reason, ''), coalesce(c.value, '')";
constexpr std::string_view kFrom =
    " from scrm_decision d left join scrm_decision_reason r on r.sequence = d.sequence "
    "left join scrm_correction c on d.kind = 'correct' and c.network = d.network and c.scope = d.scope and "
    "c.external_id = d.external_id and c.field = d.field and c.sequence = d.sequence ";
constexpr std::string_view kTypes = "ittttttttttitt";
constexpr std::string_view kLive =
    "(select sequence from scrm_pair_decision union all select sequence from scrm_keep_apart "
    "union all select sequence from scrm_merge union all select sequence from scrm_correction)";

/// Whether the event is what is live on its subject, found by the keys of the live tables. None of a post: no
/// record's history has one.
constexpr std::string_view kIsLive =
    ", (select count(*) from scrm_pair_decision l where l.network = d.network and l.scope = d.scope and "
    "l.network_user_id = d.network_user_id and l.customer_id = d.customer_id and l.sequence = d.sequence) + "
    "(select count(*) from scrm_keep_apart l where l.customer_id = d.customer_id and l.other_id = d.other_id "
    "and l.sequence = d.sequence) + (select count(*) from scrm_merge l where l.survivor_id = d.customer_id "
    "and l.other_id = d.other_id and l.sequence = d.sequence)";

LoggedDecision decision_of(const Row& row) {
    auto event = detail::event_of(row, 1);
    if (!event) throw Error{ErrorCode::corrupt_data, "a stored decision has an unknown kind"};
    LoggedDecision logged;
    logged.sequence = row.integer(0);
    logged.decision = std::move(*event);
    constexpr std::size_t kRest = 1 + detail::kEventColumnCount;
    logged.decision.actor = row.text(kRest);
    logged.decision.at = from_unix_micros(row.integer(kRest + 1));
    logged.decision.reason = row.text(kRest + 2);
    logged.decision.value = row.text(kRest + 3);
    return logged;
}

constexpr std::string_view kEdges =
    "select m.merge_id, m.survivor_id, m.other_id, m.sequence, coalesce(d.decided_at, 0) from scrm_merge m "
    "left join scrm_decision d on d.sequence = m.sequence ";
constexpr std::string_view kEdgeTypes = "tttii";

MergeEdge edge_of(const Row& row) {
    return {MergeId{row.text(0)}, CustomerId{row.text(1)}, CustomerId{row.text(2)}, row.integer(3),
            from_unix_micros(row.integer(4))};
}

void require_account(Session& session, const AccountId& account) {
    if (detail::has_document(session, detail::identity_table(),
                             {account.network, account.scope, account.network_user_id})) {
        return;
    }
    throw Error{ErrorCode::not_found, "there is no such social identity"};
}

/// The link of a decided pair, in step with the decision. Figures of a run stay; without any the decision
/// says how probable the pair is.
void decide_link(Session& session, const Decision& decision) {
    const bool confirmed = decision.kind == DecisionKind::confirm;
    const std::string status = confirmed                               ? "confirmed"
                               : decision.kind == DecisionKind::reject ? "rejected"
                                                                       : "revoked";
    const std::string tier = confirmed ? "match" : "none";
    const std::string assurance = confirmed ? "asserted" : "inferred";
    LinkChange change{session,
                      " where network = :n and scope = :s and network_user_id = :u and customer_id = :c",
                      {decision.account.network, decision.account.scope, decision.account.network_user_id,
                       decision.customer.str()}};
    session.execute(
        "insert into scrm_link (network, scope, network_user_id, customer_id, probability, match_weight, "
        "tier, "
        "status, assurance) values (:n, :s, :u, :c, :p, :w, :t, :st, :a) "
        "on conflict (network, scope, network_user_id, customer_id) do update set "
        "probability = case when scrm_link.match_weight = 0 and scrm_link.probability in (0, 1) "
        "then excluded.probability else scrm_link.probability end, "
        "tier = excluded.tier, status = excluded.status, assurance = excluded.assurance",
        {decision.account.network, decision.account.scope, decision.account.network_user_id,
         decision.customer.str(), confirmed ? 1.0 : 0.0, 0.0, tier, status, assurance});
    change.done();
}

/// Whether another decision of the account, on a record merged with that of this pair, came after it.
bool is_overruled(Session& session, const std::vector<LivePair>& pairs, const LivePair& pair) {
    if (pairs.size() < 2) return false;
    const MergeForest group{detail::group_edges(session, {pair.customer})};
    return std::any_of(pairs.begin(), pairs.end(), [&](const LivePair& one) {
        return std::pair{one.at, one.sequence} > std::pair{pair.at, pair.sequence} &&
               group.root(one.customer) == group.root(pair.customer);
    });
}

AppendedDecision append_pair(UnitOfWork& unit, const Decision& decision) {
    Session& session = unit.session();
    const Decision event = detail::pair_event(session, decision);
    const std::vector<LivePair> pairs = detail::live_pairs(session, event.account);
    // A person's own word is another decision than a confirmation that gave way to a later one, and said
    // again after another one on a merged record it is the latest again.
    for (const LivePair& pair : pairs) {
        if (pair.customer == event.customer && pair.kind == event.kind && pair.other == event.other &&
            !is_overruled(session, pairs, pair))
            return {false, pair.sequence, {}};
    }
    return {true, detail::decide_pair(unit, event), {}};
}

/// Whether the id may name one more edge of this survivor: never used, or shared with a live merge of one
/// call.
bool merge_id_is_free(Session& session, const MergeId& id, const CustomerId& survivor) {
    if (id.empty()) return false;
    if (session.integer("select count(*) from scrm_decision where merge_id = :m", {id.str()}) == 0)
        return true;
    return session.integer("select count(*) from scrm_merge where merge_id = :m and survivor_id = :s",
                           {id.str(), survivor.str()}) != 0;
}

AppendedDecision append_merge(UnitOfWork& unit, DecisionLog& log, const Decision& decision) {
    Session& session = unit.session();
    if (decision.customer == decision.other) {
        throw Error{ErrorCode::invalid_argument, "a record cannot be merged with itself"};
    }
    detail::require_customer(session, decision.customer);
    detail::require_customer(session, decision.other);
    AppendedDecision result;
    session.query("select merge_id, sequence from scrm_merge where survivor_id = :s and other_id = :o", "ti",
                  {decision.customer.str(), decision.other.str()}, [&](const Row& row) {
                      result = {false, row.integer(1), MergeId{row.text(0)}};
                  });
    if (result.sequence != 0) return result;
    const MergeForest group{detail::group_edges(session, {decision.customer, decision.other})};
    if (group.root(decision.customer) != group.root(decision.other)) {
        detail::require_not_apart(session, group.members(decision.customer), group.members(decision.other));
    }
    Decision event = decision;
    event.account = {};
    if (!merge_id_is_free(session, event.merge_id, event.customer)) event.merge_id = log.new_merge_id();
    result = {true, detail::write_decision(unit, event), event.merge_id};
    session.execute(
        "insert into scrm_merge (survivor_id, other_id, merge_id, sequence) values (:s, :o, :m, :q)",
        {event.customer.str(), event.other.str(), event.merge_id.str(), result.sequence});
    return result;
}

AppendedDecision append_unmerge(UnitOfWork& unit, const Decision& decision) {
    Session& session = unit.session();
    std::vector<MergeEdge> edges;
    session.query(std::string{kEdges} + "where m.merge_id = :m order by m.sequence", kEdgeTypes,
                  {decision.merge_id.str()}, [&](const Row& row) { edges.push_back(edge_of(row)); });
    if (edges.empty()) {
        if (session.integer("select count(*) from scrm_decision where merge_id = :m",
                            {decision.merge_id.str()}) != 0) {
            throw Error{ErrorCode::conflict, "the merge was undone already"};
        }
        throw Error{ErrorCode::not_found, "there is no such merge"};
    }
    AppendedDecision result{true, 0, decision.merge_id};
    // One event for every edge, so that each record's history tells of it.
    for (const MergeEdge& edge : edges) {
        result.sequence = detail::write_decision(unit, {DecisionKind::unmerge,
                                                        {},
                                                        edge.survivor,
                                                        edge.other,
                                                        decision.merge_id,
                                                        decision.reason,
                                                        decision.actor,
                                                        decision.at});
    }
    session.execute("delete from scrm_merge where merge_id = :m", {decision.merge_id.str()});
    return result;
}

}  // namespace

namespace detail {

void require_customer(Session& session, const CustomerId& id) {
    if (has_document(session, customer_table(), {id.str()})) return;
    throw Error{ErrorCode::not_found, "there is no such customer"};
}

void lock_decisions(Session& session) {
    if (session.is_sqlite()) return;
    session.execute("update scrm_audit_head set sequence = sequence where id = 1");
}

std::optional<Decision> event_of(const Row& row, std::size_t first) {
    const auto kind = parse_decision_kind(row.text(first));
    if (!kind) return std::nullopt;
    Decision decision;
    decision.kind = *kind;
    decision.customer = CustomerId{row.text(first + 4)};
    decision.other = CustomerId{row.text(first + 5)};
    decision.merge_id = MergeId{row.text(first + 6)};
    decision.field = row.text(first + 8);
    const std::string& external_id = row.text(first + 7);
    if (external_id.empty()) {
        decision.account = {row.text(first + 1), row.text(first + 2), row.text(first + 3)};
    } else {
        decision.interaction = {row.text(first + 1), row.text(first + 2), external_id};
    }
    return decision;
}

std::string decision_bytes(std::int64_t sequence, const Decision& decision,
                           std::string_view value_commitment) {
    const InteractionId& post = decision.interaction;
    const bool on_post = !post.external_id.empty();
    Sha256 digest;
    digest.field(sequence)
        .field(to_string(decision.kind))
        .field(on_post ? post.network : decision.account.network)
        .field(on_post ? post.scope : decision.account.scope)
        .field(decision.account.network_user_id)
        .field(decision.customer.str())
        .field(decision.other.str())
        .field(decision.merge_id.str())
        .field(decision.actor)
        .field(to_unix_micros(decision.at));
    // Decisions from before there were any on posts keep the bytes that their entries committed to.
    if (on_post) digest.field(post.external_id).field(decision.field).field(value_commitment);
    return digest.finish().hex();
}

std::int64_t write_decision(UnitOfWork& unit, const Decision& decision) {
    Session& session = unit.session();
    const InteractionId& post = decision.interaction;
    const bool on_post = !post.external_id.empty();
    for (const std::string* key :
         {&decision.account.network, &decision.account.scope, &decision.account.network_user_id,
          &decision.customer.str(), &decision.other.str(), &decision.merge_id.str(), &post.network,
          &post.scope, &post.external_id}) {
        require_key(*key);
    }
    const std::int64_t sequence = session.integer("select coalesce(max(sequence), 0) + 1 from scrm_decision");
    std::string commitment;
    if (decision.kind == DecisionKind::correct) {
        commitment =
            AuditLog{unit}.commitment(correction_bytes(sequence, post, decision.field, decision.value)).hex();
    }
    session.execute(
        "insert into scrm_decision (sequence, kind, network, scope, network_user_id, customer_id, other_id, "
        "merge_id, actor, decided_at, external_id, field, value_commitment, audit_sequence) values (:q, :k, "
        ":n, :s, :u, :c, :o, :m, :a, :t, :e, :f, :v, "
        "(select sequence + 1 from scrm_audit_head where id = 1))",
        {sequence, std::string{to_string(decision.kind)}, on_post ? post.network : decision.account.network,
         on_post ? post.scope : decision.account.scope, decision.account.network_user_id,
         decision.customer.str(), decision.other.str(), decision.merge_id.str(), decision.actor,
         to_unix_micros(decision.at), post.external_id, decision.field, commitment});
    if (!decision.reason.empty()) {
        session.execute("insert into scrm_decision_reason (sequence, reason) values (:q, :r)",
                        {sequence, decision.reason});
    }
    session.uncovered_decisions() += decision_bytes(sequence, decision, commitment);
    return sequence;
}

std::vector<LivePair> live_pairs(Session& session, const AccountId& account) {
    std::vector<LivePair> pairs;
    session.query(
        "select p.kind, p.customer_id, d.other_id, p.sequence, d.decided_at from scrm_pair_decision p "
        "join scrm_decision d on d.sequence = p.sequence "
        "where p.network = :n and p.scope = :s and p.network_user_id = :u order by p.sequence",
        "tttii", {account.network, account.scope, account.network_user_id}, [&](const Row& row) {
            pairs.push_back({parse_decision_kind(row.text(0)).value_or(DecisionKind::unlink),
                             CustomerId{row.text(1)}, CustomerId{row.text(2)}, row.integer(3),
                             from_unix_micros(row.integer(4))});
        });
    return pairs;
}

Decision pair_event(Session& session, const Decision& decision) {
    require_account(session, decision.account);
    require_customer(session, decision.customer);
    Decision event = decision;
    event.merge_id = {};
    const bool names_other = decision.kind == DecisionKind::unlink && !decision.other.empty() &&
                             has_document(session, customer_table(), {decision.other.str()});
    if (!names_other) event.other = {};
    return event;
}

Decision giving_way(const AccountId& account, const CustomerId& customer, const CustomerId& to,
                    const std::string& actor, UtcTime at) {
    return {DecisionKind::unlink, account, customer, to, {}, "confirmed for another customer", actor, at};
}

std::int64_t decide_pair(UnitOfWork& unit, const Decision& event) {
    if (event.kind == DecisionKind::confirm) {
        // An account belongs to one person: what was confirmed for another record gives way, and says to
        // whom, so that it can come back when that record is erased.
        for (const LivePair& pair : live_pairs(unit.session(), event.account)) {
            if (pair.kind == DecisionKind::confirm && pair.customer != event.customer)
                write_pair(unit,
                           giving_way(event.account, pair.customer, event.customer, event.actor, event.at));
        }
    }
    return write_pair(unit, event);
}

std::int64_t write_pair(UnitOfWork& unit, const Decision& event) {
    Session& session = unit.session();
    const std::int64_t sequence = write_decision(unit, event);
    session.execute(
        "insert into scrm_pair_decision (network, scope, network_user_id, customer_id, kind, sequence) "
        "values (:n, :s, :u, :c, :k, :q) on conflict (network, scope, network_user_id, customer_id) "
        "do update set kind = excluded.kind, sequence = excluded.sequence",
        {event.account.network, event.account.scope, event.account.network_user_id, event.customer.str(),
         std::string{to_string(event.kind)}, sequence});
    decide_link(session, event);
    return sequence;
}

std::vector<MergeEdge> group_edges(Session& session, std::vector<CustomerId> records) {
    std::set<CustomerId> seen{records.begin(), records.end()};
    std::map<std::int64_t, MergeEdge> edges;
    while (!records.empty()) {
        const CustomerId record = records.back();
        records.pop_back();
        const std::string edges_of = std::string{kEdges};
        session.query(edges_of + "where m.survivor_id = :a union all " + edges_of + "where m.other_id = :b",
                      kEdgeTypes, {record.str(), record.str()}, [&](const Row& row) {
                          const MergeEdge edge = edge_of(row);
                          for (const CustomerId& end : {edge.survivor, edge.other}) {
                              if (seen.insert(end).second) records.push_back(end);
                          }
                          edges.emplace(edge.sequence, edge);
                      });
    }
    std::vector<MergeEdge> result;
    for (auto& entry : edges) result.push_back(std::move(entry.second));
    return result;
}

}  // namespace detail

AppendedDecision DecisionLog::append(const Decision& decision) {
    detail::WholeOperation operation{unit_.session()};
    const auto run = [&]() -> AppendedDecision {
        detail::lock_decisions(unit_.session());
        switch (decision.kind) {
            case DecisionKind::confirm:
            case DecisionKind::reject:
            case DecisionKind::unlink:
                return append_pair(unit_, decision);
            case DecisionKind::keep_apart:
                return detail::append_keep_apart(unit_, decision);
            case DecisionKind::lift_keep_apart:
                return detail::append_lift(unit_, decision);
            case DecisionKind::merge:
                return append_merge(unit_, *this, decision);
            case DecisionKind::unmerge:
                return append_unmerge(unit_, decision);
            case DecisionKind::correct:
                return detail::append_correction(unit_, decision);
            case DecisionKind::erase:
                break;
        }
        throw Error{ErrorCode::invalid_argument, "records are erased by their store"};
    };
    try {
        AppendedDecision result = run();
        operation.done();
        return result;
    } catch (const detail::DatabaseFault&) {
        throw;
    } catch (const Error&) {
        // Refused before anything was written: a batch may go on with its next decision.
        operation.done();
        throw;
    }
}

MergeId DecisionLog::new_merge_id() {
    detail::lock_decisions(unit_.session());
    const std::string database =
        unit_.session().text("select value from scrm_meta where name = 'database_id'").value_or("");
    // Unique in all databases by the database's id, in this one by a counter that never goes back.
    for (std::int64_t n = unit_.session().integer("select coalesce(max(sequence), 0) + 1 from scrm_decision");
         ; ++n) {
        MergeId id{"m-" + Sha256{}.field(database).field(n).finish().hex().substr(0, 16)};
        if (unit_.session().integer("select count(*) from scrm_decision where merge_id = :m", {id.str()}) ==
            0) {
            return id;
        }
    }
}

std::optional<DecisionKind> DecisionLog::pair(const AccountId& account, const CustomerId& customer) const {
    const auto kind = unit_.session().text(
        "select kind from scrm_pair_decision where network = :n and scope = :s and network_user_id = :u and "
        "customer_id = :c",
        {account.network, account.scope, account.network_user_id, customer.str()});
    return kind ? parse_decision_kind(*kind) : std::nullopt;
}

std::vector<LoggedDecision> DecisionLog::live_of(const AccountId& account) const {
    std::vector<LoggedDecision> result;
    for (const LivePair& pair : detail::live_pairs(unit_.session(), account)) {
        result.push_back(
            {pair.sequence, {pair.kind, account, pair.customer, pair.other, {}, {}, {}, pair.at}, true});
    }
    return result;
}

std::vector<std::pair<std::int64_t, UtcTime>> DecisionLog::times_of_pairs() const {
    std::vector<std::pair<std::int64_t, UtcTime>> result;
    unit_.session().query(
        "select p.sequence, d.decided_at from scrm_pair_decision p join scrm_decision d "
        "on d.sequence = p.sequence where d.decided_at <> 0 order by p.sequence",
        "ii", {},
        [&](const Row& row) { result.emplace_back(row.integer(0), from_unix_micros(row.integer(1))); });
    return result;
}

std::vector<PairDecision> DecisionLog::pairs() const {
    std::vector<PairDecision> result;
    unit_.session().query(
        "select network, scope, network_user_id, customer_id, kind from scrm_pair_decision "
        "order by network, scope, network_user_id, customer_id",
        "ttttt", {}, [&](const Row& row) {
            const auto kind = parse_decision_kind(row.text(4));
            if (!kind) throw Error{ErrorCode::corrupt_data, "a stored decision has an unknown kind"};
            result.push_back({{row.text(0), row.text(1), row.text(2)}, CustomerId{row.text(3)}, *kind});
        });
    return result;
}

std::vector<std::pair<InteractionId, Correction>> DecisionLog::corrections() const {
    std::vector<std::pair<InteractionId, Correction>> result;
    detail::for_each_correction(unit_.session(), [&](const detail::LiveCorrection& live) {
        result.emplace_back(live.interaction, live.correction);
    });
    return result;
}

std::vector<std::pair<CustomerId, CustomerId>> DecisionLog::kept_apart() const {
    std::vector<std::pair<CustomerId, CustomerId>> result;
    unit_.session().query(
        "select customer_id, other_id from scrm_keep_apart order by customer_id, other_id", "tt", {},
        [&](const Row& row) { result.emplace_back(CustomerId{row.text(0)}, CustomerId{row.text(1)}); });
    return result;
}

std::vector<MergeEdge> DecisionLog::merges() const {
    std::vector<MergeEdge> result;
    unit_.session().query(std::string{kEdges} + "order by m.sequence", kEdgeTypes, {},
                          [&](const Row& row) { result.push_back(edge_of(row)); });
    return result;
}

MergeForest DecisionLog::groups(std::vector<CustomerId> customers) const {
    const std::vector<MergeEdge> edges = detail::group_edges(unit_.session(), std::move(customers));
    // A merge without a time counts by the latest time of all merges before it, also those of other groups.
    const bool needs_all =
        std::any_of(edges.begin(), edges.end(), [](const MergeEdge& edge) { return edge.at == UtcTime{}; });
    return needs_all ? forest() : MergeForest{edges};
}

void DecisionLog::for_each_live(const std::function<void(const Decision&)>& callback) const {
    std::vector<Decision> live;
    unit_.session().query("select " + kColumns + std::string{kFrom} + "where d.sequence in " +
                              std::string{kLive} + " order by d.sequence",
                          kTypes, {}, [&](const Row& row) { live.push_back(decision_of(row).decision); });
    for (const Decision& decision : live) callback(decision);
}

std::vector<LoggedDecision> DecisionLog::history(std::span<const CustomerId> customers) const {
    std::map<std::int64_t, LoggedDecision> found;
    for (const CustomerId& customer : customers) {
        for (const char* column : {"d.customer_id", "d.other_id"}) {
            unit_.session().query("select " + kColumns + std::string{kIsLive} + std::string{kFrom} +
                                      "where " + column + " = :c",
                                  std::string{kTypes} + 'i', {customer.str()}, [&](const Row& row) {
                                      LoggedDecision logged = decision_of(row);
                                      logged.live = row.integer(kTypes.size()) != 0;
                                      found.emplace(logged.sequence, std::move(logged));
                                  });
        }
    }
    std::vector<LoggedDecision> result;
    for (auto& entry : found) result.push_back(std::move(entry.second));
    return result;
}

std::int64_t DecisionLog::count() const {
    return unit_.session().integer("select count(*) from scrm_decision");
}

}  // namespace scrm::storage
