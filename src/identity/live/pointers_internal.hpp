// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "identity/claims_internal.hpp"
#include "identity/live/records_internal.hpp"
#include "identity/live/slot_lists_internal.hpp"

namespace scrm::identity::live {

/// By which names a profile goes and which it points at ("network:handle", "network:#id"), and its telling
/// logins; each sorted and without repetition.
struct PointerKeys {
    std::vector<std::string> owned;
    std::vector<std::string> linked;
    std::vector<std::string> logins;
    std::uint32_t network = 0;

    bool empty() const noexcept { return owned.empty() && linked.empty() && logins.empty(); }
    friend bool operator==(const PointerKeys&, const PointerKeys&) = default;
};

/// A profile takes part of its evidence from this one.
struct Partner {
    Slot slot = kNoSlot;
    double trust = 0;  ///< beforehand
};

/// Which profiles point at which or share a login, by the rules of find_pointers and find_shared_logins: who
/// too many point at, and a login that too many share, count for nobody, so that no write touches more
/// profiles than these rules let share their evidence. Copies share the keys. Thread-compatible.
class PointerIndex {
  public:
    explicit PointerIndex(const SharedLoginTrust& trust) : trust_(trust) {}

    /// Of a profile that has none; nullptr where it shows nothing.
    void add(Slot profile, std::shared_ptr<const PointerKeys> keys);
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
    const PointerKeys& keys_of(Slot profile) const noexcept;
    std::optional<Slot> owner(const std::string& key, const Asked& asked) const;
    /// Who points at a profile; nobody where too many do.
    std::vector<Slot> pointing_at(Slot profile, const Asked& asked) const;
    /// Who shares a telling login with a profile in another network, and which kind of one.
    std::vector<std::pair<Slot, std::uint8_t>> sharing_login(Slot profile, const Asked& asked) const;
    std::vector<Partner> partners(Slot profile, const Asked& asked) const;

    /// Profiles by the hash of a text of theirs: who has the text itself is among them.
    struct Index {
        std::vector<std::string> PointerKeys::*texts = nullptr;
        SlotLists<std::uint64_t> slots;
    };
    template <class Visit>
    void for_each(const Index& index, const std::string& text, const Visit& visit) const;
    /// Adds those of a text; none where they are more than `most`.
    void append_few(const Index& index, const std::string& text, std::size_t most,
                    std::vector<Slot>& out) const;

    SharedLoginTrust trust_;
    std::vector<std::shared_ptr<const PointerKeys>> keys_;  // by slot
    Index owners_{&PointerKeys::owned, {}};
    Index linkers_{&PointerKeys::linked, {}};
    Index sharers_{&PointerKeys::logins, {}};
};

}  // namespace scrm::identity::live
