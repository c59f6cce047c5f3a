// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/csv_reader.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <span>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "scrm/core/error.hpp"
#include "scrm/table/column_names.hpp"
#include "scrm/table/csv_writer.hpp"
#include "scrm/table/row_size.hpp"
#include "scrm/text/code_page.hpp"
#include "scrm/text/utf8.hpp"
#include "table/input_window_internal.hpp"

namespace scrm::table {
namespace {

const char* find_byte(const char* from, const char* end, char byte) noexcept {
    return from == end
               ? nullptr
               : static_cast<const char*>(std::memchr(from, byte, static_cast<std::size_t>(end - from)));
}

/// The first byte that is one of two, or the end. Fields are short: a call for each would cost more than the
/// look itself.
const char* find_either(const char* at, const char* end, char one, char other) noexcept {
#if defined(__SSE2__)
    constexpr std::ptrdiff_t kStep = 16;
    const __m128i ones = _mm_set1_epi8(one);
    const __m128i others = _mm_set1_epi8(other);
    for (; end - at >= kStep; at += kStep) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        const int found =
            _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, ones), _mm_cmpeq_epi8(bytes, others)));
        if (found != 0) return at + std::countr_zero(static_cast<unsigned>(found));
    }
#endif
    while (at != end && *at != one && *at != other) ++at;
    return at;
}

std::string_view between(const char* begin, const char* end) noexcept {
    return {begin, static_cast<std::size_t>(end - begin)};
}

std::string_view without_spaces_around(std::string_view text) noexcept {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// What makes UTF-8 of a header that is none.
std::string conversion_of(std::span<const std::string_view> fields) {
    std::string bytes;
    for (const std::string_view field : fields) bytes.append(field).push_back(' ');
    const auto page = text::guess_cyrillic_code_page(bytes);
    if (!page) return "save the file as UTF-8";
    return "it seems to be " + std::string{*page} + ": iconv -f " + std::string{*page} + " -t utf-8";
}

}  // namespace

std::string_view to_string(CsvFault fault) noexcept {
    switch (fault) {
        case CsvFault::none:
            return "none";
        case CsvFault::unbalanced_quotes:
            return "unbalanced_quotes";
        case CsvFault::wrong_column_count:
            return "wrong_column_count";
        case CsvFault::row_too_large:
            return "row_too_large";
        case CsvFault::too_many_columns:
            return "too_many_columns";
    }
    return "none";
}

class CsvReader::Impl {
  public:
    template <class Source>
    Impl(Source& source, const CsvOptions& options)
        : options_(options), window_(source, options.buffer_bytes) {
        window_.start();
        find_line_end();
        read_header();
    }

    bool next(CsvRecord& record);

    const std::vector<std::string>& header() const noexcept { return header_; }
    char delimiter() const noexcept { return delimiter_; }
    const InputWindow& window() const noexcept { return window_; }

  private:
    /// What a look at the window found. Positions are offsets from the record's first byte.
    enum class Outcome { complete, needs_more, broken_quote };

    /// One record, readable or not; false at the end of the input.
    bool read_record(CsvRecord& record);
    bool take_line(CsvRecord& record, std::string_view line, std::size_t consumed);
    Outcome parse_quoted_record(std::string_view bytes, bool more_may_come);
    Outcome parse_quoted_field(const char*& at, const char* end, bool more_may_come);
    const char* line_end(const char* from, const char* end) const noexcept {
        return find_byte(from, end, eol_);
    }
    const char* without_carriage_returns(const char* begin, const char* end) const noexcept {
        if (eol_ == '\n') {
            while (end != begin && end[-1] == '\r') --end;
        }
        return end;
    }
    bool is_blank(std::string_view line) const noexcept {
        return std::all_of(line.begin(), line.end(),
                           [this](char c) { return c == ' ' || (c == '\t' && delimiter_ != '\t'); });
    }
    void split(const char* begin, const char* end);
    void push(std::string_view field) {
        if (fields_.size() <= options_.max_columns) fields_.push_back(field);
    }
    void finish_readable(CsvRecord& record, std::string_view raw);
    void end_with_broken_line(CsvRecord& record);

    /// Reads one that is larger only as it is written; false when there is none, and nothing is consumed.
    bool read_large_record(CsvRecord& record);
    std::size_t counted_fields() const;
    // A record that is too large is passed without being kept, and read again from where it breaks.
    void pass_large_record(CsvRecord& record);
    void pass_unquoted_field();
    bool pass_quoted_field(std::int64_t must_close_before);
    /// Returns where the line's end stands, counted from the start of the input.
    std::int64_t pass_line();
    void make_too_large(CsvRecord& record) const;
    bool next_is(char byte);
    bool input_has_ended() { return window_.unread().empty() && !window_.fill(); }

    void find_line_end();
    void read_header();
    [[noreturn]] void reject(const std::string& why) const {
        throw Error{ErrorCode::unreadable_input, window_.prefix() + why};
    }

    CsvOptions options_;
    InputWindow window_;
    char delimiter_ = ',';
    char eol_ = '\n';
    std::vector<std::string> header_;
    std::vector<std::string_view> fields_;
    std::int64_t rows_ = 0;

    std::string
        unescaped_;    // of fields with doubled quotes; never reallocated while a record is being parsed
    std::string cut_;  // the kept beginning of a record that is too large
    std::size_t record_size_ = 0;  // of a complete record, without its line end
    std::size_t record_span_ = 0;  // … and with it
    std::size_t open_quote_ = 0;   // where the quoted field starts that broke or is not complete
    std::int64_t large_tried_until_ = 0;
};

void CsvReader::Impl::find_line_end() {
    // The first line end outside quotes decides; "\r\r\n", which some tools make of "\r\n", counts as LF.
    bool quoted = false;
    std::size_t i = 0;
    for (;; ++i) {
        if (i > options_.max_record_bytes || (i == window_.unread().size() && !window_.fill())) return;
        const char c = window_.unread()[i];
        if (c == '"') quoted = !quoted;
        if (!quoted && (c == '\n' || c == '\r')) break;
    }
    while (i < window_.unread().size() && window_.unread()[i] == '\r') {
        ++i;
        if (i == window_.unread().size()) window_.fill();
    }
    if (i == window_.unread().size() || window_.unread()[i] != '\n') eol_ = '\r';
}

void CsvReader::Impl::read_header() {
    // Excel's own hint at the delimiter stands on a line before the header.
    const std::string_view start = window_.unread();
    if (start.size() > 5 && start.starts_with("sep=") && (start[5] == '\r' || start[5] == '\n')) {
        if (options_.delimiter == '\0') options_.delimiter = start[4];
        const char* end = line_end(start.data(), start.data() + start.size());
        if (end != nullptr) window_.consume(static_cast<std::size_t>(end - start.data()) + 1);
    }
    // Taken as a header, its quotes or its first texts would be what is wrong.
    if (window_.unread().starts_with("{\"")) reject("the input is JSON, not CSV");
    CsvRecord record;
    delimiter_ = options_.delimiter;
    if (delimiter_ == '\0') {
        // Count the candidates outside quotes in the first line that is not blank.
        delimiter_ = ',';
        std::array<std::size_t, 3> counts{};
        bool quoted = false;
        bool blank = true;
        for (std::size_t i = 0; i < options_.max_record_bytes; ++i) {
            if (i == window_.unread().size() && !window_.fill()) break;
            const char c = window_.unread()[i];
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            if (c == eol_ && !blank) break;
            blank = blank && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
            if (c == ',') ++counts[0];
            if (c == ';') ++counts[1];
            if (c == '\t') ++counts[2];
        }
        const auto most = std::max_element(counts.begin(), counts.end());
        delimiter_ = ",;\t"[most - counts.begin()];
    }
    if (!read_record(record)) reject("the input has no header");
    rows_ = 0;
    switch (record.fault) {
        case CsvFault::none:
        case CsvFault::wrong_column_count:
            break;
        default:
            reject("the header cannot be read (" + std::string{to_string(record.fault)} + ")");
    }
    if (fields_.size() > options_.max_columns) reject("the header has too many columns");
    header_.reserve(fields_.size());
    for (const std::string_view field : fields_) {
        if (!text::is_valid(field)) reject("the header is not UTF-8; " + conversion_of(fields_));
        if (field.find('\0') != std::string_view::npos) reject("the header is not text");
        header_.emplace_back(without_spaces_around(field));
    }
}

bool CsvReader::Impl::next(CsvRecord& record) {
    if (!read_record(record)) return false;
    record.row = ++rows_;
    if (record.fault == CsvFault::none && fields_.size() != header_.size()) {
        record.fault =
            fields_.size() > options_.max_columns ? CsvFault::too_many_columns : CsvFault::wrong_column_count;
    }
    record.fields = record.fault == CsvFault::none ? std::span<const std::string_view>{fields_}
                                                   : std::span<const std::string_view>{};
    return true;
}

void CsvReader::Impl::split(const char* begin, const char* end) {
    const char* start = begin;
    while (const char* found = find_byte(start, end, delimiter_)) {
        push(between(start, found));
        start = found + 1;
    }
    push(between(start, end));
}

bool CsvReader::Impl::read_record(CsvRecord& record) {
    record = CsvRecord{};
    fields_.clear();
    std::size_t searched = 0;
    for (;;) {
        const std::string_view bytes = window_.unread();
        const char* begin = bytes.data();
        const char* end = begin + bytes.size();
        const char* eol = line_end(begin + searched, end);
        if (eol == nullptr && !window_.at_end() && bytes.size() <= options_.max_record_bytes) {
            searched = bytes.size();
            window_.fill();
            continue;
        }
        if (eol == nullptr && bytes.empty()) return false;
        const char* line = without_carriage_returns(begin, eol == nullptr ? end : eol);
        const std::size_t span = static_cast<std::size_t>((eol == nullptr ? end : eol + 1) - begin);
        if (eol != nullptr || window_.at_end()) {
            // Where the header has one name, an empty line is a row with an empty cell.
            if (header_.size() != 1 && is_blank(between(begin, line))) {
                window_.consume(span);
                searched = 0;
                continue;
            }
            const char* quote = find_byte(begin, line, '"');
            if (quote == nullptr && static_cast<std::size_t>(line - begin) <= options_.max_record_bytes) {
                split(begin, line);
                record.raw = between(begin, line);
                window_.consume(span);
                return true;
            }
        }
        // A quote, or a line that is too large: the careful way.
        for (;;) {
            // Never more than the limit is looked at, so that the outcome does not depend on how the input
            // was cut.
            const std::size_t limit = options_.max_record_bytes + 2;
            const std::string_view held = window_.unread().substr(0, limit);
            const bool is_cut = window_.unread().size() > limit;
            fields_.clear();
            const Outcome outcome = parse_quoted_record(held, is_cut || !window_.at_end());
            if (outcome == Outcome::needs_more && !is_cut) {
                // Twice as much, so that a source of small pieces does not make the work grow.
                const std::size_t wanted = std::min(2 * held.size(), limit + 1);
                while (window_.fill() && window_.unread().size() < wanted) {
                }
                continue;
            }
            if (outcome == Outcome::needs_more ||
                (outcome == Outcome::complete && record_size_ > options_.max_record_bytes)) {
                if (!read_large_record(record)) pass_large_record(record);
            } else if (outcome == Outcome::broken_quote) {
                end_with_broken_line(record);
            } else {
                record.raw = held.substr(0, record_size_);
                window_.consume(record_span_);
            }
            return true;
        }
    }
}

CsvReader::Impl::Outcome CsvReader::Impl::parse_quoted_record(std::string_view bytes, bool more_may_come) {
    const char* const begin = bytes.data();
    const char* const end = begin + bytes.size();
    const char* at = begin;
    unescaped_.clear();
    if (unescaped_.capacity() < bytes.size()) unescaped_.reserve(bytes.size());
    for (;;) {
        if (at != end && *at == '"') {
            open_quote_ = static_cast<std::size_t>(at - begin);
            const Outcome outcome = parse_quoted_field(at, end, more_may_come);
            if (outcome != Outcome::complete) return outcome;
        } else {
            const char* start = at;
            at = find_either(at, end, delimiter_, eol_);
            if (at == end && more_may_come) return Outcome::needs_more;
            push(between(start, at == end || *at == eol_ ? without_carriage_returns(start, at) : at));
        }
        if (at == end || *at == eol_) {
            record_size_ = static_cast<std::size_t>(without_carriage_returns(begin, at) - begin);
            record_span_ = static_cast<std::size_t>(at - begin) + (at == end ? 0 : 1);
            return Outcome::complete;
        }
        ++at;  // the delimiter
    }
}

CsvReader::Impl::Outcome CsvReader::Impl::parse_quoted_field(const char*& at, const char* end,
                                                             bool more_may_come) {
    const char* start = at + 1;
    const char* quote = start;
    const std::size_t kept = unescaped_.size();
    bool doubled = false;
    for (;;) {
        const char* found = find_byte(quote, end, '"');
        if (found == nullptr) return more_may_come ? Outcome::needs_more : Outcome::broken_quote;
        quote = found;
        if (quote + 1 == end && more_may_come) return Outcome::needs_more;
        if (quote + 1 == end || quote[1] != '"') break;
        unescaped_.append(start, quote + 1);
        doubled = true;
        quote += 2;
        start = quote;
    }
    // Behind the closing quote only spaces may stand before the delimiter or the line end.
    at = quote + 1;
    while (at != end && *at == ' ') ++at;
    const char* behind = at;
    if (eol_ == '\n') {
        while (at != end && *at == '\r') ++at;
    }
    if (at == end && more_may_come) return Outcome::needs_more;
    if (at != end && *at != eol_ && (*at != delimiter_ || at != behind)) return Outcome::broken_quote;
    if (doubled) {
        unescaped_.append(start, quote);
        push(std::string_view{unescaped_}.substr(kept));
    } else {
        push(between(start, quote));
    }
    return Outcome::complete;
}

void CsvReader::Impl::end_with_broken_line(CsvRecord& record) {
    // The end of the line may not have been read yet.
    while (!window_.at_end() && window_.unread().size() <= options_.max_record_bytes + 2 &&
           window_.unread().find(eol_, open_quote_) == std::string_view::npos) {
        window_.fill();
    }
    const std::string_view bytes = window_.unread();
    const char* const begin = bytes.data();
    const char* eol = line_end(begin + open_quote_, begin + bytes.size());
    const char* end = eol == nullptr ? begin + bytes.size() : eol;
    fields_.clear();
    if ((eol == nullptr && !window_.at_end()) ||
        static_cast<std::size_t>(end - begin) > options_.max_record_bytes) {
        cut_.assign(bytes.substr(0, options_.max_record_bytes));
        make_too_large(record);
        window_.consume(static_cast<std::size_t>(end - begin));
        pass_line();
        return;
    }
    record.fault = CsvFault::unbalanced_quotes;
    record.raw = between(begin, without_carriage_returns(begin, end));
    window_.consume(static_cast<std::size_t>(end - begin) + (eol == nullptr ? 0 : 1));
}

std::size_t CsvReader::Impl::counted_fields() const {
    std::size_t counted = 0;
    for (const std::string_view field : fields_) {
        // Each cell but the last has its delimiter; an empty one may stand for no column of its own.
        if (!field.empty()) counted += counted_bytes(unguard(field)) + 1;
    }
    return counted == 0 ? 0 : counted - 1;
}

bool CsvReader::Impl::read_large_record(CsvRecord& record) {
    // What was looked at in vain is not looked at again for a later record: the time stays linear.
    if (options_.max_written_bytes <= options_.max_record_bytes || window_.consumed() < large_tried_until_)
        return false;
    const std::size_t limit = options_.max_written_bytes + 2;
    while (window_.unread().size() <= limit && window_.fill()) {
    }
    const std::string_view held = window_.unread().substr(0, limit);
    fields_.clear();
    const Outcome outcome = parse_quoted_record(held, window_.unread().size() > limit || !window_.at_end());
    const bool has_columns = header_.empty() || fields_.size() == header_.size();
    if (outcome != Outcome::complete || record_size_ > options_.max_written_bytes || !has_columns ||
        counted_fields() > options_.max_record_bytes) {
        large_tried_until_ = window_.consumed() + static_cast<std::int64_t>(held.size());
        fields_.clear();
        return false;
    }
    record.raw = held.substr(0, std::min(record_size_, options_.max_record_bytes));
    record.raw_cut = record.raw.size() < record_size_;
    window_.consume(record_span_);
    return true;
}

// Looking for a closing quote takes linear time in all, although every broken quote is read again from its
// line's end. Behind an open quote, up to the quote that ends the look, quotes stand in runs of even length:
// a field that starts with such a run closes with the run, or breaks there. So the next look begins, at the
// earliest, where the last one ended.
void CsvReader::Impl::pass_large_record(CsvRecord& record) {
    const std::int64_t start = window_.consumed();
    const std::int64_t limit = start + static_cast<std::int64_t>(options_.max_record_bytes) + 2;
    cut_.assign(window_.unread().substr(0, options_.max_record_bytes));
    fields_.clear();
    for (std::size_t column = 1;; ++column) {
        if (!next_is('"')) {
            pass_unquoted_field();
        } else {
            // More fields than columns are no sign of a large record but of quotes that are out of step,
            // which must not swallow the rest of the input.
            const bool is_out_of_step = column > header_.size();
            window_.hold();
            if (!pass_quoted_field(is_out_of_step ? limit : std::numeric_limits<std::int64_t>::max())) {
                window_.go_back();
                const auto size = static_cast<std::size_t>(pass_line() - start);
                if (size > options_.max_record_bytes) return make_too_large(record);
                record.fault = CsvFault::unbalanced_quotes;
                record.raw = between(cut_.data(), without_carriage_returns(cut_.data(), cut_.data() + size));
                return;
            }
            window_.release();
        }
        const bool is_last = !next_is(delimiter_);
        if (!input_has_ended()) window_.consume(1);
        if (is_last) return make_too_large(record);
    }
}

void CsvReader::Impl::pass_unquoted_field() {
    do {
        const std::string_view bytes = window_.unread();
        const auto found =
            std::find_if(bytes.begin(), bytes.end(), [this](char c) { return c == delimiter_ || c == eol_; });
        window_.consume(static_cast<std::size_t>(found - bytes.begin()));
        if (found != bytes.end()) return;
    } while (window_.fill());
}

bool CsvReader::Impl::pass_quoted_field(std::int64_t must_close_before) {
    window_.consume(1);
    for (;;) {
        const std::string_view bytes = window_.unread();
        const char* quote = find_byte(bytes.data(), bytes.data() + bytes.size(), '"');
        window_.consume(quote == nullptr ? bytes.size() : static_cast<std::size_t>(quote - bytes.data()));
        if (window_.consumed() >= must_close_before) return false;
        if (quote == nullptr) {
            if (!window_.fill()) return false;
            continue;
        }
        window_.consume(1);
        if (!next_is('"')) break;
        window_.consume(1);
    }
    while (next_is(' ')) window_.consume(1);
    if (next_is(delimiter_)) return true;
    while (eol_ == '\n' && next_is('\r')) window_.consume(1);
    return next_is(eol_) || input_has_ended();
}

std::int64_t CsvReader::Impl::pass_line() {
    do {
        const std::string_view bytes = window_.unread();
        if (const char* eol = line_end(bytes.data(), bytes.data() + bytes.size())) {
            window_.consume(static_cast<std::size_t>(eol - bytes.data()) + 1);
            return window_.consumed() - 1;
        }
        window_.consume(bytes.size());
    } while (window_.fill());
    return window_.consumed();
}

void CsvReader::Impl::make_too_large(CsvRecord& record) const {
    record.fault = CsvFault::row_too_large;
    record.raw_cut = true;
    record.raw = cut_;
}

bool CsvReader::Impl::next_is(char byte) {
    return !input_has_ended() && window_.unread().front() == byte;
}

CsvReader::CsvReader(const std::filesystem::path& file, const CsvOptions& options)
    : impl_(std::make_unique<Impl>(file, options)) {}
CsvReader::CsvReader(std::istream& in, const CsvOptions& options)
    : impl_(std::make_unique<Impl>(in, options)) {}
CsvReader::~CsvReader() = default;
CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader& CsvReader::operator=(CsvReader&&) noexcept = default;

const std::vector<std::string>& CsvReader::header() const noexcept {
    return impl_->header();
}

std::size_t CsvReader::column(std::string_view name) const {
    const auto found = std::find(header().begin(), header().end(), name);
    if (found == header().end()) throw Error{ErrorCode::not_found, no_such_column(name, header())};
    if (std::find(found + 1, header().end(), name) != header().end())
        throw Error{ErrorCode::invalid_argument, "column '" + std::string{name} + "' occurs twice"};
    return static_cast<std::size_t>(found - header().begin());
}
char CsvReader::delimiter() const noexcept {
    return impl_->delimiter();
}
std::int64_t CsvReader::bytes_read() const noexcept {
    return impl_->window().consumed();
}
std::int64_t CsvReader::bytes_total() const noexcept {
    return impl_->window().total();
}
bool CsvReader::next(CsvRecord& record) {
    return impl_->next(record);
}

}  // namespace scrm::table
