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

/// By account and customer; the store has the best link of an account first, which weights decide.
void add_links(Sha256& sha, UnitOfWork& unit, ProgressMeter& meter) {
    std::vector<IdentityLink> of_account;
    const auto flush = [&] {
        std::sort(of_account.begin(), of_account.end(),
                  [](const IdentityLink& a, const IdentityLink& b) { return a.customer < b.customer; });
        for (const IdentityLink& link : of_account) {
            add_account(sha, link.account);
            sha.field(link.customer.str())
                .field(to_string(link.tier))
                .field(to_string(link.status))
                .field(to_string(link.assurance));
        }
        of_account.clear();
    };
    LinkStore{unit}.for_each([&](const IdentityLink& link) {
        if (!of_account.empty() && of_account.front().account != link.account) flush();
        of_account.push_back(link);
        meter.advance();
    });
    flush();
}

}  // namespace

Digest state_hash(UnitOfWork& unit, const Execution& execution) {
    using namespace detail;
    Sha256 sha;
    Session& session = unit.session();
    ProgressMeter meter{execution, "hash"};
    for (const DocumentTable* table : {&customer_table(), &identity_table(), &interaction_table()}) {
        sha.field(table->name);
        for_each_document(session, *table, [&](const DocumentKey&, std::string_view document) {
            sha.field(document);
            meter.advance();
        });
    }
    sha.field("links");
    add_links(sha, unit, meter);
    const DecisionLog decisions{unit};
    sha.field("decisions");
    for (const PairDecision& pair : decisions.pairs()) {
        add_account(sha, pair.account);
        sha.field(pair.customer.str()).field(to_string(pair.kind));
    }
    // Nothing where there are none: a database keeps the hash that it had before there were corrections.
    for (const auto& [post, correction] : decisions.corrections()) {
        sha.field("correction").field(post.network).field(post.scope).field(post.external_id);
        sha.field(to_string(correction.field)).field(correction.value);
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
    meter.finish();
    return sha.finish();
}

}  // namespace scrm::storage
