// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace scrm::table {

/// One bit a row, least significant bit first, set where the row has a value: Arrow's validity bitmap.
/// Empty as long as every row has one.
class Validity {
  public:
    bool valid(std::int64_t row) const noexcept {
        return bits_.empty() || (bits_[static_cast<std::size_t>(row) >> 3] >> (row & 7) & 1) != 0;
    }
    std::int64_t null_count() const noexcept { return null_count_; }
    std::span<const std::uint8_t> bits() const noexcept { return bits_; }

    /// Appends row number `row` (the number of rows so far).
    void append(std::int64_t row, bool valid);

  private:
    std::vector<std::uint8_t> bits_;
    std::int64_t null_count_ = 0;
};

/// An immutable column of nullable UTF-8 strings in Arrow's large_utf8 layout: row i is
/// bytes[offsets[i], offsets[i + 1]). Copies share the storage. Thread-safe to read.
class StringColumn {
  public:
    StringColumn();

    std::int64_t size() const noexcept { return static_cast<std::int64_t>(cells_->offsets.size()) - 1; }
    /// nullopt for a null; the view lives as long as any copy of the column. `row` must be in [0, size()).
    std::optional<std::string_view> at(std::int64_t row) const noexcept {
        return cells_->validity.valid(row) ? std::optional{text(row)} : std::nullopt;
    }
    /// Like `at`, with "" for a null.
    std::string_view text(std::int64_t row) const noexcept {
        const auto i = static_cast<std::size_t>(row);
        const std::int64_t begin = cells_->offsets[i];
        return std::string_view{cells_->bytes}.substr(
            static_cast<std::size_t>(begin), static_cast<std::size_t>(cells_->offsets[i + 1] - begin));
    }
    std::int64_t null_count() const noexcept { return cells_->validity.null_count(); }

    /// Arrow's buffers: size() + 1 offsets, the bytes, the bitmap (empty without nulls).
    std::span<const std::int64_t> offsets() const noexcept { return cells_->offsets; }
    std::string_view bytes() const noexcept { return cells_->bytes; }
    const Validity& validity() const noexcept { return cells_->validity; }

  private:
    friend class ColumnBuilder;
    struct Cells {
        std::vector<std::int64_t> offsets{0};
        std::string bytes;
        Validity validity;
    };
    explicit StringColumn(std::shared_ptr<const Cells> cells) : cells_(std::move(cells)) {}

    std::shared_ptr<const Cells> cells_;
};

/// Builds a StringColumn row by row, amortised O(bytes). Thread-compatible.
class ColumnBuilder {
  public:
    /// Room for `rows` rows and `bytes` bytes of text.
    void reserve(std::int64_t rows, std::int64_t bytes);
    void append(std::optional<std::string_view> cell);
    std::int64_t size() const noexcept { return static_cast<std::int64_t>(cells_.offsets.size()) - 1; }
    /// The column of everything appended so far; the builder is then empty again.
    StringColumn finish();

  private:
    StringColumn::Cells cells_;
};

/// An immutable column of nullable numbers. Copies share the storage. Thread-safe to read.
template <class Number>
class NumberColumn {
  public:
    NumberColumn() : cells_(std::make_shared<Cells>()) {}
    /// All rows have a value.
    explicit NumberColumn(std::vector<Number> values) : NumberColumn(std::move(values), Validity{}) {}
    NumberColumn(std::vector<Number> values, Validity validity)
        : cells_(std::make_shared<Cells>(Cells{std::move(values), std::move(validity)})) {}

    std::int64_t size() const noexcept { return static_cast<std::int64_t>(cells_->values.size()); }
    std::optional<Number> at(std::int64_t row) const noexcept {
        if (!cells_->validity.valid(row)) return std::nullopt;
        return cells_->values[static_cast<std::size_t>(row)];
    }
    std::int64_t null_count() const noexcept { return cells_->validity.null_count(); }
    std::span<const Number> values() const noexcept { return cells_->values; }
    const Validity& validity() const noexcept { return cells_->validity; }

  private:
    struct Cells {
        std::vector<Number> values;
        Validity validity;
    };
    std::shared_ptr<const Cells> cells_;
};

using Int64Column = NumberColumn<std::int64_t>;
using DoubleColumn = NumberColumn<double>;

/// Any column of a Table.
using Column = std::variant<StringColumn, Int64Column, DoubleColumn>;

/// What a source says that the cells of a column are, however they are kept. CSV says nothing.
enum class CellType : std::uint8_t { unknown, text, boolean, number, date, timestamp, list };

std::int64_t row_count(const Column& column) noexcept;

/// The cell as text: integers in decimal, doubles by `format_double`; nullopt for a null.
std::optional<std::string> cell_text(const Column& column, std::int64_t row);

/// The shortest text that reads back to the same double ("0.1", "12", "1e+300"), the same everywhere. Not for
/// infinities and NaN: they give an empty text.
std::string format_double(double value);

/// The double that is written as the float is: of 3.4F it is 3.4, where a cast gives 3.4000000953674316.
double as_written(float value);

}  // namespace scrm::table
