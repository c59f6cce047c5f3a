// SPDX-License-Identifier: Apache-2.0
//
// What the person model begins with. The figures were chosen on generated banks and public sets of people
// (docs/BENCHMARKS.md); training moves them to what the records show, the less the larger `inertia` is.
#include <algorithm>
#include <iterator>

#include "identity/measures/measure_internal.hpp"
#include "identity/model/start_comparison_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

std::vector<StartComparison> names() {
    return {
        {.name = "given_name",
         .measure = "given_name",
         .attributes = {"given_name", "full_name"},
         .levels = {{.name = "same", .m = .72, .u = .01, .namesake = .86, .term_frequency = true},
                    {.name = "typo", .m = .07, .u = .002, .namesake = .03, .term_frequency = true},
                    {.name = "equivalent", .m = .08, .u = .008, .namesake = .06, .term_frequency = true},
                    {.name = "initial", .m = .05, .u = .03, .namesake = .03},
                    {.name = "similar", .m = .03, .u = .02, .namesake = .01},
                    {.name = "different", .m = .04, .u = .23, .namesake = .005},
                    {.name = "conflict", .m = .01, .u = .7, .namesake = .005, .conflict = 2}},
         .inertia = .1},
        {.name = "family_name",
         .measure = "family_name",
         .attributes = {"family_name", "full_name"},
         .levels =
             {{.name = "same", .m = .78, .u = .001, .relative = .66, .namesake = .9, .term_frequency = true},
              {.name = "equivalent",
               .m = .06,
               .u = .0006,
               .relative = .2,
               .namesake = .04,
               .term_frequency = true},
              {.name = "typo",
               .m = .07,
               .u = .0007,
               .relative = .02,
               .namesake = .03,
               .term_frequency = true},
              {.name = "initial", .m = .03, .u = .015, .relative = .01, .namesake = .02},
              {.name = "similar", .m = .015, .u = .008, .relative = .01, .namesake = .005},
              {.name = "different", .m = .05, .u = .97, .relative = .1, .namesake = .005}},
         .inertia = .1,
         .few_bearers = 12},
        {.name = "patronymic",
         .measure = "patronymic",
         .attributes = {"patronymic", "full_name"},
         .levels =
             {{.name = "same", .m = .9, .u = .03, .relative = .5, .namesake = .2, .term_frequency = true},
              {.name = "close", .m = .07, .u = .02, .relative = .05, .namesake = .05},
              {.name = "different", .m = .03, .u = .95, .relative = .45, .namesake = .75, .conflict = 1}},
         .inertia = .5},
    };
}

std::vector<StartComparison> dates_and_documents() {
    return {
        {.name = "birth_date",
         .measure = "date",
         .attributes = {"birth_date"},
         .levels = {{.name = "same", .m = .842, .u = 4e-5, .relative = .04},
                    {.name = "typo", .m = .08, .u = .0012},
                    {.name = "same_day_and_month", .m = .02, .u = 5.6e-5},
                    {.name = "year_and_month", .m = .01, .u = .0015},
                    {.name = "other_year", .m = .01, .u = .0025},
                    {.name = "close", .m = .002, .u = .0005},
                    {.name = "year_only", .m = .015, .u = .015},
                    {.name = "different", .m = .013, .u = .439, .conflict = 2},
                    {.name = "generation", .m = .005, .u = .54, .conflict = 2}},
         .inertia = .5},
        {.name = "national_id",
         .measure = "document",
         .attributes = {"national_id"},
         .levels = {{.name = "same", .m = .92, .u = 1e-6, .relative = 1e-6, .term_frequency = true},
                    {.name = "typo", .m = .05, .u = 1e-6},
                    {.name = "different", .m = .03, .u = .999998, .conflict = 1}},
         .inertia = 1},
    };
}

std::vector<StartComparison> contacts() {
    return {
        // Relatives often have numbers that were bought one after the other.
        {.name = "phone",
         .measure = "phone",
         .attributes = {"phone"},
         .levels = {{.name = "same", .m = .6, .u = 2e-6, .relative = .3, .term_frequency = true},
                    {.name = "same_tail", .m = .02, .u = 2e-6, .relative = .01},
                    {.name = "one_digit", .m = .03, .u = 4e-6, .relative = .025},
                    {.name = "different", .m = .35, .u = .999992, .relative = .665}},
         .inertia = .2},
        // A login is often made of its owner's name: those of relatives and namesakes are alike
        // without being one person's.
        {.name = "email",
         .measure = "email",
         .attributes = {"email"},
         .levels = {{.name = "same",
                     .m = .62,
                     .u = 1e-6,
                     .relative = .02,
                     .namesake = .001,
                     .term_frequency = true},
                    {.name = "typo", .m = .08, .u = 2e-6, .relative = .03, .namesake = .01},
                    {.name = "same_login", .m = .05, .u = 1e-5, .relative = .01, .namesake = .02},
                    {.name = "similar", .m = .05, .u = .002, .relative = .25, .namesake = .25},
                    {.name = "different", .m = .2, .u = .998, .relative = .69, .namesake = .72}}},
        // How logins made of a name agree training cannot learn: their u is among people of one
        // name, whom it sees as strangers.
        {.name = "login",
         .measure = "login",
         .attributes = {"handle", "email"},
         .levels = {{.name = "same", .m = .3, .u = 2e-6, .namesake = .001, .term_frequency = true},
                    {.name = "same_named_digits", .m = .1, .u = .0003, .fixed = true},
                    {.name = "same_named", .m = .12, .u = .01, .fixed = true},
                    {.name = "skeleton", .m = .08, .u = 2e-5},
                    {.name = "similar", .m = .05, .u = .0001},
                    {.name = "different", .m = .35, .u = .9998}},
         .implied_by = {"email"}},
    };
}

std::vector<StartComparison> handles() {
    return {
        // Relatives bear the name that a handle is made of, and namesakes make theirs of it as
        // often. Beside a given name, which is compared by itself, the handle tells of the family
        // name alone. Records that show no family name are found by handles that do: training sees
        // next to no others.
        {.name = "handle_name",
         .measure = "handle_name",
         .attributes = {"handle", "full_name", "given_name", "family_name"},
         .levels = {{.name = "given_and_family",
                     .m = .35,
                     .u = 2e-6,
                     .relative = .003,
                     .namesake = .35,
                     .term_frequency = true},
                    {.name = "family_and_initial",
                     .m = .1,
                     .u = 3e-5,
                     .relative = .01,
                     .namesake = .1,
                     .term_frequency = true},
                    {.name = "given_and_initial",
                     .m = .02,
                     .u = .0001,
                     .relative = .002,
                     .namesake = .02,
                     .term_frequency = true},
                    {.name = "family",
                     .m = .15,
                     .u = .0005,
                     .relative = .15,
                     .namesake = .15,
                     .term_frequency = true},
                    {.name = "another_of_family",
                     .m = .005,
                     .u = .0003,
                     .relative = .3,
                     .namesake = .005,
                     .term_frequency = true},
                    {.name = "given", .m = .05, .u = .01, .relative = .01, .namesake = .05},
                    {.name = "none", .m = .325, .u = .99, .relative = .525, .namesake = .325}},
         .inertia = 9,
         .few_bearers = 12},
        // Stated as often by strangers as by owners.
        {.name = "handle_family",
         .measure = "handle_family",
         .attributes = {"handle", "full_name", "family_name"},
         .levels = {{.name = "named",
                     .m = .25,
                     .u = .00015,
                     .relative = .25,
                     .namesake = .25,
                     .term_frequency = true},
                    {.name = "not_named", .m = .75, .u = .99985, .relative = .75, .namesake = .75}},
         .m_from_u = true,
         .few_bearers = 12},
        // Whoever has the login of the customer's mailbox has the year in it, too.
        {.name = "handle_year",
         .measure = "handle_year",
         .attributes = {"handle", "birth_date"},
         .levels = {{.name = "same", .m = .8, .u = .02}, {.name = "different", .m = .2, .u = .98}},
         .inertia = .5,
         .implied_by = {"login"}},
    };
}

std::vector<StartComparison> places() {
    return {
        {.name = "address",
         .measure = "address",
         .attributes = {"address", "street"},
         .levels = {{.name = "exact", .m = .5, .u = 1e-5, .relative = .5, .term_frequency = true},
                    {.name = "same_house", .m = .12, .u = 1e-5, .relative = .12},
                    {.name = "similar_house", .m = .05, .u = 1e-5, .relative = .05},
                    {.name = "same_street", .m = .08, .u = .001, .relative = .08},
                    {.name = "same_postcode", .m = .02, .u = .001, .relative = .02},
                    {.name = "different", .m = .23, .u = .998, .relative = .23}}},
        {.name = "postcode",
         .measure = "code",
         .attributes = {"postcode"},
         .levels = {{.name = "same", .m = .7, .u = .003, .relative = .7, .term_frequency = true},
                    {.name = "typo", .m = .1, .u = .002, .relative = .05},
                    {.name = "different", .m = .2, .u = .995, .relative = .25}},
         .implied_by = {"address"}},
        {.name = "city",
         .measure = "place",
         .attributes = {"city"},
         .levels =
             {{.name = "same", .m = .72, .u = .04, .relative = .85, .namesake = .3, .term_frequency = true},
              {.name = "similar_text", .m = .06, .u = .004, .relative = .04, .namesake = .02},
              {.name = "near", .m = .03, .u = .01, .relative = .02, .namesake = .02},
              {.name = "same_region", .m = .05, .u = .05, .relative = .02, .namesake = .06},
              {.name = "different", .m = .14, .u = .9, .relative = .07, .namesake = .6}},
         .inertia = .2,
         .implied_by = {"address", "postcode"}},
        {.name = "region",
         .measure = "text",
         .attributes = {"region"},
         .levels = {{.name = "same", .m = .85, .u = .15, .relative = .9, .term_frequency = true},
                    {.name = "similar", .m = .03, .u = .01, .relative = .01},
                    {.name = "related", .m = .03, .u = .02, .relative = .01},
                    {.name = "different", .m = .09, .u = .82, .relative = .08}},
         .implied_by = {"address", "postcode"},
         .refined_by = {"city"}},
        {.name = "country",
         .measure = "text",
         .attributes = {"country"},
         .levels = {{.name = "same", .m = .95, .u = .7, .relative = .98},
                    {.name = "similar", .m = .01, .u = .01, .relative = .01},
                    {.name = "related", .m = .01, .u = .01, .relative = .005},
                    {.name = "different", .m = .03, .u = .28, .relative = .005}},
         .implied_by = {"address", "postcode"},
         .refined_by = {"city", "region"}},
    };
}

std::vector<StartComparison> circumstances() {
    return {
        // Beside given names the measure tells of gender only where it differs.
        {.name = "gender",
         .measure = "gender",
         .attributes = {"gender"},
         .levels = {{.name = "same", .m = .997, .u = .5, .relative = .5, .fixed = true},
                    {.name = "different", .m = .003, .u = .5, .relative = .5, .fixed = true, .conflict = 1}}},
        {.name = "employer",
         .measure = "text",
         .attributes = {"employer"},
         .levels = {{.name = "same", .m = .45, .u = .002, .relative = .01, .term_frequency = true},
                    {.name = "similar", .m = .08, .u = .0005, .relative = .002},
                    {.name = "related", .m = .05, .u = .002, .relative = .005},
                    {.name = "different", .m = .42, .u = .995, .relative = .983}}},
        {.name = "occupation",
         .measure = "text",
         .attributes = {"occupation"},
         .levels = {{.name = "same", .m = .45, .u = .01, .relative = .02, .term_frequency = true},
                    {.name = "similar", .m = .05, .u = .003, .relative = .003},
                    {.name = "related", .m = .05, .u = .005, .relative = .005},
                    {.name = "different", .m = .45, .u = .98, .relative = .97}},
         .share = .7},
        {.name = "kind",
         .measure = "same",
         .attributes = {"kind"},
         .levels = {{.name = "same", .m = .997, .u = .9}, {.name = "different", .m = .003, .u = .1}}},
    };
}

}  // namespace

Comparison comparison_of(const StartComparison& start) {
    Comparison out;
    out.name = start.name;
    out.measure = start.measure;
    out.attributes = start.attributes;
    out.share = start.share;
    out.inertia = start.inertia;
    out.m_from_u = start.m_from_u;
    out.few_bearers = start.few_bearers;
    out.implied_by = start.implied_by;
    out.refined_by = start.refined_by;
    const auto grades = grades_of(out.measure);
    if (!std::equal(start.levels.begin(), start.levels.end(), grades.begin(), grades.end(),
                    [](const StartLevel& level, std::string_view grade) { return level.name == grade; }))
        throw Error(ErrorCode::internal, out.name + ": the levels are not those of its measure");
    for (const StartLevel& from : start.levels) {
        const auto grade = static_cast<double>(out.levels.size());
        Level& level = out.levels.emplace_back();
        level.name = from.name;
        level.when.kind = PredicateKind::grade;
        level.when.threshold = grade;
        level.m = from.m;
        level.u = from.u;
        level.relative = from.relative;
        level.namesake = from.namesake;
        level.term_frequency = from.term_frequency;
        level.fixed = from.fixed;
        level.conflict = from.conflict;
    }
    return out;
}

std::vector<StartComparison> person_comparisons() {
    std::vector<StartComparison> out;
    for (const auto part : {names, dates_and_documents, contacts, handles, places, circumstances})
        std::ranges::move(part(), std::back_inserter(out));
    return out;
}

}  // namespace scrm::identity
