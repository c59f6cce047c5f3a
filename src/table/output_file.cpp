// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "scrm/core/error.hpp"
#include "scrm/core/held_file.hpp"
#include "scrm/core/sync_folder.hpp"

namespace scrm::table {
namespace {

constexpr std::size_t kBufferBytes = 1U << 18U;

[[noreturn]] void fail(const std::filesystem::path& target, const char* what, int reason) {
    throw Error{ErrorCode::unavailable,
                target.filename().string() + ": " + what + " (" + std::strerror(reason) + ")"};
}

/// The file that a rename must replace so that a symbolic link stays a link, also one to what is not there.
std::filesystem::path resolved(const std::filesystem::path& target) {
    constexpr int kMostLinks = 40;  // as the kernel follows
    std::filesystem::path real = target;
    std::error_code error;
    for (int links = 0; std::filesystem::is_symlink(real, error); ++links) {
        const std::filesystem::path next = std::filesystem::read_symlink(real, error);
        if (error || links == kMostLinks) return target;
        real = real.parent_path() / next;
    }
    return real;
}

/// A slip of the hand (`-o bank.db`) must not cost a bank its database.
bool is_database(const std::filesystem::path& file) {
    static constexpr std::string_view kSqliteMagic{"SQLite format 3\0", 16};
    const HeldFile::Start start = HeldFile::start_of(file, kSqliteMagic.size());
    return start.is_held || start.bytes == kSqliteMagic;
}

/// What SQLite, and the lock of scrm, keep beside a database is part of it, there already or not.
bool is_beside_a_database(const std::filesystem::path& file) {
    static constexpr std::array<std::string_view, 4> kEnds{"-wal", "-shm", "-journal", ".lock"};
    const std::string& name = file.native();
    return std::ranges::any_of(kEnds, [&name](std::string_view end) {
        return name.ends_with(end) && is_database(name.substr(0, name.size() - end.size()));
    });
}

/// The permissions of a file that is made anew, without asking the process to change its mask.
constexpr mode_t kNewFileMode = 0666;
constexpr int kMostAttempts = 1000;

std::filesystem::path folder_of(const std::filesystem::path& file) {
    return file.has_parent_path() ? file.parent_path() : ".";
}

std::filesystem::path temporary_name(const std::filesystem::path& target, int attempt) {
    return target.parent_path() / ("." + target.filename().string() + "." + std::to_string(::getpid()) + "." +
                                   std::to_string(attempt) + ".part");
}

std::string path_of(int descriptor) {
    return "/proc/self/fd/" + std::to_string(descriptor);
}

/// A file without a name, of which nothing is left however the process ends; -1 where the system has none.
int open_nameless(const std::filesystem::path& folder) {
#if defined(O_TMPFILE)
    const int descriptor = ::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, kNewFileMode);
    if (descriptor < 0 || ::access(path_of(descriptor).c_str(), F_OK) == 0) return descriptor;
    ::close(descriptor);
#endif
    return -1;
}

}  // namespace

OutputFile::OutputFile(const std::filesystem::path& target) : target_(resolved(target)) {
    struct stat status {};
    const bool exists = ::stat(target_.c_str(), &status) == 0;
    if (exists && !S_ISREG(status.st_mode)) {
        if (S_ISDIR(status.st_mode)) fail(target_, "cannot be written", EISDIR);
        descriptor_ = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor_ < 0) fail(target_, "cannot be written", errno);
        return;
    }
    // A file that may not be written must not be replaced either, although its folder would allow it.
    if (exists && ::access(target_.c_str(), W_OK) != 0) fail(target_, "cannot be written", errno);
    if (exists && is_database(target_)) {
        throw Error{ErrorCode::invalid_argument,
                    target_.filename().string() + ": is a database; an output never replaces one"};
    }
    if (is_beside_a_database(target_)) {
        throw Error{ErrorCode::invalid_argument,
                    target_.filename().string() + ": is the name of a part of a database"};
    }
    is_replaced_ = true;
    descriptor_ = open_nameless(folder_of(target_));
    for (int attempt = 0; descriptor_ < 0; ++attempt) {
        temporary_ = temporary_name(target_, attempt);
        descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kNewFileMode);
        if (descriptor_ < 0 && (errno != EEXIST || attempt == kMostAttempts)) {
            const int reason = errno;
            temporary_.clear();
            if (reason == ENOENT) {
                throw Error{ErrorCode::unavailable,
                            target_.filename().string() + ": cannot be written (there is no such folder)"};
            }
            fail(target_, "cannot be written", reason);
        }
    }
    if (exists && ::fchmod(descriptor_, status.st_mode & 07777U) != 0) {
        // The new file keeps the permissions that it was made with: they are never wider than the mask
        // allows.
        errno = 0;
    }
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::write(std::string_view bytes) {
    buffer_.append(bytes);
    if (buffer_.size() >= kBufferBytes) flush();
}

void OutputFile::flush() {
    std::string_view left = buffer_;
    while (!left.empty()) {
        const ssize_t written = ::write(descriptor_, left.data(), left.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            fail(target_, "cannot be written", errno);
        }
        left.remove_prefix(static_cast<std::size_t>(written));
    }
    buffer_.clear();
}

/// A link replaces no file, so that the name which a rename puts in its place is another one.
void OutputFile::give_name() {
    for (int attempt = 0;; ++attempt) {
        std::filesystem::path name = temporary_name(target_, attempt);
        if (::linkat(AT_FDCWD, path_of(descriptor_).c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) ==
            0) {
            temporary_ = std::move(name);
            return;
        }
        if (errno != EEXIST || attempt == kMostAttempts) fail(target_, "cannot be written", errno);
    }
}

void OutputFile::commit_for_good() {
    commit();
    if (is_replaced_) sync_folder(folder_of(target_));
}

void OutputFile::commit() {
    if (descriptor_ < 0) throw Error{ErrorCode::invalid_argument, "the output file was committed before"};
    flush();
    if (is_replaced_ && ::fsync(descriptor_) != 0) fail(target_, "cannot be flushed to disk", errno);
    if (is_replaced_ && temporary_.empty()) give_name();
    const int closed = ::close(descriptor_);
    descriptor_ = -1;
    if (closed != 0) fail(target_, "cannot be closed", errno);
    if (!is_replaced_) return;
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail(target_, "cannot be replaced", errno);
    temporary_.clear();
}

void write_file(const std::filesystem::path& target, std::string_view bytes) {
    OutputFile file{target};
    file.write(bytes);
    file.commit();
}

void write_file_for_good(const std::filesystem::path& target, std::string_view bytes) {
    OutputFile file{target};
    file.write(bytes);
    file.commit_for_good();
}

}  // namespace scrm::table
