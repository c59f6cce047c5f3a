// SPDX-License-Identifier: Apache-2.0
#include "sqlite_file_internal.hpp"

#include <boost/endian/conversion.hpp>

#include <string>
#include <string_view>

#include "scrm/core/error.hpp"
#include "scrm/core/held_file.hpp"
#include "scrm/storage/schema.hpp"

namespace scrm::storage::detail {
namespace {

constexpr std::string_view kMagic{"SQLite format 3\0", 16};
constexpr std::size_t kHeaderBytes = 100;
constexpr std::size_t kUserVersionAt = 60;
constexpr std::size_t kApplicationIdAt = 68;

/// The fields of the file header are big-endian.
std::int32_t field(const std::string& bytes, std::size_t at) {
    return boost::endian::load_big_s32(reinterpret_cast<const unsigned char*>(bytes.data()) + at);
}

}  // namespace

SqliteHeader read_sqlite_header(const std::filesystem::path& file) {
    SqliteHeader header;
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status)) return header;
    if (!std::filesystem::is_regular_file(status)) {
        throw Error{ErrorCode::schema_mismatch, "the path is not a database file"};
    }
    const HeldFile::Start start = HeldFile::start_of(file, kHeaderBytes);
    if (start.is_held) {
        // This process has it open: whoever wants more has to ask SQLite.
        header.state = SqliteHeader::State::ours;
        header.has_wal = true;
        return header;
    }
    if (!start.bytes) throw Error{ErrorCode::unavailable, "the database file cannot be read"};
    const std::string& bytes = *start.bytes;
    if (bytes.empty()) {
        header.state = SqliteHeader::State::empty;
        return header;
    }
    const bool sqlite = bytes.size() == kHeaderBytes && bytes.starts_with(kMagic);
    if (!sqlite || field(bytes, kApplicationIdAt) != kApplicationId) {
        header.state = SqliteHeader::State::foreign;
        return header;
    }
    header.state = SqliteHeader::State::ours;
    header.user_version = field(bytes, kUserVersionAt);
    const auto wal = std::filesystem::file_size(file.string() + "-wal", error);
    header.has_wal = !error && wal > 0;
    return header;
}

}  // namespace scrm::storage::detail
