// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/digest.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/identity/record_set.hpp"

namespace scrm::identity {

/// What a level asks of two values.
enum class PredicateKind : std::uint8_t {
    otherwise,            ///< always true: the last level
    missing,              ///< a side has no value
    exact,                ///< equal after folding (case, white space, Unicode form)
    jaro_winkler,         ///< similarity ≥ threshold
    jaro,                 ///< similarity ≥ threshold
    levenshtein,          ///< distance ≤ threshold
    damerau_levenshtein,  ///< distance ≤ threshold
    token_jaccard,        ///< shared words / all words ≥ threshold
    days,                 ///< dates at most `threshold` days apart
    number,               ///< numbers at most `threshold` apart
    grade,                ///< the comparison's own measure gave this grade (Comparison::measure)
    expression,           ///< Predicate::expression is true
    all_of,
    any_of,
    none_of,
};

std::string_view to_string(PredicateKind kind) noexcept;
std::optional<PredicateKind> parse_predicate_kind(std::string_view text) noexcept;

/// A condition on a pair of records. A value; a tree for all_of, any_of, none_of.
struct Predicate {
    PredicateKind kind = PredicateKind::otherwise;
    std::string attribute;         ///< empty: the comparison's first attribute
    double threshold = 0;          ///< or the number of the grade
    std::vector<Predicate> parts;  ///< of all_of, any_of, none_of
    /// Of expression: SQL over the columns of both records, "city_l" = "city_r"; see
    /// docs/concepts/expressions.md.
    std::string expression = {};

    friend bool operator==(const Predicate&, const Predicate&) = default;
};

/// How much more a shared rare value weighs at a level of an expression (Splink's term-frequency adjustment):
/// weight · (log2 u − log2 max(f_left, f_right, minimum_u)) bits, f the share of all records that have a
/// value in the column that have this one.
struct FrequencyAdjustment {
    std::string column;
    double weight = 1;
    double minimum_u = 0;
    /// u is this level's own; otherwise that of the comparison's level for the equality of the column.
    bool own_u = false;

    friend bool operator==(const FrequencyAdjustment&, const FrequencyAdjustment&) = default;
};

/// One outcome of a comparison. Its weight is log2(m / u) bits.
struct Level {
    std::string name;
    Predicate when;
    double m = 0.5;  ///< P(level | same person)
    double u = 0.5;  ///< P(level | two people)
    /// P(level | two people of one household) and P(level | two people of one name), where they are more
    /// alike than strangers; empty: as u.
    std::optional<double> relative = std::nullopt;
    std::optional<double> namesake = std::nullopt;
    bool term_frequency = false;  ///< a rare shared value weighs more, a common one less
    bool fixed = false;           ///< training leaves m and u alone
    /// Points against one person; records with two points never join a cluster by this pair and are no match
    /// of link(), whatever else agrees: twins, father and son. They count while the level hardly ever happens
    /// to one person by m and u. 0 to 2.
    int conflict = 0;
    // The rest only in comparisons of expressions.
    bool null_level = false;  ///< a side has no value: no evidence, whatever m and u
    bool assumed_m = false;   ///< m is a guess that nothing was learnt from
    bool assumed_u = false;
    bool fixed_m = false;  ///< training leaves m alone: it was given
    bool fixed_u = false;
    std::optional<FrequencyAdjustment> frequency_adjustment = std::nullopt;

    friend bool operator==(const Level&, const Level&) = default;
};

/// Evidence of one kind. The first level whose condition holds is the outcome; no comparable value on a side
/// is no evidence.
struct Comparison {
    std::string name;
    /// "levels": the conditions as written, over folded text. "expression": SQL conditions over typed
    /// columns, exactly as Splink evaluates them; then `attributes` are the columns. Otherwise a measure of
    /// person attributes that gives grades: name parts, dates, contacts … (built in; named by
    /// MatchModel::person()).
    std::string measure = "levels";
    std::vector<std::string> attributes;
    std::vector<Level> levels;  ///< strongest first
    double share = 1;  ///< of the weight that counts: below 1 where evidence repeats another comparison's
    /// For every matched pair that training finds, how many pairs the model's own m counts for. High where
    /// pairs that merely look matched would bend m: two people of one name have different birth dates.
    double inertia = 0.05;
    /// m of the first level is not learnt from matches, which blocking found by this very evidence, but from
    /// strangers: whoever a record is of, it states the value as often, so that u is m times the chance that
    /// two people share a value. A handle names its bearer's family whether or not he is a customer. The
    /// other levels keep their proportions, and so do `relative` and `namesake`.
    bool m_from_u = false;
    /// Of a value that fewer rows have than these, its rarity beyond that counts against namesakes too, where
    /// the level says how they agree: who bears a name that hardly anybody bears has no namesakes. 0: never.
    double few_bearers = 0;
    /// Names of comparisons before this one: where one of them agrees (any level but its last), this one
    /// follows from it and is no evidence. An equal address implies an equal city.
    std::vector<std::string> implied_by;
    /// Where one of these has any evidence, this one adds nothing: a region when both cities are known.
    std::vector<std::string> refined_by;

    friend bool operator==(const Comparison&, const Comparison&) = default;
};

/// Values that go together, such as given and family names of one people: strangers agree on all of these
/// comparisons `factor` times as often as the product of their u says.
struct Correlation {
    std::vector<std::string>
        comparisons;  ///< at least two; counted where each agrees at its level 1 or one weighed by frequency
    double factor = 1;  ///< at least 1; learnt from value counts

    friend bool operator==(const Correlation&, const Correlation&) = default;
};

/// Records that agree on all `keys` are compared. Keys are attribute names (folded text) or derived keys of
/// the person recipe, see docs/reference/keys.md.
struct BlockingRule {
    std::vector<std::string> keys;
    std::uint32_t cap =
        0;  ///< a key that more records share says too little and is skipped; 0: the engine's default
    /// Instead of keys: SQL over both records, l."city" = r."city". Every pair that fulfils it is compared.
    std::string expression = {};

    friend bool operator==(const BlockingRule&, const BlockingRule&) = default;
};

/// Where tiers begin.
struct Thresholds {
    double match_probability = 0.92;  ///< tier match: at least this
    double match_margin = 0.4;        ///< and this far before the next other person
    /// `resolve` of profiles: where the tier as a whole would be right less often than this, by the stated
    /// probabilities and three standard errors below them, it begins higher, at most at .955. Few
    /// profiles thus need surer links. The result's model has the beginning as its match_probability and 0
    /// here. 0: off.
    double match_precision = 0;
    double review_probability = 0.1;  ///< tier review: at least this
    /// Bits of mean weight from which on groups of records of a table join; single ones from this and -.5.
    /// `link`: bits from which on a pair can be a match.
    double cluster_weight = 0;

    friend bool operator==(const Thresholds&, const Thresholds&) = default;
};

/// The SQL dialect of a model's expressions and the names that Splink needs besides.
struct TableSettings {
    std::string dialect = "duckdb";                ///< duckdb, spark, sqlite, postgres
    std::string link_type = "dedupe_only";         ///< dedupe_only, link_only, link_and_dedupe
    std::string id_column = "unique_id";           ///< of record ids, unique within a source
    std::string source_column = "source_dataset";  ///< of the table's name, where several are linked

    friend bool operator==(const TableSettings&, const TableSettings&) = default;
};

/// Whoever has one profile is likelier to have another: what the odds that a profile is a customer's are
/// multiplied by when one in another network is his (1 and more), and when none is known (0 to 1).
struct ActivityFactors {
    double active = 1;
    double inactive = 1;
};

/// How often two profiles of different networks under one login are one person's. By how many profiles have
/// the login (two, three, four) and, within each, by its length (6–8 signs, 9–11, 12 and more): the more
/// profiles there are, the more share a short login by chance.
using SharedLoginTrust = std::array<double, 9>;

/// A Fellegi–Sunter model: which evidence, how strong, and which pairs to look at. A value.
struct MatchModel {
    std::string name = "custom";
    std::vector<Comparison> comparisons;  ///< at most 24, whose levels fit 64 bits together
    std::vector<Correlation> correlations;
    std::vector<BlockingRule> blocking_rules;  ///< at most 4,096
    double prior = 1e-4;  ///< P(two records are one person): over all pairs of the population
    /// Training leaves the prior alone: it was given. Only in a model with `tables`.
    bool fixed_prior = false;
    /// P(two records are relatives of one household), P(they are two people who share a name beyond what its
    /// frequency explains); 0: the model knows no such pairs and weights simply add up. Above 0 the odds are
    /// P(pair | same person) against strangers, relatives and namesakes, so that what families or namesakes
    /// share is no proof.
    double relatives_prior = 0;
    double namesakes_prior = 0;
    bool trained = false;
    /// What is doubtful of the last training, a line each, naming comparisons and levels; no values of
    /// records. Of a model with `tables`: what could not be learnt. Of the others: where pairs that passed
    /// for one person contradict each other so often that they may be households.
    std::vector<std::string> warnings;
    /// Of profiles: P(a profile belongs to no customer); estimated when empty.
    std::optional<double> stranger_share;
    std::optional<ActivityFactors> activity;        ///< estimated when empty
    std::optional<SharedLoginTrust> shared_logins;  ///< estimated when empty
    Thresholds thresholds;
    std::uint64_t seed = 1;
    /// How customers are compared with each other in a resolution, when that differs from profile against
    /// customer.
    std::shared_ptr<const MatchModel> customers;
    /// Of a model whose comparisons and blocking rules are expressions over columns of tables.
    std::optional<TableSettings> tables;

    /// The recipe for people: every person attribute that is there, built-in m and u as starting point.
    static MatchModel person();
    /// Plain attributes without meaning: text, each exact / similar / different.
    static MatchModel plain(std::span<const std::string> attributes);

    /// Throws Error{invalid_argument} naming what is wrong: no comparison, m or u out of [0, 1], two equal
    /// names …
    void validate() const;
    /// The columns that its expressions read, sorted; empty for a model of attributes.
    std::vector<std::string> columns() const;

    /// Reads the settings JSON of Splink 4 or 5. The weights of a pair are then Splink's, also where m or u
    /// is missing. Throws Error{unreadable_input} for what is no such file, Error{invalid_argument} naming a
    /// condition or rule that is not understood.
    static MatchModel from_splink(std::string_view settings_json);
    /// Settings JSON that Splink reads. Throws Error{invalid_argument} unless the model has `tables`.
    std::string to_splink() const;

    /// Canonical JSON: sorted keys, shortest numbers.
    std::string to_json() const;
    /// Reads and validates. Throws Error{unreadable_input} for what is no model.
    static MatchModel from_json(std::string_view json);
    /// Throws Error{not_found} or Error{unreadable_input}; messages name the file.
    static MatchModel load(const std::filesystem::path& file);
    /// Written whole or not at all. Throws Error{unavailable}.
    void save(const std::filesystem::path& file) const;
    /// SHA-256 of to_json().
    Digest digest() const;
};

struct TrainingOptions {
    /// For u. Unset: 1,000,000, from 40,000 records on half as many.
    std::optional<std::uint64_t> random_pairs;
    std::uint64_t candidate_pairs = 3'000'000;  ///< about; for m
    int iterations = 30;
    /// The records are those of a register whose names and dates of birth were copied from documents, as a
    /// bank's customers' are: hardly any is wrong as a whole, so that two people stay two however many pairs
    /// differ in nothing else. Of other tables whole dates are often guessed or exchanged.
    bool from_documents = false;
};

/// Unsupervised: u from random pairs, m and the prior by expectation maximisation over blocked pairs, both
/// held by the model's own m and u as prior counts. Deterministic for any thread count and row order. A few
/// rows leave the model nearly as it was.
///
/// A model with `tables`: what is fixed stays, and one in which all is fixed is not trained. Levels that read
/// the same columns weigh less in their order, and one that no match showed no less than the next. Where a
/// comparison's m, or the prior, cannot be learnt it stays; `warnings` says so. Throws
/// Error{invalid_argument} naming a column that no table has.
MatchModel train(const MatchModel& model, const RecordSet& records, const TrainingOptions& options = {},
                 const Execution& execution = {});
MatchModel train(const MatchModel& model, const RecordSet& left, const RecordSet& right,
                 const TrainingOptions& options = {}, const Execution& execution = {});

/// log2(p / (1 − p)); ±60 at the ends.
double weight_of(double probability) noexcept;
/// 2^w / (1 + 2^w).
double probability_of(double weight) noexcept;

}  // namespace scrm::identity
