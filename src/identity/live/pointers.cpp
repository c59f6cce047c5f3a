// SPDX-License-Identifier: Apache-2.0
#include "identity/live/pointers_internal.hpp"

#include <algorithm>

namespace scrm::identity::live {
namespace {

void sort_unique(std::vector<Slot>& slots) {
    std::sort(slots.begin(), slots.end());
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
}

bool contains(const std::vector<Slot>& sorted, Slot slot) {
    return std::binary_search(sorted.begin(), sorted.end(), slot);
}

void take_out(std::unordered_map<std::string, std::vector<Slot>>& index, const std::string& key, Slot slot) {
    const auto at = index.find(key);
    std::erase(at->second, slot);
    if (at->second.empty()) index.erase(at);
}

const PointerKeys kNoKeys;

/// From how many profiles on one more or less changes nothing for the others.
constexpr std::size_t kMostOwners = 2;                        // more than one own nothing
constexpr std::size_t kMostLinkers = kMostPointersAtOne + 2;  // one of them may be the target itself
constexpr std::size_t kMostSharers = kMostSharingLogin + 1;

}  // namespace

void PointerIndex::add(Slot profile, PointerKeys keys) {
    if (keys.owned.empty() && keys.linked.empty() && keys.logins.empty()) return;
    for (const std::string& key : keys.owned) owners_[key].push_back(profile);
    for (const std::string& key : keys.linked) linkers_[key].push_back(profile);
    for (const std::string& login : keys.logins) sharers_[login].push_back(profile);
    keys_[profile] = std::move(keys);
}

void PointerIndex::remove(Slot profile) {
    const auto at = keys_.find(profile);
    if (at == keys_.end()) return;
    for (const std::string& key : at->second.owned) take_out(owners_, key, profile);
    for (const std::string& key : at->second.linked) take_out(linkers_, key, profile);
    for (const std::string& login : at->second.logins) take_out(sharers_, login, profile);
    keys_.erase(at);
}

const PointerKeys& PointerIndex::keys_of(Slot profile, const Asked& asked) const {
    if (profile == kAsked) return *asked.keys;
    const auto at = keys_.find(profile);
    return at == keys_.end() ? kNoKeys : at->second;
}

std::optional<Slot> PointerIndex::owner(const std::string& key, const Asked& asked) const {
    std::optional<Slot> found;
    bool is_shared = false;
    const auto own = [&](Slot slot) {
        is_shared |= found.has_value();
        found = slot;
    };
    if (const auto at = owners_.find(key); at != owners_.end()) {
        for (const Slot slot : at->second) {
            if (slot != asked.replaced || asked.keys == nullptr) own(slot);
        }
    }
    if (asked.keys != nullptr &&
        std::find(asked.keys->owned.begin(), asked.keys->owned.end(), key) != asked.keys->owned.end()) {
        own(kAsked);
    }
    return is_shared ? std::nullopt : found;
}

std::vector<Slot> PointerIndex::pointing_at(Slot profile, const Asked& asked) const {
    std::vector<Slot> from;
    for (const std::string& key : keys_of(profile, asked).owned) {
        if (owner(key, asked) != profile) continue;
        if (const auto at = linkers_.find(key); at != linkers_.end()) {
            for (const Slot slot : at->second) {
                const bool is_replaced = asked.keys != nullptr && slot == asked.replaced;
                if (slot != profile && !is_replaced) from.push_back(slot);
            }
        }
        if (asked.keys != nullptr && profile != kAsked &&
            std::find(asked.keys->linked.begin(), asked.keys->linked.end(), key) !=
                asked.keys->linked.end()) {
            from.push_back(kAsked);
        }
    }
    sort_unique(from);
    if (from.size() > kMostPointersAtOne) from.clear();
    return from;
}

std::vector<Slot> PointerIndex::sharing_login(Slot profile, const Asked& asked) const {
    std::vector<Slot> out;
    const PointerKeys& own = keys_of(profile, asked);
    for (const std::string& login : own.logins) {
        std::vector<Slot> sharing;
        if (const auto at = sharers_.find(login); at != sharers_.end()) {
            for (const Slot slot : at->second) {
                if (asked.keys == nullptr || slot != asked.replaced) sharing.push_back(slot);
            }
        }
        if (asked.keys != nullptr && std::find(asked.keys->logins.begin(), asked.keys->logins.end(), login) !=
                                         asked.keys->logins.end()) {
            sharing.push_back(kAsked);
        }
        if (sharing.size() > kMostSharingLogin) continue;
        for (const Slot slot : sharing) {
            if (keys_of(slot, asked).network != own.network) out.push_back(slot);
        }
    }
    sort_unique(out);
    return out;
}

std::vector<Partner> PointerIndex::partners(Slot profile, const Asked& asked) const {
    const std::vector<Slot> from = pointing_at(profile, asked);
    std::vector<Slot> to;
    for (const std::string& key : keys_of(profile, asked).linked) {
        const auto target = owner(key, asked);
        if (target && *target != profile) to.push_back(*target);
    }
    sort_unique(to);
    std::erase_if(to, [&](Slot target) { return !contains(pointing_at(target, asked), profile); });
    // Positions stand for slots: this profile is 0, the others follow.
    const std::vector<Slot> sharing = sharing_login(profile, asked);
    std::vector<Slot> others = from;
    others.insert(others.end(), to.begin(), to.end());
    others.insert(others.end(), sharing.begin(), sharing.end());
    sort_unique(others);
    const auto position = [&others](Slot slot) {
        return static_cast<RecordIndex>(
            1 + (std::lower_bound(others.begin(), others.end(), slot) - others.begin()));
    };
    std::vector<ProfilePointer> pointers;
    for (const Slot slot : from) pointers.push_back({position(slot), 0, contains(to, slot)});
    for (const Slot slot : to) pointers.push_back({0, position(slot), contains(from, slot)});
    std::vector<ProfilePointer> shared_logins;
    for (const Slot slot : sharing) shared_logins.push_back({position(slot), 0, true});
    std::vector<Partner> out;
    for (const EvidenceShare& share : shares_of(pointers, shared_logins)) {
        if (share.profile == 0) out.push_back({others[share.partner - 1], share.trust});
    }
    return out;
}

std::vector<Partner> PointerIndex::partners(Slot profile) const {
    if (!keys_.contains(profile)) return {};
    return partners(profile, Asked{});
}

std::vector<Partner> PointerIndex::partners(const PointerKeys& keys, Slot replaced) const {
    return partners(kAsked, Asked{&keys, replaced});
}

std::vector<Slot> PointerIndex::neighbours(Slot profile) const {
    std::vector<Slot> out{profile};
    const auto at = keys_.find(profile);
    if (at == keys_.end()) return out;
    const auto add_all = [&out](const std::unordered_map<std::string, std::vector<Slot>>& index,
                                const std::string& key, std::size_t most) {
        const auto found = index.find(key);
        if (found != index.end() && found->second.size() <= most)
            out.insert(out.end(), found->second.begin(), found->second.end());
    };
    for (const auto* keys : {&at->second.owned, &at->second.linked}) {
        for (const std::string& key : *keys) {
            add_all(owners_, key, kMostOwners);
            add_all(linkers_, key, kMostLinkers);
        }
    }
    // Where one more points at a profile, or one less, all that point at it gain or lose.
    for (std::size_t i = 0, direct = out.size(); i < direct; ++i) {
        for (const std::string& key : keys_of(out[i], {}).owned) add_all(linkers_, key, kMostLinkers);
    }
    for (const std::string& login : at->second.logins) add_all(sharers_, login, kMostSharers);
    sort_unique(out);
    return out;
}

}  // namespace scrm::identity::live
