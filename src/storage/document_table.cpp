// SPDX-License-Identifier: Apache-2.0
#include "document_table_internal.hpp"

#include <boost/algorithm/hex.hpp>

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>

#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"
#include "scrm/table/json.hpp"

namespace scrm::storage::detail {
namespace {

constexpr std::size_t kPageBytes = 4U << 20U;
constexpr std::size_t kMostPageRows = 4000;

/// `a = :k0 and b = :k1`
std::string key_equals(const DocumentTable& table) {
    std::string out;
    for (std::size_t i = 0; i < table.keys.size(); ++i) {
        if (i != 0) out += " and ";
        out += std::string{table.keys[i]} + " = :k" + std::to_string(i);
    }
    return out;
}

std::string listed(std::span<const std::string_view> names, std::string_view prefix = {}) {
    std::string out;
    for (const std::string_view name : names) {
        if (!out.empty()) out += ", ";
        out += std::string{prefix} + std::string{name};
    }
    return out;
}

std::vector<Value> values_of(const DocumentKey& key) {
    return {key.begin(), key.end()};
}

std::string conflict_clause(const DocumentTable& table) {
    std::vector<std::string_view> compared = table.order;
    compared.insert(compared.end(), {"document", "originals"});
    const std::string name = std::string{table.name} + ".";
    std::string out = "on conflict (" + listed(table.keys) + ") do update set ";
    for (const std::string_view column : compared) {
        out += std::string{column} + " = excluded." + std::string{column} + ", ";
    }
    // Keys that sort as bytes on both databases make "the larger canonical bytes" a comparison of columns.
    return out + "checksum = excluded.checksum where (" + listed(compared, "excluded.") + ") " +
           (table.order.empty() ? "<>" : ">") + " (" + listed(compared, name) + ")";
}

/// Rows so that no key stands twice in a round; the rounds keep the order of arrival of equal keys.
std::vector<std::vector<std::size_t>> rounds_of(const std::vector<DocumentRow>& batch) {
    std::vector<std::size_t> order(batch.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    // Sorted rows also make neighbours in the file, which ordered reading thanks for.
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return batch[a].keys < batch[b].keys; });
    std::vector<std::vector<std::size_t>> rounds;
    std::size_t repeat = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        repeat = i != 0 && batch[order[i]].keys == batch[order[i - 1]].keys ? repeat + 1 : 0;
        if (repeat >= rounds.size()) rounds.emplace_back();
        rounds[repeat].push_back(order[i]);
    }
    return rounds;
}

void require_checksum(std::string_view document, std::string_view originals, std::int64_t checksum) {
    if (document_checksum(document, originals) == checksum) return;
    throw Error{ErrorCode::corrupt_data, "a stored record does not fit its checksum"};
}

}  // namespace

const DocumentTable& customer_table() {
    static const DocumentTable table{"scrm_customer", {"customer_id"}, {}};
    return table;
}
const DocumentTable& identity_table() {
    static const DocumentTable table{
        "scrm_identity", {"network", "scope", "network_user_id"}, {"observed_at"}};
    return table;
}
const DocumentTable& interaction_table() {
    static const DocumentTable table{
        "scrm_interaction", {"network", "scope", "external_id"}, {"version_at", "deleted"}};
    return table;
}

std::int64_t order_key(const std::optional<UtcTime>& time) {
    return time ? to_unix_micros(*time) : std::numeric_limits<std::int64_t>::min();
}

std::int64_t document_checksum(std::string_view document, std::string_view originals) {
    return static_cast<std::int64_t>(hash64(document, hash64(originals)));
}

UpsertCounts upsert_documents(Session& session, const DocumentTable& table, std::vector<DocumentRow> batch) {
    WholeOperation operation{session};
    for (const DocumentRow& row : batch) {
        for (const std::string_view key : row.keys) require_key(key);
    }
    const std::string conflict = conflict_clause(table);
    UpsertCounts counts;
    for (const std::vector<std::size_t>& round : rounds_of(batch)) {
        std::vector<BulkColumn> columns;
        for (std::size_t k = 0; k < table.keys.size(); ++k) {
            columns.push_back(
                BulkColumn::texts(table.keys[k], [&, k](std::size_t i) { return batch[round[i]].keys[k]; }));
        }
        for (std::size_t o = 0; o < table.order.size(); ++o) {
            columns.push_back(BulkColumn::integers(
                table.order[o], [&, o](std::size_t i) { return batch[round[i]].order[o]; }));
        }
        columns.push_back(
            BulkColumn::texts("document", [&](std::size_t i) { return batch[round[i]].document; }));
        columns.push_back(BulkColumn::texts(
            "originals", [&](std::size_t i) { return std::string_view{batch[round[i]].originals}; }));
        columns.push_back(BulkColumn::integers("checksum", [&](std::size_t i) {
            return document_checksum(batch[round[i]].document, batch[round[i]].originals);
        }));
        const BulkCounts written = bulk_insert(session, table.name, columns, round.size(), conflict, true);
        counts.inserted += written.inserted;
        counts.updated += written.changed - written.inserted;
        counts.unchanged += static_cast<std::int64_t>(round.size()) - written.changed;
    }
    operation.done();
    return counts;
}

void delete_documents(Session& session, const DocumentTable& table, std::span<const DocumentKey> keys) {
    std::vector<BulkColumn> columns;
    for (std::size_t k = 0; k < table.keys.size(); ++k) {
        columns.push_back(
            BulkColumn::texts(table.keys[k], [&, k](std::size_t i) { return std::string_view{keys[i][k]}; }));
    }
    bulk_delete(session, table.name, columns, keys.size());
}

std::int64_t count_documents(Session& session, const DocumentTable& table) {
    return session.integer("select count(*) from " + std::string{table.name});
}

bool has_document(Session& session, const DocumentTable& table, const DocumentKey& key) {
    bool found = false;
    session.query("select 1 from " + std::string{table.name} + " where " + key_equals(table), "i",
                  values_of(key), [&](const Row&) { found = true; });
    return found;
}

std::optional<std::string> find_document(Session& session, const DocumentTable& table,
                                         const DocumentKey& key) {
    std::optional<std::string> document;
    session.query("select document, originals, checksum from " + std::string{table.name} + " where " +
                      key_equals(table),
                  "tti", values_of(key), [&](const Row& row) {
                      require_checksum(row.text(0), row.text(1), row.integer(2));
                      document = row.text(0);
                  });
    return document;
}

std::vector<connect::OriginalBytes> find_originals(Session& session, const DocumentTable& table,
                                                   const DocumentKey& key) {
    std::vector<connect::OriginalBytes> originals;
    session.query("select originals from " + std::string{table.name} + " where " + key_equals(table), "t",
                  values_of(key), [&](const Row& row) { originals = decode_originals(row.text(0)); });
    return originals;
}

std::string asked_ids(const Session& session) {
    return session.is_sqlite() ? "(select value as id from json_each(:ids)) as asked"
                               : "(select given collate \"C\" as id from "
                                 "json_array_elements_text(cast(:ids as json)) as given) as asked";
}

std::string json_list(std::span<const std::string_view> texts) {
    std::string out = "[";
    for (const std::string_view text : texts) {
        if (out.size() > 1) out.push_back(',');
        table::append_json_string(out, text);
    }
    out.push_back(']');
    return out;
}

void for_each_document_of(Session& session, const DocumentTable& table,
                          std::span<const std::string_view> keys,
                          const std::function<void(std::string_view)>& callback) {
    constexpr std::size_t kMostKeys = 1000;  // in one statement
    const std::string key{table.keys.front()};
    const std::string sql = "select r.document, r.originals, r.checksum from " + asked_ids(session) +
                            " cross join " + std::string{table.name} + " r where r." + key + " = asked.id";
    for (std::size_t begin = 0; begin < keys.size(); begin += kMostKeys) {
        const auto some = keys.subspan(begin, std::min(kMostKeys, keys.size() - begin));
        session.query(sql, "tti", {json_list(some)}, [&](const Row& row) {
            require_checksum(row.text(0), row.text(1), row.integer(2));
            callback(row.text(0));
        });
    }
}

void for_each_document(Session& session, const DocumentTable& table,
                       const std::function<void(const DocumentKey&, std::string_view)>& callback) {
    for_each_row(session, table,
                 [&](const DocumentKey& key, const DocumentOrder&, std::string_view document) {
                     callback(key, document);
                 });
}

void for_each_row(
    Session& session, const DocumentTable& table,
    const std::function<void(const DocumentKey&, const DocumentOrder&, std::string_view)>& callback) {
    const std::string keys = listed(table.keys);
    std::string placeholders;
    for (std::size_t i = 0; i < table.keys.size(); ++i) {
        placeholders += (i == 0 ? ":k" : ", :k") + std::to_string(i);
    }
    const std::string order = table.order.empty() ? "" : ", " + listed(table.order);
    const std::string sql = "select " + keys + ", document, originals, checksum" + order + " from " +
                            std::string{table.name} + " where (" + keys + ") > (" + placeholders +
                            ") order by " + keys + " limit :n";
    const std::string types =
        std::string(table.keys.size(), 't') + "tti" + std::string(table.order.size(), 'i');
    std::vector<Value> from(table.keys.size() + 1, std::string{});
    struct Entry {
        DocumentKey key;
        DocumentOrder order;
        std::string document;
    };
    std::vector<Entry> page;
    std::size_t limit = 200;
    for (;;) {
        from.back() = static_cast<std::int64_t>(limit);
        std::size_t count = 0;
        std::size_t bytes = 0;
        session.query(sql, types, from, [&](const Row& row) {
            if (count == page.size()) page.emplace_back();
            Entry& entry = page[count++];
            entry.key.resize(table.keys.size());
            for (std::size_t k = 0; k < table.keys.size(); ++k) entry.key[k] = row.text(k);
            const std::size_t at = table.keys.size();
            require_checksum(row.text(at), row.text(at + 1), row.integer(at + 2));
            entry.document = row.text(at);
            entry.order.resize(table.order.size());
            for (std::size_t o = 0; o < table.order.size(); ++o) entry.order[o] = row.integer(at + 3 + o);
            bytes += entry.document.size() + 200;
        });
        for (std::size_t i = 0; i < count; ++i) callback(page[i].key, page[i].order, page[i].document);
        if (count < limit) return;
        for (std::size_t k = 0; k < table.keys.size(); ++k) from[k] = page[count - 1].key[k];
        // Documents may have a megabyte each; a page has a few.
        limit = std::clamp(kPageBytes * count / bytes, std::size_t{16}, kMostPageRows);
    }
}

std::string to_hex(std::string_view bytes) {
    std::string out;
    out.reserve(2 * bytes.size());
    boost::algorithm::hex_lower(bytes, std::back_inserter(out));
    return out;
}

std::string from_hex(std::string_view hex) {
    std::string out;
    out.reserve(hex.size() / 2);
    try {
        boost::algorithm::unhex(hex, std::back_inserter(out));
    } catch (const boost::algorithm::hex_decode_error&) {
        throw Error{ErrorCode::corrupt_data, "stored bytes are no hex digits"};
    }
    return out;
}

std::string encode_originals(std::span<const connect::OriginalBytes> originals) {
    std::string out;
    for (const connect::OriginalBytes& original : originals) {
        out += to_hex(original.field) + ":" + to_hex(original.bytes) + ";";
    }
    return out;
}

std::vector<connect::OriginalBytes> decode_originals(std::string_view text) {
    std::vector<connect::OriginalBytes> originals;
    while (!text.empty()) {
        const std::size_t colon = text.find(':');
        const std::size_t end = text.find(';');
        if (colon == std::string_view::npos || end == std::string_view::npos || colon > end) {
            throw Error{ErrorCode::corrupt_data, "stored original bytes are damaged"};
        }
        originals.push_back(
            {from_hex(text.substr(0, colon)), from_hex(text.substr(colon + 1, end - colon - 1))});
        text.remove_prefix(end + 1);
    }
    return originals;
}

}  // namespace scrm::storage::detail
