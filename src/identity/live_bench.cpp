// SPDX-License-Identifier: Apache-2.0
#include "identity/live_bench_internal.hpp"

#include <algorithm>

#include "identity/name_keys_internal.hpp"
#include "identity/rule_blocks_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity::live {
namespace {

constexpr std::size_t kMostRules = 255;

std::vector<Row> rows_in(const RecordSet& set, std::size_t first_row) {
    std::vector<Row> rows(set.size());
    const auto order = set.by_id();
    for (std::size_t row = 0; row < order.size(); ++row) rows[order[row]] = static_cast<Row>(first_row + row);
    return rows;
}

}  // namespace

Rules::Rules(const FrozenModel::State& frozen, ReadingMemo& memo) : frozen_(frozen), memo_(memo) {
    const auto& link_rules = frozen.model.blocking_rules;
    for (std::size_t i = 0; i < link_rules.size(); ++i)
        add(link_rules[i], frozen.profiles.caps[i], &Rule::link_cap);
    const auto& own_rules = frozen.model.customers->blocking_rules;
    for (std::size_t i = 0; i < own_rules.size(); ++i)
        add(own_rules[i], frozen.customers.caps[i], &Rule::dedupe_cap);
    if (rules_.size() > kMostRules)
        throw Error(ErrorCode::invalid_argument, "a live resolver holds at most 255 blocking rules");
    for (const Rule& rule : rules_) {
        auto& keys = rule.depends_on_side && !rule.link_cap ? own_keys_ : link_keys_;
        keys.insert(keys.end(), rule.rule.keys.begin(), rule.rule.keys.end());
    }
    for (auto* keys : {&link_keys_, &own_keys_}) {
        std::sort(keys->begin(), keys->end());
        keys->erase(std::unique(keys->begin(), keys->end()), keys->end());
    }
}

void Rules::add(const BlockingRule& rule, std::uint32_t cap, std::optional<std::uint32_t> Rule::*which) {
    const bool depends = std::any_of(rule.keys.begin(), rule.keys.end(), depends_on_side);
    auto at = std::find_if(rules_.begin(), rules_.end(), [&](const Rule& known) {
        return known.rule.keys == rule.keys && (!depends || known.*which);
    });
    if (at == rules_.end()) at = rules_.insert(at, {rule, std::nullopt, std::nullopt, depends});
    // The same keys twice propose what the larger cap lets through.
    (*at).*which = std::max(((*at).*which).value_or(0), cap);
}

bool Rules::links(std::uint32_t rule, std::size_t profiles, std::size_t customers) const noexcept {
    const auto cap = rules_[rule].link_cap;
    return cap && block_size(profiles, customers, true) <= *cap;
}

bool Rules::dedupes(std::uint32_t rule, std::size_t customers) const noexcept {
    const auto cap = rules_[rule].dedupe_cap;
    return cap && block_size(customers, 0, false) <= *cap;
}

void Rules::add_keys(const Rows& rows, bool of_links, std::vector<std::vector<BlockKey>>& out) const {
    Features features(rows, 1, &frozen_.profiles, &memo_);
    features.prepare(of_links ? link_keys_ : own_keys_);
    for (std::uint32_t number = 0; number < rules_.size(); ++number) {
        const Rule& rule = rules_[number];
        if (of_links == (rule.depends_on_side && !rule.link_cap)) continue;
        const RuleKeys keys = make_rule_keys(features, rule.rule);
        for (Row row = 0; row < rows.size(); ++row) {
            for (const std::uint32_t key : keys.of(row)) {
                if (key != 0) out[rows.record(row)].push_back({number, key});
            }
        }
    }
}

std::vector<std::vector<BlockKey>> Rules::keys_of(LiveSide side,
                                                  std::span<const LiveRecord* const> records) const {
    std::vector<std::vector<BlockKey>> out(records.size());
    if (records.empty()) return out;
    RecordSetBuilder builder;
    for (std::size_t i = 0; i < records.size(); ++i) {
        builder.begin(std::to_string(i));
        for (const auto& [attribute, value] : records[i]->values) builder.add(attribute, value);
    }
    const RecordSet set = builder.finish();
    // Alone on its side of a link: that says all that keys depend on.
    const RecordSet nobody;
    add_keys(side == LiveSide::profile ? Rows(set, nobody) : Rows(nobody, set), true, out);
    if (side == LiveSide::customer && !own_keys_.empty()) {
        add_keys(Rows(set), false, out);
        for (auto& keys : out) std::sort(keys.begin(), keys.end());
    }
    return out;
}

Bench::Bench(const MatchModel& model, const PopulationStatistics& population, ReadingMemo& memo,
             RecordSet left, std::optional<RecordSet> right)
    : model_(model),
      left_(std::move(left)),
      right_(std::move(right)),
      rows_(right_ ? Rows(left_, *right_) : Rows(left_)),
      features_(rows_, 1, &population, &memo),
      left_rows_(rows_in(left_, 0)) {
    if (right_) right_rows_ = rows_in(*right_, rows_.split());
    features_.prepare_comparisons(model_);
    scorer_ = std::make_unique<Scorer>(model_, features_);
    context_ = scorer_->context();
    // A bench lives for a few hundred pairs: clearing a batch's memos would cost more than they save.
    for (PairMemo& known : context_.memos) known = PairMemo{PairMemo::kFewestBits};
}

Bench::Bench(const FrozenModel::State& frozen, ReadingMemo& memo, RecordSet profiles, RecordSet customers)
    : Bench(frozen.model, frozen.profiles, memo, std::move(profiles), std::optional{std::move(customers)}) {}

Bench::Bench(const FrozenModel::State& frozen, ReadingMemo& memo, RecordSet customers)
    : Bench(*frozen.model.customers, frozen.customers, memo, std::move(customers), std::nullopt) {}

double Bench::weight(Row a, Row b) {
    return scorer_->weight(a, b, scorer_->pattern(a, b, context_), context_);
}

}  // namespace scrm::identity::live
