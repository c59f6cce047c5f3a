// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "scrm/crm/customers.hpp"
#include "scrm/identity/linkage.hpp"
#include "scrm/storage/customer_store.hpp"
#include "scrm/storage/decision_log.hpp"
#include "session_internal.hpp"

namespace scrm {
namespace {

/// Below this much evidence a record only shares a commonplace with the question.
constexpr double kLeastEvidence = 3.0;

identity::RecordSet question(const SearchQuery& query) {
    identity::RecordSetBuilder builder{"profiles"};
    builder.begin("query");
    builder.add("full_name", query.name);
    builder.add("phone", query.phone);
    builder.add("email", query.email);
    builder.add("birth_date", query.birth_date);
    builder.add("city", query.city);
    return builder.finish();
}

}  // namespace

std::vector<SearchHit> Customers::search(const SearchQuery& query) const {
    const auto input = session_->linkage_input();
    identity::MatchModel model = identity::MatchModel::person();
    model.trained = true;
    identity::LinkOptions options;
    options.train = false;
    options.many = true;
    options.min_probability = 0;
    const auto found = identity::link(question(query), input->customers, model, options);
    const double prior = identity::weight_of(model.prior);

    std::vector<SearchHit> hits;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        const storage::CustomerStore store{unit};
        const storage::DecisionLog log{unit};
        for (const auto& pair : found.pairs) {
            if (hits.size() == query.limit || pair.weight - prior < kLeastEvidence) break;
            auto record = store.find(input->customer_ids[pair.right]);
            if (!record) continue;
            const CustomerId owner = log.root(record->id);
            hits.push_back({std::move(*record), owner, pair.weight - prior});
        }
    });
    return hits;
}

}  // namespace scrm
