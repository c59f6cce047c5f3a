// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "identity/expression/expression_blocking_internal.hpp"
#include "identity/expression/expression_linkage_internal.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

using Block = ExpressionBlocking::Block;

/// What the records of each block share, in the order of the rule's equalities.
void name_blocks(const ParsedRule& rule, const SqlColumns& columns, std::span<const Block> blocks,
                 std::vector<BlockSize>& out) {
    for (std::size_t part = 0; part < rule.keys.size(); ++part) {
        SqlInterner interner;
        const auto ids = interner.ids_of(rule.keys[part].first, columns, 1);
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            if (part > 0) out[i].key += " + ";
            out[i].key += as_text(interner.value(ids[blocks[i].example])).value_or("");
        }
    }
}

RuleAnalysis analyze_rule(const ExpressionBlocking& blocking, std::size_t number, const ParsedRule* rule,
                          const Rows& rows, const SqlColumns& columns, std::size_t largest) {
    RuleAnalysis out;
    out.rule = blocking.counts()[number].rule;
    out.pairs = blocking.counts()[number].pairs;
    std::vector<Block> blocks = blocking.blocks(number, rows);
    out.blocks = blocks.size();
    std::stable_sort(blocks.begin(), blocks.end(),
                     [](const Block& x, const Block& y) { return x.pairs > y.pairs; });
    blocks.resize(std::min(largest, blocks.size()));
    for (const Block& block : blocks)
        out.largest.push_back({{}, block.left, block.right, block.pairs, false});
    if (rule != nullptr) name_blocks(*rule, columns, blocks, out.largest);
    return out;
}

std::uint64_t count_new(const ExpressionBlocking& blocking, std::size_t rule, const Execution& execution) {
    std::vector<std::uint64_t> counts(blocking.tasks(rule).size(), 0);
    for_each_chunk(counts.size(), 1, execution.threads, execution.stop,
                   [&](std::size_t task, std::size_t, std::size_t) {
                       auto context = blocking.context();
                       std::uint64_t count = 0;
                       blocking.for_each_pair(rule, task, context, [&count](Row, Row) { ++count; });
                       counts[task] = count;
                   });
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

}  // namespace

BlockingAnalysis analyze_expression_blocking(const Rows& rows, const MatchModel& model,
                                             const BlockingAnalysisOptions& options,
                                             const Execution& execution) {
    const ParsedModel parsed = parse_model(model);
    if (rows.size() == 0) {
        BlockingAnalysis none;
        for (const ParsedRule& rule : parsed.rules) none.rules.emplace_back().rule = rule.text;
        return none;
    }
    const SqlColumns columns(rows, column_kinds(model, parsed, rows), execution.threads);
    const ExpressionBlocking blocking(parsed, rows, columns, execution);
    BlockingAnalysis analysis;
    analysis.all_pairs = rows.pair_count();
    analysis.compares_all = parsed.rules.empty();
    analysis.pairs = blocking.pair_bound();
    analysis.rules.resize(blocking.rule_count());
    for_each_chunk(analysis.rules.size(), 1, execution.threads, execution.stop,
                   [&](std::size_t i, std::size_t, std::size_t) {
                       const ParsedRule* rule = parsed.rules.empty() ? nullptr : &parsed.rules[i];
                       analysis.rules[i] =
                           analyze_rule(blocking, i, rule, rows, columns, options.largest_blocks);
                   });
    ProgressMeter progress(execution, "count", static_cast<std::int64_t>(blocking.rule_count()));
    std::uint64_t cumulative = 0;
    std::uint64_t cumulative_new = 0;
    for (std::size_t i = 0; i < analysis.rules.size(); ++i) {
        RuleAnalysis& rule = analysis.rules[i];
        rule.cumulative = cumulative += rule.pairs;
        if (analysis.pairs > 0)
            rule.share = static_cast<double>(rule.pairs) / static_cast<double>(analysis.pairs);
        if (options.count_new_pairs) {
            rule.new_pairs = count_new(blocking, i, execution);
            rule.cumulative_new = cumulative_new += *rule.new_pairs;
            progress.advance();
        }
    }
    progress.finish();
    return analysis;
}

}  // namespace scrm::identity
