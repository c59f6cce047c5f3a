// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "post_assessor_internal.hpp"
#include "scrm/connect/import_row.hpp"
#include "scrm/core/pool.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/crm/import_report.hpp"
#include "scrm/identity/search_keys.hpp"
#include "scrm/storage/quarantine.hpp"
#include "scrm/storage/record_write.hpp"
#include "scrm/storage/stop_scope.hpp"
#include "session_internal.hpp"

namespace scrm::detail {

/// Rows of a transaction: large enough that commits do not count, small enough that Ctrl-C is quick.
inline constexpr std::size_t kImportBatch = 20'000;
/// … and their bytes, since a row may have a megabyte of them.
inline constexpr std::size_t kImportBatchBytes = 32U << 20U;

/// Counts rows and gathers those for the quarantine.
class RowTally {
  public:
    explicit RowTally(std::string kind) : kind_(std::move(kind)) {}

    void count_warnings(const std::vector<connect::FieldWarning>& warnings);
    /// Bytes that were no text: the first ones show what they are.
    void see_originals(const std::vector<connect::OriginalBytes>& originals);
    void guess_code_page();
    void quarantine(std::int64_t row, std::string reason, std::string raw_masked);

    /// Rows that wait for the quarantine.
    const std::vector<storage::QuarantinedRow>& pending() const noexcept { return pending_; }
    std::vector<storage::QuarantinedRow> take_pending() { return std::exchange(pending_, {}); }
    void stored(const storage::UpsertCounts& counts);

    ImportReport report;

  private:
    std::string kind_;
    std::string unread_;
    std::vector<storage::QuarantinedRow> pending_;
    std::unordered_map<std::uint64_t, std::int64_t> seen_;  // hash of the bytes → rows so far
};

/// What the search keys of customers follow from, packed: their strings one by one would cost more than the
/// keys.
class PackedCustomers {
  public:
    void add(const Customer& customer);
    std::size_t size() const noexcept { return starts_.size(); }
    /// The fields that were packed; others are left as they are.
    void unpack(std::size_t index, Customer& customer) const;

  private:
    std::string bytes_;  // each text and its end, 0x00; a list ends in an empty text
    std::vector<std::size_t> starts_;
};

/// Derives the search keys of batches. Readers remember words, so they are used again.
class SearchKeyWriter {
  public:
    /// On all threads that the execution allows.
    void write(const PackedCustomers& customers, std::vector<storage::CustomerWrite>& writes,
               const Execution& execution);

  private:
    Pool<identity::SearchKeys> readers_;
};

/// What one unit of work stores.
template <class Write>
struct ImportBatch {
    std::vector<Write> rows;
    PackedCustomers customers;  ///< of the rows, when they are customers: their search keys follow
    std::vector<storage::QuarantinedRow> quarantined;
};

/// Stores one batch with its quarantine and, when anything changed, its audit entry, in one unit of work.
template <class Store, class Write>
storage::UpsertCounts store_batch(CrmSession& session, std::string_view kind, const ImportBatch<Write>& batch,
                                  const Execution& execution) {
    storage::UpsertCounts counts;
    std::optional<BatchAssessor> assessor;
    if constexpr (std::is_same_v<Write, storage::InteractionWrite>)
        assessor.emplace(session, batch.rows, execution);
    session.write([&](storage::UnitOfWork& unit) {
        counts = Store{unit}.upsert(batch.rows);
        if (assessor) assessor->store(unit);
        if (!batch.quarantined.empty()) storage::Quarantine{unit}.put(batch.quarantined);
        if (counts.inserted + counts.updated > 0 || !batch.quarantined.empty()) {
            audit(unit, "import_" + std::string{kind}, "import",
                  {{"inserted", std::to_string(counts.inserted)},
                   {"updated", std::to_string(counts.updated)},
                   {"quarantined", std::to_string(batch.quarantined.size())}});
        }
    });
    return counts;
}

/// Stores batches one after the other, each while the next one is read. An exception of a batch is thrown by
/// the call after it.
template <class Store, class Write>
class BatchStorer {
  public:
    BatchStorer(CrmSession& session, std::string kind, RowTally& tally, const Execution& execution)
        : session_(session), kind_(std::move(kind)), tally_(tally), execution_(execution) {}

    /// The rows gathered so far, and what waits for the quarantine, as one batch.
    void store(std::vector<Write>& rows, PackedCustomers& customers) {
        settle();
        ImportBatch<Write> batch{std::exchange(rows, {}), std::exchange(customers, {}),
                                 tally_.take_pending()};
        running_ = std::async(std::launch::async, [this, batch = std::move(batch)]() mutable {
            const storage::StopScope scope{stop_};
            if constexpr (std::is_same_v<Write, storage::CustomerWrite>)
                search_keys_.write(batch.customers, batch.rows, execution_);
            return store_batch<Store>(session_, kind_, batch, execution_);
        });
    }
    /// Waits for the batch that is being stored.
    void settle() {
        if (running_.valid()) tally_.stored(running_.get());
    }

  private:
    CrmSession& session_;
    std::string kind_;
    RowTally& tally_;
    const Execution& execution_;
    const std::stop_token stop_ = storage::StopScope::obeyed(execution_.stop);
    SearchKeyWriter search_keys_;
    std::future<storage::UpsertCounts> running_;  // its destructor waits
};

/// Reads every row of `reader` and stores it.
template <class Store, class Write, class Reader, class Record>
ImportReport import_rows(CrmSession& session, std::string_view kind, Reader& reader,
                         const Execution& execution) {
    RowTally tally{std::string{kind}};
    BatchStorer<Store, Write> storer{session, std::string{kind}, tally, execution};
    ProgressMeter meter{execution, "import", reader.bytes_total()};
    connect::ImportRow<Record> row;
    std::vector<Write> batch;
    PackedCustomers customers;
    std::int64_t reported = 0;
    std::size_t bytes = 0;
    while (reader.next(row)) {
        ++tally.report.read;
        tally.count_warnings(row.warnings);
        tally.see_originals(row.originals);
        bytes += row.canonical.size() + row.raw_masked.size();
        if (row.value) {
            batch.push_back(
                storage::make_write(*row.value, std::move(row.canonical), std::move(row.originals)));
            if constexpr (std::is_same_v<Record, Customer>) customers.add(*row.value);
        } else {
            tally.quarantine(row.row, row.reason, std::move(row.raw_masked));
        }
        if (tally.report.read % 1024 == 0)
            meter.advance(reader.bytes_read() - std::exchange(reported, reader.bytes_read()));
        if (batch.size() + tally.pending().size() >= kImportBatch || bytes >= kImportBatchBytes) {
            storer.store(batch, customers);
            bytes = 0;
        }
    }
    throw_if_stopped(execution.stop);
    if (!batch.empty() || !tally.pending().empty()) storer.store(batch, customers);
    storer.settle();
    tally.guess_code_page();
    meter.finish();
    session.imported(kind, tally.report.accepted, tally.report.quarantined);
    return tally.report;
}

}  // namespace scrm::detail
