// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/inbox.hpp"

#include "document_table_internal.hpp"
#include "scrm/core/error.hpp"
#include "session_internal.hpp"

namespace scrm::storage {
namespace {

constexpr std::string_view kColumns =
    "idempotency_key, source, body_hex, state, attempts, reason, received_at, sequence";
constexpr std::string_view kTypes = "ttttitii";

std::string state_text(InboxState state) {
    switch (state) {
        case InboxState::pending:
            return "pending";
        case InboxState::done:
            return "done";
        case InboxState::dead:
            break;
    }
    return "dead";
}

InboxState parse_state(std::string_view text) {
    if (text == "pending") return InboxState::pending;
    if (text == "done") return InboxState::done;
    if (text == "dead") return InboxState::dead;
    throw Error{ErrorCode::corrupt_data, "a stored delivery has an unknown state"};
}

InboxItem item_of(const detail::Row& row) {
    return {row.text(0),    row.text(1), detail::from_hex(row.text(2)),    parse_state(row.text(3)),
            row.integer(4), row.text(5), from_unix_micros(row.integer(6)), row.integer(7)};
}

}  // namespace

bool Inbox::accept(const InboxItem& item) {
    detail::Session& session = unit_.session();
    detail::WholeOperation operation{session};
    detail::require_key(item.key);
    // The unique key decides, also between two deliveries at the same moment.
    const std::int64_t stored = session.execute(
        "insert into scrm_inbox (sequence, idempotency_key, source, body_hex, state, attempts, reason, "
        "received_at) "
        "values ((select coalesce(max(sequence), 0) + 1 from scrm_inbox), :k, :s, :b, 'pending', 0, '', :t) "
        "on conflict (idempotency_key) do nothing",
        {item.key, item.source, detail::to_hex(item.body), to_unix_micros(unit_.now())});
    operation.done();
    return stored != 0;
}

std::optional<InboxItem> Inbox::find(std::string_view key) const {
    std::optional<InboxItem> item;
    unit_.session().query("select " + std::string{kColumns} + " from scrm_inbox where idempotency_key = :k",
                          kTypes, {std::string{key}}, [&](const detail::Row& row) { item = item_of(row); });
    return item;
}

std::vector<InboxItem> Inbox::pending(std::size_t limit) const {
    std::vector<InboxItem> items;
    unit_.session().query("select " + std::string{kColumns} +
                              " from scrm_inbox where state = 'pending' order by sequence limit :l",
                          kTypes, {static_cast<std::int64_t>(limit)},
                          [&](const detail::Row& row) { items.push_back(item_of(row)); });
    return items;
}

void Inbox::mark_done(std::string_view key) {
    const std::int64_t touched = unit_.session().execute(
        "update scrm_inbox set state = 'done', body_hex = '', reason = '', attempts = attempts + 1 "
        "where idempotency_key = :k and state = 'pending'",
        {std::string{key}});
    if (touched == 0) throw Error{ErrorCode::not_found, "there is no such pending delivery"};
}

InboxState Inbox::mark_failed(std::string_view key, const std::string& reason, std::int64_t most_attempts) {
    const std::int64_t touched = unit_.session().execute(
        "update scrm_inbox set attempts = attempts + 1, reason = :r, "
        "state = case when attempts + 1 >= :m then 'dead' else 'pending' end "
        "where idempotency_key = :k and state = 'pending'",
        {reason, most_attempts, std::string{key}});
    if (touched == 0) throw Error{ErrorCode::not_found, "there is no such pending delivery"};
    return find(key)->state;
}

void Inbox::revive(std::string_view key) {
    const std::int64_t touched = unit_.session().execute(
        "update scrm_inbox set state = 'pending', attempts = 0 where idempotency_key = :k and state = 'dead'",
        {std::string{key}});
    if (touched == 0) throw Error{ErrorCode::not_found, "there is no such dead delivery"};
}

std::int64_t Inbox::count(InboxState state) const {
    return unit_.session().integer("select count(*) from scrm_inbox where state = :s", {state_text(state)});
}

}  // namespace scrm::storage
