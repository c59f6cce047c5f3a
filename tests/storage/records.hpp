// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "scrm/model/assessment.hpp"
#include "scrm/model/customer.hpp"
#include "scrm/model/decision.hpp"
#include "scrm/model/interaction.hpp"
#include "scrm/model/social_identity.hpp"
#include "scrm/storage/audit_log.hpp"
#include "scrm/storage/customer_store.hpp"
#include "scrm/storage/decision_log.hpp"
#include "scrm/storage/identity_store.hpp"
#include "scrm/storage/interaction_store.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::test {

inline Customer customer(const std::string& id, const std::string& name = "Анна Иванова") {
    Customer value;
    value.id = CustomerId{id};
    value.full_name = name;
    return value;
}

inline AccountId account(const std::string& id, const std::string& network = "vk",
                         const std::string& scope = "") {
    return {network, scope, id};
}

inline SocialIdentity identity(const std::string& id, std::optional<UtcTime> observed_at = std::nullopt,
                               const std::string& name = "anna") {
    SocialIdentity value;
    value.account = account(id);
    value.display_name = name;
    value.observed_at = observed_at;
    return value;
}

inline Interaction interaction(const std::string& id, std::optional<UtcTime> created_at = std::nullopt,
                               const std::string& op = "create", const std::string& text = "Спасибо") {
    Interaction value;
    value.id = {"vk", "", id};
    value.op = op;
    value.text = text;
    value.created_at = created_at;
    return value;
}

/// What a model could say of a post.
inline Assessment assessment(const std::string& id, const std::string& model = "m1",
                             Polarity sentiment = Polarity::neutral) {
    Assessment value;
    value.interaction = {"vk", "", id};
    value.language = "ru";
    value.sentiment = sentiment;
    value.p_sentiment = {0.25, 0.25, 0.25};
    value.p_sentiment[static_cast<std::size_t>(sentiment)] = 0.5;
    value.intent = Intent::complaint;
    value.p_intent = 0.75;
    value.product = Product::atm;
    value.p_product = 0.625;
    value.urgent = true;
    value.p_urgent = 0.875;
    value.p_lead = 0.125;
    value.brands = {"втб", "сбер"};
    value.model = model;
    value.assessed_at = from_unix_micros(1'700'000'000'000'000);
    return value;
}

inline Decision correction(const std::string& id, const std::string& field, const std::string& value) {
    Decision decision;
    decision.kind = DecisionKind::correct;
    decision.interaction = {"vk", "", id};
    decision.field = field;
    decision.value = value;
    decision.actor = "tester";
    return decision;
}

inline Decision decide(DecisionKind kind, const AccountId& on, const std::string& about) {
    Decision decision;
    decision.kind = kind;
    decision.account = on;
    decision.customer = CustomerId{about};
    decision.actor = "tester";
    return decision;
}

inline Decision on_customers(DecisionKind kind, const std::string& first, const std::string& second,
                             const std::string& merge_id = "") {
    Decision decision;
    decision.kind = kind;
    decision.customer = CustomerId{first};
    decision.other = CustomerId{second};
    decision.merge_id = MergeId{merge_id};
    decision.actor = "tester";
    return decision;
}

inline Decision unmerge(const std::string& merge_id) {
    Decision decision;
    decision.kind = DecisionKind::unmerge;
    decision.merge_id = MergeId{merge_id};
    decision.actor = "tester";
    return decision;
}

/// Records c1 … cN and accounts a1 … aN.
inline void fill(const storage::Database& database, int count) {
    storage::run_transaction(database, [&](storage::UnitOfWork& unit) {
        std::vector<storage::CustomerWrite> customers;
        std::vector<storage::IdentityWrite> identities;
        for (int i = 1; i <= count; ++i) {
            customers.push_back(storage::make_write(customer("c" + std::to_string(i))));
            identities.push_back(storage::make_write(identity("a" + std::to_string(i))));
        }
        storage::CustomerStore{unit}.upsert(customers);
        storage::IdentityStore{unit}.upsert(identities);
    });
}

/// One decision with its audit entry, in a transaction of its own.
inline storage::AppendedDecision append(const storage::Database& database, const Decision& decision) {
    storage::AppendedDecision result;
    storage::run_transaction(database, [&](storage::UnitOfWork& unit) {
        result = storage::DecisionLog{unit}.append(decision);
        if (result.changed)
            storage::AuditLog{unit}.append({std::string{to_string(decision.kind)}, "tester", {}});
    });
    return result;
}

}  // namespace scrm::test
