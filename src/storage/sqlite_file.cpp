// SPDX-License-Identifier: Apache-2.0
#include "sqlite_file_internal.hpp"

#include <array>
#include <fstream>
#include <string_view>

#include "scrm/core/error.hpp"
#include "scrm/storage/schema.hpp"

namespace scrm::storage::detail {
namespace {

constexpr std::string_view kMagic{"SQLite format 3\0", 16};
constexpr std::size_t kUserVersionAt = 60;
constexpr std::size_t kApplicationIdAt = 68;

std::int32_t big_endian(const std::array<char, 100>& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = (value << 8U) | static_cast<std::uint8_t>(bytes[at + i]);
    return static_cast<std::int32_t>(value);
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
    std::ifstream in{file, std::ios::binary};
    if (!in) throw Error{ErrorCode::unavailable, "the database file cannot be read"};
    std::array<char, 100> bytes{};
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (in.gcount() == 0) {
        header.state = SqliteHeader::State::empty;
        return header;
    }
    const bool sqlite = in.gcount() == static_cast<std::streamsize>(bytes.size()) &&
                        std::string_view{bytes.data(), kMagic.size()} == kMagic;
    if (!sqlite || big_endian(bytes, kApplicationIdAt) != kApplicationId) {
        header.state = SqliteHeader::State::foreign;
        return header;
    }
    header.state = SqliteHeader::State::ours;
    header.user_version = big_endian(bytes, kUserVersionAt);
    const auto wal = std::filesystem::file_size(file.string() + "-wal", error);
    header.has_wal = !error && wal > 0;
    return header;
}

}  // namespace scrm::storage::detail
