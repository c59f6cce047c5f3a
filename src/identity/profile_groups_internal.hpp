// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/identity/record_set.hpp"

namespace scrm::identity {

/// One profile says that another one is its owner's too.
struct ProfilePointer {
    RecordIndex from = 0;
    RecordIndex to = 0;
    bool is_mutual = false;

    friend bool operator==(const ProfilePointer&, const ProfilePointer&) = default;
};

/// A profile that more than so many point at is a bank's own channel or a celebrity: none of them counts.
inline constexpr std::size_t kMostPointersAtOne = 3;

/// By which references a profile is named: its handles as network:handle, its account as network:#id.
std::vector<std::string> own_references(const RecordSet& profiles, RecordIndex profile);
/// Which references its `link` values hold.
std::vector<std::string> linked_references(const RecordSet& profiles, RecordIndex profile);

/// A login that more profiles share is a word, not a name.
inline constexpr std::size_t kMostSharingLogin = 4;
/// The logins of a profile, in canonical form, that would hardly be chosen by two people.
std::vector<std::string> telling_logins(const RecordSet& profiles, RecordIndex profile);

/// The pointers between profiles of the set, read off `link` values (network:handle, network:#id), by (to,
/// from) in the order of ids. A target that is ambiguous, or that more than a few profiles point at (a bank's
/// own channel, a celebrity), is left out.
std::vector<ProfilePointer> find_pointers(const RecordSet& profiles);

/// Two profiles of different networks that have one login.
struct SharedLogin {
    RecordIndex from = 0;
    RecordIndex to = 0;
    std::uint8_t kind = 0;  ///< index into SharedLoginTrust

    friend bool operator==(const SharedLogin&, const SharedLogin&) = default;
};
/// Of a telling login that `sharing` profiles have, 2 to kMostSharingLogin.
std::uint8_t login_kind(std::string_view login, std::size_t sharing) noexcept;
/// Profiles under one login that few share, both ways, in the order of ids, without repetition.
std::vector<SharedLogin> find_shared_logins(const RecordSet& profiles);

}  // namespace scrm::identity
