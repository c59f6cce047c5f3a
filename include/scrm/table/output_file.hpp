// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace scrm::table {

/// A file that appears whole or not at all: written beside its target without a name (where the file system
/// has none such, under a temporary one), flushed to disk, and put in its place by `commit`. Without a commit
/// nothing is left, also of a process that is killed. A target that is no regular file (a pipe,
/// a device) is written directly. An existing file keeps its permissions, a symbolic link stays one, and a
/// SQLite database, with its log and lock beside it, is never replaced. Thread-compatible.
class OutputFile {
  public:
    /// Throws Error: unavailable (no file can be made there; folders are never made), invalid_argument (a
    /// SQLite database stands there, or the name is that of its log or lock).
    explicit OutputFile(const std::filesystem::path& target);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    /// Throws Error{unavailable} when the disk is full or the write fails otherwise.
    void write(std::string_view bytes);
    /// Throws Error{unavailable}; the target is then as it was before.
    void commit();
    /// As `commit`, and returns only when the name is on disk, too, so that a power cut brings back no older
    /// file. Throws Error{unavailable}; when it was the folder that could not be flushed, the new file stands
    /// there.
    void commit_for_good();

  private:
    void flush();
    void give_name();

    std::filesystem::path target_;
    std::filesystem::path temporary_;  // empty: there is none
    bool is_replaced_ = false;         // or the target is written directly
    std::string buffer_;
    int descriptor_ = -1;
};

/// Writes a whole file atomically. Throws what OutputFile throws.
void write_file(const std::filesystem::path& target, std::string_view bytes);
/// The same by `commit_for_good`.
void write_file_for_good(const std::filesystem::path& target, std::string_view bytes);

}  // namespace scrm::table
