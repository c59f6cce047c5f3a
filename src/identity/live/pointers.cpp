// SPDX-License-Identifier: Apache-2.0
#include "identity/live/pointers_internal.hpp"

#include <algorithm>

#include "scrm/core/digest.hpp"

namespace scrm::identity::live {
namespace {

template <class T>
void sort_unique(std::vector<T>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

template <class T>
bool contains(const std::vector<T>& sorted, const T& one) {
    return std::binary_search(sorted.begin(), sorted.end(), one);
}

const PointerKeys kNoKeys;

/// From how many profiles on one more or less changes nothing for the others.
constexpr std::size_t kMostOwners = 2;                        // more than one own nothing
constexpr std::size_t kMostLinkers = kMostPointersAtOne + 2;  // one of them may be the target itself
constexpr std::size_t kMostSharers = kMostSharingLogin + 1;

}  // namespace

void PointerIndex::add(Slot profile, std::shared_ptr<const PointerKeys> keys) {
    if (!keys) return;
    if (profile >= keys_.size()) keys_.resize(std::size_t{profile} + 1);
    for (Index* index : {&owners_, &linkers_, &sharers_}) {
        for (const std::string& text : (*keys).*(index->texts)) index->slots.add(hash64(text), profile);
    }
    keys_[profile] = std::move(keys);
}

void PointerIndex::remove(Slot profile) {
    if (profile >= keys_.size() || !keys_[profile]) return;
    for (Index* index : {&owners_, &linkers_, &sharers_}) {
        for (const std::string& text : (*keys_[profile]).*(index->texts))
            index->slots.remove(hash64(text), profile);
    }
    keys_[profile].reset();
}

const PointerKeys& PointerIndex::keys_of(Slot profile) const noexcept {
    return profile < keys_.size() && keys_[profile] ? *keys_[profile] : kNoKeys;
}

const PointerKeys& PointerIndex::keys_of(Slot profile, const Asked& asked) const {
    return profile == kAsked ? *asked.keys : keys_of(profile);
}

template <class Visit>
void PointerIndex::for_each(const Index& index, const std::string& text, const Visit& visit) const {
    for (const Slot slot : index.slots.of(hash64(text))) {
        if (contains(keys_of(slot).*(index.texts), text)) visit(slot);
    }
}

void PointerIndex::append_few(const Index& index, const std::string& text, std::size_t most,
                              std::vector<Slot>& out) const {
    const std::size_t before = out.size();
    for (const Slot slot : index.slots.of(hash64(text))) {
        if (!contains(keys_of(slot).*(index.texts), text)) continue;
        out.push_back(slot);
        if (out.size() - before <= most) continue;
        out.resize(before);
        return;
    }
}

std::optional<Slot> PointerIndex::owner(const std::string& key, const Asked& asked) const {
    std::optional<Slot> found;
    bool is_shared = false;
    const auto own = [&](Slot slot) {
        is_shared |= found.has_value();
        found = slot;
    };
    for_each(owners_, key, [&](Slot slot) {
        if (slot != asked.replaced || asked.keys == nullptr) own(slot);
    });
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
        for_each(linkers_, key, [&](Slot slot) {
            const bool is_replaced = asked.keys != nullptr && slot == asked.replaced;
            if (slot != profile && !is_replaced) from.push_back(slot);
        });
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

std::vector<std::pair<Slot, std::uint8_t>> PointerIndex::sharing_login(Slot profile,
                                                                       const Asked& asked) const {
    std::vector<std::pair<Slot, std::uint8_t>> out;
    const PointerKeys& own = keys_of(profile, asked);
    for (const std::string& login : own.logins) {
        std::vector<Slot> sharing;
        for_each(sharers_, login, [&](Slot slot) {
            if (asked.keys == nullptr || slot != asked.replaced) sharing.push_back(slot);
        });
        if (asked.keys != nullptr && std::find(asked.keys->logins.begin(), asked.keys->logins.end(), login) !=
                                         asked.keys->logins.end()) {
            sharing.push_back(kAsked);
        }
        if (sharing.size() > kMostSharingLogin) continue;
        for (const Slot slot : sharing) {
            if (keys_of(slot, asked).network != own.network)
                out.emplace_back(slot, login_kind(login, sharing.size()));
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
    const auto sharing = sharing_login(profile, asked);
    std::vector<Slot> others = from;
    others.insert(others.end(), to.begin(), to.end());
    for (const auto& [slot, kind] : sharing) others.push_back(slot);
    sort_unique(others);
    const auto position = [&others](Slot slot) {
        return static_cast<RecordIndex>(
            1 + (std::lower_bound(others.begin(), others.end(), slot) - others.begin()));
    };
    std::vector<ProfilePointer> pointers;
    for (const Slot slot : from) pointers.push_back({position(slot), 0, contains(to, slot)});
    for (const Slot slot : to) pointers.push_back({0, position(slot), contains(from, slot)});
    std::vector<SharedLogin> shared_logins;
    for (const auto& [slot, kind] : sharing) shared_logins.push_back({position(slot), 0, kind});
    std::vector<Partner> out;
    for (const EvidenceShare& share : shares_of(pointers, shared_logins, trust_)) {
        if (share.profile == 0) out.push_back({others[share.partner - 1], share.trust});
    }
    return out;
}

std::vector<Partner> PointerIndex::partners(Slot profile) const {
    if (profile >= keys_.size() || !keys_[profile]) return {};
    return partners(profile, Asked{});
}

std::vector<Partner> PointerIndex::partners(const PointerKeys& keys, Slot replaced) const {
    return partners(kAsked, Asked{&keys, replaced});
}

std::vector<Slot> PointerIndex::neighbours(Slot profile) const {
    std::vector<Slot> out{profile};
    const PointerKeys& own = keys_of(profile);
    for (const auto* keys : {&own.owned, &own.linked}) {
        for (const std::string& key : *keys) {
            append_few(owners_, key, kMostOwners, out);
            append_few(linkers_, key, kMostLinkers, out);
        }
    }
    // Where one more points at a profile, or one less, all that point at it gain or lose.
    for (std::size_t i = 0, direct = out.size(); i < direct; ++i) {
        for (const std::string& key : keys_of(out[i]).owned) append_few(linkers_, key, kMostLinkers, out);
    }
    for (const std::string& login : own.logins) append_few(sharers_, login, kMostSharers, out);
    sort_unique(out);
    return out;
}

}  // namespace scrm::identity::live
