// SPDX-License-Identifier: Apache-2.0
#include "identity/live/decisions_internal.hpp"

#include <algorithm>

#include "scrm/core/error.hpp"

namespace scrm::identity::live {
namespace {

template <class Index, class Value>
void take_out(Index& index, std::string_view key, const Value& value) {
    const auto at = index.find(key);
    if (at == index.end()) return;
    at->second.erase(value);
    if (at->second.empty()) index.erase(at);
}

}  // namespace

std::size_t Decisions::size() const noexcept {
    std::size_t count = apart_.size() + merges_.size();
    for (const auto& [profile, pairs] : pairs_) count += pairs.size();
    return count;
}

std::size_t Decisions::bytes() const noexcept {
    constexpr std::size_t kNodes = 400;  // of the maps and texts of one decision, about
    return size() * kNodes;
}

bool Decisions::changes(const LiveDecision& decision) const {
    switch (decision.kind) {
        case DecisionKind::confirm:
        case DecisionKind::reject:
        case DecisionKind::unlink:
            return changes_pair(decision);
        case DecisionKind::keep_apart:
            if (decision.customer == decision.other)
                throw Error(ErrorCode::invalid_argument, "a record cannot be kept apart from itself");
            if (is_apart(decision.customer, decision.other)) return false;
            if (root(decision.customer) == root(decision.other))
                throw Error(ErrorCode::conflict, "the records are merged; unmerge them first");
            return true;
        case DecisionKind::lift_keep_apart:
            if (!is_apart(decision.customer, decision.other))
                throw Error(ErrorCode::not_found, "the records are not kept apart");
            return true;
        case DecisionKind::merge:
            return changes_merge(decision);
        case DecisionKind::unmerge:
            if (edge_of(decision.customer, decision.other) == nullptr)
                throw Error(ErrorCode::not_found, "there is no such merge");
            return true;
        case DecisionKind::erase:
        case DecisionKind::correct:
            break;
    }
    throw Error(ErrorCode::invalid_argument, "a decision of this kind is not about who is who");
}

bool Decisions::changes_pair(const LiveDecision& decision) const {
    const auto at = pairs_.find(decision.profile);
    if (at == pairs_.end()) return true;
    // Said again after another word on a merged record, it decides again.
    const std::vector<Pair> holding = deciding(decision.profile);
    return std::none_of(holding.begin(), holding.end(), [&](const Pair& pair) {
        return pair.customer == decision.customer && pair.kind == decision.kind &&
               pair.gave_way_to == decision.other;
    });
}

std::vector<Decisions::Pair> Decisions::deciding(std::string_view profile) const {
    const auto at = pairs_.find(profile);
    if (at == pairs_.end()) return {};
    std::map<std::string, Pair> latest;
    for (const Pair& pair : at->second) latest[root(pair.customer)] = pair;
    std::vector<Pair> out;
    for (auto& entry : latest) out.push_back(std::move(entry.second));
    return out;
}

bool Decisions::changes_merge(const LiveDecision& decision) const {
    if (decision.customer == decision.other)
        throw Error(ErrorCode::invalid_argument, "a record cannot be merged with itself");
    if (edge_of(decision.customer, decision.other) != nullptr) return false;
    if (root(decision.customer) == root(decision.other)) return true;
    const auto others = group(decision.other);
    for (const std::string& one : group(decision.customer)) {
        if (!has_apart(one)) continue;
        if (std::any_of(others.begin(), others.end(),
                        [&](const std::string& other) { return is_apart(one, other); }))
            throw Error(ErrorCode::conflict, "the records are kept apart by a decision");
    }
    return true;
}

void Decisions::take(const LiveDecision& decision) {
    switch (decision.kind) {
        case DecisionKind::confirm: {
            const auto at = pairs_.find(decision.profile);
            const std::vector<Pair> before = at == pairs_.end() ? std::vector<Pair>{} : at->second;
            for (const Pair& pair : before) {
                if (pair.kind == DecisionKind::confirm && pair.customer != decision.customer)
                    put_pair(decision.profile,
                             {pair.customer, DecisionKind::unlink, decision.customer, next()});
            }
            put_pair(decision.profile, {decision.customer, DecisionKind::confirm, {}, next()});
            return;
        }
        case DecisionKind::reject:
            put_pair(decision.profile, {decision.customer, DecisionKind::reject, {}, next()});
            return;
        case DecisionKind::unlink:
            put_pair(decision.profile, {decision.customer, DecisionKind::unlink, decision.other, next()});
            return;
        case DecisionKind::keep_apart:
            apart_.emplace(next(), Apart{decision.customer, decision.other});
            apart_of_[decision.customer].insert(decision.other);
            apart_of_[decision.other].insert(decision.customer);
            return;
        case DecisionKind::lift_keep_apart:
            drop_apart(decision.customer, decision.other);
            return;
        case DecisionKind::merge: {
            const std::int64_t number = next();
            merges_.emplace(number,
                            MergeEdge{{}, CustomerId{decision.customer}, CustomerId{decision.other}, number});
            merges_of_[decision.customer].insert(number);
            merges_of_[decision.other].insert(number);
            return;
        }
        case DecisionKind::unmerge:
            if (const MergeEdge* edge = edge_of(decision.customer, decision.other)) drop_edge(edge->sequence);
            return;
        case DecisionKind::erase:
        case DecisionKind::correct:
            return;
    }
}

void Decisions::put_pair(std::string_view profile, Pair pair) {
    drop_pair(profile, pair.customer);
    profiles_of_[pair.customer].emplace(profile);
    if (!pair.gave_way_to.empty()) profiles_of_[pair.gave_way_to].emplace(profile);
    pairs_[std::string{profile}].push_back(std::move(pair));
}

void Decisions::drop_pair(std::string_view profile, std::string_view customer) {
    const auto at = pairs_.find(profile);
    if (at == pairs_.end()) return;
    std::vector<Pair>& pairs = at->second;
    const auto pair = std::find_if(pairs.begin(), pairs.end(),
                                   [&](const Pair& known) { return known.customer == customer; });
    if (pair == pairs.end()) return;
    const Pair gone = *pair;
    pairs.erase(pair);
    for (const std::string& named : {gone.customer, gone.gave_way_to}) {
        const bool is_named = std::any_of(pairs.begin(), pairs.end(), [&](const Pair& known) {
            return known.customer == named || known.gave_way_to == named;
        });
        if (!is_named) take_out(profiles_of_, named, std::string{profile});
    }
    if (pairs.empty()) pairs_.erase(at);
}

void Decisions::forget_profile(std::string_view id) {
    const auto at = pairs_.find(id);
    if (at == pairs_.end()) return;
    const std::vector<Pair> pairs = at->second;
    const std::string profile{id};
    for (const Pair& pair : pairs) drop_pair(profile, pair.customer);
}

/// A confirmation that gave way to one of the record that is gone holds again, unless it would have given way
/// to another one since.
void Decisions::restore_confirmation(std::string_view profile, std::string_view gone) {
    const auto at = pairs_.find(profile);
    if (at == pairs_.end()) return;
    const std::vector<Pair> pairs = at->second;
    std::string holder;
    for (const Pair& pair : pairs) {
        const bool gave_way = pair.customer == gone && pair.kind == DecisionKind::unlink;
        if (gave_way && !pair.gave_way_to.empty()) holder = pair.gave_way_to;
        if (pair.customer != gone && pair.kind == DecisionKind::confirm) holder = pair.customer;
    }
    for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) {
        if (pair->kind != DecisionKind::unlink || pair->gave_way_to != gone) continue;
        const bool is_restored = holder.empty();
        put_pair(profile, {pair->customer, is_restored ? DecisionKind::confirm : DecisionKind::unlink,
                           is_restored ? std::string{} : holder, next()});
        if (is_restored) holder = pair->customer;
    }
}

void Decisions::forget_customer(std::string_view id) {
    const std::string gone{id};
    if (const auto at = profiles_of_.find(gone); at != profiles_of_.end()) {
        const Ids profiles = at->second;
        for (const std::string& profile : profiles) {
            restore_confirmation(profile, gone);
            drop_pair(profile, gone);
        }
    }
    if (const auto at = apart_of_.find(gone); at != apart_of_.end()) {
        const Ids others = at->second;
        for (const std::string& other : others) take_out(apart_of_, other, gone);
        apart_of_.erase(gone);
        std::erase_if(apart_, [&](const auto& entry) {
            return entry.second.customer == gone || entry.second.other == gone;
        });
    }
    if (const auto at = merges_of_.find(gone); at != merges_of_.end()) {
        const std::set<std::int64_t> edges = at->second;
        for (const std::int64_t edge : edges) drop_edge(edge);
    }
}

std::vector<LiveDecision> Decisions::all() const {
    std::map<std::int64_t, LiveDecision> found;
    for (const auto& [profile, pairs] : pairs_) {
        for (const Pair& pair : pairs)
            found.emplace(pair.sequence, LiveDecision{pair.kind, profile, pair.customer, pair.gave_way_to});
    }
    for (const auto& [sequence, apart] : apart_)
        found.emplace(sequence, LiveDecision{DecisionKind::keep_apart, {}, apart.customer, apart.other});
    for (const auto& [sequence, edge] : merges_) {
        found.emplace(sequence, LiveDecision{DecisionKind::merge, {}, edge.survivor.str(), edge.other.str()});
    }
    std::vector<LiveDecision> out;
    for (auto& [sequence, decision] : found) out.push_back(std::move(decision));
    return out;
}

std::optional<std::string> Decisions::confirmed(std::string_view profile) const {
    for (const Pair& pair : deciding(profile)) {
        if (pair.kind == DecisionKind::confirm) return pair.customer;
    }
    return std::nullopt;
}

std::set<std::string> Decisions::rejected(std::string_view profile) const {
    std::set<std::string> out;
    for (const Pair& pair : deciding(profile)) {
        if (pair.kind == DecisionKind::confirm) continue;
        for (std::string& record : group(pair.customer)) out.insert(std::move(record));
    }
    return out;
}

MergeForest Decisions::forest_of(std::string_view customer) const {
    std::vector<std::string> records{std::string{customer}};
    std::set<std::string> seen{records.front()};
    std::map<std::int64_t, MergeEdge> edges;
    while (!records.empty()) {
        const std::string record = std::move(records.back());
        records.pop_back();
        const auto at = merges_of_.find(record);
        if (at == merges_of_.end()) continue;
        for (const std::int64_t number : at->second) {
            const MergeEdge& edge = merges_.at(number);
            edges.emplace(number, edge);
            for (const CustomerId& end : {edge.survivor, edge.other}) {
                if (seen.insert(end.str()).second) records.push_back(end.str());
            }
        }
    }
    std::vector<MergeEdge> all;
    for (auto& [number, edge] : edges) all.push_back(std::move(edge));
    return MergeForest{all};
}

std::string Decisions::root(std::string_view customer) const {
    if (!merges_of_.contains(customer)) return std::string{customer};
    return forest_of(customer).root(CustomerId{std::string{customer}}).str();
}

std::vector<std::string> Decisions::group(std::string_view customer) const {
    if (!merges_of_.contains(customer)) return {std::string{customer}};
    std::vector<std::string> out;
    for (const CustomerId& id : forest_of(customer).members(CustomerId{std::string{customer}}))
        out.push_back(id.str());
    return out;
}

std::vector<std::string> Decisions::merged_with(std::string_view customer) const {
    if (!merges_of_.contains(customer)) return {};
    std::vector<std::string> records = group(customer);
    if (records.front() != customer) return {records.front()};
    records.erase(records.begin());
    return records;
}

bool Decisions::is_apart(std::string_view customer, std::string_view other) const {
    const auto at = apart_of_.find(customer);
    return at != apart_of_.end() && at->second.contains(other);
}

std::set<std::string> Decisions::profiles_about(std::string_view customer) const {
    std::set<std::string> out;
    if (profiles_of_.empty()) return out;
    for (const std::string& record : group(customer)) {
        if (const auto at = profiles_of_.find(record); at != profiles_of_.end())
            out.insert(at->second.begin(), at->second.end());
    }
    return out;
}

const MergeEdge* Decisions::edge_of(std::string_view survivor, std::string_view other) const {
    const auto at = merges_of_.find(survivor);
    if (at == merges_of_.end()) return nullptr;
    for (const std::int64_t number : at->second) {
        const MergeEdge& edge = merges_.at(number);
        if (edge.survivor.str() == survivor && edge.other.str() == other) return &edge;
    }
    return nullptr;
}

void Decisions::drop_apart(const std::string& customer, const std::string& other) {
    take_out(apart_of_, customer, other);
    take_out(apart_of_, other, customer);
    std::erase_if(apart_, [&](const auto& entry) {
        const Apart& apart = entry.second;
        return (apart.customer == customer && apart.other == other) ||
               (apart.customer == other && apart.other == customer);
    });
}

void Decisions::drop_edge(std::int64_t sequence) {
    const auto at = merges_.find(sequence);
    take_out(merges_of_, at->second.survivor.str(), sequence);
    take_out(merges_of_, at->second.other.str(), sequence);
    merges_.erase(at);
}

}  // namespace scrm::identity::live
