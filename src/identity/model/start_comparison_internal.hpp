// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// A level before training: how often it is seen for one person, for two people, and where they differ from
/// these for two of one household and for two of one name.
struct StartLevel {
    std::string_view name;  ///< a grade of the measure
    double m = 0;
    double u = 0;
    std::optional<double> relative{};
    std::optional<double> namesake{};
    bool term_frequency = false;
    bool fixed = false;
    int conflict = 0;
};

/// A comparison of a built-in model; fields and defaults are those of Comparison.
struct StartComparison {
    std::string_view name;
    std::string_view measure;
    std::vector<std::string> attributes;
    std::vector<StartLevel> levels;  ///< all grades of the measure, in its order
    double share = Comparison{}.share;
    double inertia = Comparison{}.inertia;
    bool m_from_u = false;
    double few_bearers = 0;
    std::vector<std::string> implied_by{};
    std::vector<std::string> refined_by{};
};

/// Throws Error{internal} where the levels are not the grades of the measure.
Comparison comparison_of(const StartComparison& start);

/// Those of MatchModel::person(), in its order.
std::vector<StartComparison> person_comparisons();

}  // namespace scrm::identity
