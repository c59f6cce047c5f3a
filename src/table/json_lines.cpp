// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/json_lines.hpp"

#include <cstring>
#include <string>

#include "scrm/table/row_size.hpp"

#include "table/input_window_internal.hpp"

namespace scrm::table {
namespace {

constexpr std::size_t kChunkBytes = 256U << 10U;

}  // namespace

std::size_t counted_line_bytes(std::string_view line) noexcept {
    constexpr std::string_view kAdded = R"("record":"interaction",)";
    const bool has_record = line.size() > 1 && line.substr(1).starts_with(kAdded);
    return counted_bytes(line) - (has_record ? kAdded.size() : 0);
}

class JsonLineReader::Impl {
  public:
    template <class Source>
    explicit Impl(Source& source) : window_(source, kChunkBytes) {
        window_.start();
    }

    bool next(JsonLine& line);
    const InputWindow& window() const noexcept { return window_; }

  private:
    bool skip_to_line_end();

    InputWindow window_;
    JsonDocument document_;
    std::string cut_;
    std::int64_t rows_ = 0;
};

bool JsonLineReader::Impl::next(JsonLine& line) {
    line = JsonLine{};
    std::size_t searched = 0;
    for (;;) {
        const std::string_view bytes = window_.unread();
        const std::size_t found = bytes.find('\n', searched);
        if (found == std::string_view::npos && !window_.at_end()) {
            if (bytes.size() > kMaxWrittenRowBytes + 1) {
                line.row = ++rows_;
                cut_.assign(bytes.substr(0, kMaxRowBytes));
                line.raw = cut_;
                line.raw_cut = true;
                line.fault = JsonFault::row_too_large;
                window_.consume(bytes.size());
                skip_to_line_end();
                return true;
            }
            searched = bytes.size();
            window_.fill();
            continue;
        }
        if (found == std::string_view::npos && bytes.empty()) return false;
        std::string_view text = bytes.substr(0, found);
        const std::size_t span = text.size() + (found == std::string_view::npos ? 0 : 1);
        if (text.ends_with('\r')) text.remove_suffix(1);
        window_.consume(span);
        searched = 0;
        if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        line.row = ++rows_;
        line.raw = text.substr(0, kMaxRowBytes);
        line.raw_cut = text.size() > kMaxRowBytes;
        const bool fits = text.size() <= kMaxRowBytes ||
                          (text.size() <= kMaxWrittenRowBytes && counted_line_bytes(text) <= kMaxRowBytes);
        line.fault = document_.parse(text, fits ? kMaxWrittenRowBytes : kMaxRowBytes);
        line.value = document_.root();
        return true;
    }
}

bool JsonLineReader::Impl::skip_to_line_end() {
    for (;;) {
        const std::string_view bytes = window_.unread();
        const std::size_t found = bytes.find('\n');
        if (found != std::string_view::npos) {
            window_.consume(found + 1);
            return true;
        }
        window_.consume(bytes.size());
        if (!window_.fill()) return false;
    }
}

JsonLineReader::JsonLineReader(const std::filesystem::path& file) : impl_(std::make_unique<Impl>(file)) {}
JsonLineReader::JsonLineReader(std::istream& in) : impl_(std::make_unique<Impl>(in)) {}
JsonLineReader::~JsonLineReader() = default;
JsonLineReader::JsonLineReader(JsonLineReader&&) noexcept = default;
JsonLineReader& JsonLineReader::operator=(JsonLineReader&&) noexcept = default;

bool JsonLineReader::next(JsonLine& line) {
    return impl_->next(line);
}
std::int64_t JsonLineReader::bytes_read() const noexcept {
    return impl_->window().consumed();
}
std::int64_t JsonLineReader::bytes_total() const noexcept {
    return impl_->window().total();
}

}  // namespace scrm::table
