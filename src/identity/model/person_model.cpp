// SPDX-License-Identifier: Apache-2.0
#include <initializer_list>

#include "identity/measures/measure_internal.hpp"
#include "identity/model/person_model_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {
namespace {

constexpr double kAsStrangers = -1;

/// Starting values of one grade: how often it is seen for one person, for two people, and for two of one
/// household, and for two of one name (kAsStrangers: as for any two people).
struct Start {
    double m;
    double u;
    double relative = kAsStrangers;
    double namesake = kAsStrangers;
};

/// `frequent` grades, the first ones, are weighed by the frequency of the value.
Comparison graded(std::string name, std::string measure, std::vector<std::string> attributes,
                  std::size_t frequent, std::initializer_list<Start> starts) {
    Comparison out;
    out.name = std::move(name);
    out.measure = std::move(measure);
    out.attributes = std::move(attributes);
    const auto grades = grades_of(out.measure);
    for (const Start& start : starts) {
        const std::size_t grade = out.levels.size();
        Level& level = out.levels.emplace_back();
        level.name = grades.at(grade);
        level.when.kind = PredicateKind::grade;
        level.when.threshold = static_cast<double>(grade);
        level.m = start.m;
        level.u = start.u;
        if (start.relative >= 0) level.relative = start.relative;
        if (start.namesake >= 0) level.namesake = start.namesake;
        level.term_frequency = grade < frequent;
    }
    return out;
}

Comparison implied(Comparison comparison, std::vector<std::string> implied_by,
                   std::vector<std::string> refined_by = {}) {
    comparison.implied_by = std::move(implied_by);
    comparison.refined_by = std::move(refined_by);
    return comparison;
}

/// Holds levels that training cannot learn: their u is among people of one name, whom it sees as strangers.
Comparison keep(Comparison comparison, std::initializer_list<std::size_t> levels) {
    for (const std::size_t level : levels) comparison.levels.at(level).fixed = true;
    return comparison;
}

/// Stated as often by strangers as by owners.
Comparison stated(Comparison comparison) {
    comparison.m_from_u = true;
    return comparison;
}

Comparison shared(Comparison comparison, double share) {
    comparison.share = share;
    return comparison;
}

/// Texts of which nothing is known but what is rare in them.
Comparison likeness(std::string name, std::string attribute) {
    return graded(std::move(name), "likeness", {std::move(attribute)}, 1,
                  {{.5, .001},
                   {.2, .0005},
                   {.07, .0004},
                   {.05, .0006},
                   {.04, .0015},
                   {.03, .0025},
                   {.025, .006},
                   {.025, .014},
                   {.06, .97}});
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
    constexpr double kAny = kAsStrangers;
    model.comparisons = {
        graded("given_name", "given_name", {"given_name", "full_name"}, 3,
               {{.72, .01, kAny, .86},
                {.07, .002, kAny, .03},
                {.08, .008, kAny, .06},
                {.05, .03, kAny, .03},
                {.03, .02, kAny, .01},
                {.04, .23, kAny, .005},
                {.01, .7, kAny, .005}}),
        graded("family_name", "family_name", {"family_name", "full_name"}, 3,
               {{.78, .001, .66, .9},
                {.06, .0006, .2, .04},
                {.07, .0007, .02, .03},
                {.03, .015, .01, .02},
                {.015, .008, .01, .005},
                {.05, .97, .1, .005}}),
        graded("patronymic", "patronymic", {"patronymic", "full_name"}, 1,
               {{.9, .03, .5, .2}, {.07, .02, .05, .05}, {.03, .95, .45, .75}}),
        graded("birth_date", "date", {"birth_date"}, 0,
               {{.842, 4e-5, .04},
                {.08, .0012},
                {.02, 5.6e-5},
                {.01, .0015},
                {.01, .0025},
                {.002, 5e-4},
                {.015, .015},
                {.013, .439},
                {.005, .54}}),
        graded("national_id", "document", {"national_id"}, 1,
               {{.92, 1e-6, 1e-6}, {.05, 1e-6}, {.03, .999998}}),
        // Relatives often have numbers that were bought one after the other.
        graded("phone", "phone", {"phone"}, 1,
               {{.6, 2e-6, .3}, {.02, 2e-6, .01}, {.03, 4e-6, .025}, {.35, .999992, .665}}),
        // A login is often made of its owner's name: those of relatives and namesakes are alike without being
        // one person's.
        graded("email", "email", {"email"}, 1,
               {{.62, 1e-6, .02, .001},
                {.08, 2e-6, .03, .01},
                {.05, 1e-5, .01, .02},
                {.05, .002, .25, .25},
                {.2, .998, .69, .72}}),
        implied(keep(graded("login", "login", {"handle", "email"}, 1,
                            {{.3, 2e-6, kAny, .001},
                             {.1, .0003},
                             {.12, .01},
                             {.08, 2e-5},
                             {.05, 1e-4},
                             {.35, .9998}}),
                     {1, 2}),
                {"email"}),
        // Relatives bear the name that a handle is made of, and namesakes make theirs of it as often. Beside
        // a given name, which is compared by itself, the handle tells of the family name alone.
        graded("handle_name", "handle_name", {"handle", "full_name", "given_name", "family_name"}, 5,
               {{.35, 2e-6, .003, .35},
                {.1, 3e-5, .01, .1},
                {.02, 1e-4, .002, .02},
                {.15, 5e-4, .15, .15},
                {.005, 3e-4, .3, .005},
                {.05, .01, .01, .05},
                {.325, .99, .525, .325}}),
        stated(graded("handle_family", "handle_family", {"handle", "full_name", "family_name"}, 1,
                      {{.25, 1.5e-4, .25, .25}, {.75, .99985, .75, .75}})),
        // Whoever has the login of the customer's mailbox has the year in it, too.
        implied(graded("handle_year", "handle_year", {"handle", "birth_date"}, 0, {{.8, .02}, {.2, .98}}),
                {"login"}),
        graded("address", "address", {"address", "street"}, 1,
               {{.5, 1e-5, .5},
                {.12, 1e-5, .12},
                {.05, 1e-5, .05},
                {.08, .001, .08},
                {.02, .001, .02},
                {.23, .998, .23}}),
        implied(
            graded("postcode", "code", {"postcode"}, 1, {{.7, .003, .7}, {.1, .002, .05}, {.2, .995, .25}}),
            {"address"}),
        implied(graded("city", "place", {"city"}, 1,
                       {{.72, .04, .85, .3},
                        {.06, .004, .04, .02},
                        {.03, .01, .02, .02},
                        {.05, .05, .02, .06},
                        {.14, .9, .07, .6}}),
                {"address", "postcode"}),
        implied(graded("region", "text", {"region"}, 1,
                       {{.85, .15, .9}, {.03, .01, .01}, {.03, .02, .01}, {.09, .82, .08}}),
                {"address", "postcode"}, {"city"}),
        implied(graded("country", "text", {"country"}, 0,
                       {{.95, .7, .98}, {.01, .01, .01}, {.01, .01, .005}, {.03, .28, .005}}),
                {"address", "postcode"}, {"city", "region"}),
        // Beside given names the measure tells of gender only where it differs.
        keep(graded("gender", "gender", {"gender"}, 0, {{.997, .5, .5}, {.003, .5, .5}}), {0, 1}),
        graded("employer", "text", {"employer"}, 1,
               {{.45, .002, .01}, {.08, .0005, .002}, {.05, .002, .005}, {.42, .995, .983}}),
        shared(graded("occupation", "text", {"occupation"}, 1,
                      {{.45, .01, .02}, {.05, .003, .003}, {.05, .005, .005}, {.45, .98, .97}}),
               .7),
        graded("kind", "same", {"kind"}, 0, {{.997, .9}, {.003, .1}}),
    };
    model.correlations = {{{"given_name", "family_name"}, 2},
                          {{"given_name", "family_name", "city"}, 1.5},
                          {{"given_name", "handle_family"}, 2},
                          {{"given_name", "handle_family", "city"}, 1.5}};
    for (Comparison& comparison : model.comparisons) {
        const std::string& name = comparison.name;
        if (name == "family_name" || name == "handle_name" || name == "handle_family")
            comparison.few_bearers = 12;
    }
    const auto contradict = [&model](std::string_view name, std::string_view level_name, int points) {
        for (Comparison& comparison : model.comparisons) {
            for (Level& level : comparison.levels) {
                if (comparison.name == name && level.name == level_name) level.conflict = points;
            }
        }
    };
    contradict("given_name", "conflict", 2);
    contradict("patronymic", "different", 1);
    contradict("birth_date", "different", 2);
    contradict("birth_date", "generation", 2);
    contradict("national_id", "different", 1);
    contradict("gender", "different", 1);
    const auto hold = [&model](std::string_view name, double inertia) {
        for (Comparison& comparison : model.comparisons) {
            if (comparison.name == name) comparison.inertia = inertia;
        }
    };
    hold("given_name", 0.1);
    hold("family_name", 0.1);
    hold("patronymic", 0.5);
    hold("birth_date", 0.5);
    hold("handle_year", 0.5);
    // Records that show no family name are found by handles that do: training sees next to no others.
    hold("handle_name", 9);
    hold("national_id", 1);
    hold("phone", 0.2);
    hold("city", 0.2);
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
        model.comparisons.push_back(likeness(attribute, attribute));
        model.blocking_rules.push_back({{attribute}});
        model.blocking_rules.push_back({{attribute + ":grams"}});
    }
    return model;
}

void compare_logins_alone(MatchModel& model) {
    std::erase_if(model.comparisons, [](const Comparison& one) { return one.name == "login"; });
    // One kind of evidence cannot teach how telling it is, so training leaves it alone. Of politicians'
    // accounts in four networks: pairs of one owner in two, and of two owners in one.
    model.comparisons.push_back(implied(keep(graded("login", "likeness", {"handle"}, 1,
                                                    {{.5, 3e-6},
                                                     {.08, 4e-6},
                                                     {.08, 6e-6},
                                                     {.07, 1.6e-5},
                                                     {.05, 7e-5},
                                                     {.04, 1.3e-4},
                                                     {.03, 3e-4},
                                                     {.035, 8e-4},
                                                     {.12, .9985}}),
                                             {0, 1, 2, 3, 4, 5, 6, 7, 8}),
                                        {"email"}));
    model.blocking_rules.push_back({{"handle:grams"}});
}

void compare_urls(MatchModel& model) {
    model.comparisons.push_back(graded("url", "same", {"url"}, 1, {{.7, 2e-6}, {.3, .999998}}));
    model.blocking_rules.push_back({{"url"}});
}

void learn_handle_names(MatchModel& model) {
    for (Comparison& comparison : model.comparisons) {
        if (comparison.name == "handle_name") comparison.inertia = Comparison{}.inertia;
    }
}

}  // namespace scrm::identity
