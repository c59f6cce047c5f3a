// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/resolution.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>

#include "identity/decision_internal.hpp"
#include "identity/expression_model_internal.hpp"
#include "identity/features_internal.hpp"
#include "identity/pairs_internal.hpp"
#include "identity/profile_groups_internal.hpp"
#include "identity/training_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

/// Bits with the prior below which a customer is no candidate.
constexpr double kWeakestCandidate = -10;
constexpr double kStartStrangers = 0.6;
/// Bits of evidence for some customer that make a profile one that can be found.
constexpr double kInformative = 6;
/// How often a profile that another one points at is really the pointing one's owner's.
constexpr double kPointedIsOwn = 0.85;
constexpr double kMutualIsOwn = 0.97;
/// And how often the pointing profile's owner is really who he points at.
constexpr double kPointingIsOwn = 0.8;
/// How often one login in two networks is one owner's.
constexpr double kSharedLoginIsOwn = 0.4;
/// Bits by which what two profiles show can lower and raise that.
constexpr double kMostDistrust = -20;
constexpr double kMostTrust = 4;
constexpr double kFewFollowers = 30;
constexpr double kUnusual = 0.4;
constexpr double kCaution = 6;
constexpr double kUsualFollowers = 5;  // as a power of two
constexpr double kMostCredit = 3;
/// Claims below it do not matter.
constexpr double kWorthCaution = 0.05;

class Resolver {
  public:
    Resolver(const RecordSet& profiles, const RecordSet& customers, const ResolutionConstraints& constraints,
             const ResolutionOptions& options, const Execution& execution)
        : profiles_(profiles),
          customers_(customers),
          constraints_(constraints),
          options_(options),
          execution_(execution),
          rows_(profiles, customers),
          profile_row_(row_of_records(profiles)),
          customer_row_(row_of_records(customers)),
          shares_evidence_(profiles.size(), false) {}

    ResolutionResult run(const MatchModel& model) {
        find_duplicates(model);
        find_claims(model);
        share_between_profiles();
        apply_decisions();
        const double persons = person_count();
        const std::size_t findable = findable_profiles();
        result_.stranger_share = model.stranger_share
                                     ? *model.stranger_share
                                     : estimate_stranger_share(claims_, findable, persons, kStartStrangers);
        result_.model.stranger_share = result_.stranger_share;
        decide(claims_, result_.stranger_share, persons);
        expect_more(model, persons, findable);
        beware_of_copies(claims_, contact_bits(), copy_likeness());
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
        options.min_probability = 0.99;
        options.keep_apart = constraints_.keep_apart;
        for (RecordIndex i = 0; i < constraints_.root.size(); ++i) {
            if (constraints_.root[i] != i) options.same.emplace_back(i, constraints_.root[i]);
        }
        MatchModel own = model.customers ? *model.customers : model;
        // What one table can afford would tell one customer of a bank another's secrets.
        if (!model.customers) own.thresholds.cluster_weight = std::max(own.thresholds.cluster_weight, 0.0);
        own.customers = nullptr;
        DedupeResult found = dedupe(customers_, own, options, execution_);
        result_.cluster = std::move(found.cluster);
        result_.model = model;
        result_.model.customers = std::make_shared<const MatchModel>(std::move(found.model));
    }

    double person_count() const {
        double persons = 0;
        for (RecordIndex i = 0; i < customers_.size(); ++i) persons += result_.cluster[i] == i ? 1 : 0;
        return persons;
    }

    /// Profiles that show a family name or a contact. The others would be found nowhere, so that they say
    /// nothing of how many strangers there are.
    std::size_t findable_profiles() const {
        std::set<RecordIndex> claimed;
        for (const Claim& claim : claims_) {
            if (claim.evidence > kInformative) claimed.insert(claim.profile);
        }
        const ValueColumn* phones = profiles_.column("phone");
        const ValueColumn* emails = profiles_.column("email");
        std::size_t count = 0;
        for (RecordIndex i = 0; i < profiles_.size(); ++i) {
            const bool shows = (features_ && !features_->names().empty() &&
                                features_->names().of(profile_row_[i]).family != 0) ||
                               (phones != nullptr && phones->first(i) != 0) ||
                               (emails != nullptr && emails->first(i) != 0);
            count += shows || claimed.contains(i) ? 1 : 0;
        }
        return count;
    }

    /// Persons of whom one profile is known are likelier to own others.
    void expect_more(const MatchModel& model, double persons, std::size_t findable) {
        const auto confirmed = decided_persons(constraints_.confirmed);
        auto active = activity_elsewhere(claims_, networks(),
                                         std::vector<OwnedProfile>{confirmed.begin(), confirmed.end()});
        const double expected =
            static_cast<double>(findable) * (1 - result_.stranger_share) / std::max(1.0, persons);
        // What a partner shows is in the claim already.
        for (std::size_t i = 0; i < claims_.size(); ++i) {
            if (shares_evidence_[claims_[i].profile]) active[i] = 0;
        }
        const ActivityFactors factors =
            model.activity ? *model.activity : estimate_activity(claims_, active, expected);
        result_.model.activity = factors;
        expect_more_of_the_active(claims_, active, factors);
    }

    void find_claims(const MatchModel& model) {
        features_ = std::make_unique<Features>(rows_, execution_.threads);
        const auto duplicates = result_.model.customers;
        result_.model = fitted_to(model, rows_);
        result_.model.customers = duplicates;
        if (profiles_.empty() || customers_.empty()) return;
        features_->prepare(result_.model);
        const Blocking blocking(*features_, result_.model.blocking_rules, execution_);
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

    /// One claim for each profile and person: the record that agrees best speaks for the person.
    void settle_claims() {
        std::sort(claims_.begin(), claims_.end(), [this](const Claim& x, const Claim& y) {
            if (x.profile != y.profile) return profile_row_[x.profile] < profile_row_[y.profile];
            if (x.person != y.person) return customer_row_[x.person] < customer_row_[y.person];
            if (x.evidence != y.evidence) return x.evidence > y.evidence;
            return customer_row_[x.customer] < customer_row_[y.customer];
        });
        const auto same = [](const Claim& x, const Claim& y) {
            return x.profile == y.profile && x.person == y.person;
        };
        claims_.erase(std::unique(claims_.begin(), claims_.end(), same), claims_.end());
    }

    std::span<const Claim> claims_of(RecordIndex profile) const {
        const auto rank = profile_row_[profile];
        const auto first = std::partition_point(claims_.begin(), claims_.end(), [&](const Claim& claim) {
            return profile_row_[claim.profile] < rank;
        });
        const auto last = std::partition_point(
            first, claims_.end(), [&](const Claim& claim) { return profile_row_[claim.profile] == rank; });
        return {first, last};
    }

    /// The better of two pieces of one kind of evidence, less half of what the other says against it.
    static EvidencePart doubted(EvidencePart better, const EvidencePart& worse) {
        better.against_stranger += std::min(0.0, worse.against_stranger) / 2;
        better.against_relative += std::min(0.0, worse.against_relative) / 2;
        better.against_namesake += std::min(0.0, worse.against_namesake) / 2;
        return better;
    }

    /// Evidence of a profile and of one that belongs to the same owner, each kind counted once.
    double joint_evidence(RecordIndex profile, RecordIndex partner, RecordIndex customer,
                          PairContext& context) const {
        const Row a = profile_row_[profile];
        const Row p = profile_row_[partner];
        const Row b = static_cast<Row>(rows_.split() + customer_row_[customer]);
        const Pattern own = scorer_->pattern(a, b, context);
        std::vector<EvidencePart> parts;
        for (std::size_t i = 0; i < scorer_->layout().size(); ++i)
            parts.push_back(scorer_->part(i, a, b, own, context));
        const Pattern other = scorer_->pattern(p, b, context);
        WeightSums sums = scorer_->priors();
        bool family_is_known = false;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const EvidencePart theirs = scorer_->part(i, p, b, other, context);
            const std::string& measure = result_.model.comparisons[i].measure;
            if (measure == "family_name") family_is_known = parts[i].level != 0 || theirs.level != 0;
            // A handle that spells the name which the other profile shows says nothing new.
            if (measure == "handle_name" && family_is_known) continue;
            if (theirs.level == 0 || parts[i].level == 0) {
                sums.add(theirs.level == 0 ? parts[i] : theirs);
                continue;
            }
            const bool theirs_is_better = theirs.against_stranger > parts[i].against_stranger;
            sums.add(doubted(theirs_is_better ? theirs : parts[i], theirs_is_better ? parts[i] : theirs));
        }
        sums.stranger -= std::max(scorer_->correlation_bits(own, b), scorer_->correlation_bits(other, b));
        return scorer_->total(sums) - scorer_->prior_weight();
    }

    /// How sure it is that two profiles are one owner's: `trust` beforehand, weighed by what both show.
    double weighed_trust(RecordIndex profile, RecordIndex partner, double trust, PairContext& context) const {
        static constexpr std::array<std::string_view, 6> kOwners = {"given_name", "family_name", "patronymic",
                                                                    "date",       "gender",      "place"};
        const Row a = profile_row_[profile];
        const Row p = profile_row_[partner];
        const Pattern pattern = scorer_->pattern(a, p, context);
        double bits = 0;
        for (std::size_t i = 0; i < scorer_->layout().size(); ++i) {
            const std::string& measure = result_.model.comparisons[i].measure;
            if (std::find(kOwners.begin(), kOwners.end(), measure) == kOwners.end()) continue;
            bits += scorer_->part(i, a, p, pattern, context).against_stranger;
        }
        return probability_of(weight_of(trust) + std::clamp(bits, kMostDistrust, kMostTrust));
    }

    /// What a profile says of its owner counts for those that it points at and those that point at it.
    void share_between_profiles() {
        if (!scorer_) return;
        std::vector<Claim> gained;
        PairContext context = scorer_->context();
        const auto share = [&](RecordIndex profile, RecordIndex partner, double beforehand) {
            const double trust = weighed_trust(profile, partner, beforehand, context);
            if (trust > kWorthCaution) shares_evidence_[profile] = true;
            std::set<RecordIndex> customers;
            for (const Claim& claim : claims_of(profile)) customers.insert(claim.customer);
            for (const Claim& claim : claims_of(partner)) customers.insert(claim.customer);
            for (const RecordIndex customer : customers) {
                const double joint = joint_evidence(profile, partner, customer, context);
                double alone = 0;
                bool was_claimed = false;
                for (const Claim& claim : claims_of(profile)) {
                    if (claim.customer != customer) continue;
                    alone = claim.evidence;
                    was_claimed = true;
                }
                const double base = was_claimed ? (1 - trust) * std::exp2(std::min(alone, 100.0)) : 0;
                gained.push_back({profile, result_.cluster[customer], customer,
                                  std::log2(base + trust * std::exp2(std::clamp(joint, -100.0, 100.0))), 0});
            }
        };
        for (const ProfilePointer& pointer : find_pointers(profiles_)) {
            share(pointer.to, pointer.from, pointer.is_mutual ? kMutualIsOwn : kPointedIsOwn);
            if (!pointer.is_mutual) share(pointer.from, pointer.to, kPointingIsOwn);
        }
        for (const ProfilePointer& pair : find_shared_logins(profiles_))
            share(pair.to, pair.from, kSharedLoginIsOwn);
        claims_.insert(claims_.end(), gained.begin(), gained.end());
        settle_claims();
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

    /// Of each profile: how many follow it, where its network says so.
    std::vector<std::optional<double>> followers() const {
        std::vector<std::optional<double>> out(profiles_.size());
        const ValueColumn* column = profiles_.column("followers");
        if (column == nullptr) return out;
        for (RecordIndex i = 0; i < profiles_.size(); ++i) {
            const std::string_view text = column->text(column->first(i));
            double count = 0;
            std::from_chars(text.data(), text.data() + text.size(), count);
            if (!text.empty()) out[i] = count;
        }
        return out;
    }

    /// Of two accounts that claim one person in a network, the copy is the one with fewer followers.
    std::vector<double> credits() const {
        std::vector<double> out;
        out.reserve(profiles_.size());
        for (const auto& count : followers()) {
            out.push_back(
                count ? std::clamp(std::log2(1 + *count) - kUsualFollowers, -kMostCredit, kMostCredit) : 0.0);
        }
        return out;
    }

    /// Nobody follows a copy; how telling that is depends on how many of the network's accounts have few
    /// followers.
    std::vector<double> copy_likeness() const {
        const auto count = followers();
        const auto network = networks();
        const std::uint32_t kinds =
            network.empty() ? 0 : 1 + *std::max_element(network.begin(), network.end());
        std::vector<double> few(kinds, 1);
        std::vector<double> all(kinds, 1);
        for (RecordIndex i = 0; i < count.size(); ++i) {
            if (!count[i]) continue;
            all[network[i]] += 1;
            few[network[i]] += *count[i] <= kFewFollowers ? 1 : 0;
        }
        std::vector<double> out(profiles_.size(), 1);
        for (RecordIndex i = 0; i < count.size(); ++i) {
            if (!count[i]) continue;
            const double share = std::clamp(few[network[i]] / all[network[i]], 0.05, 1.0);
            // Where most accounts are well connected, one that is not waits for a person to look at it.
            const double lonely = share < kUnusual ? std::max(kCaution, 1 / share) : 1 / share;
            out[i] = *count[i] <= kFewFollowers ? lonely : *count[i] <= 4 * kFewFollowers ? 0.5 : 0.1;
        }
        return out;
    }

    /// What a claim's phone numbers and documents say for it; a mailbox may stand in the copied biography.
    std::vector<double> contact_bits() const {
        std::vector<double> out(claims_.size(), 0);
        if (!scorer_) return out;
        std::vector<std::size_t> contacts;
        for (std::size_t i = 0; i < result_.model.comparisons.size(); ++i) {
            const std::string& measure = result_.model.comparisons[i].measure;
            if (measure == "phone" || measure == "document") contacts.push_back(i);
        }
        PairContext context = scorer_->context();
        for (std::size_t i = 0; i < claims_.size(); ++i) {
            const Claim& claim = claims_[i];
            if (claim.probability < kWorthCaution) continue;
            const Row a = profile_row_[claim.profile];
            const Row b = static_cast<Row>(rows_.split() + customer_row_[claim.customer]);
            const Pattern pattern = scorer_->pattern(a, b, context);
            for (const std::size_t k : contacts) {
                out[i] += std::max(0.0, scorer_->part(k, a, b, pattern, context).against_stranger);
            }
        }
        return out;
    }

    void write_candidates() {
        result_.tiers.assign(profiles_.size(), Tier::none);
        const Thresholds& limits = result_.model.thresholds;
        std::vector<ResolutionCandidate>& out = result_.candidates;
        for (std::size_t begin = 0; begin < claims_.size();) {
            std::size_t end = begin + 1;
            while (end < claims_.size() && claims_[end].profile == claims_[begin].profile) ++end;
            std::vector<Claim> ranked(claims_.begin() + static_cast<std::ptrdiff_t>(begin),
                                      claims_.begin() + static_cast<std::ptrdiff_t>(end));
            std::sort(ranked.begin(), ranked.end(), [this](const Claim& x, const Claim& y) {
                if (x.probability != y.probability) return x.probability > y.probability;
                return customer_row_[x.customer] < customer_row_[y.customer];
            });
            for (std::size_t i = 0; i < ranked.size() && i < options_.max_candidates; ++i) {
                const Claim& claim = ranked[i];
                if (claim.probability < options_.min_probability) break;
                ResolutionCandidate row{claim.profile,
                                        claim.customer,
                                        claim.evidence + scorer_->prior_weight(),
                                        claim.probability,
                                        Tier::none,
                                        false,
                                        false};
                const double next = i + 1 < ranked.size() ? ranked[i + 1].probability : 0;
                if (i == 0 && claim.probability >= limits.match_probability &&
                    claim.probability - next >= limits.match_margin) {
                    row.tier = Tier::match;
                } else if (claim.probability >= limits.review_probability) {
                    row.tier = Tier::review;
                }
                out.push_back(row);
            }
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
                const Row b = static_cast<Row>(rows_.split() + customer_row_[customer]);
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
    Rows rows_;
    std::vector<std::uint32_t> profile_row_;
    std::vector<std::uint32_t> customer_row_;
    std::unique_ptr<Features> features_;
    std::unique_ptr<Scorer> scorer_;
    std::vector<Claim> claims_;
    std::vector<bool> shares_evidence_;  // of each profile: its claims count what a partner shows
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
    return Resolver(profiles, customers, constraints, options, execution).run(model);
}

}  // namespace scrm::identity
