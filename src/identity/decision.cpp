// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "identity/decision_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {
namespace {

constexpr int kIterations = 60;
/// Copies of customers' profiles for each profile that is its owner's, but for those in the owner's own
/// network, which share_among_rivals sets beside his. Measured on generated banks.
constexpr double kCopies = 0.018;
/// From where on a person counts as one who has a profile.
constexpr double kEstablished = 0.95;
/// Of an active person's other profiles, those from here on are counted as his.
constexpr double kLikely = 0.5;
constexpr double kMostFactor = 32;
constexpr double kLeastFactor = 0.3;
constexpr int kActivityIterations = 20;
/// Standard errors below the expected precision of tier match: small banks are taken more care of than large
/// ones.
constexpr double kSafety = 3;
/// A link of this probability is a match however few there are.
constexpr double kSureLink = 0.955;
/// The start counts as this many profiles.
constexpr double kStartProfiles = 20;

/// Calls `visit(begin, end)` for the claims of each profile.
template <class Visit>
void for_each_profile(std::span<const Claim> claims, const Visit& visit) {
    for (std::size_t begin = 0; begin < claims.size();) {
        std::size_t end = begin + 1;
        while (end < claims.size() && claims[end].profile == claims[begin].profile) ++end;
        visit(begin, end);
        begin = end;
    }
}

double odds_of(double evidence) {
    return std::exp2(std::clamp(evidence, -100.0, 100.0));
}

/// Mass of "a customer, but none of the claims".
double unclaimed(double strangers) {
    return (1 - strangers) * (1 - kClaimed);
}

}  // namespace

double estimate_stranger_share(std::span<const Claim> claims, std::span<const double> chance_to_be_claimed,
                               double persons, double start) {
    const auto is_seen = [](double chance) { return chance > 0; };
    const auto profiles =
        static_cast<double>(std::count_if(chance_to_be_claimed.begin(), chance_to_be_claimed.end(), is_seen));
    if (profiles == 0 || persons < 1) return start;
    // Of each claimed profile the odds, and of the others how many there are of each chance.
    std::vector<double> claimed;
    std::map<double, double> others;
    for (const double chance : chance_to_be_claimed) {
        if (chance > 0) others[chance] += 1;
    }
    for_each_profile(claims, [&](std::size_t begin, std::size_t end) {
        const double chance = chance_to_be_claimed[claims[begin].profile];
        if (chance == 0) return;
        double odds = 0;
        double best = -100;
        for (std::size_t k = begin; k < end; ++k) {
            odds += odds_of(claims[k].evidence);
            best = std::max(best, claims[k].evidence);
        }
        // What is merely not excluded is no claim of a profile that shows little.
        if (chance < kClaimed && best <= kInformative) return;
        claimed.push_back(odds);
        others[chance] -= 1;
    });
    double strangers = std::clamp(start, 0.01, 0.99);
    for (int i = 0; i < kIterations; ++i) {
        const double prior = (1 - strangers) / persons;
        double found = 0;
        for (const double odds : claimed) {
            const double sum = unclaimed(strangers) + prior * odds;
            found += sum / (strangers + sum);
        }
        for (const auto& [chance, count] : others) {
            const double missed = (1 - strangers) * (1 - chance);
            found += count * missed / (strangers + missed);
        }
        const double total = profiles + kStartProfiles;
        const double next = std::clamp(1 - (found + kStartProfiles * (1 - start)) / total, 0.01, 0.999);
        const bool is_settled = std::abs(next - strangers) < 1e-7;
        strangers = next;
        if (is_settled) break;
    }
    return strangers;
}

void decide(std::span<Claim> claims, double stranger_share, double persons) {
    const double prior = (1 - stranger_share) / std::max(1.0, persons);
    for_each_profile(claims, [&](std::size_t begin, std::size_t end) {
        double sum = stranger_share + unclaimed(stranger_share);
        for (std::size_t k = begin; k < end; ++k) sum += prior * odds_of(claims[k].evidence);
        for (std::size_t k = begin; k < end; ++k)
            claims[k].probability = prior * odds_of(claims[k].evidence) / sum;
    });
}

KnownElsewhere known_elsewhere(std::span<const Claim> claims, std::span<const std::uint32_t> network_of,
                               std::span<const OwnedProfile> confirmed) {
    struct Best {
        double first = 0;
        std::uint32_t network = 0;
        double second = 0;  // of another network than the first
    };
    std::unordered_map<RecordIndex, Best> best;
    const auto see = [&](RecordIndex person, std::uint32_t network, double probability) {
        Best& of = best[person];
        if (probability > of.first) {
            if (of.network != network) of.second = of.first;
            of.first = probability;
            of.network = network;
        } else if (network != of.network) {
            of.second = std::max(of.second, probability);
        }
    };
    for (const auto& [profile, person] : confirmed) see(person, network_of[profile], 1);
    for (const Claim& claim : claims) see(claim.person, network_of[claim.profile], claim.probability);
    KnownElsewhere known;
    known.probability.reserve(claims.size());
    for (const Claim& claim : claims) {
        const Best& of = best.at(claim.person);
        const double other = of.network == network_of[claim.profile] ? of.second : of.first;
        known.probability.push_back(other > kDoubtful ? other : 0);
    }
    // Of each network: who is established there and in no other.
    std::unordered_map<std::uint32_t, std::uint64_t> only_here;
    std::uint64_t persons = 0;
    for (const auto& [person, of] : best) {
        if (of.first < kEstablished) continue;
        ++persons;
        if (of.second < kEstablished) ++only_here[of.network];
    }
    if (persons == 0) return known;
    // Whole numbers add up to the same in any order.
    std::uint64_t unseen = 0;
    for (const auto& [network, here] : only_here) {
        const auto profiles = std::count(network_of.begin(), network_of.end(), network);
        unseen += here * static_cast<std::uint64_t>(profiles);
    }
    known.established =
        static_cast<double>(persons) - static_cast<double>(unseen) / static_cast<double>(network_of.size());
    return known;
}

namespace {

/// A probability whose odds are multiplied.
double raised(double probability, double factor) {
    return probability * factor / (1 + probability * (factor - 1));
}

}  // namespace

ActivityFactors estimate_activity(std::span<const Claim> claims, const KnownElsewhere& known,
                                  double persons) {
    ActivityFactors factors;
    double total = 0;
    for (const Claim& claim : claims) total += claim.probability;
    if (total <= 0 || persons < 1) return factors;
    const double expected = total / persons;
    for (int i = 0; i < kActivityIterations; ++i) {
        // Weak claims would count namesakes.
        double owned = 0;
        for (std::size_t k = 0; k < claims.size(); ++k) {
            if (known.probability[k] < kEstablished) continue;
            const double p = raised(claims[k].probability, factors.active);
            if (p >= kLikely) owned += p;
        }
        factors.active = std::clamp(
            (owned + kStartProfiles * expected) / ((known.established + kStartProfiles) * expected), 1.0,
            kMostFactor);
    }
    const double others = std::max(1.0, persons - known.established);
    factors.inactive = std::clamp((persons - known.established * factors.active) / others, kLeastFactor, 1.0);
    return factors;
}

void expect_more_of_the_active(std::span<Claim> claims, std::span<const double> elsewhere,
                               const ActivityFactors& factors) {
    for_each_profile(claims, [&](std::size_t begin, std::size_t end) {
        double claimed = 0;
        for (std::size_t k = begin; k < end; ++k) claimed += claims[k].probability;
        double sum = 0;
        for (std::size_t k = begin; k < end; ++k) {
            double& p = claims[k].probability;
            const double unknown = p * factors.inactive / (1 + claimed * (factors.inactive - 1));
            p = std::max(unknown, elsewhere[k] * raised(p, factors.active));
            sum += p;
        }
        if (sum <= 1) return;
        for (std::size_t k = begin; k < end; ++k) claims[k].probability /= sum;
    });
}

void share_among_rivals(std::span<Claim> claims, std::span<const std::uint32_t> network_of,
                        std::span<const double> credit) {
    std::vector<std::size_t> order(claims.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto key = [&](std::size_t i) {
        return std::pair{claims[i].person, network_of[claims[i].profile]};
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t x, std::size_t y) { return key(x) < key(y); });
    std::vector<double> shared(claims.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        double sum = 1;
        const auto odds = [&](std::size_t i) {
            const Claim& claim = claims[order[i]];
            const double p = std::min(claim.probability, 1 - 1e-9);
            return p / (1 - p) * std::exp2(credit[claim.profile]);
        };
        while (end < order.size() && key(order[end]) == key(order[begin])) sum += odds(end++);
        for (std::size_t i = begin; i < end; ++i) {
            const double p = claims[order[i]].probability;
            shared[order[i]] = end - begin == 1 ? p : std::min(p, odds(i) / sum);
        }
        begin = end;
    }
    for (std::size_t i = 0; i < claims.size(); ++i) claims[i].probability = shared[i];
}

void beware_of_copies(std::span<Claim> claims, std::span<const double> contact_bits,
                      std::span<const double> likeness) {
    for (std::size_t i = 0; i < claims.size(); ++i) {
        Claim& claim = claims[i];
        const double copies = kCopies * likeness[claim.profile] * std::exp2(-std::max(0.0, contact_bits[i]));
        claim.probability /= 1 + copies * claim.probability;
    }
}

double beginning_of_matches(std::span<const Claim> claims, const Thresholds& limits) {
    if (limits.match_precision == 0 || limits.match_probability >= kSureLink) return limits.match_probability;
    std::vector<double> best;
    for_each_profile(claims, [&](std::size_t begin, std::size_t end) {
        double first = 0;
        double second = 0;
        for (std::size_t k = begin; k < end; ++k) {
            if (claims[k].probability > first)
                second = std::exchange(first, claims[k].probability);
            else
                second = std::max(second, claims[k].probability);
        }
        if (first >= limits.match_probability && first - second >= limits.match_margin) best.push_back(first);
    });
    std::sort(best.begin(), best.end(), std::greater<>{});
    double begins = kSureLink;
    double right = 0;
    double variance = 0;
    for (std::size_t i = 0; i < best.size(); ++i) {
        right += best[i];
        variance += best[i] * (1 - best[i]);
        const auto links = static_cast<double>(i + 1);
        if (right - kSafety * std::sqrt(variance) >= limits.match_precision * links) begins = best[i];
    }
    const bool all_are_good = !best.empty() && begins == best.back();
    return all_are_good ? limits.match_probability : std::min(begins, kSureLink);
}

}  // namespace scrm::identity
