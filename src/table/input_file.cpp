// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/input_file.hpp"

#include <array>

#include "table/byte_source_internal.hpp"

namespace scrm::table {

std::string read_file(const std::filesystem::path& file) {
    ByteSource source{file};
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(source.size()));
    std::array<char, 65536> part;
    while (const std::size_t got = source.read(part.data(), part.size())) bytes.append(part.data(), got);
    return bytes;
}

}  // namespace scrm::table
