// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/time.hpp"

namespace scrm {

/// The key of an interaction within its network.
struct InteractionId {
    std::string network;
    std::string scope;  ///< empty: none
    std::string external_id;

    /// From NETWORK:ID, split at the first colon; nullopt unless both parts are there.
    static std::optional<InteractionId> parse(std::string_view text, std::string_view scope = {});
    /// NETWORK:ID, without the scope.
    std::string text() const;

    friend bool operator==(const InteractionId&, const InteractionId&) = default;
    friend std::strong_ordering operator<=>(const InteractionId&, const InteractionId&) = default;
};

/// One post, comment, message, review … between customers and the bank, masked before it got here.
///
/// Enumerations (`kind`, `direction`, `op`) are open text: an unknown value is kept as written. Nested
/// objects are kept as canonical JSON text.
struct Interaction {
    InteractionId id;
    std::string native_key;
    std::string thread_id;
    std::string parent_id;
    std::string author;  ///< canonical JSON object, a subset of SocialIdentity; empty: none
    std::string actor;
    std::string kind;       ///< post, comment, message, review, rating, mention, repost, reaction
    std::string direction;  ///< in, out
    std::string op;         ///< create, edit, delete, hide, unhide, restore
    std::string text;
    std::string lang;
    std::optional<double> rating;
    std::optional<UtcTime> created_at;
    std::optional<UtcTime> edited_at;
    std::optional<UtcTime> received_at;
    std::optional<std::int64_t> reach;
    std::optional<std::int64_t> views;
    std::optional<std::int64_t> likes;
    std::optional<std::int64_t> reposts;
    std::optional<std::int64_t> comments;
    std::string attachments;  ///< canonical JSON array; empty: none
    std::string sentiment_hint;
    std::vector<std::string> tags;
    std::string source;
    std::map<std::string, std::string>
        as_written;  ///< field → raw JSON: unknown fields and unreadable values

    friend bool operator==(const Interaction&, const Interaction&) = default;
};

}  // namespace scrm
