// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/time.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::storage {

enum class InboxState { pending, done, dead };

/// One delivery, stored before its sender is told "OK".
struct InboxItem {
    std::string key;     ///< idempotency key: network, page or bot, event id; or a digest of the masked body
    std::string source;  ///< who delivers
    std::string body;    ///< masked bytes, any; emptied when done
    InboxState state = InboxState::pending;
    std::int64_t attempts = 0;
    std::string reason = {};  ///< of the last failed attempt
    UtcTime received_at{};
    std::int64_t sequence = 0;  ///< order of arrival; set by the inbox
};

/// Exactly-once intake over at-least-once delivery.
class Inbox {
  public:
    explicit Inbox(UnitOfWork& unit) : unit_(unit) {}

    /// false: a delivery with this key is there already; nothing changed.
    bool accept(const InboxItem& item);
    std::optional<InboxItem> find(std::string_view key) const;
    /// Pending items in the order of arrival.
    std::vector<InboxItem> pending(std::size_t limit) const;
    void mark_done(std::string_view key);
    /// One more attempt failed; at `most_attempts` the item is dead and no longer pending.
    InboxState mark_failed(std::string_view key, const std::string& reason, std::int64_t most_attempts = 5);
    /// A dead item is tried again.
    void revive(std::string_view key);
    std::int64_t count(InboxState state) const;

  private:
    UnitOfWork& unit_;
};

}  // namespace scrm::storage
