// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string_view>

namespace scrm::detail {

/// JSON lines on their way out. No import takes an empty file, which may be one that was cut: a blank line
/// says that there are no records.
class LineExport {
  public:
    explicit LineExport(std::ostream& out) : out_(out) {}

    void line(std::string_view json) {
        is_blank_ = false;
        out_ << json << '\n';
    }
    void finish() {
        if (is_blank_) out_ << '\n';
    }

  private:
    std::ostream& out_;
    bool is_blank_ = true;
};

}  // namespace scrm::detail
