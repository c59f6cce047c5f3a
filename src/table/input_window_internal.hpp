// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "scrm/table/json_lines.hpp"
#include "table/byte_source_internal.hpp"

namespace scrm::table {

/// The unread bytes of a file or stream, as one piece of memory that grows only as far as its user lets
/// records grow.
class InputWindow {
  public:
    InputWindow(const std::filesystem::path& file, std::size_t chunk_bytes);
    InputWindow(std::istream& in, std::size_t chunk_bytes);

    std::string_view unread() const noexcept { return {buffer_.get() + begin_, end_ - begin_}; }
    /// Adds bytes behind the unread ones; earlier views are then invalid. False when the input has ended.
    bool fill();
    bool at_end() const noexcept { return at_end_; }
    void consume(std::size_t count) noexcept {
        begin_ += count;
        consumed_ += static_cast<std::int64_t>(count);
    }

    /// Allows one `go_back` to the first unread byte, however much is consumed until then.
    void hold();
    /// Makes the byte that was the first at `hold` the first unread one again.
    void go_back();
    /// Ends what `hold` began, without going back.
    void release() noexcept { source_.release(); }

    std::int64_t consumed() const noexcept { return consumed_; }
    std::int64_t total() const noexcept { return source_.size(); }
    /// "FILE: " for messages, empty for a stream.
    const std::string& prefix() const noexcept { return source_.prefix(); }

    /// Fills once and takes a UTF-8 mark off. Throws Error{unreadable_input} for UTF-16, UTF-32 and no
    /// bytes.
    void start();

  private:
    ByteSource source_;
    std::unique_ptr<char[]> buffer_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t chunk_bytes_;
    std::int64_t consumed_ = 0;
    std::int64_t held_ = 0;
    bool at_end_ = false;
};

}  // namespace scrm::table
