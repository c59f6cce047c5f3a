// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <sstream>
#include <unordered_map>
#include <unordered_set>

#include "scrm/core/error.hpp"
#include "scrm/identity/evaluate.hpp"
#include "scrm/table/csv_reader.hpp"
#include "scrm/table/csv_writer.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);

[[noreturn]] void unreadable(const std::string& what) {
    throw Error{ErrorCode::unreadable_input, what};
}

/// A CSV read by the names of its columns.
class Rows {
  public:
    explicit Rows(table::CsvReader reader) : reader_(std::move(reader)) {}

    bool has(std::initializer_list<std::string_view> names) const {
        return std::all_of(names.begin(), names.end(),
                           [&](std::string_view name) { return column(name) != kAbsent; });
    }
    std::size_t column(std::string_view name) const {
        const std::vector<std::string>& header = reader_.header();
        const auto found = std::find(header.begin(), header.end(), name);
        return found == header.end() ? kAbsent : static_cast<std::size_t>(found - header.begin());
    }
    bool next() {
        if (!reader_.next(record_)) return false;
        if (record_.fault != table::CsvFault::none)
            unreadable("row " + std::to_string(record_.row) + ": " +
                       std::string{table::to_string(record_.fault)});
        return true;
    }
    std::string cell(std::size_t column) const {
        return column == kAbsent ? std::string{} : std::string{table::unguard(record_.fields[column])};
    }
    std::optional<double> number(std::size_t column) const {
        if (column == kAbsent || record_.fields[column].empty()) return std::nullopt;
        const std::string_view text = record_.fields[column];
        double out = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
        if (fault != std::errc{} || end != text.data() + text.size())
            unreadable("row " + std::to_string(record_.row) + ": not a number");
        return out;
    }
    template <class Enum, class Parse>
    std::optional<Enum> word(std::size_t column, const Parse& parse) const {
        if (column == kAbsent || record_.fields[column].empty()) return std::nullopt;
        const std::optional<Enum> out = parse(record_.fields[column]);
        if (!out) unreadable("row " + std::to_string(record_.row) + ": unknown word");
        return out;
    }
    std::int64_t row() const noexcept { return static_cast<std::int64_t>(record_.row); }

  private:
    table::CsvReader reader_;
    table::CsvRecord record_;
};

std::vector<ClusterRow> read_clusters(Rows& rows) {
    if (!rows.has({"record_id", "cluster_id"})) unreadable("no columns record_id and cluster_id");
    const std::size_t record = rows.column("record_id");
    const std::size_t cluster = rows.column("cluster_id");
    std::vector<ClusterRow> out;
    while (rows.next()) {
        out.push_back({rows.cell(record), rows.cell(cluster)});
        if (out.back().cluster_id.empty())
            unreadable("row " + std::to_string(rows.row()) + ": no cluster_id");
    }
    std::unordered_set<std::string_view> seen;
    for (const ClusterRow& row : out)
        if (!seen.insert(row.record_id).second) unreadable("a record_id stands twice");
    return out;
}

std::vector<RecordPair> read_pairs(Rows& rows) {
    if (!rows.has({"left_id", "right_id"})) unreadable("no columns left_id and right_id");
    const std::size_t left = rows.column("left_id");
    const std::size_t right = rows.column("right_id");
    const std::size_t probability = rows.column("probability");
    const std::size_t weight = rows.column("match_weight");
    const std::size_t tier = rows.column("tier");
    std::vector<RecordPair> out;
    while (rows.next())
        out.push_back({rows.cell(left), rows.cell(right), rows.number(probability),
                       rows.word<Tier>(tier, parse_tier), rows.number(weight)});
    return out;
}

AccountId read_account(const Rows& rows, std::size_t network, std::size_t scope, std::size_t id) {
    return {rows.cell(network), rows.cell(scope), rows.cell(id)};
}

std::vector<IdentityLink> read_links(Rows& rows) {
    if (!rows.has({"network", "network_user_id", "customer_id"}))
        unreadable("no columns network, network_user_id and customer_id");
    const std::size_t network = rows.column("network");
    const std::size_t scope = rows.column("scope");
    const std::size_t id = rows.column("network_user_id");
    const std::size_t customer = rows.column("customer_id");
    const std::size_t probability = rows.column("probability");
    const std::size_t weight = rows.column("match_weight");
    const std::size_t tier = rows.column("tier");
    const std::size_t status = rows.column("status");
    std::vector<IdentityLink> out;
    while (rows.next()) {
        IdentityLink link;
        link.account = read_account(rows, network, scope, id);
        link.customer = CustomerId{rows.cell(customer)};
        link.probability = rows.number(probability).value_or(1);
        link.match_weight = rows.number(weight).value_or(0);
        link.tier = rows.word<Tier>(tier, parse_tier).value_or(Tier::match);
        link.status = rows.word<LinkStatus>(status, parse_link_status).value_or(LinkStatus::proposed);
        out.push_back(std::move(link));
    }
    return out;
}

Truth read_truth(Rows& rows) {
    Truth out;
    if (rows.has({"record_kind", "person_id"})) {
        const std::size_t kind = rows.column("record_kind");
        const std::size_t network = rows.column("network");
        const std::size_t scope = rows.column("scope");
        const std::size_t id = rows.column("network_user_id");
        const std::size_t customer = rows.column("customer_id");
        const std::size_t person = rows.column("person_id");
        const std::size_t role = rows.column("role");
        while (rows.next()) {
            if (rows.cell(kind) == "customer")
                out.clusters.push_back({rows.cell(customer), rows.cell(person)});
            else if (rows.cell(kind) == "identity")
                out.accounts.push_back({read_account(rows, network, scope, id),
                                        CustomerId{rows.cell(customer)}, rows.cell(person), rows.cell(role)});
            else
                unreadable("a record_kind that is neither customer nor identity");
        }
    } else if (rows.has({"record_id", "cluster_id"})) {
        out.clusters = read_clusters(rows);
    } else if (rows.has({"left_id", "right_id"})) {
        out.pairs = read_pairs(rows);
    } else if (rows.has({"network", "network_user_id", "customer_id"})) {
        for (IdentityLink& link : read_links(rows))
            out.accounts.push_back({std::move(link.account), std::move(link.customer), {}, {}});
    } else {
        unreadable(
            "the truth has none of the known headers (record_id and cluster_id; left_id and right_id; "
            "network, "
            "network_user_id and customer_id; record_kind and person_id)");
    }
    return out;
}

template <class Read>
auto from_text(std::string_view csv, const Read& read) {
    std::istringstream in{std::string{csv}};
    Rows rows{table::CsvReader{in}};
    return read(rows);
}

/// Pairs against groups, without writing out all pairs of a group.
class Groups {
  public:
    explicit Groups(const std::vector<ClusterRow>& rows) {
        std::unordered_map<std::string_view, std::uint64_t> sizes;
        for (const ClusterRow& row : rows) {
            cluster_of_.emplace(row.record_id, row.cluster_id);
            pairs_ += sizes[row.cluster_id]++;
        }
    }
    std::uint64_t pairs() const { return pairs_; }
    bool together(const std::string& a, const std::string& b) const {
        const auto first = cluster_of_.find(a);
        const auto second = cluster_of_.find(b);
        return first != cluster_of_.end() && second != cluster_of_.end() && first->second == second->second;
    }

  private:
    std::unordered_map<std::string, std::string> cluster_of_;
    std::uint64_t pairs_ = 0;
};

/// `pairs` are one side and `groups` the other; what is wrong on the side of the groups is counted, not
/// listed.
PairEvaluation pairs_in_groups(const std::vector<RecordPair>& pairs, const Groups& groups,
                               bool groups_are_truth, std::size_t worst) {
    std::vector<RecordPair> agreed;
    for (const RecordPair& pair : pairs)
        if (pair.tier.value_or(Tier::match) == Tier::match && groups.together(pair.left_id, pair.right_id))
            agreed.push_back({pair.left_id, pair.right_id, {}, {}});
    PairEvaluation out =
        groups_are_truth ? evaluate_pairs(agreed, pairs, worst) : evaluate_pairs(pairs, agreed, worst);
    (groups_are_truth ? out.true_pairs : out.found_pairs) = groups.pairs();
    out.pairwise =
        score_of(out.right_pairs, out.found_pairs - out.right_pairs, out.true_pairs - out.right_pairs);
    return out;
}

}  // namespace

Truth parse_truth(std::string_view csv) {
    return from_text(csv, read_truth);
}
Truth load_truth(const std::filesystem::path& file) {
    Rows rows{table::CsvReader{file}};
    return read_truth(rows);
}
std::vector<ClusterRow> parse_clusters(std::string_view csv) {
    return from_text(csv, read_clusters);
}
std::vector<IdentityLink> parse_links(std::string_view csv) {
    return from_text(csv, read_links);
}
std::vector<RecordPair> parse_pairs(std::string_view csv) {
    return from_text(csv, read_pairs);
}

Evaluation evaluate_cluster_file(const std::filesystem::path& truth, const std::filesystem::path& clusters,
                                 std::size_t worst) {
    Rows truth_rows{table::CsvReader{truth}};
    const Truth known = read_truth(truth_rows);
    Rows rows{table::CsvReader{clusters}};
    const std::vector<ClusterRow> found = read_clusters(rows);
    Evaluation out;
    if (!known.pairs.empty())
        out.pairs = pairs_in_groups(known.pairs, Groups{found}, false, worst);
    else if (known.accounts.empty() || !known.clusters.empty())
        out.clusters = evaluate_clusters(known.clusters, found, worst);
    else
        unreadable("the truth names accounts, not records");
    return out;
}

Evaluation evaluate_link_file(const std::filesystem::path& truth, const std::filesystem::path& links,
                              std::size_t worst) {
    Rows truth_rows{table::CsvReader{truth}};
    const Truth known = read_truth(truth_rows);
    Rows rows{table::CsvReader{links}};
    Evaluation out;
    if (rows.has({"left_id", "right_id"})) {
        const std::vector<RecordPair> found = read_pairs(rows);
        if (!known.clusters.empty())
            out.pairs = pairs_in_groups(found, Groups{known.clusters}, true, worst);
        else if (known.accounts.empty())
            out.pairs = evaluate_pairs(known.pairs, found, worst);
        else
            unreadable("the truth names accounts, the result pairs of records");
    } else {
        const std::vector<IdentityLink> found = read_links(rows);
        if (!known.pairs.empty() || (known.accounts.empty() && !known.clusters.empty()))
            unreadable("the truth names records, the result accounts");
        out.links = evaluate_links(known.accounts, known.clusters, found, worst);
    }
    return out;
}

}  // namespace scrm::identity
