// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/model/identity_link.hpp"

namespace scrm::identity {

/// A record and its group. In a truth file the group is the person, in a result the cluster.
struct ClusterRow {
    std::string record_id;
    std::string cluster_id;

    friend bool operator==(const ClusterRow&, const ClusterRow&) = default;
};

/// A pair of records that are (truth) or were found to be (result) the same person.
struct RecordPair {
    std::string left_id;
    std::string right_id;
    std::optional<double> probability;            ///< result only
    std::optional<Tier> tier;                     ///< result only; absent counts as match
    std::optional<double> weight = std::nullopt;  ///< result only; bits

    friend bool operator==(const RecordPair&, const RecordPair&) = default;
};

/// Who owns an account. An account that is in no row has no customer; one in several rows may be linked to
/// any of them.
struct AccountTruth {
    AccountId account;
    CustomerId customer;    ///< empty: belongs to no customer
    std::string person_id;  ///< empty: the customer id stands for the person
    std::string role;       ///< of `sample`; empty: unknown

    friend bool operator==(const AccountTruth&, const AccountTruth&) = default;
};

/// What is known to be true; which members are filled depends on the file it was read from.
struct Truth {
    std::vector<ClusterRow> clusters;  ///< customer record → person
    std::vector<RecordPair> pairs;
    std::vector<AccountTruth> accounts;
};

/// Harmonic mean and its parts. A share without a denominator is absent, never 0 or 1 by convention.
struct Score {
    std::optional<double> precision;
    std::optional<double> recall;
    std::optional<double> f1;

    friend bool operator==(const Score&, const Score&) = default;
};

/// `true_positive / (true_positive + false_positive)` and so on; F1 absent when precision or recall is.
Score score_of(std::uint64_t true_positive, std::uint64_t false_positive,
               std::uint64_t false_negative) noexcept;

/// Where result and truth differ most, in pairs of records.
struct Disagreement {
    std::string kind;  ///< "over-merged", "split", "wrong link", "missed link", "impostor linked"
    std::vector<std::string> records;  ///< at most 8 ids, sorted
    std::uint64_t pairs = 0;           ///< wrong pairs that it stands for
    std::optional<double> probability;

    friend bool operator==(const Disagreement&, const Disagreement&) = default;
};

/// Groups against groups over the records of the truth. A record of the truth without a predicted cluster
/// counts as a cluster of its own; a predicted record that the truth does not know is left out and counted in
/// `unknown_records`.
struct ClusterEvaluation {
    std::uint64_t records = 0;
    std::uint64_t unknown_records = 0;
    std::uint64_t absent_records = 0;  ///< in the truth, not in the result
    std::uint64_t true_clusters = 0;
    std::uint64_t found_clusters = 0;
    std::uint64_t true_pairs = 0;
    std::uint64_t found_pairs = 0;
    std::uint64_t right_pairs = 0;
    Score pairwise;
    Score bcubed;  ///< Bagga and Baldwin 1998: means over records of |found ∩ true| / |found|, / |true|
    std::vector<Disagreement> worst;
};

ClusterEvaluation evaluate_clusters(const std::vector<ClusterRow>& truth,
                                    const std::vector<ClusterRow>& found, std::size_t worst = 10);

/// Pairs against pairs, order within a pair and repetition ignored. Found pairs count when their tier is
/// match.
struct PairEvaluation {
    std::uint64_t true_pairs = 0;
    std::uint64_t found_pairs = 0;
    std::uint64_t right_pairs = 0;
    Score pairwise;
    std::vector<Disagreement> worst;
};

PairEvaluation evaluate_pairs(const std::vector<RecordPair>& truth, const std::vector<RecordPair>& found,
                              std::size_t worst = 10);

/// One tier's links: every row of links.csv in that tier.
struct TierEvaluation {
    Tier tier = Tier::match;
    std::uint64_t links = 0;
    std::uint64_t right = 0;           ///< the customer, or another record of the same person
    std::uint64_t accounts_right = 0;  ///< accounts of customers with a right link in this tier
    std::uint64_t findable_right = 0;  ///< of these, findable ones
    std::uint64_t impostors = 0;       ///< impostor accounts with a link in this tier
    std::optional<double> precision;   ///< right / links
    std::optional<double> recall;      ///< accounts_right / linkable
    std::optional<double> findable_recall;
};

/// Links whose stated probability lies in [lower, upper).
struct CalibrationBin {
    double lower = 0;
    double upper = 0;
    std::uint64_t links = 0;
    double mean_probability = 0;
    double right_share = 0;
};

/// Accounts against their owners. Link rows with status rejected or revoked are left out. A link to any
/// record of the right person is right.
struct LinkEvaluation {
    std::uint64_t accounts = 0;  ///< in the truth
    std::uint64_t linkable = 0;  ///< of these, with a true customer
    std::uint64_t findable = 0;  ///< linkable and not of role anonymous
    std::uint64_t strangers = 0;
    std::uint64_t impostors = 0;
    std::uint64_t unknown_accounts = 0;  ///< accounts with links that the truth does not name: all wrong
    std::vector<TierEvaluation> tiers;   ///< match, review, none
    Score match;                         ///< tier match: precision over links, recall over linkable
    std::optional<double> findable_recall;
    std::vector<CalibrationBin> calibration;  ///< ten, by decile of probability
    std::optional<double> calibration_error;  ///< ECE: mean |stated - met| weighted by links
    std::vector<Disagreement> worst;
};

/// `records` maps each customer record to its person, so that a duplicate record is a right answer; may be
/// empty.
LinkEvaluation evaluate_links(const std::vector<AccountTruth>& truth, const std::vector<ClusterRow>& records,
                              const std::vector<IdentityLink>& links, std::size_t worst = 10);

/// Reads a truth CSV by its header: the sample's truth.csv, `record_id,cluster_id`,
/// `network,scope,network_user_id,customer_id` or `left_id,right_id`. Throws Error{unreadable_input}.
Truth parse_truth(std::string_view csv);
/// The same of a file. Throws Error{not_found} too.
Truth load_truth(const std::filesystem::path& file);
/// clusters.csv. Throws Error{unreadable_input} when the columns are missing or a record stands twice.
std::vector<ClusterRow> parse_clusters(std::string_view csv);
/// links.csv; columns beyond the account and the customer may be missing (then: probability 1, tier match).
std::vector<IdentityLink> parse_links(std::string_view csv);
/// pairs.csv or any `left_id,right_id`.
std::vector<RecordPair> parse_pairs(std::string_view csv);

/// The result of `scrm evaluate`: exactly one member is set.
struct Evaluation {
    std::optional<ClusterEvaluation> clusters;
    std::optional<PairEvaluation> pairs;
    std::optional<LinkEvaluation> links;
};

/// `scrm evaluate --clusters`. A truth of pairs is met by pairs within the found clusters.
Evaluation evaluate_cluster_file(const std::filesystem::path& truth, const std::filesystem::path& clusters,
                                 std::size_t worst = 10);
/// `scrm evaluate --links`: links.csv against accounts, or pairs.csv against pairs or clusters.
Evaluation evaluate_link_file(const std::filesystem::path& truth, const std::filesystem::path& links,
                              std::size_t worst = 10);

/// A table for people, at most 110 columns wide, ending in a newline.
std::string to_text(const Evaluation& evaluation);
/// One JSON object; a share without a denominator is null.
std::string to_json(const Evaluation& evaluation);

}  // namespace scrm::identity
