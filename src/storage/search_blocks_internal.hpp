// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "session_internal.hpp"

namespace scrm::storage::detail {

/// A customer under one of the search keys.
struct Posting {
    std::int64_t hash = 0;
    std::string_view customer_id;

    friend auto operator<=>(const Posting&, const Posting&) = default;
};

/// Search keys as 16 hex digits each, and back. Throws Error{corrupt_data}.
std::string encode_hashes(std::span<const std::int64_t> keys);
std::vector<std::int64_t> decode_hashes(std::string_view text);

/// The postings of a block in their order: hash (16 hex digits), length of the id (3), id. Views into
/// `entries`. Throws Error{corrupt_data}.
void for_each_posting(std::string_view entries, const std::function<void(const Posting&)>& visit);

std::int64_t last_segment(Session& session);
/// Writes postings, given by customer id, as a segment of its own. All entries of one hash are in one block.
void write_segment(Session& session, std::int64_t segment, std::span<const Posting> postings);
/// Takes postings out of the blocks of a segment.
void remove_from_segment(Session& session, std::int64_t segment, std::vector<Posting>& postings);
/// The block of each segment that would hold the hash.
void for_each_block(Session& session, std::int64_t hash,
                    const std::function<void(std::string_view entries)>& visit);

}  // namespace scrm::storage::detail
