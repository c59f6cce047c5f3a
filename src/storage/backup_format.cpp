// SPDX-License-Identifier: Apache-2.0
#include "backup_format_internal.hpp"

#include <boost/endian/conversion.hpp>

#include <algorithm>
#include <bit>

#include "scrm/core/error.hpp"
#include "scrm/core/file_not_found.hpp"
#include "scrm/core/held_file.hpp"

namespace scrm::storage::detail {
namespace {

constexpr std::size_t kDigestBytes = 32;

[[noreturn]] void damaged() {
    throw Error{ErrorCode::corrupt_data, "the backup file is damaged"};
}

}  // namespace

void BackupWriter::bytes(std::string_view bytes) {
    pending_.append(bytes);
    if (pending_.size() >= (1U << 20U)) flush();
}

void BackupWriter::flush() {
    digest_.update(pending_);
    file_.write(pending_);
    pending_.clear();
}

void BackupWriter::integer(std::int64_t value) {
    const std::int64_t stored = boost::endian::native_to_little(value);
    bytes({reinterpret_cast<const char*>(&stored), sizeof stored});
}

void BackupWriter::real(double value) {
    integer(std::bit_cast<std::int64_t>(value));
}

void BackupWriter::text(std::string_view text) {
    integer(static_cast<std::int64_t>(text.size()));
    bytes(text);
}

void BackupWriter::finish() {
    flush();
    const Digest digest = digest_.finish();
    file_.write({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()});
    file_.commit_for_good();
}

BackupReader::BackupReader(const std::filesystem::path& file) {
    // Its own locks would go with the file that is closed here.
    if (HeldFile::is_held(file)) damaged();
    in_.open(file, std::ios::binary);
    std::error_code error;
    if (!in_ || !std::filesystem::is_regular_file(file, error)) {
        throw FileNotFound{"the backup file cannot be opened"};
    }
    const std::uint64_t size = std::filesystem::file_size(file, error);
    if (error || size < kBackupMagic.size() + kDigestBytes) damaged();
    left_ = size - kDigestBytes;
    Sha256 sha;
    std::string block(1U << 20U, '\0');
    for (std::uint64_t rest = left_; rest != 0;) {
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(rest, block.size()));
        in_.read(block.data(), static_cast<std::streamsize>(count));
        if (in_.gcount() != static_cast<std::streamsize>(count)) damaged();
        sha.update({block.data(), count});
        rest -= count;
    }
    Digest stored;
    in_.read(reinterpret_cast<char*>(stored.bytes.data()), static_cast<std::streamsize>(kDigestBytes));
    if (in_.gcount() != static_cast<std::streamsize>(kDigestBytes) || stored != sha.finish()) damaged();
    in_.clear();
    in_.seekg(0);
    if (bytes(kBackupMagic.size()) != kBackupMagic) damaged();
}

std::string BackupReader::bytes(std::size_t count) {
    if (count > left_) damaged();
    std::string out(count, '\0');
    in_.read(out.data(), static_cast<std::streamsize>(count));
    if (in_.gcount() != static_cast<std::streamsize>(count)) damaged();
    left_ -= count;
    return out;
}

char BackupReader::mark() {
    return bytes(1).front();
}

std::int64_t BackupReader::integer() {
    const std::string stored = bytes(8);
    return boost::endian::load_little_s64(reinterpret_cast<const unsigned char*>(stored.data()));
}

double BackupReader::real() {
    return std::bit_cast<double>(integer());
}

std::string BackupReader::text() {
    const std::int64_t size = integer();
    if (size < 0) damaged();
    return bytes(static_cast<std::size_t>(size));
}

}  // namespace scrm::storage::detail
