// SPDX-License-Identifier: Apache-2.0
#pragma once

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

/// The pointers between profiles of the set, read off `link` values (network:handle, network:#id), by (to,
/// from) in the order of ids. A target that is ambiguous, or that more than a few profiles point at (a bank's
/// own channel, a celebrity), is left out.
std::vector<ProfilePointer> find_pointers(const RecordSet& profiles);

/// Profiles of different networks under one login that few share, both ways, in the order of ids.
std::vector<ProfilePointer> find_shared_logins(const RecordSet& profiles);

}  // namespace scrm::identity
