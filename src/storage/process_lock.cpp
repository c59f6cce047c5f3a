// SPDX-License-Identifier: Apache-2.0
#include "process_lock_internal.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string>
#include <thread>

#include "scrm/core/error.hpp"
#include "scrm/core/progress.hpp"

namespace scrm::storage::detail {
namespace {

/// Whether the descriptor still is the file of that name: a former holder may have taken it away meanwhile.
bool is_current(int descriptor, const std::filesystem::path& file) {
    struct stat opened {};
    struct stat named {};
    return ::fstat(descriptor, &opened) == 0 && ::stat(file.c_str(), &named) == 0 &&
           opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

bool held_by_this_process(int descriptor) {
    std::array<char, 24> text{};
    const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
    long holder = 0;
    if (size <= 0 || std::from_chars(text.data(), text.data() + size, holder).ec != std::errc{}) return false;
    return holder == ::getpid();
}

}  // namespace

ProcessLock::ProcessLock(const std::filesystem::path& database, std::chrono::milliseconds wait,
                         const std::stop_token& stop)
    : file_(database.string() + ".lock"), process_(::getpid()) {
    const auto deadline = std::chrono::steady_clock::now() + wait;
    for (;;) {
        const int descriptor = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (descriptor < 0) {
            throw Error{ErrorCode::unavailable,
                        std::string{"the database cannot be locked by a file beside it ("} +
                            std::strerror(errno) + ")"};
        }
        if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
            if (is_current(descriptor, file_)) {
                const std::string holder = std::to_string(::getpid()) + "\n";
                // Only for people and for the message below; the lock itself is the kernel's.
                if (::ftruncate(descriptor, 0) == 0) {
                    (void)!::pwrite(descriptor, holder.data(), holder.size(), 0);
                }
                descriptor_ = descriptor;
                return;
            }
            ::close(descriptor);
            continue;
        }
        const bool own = held_by_this_process(descriptor);
        ::close(descriptor);
        if (own) {
            throw Error{ErrorCode::unavailable,
                        "this process has the database open already; use that handle, or close it first"};
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            throw Error{ErrorCode::unavailable, "another process has the database open"};
        }
        throw_if_stopped(stop);
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

ProcessLock::~ProcessLock() {
    // The copy of a forked process names the parent's lock.
    if (process_ == ::getpid()) ::unlink(file_.c_str());
    ::close(descriptor_);
}

}  // namespace scrm::storage::detail
