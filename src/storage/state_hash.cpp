// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/state_hash.hpp"

#include <algorithm>

#include "document_table_internal.hpp"
#include "scrm/storage/decision_log.hpp"
#include "scrm/storage/link_store.hpp"

namespace scrm::storage {
namespace {

void add_account(Sha256& sha, const AccountId& account) {
    sha.field(account.network).field(account.scope).field(account.network_user_id);
}

}  // namespace

Digest state_hash(UnitOfWork& unit) {
    using namespace detail;
    Sha256 sha;
    Session& session = unit.session();
    for (const DocumentTable* table : {&customer_table(), &identity_table(), &interaction_table()}) {
        sha.field(table->name);
        for_each_document(session, *table,
                          [&](const DocumentKey&, std::string_view document) { sha.field(document); });
    }
    sha.field("links");
    std::vector<IdentityLink> links;
    LinkStore{unit}.for_each([&](const IdentityLink& link) { links.push_back(link); });
    std::sort(links.begin(), links.end(), [](const IdentityLink& a, const IdentityLink& b) {
        return std::tie(a.account, a.customer) < std::tie(b.account, b.customer);
    });
    for (const IdentityLink& link : links) {
        add_account(sha, link.account);
        sha.field(link.customer.str())
            .field(to_string(link.tier))
            .field(to_string(link.status))
            .field(to_string(link.assurance));
    }
    const DecisionLog decisions{unit};
    sha.field("decisions");
    for (const PairDecision& pair : decisions.pairs()) {
        add_account(sha, pair.account);
        sha.field(pair.customer.str()).field(to_string(pair.kind));
    }
    sha.field("kept_apart");
    for (const auto& [smaller, larger] : decisions.kept_apart()) sha.field(smaller.str()).field(larger.str());
    // The merges without their ids and their order, and what the order decides: who survives.
    sha.field("merges");
    std::vector<MergeEdge> merges = decisions.merges();
    const MergeForest forest{merges};
    std::sort(merges.begin(), merges.end(), [](const MergeEdge& a, const MergeEdge& b) {
        return std::tie(a.survivor, a.other) < std::tie(b.survivor, b.other);
    });
    for (const MergeEdge& edge : merges) sha.field(edge.survivor.str()).field(edge.other.str());
    sha.field("survivors");
    for (const auto& [record, root] : forest.roots()) sha.field(record.str()).field(root.str());
    return sha.finish();
}

}  // namespace scrm::storage
