// SPDX-License-Identifier: Apache-2.0
#include "identity/model/person_model_internal.hpp"
#include "identity/model/start_comparison_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {
namespace {

/// Texts of which nothing is known but what is rare in them.
Comparison likeness(const std::string& attribute) {
    return comparison_of({.name = attribute,
                          .measure = "likeness",
                          .attributes = {attribute},
                          .levels = {{.name = "same", .m = .5, .u = .001, .term_frequency = true},
                                     {.name = "closest", .m = .2, .u = .0005},
                                     {.name = "close", .m = .07, .u = .0004},
                                     {.name = "nearer", .m = .05, .u = .0006},
                                     {.name = "near", .m = .04, .u = .0015},
                                     {.name = "likely", .m = .03, .u = .0025},
                                     {.name = "distant", .m = .025, .u = .006},
                                     {.name = "farther", .m = .025, .u = .014},
                                     {.name = "different", .m = .06, .u = .97}}});
}

}  // namespace

MatchModel MatchModel::person() {
    MatchModel model;
    model.name = "person";
    model.prior = 1e-5;
    model.relatives_prior = 1e-5;
    model.namesakes_prior = 1e-6;
    model.thresholds.match_probability = 0.92;
    model.thresholds.match_precision = 0.972;
    model.thresholds.cluster_weight = -3;
    for (const StartComparison& start : person_comparisons())
        model.comparisons.push_back(comparison_of(start));
    model.correlations = {{{"given_name", "family_name"}, 2},
                          {{"given_name", "family_name", "city"}, 1.5},
                          {{"given_name", "handle_family"}, 2},
                          {{"given_name", "handle_family", "city"}, 1.5}};
    model.blocking_rules = {
        {{"national_id"}},
        {{"phone"}},
        {{"email"}},
        {{"login"}},
        {{"name_pair", "month_day"}},
        {{"name_pair", "city"}},
        {{"name_pair"}},
        {{"spelled_pair"}},
        {{"spelled_family"}, 30},
        {{"spelled_family", "city"}},
        {{"family_root", "birth_date"}},
        {{"given_group", "birth_date"}},
        {{"family_sound", "birth_date"}},
        {{"family_root", "birth_year"}},
        {{"given_group", "postcode"}},
        {{"family_sound", "postcode"}},
        {{"street_house", "given_group"}},
        {{"street_house", "family_sound"}},
        {{"birth_date", "postcode"}},
        {{"birth_date", "city"}},
        {{"given_group", "family_sound"}},
        {{"heard_pair"}, 12},
        {{"heard_name"}, 30},
        {{"family_root", "city"}, 60},
        {{"birth_date", "family_start"}},
        {{"birth_date", "given_start"}},
        {{"birth_date"}, 15},
        {{"street_house"}, 40},
        {{"phone_tail"}, 40},
        {{"email_local"}, 40},
        {{"phone:near"}, 12},
        {{"email:near"}, 12},
        {{"national_id:near"}, 12},
    };
    return model;
}

MatchModel MatchModel::plain(std::span<const std::string> attributes) {
    MatchModel model;
    model.name = "plain";
    for (const std::string& attribute : attributes) {
        model.comparisons.push_back(likeness(attribute));
        model.blocking_rules.push_back({{attribute}});
        model.blocking_rules.push_back({{attribute + ":grams"}});
    }
    return model;
}

void compare_logins_alone(MatchModel& model) {
    std::erase_if(model.comparisons, [](const Comparison& one) { return one.name == "login"; });
    // One kind of evidence cannot teach how telling it is, so training leaves it alone. Of politicians'
    // accounts in four networks: pairs of one owner in two, and of two owners in one.
    model.comparisons.push_back(
        comparison_of({.name = "login",
                       .measure = "likeness",
                       .attributes = {"handle"},
                       .levels = {{.name = "same", .m = .5, .u = 3e-6, .term_frequency = true, .fixed = true},
                                  {.name = "closest", .m = .08, .u = 4e-6, .fixed = true},
                                  {.name = "close", .m = .08, .u = 6e-6, .fixed = true},
                                  {.name = "nearer", .m = .07, .u = 1.6e-5, .fixed = true},
                                  {.name = "near", .m = .05, .u = 7e-5, .fixed = true},
                                  {.name = "likely", .m = .04, .u = 1.3e-4, .fixed = true},
                                  {.name = "distant", .m = .03, .u = 3e-4, .fixed = true},
                                  {.name = "farther", .m = .035, .u = 8e-4, .fixed = true},
                                  {.name = "different", .m = .12, .u = .9985, .fixed = true}},
                       .implied_by = {"email"}}));
    model.blocking_rules.push_back({{"handle:grams"}});
}

void compare_urls(MatchModel& model) {
    model.comparisons.push_back(
        comparison_of({.name = "url",
                       .measure = "same",
                       .attributes = {"url"},
                       .levels = {{.name = "same", .m = .7, .u = 2e-6, .term_frequency = true},
                                  {.name = "different", .m = .3, .u = .999998}}}));
    model.blocking_rules.push_back({{"url"}});
}

void learn_handle_names(MatchModel& model) {
    for (Comparison& comparison : model.comparisons) {
        if (comparison.name == "handle_name") comparison.inertia = Comparison{}.inertia;
    }
}

}  // namespace scrm::identity
