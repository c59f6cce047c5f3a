// SPDX-License-Identifier: Apache-2.0
#include "erasure_internal.hpp"

#include <algorithm>
#include <set>

#include "decisions_internal.hpp"
#include "document_table_internal.hpp"
#include "link_sum_internal.hpp"
#include "scrm/core/error.hpp"
#include "search_index_internal.hpp"

namespace scrm::storage::detail {
namespace {

/// A cluster lives on without the record: under its smallest remaining id, or not at all when one is left.
void leave_cluster(Session& session, const CustomerId& id) {
    const auto cluster =
        session.text("select cluster_id from scrm_cluster where customer_id = :c", {id.str()});
    if (!cluster) return;
    session.execute("delete from scrm_cluster where customer_id = :c", {id.str()});
    std::vector<std::string> rest;
    session.query("select customer_id from scrm_cluster where cluster_id = :k order by customer_id", "t",
                  {*cluster}, [&](const Row& row) { rest.push_back(row.text(0)); });
    if (rest.size() == 1) {
        session.execute("delete from scrm_cluster where customer_id = :c", {rest.front()});
    } else if (rest.size() > 1) {
        session.execute("update scrm_cluster set cluster_id = :n where cluster_id = :k",
                        {rest.front(), *cluster});
    }
}

/// Confirmations that gave way to one of this record are live again, unless they would have given way to
/// another one since.
void restore_confirmations(UnitOfWork& unit, const CustomerId& erased, const std::string& actor) {
    Session& session = unit.session();
    std::set<AccountId> accounts;
    session.query(
        "select p.network, p.scope, p.network_user_id from scrm_pair_decision p "
        "join scrm_decision d on d.sequence = p.sequence where d.other_id = :c and p.kind = 'unlink'",
        "ttt", {erased.str()}, [&](const Row& row) {
            accounts.insert({row.text(0), row.text(1), row.text(2)});
        });
    for (const AccountId& account : accounts) {
        std::vector<LivePair> pairs = live_pairs(session, account);
        // Files may have brought them in any order.
        std::stable_sort(pairs.begin(), pairs.end(),
                         [](const LivePair& a, const LivePair& b) { return a.at < b.at; });
        const std::vector<Confirmation> known = confirmations(session, account);
        CustomerId holder;
        for (const LivePair& pair : pairs) {
            const bool gave_way = pair.customer == erased && pair.kind == DecisionKind::unlink;
            if (gave_way && !pair.other.empty()) holder = pair.other;
            if (pair.customer != erased && pair.kind == DecisionKind::confirm) holder = pair.customer;
        }
        for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) {
            if (pair->kind != DecisionKind::unlink || pair->other != erased) continue;
            const bool restored = holder.empty();
            // With the time that it would have: by it decisions on merged records are ordered.
            const auto at = confirmed_at(known, restored ? pair->customer : holder);
            write_pair(unit, {restored ? DecisionKind::confirm : DecisionKind::unlink,
                              account,
                              pair->customer,
                              restored ? CustomerId{} : holder,
                              {},
                              {},
                              actor,
                              at.value_or(unit.now())});
            if (restored) holder = pair->customer;
        }
    }
}

void end_decisions(UnitOfWork& unit, const CustomerId& id, const std::string& actor) {
    Session& session = unit.session();
    const std::string& text = id.str();
    restore_confirmations(unit, id, actor);
    session.execute("delete from scrm_pair_decision where customer_id = :c", {text});
    session.execute("delete from scrm_keep_apart where customer_id = :a or other_id = :b", {text, text});
    session.execute("delete from scrm_merge where survivor_id = :a or other_id = :b", {text, text});
    session.execute(
        "delete from scrm_decision_reason where sequence in "
        "(select sequence from scrm_decision where customer_id = :a or other_id = :b)",
        {text, text});
    write_decision(unit, {DecisionKind::erase, {}, id, {}, {}, {}, actor, unit.now()});
}

/// The counts of values hold what the erased record had in common with others; the next run counts afresh.
void forget_values(Session& session) {
    session.execute("delete from scrm_run_values");
}

}  // namespace

void erase_customers(UnitOfWork& unit, std::span<const CustomerId> ids, const std::string& actor) {
    Session& session = unit.session();
    WholeOperation operation{session};
    lock_decisions(session);
    std::set<CustomerId> distinct;
    for (const CustomerId& id : ids) {
        if (!has_document(session, customer_table(), {id.str()})) {
            operation.done();
            throw Error{ErrorCode::not_found, "there is no such customer"};
        }
        distinct.insert(id);
    }
    std::vector<DocumentKey> keys;
    std::vector<std::string> texts;
    for (const CustomerId& id : distinct) {
        keys.push_back({id.str()});
        texts.push_back(id.str());
        LinkChange change{session, " where customer_id = :c", {id.str()}};
        session.execute("delete from scrm_link where customer_id = :c", {id.str()});
        change.done();
        leave_cluster(session, id);
        end_decisions(unit, id, actor);
    }
    unindex_customers(session, texts);
    delete_documents(session, customer_table(), keys);
    forget_values(session);
    session.scrub_after_commit();
    operation.done();
}

void erase_identities(UnitOfWork& unit, std::span<const AccountId> accounts, const std::string& actor) {
    Session& session = unit.session();
    WholeOperation operation{session};
    lock_decisions(session);
    std::set<AccountId> distinct;
    for (const AccountId& account : accounts) {
        if (!has_document(session, identity_table(),
                          {account.network, account.scope, account.network_user_id})) {
            operation.done();
            throw Error{ErrorCode::not_found, "there is no such social identity"};
        }
        distinct.insert(account);
    }
    constexpr std::string_view kWhere = " where network = :n and scope = :s and network_user_id = :u";
    std::vector<DocumentKey> keys;
    for (const AccountId& account : distinct) {
        keys.push_back({account.network, account.scope, account.network_user_id});
        const std::vector<Value> key(keys.back().begin(), keys.back().end());
        LinkChange change{session, std::string{kWhere}, key};
        session.execute("delete from scrm_link" + std::string{kWhere}, key);
        change.done();
        session.execute("delete from scrm_pair_decision" + std::string{kWhere}, key);
        session.execute(
            "delete from scrm_decision_reason where sequence in (select sequence from scrm_decision" +
                std::string{kWhere} + ")",
            key);
        write_decision(unit, {DecisionKind::erase, account, {}, {}, {}, {}, actor, unit.now()});
    }
    delete_documents(session, identity_table(), keys);
    forget_values(session);
    session.scrub_after_commit();
    operation.done();
}

void erase_interactions(UnitOfWork& unit, std::span<const InteractionId> ids, const std::string& actor) {
    Session& session = unit.session();
    WholeOperation operation{session};
    lock_decisions(session);
    std::set<InteractionId> distinct;
    for (const InteractionId& id : ids) {
        if (!has_document(session, interaction_table(), {id.network, id.scope, id.external_id})) {
            operation.done();
            throw Error{ErrorCode::not_found, "there is no such interaction"};
        }
        distinct.insert(id);
    }
    constexpr std::string_view kWhere = " where network = :n and scope = :s and external_id = :e";
    std::vector<DocumentKey> keys;
    for (const InteractionId& id : distinct) {
        keys.push_back({id.network, id.scope, id.external_id});
        const std::vector<Value> key(keys.back().begin(), keys.back().end());
        session.execute("delete from scrm_assessment" + std::string{kWhere}, key);
        session.execute("delete from scrm_correction" + std::string{kWhere}, key);
        session.execute(
            "delete from scrm_decision_reason where sequence in (select sequence from scrm_decision" +
                std::string{kWhere} + ")",
            key);
        Decision event{DecisionKind::erase, {}, {}, {}, {}, {}, actor, unit.now()};
        event.interaction = id;
        write_decision(unit, event);
    }
    delete_documents(session, interaction_table(), keys);
    session.scrub_after_commit();
    operation.done();
}

}  // namespace scrm::storage::detail
