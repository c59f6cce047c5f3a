// SPDX-License-Identifier: Apache-2.0
#include "erasure_internal.hpp"

#include <set>

#include "decisions_internal.hpp"
#include "document_table_internal.hpp"
#include "scrm/core/error.hpp"

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

void end_decisions(UnitOfWork& unit, const CustomerId& id, const std::string& actor) {
    Session& session = unit.session();
    const std::string& text = id.str();
    session.execute("delete from scrm_pair_decision where customer_id = :c", {text});
    session.execute("delete from scrm_keep_apart where customer_id = :a or other_id = :b", {text, text});
    session.execute("delete from scrm_merge where survivor_id = :a or other_id = :b", {text, text});
    session.execute(
        "delete from scrm_decision_reason where sequence in "
        "(select sequence from scrm_decision where customer_id = :a or other_id = :b)",
        {text, text});
    write_decision(unit, {DecisionKind::erase, {}, id, {}, {}, {}, actor, unit.now()});
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
    for (const CustomerId& id : distinct) {
        keys.push_back({id.str()});
        session.execute("delete from scrm_link where customer_id = :c", {id.str()});
        leave_cluster(session, id);
        end_decisions(unit, id, actor);
    }
    delete_documents(session, customer_table(), keys);
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
        session.execute("delete from scrm_link" + std::string{kWhere}, key);
        session.execute("delete from scrm_pair_decision" + std::string{kWhere}, key);
        session.execute(
            "delete from scrm_decision_reason where sequence in (select sequence from scrm_decision" +
                std::string{kWhere} + ")",
            key);
        write_decision(unit, {DecisionKind::erase, account, {}, {}, {}, {}, actor, unit.now()});
    }
    delete_documents(session, identity_table(), keys);
    session.scrub_after_commit();
    operation.done();
}

}  // namespace scrm::storage::detail
