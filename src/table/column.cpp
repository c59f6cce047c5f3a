// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/column.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace scrm::table {

void Validity::append(std::int64_t row, bool valid) {
    const auto index = static_cast<std::size_t>(row);
    if (bits_.empty()) {
        if (valid) return;
        // The first null: every row before it gets its bit now.
        bits_.assign(index / 8 + 1, 0xFF);
        bits_.back() = static_cast<std::uint8_t>((1U << (index % 8)) - 1U);
    } else if (index / 8 >= bits_.size()) {
        bits_.push_back(0);
    }
    if (valid) {
        bits_[index / 8] = static_cast<std::uint8_t>(bits_[index / 8] | 1U << (index % 8));
    } else {
        ++null_count_;
    }
}

StringColumn::StringColumn() {
    static const auto kEmpty = std::make_shared<const Cells>();
    cells_ = kEmpty;
}

void ColumnBuilder::reserve(std::int64_t rows, std::int64_t bytes) {
    cells_.offsets.reserve(static_cast<std::size_t>(rows) + 1);
    cells_.bytes.reserve(static_cast<std::size_t>(bytes));
}

void ColumnBuilder::append(std::optional<std::string_view> cell) {
    cells_.validity.append(size(), cell.has_value());
    if (cell) cells_.bytes.append(*cell);
    cells_.offsets.push_back(static_cast<std::int64_t>(cells_.bytes.size()));
}

StringColumn ColumnBuilder::finish() {
    StringColumn column{std::make_shared<const StringColumn::Cells>(std::move(cells_))};
    cells_ = StringColumn::Cells{};
    return column;
}

std::int64_t row_count(const Column& column) noexcept {
    return std::visit([](const auto& typed) { return typed.size(); }, column);
}

std::optional<std::string> cell_text(const Column& column, std::int64_t row) {
    if (const auto* strings = std::get_if<StringColumn>(&column)) {
        const auto cell = strings->at(row);
        return cell ? std::optional{std::string{*cell}} : std::nullopt;
    }
    if (const auto* integers = std::get_if<Int64Column>(&column)) {
        const auto cell = integers->at(row);
        return cell ? std::optional{std::to_string(*cell)} : std::nullopt;
    }
    const auto cell = std::get<DoubleColumn>(column).at(row);
    return cell ? std::optional{format_double(*cell)} : std::nullopt;
}

double as_written(float value) {
    std::array<char, 32> digits{};
    double out = value;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    std::from_chars(digits.data(), end, out);
    return out;
}

std::string format_double(double value) {
    if (!std::isfinite(value)) return {};
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return {digits.data(), end.ptr};
}

}  // namespace scrm::table
