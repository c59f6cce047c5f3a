// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "scrm/core/error.hpp"
#include "scrm/crm/customers.hpp"
#include "scrm/identity/linkage.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/storage/customer_store.hpp"
#include "scrm/storage/decision_log.hpp"
#include "session_internal.hpp"

namespace scrm {
namespace {

/// Below this much evidence a record only shares a commonplace with the question.
constexpr double kLeastEvidence = 3.0;

/// A slip of the hand must not look like an answer.
void check(const Customer& asked) {
    if (const auto what = identity::unreadable_value(asked))
        throw Error{ErrorCode::invalid_argument, "search: this is no " + std::string{*what}};
}

identity::RecordSet question(const SearchQuery& query) {
    Customer asked;
    asked.id = CustomerId{"query"};
    asked.full_name = query.name;
    if (!query.phone.empty()) asked.phones.push_back(query.phone);
    if (!query.email.empty()) asked.emails.push_back(query.email);
    asked.birth_date = query.birth_date;
    asked.city = query.city;
    check(asked);
    identity::RecordSetBuilder builder{"queries"};
    identity::append(builder, asked);
    return builder.finish();
}

/// The built-in recipe for a question: an answer is whoever fits, so that neither how common a value is among
/// the records nor who lives with whom weighs in.
identity::MatchModel question_model() {
    identity::MatchModel model = identity::MatchModel::person();
    model.trained = true;
    model.relatives_prior = 0;
    for (auto& comparison : model.comparisons) {
        for (auto& level : comparison.levels) level.term_frequency = false;
    }
    return model;
}

}  // namespace

std::vector<SearchHit> Customers::search(const SearchQuery& query, const Execution& execution) const {
    const identity::RecordSet asked = question(query);
    const auto input = session_->linkage_input(execution.stop);
    const identity::MatchModel model = question_model();
    identity::LinkOptions options;
    options.train = false;
    options.many = true;
    options.min_probability = 0;
    const auto found = identity::link(asked, input->customers, model, options, execution);
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
