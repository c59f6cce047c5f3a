// SPDX-License-Identifier: Apache-2.0
#include "search_blocks_internal.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "bulk_writer_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::storage::detail {
namespace {

/// Below the 2,000 bytes from which on PostgreSQL keeps a value apart.
constexpr std::size_t kBlockBytes = 1600;
constexpr std::size_t kHashDigits = 16;
constexpr std::size_t kSizeDigits = 3;

void append_hex(std::string& out, std::uint64_t bits, std::size_t digits) {
    static constexpr char kDigits[] = "0123456789abcdef";
    const std::size_t at = out.size();
    out.resize(at + digits);
    for (std::size_t digit = digits; digit-- > 0; bits >>= 4U) out[at + digit] = kDigits[bits & 15U];
}

/// The digits at the beginning of `text`, which are taken off.
std::uint64_t take_hex(std::string_view& text, std::size_t digits) {
    std::uint64_t bits = 0;
    const char* const end = text.data() + std::min(digits, text.size());
    if (text.size() < digits || std::from_chars(text.data(), end, bits, 16).ptr != end)
        throw Error{ErrorCode::corrupt_data, "stored search keys are damaged"};
    text.remove_prefix(digits);
    return bits;
}

void append_posting(std::string& entries, const Posting& posting) {
    append_hex(entries, static_cast<std::uint64_t>(posting.hash), kHashDigits);
    append_hex(entries, posting.customer_id.size(), kSizeDigits);
    entries.append(posting.customer_id);
}

struct Block {
    std::int64_t first_hash = 0;
    std::string entries;
};

/// Rewrites one block after the other.
class BlockEditor {
  public:
    BlockEditor(Session& session, std::int64_t segment) : session_(session), segment_(segment) {}

    void remove(const Posting& gone) {
        if (!is_loaded_ || gone.hash > last_hash_) load(gone.hash);
        const auto at = std::lower_bound(postings_.begin(), postings_.end(), gone);
        if (at == postings_.end() || *at != gone) return;
        postings_.erase(at);
        is_changed_ = true;
    }
    void save() {
        if (!is_changed_) return;
        is_changed_ = false;
        if (postings_.empty()) {
            session_.execute("delete from scrm_search_block where segment = :s and first_hash = :f",
                             {segment_, block_.first_hash});
            return;
        }
        std::string entries;
        for (const Posting& posting : postings_) append_posting(entries, posting);
        // The hash that it began with may have been of the record that is gone.
        session_.execute(
            "update scrm_search_block set first_hash = :n, entries = :e where segment = :s and first_hash = "
            ":f",
            {postings_.front().hash, entries, segment_, block_.first_hash});
    }

  private:
    void load(std::int64_t hash) {
        save();
        is_loaded_ = true;
        postings_.clear();
        block_ = {};
        session_.query(
            "select first_hash, entries from scrm_search_block where segment = :s and first_hash <= :h "
            "order by first_hash desc limit 1",
            "it", {segment_, hash}, [&](const Row& row) {
                block_ = {row.integer(0), row.text(1)};
            });
        for_each_posting(block_.entries, [&](const Posting& posting) { postings_.push_back(posting); });
        last_hash_ = postings_.empty() ? hash : postings_.back().hash;
    }

    Session& session_;
    std::int64_t segment_;
    Block block_;
    std::vector<Posting> postings_;  // views into block_
    std::int64_t last_hash_ = 0;
    bool is_loaded_ = false;
    bool is_changed_ = false;
};

}  // namespace

std::string encode_hashes(std::span<const std::int64_t> keys) {
    std::string out;
    out.reserve(kHashDigits * keys.size());
    for (const std::int64_t key : keys) append_hex(out, static_cast<std::uint64_t>(key), kHashDigits);
    return out;
}

std::vector<std::int64_t> decode_hashes(std::string_view text) {
    std::vector<std::int64_t> keys;
    while (!text.empty()) keys.push_back(static_cast<std::int64_t>(take_hex(text, kHashDigits)));
    return keys;
}

void for_each_posting(std::string_view entries, const std::function<void(const Posting&)>& visit) {
    while (!entries.empty()) {
        const auto hash = static_cast<std::int64_t>(take_hex(entries, kHashDigits));
        const std::size_t size = take_hex(entries, kSizeDigits);
        if (size > entries.size()) throw Error{ErrorCode::corrupt_data, "stored search keys are damaged"};
        visit({hash, entries.substr(0, size)});
        entries.remove_prefix(size);
    }
}

std::int64_t last_segment(Session& session) {
    return session.integer("select coalesce(max(segment), 0) from scrm_search_block");
}

void write_segment(Session& session, std::int64_t segment, std::span<const Posting> postings) {
    struct Entry {
        std::int64_t hash;
        std::uint32_t posting;
    };
    std::vector<Entry> order;
    order.reserve(postings.size());
    for (const Posting& posting : postings)
        order.push_back({posting.hash, static_cast<std::uint32_t>(order.size())});
    std::sort(order.begin(), order.end(), [](const Entry& a, const Entry& b) {
        return a.hash != b.hash ? a.hash < b.hash : a.posting < b.posting;
    });
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const bool is_full = blocks.empty() || blocks.back().entries.size() >= kBlockBytes;
        if (is_full && (i == 0 || order[i].hash != order[i - 1].hash)) {
            blocks.push_back({order[i].hash, {}});
            blocks.back().entries.reserve(kBlockBytes + 100);
        }
        append_posting(blocks.back().entries, postings[order[i].posting]);
    }
    const std::vector<BulkColumn> columns{
        BulkColumn::integers("segment", [&](std::size_t) { return segment; }),
        BulkColumn::integers("first_hash", [&](std::size_t i) { return blocks[i].first_hash; }),
        BulkColumn::texts("entries", [&](std::size_t i) { return std::string_view{blocks[i].entries}; }),
    };
    bulk_insert(session, "scrm_search_block", columns, blocks.size(), "");
}

void remove_from_segment(Session& session, std::int64_t segment, std::vector<Posting>& postings) {
    std::sort(postings.begin(), postings.end());
    BlockEditor editor{session, segment};
    for (const Posting& posting : postings) editor.remove(posting);
    editor.save();
}

void for_each_block(Session& session, std::int64_t hash, const std::function<void(std::string_view)>& visit) {
    // One look into each segment, spelled out so that no planner reads the whole table instead.
    const std::string_view sql =
        session.is_sqlite()
            ? "with recursive s(n) as (select 1 union all select n + 1 from s where n < :m) "
              "select b.entries from s cross join scrm_search_block b where b.segment = s.n and b.first_hash "
              "= "
              "(select max(first_hash) from scrm_search_block where segment = s.n and first_hash <= :h)"
            : "select b.entries from generate_series(1, cast(:m as bigint)) as s(n) cross join lateral "
              "(select entries from scrm_search_block where segment = s.n and first_hash <= :h "
              "order by first_hash desc limit 1) b";
    session.query(sql, "t", {last_segment(session), hash}, [&](const Row& row) { visit(row.text(0)); });
}

}  // namespace scrm::storage::detail
