// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/search_index.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "document_table_internal.hpp"
#include "scrm/connect/canonical_json.hpp"
#include "scrm/core/error.hpp"
#include "search_blocks_internal.hpp"
#include "search_index_internal.hpp"

namespace scrm::storage {
namespace detail {
namespace {

/// New records in one batch from which on they get a segment of their own. A question looks into every
/// segment, so that a segment has to be worth a look.
constexpr std::size_t kSegmentRecords = 4000;
constexpr std::size_t kRebuildBatch = 50'000;
constexpr std::size_t kMostIds = 4000;  // in one statement

/// What is to be done to the index, by segment; segment 0 are single rows.
class IndexChanges {
  public:
    void add(std::int64_t segment, std::span<const std::int64_t> hashes, std::string_view customer_id) {
        for (const std::int64_t hash : hashes) added_[segment].push_back({hash, customer_id});
    }
    void remove(std::int64_t segment, std::span<const std::int64_t> hashes, std::string_view customer_id) {
        for (const std::int64_t hash : hashes) gone_[segment].push_back({hash, customer_id});
    }
    void apply(Session& session) {
        for (auto& [segment, postings] : gone_) {
            if (segment == 0) {
                std::sort(postings.begin(), postings.end());
                bulk_delete(session, "scrm_search_key", columns_of(postings), postings.size());
            } else {
                remove_from_segment(session, segment, postings);
            }
        }
        for (auto& [segment, postings] : added_) {
            if (segment == 0) {
                std::sort(postings.begin(), postings.end());
                bulk_insert(session, "scrm_search_key", columns_of(postings), postings.size(),
                            "on conflict (hash, customer_id) do nothing");
            } else {
                write_segment(session, segment, postings);
            }
        }
    }

  private:
    static std::vector<BulkColumn> columns_of(const std::vector<Posting>& postings) {
        return {
            BulkColumn::integers("hash", [&postings](std::size_t i) { return postings[i].hash; }),
            BulkColumn::texts("customer_id", [&postings](std::size_t i) { return postings[i].customer_id; }),
        };
    }

    std::map<std::int64_t, std::vector<Posting>> added_;
    std::map<std::int64_t, std::vector<Posting>> gone_;
};

void write_records(Session& session, const std::vector<SearchRecord>& records) {
    const std::vector<BulkColumn> columns{
        BulkColumn::texts("customer_id",
                          [&](std::size_t i) { return std::string_view{records[i].customer_id}; }),
        BulkColumn::integers("segment", [&](std::size_t i) { return records[i].segment; }),
        BulkColumn::texts("hashes", [&](std::size_t i) { return std::string_view{records[i].hashes}; }),
    };
    bulk_insert(
        session, "scrm_search_record", columns, records.size(),
        "on conflict (customer_id) do update set segment = excluded.segment, hashes = excluded.hashes");
}

/// The last write of each customer, by id.
std::vector<const CustomerWrite*> last_of_each(std::span<const CustomerWrite> batch) {
    std::vector<const CustomerWrite*> writes;
    writes.reserve(batch.size());
    for (const CustomerWrite& write : batch) writes.push_back(&write);
    std::stable_sort(writes.begin(), writes.end(),
                     [](const auto* a, const auto* b) { return a->id.str() < b->id.str(); });
    const auto same = [](const auto* a, const auto* b) { return a->id == b->id; };
    // Backwards, so that of equal ids the last one stays.
    writes.erase(writes.begin(), std::unique(writes.rbegin(), writes.rend(), same).base());
    return writes;
}

}  // namespace

void for_each_search_record(Session& session, std::span<const std::string_view> ids,
                            const std::function<void(const SearchRecord&)>& callback) {
    const std::string sql = "select r.customer_id, r.segment, r.hashes from " + asked_ids(session) +
                            " cross join scrm_search_record r where r.customer_id = asked.id";
    for (std::size_t begin = 0; begin < ids.size(); begin += kMostIds) {
        const auto some = ids.subspan(begin, std::min(kMostIds, ids.size() - begin));
        session.query(sql, "tit", {json_list(some)}, [&](const Row& row) {
            callback({row.text(0), row.integer(1), row.text(2)});
        });
    }
}

void index_customers(Session& session, std::span<const CustomerWrite> batch, bool all_new) {
    const std::vector<const CustomerWrite*> writes = last_of_each(batch);
    std::unordered_map<std::string, SearchRecord> known;
    if (!all_new) {
        std::vector<std::string_view> ids;
        ids.reserve(writes.size());
        for (const auto* write : writes) ids.emplace_back(write->id.str());
        for_each_search_record(
            session, ids, [&](const SearchRecord& record) { known.emplace(record.customer_id, record); });
    }
    const bool is_large = writes.size() - known.size() >= kSegmentRecords;
    const std::int64_t new_segment = is_large ? last_segment(session) + 1 : 0;
    IndexChanges changes;
    std::vector<SearchRecord> records;
    records.reserve(writes.size());
    for (const auto* write : writes) {
        const std::string& id = write->id.str();
        SearchRecord now{id, new_segment, encode_hashes(write->search_keys)};
        if (const auto former = known.find(id); former != known.end()) {
            if (former->second.hashes == now.hashes) continue;
            changes.remove(former->second.segment, decode_hashes(former->second.hashes), id);
            // A block has no room for more.
            now.segment = 0;
        } else if (write->search_keys.empty()) {
            continue;
        }
        changes.add(now.segment, write->search_keys, id);
        records.push_back(std::move(now));
    }
    changes.apply(session);
    write_records(session, records);
}

void unindex_customers(Session& session, std::span<const std::string> ids) {
    const std::vector<std::string_view> views(ids.begin(), ids.end());
    std::vector<SearchRecord> records;
    for_each_search_record(session, views, [&](const SearchRecord& record) { records.push_back(record); });
    IndexChanges changes;
    for (const SearchRecord& record : records)
        changes.remove(record.segment, decode_hashes(record.hashes), record.customer_id);
    changes.apply(session);
    const std::vector<BulkColumn> columns{BulkColumn::texts(
        "customer_id", [&](std::size_t i) { return std::string_view{records[i].customer_id}; })};
    bulk_delete(session, "scrm_search_record", columns, records.size());
}

void rebuild_search_index(Session& session, const SearchKeyRecipe& recipe) {
    WholeOperation operation{session};
    session.execute("delete from scrm_search_block");
    session.execute("delete from scrm_search_key");
    session.execute("delete from scrm_search_record");
    session.execute("delete from scrm_meta where name = 'search_keys'");
    if (recipe.keys) {
        std::vector<CustomerWrite> batch;
        const auto flush = [&] {
            index_customers(session, batch, true);
            batch.clear();
        };
        for_each_document(session, customer_table(), [&](const DocumentKey&, std::string_view document) {
            const Customer customer = connect::parse_customer_json(document);
            batch.push_back({customer.id, {}, {}, recipe.keys(customer)});
            if (batch.size() == kRebuildBatch) flush();
        });
        flush();
        session.execute("insert into scrm_meta (name, value) values ('search_keys', :v)", {recipe.name});
    }
    operation.done();
}

}  // namespace detail

std::optional<std::string> SearchIndex::recipe() const {
    return unit_.session().text("select value from scrm_meta where name = 'search_keys'");
}

std::vector<CustomerId> SearchIndex::find(std::int64_t key, std::size_t limit) const {
    detail::Session& session = unit_.session();
    std::vector<CustomerId> ids;
    session.query("select customer_id from scrm_search_key where hash = :h limit :l", "t",
                  {key, static_cast<std::int64_t>(limit)},
                  [&](const detail::Row& row) { ids.emplace_back(row.text(0)); });
    detail::for_each_block(session, key, [&](std::string_view entries) {
        detail::for_each_posting(entries, [&](const detail::Posting& posting) {
            if (posting.hash == key && ids.size() < limit) ids.emplace_back(std::string{posting.customer_id});
        });
    });
    return ids;
}

void SearchIndex::rebuild(const SearchKeyRecipe& recipe) {
    detail::rebuild_search_index(unit_.session(), recipe);
}

}  // namespace scrm::storage
