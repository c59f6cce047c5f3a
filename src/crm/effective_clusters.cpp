// SPDX-License-Identifier: Apache-2.0
#include "effective_clusters_internal.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "scrm/storage/decision_log.hpp"
#include "scrm/storage/link_store.hpp"

namespace scrm::detail {
namespace {

/// Clusters that became one: the smallest id stands for all.
class JoinedClusters {
  public:
    const CustomerId& find(const CustomerId& cluster) const {
        const CustomerId* found = &cluster;
        for (auto at = smaller_.find(*found); at != smaller_.end(); at = smaller_.find(*found))
            found = &at->second;
        return *found;
    }
    void join(const CustomerId& a, const CustomerId& b) {
        const CustomerId& first = find(a);
        const CustomerId& second = find(b);
        if (first != second) smaller_.emplace(std::max(first, second), std::min(first, second));
    }
    bool empty() const noexcept { return smaller_.empty(); }

  private:
    std::map<CustomerId, CustomerId> smaller_;
};

CustomerId smallest_merged(const MergeForest& forest, const CustomerId& record) {
    const std::vector<CustomerId> members = forest.members(record);
    return *std::min_element(members.begin(), members.end());
}

}  // namespace

void for_each_effective_cluster(storage::UnitOfWork& unit,
                                const std::function<void(const CustomerId&, const CustomerId&)>& callback) {
    const storage::LinkStore store{unit};
    const storage::DecisionLog decisions{unit};
    const MergeForest forest = decisions.forest();
    JoinedClusters joined;
    for (const auto& [record, root] : forest.roots()) {
        if (record != root) joined.join(store.cluster(record), store.cluster(root));
    }
    if (joined.empty()) {
        store.for_each_cluster(callback);
        return;
    }
    std::set<CustomerId> given_up;
    for (const auto& [a, b] : decisions.kept_apart()) {
        const CustomerId cluster = store.cluster(a);
        const CustomerId& common = joined.find(cluster);
        if (common == joined.find(store.cluster(b))) given_up.insert(common);
    }
    store.for_each_cluster([&](const CustomerId& record, const CustomerId& stored) {
        const CustomerId& cluster = joined.find(stored);
        callback(record, given_up.contains(cluster) ? smallest_merged(forest, record) : cluster);
    });
}

}  // namespace scrm::detail
