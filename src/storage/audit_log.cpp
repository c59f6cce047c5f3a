// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/audit_log.hpp"

#include <optional>

#include "decisions_internal.hpp"
#include "document_table_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/table/json.hpp"

namespace scrm::storage {
namespace {

using detail::Row;

// The name under which an entry commits to the decisions that were made with it.
constexpr std::string_view kDecisions = "decisions_commitment";

std::string details_text(const AuditEntry& entry) {
    std::string text;
    table::JsonWriter json{text};
    json.begin_object();
    for (const auto& [name, value] : entry.details) json.member(name, std::string_view{value});
    json.end_object();
    return text;
}

std::vector<std::pair<std::string, std::string>> parse_details(std::string_view text) {
    table::JsonDocument document;
    if (document.parse(text, text.size() + 1) != table::JsonFault::none || !document.root().is_object()) {
        throw Error{ErrorCode::corrupt_data, "an audit entry cannot be read"};
    }
    std::vector<std::pair<std::string, std::string>> details;
    for (const table::JsonValue member : document.root()) {
        details.emplace_back(member.key(), member.text());
    }
    return details;
}

Digest hash_of(std::int64_t sequence, std::int64_t at, std::string_view action, std::string_view actor,
               std::string_view details, std::string_view previous) {
    return Sha256{}
        .field("scrm-audit-1")
        .field(sequence)
        .field(at)
        .field(action)
        .field(actor)
        .field(details)
        .field(previous)
        .finish();
}

std::string commitment_key(detail::Session& session) {
    const auto hex = session.text("select value from scrm_meta where name = 'commitment_key'");
    if (!hex) throw Error{ErrorCode::corrupt_data, "the database has lost its commitment key"};
    return detail::from_hex(*hex);
}

/// A row of the chain as stored.
struct StoredEntry {
    std::int64_t sequence;
    std::int64_t at;
    std::string action;
    std::string actor;
    std::string details;
    std::string previous;
    std::string hash;
};

void for_each_stored(detail::Session& session, const std::function<void(const StoredEntry&)>& callback) {
    constexpr std::int64_t kPageRows = 4000;
    std::int64_t from = -1;
    for (;;) {
        std::vector<StoredEntry> page;
        session.query(
            "select sequence, logged_at, action, actor, details, previous, hash from scrm_audit "
            "where sequence > :s order by sequence limit :l",
            "iittttt", {from, kPageRows}, [&](const Row& row) {
                page.push_back({row.integer(0), row.integer(1), row.text(2), row.text(3), row.text(4),
                                row.text(5), row.text(6)});
            });
        for (const StoredEntry& entry : page) callback(entry);
        if (page.size() < static_cast<std::size_t>(kPageRows)) return;
        from = page.back().sequence;
    }
}

/// The first entry whose decisions are not those that it committed to, or nullopt.
std::optional<std::int64_t> changed_decisions(detail::Session& session,
                                              const std::map<std::int64_t, std::string>& committed) {
    std::map<std::int64_t, std::string> bytes;
    std::optional<std::int64_t> unknown_kind;
    session.query("select d.audit_sequence, d.sequence, " + std::string{detail::kEventColumns} +
                      ", d.actor, d.decided_at, d.value_commitment from scrm_decision d order by d.sequence",
                  "iitttttttttti"
                  "t",
                  {}, [&](const Row& row) {
                      auto decision = detail::event_of(row, 2);
                      if (!decision) {
                          unknown_kind = unknown_kind.value_or(row.integer(0));
                          return;
                      }
                      constexpr std::size_t kRest = 2 + detail::kEventColumnCount;
                      decision->actor = row.text(kRest);
                      decision->at = from_unix_micros(row.integer(kRest + 1));
                      bytes[row.integer(0)] +=
                          detail::decision_bytes(row.integer(1), *decision, row.text(kRest + 2));
                  });
    if (unknown_kind) return unknown_kind;
    const std::string key = commitment_key(session);
    for (const auto& [sequence, text] : bytes) {
        const auto found = committed.find(sequence);
        if (found == committed.end() || found->second != hmac_sha256(key, text).hex()) return sequence;
    }
    for (const auto& entry : committed) {
        if (!bytes.contains(entry.first)) return entry.first;
    }
    return std::nullopt;
}

}  // namespace

std::int64_t AuditLog::append(const AuditEntry& entry) {
    detail::Session& session = unit_.session();
    detail::WholeOperation operation{session};
    detail::lock_decisions(session);
    std::int64_t sequence = 0;
    std::string previous;
    session.query("select sequence, hash from scrm_audit_head where id = 1", "it", {}, [&](const Row& row) {
        sequence = row.integer(0) + 1;
        previous = row.text(1);
    });
    if (sequence == 0) throw Error{ErrorCode::corrupt_data, "the audit chain has lost its head"};
    AuditEntry complete = entry;
    if (!session.uncovered_decisions().empty()) {
        complete.details.emplace_back(
            kDecisions, hmac_sha256(commitment_key(session), session.uncovered_decisions()).hex());
    }
    const std::int64_t at = to_unix_micros(unit_.now());
    const std::string details = details_text(complete);
    const std::string hash = hash_of(sequence, at, entry.action, entry.actor, details, previous).hex();
    session.execute(
        "insert into scrm_audit (sequence, logged_at, action, actor, details, previous, hash) "
        "values (:s, :t, :a, :w, :d, :p, :h)",
        {sequence, at, entry.action, entry.actor, details, previous, hash});
    session.execute("update scrm_audit_head set sequence = :s, hash = :h where id = 1", {sequence, hash});
    session.uncovered_decisions().clear();
    operation.done();
    return sequence;
}

Digest AuditLog::commitment(std::string_view value) const {
    return hmac_sha256(commitment_key(unit_.session()), value);
}

std::int64_t AuditLog::head_sequence() const {
    return unit_.session().integer("select sequence from scrm_audit_head where id = 1");
}

void AuditLog::for_each(const std::function<void(const LoggedAuditEntry&)>& callback) const {
    for_each_stored(unit_.session(), [&](const StoredEntry& stored) {
        const auto previous = Digest::from_hex(stored.previous);
        const auto hash = Digest::from_hex(stored.hash);
        if (!previous || !hash) throw Error{ErrorCode::corrupt_data, "an audit entry cannot be read"};
        callback({stored.sequence,
                  from_unix_micros(stored.at),
                  {stored.action, stored.actor, parse_details(stored.details)},
                  *previous,
                  *hash});
    });
}

ChainVerification AuditLog::verify() const {
    ChainVerification result;
    try {
        std::string head(64, '0');
        std::map<std::int64_t, std::string> committed;
        for_each_stored(unit_.session(), [&](const StoredEntry& stored) {
            if (!result.detail.empty()) return;
            const std::string at = "entry " + std::to_string(result.entries + 1);
            if (stored.sequence != result.entries + 1) {
                result.detail = at + " is missing";
            } else if (stored.previous != head) {
                result.detail = at + " does not follow the entry before it";
            } else if (hash_of(stored.sequence, stored.at, stored.action, stored.actor, stored.details,
                               stored.previous)
                           .hex() != stored.hash) {
                result.detail = at + " was changed";
            } else {
                result.entries = stored.sequence;
                head = stored.hash;
                for (auto& [name, value] : parse_details(stored.details)) {
                    if (name == kDecisions) committed[stored.sequence] = value;
                }
            }
        });
        result.head = Digest::from_hex(head).value_or(Digest{});
        if (!result.detail.empty()) return result;
        bool head_fits = false;
        unit_.session().query(
            "select sequence, hash from scrm_audit_head where id = 1", "it", {},
            [&](const Row& row) { head_fits = row.integer(0) == result.entries && row.text(1) == head; });
        if (!head_fits) {
            result.detail = "the chain ends at entry " + std::to_string(result.entries) + " before its head";
            return result;
        }
        if (const auto changed = changed_decisions(unit_.session(), committed)) {
            result.detail = "the decisions of entry " + std::to_string(*changed) + " were changed";
            return result;
        }
        result.ok = true;
    } catch (const Error& error) {
        if (detail::says_nothing_of_data(error)) throw;
        result.ok = false;
        result.detail = error.what();
    }
    return result;
}

}  // namespace scrm::storage
