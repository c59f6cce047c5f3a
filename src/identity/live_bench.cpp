// SPDX-License-Identifier: Apache-2.0
#include "identity/live_bench_internal.hpp"

#include <algorithm>

#include "identity/name_keys_internal.hpp"
#include "identity/rule_blocks_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity::live {
namespace {

constexpr std::size_t kMostRules = 255;

}  // namespace

Rules::Rules(const FrozenModel::State& frozen, const FormShape& shape) : frozen_(frozen), shape_(shape) {
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
        const auto compared = shape_.keys(keys == &link_keys_);
        keys->insert(keys->end(), compared.begin(), compared.end());
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

void Rules::read(const Rows& rows, bool of_links, ReadingMemo& memo, Readings& out) const {
    Features features(rows, 1, of_links ? &frozen_.profiles : &frozen_.customers, &memo);
    features.read_texts_only();
    features.prepare(of_links ? link_keys_ : own_keys_);
    for (std::uint32_t number = 0; number < rules_.size(); ++number) {
        const Rule& rule = rules_[number];
        if (of_links == (rule.depends_on_side && !rule.link_cap)) continue;
        const RuleKeys keys = make_rule_keys(features, rule.rule);
        for (Row row = 0; row < rows.size(); ++row) {
            for (const std::uint32_t key : keys.of(row)) {
                if (key != 0) out.keys[rows.record(row)].push_back({number, key});
            }
        }
    }
    for (Row row = 0; row < rows.size(); ++row)
        read_forms(features, row, shape_, of_links, out.forms[rows.record(row)]);
}

Rules::Readings Rules::read(LiveSide side, std::span<const LiveRecord* const> records) const {
    Readings out;
    out.keys.resize(records.size());
    out.forms.resize(records.size());
    RecordSetBuilder builder;
    for (std::size_t i = 0; i < records.size(); ++i) {
        builder.begin(std::to_string(i) + ' ' + records[i]->id);
        for (const auto& [attribute, value] : records[i]->values) builder.add(attribute, value);
    }
    out.set = builder.finish();
    if (records.empty()) return out;
    // Alone on its side of a link: that says all that keys depend on.
    const RecordSet nobody;
    auto memo = memos_.take();
    read(side == LiveSide::profile ? Rows(out.set, nobody) : Rows(nobody, out.set), true, *memo, out);
    if (side == LiveSide::customer && !own_keys_.empty()) {
        read(Rows(out.set), false, *memo, out);
        for (auto& keys : out.keys) std::sort(keys.begin(), keys.end());
    }
    memos_.give(std::move(memo));
    return out;
}

Bench::Bench(Lanes& lanes, std::span<const FormView> focus, std::span<const FormView> others)
    : lanes_(lanes), lane_(lanes.take()), focus_(focus.size()) {
    lane_->lay(focus, others);
}

double Bench::weight(Row a, Row b) {
    return scorer().weight(a, b, scorer().pattern(a, b, context()), context());
}

}  // namespace scrm::identity::live
