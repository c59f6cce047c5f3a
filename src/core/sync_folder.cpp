// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/sync_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "scrm/core/error.hpp"

namespace scrm {

void sync_folder(const std::filesystem::path& folder) {
    const std::filesystem::path named = folder.empty() ? "." : folder;
    const auto fail = [&](const char* what) {
        throw Error{ErrorCode::unavailable,
                    named.string() + ' ' + what + ": " + std::generic_category().message(errno)};
    };
    const int descriptor = ::open(named.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) fail("cannot be opened");
    const int failed = ::fsync(descriptor);
    const int why = errno;
    ::close(descriptor);
    errno = why;
    // A file system that knows no flush of folders keeps names in its own way.
    if (failed != 0 && errno != EINVAL) fail("cannot be flushed to disk");
}

}  // namespace scrm
