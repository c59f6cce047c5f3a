// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <optional>
#include <utility>

#include "disclosure_internal.hpp"
#include "effective_links_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/resolution.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/storage/customer_store.hpp"
#include "scrm/storage/identity_store.hpp"
#include "scrm/storage/link_store.hpp"
#include "scrm/storage/run_log.hpp"
#include "session_internal.hpp"

namespace scrm {
namespace {

constexpr double kWorthShowing = 0.005;  // bits

/// A link may stand on more than its own pair: profiles that point at each other share what they know. The
/// run counted that; here it is the part that the pair alone does not explain.
void add_shared_evidence(identity::Explanation& explanation, const IdentityLink& link) {
    // A pair that no run has weighed has no weight of its own.
    if (link.match_weight == 0) return;
    identity::Evidence shared;
    shared.comparison = "profiles of the same person";
    shared.level = "shared evidence, by the last run";
    shared.weight = link.match_weight - explanation.total_weight;
    if (std::abs(shared.weight) < kWorthShowing) return;
    explanation.evidence.push_back(std::move(shared));
    explanation.total_weight = link.match_weight;
    explanation.probability = identity::probability_of(link.match_weight);
}

/// The pair and what the last run left to explain it by.
struct Pair {
    std::optional<SocialIdentity> profile;
    std::optional<Customer> customer;
    std::optional<IdentityLink> weighed;
    std::optional<storage::ResolutionRun> run;
    identity::ValueStatistics values;
};

template <class Record>
identity::RecordSet only(const Record& record, const char* population) {
    identity::RecordSetBuilder builder{population};
    identity::append(builder, record);
    return builder.finish();
}

/// By the values and the model of the last run: what it weighed, also when records have come since.
identity::Explanation explain_as_the_run(const Pair& pair) {
    const auto model = identity::MatchModel::from_json(pair.run->model);
    return identity::explain(only(*pair.profile, "profiles"), 0, only(*pair.customer, "customers"), 0, model,
                             pair.values);
}

/// By how common values are among all records as they stand, which reads all of them; trained on them when
/// there was no run.
identity::Explanation explain_among_all(const Pair& pair, const LinkageInput& input) {
    const auto profile = input.profiles.find(identity::account_record_id(pair.profile->account));
    const auto customer = input.customers.find(pair.customer->id.str());
    if (!profile || !customer) throw Error{ErrorCode::not_found, "the record was deleted meanwhile"};
    const auto model = pair.run
                           ? identity::MatchModel::from_json(pair.run->model)
                           : identity::train(identity::MatchModel::person(), input.profiles, input.customers);
    return identity::explain(input.profiles, *profile, input.customers, *customer, model);
}

}  // namespace

identity::Explanation Resolution::why(const AccountId& account, const CustomerId& customer,
                                      const WhyOptions& options) const {
    Pair pair;
    const auto read = [&](storage::UnitOfWork& unit) {
        pair.profile = storage::IdentityStore{unit}.find(account);
        if (!pair.profile) throw Error{ErrorCode::not_found, "no such account"};
        pair.customer = storage::CustomerStore{unit}.find(customer);
        if (!pair.customer) throw Error{ErrorCode::not_found, "no such customer"};
        pair.weighed = storage::LinkStore{unit}.find(account, customer);
        pair.run = storage::RunLog{unit}.last();
        pair.values = identity::ValueStatistics::parse(storage::RunLog{unit}.last_values());
    };
    storage::run_read(session_->database(), read, options.stop);
    auto explanation = pair.values.empty() ? explain_among_all(pair, *session_->linkage_input(options.stop))
                                           : explain_as_the_run(pair);
    explanation.left_id = account.text();
    if (pair.weighed) add_shared_evidence(explanation, *pair.weighed);
    return options.show_values ? explanation : detail::masked(std::move(explanation));
}

CustomerHistory Resolution::how(const CustomerId& customer) const {
    CustomerHistory history;
    history.asked = customer;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        if (!storage::CustomerStore{unit}.contains(customer))
            throw Error{ErrorCode::not_found, "no such customer"};
        const storage::DecisionLog log{unit};
        const MergeForest forest = log.groups({customer});
        history.survivor = forest.root(customer);
        history.records = forest.members(customer);
        for (storage::LoggedDecision& logged : log.history(history.records)) {
            history.decisions.push_back({logged.sequence, std::move(logged.decision), logged.live});
        }
        history.links = detail::effective_links_of(unit, history.survivor);
    });
    return history;
}

}  // namespace scrm
