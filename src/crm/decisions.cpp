// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "scrm/core/error.hpp"
#include "scrm/crm/resolution.hpp"
#include "scrm/storage/customer_store.hpp"
#include "scrm/storage/decision_log.hpp"
#include "scrm/storage/identity_store.hpp"
#include "session_internal.hpp"

namespace scrm {
namespace {

Decision decision_of(DecisionKind kind, const Actor& actor, const storage::UnitOfWork& unit) {
    Decision decision;
    decision.kind = kind;
    decision.reason = author_text(actor.reason);
    decision.actor = author_text(actor.name);
    decision.at = unit.now();
    return decision;
}

Decision pair_decision(DecisionKind kind, const AccountId& account, const CustomerId& customer,
                       const Actor& actor, const storage::UnitOfWork& unit) {
    Decision decision = decision_of(kind, actor, unit);
    decision.account = account;
    decision.customer = customer;
    return decision;
}

void require_account(storage::UnitOfWork& unit, const AccountId& account) {
    if (!storage::IdentityStore{unit}.contains(account)) throw Error{ErrorCode::not_found, "no such account"};
}

void require_customer(storage::UnitOfWork& unit, const CustomerId& customer) {
    if (!storage::CustomerStore{unit}.contains(customer))
        throw Error{ErrorCode::not_found, "no such customer"};
}

std::string pair_text(const AccountId& account, const CustomerId& customer) {
    return account.text() + " " + customer.str();
}

void decide_on_pair(CrmSession& session, DecisionKind kind, const AccountId& account,
                    const CustomerId& customer, const Actor& actor) {
    session.write([&](storage::UnitOfWork& unit) {
        require_account(unit, account);
        require_customer(unit, customer);
        const auto appended =
            storage::DecisionLog{unit}.append(pair_decision(kind, account, customer, actor, unit));
        if (appended.changed) {
            audit(unit, std::string{to_string(kind)}, author_text(actor.name),
                  {{"pair", pair_text(account, customer)}});
        }
    });
}

/// Whether two records are two people.
void decide_on_records(CrmSession& session, DecisionKind kind, const CustomerId& a, const CustomerId& b,
                       const Actor& actor) {
    session.write([&](storage::UnitOfWork& unit) {
        require_customer(unit, a);
        require_customer(unit, b);
        Decision decision = decision_of(kind, actor, unit);
        decision.customer = std::min(a, b);
        decision.other = std::max(a, b);
        if (storage::DecisionLog{unit}.append(decision).changed) {
            audit(unit, std::string{to_string(kind)}, author_text(actor.name),
                  {{"records", decision.customer.str() + " " + decision.other.str()}});
        }
    });
}

}  // namespace

void Resolution::confirm(const AccountId& account, const CustomerId& customer, const Actor& actor) {
    decide_on_pair(*session_, DecisionKind::confirm, account, customer, actor);
}

void Resolution::reject(const AccountId& account, const CustomerId& customer, const Actor& actor) {
    decide_on_pair(*session_, DecisionKind::reject, account, customer, actor);
}

void Resolution::unlink(const AccountId& account, const CustomerId& customer, const Actor& actor) {
    decide_on_pair(*session_, DecisionKind::unlink, account, customer, actor);
}

MergeResult Resolution::merge(const CustomerId& survivor, const std::vector<CustomerId>& others,
                              const Actor& actor) {
    if (others.empty()) throw Error{ErrorCode::invalid_argument, "nothing to merge"};
    MergeResult result;
    session_->write([&](storage::UnitOfWork& unit) {
        result = {};
        require_customer(unit, survivor);
        for (const CustomerId& other : others) require_customer(unit, other);
        storage::DecisionLog log{unit};
        const MergeId fresh = log.new_merge_id();
        bool changed = false;
        for (const CustomerId& other : others) {
            if (std::find(result.merged.begin(), result.merged.end(), other) != result.merged.end()) continue;
            Decision decision = decision_of(DecisionKind::merge, actor, unit);
            decision.customer = survivor;
            decision.other = other;
            decision.merge_id = fresh;
            const auto appended = log.append(decision);
            changed = changed || appended.changed;
            if (appended.changed || result.merge_id.empty()) result.merge_id = appended.merge_id;
            result.merged.push_back(other);
        }
        result.survivor = log.root(survivor);
        if (!changed) return;
        std::vector<std::pair<std::string, std::string>> details{{"merge_id", result.merge_id.str()},
                                                                 {"survivor", survivor.str()}};
        for (const CustomerId& other : others) details.emplace_back("other", other.str());
        audit(unit, "merge", author_text(actor.name), std::move(details));
    });
    return result;
}

void Resolution::unmerge(const MergeId& merge, const Actor& actor) {
    session_->write([&](storage::UnitOfWork& unit) {
        Decision decision = decision_of(DecisionKind::unmerge, actor, unit);
        decision.merge_id = merge;
        storage::DecisionLog{unit}.append(decision);
        audit(unit, "unmerge", author_text(actor.name), {{"merge_id", merge.str()}});
    });
}

void Resolution::keep_apart(const CustomerId& a, const CustomerId& b, const Actor& actor) {
    decide_on_records(*session_, DecisionKind::keep_apart, a, b, actor);
}

void Resolution::lift_keep_apart(const CustomerId& a, const CustomerId& b, const Actor& actor) {
    decide_on_records(*session_, DecisionKind::lift_keep_apart, a, b, actor);
}

}  // namespace scrm
