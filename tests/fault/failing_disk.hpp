// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "scrm/core/random.hpp"

namespace scrm::test {

/// The disk under every SQLite database of the process: it knows which writes were synced, can lose its
/// power, and can refuse operations. One for the process; not for several threads.
///
/// Power loss: a write that was not synced may be there or not, in any order, in whole or in sectors of 512
/// bytes; a file whose name was not synced may be gone, a deleted one back. Bytes that a write did not touch
/// stay (what SQLite calls powersafe overwrite).
class FailingDisk {
  public:
    /// Becomes SQLite's default disk on the first call, passing everything through.
    static FailingDisk& instance();

    /// From now on writes are remembered. Databases that are open already are not seen.
    void watch();
    /// Passes everything through again and forgets.
    void heal();

    /// The power goes at the operation with this number (write, truncate, sync or delete, from 0); after that
    /// everything fails.
    void cut_power_at(std::uint64_t operation);
    /// A sync that does nothing: the defect that the power-loss tests have to find.
    void lie_about_sync(bool lies) { lies_ = lies; }
    /// Writes what a disk would hold now, and heals. The databases must be closed.
    void come_back(Random& random);

    /// Operations from this number on are answered with the SQLite code: one of them, or all.
    void refuse_at(std::uint64_t operation, int code, bool for_ever);
    /// A refused write is half done.
    void write_short(bool is_short) { short_ = is_short; }

    std::uint64_t operations() const { return operations_; }
    bool refused() const { return refused_; }

  private:
    struct Write {
        std::int64_t offset = 0;  ///< of a truncation: the new size
        std::string bytes;
        bool truncates = false;
    };
    struct FileState {
        std::string durable;
        std::vector<Write> pending;
        bool named = false;    ///< the folder's entry is synced
        bool deleted = false;  ///< not synced, so it may come back
    };
    struct OpenFile;
    struct Methods;
    friend struct Methods;

    FailingDisk();
    /// The answer to the next operation: SQLITE_OK, or the fault.
    int next_operation();
    bool is_dark() const { return powerless_; }

    sqlite3_vfs* system_ = nullptr;
    sqlite3_vfs vfs_{};
    sqlite3_io_methods methods_{};
    std::map<std::string, std::shared_ptr<FileState>> files_;
    bool watching_ = false;
    bool powerless_ = false;
    bool lies_ = false;
    bool short_ = false;
    bool refused_ = false;
    std::uint64_t operations_ = 0;
    std::uint64_t power_until_ = UINT64_MAX;
    std::uint64_t refuse_from_ = UINT64_MAX;
    std::uint64_t refuse_to_ = UINT64_MAX;
    int refusal_ = SQLITE_OK;
};

}  // namespace scrm::test
