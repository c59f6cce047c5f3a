// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "identity/claims_internal.hpp"
#include "identity/live/records_internal.hpp"

namespace scrm::identity::live {

/// By which names a profile goes and which it points at ("network:handle", "network:#id"), and its telling
/// logins; each without repetition.
struct PointerKeys {
    std::vector<std::string> owned;
    std::vector<std::string> linked;
    std::vector<std::string> logins;
    std::uint32_t network = 0;

    friend bool operator==(const PointerKeys&, const PointerKeys&) = default;
};

/// A profile takes part of its evidence from this one.
struct Partner {
    Slot slot = kNoSlot;
    double trust = 0;  ///< beforehand
};

/// Which profiles point at which or share a login, by the rules of find_pointers and find_shared_logins: who
/// too many point at, and a login that too many share, count for nobody, so that no write touches more
/// profiles than these rules let share their evidence. Thread-compatible.
class PointerIndex {
  public:
    void add(Slot profile, PointerKeys keys);
    void remove(Slot profile);

    /// Whose evidence a profile shares, each as often as the two are connected.
    std::vector<Partner> partners(Slot profile) const;
    /// The same for a profile that is not there, or that would replace `replaced`.
    std::vector<Partner> partners(const PointerKeys& keys, Slot replaced) const;
    /// All profiles whose partners may depend on this one's keys, itself included.
    std::vector<Slot> neighbours(Slot profile) const;

  private:
    static constexpr Slot kAsked = kNoSlot;

    /// A profile that is looked at as if it were there.
    struct Asked {
        const PointerKeys* keys = nullptr;
        Slot replaced = kNoSlot;
    };
    const PointerKeys& keys_of(Slot profile, const Asked& asked) const;
    std::optional<Slot> owner(const std::string& key, const Asked& asked) const;
    /// Who points at a profile; nobody where too many do.
    std::vector<Slot> pointing_at(Slot profile, const Asked& asked) const;
    /// Who shares a telling login with a profile in another network.
    std::vector<Slot> sharing_login(Slot profile, const Asked& asked) const;
    std::vector<Partner> partners(Slot profile, const Asked& asked) const;

    std::unordered_map<Slot, PointerKeys> keys_;
    std::unordered_map<std::string, std::vector<Slot>> owners_;
    std::unordered_map<std::string, std::vector<Slot>> linkers_;
    std::unordered_map<std::string, std::vector<Slot>> sharers_;  // by login
};

}  // namespace scrm::identity::live
