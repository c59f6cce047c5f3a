// SPDX-License-Identifier: Apache-2.0
#include "identity/profile_groups_internal.hpp"

#include <algorithm>
#include <string>
#include <tuple>

#include "identity/records/interner_internal.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/person/handle.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kShortestSharedLogin = 6;
constexpr RecordIndex kAmbiguous = ~RecordIndex{0};

/// "network:handle" with the handle in canonical form; ids as they are.
std::string reference_key(std::string_view network, std::string_view handle) {
    if (handle.starts_with('#')) return std::string{network} + ':' + std::string{handle};
    const auto parsed = person::Handle::parse(handle, network);
    return parsed ? std::string{network} + ':' + parsed->folded() : std::string{};
}

}  // namespace

std::vector<std::string> own_references(const RecordSet& profiles, RecordIndex profile) {
    std::vector<std::string> out;
    const ValueColumn* handles = profiles.column("handle");
    const ValueColumn* networks = profiles.column("network");
    const std::string_view network = networks == nullptr ? "" : networks->text(networks->first(profile));
    if (handles != nullptr) {
        for (const ValueId handle : handles->values(profile)) {
            std::string key = reference_key(network, handles->text(handle));
            if (!key.empty()) out.push_back(std::move(key));
        }
    }
    const std::string_view id = profiles.id(profile);
    const std::size_t last = id.rfind(kAccountSeparator);
    if (last != std::string_view::npos)
        out.push_back(std::string{network} + ":#" + std::string{id.substr(last + 1)});
    return out;
}

std::vector<std::string> linked_references(const RecordSet& profiles, RecordIndex profile) {
    std::vector<std::string> out;
    const ValueColumn* links = profiles.column("link");
    if (links == nullptr) return out;
    for (const ValueId value : links->values(profile)) {
        const std::string_view text = links->text(value);
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos) continue;
        std::string key = reference_key(text.substr(0, colon), text.substr(colon + 1));
        if (!key.empty()) out.push_back(std::move(key));
    }
    return out;
}

std::vector<std::string> telling_logins(const RecordSet& profiles, RecordIndex profile) {
    std::vector<std::string> out;
    const ValueColumn* handles = profiles.column("handle");
    if (handles == nullptr) return out;
    for (const ValueId value : handles->values(profile)) {
        const auto handle = person::Handle::parse(handles->text(value));
        if (!handle || handle->is_generated() || handle->canonical().size() < kShortestSharedLogin) continue;
        out.emplace_back(handle->canonical());
    }
    return out;
}

std::vector<ProfilePointer> find_pointers(const RecordSet& profiles) {
    std::vector<ProfilePointer> pointers;
    if (profiles.column("link") == nullptr) return pointers;
    StringInterner keys;
    std::vector<RecordIndex> owner(1, kAmbiguous);
    for (const RecordIndex record : profiles.by_id()) {
        for (const std::string& key : own_references(profiles, record)) {
            const ValueId id = keys.intern(key);
            if (id >= owner.size())
                owner.push_back(record);
            else if (owner[id] != record)
                owner[id] = kAmbiguous;
        }
    }
    std::vector<std::size_t> rank(profiles.size());
    for (std::size_t i = 0; i < profiles.size(); ++i) rank[profiles.by_id()[i]] = i;
    for (const RecordIndex record : profiles.by_id()) {
        for (const std::string& key : linked_references(profiles, record)) {
            const ValueId id = keys.find(key);
            if (id == 0 || owner[id] == kAmbiguous || owner[id] == record) continue;
            pointers.push_back({record, owner[id], false});
        }
    }
    const auto less = [&rank](const ProfilePointer& x, const ProfilePointer& y) {
        return x.to != y.to ? rank[x.to] < rank[y.to] : rank[x.from] < rank[y.from];
    };
    std::sort(pointers.begin(), pointers.end(), less);
    pointers.erase(std::unique(pointers.begin(), pointers.end()), pointers.end());
    std::vector<std::uint32_t> pointed(profiles.size(), 0);
    for (const ProfilePointer& pointer : pointers) ++pointed[pointer.to];
    std::erase_if(pointers,
                  [&](const ProfilePointer& pointer) { return pointed[pointer.to] > kMostPointersAtOne; });
    for (ProfilePointer& pointer : pointers) {
        pointer.is_mutual = std::binary_search(pointers.begin(), pointers.end(),
                                               ProfilePointer{pointer.to, pointer.from, false}, less);
    }
    return pointers;
}

std::uint8_t login_kind(std::string_view login, std::size_t sharing) noexcept {
    constexpr std::size_t kLong = 9;
    constexpr std::size_t kVeryLong = 12;
    const std::size_t length = login.size() < kLong ? 0 : login.size() < kVeryLong ? 1 : 2;
    return static_cast<std::uint8_t>((std::clamp(sharing, std::size_t{2}, kMostSharingLogin) - 2) * 3 +
                                     length);
}

std::vector<SharedLogin> find_shared_logins(const RecordSet& profiles) {
    std::vector<SharedLogin> pairs;
    const ValueColumn* networks = profiles.column("network");
    if (networks == nullptr) return pairs;
    StringInterner logins;
    std::vector<std::vector<RecordIndex>> owners(1);
    for (const RecordIndex record : profiles.by_id()) {
        for (const std::string& login : telling_logins(profiles, record)) {
            const ValueId id = logins.intern(login);
            if (id >= owners.size()) owners.emplace_back();
            if (owners[id].empty() || owners[id].back() != record) owners[id].push_back(record);
        }
    }
    for (ValueId login = 1; login < owners.size(); ++login) {
        const auto& sharing = owners[login];
        if (sharing.size() < 2 || sharing.size() > kMostSharingLogin) continue;
        const std::uint8_t kind = login_kind(logins.pool().at(login), sharing.size());
        for (const RecordIndex from : sharing) {
            for (const RecordIndex to : sharing) {
                if (networks->first(from) != networks->first(to)) pairs.push_back({from, to, kind});
            }
        }
    }
    std::vector<std::size_t> rank(profiles.size());
    for (std::size_t i = 0; i < profiles.size(); ++i) rank[profiles.by_id()[i]] = i;
    std::sort(pairs.begin(), pairs.end(), [&rank](const SharedLogin& x, const SharedLogin& y) {
        return std::tuple{rank[x.from], rank[x.to], x.kind} < std::tuple{rank[y.from], rank[y.to], y.kind};
    });
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return pairs;
}

}  // namespace scrm::identity
