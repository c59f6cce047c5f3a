// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <optional>
#include <utility>

#include "disclosure_internal.hpp"
#include "effective_links_internal.hpp"
#include "evidence_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/resolution.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/storage/customer_store.hpp"
#include "scrm/storage/link_store.hpp"
#include "scrm/storage/run_log.hpp"
#include "session_internal.hpp"

namespace scrm {
namespace detail {

identity::MatchModel current_model(const CrmSession& session, const LinkageInput& input) {
    std::optional<storage::ResolutionRun> run;
    storage::run_read(session.database(),
                      [&](storage::UnitOfWork& unit) { run = storage::RunLog{unit}.last(); });
    if (run) return identity::MatchModel::from_json(run->model);
    return identity::train(identity::MatchModel::person(), input.profiles, input.customers);
}

}  // namespace detail

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

}  // namespace

identity::Explanation Resolution::why(const AccountId& account, const CustomerId& customer,
                                      const WhyOptions& options) const {
    const auto input = session_->linkage_input(options.stop);
    const auto profile = input->profiles.find(identity::account_record_id(account));
    if (!profile) throw Error{ErrorCode::not_found, "no such account"};
    const auto record = input->customers.find(customer.str());
    if (!record) throw Error{ErrorCode::not_found, "no such customer"};
    auto explanation = identity::explain(input->profiles, *profile, input->customers, *record,
                                         detail::current_model(*session_, *input));
    explanation.left_id = account.text();
    std::optional<IdentityLink> weighed;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        weighed = storage::LinkStore{unit}.find(account, customer);
    });
    if (weighed) add_shared_evidence(explanation, *weighed);
    return options.show_values ? explanation : detail::masked(std::move(explanation));
}

CustomerHistory Resolution::how(const CustomerId& customer) const {
    CustomerHistory history;
    history.asked = customer;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        if (!storage::CustomerStore{unit}.contains(customer))
            throw Error{ErrorCode::not_found, "no such customer"};
        const storage::DecisionLog log{unit};
        const storage::MergeForest forest = log.forest();
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
