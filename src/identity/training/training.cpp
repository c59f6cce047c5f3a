// SPDX-License-Identifier: Apache-2.0
#include "identity/training/training_internal.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "identity/blocking/heard_keys_internal.hpp"
#include "identity/blocking/known_keys_internal.hpp"
#include "identity/expression/expression_linkage_internal.hpp"
#include "identity/expression/expression_model_internal.hpp"
#include "identity/model/gap_rules_internal.hpp"
#include "identity/model/limits_internal.hpp"
#include "identity/model/person_model_internal.hpp"
#include "identity/records/names_internal.hpp"
#include "identity/training/pattern_learning_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

constexpr double kFewRecords = 12;
/// Of the names of a population, in the rarer of two scripts.
constexpr double kMixedScripts = 0.2;
/// cluster_weight where logins are all that there is: the same but for dots and case. Tried on the accounts
/// of politicians, and on generated logins of names and of nicknames.
constexpr double kLoginsAlone = 3;
/// Of the records: shares that open the search for the priors.
constexpr double kStartDuplicates = 0.1;
/// A value of an attribute that is not known that more rows share proposes no pairs: it is a kind, not a
/// number.
constexpr std::uint32_t kFewBearers = 12;
constexpr double kStartLinked = 0.3;
constexpr double kStartRelatives = 0.1;
constexpr double kStartNamesakes = 0.03;

MatchModel train_rows(const MatchModel& model, const Rows& rows, const TrainingOptions& options,
                      const Execution& execution) {
    if (has_expressions(model)) return train_by_expressions(rows, model, options, execution);
    const MatchModel fitted = fitted_to(with_gap_rules(model, rows), rows);
    Features features(rows, execution.threads);
    const MatchModel blocked = without_needless_rules(fitted, rows);
    features.prepare(blocked);
    const Blocking blocking(features, blocked.blocking_rules, execution);
    MatchModel untrained = fitted;
    untrained.trained = false;
    return learn(untrained, features, blocking, options, execution);
}

/// The attributes of records of which nothing is a person's; none where anything is.
std::vector<std::string> other_attributes(const Rows& rows) {
    std::vector<std::string> found;
    for (std::size_t side = 0; side < rows.sides(); ++side) {
        for (const ValueColumn& column : rows.set(side).columns()) {
            if (!column.attribute().starts_with("other:")) return {};
            if (std::find(found.begin(), found.end(), column.attribute()) == found.end())
                found.push_back(column.attribute());
        }
    }
    return found;
}

/// Whether logins are all that tells who somebody is.
bool has_logins_alone(const Rows& rows) {
    for (std::size_t side = 0; side < rows.sides(); ++side) {
        const RecordSet& set = rows.set(side);
        if (set.column("handle") == nullptr) return false;
        for (const char* attribute : {"full_name", "given_name", "family_name"}) {
            if (set.column(attribute) != nullptr) return false;
        }
    }
    return true;
}

/// Whether most pairs of records of one population have the value of one attribute in common.
bool is_dominated(const RecordSet& set, std::string_view attribute) {
    const ValueColumn* const column = set.column(attribute);
    if (column == nullptr) return false;
    std::vector<std::size_t> counts(column->value_count(), 0);
    std::size_t filled = 0;
    for (RecordIndex record = 0; record < set.size(); ++record) {
        for (const ValueId id : column->values(record)) ++counts[id];
        filled += column->values(record).empty() ? 0 : 1;
    }
    constexpr std::size_t kFewestRows = 16;
    const auto most = static_cast<double>(*std::ranges::max_element(counts));
    return filled >= kFewestRows && most * most >= kDominantShare * static_cast<double>(filled * filled);
}

/// A key that is the same nearly everywhere narrows nothing: its rules would be those of their other keys
/// alone, which are too broad.
void drop_rules_of_dominated(const Rows& rows, MatchModel& model) {
    struct Keys {
        std::string_view attribute;
        std::array<std::string_view, 3> keys;
    };
    static constexpr std::array<Keys, 5> kKeys{{{"birth_date", {"birth_date", "birth_year", "month_day"}},
                                                {"postcode", {"postcode", "", ""}},
                                                {"address", {"street_house", "", ""}},
                                                {"street", {"street_house", "", ""}},
                                                {"phone", {"phone", "phone_tail", ""}}}};
    for (const Keys& one : kKeys) {
        bool dominated = false;
        for (std::size_t side = 0; side < rows.sides(); ++side)
            dominated = dominated || is_dominated(rows.set(side), one.attribute);
        if (!dominated) continue;
        std::erase_if(model.blocking_rules, [&](const BlockingRule& rule) {
            return rule.keys.size() > 1 && std::ranges::any_of(rule.keys, [&](const std::string& key) {
                       return std::ranges::find(one.keys, key) != one.keys.end();
                   });
        });
    }
}

/// A model that somebody has added to may compare it already, or be full.
bool has_room_for(const MatchModel& model, std::string_view comparison) {
    return model.comparisons.size() < kMostComparisons &&
           std::none_of(model.comparisons.begin(), model.comparisons.end(),
                        [comparison](const Comparison& one) { return one.name == comparison; });
}

bool have_column(const Rows& rows, std::string_view attribute) {
    bool all = true;
    for (std::size_t side = 0; side < rows.sides(); ++side)
        all &= rows.set(side).column(attribute) != nullptr;
    return all;
}

/// Whether nothing tells who somebody is but how to reach him.
bool has_contacts_alone(const Rows& rows) {
    static constexpr std::array<std::string_view, 6> kOthers = {"full_name",  "given_name", "family_name",
                                                                "birth_date", "handle",     "national_id"};
    for (std::size_t side = 0; side < rows.sides(); ++side) {
        const RecordSet& set = rows.set(side);
        if (std::any_of(kOthers.begin(), kOthers.end(),
                        [&](auto other) { return set.column(other) != nullptr; }))
            return false;
    }
    return true;
}

/// Whether a table shows handles and nothing else that tells who somebody is.
bool shows_handles_alone(const RecordSet& set) {
    static constexpr std::array<std::string_view, 6> kOthers = {"full_name",  "given_name", "family_name",
                                                                "birth_date", "phone",      "email"};
    return set.column("handle") != nullptr && std::none_of(kOthers.begin(), kOthers.end(), [&](auto other) {
               return set.column(other) != nullptr;
           });
}

/// Whether so many names of one population are in another script than the rest that some may well be
/// repeated in both.
bool mixes_scripts(const RecordSet& set) {
    double latin = 0;
    double cyrillic = 0;
    for (const std::string_view attribute : {"full_name", "family_name"}) {
        const ValueColumn* column = set.column(attribute);
        if (column == nullptr) continue;
        for (ValueId id = 1; id < column->value_count(); ++id) {
            const NameScript script = script_of({column->text(id)});
            latin += script == NameScript::latin ? 1 : 0;
            cyrillic += script == NameScript::cyrillic ? 1 : 0;
        }
    }
    return std::min(latin, cyrillic) >= kMixedScripts * (latin + cyrillic) && latin + cyrillic > 0;
}

}  // namespace

MatchModel fitted_to(const MatchModel& model, const Rows& rows) {
    model.validate();
    require_known_keys(model, rows);
    MatchModel out = model;
    if (model.trained) return out;
    if (const auto attributes = other_attributes(rows); model.name == "person" && !attributes.empty()) {
        const MatchModel plain = MatchModel::plain(attributes);
        out.name = plain.name;
        out.thresholds = plain.thresholds;
        out.comparisons = plain.comparisons;
        out.blocking_rules = plain.blocking_rules;
        out.correlations.clear();
        out.relatives_prior = out.namesakes_prior = 0;
    } else if (model.name == "person") {
        // Within one population it costs a fifth of the time, and it finds what is written in two scripts.
        if (!rows.is_link() && !mixes_scripts(rows.set(0))) {
            std::erase_if(out.blocking_rules, [](const BlockingRule& rule) {
                return rule.keys.size() == 1 &&
                       (rule.keys.front() == "heard_pair" || rule.keys.front() == kHeardName);
            });
        }
        drop_rules_of_dominated(rows, out);
        if (has_logins_alone(rows)) compare_logins_alone(out);
        if (have_column(rows, "url") && has_room_for(out, "url")) compare_urls(out);
        // Then nothing could tell relatives from one person.
        if (has_contacts_alone(rows)) out.relatives_prior = out.namesakes_prior = 0;
        // Of logins in one table that are alike more are two persons' than in two tables of the same people.
        if (!rows.is_link() && shows_handles_alone(rows.set(0))) out.thresholds.cluster_weight = kLoginsAlone;
        // Then they tell by themselves how often they name their bearers.
        if (rows.is_link() && shows_handles_alone(rows.set(0))) learn_handle_names(out);
        std::set<std::string> others;
        for (const ValueColumn& column : rows.set(0).columns()) {
            const bool both = !rows.is_link() || rows.set(1).column(column.attribute()) != nullptr;
            if (both && column.attribute().starts_with("other:")) others.insert(column.attribute());
        }
        for (const Comparison& comparison : model.comparisons) {
            for (const std::string& attribute : comparison.attributes) others.erase(attribute);
        }
        for (const std::string& attribute : others) {
            if (out.comparisons.size() >= kMostComparisons) break;
            Comparison& other = out.comparisons.emplace_back();
            other.name = attribute;
            other.measure = "same";
            other.attributes = {attribute};
            other.share = 0.8;
            Level same{.name = "same", .when = {}, .m = 0.8, .u = 0.01};
            same.when.kind = PredicateKind::grade;
            same.term_frequency = true;
            out.blocking_rules.push_back({{attribute}, kFewBearers});
            other.levels = {same, Level{.name = "different", .when = {}, .m = 0.2, .u = 0.99}};
        }
    }
    const double pairs = std::max(1.0, rows.pair_count());
    const double records = rows.is_link()
                               ? static_cast<double>(std::min(rows.split(), rows.size() - rows.split()))
                               : static_cast<double>(rows.size());
    const double share = rows.is_link() ? kStartLinked : kStartDuplicates;
    out.prior = std::clamp(std::max(records, kFewRecords) * share / (pairs + kFewRecords), 1e-10, 0.2);
    if (out.relatives_prior > 0) {
        out.relatives_prior =
            std::clamp(std::max(records, kFewRecords) * kStartRelatives / (pairs + kFewRecords), 1e-10, 0.1);
    }
    if (out.namesakes_prior > 0) {
        out.namesakes_prior =
            std::clamp(std::max(records, kFewRecords) * kStartNamesakes / (pairs + kFewRecords), 1e-10, 0.1);
    }
    return out;
}

MatchModel without_needless_rules(const MatchModel& model, const Rows& rows) {
    MatchModel out = model;
    for (std::size_t side = 0; side < rows.sides(); ++side) {
        if (rows.set(side).column("handle") != nullptr) return out;
    }
    const auto drop = [&out](std::string_view rule, std::string_view wider) {
        const auto blocks_by = [&out](std::string_view key) {
            return std::find_if(
                out.blocking_rules.begin(), out.blocking_rules.end(),
                [key](const BlockingRule& one) { return one.keys.size() == 1 && one.keys.front() == key; });
        };
        const auto found = blocks_by(rule);
        const auto other = blocks_by(wider);
        const bool is_needless = found != out.blocking_rules.end() && other != out.blocking_rules.end() &&
                                 (other->cap == 0 || other->cap >= found->cap);
        if (is_needless) out.blocking_rules.erase(found);
    };
    // Nothing spells a name but the name itself, and a login is the local part of a mailbox.
    drop("spelled_pair", "name_pair");
    drop("email_local", "login");
    return out;
}

namespace {

/// From so many records on half the pairs are drawn, of as many rows: there the
/// time of a run counts more, and the likelier levels of u come from value counts.
constexpr std::size_t kManyRows = 40'000;

RandomPairs drawn_of(const Rows& rows, const TrainingOptions& options) {
    if (options.random_pairs || rows.size() < kManyRows)
        return {options.random_pairs.value_or(kRandomPairs), 32};
    return {kRandomPairs / 2, 16};
}

}  // namespace

MatchModel learn(const MatchModel& model, const Features& features, const Blocking& blocking,
                 const TrainingOptions& options, const Execution& execution, ComparedPairs* keep) {
    if (model.trained) return model;
    MatchModel out = model;
    out.trained = true;
    out.warnings.clear();
    const Rows& rows = features.rows();
    if (rows.pair_count() < 1) return out;
    const Scorer plain(model, features);
    for (Correlation& correlation : out.correlations) correlation.factor = 1;
    for (std::size_t i = 0; i < plain.correlation_count(); ++i) {
        out.correlations[plain.correlation_number(i)].factor = plain.correlation_factor(i);
    }
    const Scorer scorer(out, features, plain.measures());
    // What they remember of names serves both kinds of pairs.
    ContextPool contexts(scorer);
    const SharedValues shared(out, scorer);
    SeenPairs seen;
    seen.candidates =
        count_candidates(blocking, scorer, shared, contexts, options.candidate_pairs, execution, keep);
    seen.is_census =
        rows.pair_count() <= static_cast<double>(blocking.pair_bound()) && blocking.rule_count() == 1;
    seen.random = seen.is_census ? seen.candidates
                                 : count_random_pairs(rows, scorer, shared, contexts, drawn_of(rows, options),
                                                      model.seed, execution);
    learn_from_pairs(out, scorer, shared, SpellingAgreement(out, features), rows, seen, options);
    return out;
}

MatchModel train(const MatchModel& model, const RecordSet& records, const TrainingOptions& options,
                 const Execution& execution) {
    return train_rows(model, has_expressions(model) ? Rows::by_number(records) : Rows(records), options,
                      execution);
}

MatchModel train(const MatchModel& model, const RecordSet& left, const RecordSet& right,
                 const TrainingOptions& options, const Execution& execution) {
    return train_rows(model, Rows(left, right), options, execution);
}

}  // namespace scrm::identity
