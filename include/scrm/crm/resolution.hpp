// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "scrm/core/digest.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/crm/import_report.hpp"
#include "scrm/crm/options.hpp"
#include "scrm/identity/explain.hpp"
#include "scrm/identity/match_model.hpp"
#include "scrm/model/decision.hpp"
#include "scrm/model/identity_link.hpp"

namespace scrm {

class CrmSession;

struct ResolveOptions {
    unsigned threads = 0;  ///< 0: as many as the process may use; never changes the result
    std::optional<identity::MatchModel> model = {};  ///< frozen model; empty: trained afresh on the records
    ProgressCallback progress = {};
    std::stop_token stop = {};
};

/// What one run of `resolve` found. match + review + none = identities.
struct ResolveReport {
    std::int64_t customers = 0;
    std::int64_t identities = 0;
    std::int64_t match = 0;  ///< identities by their best tier
    std::int64_t review = 0;
    std::int64_t none = 0;
    std::int64_t links = 0;               ///< candidate rows kept
    std::int64_t changed = 0;             ///< links whose status or tier changed in this run
    std::int64_t duplicate_clusters = 0;  ///< clusters of two or more customer records
    std::int64_t duplicate_records = 0;   ///< customer records in them
    Digest model_digest;
    double seconds = 0;
};

/// A merge that was made: `merged` are the records that `survivor` now stands for through this decision.
struct MergeResult {
    MergeId merge_id;
    CustomerId survivor;
    std::vector<CustomerId> merged;
};

struct CustomerCluster {
    CustomerId record;
    std::string cluster;  ///< the smallest record id of the cluster
};

/// One line of the history of a customer.
struct HistoryEntry {
    std::int64_t sequence = 0;
    Decision decision;
    bool live = false;  ///< still decides
};

/// How a customer came to be what it is.
struct CustomerHistory {
    CustomerId asked;
    CustomerId survivor;                  ///< asked's root over live merges
    std::vector<CustomerId> records;      ///< all records of the survivor, itself first, then by id
    std::vector<HistoryEntry> decisions;  ///< on any of the records, oldest first
    std::vector<IdentityLink> links;      ///< current links of the survivor
};

struct WhyOptions {
    bool show_values = false;  ///< false: values masked for a reader who may not see bank data
    std::stop_token stop = {};
};

struct ReviewOptions {
    std::size_t limit = 100;
};

/// Which social identity belongs to which customer: the main job, and the decisions of people on it.
/// Thread-safe.
class Resolution {
  public:
    explicit Resolution(std::shared_ptr<CrmSession> session) : session_(std::move(session)) {}

    /// Links identities to customers and finds duplicate customers. The result depends only on records,
    /// decisions and model, not on how often or in what order they came. Confirmed links never change;
    /// rejected and revoked pairs never become linked. One unit of work: either all of it is stored or
    /// nothing.
    ResolveReport run(const ResolveOptions& options = {});

    /// The model that `run` would use now, trained on the records.
    identity::MatchModel train(const Execution& execution = {}) const;

    /// Current links with surviving customers, ordered by network, scope, network_user_id, best first,
    /// customer_id.
    std::vector<IdentityLink> links() const;
    void write_links(std::ostream& out) const;
    void write_links_jsonl(std::ostream& out) const;
    /// The link of one pair as it stands, or nullopt.
    std::optional<IdentityLink> link(const AccountId& account, const CustomerId& customer) const;
    /// Every customer record with its cluster, ordered by record id; records merged since the last run are in
    /// one.
    std::vector<CustomerCluster> clusters() const;
    void write_clusters(std::ostream& out) const;
    /// Identities that need a person, most probable first.
    std::vector<IdentityLink> review_queue(const ReviewOptions& options = {}) const;

    /// Decisions. Repeating one changes nothing; the latest decides. Unknown ids throw Error{not_found}; then
    /// nothing changed.
    void confirm(const AccountId& account, const CustomerId& customer, const Actor& actor = {});
    void reject(const AccountId& account, const CustomerId& customer, const Actor& actor = {});
    void unlink(const AccountId& account, const CustomerId& customer, const Actor& actor = {});
    /// Throws Error{invalid_argument} for a record with itself, Error{conflict} for records kept apart.
    MergeResult merge(const CustomerId& survivor, const std::vector<CustomerId>& others,
                      const Actor& actor = {});
    /// Takes one merge back, in any order. Throws Error{not_found}, or Error{conflict} when it was undone
    /// already.
    void unmerge(const MergeId& merge, const Actor& actor = {});
    void keep_apart(const CustomerId& a, const CustomerId& b, const Actor& actor = {});
    /// Takes a keep_apart back: the records may be one again, by a merge or as the machine finds. Throws
    /// Error{not_found} for records that are not kept apart.
    void lift_keep_apart(const CustomerId& a, const CustomerId& b, const Actor& actor = {});

    /// The evidence for a pair, comparison by comparison, by the model of the last run (trained now when
    /// there was none).
    identity::Explanation why(const AccountId& account, const CustomerId& customer,
                              const WhyOptions& options = {}) const;
    CustomerHistory how(const CustomerId& customer) const;

    /// Live decisions as JSON lines, in the order in which importing them gives the same state.
    void export_decisions(std::ostream& out) const;
    void export_decisions_csv(std::ostream& out) const;
    ImportReport import_decisions(const std::filesystem::path& path, const Execution& execution = {});
    ImportReport import_decisions(std::istream& in, const Execution& execution = {});

  private:
    std::shared_ptr<CrmSession> session_;
};

}  // namespace scrm
