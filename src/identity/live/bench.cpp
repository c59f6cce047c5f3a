// SPDX-License-Identifier: Apache-2.0
#include "identity/live/bench_internal.hpp"

#include <algorithm>
#include <array>

#include "identity/blocking/name_keys_internal.hpp"
#include "identity/blocking/rule_blocks_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity::live {
namespace {

constexpr std::size_t kMostRules = 255;

/// What network, pointers, logins, followers and public phones of a profile are read off.
constexpr std::array<std::string_view, 6> kOfProfiles = {"network",   "handle", "link",
                                                         "followers", "phone",  "public_phone"};

std::size_t position(const std::vector<std::string>& sorted_keys, const std::string& key) {
    return static_cast<std::size_t>(std::lower_bound(sorted_keys.begin(), sorted_keys.end(), key) -
                                    sorted_keys.begin());
}

}  // namespace

Rules::Rules(const FrozenModel::State& frozen, const FormShape& shape)
    : frozen_(frozen),
      shape_(shape),
      link_readers_([this] { return std::make_unique<RecordReader>(link_keys_, frozen_.profiles); }),
      own_readers_([this] { return std::make_unique<RecordReader>(own_keys_, frozen_.customers); }) {
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
    for (Rule& rule : rules_) {
        const auto& keys = rule.is_of_links() ? link_keys_ : own_keys_;
        for (const std::string& key : rule.rule.keys) rule.columns.push_back(position(keys, key));
    }
    for (const bool of_links : {true, false}) {
        for (const std::string& key : shape_.keys(of_links))
            form_columns_.push_back(position(of_links ? link_keys_ : own_keys_, key));
    }
}

void Rules::add(const BlockingRule& rule, std::uint32_t cap, std::optional<std::uint32_t> Rule::*which) {
    const bool depends = std::any_of(rule.keys.begin(), rule.keys.end(), depends_on_side);
    auto at = std::find_if(rules_.begin(), rules_.end(), [&](const Rule& known) {
        return known.rule.keys == rule.keys && (!depends || known.*which);
    });
    if (at == rules_.end()) at = rules_.insert(at, {rule, std::nullopt, std::nullopt, depends, {}});
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

void Rules::add_keys(const RecordReader& reader, const Rule& rule, std::uint32_t number,
                     std::vector<BlockKey>& out) const {
    // As make_rule_keys.
    std::vector<std::uint64_t> hashes{0};
    std::vector<std::uint64_t> longer;
    for (const std::size_t column : rule.columns) {
        longer.clear();
        for (const std::uint64_t hash : hashes) {
            for (const std::uint32_t id : reader.ids(column)) {
                if (longer.size() < kMostKeysOfRow) longer.push_back(mix64(hash ^ reader.content_hash(id)));
            }
        }
        hashes.swap(longer);
        if (hashes.empty()) return;
    }
    const std::size_t from = out.size();
    for (const std::uint64_t hash : hashes) out.push_back({number, rule_key(hash)});
    const auto first = out.begin() + static_cast<std::ptrdiff_t>(from);
    std::sort(first, out.end());
    out.erase(std::unique(first, out.end()), out.end());
}

void Rules::read(RecordReader& reader, const LiveRecord& record, NameSide side, std::vector<BlockKey>& keys,
                 Forms& forms) const {
    const bool of_links = side != NameSide::only;
    reader.read(record, side);
    for (std::uint32_t number = 0; number < rules_.size(); ++number) {
        if (rules_[number].is_of_links() == of_links) add_keys(reader, rules_[number], number, keys);
    }
    if (const ParsedName* name = reader.name(); of_links && name != nullptr) {
        forms.name = {name->given, name->family, name->patronymic, name->other_family};
        forms.suffix = name->suffix;
        forms.order_is_sure = name->order_is_sure;
        forms.is_company = name->is_company;
        forms.script = name->script;
    }
    const std::size_t first = of_links ? 0 : shape_.of_links();
    const std::size_t last = of_links ? shape_.of_links() : shape_.columns().size();
    for (std::size_t number = first; number < last; ++number) {
        for (const std::uint32_t id : reader.ids(form_columns_[number]))
            forms.values.push_back({static_cast<std::uint8_t>(number), std::string{reader.text(id)}});
    }
}

Rules::Readings Rules::read(LiveSide side, std::span<const LiveRecord* const> records) const {
    Readings out;
    out.keys.resize(records.size());
    out.forms.resize(records.size());
    if (records.empty()) return out;
    const bool is_profile = side == LiveSide::profile;
    auto reader = link_readers_.take();
    for (std::size_t i = 0; i < records.size(); ++i)
        read(*reader, *records[i], is_profile ? NameSide::left : NameSide::right, out.keys[i], out.forms[i]);
    if (!reader->is_worn()) link_readers_.give(std::move(reader));
    if (is_profile) {
        RecordSetBuilder builder;
        for (std::size_t i = 0; i < records.size(); ++i) {
            builder.begin(std::to_string(i) + ' ' + records[i]->id);
            for (const auto& [attribute, value] : records[i]->values) {
                if (std::find(kOfProfiles.begin(), kOfProfiles.end(), attribute) != kOfProfiles.end())
                    builder.add(attribute, value);
            }
        }
        out.set = builder.finish();
        return out;
    }
    if (own_keys_.empty()) return out;
    auto own = own_readers_.take();
    for (std::size_t i = 0; i < records.size(); ++i) {
        read(*own, *records[i], NameSide::only, out.keys[i], out.forms[i]);
        std::sort(out.keys[i].begin(), out.keys[i].end());
    }
    if (!own->is_worn()) own_readers_.give(std::move(own));
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
