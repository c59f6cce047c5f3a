// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <ostream>

#include "effective_clusters_internal.hpp"
#include "effective_links_internal.hpp"
#include "scrm/connect/result_csv.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/resolution.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/identity/resolution.hpp"
#include "scrm/storage/link_store.hpp"
#include "scrm/storage/run_log.hpp"
#include "scrm/table/json.hpp"
#include "session_internal.hpp"
#include "streamed_csv_internal.hpp"

namespace scrm {
namespace {

/// A run whose records changed under it is made again; one writer that never rests must not keep it for ever.
constexpr int kAttempts = 5;

struct Decided {
    std::int64_t version = 0;
    std::vector<storage::PairDecision> pairs;  ///< one of an account and a surviving customer
    std::vector<std::pair<CustomerId, CustomerId>> apart;
    MergeForest forest;
};

Decided read_decisions(const storage::Database& database) {
    Decided decided;
    storage::run_read(database, [&](storage::UnitOfWork& unit) {
        const storage::DecisionLog log{unit};
        decided.version = storage::AuditLog{unit}.head_sequence();
        decided.apart = log.kept_apart();
        decided.forest = log.forest();
        decided.pairs = detail::PairDecisions{unit}.deciding(decided.forest);
    });
    return decided;
}

/// Decisions as positions. A rejection of one record bars everything it was merged with: a merge never links
/// what was refused.
identity::ResolutionConstraints constraints_of(const Decided& decided, const LinkageInput& input) {
    identity::ResolutionConstraints constraints;
    const auto customer = [&](const CustomerId& id) { return input.customers.find(id.str()); };
    for (const storage::PairDecision& pair : decided.pairs) {
        const auto profile = input.profiles.find(identity::account_record_id(pair.account));
        if (!profile) continue;
        if (pair.kind == DecisionKind::confirm) {
            if (const auto record = customer(pair.customer))
                constraints.confirmed.emplace_back(*profile, *record);
            continue;
        }
        for (const CustomerId& member : decided.forest.members(pair.customer)) {
            if (const auto record = customer(member)) constraints.rejected.emplace_back(*profile, *record);
        }
    }
    for (const auto& [a, b] : decided.apart) {
        const auto first = customer(a);
        const auto second = customer(b);
        if (first && second) constraints.keep_apart.emplace_back(*first, *second);
    }
    if (!decided.forest.roots().empty()) {
        constraints.root.resize(input.customers.size());
        for (identity::RecordIndex i = 0; i < constraints.root.size(); ++i) constraints.root[i] = i;
        for (const auto& [id, root] : decided.forest.roots()) {
            const auto record = customer(id);
            const auto owner = customer(root);
            if (record && owner) constraints.root[*record] = *owner;
        }
    }
    return constraints;
}

std::vector<IdentityLink> links_of(const identity::ResolutionResult& result, const LinkageInput& input) {
    std::vector<IdentityLink> links;
    for (const auto& candidate : result.candidates) {
        if (candidate.tier == Tier::none && !candidate.confirmed && !candidate.rejected) continue;
        IdentityLink link;
        link.account = input.accounts[candidate.profile];
        link.customer = input.customer_ids[candidate.customer];
        link.probability = candidate.probability;
        link.match_weight = candidate.weight;
        link.tier = candidate.tier;
        link.status = candidate.tier == Tier::match ? LinkStatus::linked : LinkStatus::proposed;
        links.push_back(std::move(link));
    }
    return links;
}

std::vector<std::pair<CustomerId, CustomerId>> clusters_of(const identity::ResolutionResult& result,
                                                           const LinkageInput& input) {
    std::vector<std::pair<CustomerId, CustomerId>> clusters;
    std::vector<std::uint32_t> size(input.customers.size(), 0);
    for (const identity::RecordIndex cluster : result.cluster) ++size[cluster];
    for (identity::RecordIndex record = 0; record < result.cluster.size(); ++record) {
        const identity::RecordIndex cluster = result.cluster[record];
        if (size[cluster] > 1) clusters.emplace_back(input.customer_ids[record], input.customer_ids[cluster]);
    }
    return clusters;
}

ResolveReport report_of(const identity::ResolutionResult& result, const LinkageInput& input) {
    ResolveReport report;
    report.customers = static_cast<std::int64_t>(input.customers.size());
    report.identities = static_cast<std::int64_t>(input.profiles.size());
    for (const Tier tier : result.tiers) {
        ++(tier == Tier::match ? report.match : tier == Tier::review ? report.review : report.none);
    }
    std::vector<std::uint32_t> size(input.customers.size(), 0);
    for (const identity::RecordIndex cluster : result.cluster) ++size[cluster];
    for (const std::uint32_t members : size) {
        if (members < 2) continue;
        ++report.duplicate_clusters;
        report.duplicate_records += members;
    }
    report.model_digest = result.model.digest();
    return report;
}

/// Stores a run unless the records or decisions changed since they were read.
bool store(CrmSession& session, std::int64_t version, const identity::ResolutionResult& result,
           const LinkageInput& input, UtcTime started, ResolveReport& report) {
    const auto links = links_of(result, input);
    const auto clusters = clusters_of(result, input);
    const std::string values = result.statistics.serialise();
    bool stored = false;
    session.write(
        [&](storage::UnitOfWork& unit) {
            stored = storage::AuditLog{unit}.head_sequence() == version;
            if (!stored) return;
            storage::LinkStore store{unit};
            report.changed = store.replace_all(links);
            report.links = store.count();
            store.replace_clusters(clusters);
            storage::ResolutionRun run;
            run.started_at = started;
            run.finished_at = unit.now();
            run.model_digest = report.model_digest;
            run.model = result.model.to_json();
            run.values = values;
            run.counts = {{"customers", report.customers}, {"identities", report.identities},
                          {"match", report.match},         {"review", report.review},
                          {"none", report.none},           {"links", report.links},
                          {"changed", report.changed},     {"duplicates", report.duplicate_records}};
            storage::RunLog{unit}.append(run);
            audit(unit, "resolve", "resolve",
                  {{"model", report.model_digest.hex()},
                   {"links", std::to_string(report.links)},
                   {"changed", std::to_string(report.changed)}});
        },
        storage::Access::exclusive);
    return stored;
}

void write_json(std::string& line, const IdentityLink& link) {
    table::JsonWriter json{line};
    json.begin_object().member("network", std::string_view{link.account.network});
    json.key("scope");
    link.account.scope.empty() ? json.null() : json.value(std::string_view{link.account.scope});
    json.member("network_user_id", std::string_view{link.account.network_user_id})
        .member("customer_id", std::string_view{link.customer.str()})
        .member("probability", link.probability)
        .member("match_weight", link.match_weight)
        .member("tier", to_string(link.tier))
        .member("status", to_string(link.status))
        .member("assurance", to_string(link.assurance))
        .end_object();
}

}  // namespace

ResolveReport Resolution::run(const ResolveOptions& options) {
    const auto began = std::chrono::steady_clock::now();
    const UtcTime started = session_->database().clock().now();
    Execution execution;
    execution.threads = options.threads;
    execution.progress = options.progress;
    execution.stop = options.stop;
    const identity::MatchModel model = options.model ? *options.model : identity::MatchModel::person();
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        throw_if_stopped(execution.stop);
        const auto input = session_->linkage_input(execution.stop);
        const Decided decided = read_decisions(session_->database());
        if (decided.version != input->version) continue;
        const auto result = identity::resolve(input->profiles, input->customers, model,
                                              constraints_of(decided, *input), {}, execution);
        ResolveReport report = report_of(result, *input);
        throw_if_stopped(execution.stop);
        if (!store(*session_, decided.version, result, *input, started, report)) continue;
        report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        session_->log(LogLevel::info, "resolved",
                      {{"match", std::to_string(report.match)},
                       {"review", std::to_string(report.review)},
                       {"none", std::to_string(report.none)}});
        return report;
    }
    throw Error{ErrorCode::conflict, "records kept changing while they were resolved; run it again"};
}

identity::MatchModel Resolution::train(const Execution& execution) const {
    const auto input = session_->linkage_input(execution.stop);
    const Decided decided = read_decisions(session_->database());
    return identity::resolve(input->profiles, input->customers, identity::MatchModel::person(),
                             constraints_of(decided, *input), {}, execution)
        .model;
}

std::vector<IdentityLink> Resolution::links() const {
    std::vector<IdentityLink> links;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        detail::for_each_effective_link(unit, [&](const IdentityLink& link) { links.push_back(link); });
    });
    return links;
}

void Resolution::write_links(std::ostream& out) const {
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        detail::StreamedCsv csv{out};
        connect::write_links_header(csv.writer());
        detail::for_each_effective_link(unit, [&](const IdentityLink& link) {
            connect::write_link(csv.writer(), link);
            csv.row_written();
        });
        csv.finish();
    });
}

void Resolution::write_links_jsonl(std::ostream& out) const {
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        std::string line;
        detail::for_each_effective_link(unit, [&](const IdentityLink& link) {
            line.clear();
            write_json(line, link);
            out << line << '\n';
        });
    });
}

std::optional<IdentityLink> Resolution::link(const AccountId& account, const CustomerId& customer) const {
    std::optional<IdentityLink> result;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        const std::vector<IdentityLink> rows = storage::LinkStore{unit}.of_account(account);
        std::vector<CustomerId> customers{customer};
        for (const IdentityLink& row : rows) customers.push_back(row.customer);
        const MergeForest forest = storage::DecisionLog{unit}.groups(std::move(customers));
        const detail::PairDecisions decisions{unit, {account}};
        for (IdentityLink& link : detail::effective_links(rows, forest, decisions)) {
            if (link.customer == forest.root(customer)) result = std::move(link);
        }
    });
    return result;
}

std::vector<CustomerCluster> Resolution::clusters() const {
    std::vector<CustomerCluster> clusters;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        detail::for_each_effective_cluster(unit, [&](const CustomerId& record, const CustomerId& cluster) {
            clusters.push_back({record, cluster.str()});
        });
    });
    return clusters;
}

void Resolution::write_clusters(std::ostream& out) const {
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        detail::StreamedCsv csv{out};
        connect::write_clusters_header(csv.writer());
        detail::for_each_effective_cluster(unit, [&](const CustomerId& record, const CustomerId& cluster) {
            connect::write_cluster(csv.writer(), record.str(), cluster.str());
            csv.row_written();
        });
        csv.finish();
    });
}

std::vector<IdentityLink> Resolution::review_queue(const ReviewOptions& options) const {
    std::vector<IdentityLink> queue;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        detail::for_each_effective_link(unit, [&](const IdentityLink& link) {
            if (link.status == LinkStatus::proposed && link.tier == Tier::review) queue.push_back(link);
        });
    });
    std::stable_sort(queue.begin(), queue.end(), [](const IdentityLink& a, const IdentityLink& b) {
        return a.probability > b.probability;
    });
    if (queue.size() > options.limit) queue.resize(options.limit);
    return queue;
}

}  // namespace scrm
