// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace scrm {

/// A file that this process has locked by fcntl(2), as SQLite locks an open database. Such locks are the
/// process's: closing any descriptor of the file gives all of them up (POSIX.1-2017, fcntl), whoever opened
/// it and for what. While an object of this class lives, those who go by `is_held` and `start_of` leave its
/// file closed. The file is known by device and inode, whatever name leads to it. Thread-safe.
class HeldFile {
  public:
    /// A file that is not there is not held.
    explicit HeldFile(const std::filesystem::path& file);
    ~HeldFile();
    HeldFile(const HeldFile&) = delete;
    HeldFile& operator=(const HeldFile&) = delete;

    static bool is_held(const std::filesystem::path& file);

    struct Start {
        bool is_held = false;              ///< and was not opened
        std::optional<std::string> bytes;  ///< nullopt: held, no regular file, or not to be read
    };
    /// The first `size` bytes, or all where there are fewer. Nobody begins to hold the file meanwhile.
    static Start start_of(const std::filesystem::path& file, std::size_t size);

  private:
    std::optional<std::pair<std::uint64_t, std::uint64_t>> key_;
};

}  // namespace scrm
