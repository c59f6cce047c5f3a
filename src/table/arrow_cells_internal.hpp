// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "scrm/table/arrow_abi.hpp"

namespace scrm::table {

/// Reads the cells of one Arrow column as text, whatever the column's type.
class ArrowCells {
  public:
    /// Throws Error{invalid_argument} naming `column` when the type is none that can be read.
    ArrowCells(const ArrowSchema& schema, const std::string& column);

    /// Cell `row` of `array`, before the array's own offset. The view may point into `scratch`.
    std::optional<std::string_view> at(const ArrowArray& array, std::int64_t row, std::string& scratch) const;

    /// Throws Error{invalid_argument} when the array cannot be of this type: too few buffers or children.
    void check(const ArrowArray& array, const std::string& column) const;

  private:
    enum class Kind : std::uint8_t {
        null,
        boolean,
        int8,
        uint8,
        int16,
        uint16,
        int32,
        uint32,
        int64,
        uint64,
        float32,
        float64,
        text32,
        text64,
        text_view,
        days,
        milliseconds_date,
        timestamp,
        list32,
        list64,
    };
    static std::optional<Kind> plain_kind(std::string_view format);

    std::optional<std::int64_t> integer_at(const ArrowArray& array, std::int64_t index) const;
    std::string_view joined(const ArrowArray& array, std::int64_t index, std::string& scratch) const;

    Kind kind_ = Kind::null;
    std::int64_t units_per_second_ = 1;
    std::unique_ptr<ArrowCells> item_;  // of a list or a dictionary
};

}  // namespace scrm::table
