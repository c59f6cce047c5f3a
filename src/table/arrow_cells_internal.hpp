// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "scrm/core/zone.hpp"
#include "scrm/table/arrow_abi.hpp"
#include "scrm/table/column.hpp"

namespace scrm::table {

/// Whose wall clock a timestamp shows: a named zone, or a fixed distance from UTC.
struct ArrowZone {
    std::optional<TimeZone> named;
    std::int64_t offset_minutes = 0;
};

/// A type as its users call it: "struct", "list of map".
std::string arrow_type_name(const ArrowSchema& schema);

/// Reads the cells of one Arrow column as text, whatever the column's type.
class ArrowCells {
  public:
    /// Whether columns of this type can be read.
    static bool can_read(const ArrowSchema& schema) noexcept;
    /// `schema` must be one that can be read.
    explicit ArrowCells(const ArrowSchema& schema);

    /// Cell `row` of `array`, before the array's own offset. The view may point into `scratch`.
    std::optional<std::string_view> at(const ArrowArray& array, std::int64_t row, std::string& scratch) const;

    /// Of the column; of a dictionary or run-end encoding that of its values.
    CellType type() const noexcept;
    /// Of a column of lists: the cell as Table::add_lists has it.
    std::optional<std::string> list_at(const ArrowArray& array, std::int64_t row) const;

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
        list_view32,
        list_view64,
        fixed_list,
        run_ends,
        decimal,
    };
    /// Items [begin, end) of a list's child.
    struct Span {
        std::int64_t begin = 0;
        std::int64_t end = 0;
    };
    static std::optional<Kind> kind_of(const ArrowSchema& schema) noexcept;

    static bool is_list(Kind kind) noexcept { return kind >= Kind::list32 && kind <= Kind::fixed_list; }

    bool is_null(const ArrowArray& array, std::int64_t index) const noexcept;
    std::optional<std::int64_t> integer_at(const ArrowArray& array, std::int64_t index) const;
    Span items_of(const ArrowArray& array, std::int64_t index) const;
    std::string_view joined(const ArrowArray& array, std::int64_t index, std::string& scratch) const;
    std::optional<std::string_view> in_run(const ArrowArray& array, std::int64_t index,
                                           std::string& scratch) const;

    Kind kind_ = Kind::null;
    std::int64_t units_per_second_ = 1;
    std::optional<ArrowZone> zone_;  // of a timestamp
    std::size_t decimal_words_ = 0;  // of 32 bits, of a decimal
    std::int32_t decimal_scale_ = 0;
    std::int64_t list_size_ = 0;        // of a fixed-size list
    std::unique_ptr<ArrowCells> item_;  // of a list, a dictionary or a run
    std::unique_ptr<ArrowCells> ends_;  // of runs
};

}  // namespace scrm::table
