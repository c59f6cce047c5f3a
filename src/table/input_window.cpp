// SPDX-License-Identifier: Apache-2.0
#include "table/input_window_internal.hpp"

#include <algorithm>
#include <cstring>

#include "scrm/core/error.hpp"

namespace scrm::table {
namespace {

constexpr std::size_t kSmallestChunk = 64;

/// UTF-16 of text that starts in ASCII and is mostly ASCII has a NUL in most pairs, always on the same side.
bool looks_like_utf16(std::string_view bytes) noexcept {
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return true;
    std::size_t even = 0;
    std::size_t odd = 0;
    const std::size_t pairs = std::min<std::size_t>(bytes.size(), 64) / 2;
    for (std::size_t i = 0; i < pairs; ++i) {
        even += bytes[2 * i] == '\0' ? 1U : 0U;
        odd += bytes[2 * i + 1] == '\0' ? 1U : 0U;
    }
    const bool from_the_start =
        pairs >= 2 && (odd > 0 ? bytes[1] == '\0' || bytes[3] == '\0' : bytes[0] == '\0' || bytes[2] == '\0');
    return from_the_start && std::min(even, odd) == 0 && std::max(even, odd) * 3 >= pairs;
}

/// Of UTF-32 two bytes of four are NUL, always the same ones, and the other two never both.
bool looks_like_utf32(std::string_view bytes) noexcept {
    const std::size_t characters = std::min<std::size_t>(bytes.size(), 64) / 4;
    bool little = characters >= 2;
    bool big = characters >= 2;
    for (std::size_t i = 0; i < characters; ++i) {
        const std::string_view four = bytes.substr(4 * i, 4);
        const bool no_high = four[2] == '\0' && four[3] == '\0';
        const bool no_low = four[0] == '\0' && four[1] == '\0';
        little = little && no_high && !no_low;
        big = big && no_low && !no_high;
    }
    return little || big;
}

}  // namespace

InputWindow::InputWindow(const std::filesystem::path& file, std::size_t chunk_bytes)
    : source_(file), chunk_bytes_(std::max(chunk_bytes, kSmallestChunk)) {}

InputWindow::InputWindow(std::istream& in, std::size_t chunk_bytes)
    : source_(in), chunk_bytes_(std::max(chunk_bytes, kSmallestChunk)) {}

void InputWindow::hold() {
    held_ = consumed_;
    source_.hold(held_, unread());
}

void InputWindow::go_back() {
    source_.go_to(held_);
    source_.release();
    consumed_ = held_;
    begin_ = 0;
    end_ = 0;
    at_end_ = false;
}

bool InputWindow::fill() {
    if (at_end_) return false;
    const std::size_t held = end_ - begin_;
    // Doubling keeps the work linear when a record grows over many fills.
    const std::size_t wanted = std::max(chunk_bytes_, held);
    if (capacity_ < held + wanted) {
        const std::size_t capacity = held + wanted;
        std::unique_ptr<char[]> larger{new char[capacity]};
        if (held > 0) std::memcpy(larger.get(), buffer_.get() + begin_, held);
        buffer_ = std::move(larger);
        capacity_ = capacity;
        begin_ = 0;
        end_ = held;
    } else if (capacity_ - end_ < wanted) {
        std::memmove(buffer_.get(), buffer_.get() + begin_, held);
        begin_ = 0;
        end_ = held;
    }
    const std::size_t got = source_.read(buffer_.get() + end_, wanted);
    end_ += got;
    at_end_ = got == 0;
    return got > 0;
}

void InputWindow::start() {
    while (unread().size() < 64 && fill()) {
    }
    if (unread().starts_with("\xEF\xBB\xBF")) consume(3);
    if (unread().empty()) throw Error{ErrorCode::unreadable_input, prefix() + "the input is empty"};
    if (unread().starts_with("PK\x03\x04")) {
        throw Error{ErrorCode::unreadable_input,
                    prefix() + "the input is a spreadsheet or an archive; save it as text in UTF-8"};
    }
    if (unread().starts_with("\x1F\x8B")) {
        throw Error{ErrorCode::unreadable_input,
                    prefix() + "the input is compressed by gzip; unpack it first"};
    }
    if (looks_like_utf32(unread())) {
        throw Error{ErrorCode::unreadable_input, prefix() + "the input is UTF-32; save it as UTF-8"};
    }
    if (looks_like_utf16(unread())) {
        throw Error{ErrorCode::unreadable_input, prefix() + "the input is UTF-16; save it as UTF-8"};
    }
}

}  // namespace scrm::table
