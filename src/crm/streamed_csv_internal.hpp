// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <ostream>

#include "scrm/table/csv_writer.hpp"

namespace scrm::detail {

/// CSV text handed to a stream piece by piece, at row ends.
class StreamedCsv {
  public:
    explicit StreamedCsv(std::ostream& out) : out_(out) {}

    table::CsvWriter& writer() noexcept { return csv_; }
    void row_written() {
        if (csv_.text().size() >= kPieceBytes) finish();
    }
    void finish() {
        const std::string piece = csv_.take();
        out_.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    }

  private:
    static constexpr std::size_t kPieceBytes = std::size_t{1} << 18;

    std::ostream& out_;
    table::CsvWriter csv_;
};

}  // namespace scrm::detail
