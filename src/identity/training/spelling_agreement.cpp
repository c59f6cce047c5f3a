// SPDX-License-Identifier: Apache-2.0
#include "identity/training/spelling_agreement_internal.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

namespace scrm::identity {
namespace {

constexpr std::size_t kSampledRows = 20'000;
/// These count as pairs in which one spelling says nothing of the other.
constexpr double kUsualPairs = 100;

/// Pairs of rows that have one key.
double pairs_of_one_key(std::vector<std::uint64_t>& keys) {
    std::sort(keys.begin(), keys.end());
    double pairs = 0;
    for (auto first = keys.begin(); first != keys.end();) {
        const auto last =
            std::find_if(first, keys.end(), [first](std::uint64_t key) { return key != *first; });
        const auto rows = static_cast<double>(last - first);
        pairs += rows * (rows - 1) / 2;
        first = last;
    }
    return pairs;
}

std::size_t index_of(const MatchModel& model, std::string_view measure) {
    const auto found = std::find_if(model.comparisons.begin(), model.comparisons.end(),
                                    [measure](const Comparison& one) { return one.measure == measure; });
    return static_cast<std::size_t>(found - model.comparisons.begin());
}

}  // namespace

SpellingAgreement::SpellingAgreement(const MatchModel& model, const Features& features)
    : given_(index_of(model, "given_name")), family_(index_of(model, "family_name")) {
    if (std::max(given_, family_) >= model.comparisons.size()) return;
    const KeyColumn& given = features.column("given");
    const KeyColumn& family = features.column("family");
    const KeyColumn& root = features.column("family_root");
    if (given.empty() || family.empty() || root.empty()) return;
    std::vector<std::uint64_t> roots;
    std::vector<std::uint64_t> families;
    std::vector<std::uint64_t> given_and_root;
    std::vector<std::uint64_t> given_and_family;
    for (const Row row : features.rows().sample_of_larger_side(kSampledRows)) {
        const std::uint64_t name = given.first(row);
        if (name == 0 || root.first(row) == 0) continue;
        roots.push_back(root.first(row));
        families.push_back(family.first(row));
        given_and_root.push_back(name << 32U | root.first(row));
        given_and_family.push_back(name << 32U | family.first(row));
    }
    const double of_root = pairs_of_one_key(roots);
    const double alike = (pairs_of_one_key(families) + kUsualPairs) / (of_root + kUsualPairs);
    const double alike_with_given = (pairs_of_one_key(given_and_family) + kUsualPairs * alike) /
                                    (pairs_of_one_key(given_and_root) + kUsualPairs);
    bits_ = std::max(0.0, std::log2(alike_with_given / alike));
}

}  // namespace scrm::identity
