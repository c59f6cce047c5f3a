// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/cluster_accuracy.hpp"

#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "scrm/core/error.hpp"
#include "scrm/identity/clerical_review.hpp"

namespace scrm::identity {
namespace {

/// One person's pairs, weighted.
struct PersonPairs {
    double right = 0;
    double found = 0;
    double wanted = 0;
};

struct Ratio {
    std::optional<double> value;
    std::optional<Interval> interval;
};

Ratio ratio_of(const std::vector<PersonPairs>& people, double PersonPairs::*below) {
    double right = 0;
    double total = 0;
    for (const PersonPairs& one : people) {
        right += one.right;
        total += one.*below;
    }
    if (total <= 0) return {};
    const double value = right / total;
    const double n = static_cast<double>(people.size());
    double squares = 0;
    for (const PersonPairs& one : people) {
        const double residual = one.right - value * (one.*below);
        squares += residual * residual;  // their mean is 0
    }
    const double variance = n > 1 ? n / (n - 1) * squares / (total * total) : 0;
    const bool is_certain = variance <= 0 || value <= 0 || value >= 1;
    return {value, share_interval(value, is_certain ? n : value * (1 - value) / variance)};
}

}  // namespace

ClusterAccuracy estimate_cluster_accuracy(const std::vector<ClusterRow>& people,
                                          const std::vector<ClusterRow>& found, ClusterSampling sampling) {
    std::unordered_map<std::string_view, std::string_view> cluster_of;
    std::unordered_map<std::string_view, double> size_of;
    for (const ClusterRow& row : found) {
        if (!cluster_of.try_emplace(row.record_id, row.cluster_id).second)
            throw Error{ErrorCode::invalid_argument, "a record stands twice in the result"};
        ++size_of[row.cluster_id];
    }
    std::map<std::string_view, std::map<std::string_view, double>> overlaps;  // by person, then found cluster
    std::map<std::string_view, double> members;
    std::unordered_map<std::string_view, bool> seen;
    for (const ClusterRow& row : people) {
        if (!seen.try_emplace(row.record_id, true).second)
            throw Error{ErrorCode::invalid_argument, "a record stands twice in the sample"};
        ++members[row.cluster_id];
        auto& of_person = overlaps[row.cluster_id];
        if (const auto at = cluster_of.find(row.record_id); at != cluster_of.end()) ++of_person[at->second];
    }
    std::vector<PersonPairs> pairs;
    for (const auto& [person, of_person] : overlaps) {
        const double size = members[person];
        PersonPairs one;
        one.wanted = size * (size - 1) / 2;
        for (const auto& [cluster, overlap] : of_person) {
            one.right += overlap * (overlap - 1) / 2;
            one.found += overlap * (size_of[cluster] - overlap) / 2;
        }
        one.found += one.right;
        const double weight = sampling == ClusterSampling::by_record ? 1 / size : 1;
        pairs.push_back({one.right * weight, one.found * weight, one.wanted * weight});
    }
    ClusterAccuracy out;
    out.people = pairs.size();
    out.records = people.size();
    const Ratio precision = ratio_of(pairs, &PersonPairs::found);
    const Ratio recall = ratio_of(pairs, &PersonPairs::wanted);
    out.score.precision = precision.value;
    out.score.recall = recall.value;
    if (precision.value && recall.value && *precision.value + *recall.value > 0)
        out.score.f1 = 2 * *precision.value * *recall.value / (*precision.value + *recall.value);
    out.precision_interval = precision.interval;
    out.recall_interval = recall.interval;
    return out;
}

}  // namespace scrm::identity
