// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/held_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <set>

namespace scrm {
namespace {

using Key = std::pair<std::uint64_t, std::uint64_t>;

struct Registry {
    std::mutex mutex;
    std::multiset<Key> keys;
};

/// Never taken apart: a database may be closed by what ends after it.
Registry& registry() {
    static auto* const instance = new Registry;
    return *instance;
}

std::optional<Key> key_of(const std::filesystem::path& file, bool* is_regular = nullptr) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return std::nullopt;
    if (is_regular != nullptr) *is_regular = S_ISREG(status.st_mode);
    return Key{status.st_dev, status.st_ino};
}

}  // namespace

HeldFile::HeldFile(const std::filesystem::path& file) {
    Registry& known = registry();
    const std::lock_guard guard{known.mutex};
    key_ = key_of(file);
    if (key_) known.keys.insert(*key_);
}

HeldFile::~HeldFile() {
    if (!key_) return;
    Registry& known = registry();
    const std::lock_guard guard{known.mutex};
    known.keys.erase(known.keys.find(*key_));
}

bool HeldFile::is_held(const std::filesystem::path& file) {
    Registry& known = registry();
    const std::lock_guard guard{known.mutex};
    const auto key = key_of(file);
    return key && known.keys.contains(*key);
}

HeldFile::Start HeldFile::start_of(const std::filesystem::path& file, std::size_t size) {
    Registry& known = registry();
    const std::lock_guard guard{known.mutex};
    bool is_regular = false;
    const auto key = key_of(file, &is_regular);
    if (key && known.keys.contains(*key)) return {true, std::nullopt};
    // A pipe would have its reader wait.
    if (!is_regular) return {};
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return {};
    std::string bytes(size, '\0');
    std::size_t got = 0;
    bool is_read = true;
    while (got < size) {
        const ssize_t part = ::read(descriptor, bytes.data() + got, size - got);
        if (part < 0 && errno == EINTR) continue;
        is_read = part >= 0;
        if (part <= 0) break;
        got += static_cast<std::size_t>(part);
    }
    ::close(descriptor);
    if (!is_read) return {};
    bytes.resize(got);
    return {false, std::move(bytes)};
}

}  // namespace scrm
