// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bulk_writer_internal.hpp"
#include "scrm/connect/import_row.hpp"
#include "scrm/storage/record_write.hpp"
#include "session_internal.hpp"

namespace scrm::storage::detail {

/// A table of documents: its name, its key columns, and the columns that decide between two versions of a
/// record (integers first compared, then the document, then the originals). Without any, the later arrival
/// wins.
struct DocumentTable {
    std::string_view name;
    std::vector<std::string_view> keys;
    std::vector<std::string_view> order;
};

const DocumentTable& customer_table();
const DocumentTable& identity_table();
const DocumentTable& interaction_table();

/// One record of a batch as the table sees it; views into the caller's memory.
struct DocumentRow {
    std::vector<std::string_view> keys;
    std::vector<std::int64_t> order;
    std::string_view document;
    std::string originals;
};

using DocumentKey = std::vector<std::string>;

UpsertCounts upsert_documents(Session& session, const DocumentTable& table, std::vector<DocumentRow> batch);
void delete_documents(Session& session, const DocumentTable& table, std::span<const DocumentKey> keys);

std::int64_t count_documents(Session& session, const DocumentTable& table);
bool has_document(Session& session, const DocumentTable& table, const DocumentKey& key);
/// Throws Error{corrupt_data} when the document does not fit its checksum.
std::optional<std::string> find_document(Session& session, const DocumentTable& table,
                                         const DocumentKey& key);
std::vector<connect::OriginalBytes> find_originals(Session& session, const DocumentTable& table,
                                                   const DocumentKey& key);
/// The documents of a table of one key that are there, in no order. Throws Error{corrupt_data} as above.
void for_each_document_of(Session& session, const DocumentTable& table,
                          std::span<const std::string_view> keys,
                          const std::function<void(std::string_view document)>& callback);
/// Many texts as one value: the table expression `asked` with them in its column `id`, and what to bind to
/// its placeholder `:ids`.
std::string asked_ids(const Session& session);
std::string json_list(std::span<const std::string_view> texts);
/// By key bytes, in pages: memory stays flat, and the callback may use the session.
void for_each_document(
    Session& session, const DocumentTable& table,
    const std::function<void(const DocumentKey& key, std::string_view document)>& callback);
/// The same with what decides between versions, in the order of DocumentTable::order.
using DocumentOrder = std::vector<std::int64_t>;
void for_each_row(Session& session, const DocumentTable& table,
                  const std::function<void(const DocumentKey& key, const DocumentOrder& order,
                                           std::string_view document)>& callback);
/// Of a time that decides between versions; a missing one is the earliest.
std::int64_t order_key(const std::optional<UtcTime>& time);

/// All columns of a page, for backup.
std::string encode_originals(std::span<const connect::OriginalBytes> originals);
std::vector<connect::OriginalBytes> decode_originals(std::string_view text);

std::int64_t document_checksum(std::string_view document, std::string_view originals);

std::string to_hex(std::string_view bytes);
/// Throws Error{corrupt_data} for anything but pairs of lower-case hex digits.
std::string from_hex(std::string_view hex);

}  // namespace scrm::storage::detail
