// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/resolution.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "identity/blocking/pairs_internal.hpp"
#include "identity/claims_internal.hpp"
#include "identity/expression/expression_model_internal.hpp"
#include "identity/linkage_internal.hpp"
#include "identity/live/frozen_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/records/near_keys_internal.hpp"
#include "identity/training/training_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

constexpr double kStartStrangers = 0.6;
/// Of customers' profiles that show nothing but a handle so many are found by it. Measured on generated
/// banks.
constexpr double kGivenAwayByHandle = 0.3;

class Resolver {
  public:
    Resolver(const RecordSet& profiles, const RecordSet& customers, const ResolutionConstraints& constraints,
             const ResolutionOptions& options, const Execution& execution, const FrozenModel::State* frozen)
        : profiles_(profiles),
          customers_(customers),
          constraints_(constraints),
          options_(options),
          execution_(execution),
          frozen_(frozen),
          rows_(profiles, customers),
          profile_row_(row_of_records(profiles)),
          customer_row_(row_of_records(customers)) {}

    ResolutionResult run(const MatchModel& model) {
        find_duplicates(model);
        find_claims(model);
        share_between_profiles();
        apply_decisions();
        const double persons = person_count();
        result_.stranger_share =
            model.stranger_share
                ? *model.stranger_share
                : estimate_stranger_share(claims_, chances_to_be_claimed(), persons, kStartStrangers);
        result_.model.stranger_share = result_.stranger_share;
        decide(claims_, result_.stranger_share, persons);
        expect_more(model, persons);
        beware_of_copies(claims_, contact_bits(), copy_likenesses());
        share_among_rivals(claims_, networks(), credits());
        write_candidates();
        return std::move(result_);
    }

  private:
    static std::vector<std::uint32_t> row_of_records(const RecordSet& records) {
        std::vector<std::uint32_t> rank(records.size());
        for (std::uint32_t i = 0; i < records.size(); ++i) rank[records.by_id()[i]] = i;
        return rank;
    }

    /// Customers by person: machine clusters over live merges.
    void find_duplicates(const MatchModel& model) {
        LinkOptions options;
        options.training = options_.training;
        options.training.from_documents = true;
        options.min_probability = 0.99;
        options.keep_apart = constraints_.keep_apart;
        for (RecordIndex i = 0; i < constraints_.root.size(); ++i) {
            if (constraints_.root[i] != i) options.same.emplace_back(i, constraints_.root[i]);
        }
        MatchModel own = model.customers ? *model.customers : model;
        // What one table can afford would tell one customer of a bank another's secrets.
        if (!model.customers) own.thresholds.cluster_weight = std::max(own.thresholds.cluster_weight, 0.0);
        own.customers = nullptr;
        DedupeResult found =
            dedupe(customers_, own, options, execution_, frozen_ != nullptr ? &frozen_->customers : nullptr);
        result_.cluster = std::move(found.cluster);
        result_.model = model;
        result_.model.customers = std::make_shared<const MatchModel>(std::move(found.model));
    }

    double person_count() const {
        if (frozen_ != nullptr) return frozen_->persons;
        double persons = 0;
        for (RecordIndex i = 0; i < customers_.size(); ++i) persons += result_.cluster[i] == i ? 1 : 0;
        return persons;
    }

    /// A family name or a contact.
    std::vector<bool> who_shows_himself() const {
        std::vector<bool> shows(profiles_.size());
        const ValueColumn* phones = profiles_.column("phone");
        const ValueColumn* emails = profiles_.column("email");
        for (RecordIndex i = 0; i < profiles_.size(); ++i) {
            shows[i] = (features_ && !features_->names().empty() &&
                        features_->names().of(profile_row_[i]).family != 0) ||
                       (phones != nullptr && phones->first(i) != 0) ||
                       (emails != nullptr && emails->first(i) != 0);
        }
        return shows;
    }

    /// How often each profile has its owner among its claims if he is a customer. A few that only their
    /// handles gave away are as good as those that show themselves. Where they are many, those that no handle
    /// gave away have to be counted, too, or the found ones would make a share of customers that is none.
    std::vector<double> chances_to_be_claimed() const {
        const std::vector<bool> shows = who_shows_himself();
        std::vector<double> chances(profiles_.size());
        std::size_t found = 0;
        for (const Claim& claim : claims_) {
            double& chance = chances[claim.profile];
            if (claim.evidence <= kInformative || shows[claim.profile] || chance > 0) continue;
            chance = kClaimed;
            ++found;
        }
        const auto shown = static_cast<std::size_t>(std::count(shows.begin(), shows.end(), true));
        const bool are_many = found > shown / 2;
        const ValueColumn* handles = profiles_.column("handle");
        for (RecordIndex i = 0; i < profiles_.size(); ++i) {
            const bool has_handle = handles != nullptr && handles->first(i) != 0;
            if (shows[i]) chances[i] = kClaimed;
            if (!shows[i] && are_many) chances[i] = has_handle ? kGivenAwayByHandle : 0;
        }
        return chances;
    }

    /// Persons of whom one profile is known are likelier to own others.
    void expect_more(const MatchModel& model, double persons) {
        const auto confirmed = decided_persons(constraints_.confirmed);
        const KnownElsewhere known = known_elsewhere(
            claims_, networks(), std::vector<OwnedProfile>{confirmed.begin(), confirmed.end()});
        const ActivityFactors factors =
            model.activity ? *model.activity : estimate_activity(claims_, known, persons);
        result_.model.activity = factors;
        expect_more_of_the_active(claims_, known.probability, factors);
    }

    void find_claims(const MatchModel& model) {
        const PopulationStatistics* population = frozen_ != nullptr ? &frozen_->profiles : nullptr;
        features_ = std::make_unique<Features>(rows_, execution_.threads, population);
        const auto duplicates = result_.model.customers;
        result_.model = fitted_to(model, rows_);
        result_.model.customers = duplicates;
        if (profiles_.empty() || customers_.empty()) return;
        features_->prepare(result_.model);
        const Blocking blocking(
            *features_, result_.model.blocking_rules, execution_,
            population != nullptr ? std::span{population->caps} : std::span<const std::uint32_t>{});
        result_.model = learn(result_.model, *features_, blocking, options_.training, execution_);
        result_.blocking = blocking.counts();
        result_.statistics =
            ValueStatistics{std::make_shared<const PopulationCounts>(features_->population(result_.model))};
        scorer_ = std::make_unique<Scorer>(result_.model, *features_);
        for (const Edge& edge : score_pairs(blocking, *scorer_, kWeakestCandidate, execution_)) {
            add_claim(rows_.record(edge.a), rows_.record(edge.b),
                      static_cast<double>(edge.weight) - scorer_->prior_weight());
        }
        settle_claims();
    }

    void add_claim(RecordIndex profile, RecordIndex customer, double evidence) {
        claims_.push_back({profile, result_.cluster[customer], customer, evidence, 0});
    }

    void settle_claims() { identity::settle_claims(claims_, profile_row_, customer_row_); }

    std::span<const Claim> claims_of(RecordIndex profile) const {
        const auto rank = profile_row_[profile];
        const auto first = std::partition_point(claims_.begin(), claims_.end(), [&](const Claim& claim) {
            return profile_row_[claim.profile] < rank;
        });
        const auto last = std::partition_point(
            first, claims_.end(), [&](const Claim& claim) { return profile_row_[claim.profile] == rank; });
        return {first, last};
    }

    /// What a profile says of its owner counts for those that it points at and those that point at it.
    void share_between_profiles() {
        const std::vector<SharedLogin> logins = find_shared_logins(profiles_);
        std::vector<LoginEvidence> evidence;
        std::vector<Claim> gained;
        PairContext context = scorer_ ? scorer_->context() : PairContext{};
        const auto bits = [&](RecordIndex profile, RecordIndex partner) {
            return owner_bits(result_.model, *scorer_, profile_row_[profile], profile_row_[partner], context);
        };
        if (!result_.model.shared_logins) {
            for (const SharedLogin& pair : logins) {
                if (scorer_ && profile_row_[pair.from] < profile_row_[pair.to])
                    evidence.push_back({pair.kind, bits(pair.from, pair.to)});
            }
            result_.model.shared_logins = estimate_shared_logins(evidence);
        }
        if (!scorer_) return;
        for (const EvidenceShare& share :
             shares_of(find_pointers(profiles_), logins, *result_.model.shared_logins)) {
            const double trust = weighed_trust(share.trust, bits(share.profile, share.partner));
            std::set<RecordIndex> customers;
            for (const Claim& claim : claims_of(share.profile)) customers.insert(claim.customer);
            for (const Claim& claim : claims_of(share.partner)) customers.insert(claim.customer);
            for (const RecordIndex customer : customers) {
                const double joint =
                    joint_evidence(result_.model, *scorer_, profile_row_[share.profile],
                                   profile_row_[share.partner], row_of_customer(customer), context);
                std::optional<double> alone;
                for (const Claim& claim : claims_of(share.profile)) {
                    if (claim.customer == customer) alone = claim.evidence;
                }
                gained.push_back({share.profile, result_.cluster[customer], customer,
                                  shared_evidence(alone, joint, trust), 0});
            }
        }
        claims_.insert(claims_.end(), gained.begin(), gained.end());
        settle_claims();
    }

    Row row_of_customer(RecordIndex customer) const {
        return static_cast<Row>(rows_.split() + customer_row_[customer]);
    }

    std::set<std::pair<RecordIndex, RecordIndex>> decided_persons(
        const std::vector<RecordPairIndex>& pairs) const {
        std::set<std::pair<RecordIndex, RecordIndex>> out;
        for (const auto& [profile, customer] : pairs) out.emplace(profile, result_.cluster.at(customer));
        return out;
    }

    /// Claims that people have decided leave the contest.
    void apply_decisions() {
        const auto confirmed = decided_persons(constraints_.confirmed);
        const auto rejected = decided_persons(constraints_.rejected);
        std::set<RecordIndex> settled;
        for (const auto& [profile, person] : confirmed) settled.insert(profile);
        std::erase_if(claims_, [&](const Claim& claim) {
            return settled.contains(claim.profile) || rejected.contains({claim.profile, claim.person});
        });
    }

    std::vector<std::uint32_t> networks() const {
        std::vector<std::uint32_t> out(profiles_.size(), 0);
        if (const ValueColumn* column = profiles_.column("network")) {
            for (RecordIndex i = 0; i < profiles_.size(); ++i) out[i] = column->first(i);
        }
        return out;
    }

    std::vector<double> credits() const {
        std::vector<double> out;
        for (RecordIndex i = 0; i < profiles_.size(); ++i)
            out.push_back(follower_credit(followers_of(profiles_, i)));
        return out;
    }

    std::vector<double> copy_likenesses() const {
        const auto network = networks();
        std::vector<FollowerCounts> counts;
        if (frozen_ == nullptr) {
            counts = count_followers(profiles_);
        } else if (const ValueColumn* column = profiles_.column("network")) {
            for (ValueId id = 0; id < column->value_count(); ++id)
                counts.push_back(frozen_->followers_in(column->text(id)));
        } else {
            counts.push_back(frozen_->followers_in({}));
        }
        std::vector<double> out;
        for (RecordIndex i = 0; i < profiles_.size(); ++i)
            out.push_back(copy_likeness(profiles_, i, counts[network[i]]));
        return out;
    }

    std::vector<double> contact_bits() const {
        std::vector<double> out(claims_.size(), 0);
        if (!scorer_) return out;
        PairContext context = scorer_->context();
        for (std::size_t i = 0; i < claims_.size(); ++i) {
            const Claim& claim = claims_[i];
            if (claim.probability < kWorthCaution || has_only_public_phones(profiles_, claim.profile))
                continue;
            out[i] = contact_evidence(result_.model, *scorer_, profile_row_[claim.profile],
                                      row_of_customer(claim.customer), context);
        }
        return out;
    }

    void write_candidates() {
        result_.tiers.assign(profiles_.size(), Tier::none);
        Thresholds& limits = result_.model.thresholds;
        if (frozen_ == nullptr) {
            limits.match_probability = beginning_of_matches(claims_, limits);
            limits.match_precision = 0;
        }
        std::vector<ResolutionCandidate>& out = result_.candidates;
        for (std::size_t begin = 0; begin < claims_.size();) {
            std::size_t end = begin + 1;
            while (end < claims_.size() && claims_[end].profile == claims_[begin].profile) ++end;
            const auto ranked = ranked_candidates(std::span{claims_}.subspan(begin, end - begin),
                                                  customer_row_, limits, scorer_->prior_weight(), options_);
            out.insert(out.end(), ranked.begin(), ranked.end());
            begin = end;
        }
        add_decided(constraints_.confirmed, true);
        add_decided(constraints_.rejected, false);
        std::sort(out.begin(), out.end(), [this](const ResolutionCandidate& x, const ResolutionCandidate& y) {
            if (x.profile != y.profile) return profile_row_[x.profile] < profile_row_[y.profile];
            if (x.probability != y.probability) return x.probability > y.probability;
            return customer_row_[x.customer] < customer_row_[y.customer];
        });
        for (const ResolutionCandidate& row : out) {
            result_.tiers[row.profile] = std::min(result_.tiers[row.profile], row.tier);
        }
    }

    void add_decided(const std::vector<RecordPairIndex>& pairs, bool confirmed) {
        std::set<RecordPairIndex> seen;
        PairContext context = scorer_ ? scorer_->context() : PairContext{};
        for (const auto& [profile, customer] : pairs) {
            if (!seen.emplace(profile, customer).second) continue;
            ResolutionCandidate row{
                profile,   customer,  0, confirmed ? 1.0 : 0.0, confirmed ? Tier::match : Tier::none,
                confirmed, !confirmed};
            if (scorer_) {
                const Row a = profile_row_[profile];
                const Row b = row_of_customer(customer);
                row.weight = scorer_->weight(a, b, scorer_->pattern(a, b, context), context);
            }
            result_.candidates.push_back(row);
        }
    }

    const RecordSet& profiles_;
    const RecordSet& customers_;
    const ResolutionConstraints& constraints_;
    const ResolutionOptions& options_;
    const Execution& execution_;
    const FrozenModel::State* frozen_;
    Rows rows_;
    std::vector<std::uint32_t> profile_row_;
    std::vector<std::uint32_t> customer_row_;
    std::unique_ptr<Features> features_;
    std::unique_ptr<Scorer> scorer_;
    std::vector<Claim> claims_;
    ResolutionResult result_;
};

}  // namespace

ResolutionResult resolve(const RecordSet& profiles, const RecordSet& customers, const MatchModel& model,
                         const ResolutionConstraints& constraints, const ResolutionOptions& options,
                         const Execution& execution) {
    if (has_expressions(model)) {
        throw Error(ErrorCode::invalid_argument,
                    "a model of SQL expressions compares tables (dedupe, link); it resolves no profiles");
    }
    return Resolver(profiles, customers, constraints, options, execution, nullptr)
        .run(without_table_rules(model));
}

ResolutionResult resolve(const RecordSet& profiles, const RecordSet& customers, const FrozenModel& frozen,
                         const ResolutionConstraints& constraints, const ResolutionOptions& options,
                         const Execution& execution) {
    const FrozenModel::State& state = frozen.state();
    return Resolver(profiles, customers, constraints, options, execution, &state).run(state.model);
}

}  // namespace scrm::identity
