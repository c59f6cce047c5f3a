// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
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

/// The pointers between profiles of the set, read off `link` values (network:handle, network:#id), by (to,
/// from) in the order of ids. A target that is ambiguous, or that more than a few profiles point at (a bank's
/// own channel, a celebrity), is left out.
std::vector<ProfilePointer> find_pointers(const RecordSet& profiles);

}  // namespace scrm::identity
