// SPDX-License-Identifier: Apache-2.0
#include <initializer_list>

#include "identity/measure_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {
namespace {

/// Starting values of one grade: how often it is seen for one person, for two people, and for two of one household (below
/// 0: as for any two people).
struct Start {
    double m;
    double u;
    double relative = -1;
    bool term_frequency = false;
};

Comparison graded(std::string name, std::string measure, std::vector<std::string> attributes,
                  std::initializer_list<Start> starts, double share = 1) {
    Comparison out{.name = std::move(name), .measure = std::move(measure), .attributes = std::move(attributes),
                   .levels = {}, .share = share};
    const auto grades = grades_of(out.measure);
    std::size_t grade = 0;
    for (const Start& start : starts) {
        Level level;
        level.name = grades.at(grade);
        level.when.kind = PredicateKind::grade;
        level.when.threshold = static_cast<double>(grade);
        level.m = start.m;
        level.u = start.u;
        if (start.relative >= 0) level.relative = start.relative;
        level.term_frequency = start.term_frequency;
        out.levels.push_back(std::move(level));
        ++grade;
    }
    return out;
}

}  // namespace

MatchModel MatchModel::person() {
    MatchModel model;
    model.name = "person";
    model.prior = 1e-5;
    model.relatives_prior = 1e-5;
    constexpr bool kTf = true;
    model.comparisons = {
        graded("given_name", "given_name", {"given_name", "full_name"},
               {{.72, .01, -1, kTf}, {.07, .008, -1, kTf}, {.08, .002, -1, kTf}, {.05, .03}, {.03, .01}, {.05, .94}}),
        graded("family_name", "family_name", {"family_name", "full_name"},
               {{.78, .001, .66, kTf}, {.05, .0006, .2, kTf}, {.08, .0006, .02, kTf}, {.02, .02, .01}, {.02, .008, .01},
                {.05, .97, .1}}),
        graded("patronymic", "patronymic", {"patronymic", "full_name"}, {{.9, .03, .4, kTf}, {.07, .02, .05}, {.03, .95, .55}}),
        graded("birth_date", "date", {"birth_date"},
               {{.84, 4e-5, .02}, {.08, .0012}, {.02, 3e-4}, {.01, .0015}, {.01, .0025}, {.005, 5e-4}, {.015, .015}, {.02, .979}}),
        graded("national_id", "document", {"national_id"}, {{.92, 1e-6, 1e-6, kTf}, {.05, 1e-6}, {.03, .999998}}),
        graded("phone", "phone", {"phone"}, {{.6, 1e-5, .2, kTf}, {.01, 1e-5, .01}, {.04, 2e-5, .01}, {.35, .99996, .78}}),
        graded("email", "email", {"email"},
               {{.62, 1e-6, .02, kTf}, {.08, 2e-6, .01}, {.05, 1e-5}, {.05, .002, .02}, {.2, .998, .95}}),
        graded("login", "login", {"handle", "email"},
               {{.5, 2e-6, -1, kTf}, {.1, 2e-5}, {.05, 1e-4}, {.35, .9998}}),
        graded("city", "place", {"city"}, {{.78, .04, .9, kTf}, {.06, .004, .04}, {.03, .01, .02}, {.05, .05, .02}, {.08, .9, .02}}),
        graded("address", "address", {"address", "street"},
               {{.5, 1e-5, .5, kTf}, {.12, 1e-5, .12}, {.05, 1e-5, .05}, {.08, .001, .08}, {.02, .001, .02}, {.23, .998, .23}}, .9),
        graded("postcode", "code", {"postcode"}, {{.8, .003, .85, kTf}, {.08, .002, .05}, {.12, .995, .1}}, .7),
        graded("region", "text", {"region"}, {{.85, .15, .95, kTf}, {.03, .01, .01}, {.03, .02, .01}, {.09, .82, .03}}, .3),
        graded("country", "text", {"country"}, {{.95, .7, .98}, {.01, .01, .01}, {.01, .01, .005}, {.03, .28, .005}}, .3),
        graded("gender", "gender", {"gender"}, {{.985, .5, .5}, {.015, .5, .5}}, .4),
        graded("employer", "text", {"employer"}, {{.45, .002, .01, kTf}, {.08, .0005, .002}, {.05, .002, .005}, {.42, .995, .983}}, .9),
        graded("occupation", "text", {"occupation"}, {{.45, .01, .02, kTf}, {.05, .003, .003}, {.05, .005, .005}, {.45, .98, .97}}, .7),
    };
    model.blocking_rules = {
        {{"national_id"}},
        {{"phone"}},
        {{"email"}},
        {{"login"}},
        {{"name_pair", "month_day"}},
        {{"name_pair", "city"}},
        {{"name_pair"}},
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
        {{"family_root", "city"}, 60},
        {{"birth_date"}, 60},
        {{"street_house"}, 40},
        {{"phone_tail"}, 40},
        {{"email_local"}, 40},
    };
    return model;
}

MatchModel MatchModel::plain(std::span<const std::string> attributes) {
    MatchModel model;
    model.name = "plain";
    for (const std::string& attribute : attributes) {
        Comparison& comparison = model.comparisons.emplace_back();
        comparison.name = attribute;
        comparison.attributes = {attribute};
        const auto add = [&](std::string name, PredicateKind kind, double threshold, double m, double u, bool frequency) {
            Level level;
            level.name = std::move(name);
            level.when.kind = kind;
            level.when.threshold = threshold;
            level.m = m;
            level.u = u;
            level.term_frequency = frequency;
            comparison.levels.push_back(std::move(level));
        };
        add("same", PredicateKind::exact, 0, 0.6, 0.01, true);
        add("very similar", PredicateKind::jaro_winkler, 0.92, 0.15, 0.005, false);
        add("similar", PredicateKind::jaro_winkler, 0.8, 0.08, 0.05, false);
        add("shared words", PredicateKind::token_jaccard, 0.5, 0.07, 0.01, false);
        add("different", PredicateKind::otherwise, 0, 0.1, 0.925, false);
        model.blocking_rules.push_back({{attribute}});
    }
    for (std::size_t i = 0; i + 1 < attributes.size(); ++i) {
        model.blocking_rules.push_back({{attributes[i] + ":start", attributes[i + 1] + ":start"}});
    }
    return model;
}

}  // namespace scrm::identity
