// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "identity/claims_internal.hpp"
#include "scrm/text/confusable.hpp"

namespace scrm::identity {
namespace {

/// How often a profile that another one points at is really the pointing one's owner's.
constexpr double kPointedIsOwn = 0.85;
constexpr double kMutualIsOwn = 0.97;
/// And how often the pointing profile's owner is really who he points at.
constexpr double kPointingIsOwn = 0.8;
/// How often one login in two networks is one owner's, among some ten thousand profiles; counted on generated
/// banks.
constexpr SharedLoginTrust kUsualLogins = {0.5, 0.7, 0.9, 0.15, 0.3, 0.4, 0.03, 0.1, 0.2};
/// These count as so many pairs of each kind.
constexpr double kUsualPairs = 20;
constexpr int kTrustIterations = 40;
/// Bits by which what two profiles show can lower and raise that.
constexpr double kMostDistrust = -20;
constexpr double kMostTrust = 4;
constexpr double kFewFollowers = 30;
constexpr double kUnusual = 0.4;
constexpr double kCaution = 6;
/// So that no match is left however sure the claim is.
constexpr double kDisguised = 60;
constexpr double kUsualFollowers = 5;  // as a power of two
constexpr double kMostCredit = 3;

/// Whether a login has look-alikes of another script among the letters of a word.
bool is_disguised(std::string_view login) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    };
    while (!login.empty()) {
        const auto* const end = std::find_if_not(login.begin(), login.end(), is_letter);
        const std::string_view word{login.begin(), end};
        if (text::mixed_script(word) && text::unconfuse(word) != word) return true;
        login.remove_prefix(std::min(login.size(), word.size() + 1));
    }
    return false;
}

/// The better of two pieces of one kind of evidence, less half of what the other says against it.
EvidencePart doubted(EvidencePart better, const EvidencePart& worse) {
    better.against_stranger += std::min(0.0, worse.against_stranger) / 2;
    better.against_relative += std::min(0.0, worse.against_relative) / 2;
    better.against_namesake += std::min(0.0, worse.against_namesake) / 2;
    return better;
}

}  // namespace

void settle_claims(std::vector<Claim>& claims, std::span<const std::uint32_t> profile_rank,
                   std::span<const std::uint32_t> customer_rank) {
    std::sort(claims.begin(), claims.end(), [&](const Claim& x, const Claim& y) {
        if (x.profile != y.profile) return profile_rank[x.profile] < profile_rank[y.profile];
        if (x.person != y.person) return customer_rank[x.person] < customer_rank[y.person];
        if (x.evidence != y.evidence) return x.evidence > y.evidence;
        return customer_rank[x.customer] < customer_rank[y.customer];
    });
    const auto same = [](const Claim& x, const Claim& y) {
        return x.profile == y.profile && x.person == y.person;
    };
    claims.erase(std::unique(claims.begin(), claims.end(), same), claims.end());
}

double joint_evidence(const MatchModel& model, const Scorer& scorer, Row profile, Row partner, Row customer,
                      PairContext& context) {
    const Pattern own = scorer.pattern(profile, customer, context);
    std::vector<EvidencePart> parts;
    for (std::size_t i = 0; i < scorer.layout().size(); ++i)
        parts.push_back(scorer.part(i, profile, customer, own, context));
    const Pattern other = scorer.pattern(partner, customer, context);
    WeightSums sums = scorer.priors();
    bool family_is_known = false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const EvidencePart theirs = scorer.part(i, partner, customer, other, context);
        const std::string& measure = model.comparisons[i].measure;
        if (measure == "family_name") family_is_known = parts[i].level != 0 || theirs.level != 0;
        // A handle that spells the name which the other profile shows says nothing new.
        if ((measure == "handle_name" || measure == "handle_family") && family_is_known) continue;
        if (theirs.level == 0 || parts[i].level == 0) {
            sums.add(theirs.level == 0 ? parts[i] : theirs);
            continue;
        }
        const bool theirs_is_better = theirs.against_stranger > parts[i].against_stranger;
        sums.add(doubted(theirs_is_better ? theirs : parts[i], theirs_is_better ? parts[i] : theirs));
    }
    sums.stranger -=
        std::max(scorer.correlation_bits(own, customer), scorer.correlation_bits(other, customer));
    return scorer.total(sums) - scorer.prior_weight();
}

double owner_bits(const MatchModel& model, const Scorer& scorer, Row profile, Row partner,
                  PairContext& context) {
    static constexpr std::array<std::string_view, 6> kOwners = {"given_name", "family_name", "patronymic",
                                                                "date",       "gender",      "place"};
    const Pattern pattern = scorer.pattern(profile, partner, context);
    double bits = 0;
    for (std::size_t i = 0; i < scorer.layout().size(); ++i) {
        const std::string& measure = model.comparisons[i].measure;
        if (std::find(kOwners.begin(), kOwners.end(), measure) == kOwners.end()) continue;
        bits += scorer.part(i, profile, partner, pattern, context).against_stranger;
    }
    return std::clamp(bits, kMostDistrust, kMostTrust);
}

double weighed_trust(double trust, double owner_bits) noexcept {
    return probability_of(weight_of(trust) + owner_bits);
}

SharedLoginTrust estimate_shared_logins(std::span<const LoginEvidence> pairs) {
    SharedLoginTrust trust = kUsualLogins;
    for (int i = 0; i < kTrustIterations; ++i) {
        SharedLoginTrust own{};
        SharedLoginTrust all{};
        for (const LoginEvidence& pair : pairs) {
            own[pair.kind] += weighed_trust(trust[pair.kind], pair.owner_bits);
            all[pair.kind] += 1;
        }
        for (std::size_t kind = 0; kind < trust.size(); ++kind) {
            trust[kind] = (own[kind] + kUsualPairs * kUsualLogins[kind]) / (all[kind] + kUsualPairs);
        }
    }
    return trust;
}

double shared_evidence(std::optional<double> alone, double joint, double trust) {
    const double base = alone ? (1 - trust) * std::exp2(std::min(*alone, 100.0)) : 0;
    return std::log2(base + trust * std::exp2(std::clamp(joint, -100.0, 100.0)));
}

std::vector<EvidenceShare> shares_of(std::span<const ProfilePointer> pointers,
                                     std::span<const SharedLogin> shared_logins,
                                     const SharedLoginTrust& trust) {
    std::vector<EvidenceShare> shares;
    for (const ProfilePointer& pointer : pointers) {
        shares.push_back({pointer.to, pointer.from, pointer.is_mutual ? kMutualIsOwn : kPointedIsOwn});
        if (!pointer.is_mutual) shares.push_back({pointer.from, pointer.to, kPointingIsOwn});
    }
    for (const SharedLogin& pair : shared_logins) shares.push_back({pair.to, pair.from, trust[pair.kind]});
    return shares;
}

double contact_evidence(const MatchModel& model, const Scorer& scorer, Row profile, Row customer,
                        PairContext& context) {
    const Pattern pattern = scorer.pattern(profile, customer, context);
    double bits = 0;
    for (std::size_t i = 0; i < model.comparisons.size(); ++i) {
        const std::string& measure = model.comparisons[i].measure;
        if (measure != "phone" && measure != "document") continue;
        bits += std::max(0.0, scorer.part(i, profile, customer, pattern, context).against_stranger);
    }
    return bits;
}

bool has_only_public_phones(const RecordSet& profiles, RecordIndex profile) {
    const ValueColumn* shown = profiles.column("public_phone");
    const ValueColumn* phones = profiles.column("phone");
    if (shown == nullptr || phones == nullptr || shown->first(profile) == 0) return false;
    return shown->values(profile).size() == phones->values(profile).size();
}

std::optional<double> followers_of(const RecordSet& profiles, RecordIndex profile) {
    const ValueColumn* column = profiles.column("followers");
    if (column == nullptr) return std::nullopt;
    const std::string_view text = column->text(column->first(profile));
    if (text.empty()) return std::nullopt;
    double count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

void FollowerCounts::add(double followers) noexcept {
    all += 1;
    few += followers <= kFewFollowers ? 1 : 0;
}

std::vector<FollowerCounts> count_followers(const RecordSet& profiles) {
    const ValueColumn* networks = profiles.column("network");
    std::vector<FollowerCounts> counts(networks == nullptr ? 1 : networks->value_count());
    for (RecordIndex i = 0; i < profiles.size(); ++i) {
        if (const auto followers = followers_of(profiles, i))
            counts[networks == nullptr ? 0 : networks->first(i)].add(*followers);
    }
    return counts;
}

double copy_likeness(const RecordSet& profiles, RecordIndex profile, const FollowerCounts& network) {
    const ValueColumn* handles = profiles.column("handle");
    if (handles != nullptr && is_disguised(handles->text(handles->first(profile)))) return kDisguised;
    const std::optional<double> followers = followers_of(profiles, profile);
    if (!followers) return 1;
    const double share = std::clamp(network.few / network.all, 0.05, 1.0);
    // Where most accounts are well connected, one that is not waits for a person to look at it.
    const double lonely = share < kUnusual ? std::max(kCaution, 1 / share) : 1 / share;
    return *followers <= kFewFollowers ? lonely : *followers <= 4 * kFewFollowers ? 0.5 : 0.1;
}

double follower_credit(std::optional<double> followers) {
    return followers ? std::clamp(std::log2(1 + *followers) - kUsualFollowers, -kMostCredit, kMostCredit) : 0;
}

std::vector<ResolutionCandidate> ranked_candidates(std::span<const Claim> claims,
                                                   std::span<const std::uint32_t> customer_rank,
                                                   const Thresholds& limits, double prior_weight,
                                                   const ResolutionOptions& options) {
    std::vector<Claim> ranked(claims.begin(), claims.end());
    std::sort(ranked.begin(), ranked.end(), [&](const Claim& x, const Claim& y) {
        if (x.probability != y.probability) return x.probability > y.probability;
        return customer_rank[x.customer] < customer_rank[y.customer];
    });
    std::vector<ResolutionCandidate> out;
    for (std::size_t i = 0; i < ranked.size() && i < options.max_candidates; ++i) {
        const Claim& claim = ranked[i];
        if (claim.probability < options.min_probability) break;
        ResolutionCandidate row;
        row.profile = claim.profile;
        row.customer = claim.customer;
        row.weight = claim.evidence + prior_weight;
        row.probability = claim.probability;
        const double next = i + 1 < ranked.size() ? ranked[i + 1].probability : 0;
        if (i == 0 && claim.probability >= limits.match_probability &&
            claim.probability - next >= limits.match_margin) {
            row.tier = Tier::match;
        } else if (claim.probability >= limits.review_probability) {
            row.tier = Tier::review;
        }
        out.push_back(row);
    }
    return out;
}

}  // namespace scrm::identity
