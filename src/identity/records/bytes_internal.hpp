// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "scrm/core/error.hpp"

namespace scrm::identity {

/// Appends numbers (little-endian) and length-prefixed texts.
class ByteWriter {
  public:
    explicit ByteWriter(std::string& out) : out_(out) {}

    void u32(std::uint32_t value) { put(value, 4); }
    void u64(std::uint64_t value) { put(value, 8); }
    void real(double value) { u64(std::bit_cast<std::uint64_t>(value)); }
    void real(float value) { u32(std::bit_cast<std::uint32_t>(value)); }
    void text(std::string_view value) {
        u32(static_cast<std::uint32_t>(value.size()));
        out_ += value;
    }

  private:
    void put(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) out_ += static_cast<char>(value >> (8 * i) & 0xFF);
    }
    std::string& out_;
};

/// Reads what ByteWriter wrote. Throws Error{corrupt_data} past the end.
class ByteReader {
  public:
    explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

    std::uint32_t u32() { return static_cast<std::uint32_t>(get(4)); }
    std::uint64_t u64() { return get(8); }
    double real() { return std::bit_cast<double>(u64()); }
    float single() { return std::bit_cast<float>(u32()); }
    std::string_view text() { return take(u32()); }
    std::string_view take(std::size_t size) {
        if (size > bytes_.size()) throw Error(ErrorCode::corrupt_data, "the bytes end too early");
        const std::string_view out = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return out;
    }
    bool at_end() const noexcept { return bytes_.empty(); }

  private:
    std::uint64_t get(std::size_t size) {
        std::uint64_t value = 0;
        const std::string_view some = take(size);
        for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(some[i]);
        return value;
    }
    std::string_view bytes_;
};

}  // namespace scrm::identity
