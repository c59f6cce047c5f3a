// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/blocking_analysis.hpp"

#include <algorithm>
#include <numeric>

#include "identity/blocking/blocking_internal.hpp"
#include "identity/blocking/rule_blocks_internal.hpp"
#include "identity/expression/expression_linkage_internal.hpp"
#include "identity/expression/expression_model_internal.hpp"
#include "identity/model/gap_rules_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/training/training_internal.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

/// What the rows of a block share, in the order of the rule's keys. Where rows have several values of a key,
/// those that all of the block's first rows have.
std::string shared_key(const Features& features, const BlockingRule& rule, const KeyEntries& entries,
                       const RuleBlock& block) {
    const auto row = static_cast<Row>(entries[block.first]);
    const auto other = static_cast<Row>(entries[block.last - 1]);
    std::string text;
    for (const std::string& key : rule.keys) {
        const KeyColumn& column = features.column(key);
        std::uint32_t shared = column.first(row);
        for (const std::uint32_t id : column.ids(row)) {
            const auto theirs = column.ids(other);
            if (std::find(theirs.begin(), theirs.end(), id) == theirs.end()) continue;
            shared = id;
            break;
        }
        if (!text.empty()) text += " + ";
        text += features.shown(key, shared);
    }
    return text;
}

RuleAnalysis analyze_rule(const Features& features, const BlockingRule& rule, std::size_t largest) {
    const Rows& rows = features.rows();
    const RuleKeys keys = make_rule_keys(features, rule);
    const RuleBlocks found(rows, rule, keys);
    RuleAnalysis out;
    out.rule = Blocking::name_of(rule);
    for (const RuleBlock& block : found.blocks()) {
        const bool is_generic = found.is_generic(block);
        ++(is_generic ? out.generic_keys : out.blocks);
        (is_generic ? out.generic_pairs : out.pairs) += block.pairs;
    }
    std::vector<RuleBlock> blocks = found.blocks();
    const auto kept = blocks.begin() + static_cast<std::ptrdiff_t>(std::min(largest, blocks.size()));
    // The order of equal ones must not depend on anything but the records.
    std::partial_sort(blocks.begin(), kept, blocks.end(), [&](const RuleBlock& x, const RuleBlock& y) {
        if (x.pairs != y.pairs) return x.pairs > y.pairs;
        return found.entries()[x.first] < found.entries()[y.first];
    });
    for (auto block = blocks.begin(); block != kept; ++block) {
        const std::uint64_t size = block->last - block->first;
        out.largest.push_back({shared_key(features, rule, found.entries(), *block), block->left,
                               size - block->left, block->pairs, found.is_generic(*block)});
    }
    return out;
}

/// Pairs of a rule that no rule before it finds.
std::uint64_t count_new(const Blocking& blocking, std::size_t rule, const Execution& execution) {
    const Blocking::Walk walk = blocking.walk(rule);
    std::vector<std::uint64_t> counts(walk.task_count(), 0);
    for_each_chunk(counts.size(), 1, execution.threads, execution.stop,
                   [&](std::size_t task, std::size_t, std::size_t) {
                       std::uint64_t count = 0;
                       walk.for_each_pair(
                           task, [&count](Row, Row) { ++count; }, [](Row) {});
                       counts[task] = count;
                   });
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

BlockingAnalysis analyze(const Rows& rows, const MatchModel& model, const BlockingAnalysisOptions& options,
                         const Execution& execution) {
    if (has_expressions(model)) return analyze_expression_blocking(rows, model, options, execution);
    BlockingAnalysis analysis;
    analysis.all_pairs = rows.pair_count();
    analysis.compares_all = rows.pair_count() <= Blocking::kCompareAllPairs;
    const MatchModel fitted = fitted_to(with_gap_rules(model, rows), rows);
    const std::vector<BlockingRule>& rules = fitted.blocking_rules;
    analysis.rules.resize(rules.size());
    if (rows.size() == 0) {
        for (std::size_t i = 0; i < rules.size(); ++i) analysis.rules[i].rule = Blocking::name_of(rules[i]);
        return analysis;
    }
    Features features(rows, execution.threads);
    std::vector<std::string> keys;
    for (const BlockingRule& rule : rules) keys.insert(keys.end(), rule.keys.begin(), rule.keys.end());
    features.prepare(keys);
    for_each_chunk(rules.size(), 1, execution.threads, execution.stop,
                   [&](std::size_t i, std::size_t, std::size_t) {
                       analysis.rules[i] = analyze_rule(features, rules[i], options.largest_blocks);
                   });
    for (const RuleAnalysis& rule : analysis.rules) analysis.pairs += rule.pairs;
    std::uint64_t cumulative = 0;
    for (RuleAnalysis& rule : analysis.rules) {
        cumulative += rule.pairs;
        rule.cumulative = cumulative;
        if (analysis.pairs > 0)
            rule.share = static_cast<double>(rule.pairs) / static_cast<double>(analysis.pairs);
        if (options.count_new_pairs) rule.new_pairs = rule.cumulative_new = 0;
    }
    if (!options.count_new_pairs || analysis.pairs == 0) return analysis;
    const Blocking blocking(features, rules, execution, 0);
    ProgressMeter progress(execution, "count", static_cast<std::int64_t>(blocking.rule_count()));
    for (std::size_t i = 0; i < blocking.rule_count(); ++i) {
        analysis.rules[blocking.number_of(i)].new_pairs = count_new(blocking, i, execution);
        progress.advance();
    }
    progress.finish();
    std::uint64_t sum = 0;
    for (RuleAnalysis& rule : analysis.rules) rule.cumulative_new = sum += *rule.new_pairs;
    return analysis;
}

}  // namespace

BlockingAnalysis analyze_blocking(const RecordSet& records, const MatchModel& model,
                                  const BlockingAnalysisOptions& options, const Execution& execution) {
    return analyze(has_expressions(model) ? Rows::by_number(records) : Rows(records), model, options,
                   execution);
}

BlockingAnalysis analyze_blocking(const RecordSet& left, const RecordSet& right, const MatchModel& model,
                                  const BlockingAnalysisOptions& options, const Execution& execution) {
    return analyze(Rows(left, right), model, options, execution);
}

}  // namespace scrm::identity
