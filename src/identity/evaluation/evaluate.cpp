// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/evaluate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kShownRecords = 8;
constexpr std::size_t kBins = 10;

std::uint64_t pairs_of(std::uint64_t n) {
    return n < 2 ? 0 : n * (n - 1) / 2;
}

std::optional<double> share(double part, double whole) {
    return whole > 0 ? std::optional{part / whole} : std::nullopt;
}

Score with_f1(std::optional<double> precision, std::optional<double> recall) {
    Score out{precision, recall, std::nullopt};
    if (precision && recall)
        out.f1 = *precision + *recall > 0 ? 2 * *precision * *recall / (*precision + *recall) : 0;
    return out;
}

class Numbering {
  public:
    std::uint32_t operator()(std::string_view name) {
        return numbers_.try_emplace(name, static_cast<std::uint32_t>(numbers_.size())).first->second;
    }
    std::size_t size() const { return numbers_.size(); }

  private:
    std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

struct Placed {
    std::uint32_t found;
    std::uint32_t truth;
    std::string_view record;
};

// Groups that do not agree with the other side: all their records, ordered so that the group is one run.
template <class Own, class Other>
void add_disagreements(std::vector<Placed>& rows, std::string_view kind, const Own& own, const Other& other,
                       std::vector<Disagreement>& out) {
    std::sort(rows.begin(), rows.end(), [&](const Placed& a, const Placed& b) {
        return std::tuple{own(a), other(a), a.record} < std::tuple{own(b), other(b), b.record};
    });
    for (std::size_t begin = 0; begin < rows.size();) {
        std::size_t end = begin;
        std::uint64_t agreeing = 0;
        std::vector<std::string> firsts;
        std::vector<std::string> rest;
        while (end < rows.size() && own(rows[end]) == own(rows[begin])) {
            std::size_t cell = end;
            while (cell < rows.size() && own(rows[cell]) == own(rows[begin]) &&
                   other(rows[cell]) == other(rows[end])) {
                auto& list = cell == end ? firsts : rest;
                if (list.size() < kShownRecords) list.emplace_back(rows[cell].record);
                ++cell;
            }
            agreeing += pairs_of(cell - end);
            end = cell;
        }
        const std::uint64_t wrong = pairs_of(end - begin) - agreeing;
        if (wrong > 0) {
            // One record of each part first, so that the disagreement is seen at all.
            firsts.insert(firsts.end(), rest.begin(), rest.end());
            firsts.resize(std::min(firsts.size(), kShownRecords));
            std::sort(firsts.begin(), firsts.end());
            out.push_back({std::string{kind}, std::move(firsts), wrong, std::nullopt});
        }
        begin = end;
    }
}

void keep_worst(std::vector<Disagreement>& all, std::size_t worst) {
    std::sort(all.begin(), all.end(), [](const Disagreement& a, const Disagreement& b) {
        return std::tie(b.pairs, a.kind, a.records) < std::tie(a.pairs, b.kind, b.records);
    });
    if (all.size() > worst) all.resize(worst);
}

using PairKey = std::pair<std::string_view, std::string_view>;

PairKey key_of(const RecordPair& pair) {
    return pair.left_id < pair.right_id ? PairKey{pair.left_id, pair.right_id}
                                        : PairKey{pair.right_id, pair.left_id};
}

std::vector<PairKey> unique_pairs(const std::vector<RecordPair>& pairs) {
    std::vector<PairKey> out;
    out.reserve(pairs.size());
    for (const RecordPair& pair : pairs)
        if (pair.left_id != pair.right_id && pair.tier.value_or(Tier::match) == Tier::match)
            out.push_back(key_of(pair));
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

struct Owner {
    std::vector<CustomerId> customers;
    bool findable = false;
    bool impostor = false;
};

}  // namespace

Score score_of(std::uint64_t true_positive, std::uint64_t false_positive,
               std::uint64_t false_negative) noexcept {
    const auto right = static_cast<double>(true_positive);
    return with_f1(share(right, right + static_cast<double>(false_positive)),
                   share(right, right + static_cast<double>(false_negative)));
}

ClusterEvaluation evaluate_clusters(const std::vector<ClusterRow>& truth,
                                    const std::vector<ClusterRow>& found, std::size_t worst) {
    ClusterEvaluation out;
    std::unordered_map<std::string_view, std::string_view> cluster_of;
    cluster_of.reserve(found.size());
    for (const ClusterRow& row : found)
        if (!cluster_of.try_emplace(row.record_id, row.cluster_id).second)
            throw Error{ErrorCode::invalid_argument, "a record stands in two clusters"};

    Numbering true_names;
    Numbering found_names;
    std::unordered_map<std::string_view, std::string_view> seen;
    std::vector<Placed> rows;
    rows.reserve(truth.size());
    std::vector<std::size_t> alone;
    for (const ClusterRow& row : truth) {
        const auto [known, is_new] = seen.try_emplace(row.record_id, row.cluster_id);
        if (!is_new) {
            if (known->second != row.cluster_id)
                throw Error{ErrorCode::invalid_argument, "the truth puts a record into two clusters"};
            continue;
        }
        const auto placed = cluster_of.find(row.record_id);
        if (placed == cluster_of.end()) alone.push_back(rows.size());
        rows.push_back({placed == cluster_of.end() ? 0 : found_names(placed->second),
                        true_names(row.cluster_id), row.record_id});
    }
    out.absent_records = alone.size();
    out.unknown_records = cluster_of.size() - (rows.size() - alone.size());
    auto next = static_cast<std::uint32_t>(found_names.size());
    for (const std::size_t i : alone) rows[i].found = next++;

    std::vector<std::uint64_t> true_sizes(true_names.size());
    std::vector<std::uint64_t> found_sizes(next);
    for (const Placed& row : rows) {
        ++true_sizes[row.truth];
        ++found_sizes[row.found];
    }
    out.records = rows.size();
    out.true_clusters = true_sizes.size();
    out.found_clusters = found_sizes.size();
    for (const std::uint64_t n : true_sizes) out.true_pairs += pairs_of(n);
    for (const std::uint64_t n : found_sizes) out.found_pairs += pairs_of(n);

    const auto by_found = [](const Placed& p) { return p.found; };
    const auto by_truth = [](const Placed& p) { return p.truth; };
    add_disagreements(rows, "split", by_truth, by_found, out.worst);
    add_disagreements(rows, "over-merged", by_found, by_truth, out.worst);
    double precision = 0;
    double recall = 0;
    for (std::size_t begin = 0; begin < rows.size();) {
        std::size_t end = begin;
        while (end < rows.size() && rows[end].found == rows[begin].found &&
               rows[end].truth == rows[begin].truth)
            ++end;
        const auto n = static_cast<double>(end - begin);
        out.right_pairs += pairs_of(end - begin);
        precision += n * n / static_cast<double>(found_sizes[rows[begin].found]);
        recall += n * n / static_cast<double>(true_sizes[rows[begin].truth]);
        begin = end;
    }
    const auto records = static_cast<double>(rows.size());
    out.pairwise =
        score_of(out.right_pairs, out.found_pairs - out.right_pairs, out.true_pairs - out.right_pairs);
    out.bcubed = with_f1(share(precision, records), share(recall, records));
    keep_worst(out.worst, worst);
    return out;
}

PairEvaluation evaluate_pairs(const std::vector<RecordPair>& truth, const std::vector<RecordPair>& found,
                              std::size_t worst) {
    PairEvaluation out;
    const std::vector<PairKey> wanted = unique_pairs(truth);
    const std::vector<PairKey> made = unique_pairs(found);
    out.true_pairs = wanted.size();
    out.found_pairs = made.size();
    std::map<PairKey, double> probabilities;
    for (const RecordPair& pair : found) {
        if (!pair.probability) continue;
        double& best = probabilities[key_of(pair)];
        best = std::max(best, *pair.probability);
    }
    const auto note = [&](std::string_view kind, const PairKey& pair) {
        Disagreement one{
            std::string{kind}, {std::string{pair.first}, std::string{pair.second}}, 1, std::nullopt};
        if (const auto known = probabilities.find(pair); known != probabilities.end())
            one.probability = known->second;
        out.worst.push_back(std::move(one));
    };
    for (const PairKey& pair : made) {
        if (std::binary_search(wanted.begin(), wanted.end(), pair))
            ++out.right_pairs;
        else
            note("wrong link", pair);
    }
    for (const PairKey& pair : wanted)
        if (!std::binary_search(made.begin(), made.end(), pair)) note("missed link", pair);
    out.pairwise =
        score_of(out.right_pairs, out.found_pairs - out.right_pairs, out.true_pairs - out.right_pairs);
    // The surest mistakes are the worst: wrong ones of high probability, then missed ones of low.
    std::stable_sort(out.worst.begin(), out.worst.end(), [](const Disagreement& a, const Disagreement& b) {
        const bool wrong = a.kind == "wrong link";
        if (a.kind != b.kind) return wrong;
        return wrong ? a.probability.value_or(1) > b.probability.value_or(1)
                     : a.probability.value_or(0) < b.probability.value_or(0);
    });
    if (out.worst.size() > worst) out.worst.resize(worst);
    return out;
}

LinkEvaluation evaluate_links(const std::vector<AccountTruth>& truth, const std::vector<ClusterRow>& records,
                              const std::vector<IdentityLink>& links, std::size_t worst) {
    LinkEvaluation out;
    std::unordered_map<std::string_view, std::string_view> person_of;
    for (const ClusterRow& row : records) person_of.try_emplace(row.record_id, row.cluster_id);
    const auto same_person = [&](const CustomerId& a, const CustomerId& b) {
        if (a == b) return true;
        const auto first = person_of.find(a.str());
        const auto second = person_of.find(b.str());
        return first != person_of.end() && second != person_of.end() && first->second == second->second;
    };

    std::map<AccountId, Owner> owners;
    for (const AccountTruth& row : truth) {
        Owner& owner = owners[row.account];
        if (!row.customer.empty()) {
            owner.customers.push_back(row.customer);
            owner.findable = owner.findable || row.role != "anonymous";
        }
        owner.impostor = owner.impostor || row.role == "impostor";
    }
    out.accounts = owners.size();
    for (const auto& [account, owner] : owners) {
        out.linkable += owner.customers.empty() ? 0 : 1;
        out.findable += owner.findable ? 1 : 0;
        out.strangers += owner.customers.empty() ? 1 : 0;
        out.impostors += owner.impostor ? 1 : 0;
    }

    for (const Tier tier : {Tier::match, Tier::review, Tier::none}) {
        TierEvaluation one;
        one.tier = tier;
        out.tiers.push_back(one);
    }
    struct Seen {
        std::array<bool, 3> right{}, any{};
        double right_probability = 0;
    };
    std::map<AccountId, Seen> seen;
    std::array<CalibrationBin, kBins> bins{};
    static const Owner kNobody;
    std::vector<Disagreement> wrong;
    for (const IdentityLink& link : links) {
        if (link.status == LinkStatus::rejected || link.status == LinkStatus::revoked) continue;
        const auto known = owners.find(link.account);
        const Owner& owner = known == owners.end() ? kNobody : known->second;
        const bool is_new = seen.find(link.account) == seen.end();
        Seen& account = seen[link.account];
        if (is_new && known == owners.end()) ++out.unknown_accounts;
        const bool right =
            std::any_of(owner.customers.begin(), owner.customers.end(),
                        [&](const CustomerId& one) { return same_person(one, link.customer); });
        const auto t = static_cast<std::size_t>(link.tier);
        TierEvaluation& tier = out.tiers[t];
        ++tier.links;
        if (right) {
            ++tier.right;
            if (!account.right[t]) {
                ++tier.accounts_right;
                tier.findable_right += owner.findable ? 1 : 0;
            }
            account.right[t] = true;
            account.right_probability = std::max(account.right_probability, link.probability);
        }
        if (owner.impostor && !account.any[t]) ++tier.impostors;
        account.any[t] = true;
        if (!right && link.tier == Tier::match) {
            std::vector<std::string> ids{link.account.text(), link.customer.str()};
            if (!owner.customers.empty()) ids.push_back(owner.customers.front().str());
            wrong.push_back(
                {owner.impostor ? "impostor linked" : "wrong link", std::move(ids), 1, link.probability});
        }
        const double probability = std::clamp(link.probability, 0.0, 1.0);
        CalibrationBin& bin = bins[std::min(kBins - 1, static_cast<std::size_t>(probability * kBins))];
        ++bin.links;
        bin.mean_probability += probability;
        bin.right_share += right ? 1 : 0;
    }
    for (TierEvaluation& tier : out.tiers) {
        tier.precision = share(static_cast<double>(tier.right), static_cast<double>(tier.links));
        tier.recall = share(static_cast<double>(tier.accounts_right), static_cast<double>(out.linkable));
        tier.findable_recall =
            share(static_cast<double>(tier.findable_right), static_cast<double>(out.findable));
    }
    out.match = with_f1(out.tiers[0].precision, out.tiers[0].recall);
    out.findable_recall = out.tiers[0].findable_recall;

    double error = 0;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < kBins; ++i) {
        CalibrationBin& bin = bins[i];
        bin.lower = static_cast<double>(i) / kBins;
        bin.upper = static_cast<double>(i + 1) / kBins;
        error += std::abs(bin.mean_probability - bin.right_share);
        total += bin.links;
        if (bin.links > 0) {
            bin.mean_probability /= static_cast<double>(bin.links);
            bin.right_share /= static_cast<double>(bin.links);
        }
        out.calibration.push_back(bin);
    }
    out.calibration_error = share(error, static_cast<double>(total));

    std::stable_sort(wrong.begin(), wrong.end(), [](const Disagreement& a, const Disagreement& b) {
        return std::tie(b.probability, a.records) < std::tie(a.probability, b.records);
    });
    std::vector<Disagreement> missed;
    for (const auto& [account, owner] : owners) {
        const auto found = seen.find(account);
        if (!owner.findable || (found != seen.end() && found->second.right[0])) continue;
        missed.push_back({"missed link",
                          {account.text(), owner.customers.front().str()},
                          1,
                          found == seen.end() ? 0 : found->second.right_probability});
    }
    std::stable_sort(missed.begin(), missed.end(), [](const Disagreement& a, const Disagreement& b) {
        return a.probability < b.probability;
    });
    out.worst = std::move(wrong);
    out.worst.insert(out.worst.end(), missed.begin(), missed.end());
    if (out.worst.size() > worst) out.worst.resize(worst);
    return out;
}

}  // namespace scrm::identity
