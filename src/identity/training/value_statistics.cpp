// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/value_statistics.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "identity/training/population_counts_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

constexpr std::string_view kMagic = "scrm-values 1\n";

/// Integers little-endian, doubles and floats as their bits, lists and texts after their length.
class Writer {
  public:
    void number(std::uint64_t value, std::size_t bytes = 8) {
        for (std::size_t i = 0; i < bytes; ++i) out_.push_back(static_cast<char>(value >> 8 * i & 0xFF));
    }
    void real(double value) { number(std::bit_cast<std::uint64_t>(value)); }
    void real(float value) { number(std::bit_cast<std::uint32_t>(value), 4); }
    void text(std::string_view text) {
        number(text.size(), 4);
        out_ += text;
    }
    std::string& out() noexcept { return out_; }

  private:
    std::string out_{kMagic};
};

class Reader {
  public:
    explicit Reader(std::string_view bytes) : left_(bytes) {
        if (take(kMagic.size()) != kMagic) fail();
    }
    std::uint64_t number(std::size_t bytes = 8) {
        const std::string_view taken = take(bytes);
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            value |= std::uint64_t{static_cast<unsigned char>(taken[i])} << 8 * i;
        return value;
    }
    double real() { return std::bit_cast<double>(number()); }
    float real_4() { return std::bit_cast<float>(static_cast<std::uint32_t>(number(4))); }
    std::string_view text() { return take(number(4)); }
    /// The length of a list whose entries have so many bytes at least.
    std::size_t length(std::size_t entry_bytes) {
        const std::uint64_t length = number();
        if (length > left_.size() / entry_bytes) fail();
        return length;
    }
    void expect_end() const {
        if (!left_.empty()) fail();
    }

  private:
    [[noreturn]] static void fail() {
        throw Error{ErrorCode::corrupt_data, "stored value statistics cannot be read"};
    }
    std::string_view take(std::size_t bytes) {
        if (bytes > left_.size()) fail();
        const std::string_view taken = left_.substr(0, bytes);
        left_.remove_prefix(bytes);
        return taken;
    }

    std::string_view left_;
};

template <class Entries>
auto find_hash(const Entries& entries, std::uint64_t hash) {
    const auto at = std::lower_bound(entries.begin(), entries.end(), hash,
                                     [](const auto& entry, std::uint64_t h) { return entry.first < h; });
    return at != entries.end() && at->first == hash ? &*at : nullptr;
}

void write(Writer& out, const ColumnCounts& column) {
    out.number(column.filled[0]);
    out.number(column.filled[1]);
    out.real(column.chance_agreement);
    out.real(column.mean_count_share);
    out.number(column.is_multi_valued ? 1 : 0, 1);
    out.number(column.common.size());
    for (const auto& [hash, count] : column.common) {
        out.number(hash);
        out.number(count, 4);
    }
}

ColumnCounts read_column(Reader& in) {
    ColumnCounts column;
    column.filled = {in.number(), in.number()};
    column.chance_agreement = in.real();
    column.mean_count_share = in.real();
    column.is_multi_valued = in.number(1) != 0;
    column.common.resize(in.length(12));
    for (auto& [hash, count] : column.common) {
        hash = in.number();
        count = static_cast<std::uint32_t>(in.number(4));
    }
    return column;
}

void write(Writer& out, const StrataCounts& strata) {
    out.number(strata.weights.size());
    for (const double weight : strata.weights) out.real(weight);
    out.number(strata.columns.size());
    for (std::size_t c = 0; c < strata.columns.size(); ++c) {
        out.text(strata.columns[c]);
        out.number(strata.values[c].size());
        for (const auto& [hash, shares] : strata.values[c]) {
            out.number(hash);
            for (const float share : shares) out.real(share);
        }
    }
}

StrataCounts read_strata(Reader& in) {
    StrataCounts strata;
    strata.weights.resize(in.length(8));
    for (double& weight : strata.weights) weight = in.real();
    const std::size_t columns = in.length(12);
    for (std::size_t c = 0; c < columns; ++c) {
        strata.columns.emplace_back(in.text());
        auto& values = strata.values.emplace_back();
        values.resize(in.length(8 + 4 * StrataCounts::kClasses));
        for (auto& [hash, shares] : values) {
            hash = in.number();
            for (float& share : shares) share = in.real_4();
        }
    }
    if (!strata.weights.empty() && strata.weights.size() != StrataCounts::kClasses) {
        throw Error{ErrorCode::corrupt_data, "stored value statistics have another number of classes"};
    }
    return strata;
}

}  // namespace

std::uint32_t ColumnCounts::count(std::uint64_t hash) const noexcept {
    const auto* found = find_hash(common, hash);
    return found == nullptr ? 0 : found->second;
}

StrataCounts::Shares StrataCounts::shares(std::size_t column, std::uint64_t hash) const noexcept {
    const auto* found = find_hash(values[column], hash);
    return found == nullptr ? Shares{} : found->second;
}

std::string ValueStatistics::serialise() const {
    if (empty()) return {};
    Writer out;
    out.number(counts_->columns.size());
    for (const auto& [key, column] : counts_->columns) {
        out.text(key);
        write(out, column);
    }
    write(out, counts_->strata);
    return std::move(out.out());
}

ValueStatistics ValueStatistics::parse(std::string_view bytes) {
    if (bytes.empty()) return {};
    Reader in{bytes};
    auto counts = std::make_shared<PopulationCounts>();
    const std::size_t columns = in.length(45);
    for (std::size_t c = 0; c < columns; ++c) {
        std::string key{in.text()};
        counts->columns.emplace_back(std::move(key), read_column(in));
    }
    counts->strata = read_strata(in);
    in.expect_end();
    return ValueStatistics{std::move(counts)};
}

}  // namespace scrm::identity
