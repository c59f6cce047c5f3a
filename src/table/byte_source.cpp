// SPDX-License-Identifier: Apache-2.0
#include "table/byte_source_internal.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <istream>

#include "scrm/core/error.hpp"
#include "scrm/core/file_not_found.hpp"
#include "scrm/core/held_file.hpp"

namespace scrm::table {
namespace {

[[noreturn]] void fail(const std::string& what, int reason) {
    throw Error{ErrorCode::unavailable, what + " (" + std::strerror(reason) + ")"};
}

}  // namespace

ByteSource::ByteSource(const std::filesystem::path& file) : prefix_(file.filename().string() + ": ") {
    if (HeldFile::is_held(file))
        throw Error{ErrorCode::unreadable_input, prefix_ + "is a database that is open here"};
    descriptor_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) {
        const int reason = errno;
        const std::string what = prefix_ + "cannot be opened";
        if (reason == ENOENT || reason == ENOTDIR)
            throw FileNotFound{what + " (" + std::strerror(reason) + ")"};
        fail(what, reason);
    }
    struct stat status {};
    if (::fstat(descriptor_, &status) == 0) {
        if (S_ISDIR(status.st_mode)) {
            ::close(descriptor_);
            throw Error{ErrorCode::unreadable_input, prefix_ + "is a folder, not a file"};
        }
        can_seek_ = S_ISREG(status.st_mode);
        if (can_seek_) size_ = status.st_size;
    }
}

ByteSource::~ByteSource() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::size_t ByteSource::read(char* to, std::size_t count) {
    std::size_t got = 0;
    if (copy_ != nullptr && place_ >= copy_start_ && place_ < copy_end()) {
        got = read_copy(to, count);
    } else {
        got = read_input(to, count);
        if (held_ && !can_seek_) append_to_copy({to, got});
    }
    place_ += static_cast<std::int64_t>(got);
    return got;
}

std::size_t ByteSource::read_input(char* to, std::size_t count) {
    if (in_ != nullptr) {
        in_->read(to, static_cast<std::streamsize>(count));
        if (in_->bad()) throw Error{ErrorCode::unavailable, "reading the input failed"};
        return static_cast<std::size_t>(in_->gcount());
    }
    for (;;) {
        // A file is read by place, so that going back is nothing but another place.
        const ssize_t got =
            can_seek_ ? ::pread(descriptor_, to, count, place_) : ::read(descriptor_, to, count);
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR) fail(prefix_ + "cannot be read", errno);
    }
}

std::size_t ByteSource::read_copy(char* to, std::size_t count) {
    const auto wanted = static_cast<std::size_t>(
        std::min<std::int64_t>(static_cast<std::int64_t>(count), copy_end() - place_));
    for (;;) {
        const ssize_t got = ::pread(::fileno(copy_.get()), to, wanted, place_ - copy_start_);
        if (got > 0) {
            const auto size = static_cast<std::size_t>(got);
            cipher_->apply({to, size}, static_cast<std::uint64_t>(place_));
            return size;
        }
        if (got == 0) fail("the temporary file cannot be read", EIO);
        if (errno != EINTR) fail("the temporary file cannot be read", errno);
    }
}

void ByteSource::append_to_copy(std::string_view bytes) {
    std::string hidden{bytes};
    cipher_->apply(hidden, static_cast<std::uint64_t>(copy_end()));
    bytes = hidden;
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(::fileno(copy_.get()), bytes.data(), bytes.size(), copy_size_);
        if (written < 0) {
            if (errno == EINTR) continue;
            fail("a temporary file cannot be written", errno);
        }
        copy_size_ += written;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void ByteSource::hold(std::int64_t place, std::string_view unused) {
    held_ = true;
    if (can_seek_) return;
    if (copy_ == nullptr) {
        cipher_ = std::make_unique<TemporaryCipher>();
        copy_.reset(std::tmpfile());
        if (copy_ == nullptr) fail("a temporary file cannot be made", errno);
    }
    // Bytes that are being read for the second time are in the copy already. Else it begins anew as soon as
    // that writes no more than was read since it began.
    const bool is_read_again = place_ < copy_end();
    const bool is_worn = place - copy_start_ >= static_cast<std::int64_t>(unused.size());
    if (place > copy_end() || (is_worn && !is_read_again)) {
        if (::ftruncate(::fileno(copy_.get()), 0) != 0) fail("a temporary file cannot be emptied", errno);
        copy_start_ = place;
        copy_size_ = 0;
    }
    if (copy_end() < place_) append_to_copy(unused.substr(static_cast<std::size_t>(copy_end() - place)));
}

void ByteSource::go_to(std::int64_t place) {
    place_ = place;
}

}  // namespace scrm::table
