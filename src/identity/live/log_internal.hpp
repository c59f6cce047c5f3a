// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "scrm/identity/live_resolver.hpp"

namespace scrm::identity::live {

/// Who takes what a folder holds, in the order in which it was written.
struct Replay {
    std::function<void(std::span<const LiveWrite>)> apply;
    std::function<void(const LiveDecision&)> decide;
};

/// The folder of a durable resolver: `model`, `lock`, one `snapshot-N` (all records and decisions after entry
/// N; none while N is 0) and `log-N` (what came after it).
///
/// A log is a line that names the format, then entries: magic, size of the payload, sequence number, the
/// number of an entry up to which the disk has all whenever it has this one, hash64 of these four, hash64 of
/// the payload seeded with the sequence number; the payload. A group of writes is one entry, so that it is
/// there whole or not at all; a decision is another. Entries that are flushed one by one are written over
/// zeros that lie ahead. From the first bytes on that are no whole entry the rest is what a crash left of
/// writes that nobody was told of, and is cut; where an entry follows that was written when the missing one
/// had been flushed, the file is damaged.
///
/// A snapshot is on disk before its log is made, and the older files go after that. So a log whose snapshot
/// is not there, and a snapshot without its log where no older log is left, are damage too: a file was lost.
///
/// Thread-safe for `sync` beside the others, which one thread calls at a time.
class Journal {
  public:
    /// Opens the folder or makes it, and takes its lock. Throws as LiveResolver::open.
    Journal(std::filesystem::path folder, const std::optional<FrozenModel>& model);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    const FrozenModel& model() const noexcept { return *model_; }
    /// Hands on the records and decisions of the snapshot, then each entry of the log.
    void replay(const Replay& to);

    /// Appends a group. The log is as before when it throws Error{unavailable}.
    void append(std::span<const LiveWrite> writes);
    void append(const LiveDecision& decision);
    /// Of the last group appended.
    std::uint64_t sequence() const noexcept { return sequence_; }
    /// Has what was appended brought to disk by a thread of the journal's, so that who goes on to work waits
    /// less in `sync`.
    void begin_sync();
    /// Returns when all up to `sequence` is on disk. Calls that come together share one sync of the file.
    /// Throws Error{unavailable} when a flush failed, this one or an earlier one: the system reports such a
    /// failure once, and what it lost stays lost.
    void sync(std::uint64_t sequence);
    /// Begins anew from these records. When it throws, the log goes on as before, or takes no more writes.
    void snapshot(std::span<const LiveWrite> records, std::span<const LiveDecision> decisions);

  private:
    /// Throws Error{invalid_argument} in a process forked from the one that opened it: the log is the
    /// parent's, and nobody there flushes.
    void require_own_process() const;
    std::filesystem::path snapshot_file(std::uint64_t sequence) const;
    std::filesystem::path log_file(std::uint64_t sequence) const;
    void read_log(const std::filesystem::path& file, const Replay& to);
    /// Whether a file of records is there: of a log only one that holds more than its first line.
    bool holds_records() const;
    void append_entry(const std::string& payload);
    /// Makes room for an entry among zeros, where writes are flushed one by one.
    void lengthen(std::size_t entry_size);
    /// Makes the log of a snapshot, and writes to it from then on. All is as before when it throws.
    void begin_log(std::uint64_t base);
    void forget_older() const;
    /// Takes back a snapshot that got no log. While it may still be there no more writes are taken.
    void give_up_snapshot(std::uint64_t sequence) noexcept;
    /// Flushes the log unless it is known to have all up to `sequence`, or to be broken.
    void flush(std::uint64_t sequence) noexcept;
    void flush_when_asked() noexcept;

    std::filesystem::path folder_;
    std::optional<FrozenModel> model_;
    int lock_ = -1;
    int log_ = -1;
    std::uint64_t base_ = 0;                   // the snapshot's
    std::atomic<std::uint64_t> sequence_ = 0;  // of the last group in the log
    std::uint64_t log_size_ = 0;
    std::uint64_t allocated_ = 0;        // log_size_ and the zeros after it
    std::uint64_t last_into_zeros_ = 0;  // such entries may reach the disk in another order
    std::mutex syncing_;
    std::atomic<int> broken_by_ = 0;  // errno of a flush that failed: what is on disk is not known any more
    std::atomic<std::uint64_t> synced_ = 0;
    std::atomic<bool> is_synced_ = false;   // somebody asks for it
    std::atomic<int> asked_ = 0;            // changes with every begin_sync; kNoMore: the flusher ends
    std::unique_ptr<std::thread> flusher_;  // from the first begin_sync on
    int process_;                           // that opened it
};

}  // namespace scrm::identity::live
