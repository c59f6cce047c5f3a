// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "scrm/core/temporary_cipher.hpp"

namespace scrm::table {

/// The bytes of a file or stream, read once from start to end, or again from a place that was held.
///
/// A regular file is simply read again. What cannot be (a pipe, a socket, any std::istream) is copied from
/// the held place on into a temporary file. The file has no name, its bytes are encrypted under a key that
/// only this object knows, and the system takes it away with the process.
class ByteSource {
  public:
    /// Throws Error{not_found} or Error{unavailable} when the file cannot be opened, Error{unreadable_input}
    /// for a folder.
    explicit ByteSource(const std::filesystem::path& file);
    /// The stream must outlive the source.
    explicit ByteSource(std::istream& in) : in_(&in) {}
    ~ByteSource();
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    /// Reads at most `count` bytes and goes on behind them; 0 at the end. Throws Error{unavailable}.
    std::size_t read(char* to, std::size_t count);

    /// From now on `go_to(place)` is possible, until `release`. `unused` are the bytes from `place` up to
    /// where reading stands. Throws Error{unavailable} when there is no room for a temporary file.
    void hold(std::int64_t place, std::string_view unused);
    void go_to(std::int64_t place);
    void release() noexcept { held_ = false; }

    /// The size of a file, 0 when it is unknown.
    std::int64_t size() const noexcept { return size_; }
    /// "FILE: " for messages, empty for a stream.
    const std::string& prefix() const noexcept { return prefix_; }

  private:
    struct CloseFile {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };

    std::size_t read_input(char* to, std::size_t count);
    std::size_t read_copy(char* to, std::size_t count);
    void append_to_copy(std::string_view bytes);
    std::int64_t copy_end() const noexcept { return copy_start_ + copy_size_; }

    std::istream* in_ = nullptr;
    int descriptor_ = -1;
    bool can_seek_ = false;
    std::int64_t size_ = 0;
    std::string prefix_;
    std::int64_t place_ = 0;  // of the next byte that `read` gives
    bool held_ = false;

    std::unique_ptr<std::FILE, CloseFile> copy_;
    std::unique_ptr<TemporaryCipher> cipher_;  // a byte's place in the input is its place in the cipher
    std::int64_t copy_start_ = 0;              // the place of the copy's first byte
    std::int64_t copy_size_ = 0;
};

}  // namespace scrm::table
