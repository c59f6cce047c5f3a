// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "identity/records/interner_internal.hpp"
#include "identity/records/rows_internal.hpp"
#include "scrm/core/digest.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kChunk = 8192;

/// Derived values of the ids of one source column: id → texts, laid end to end.
struct DerivedTexts {
    std::string bytes;
    std::vector<std::uint32_t> ends;      // of each text
    std::vector<std::uint32_t> text_end;  // of each id's texts, as an index into `ends`
};

std::vector<DerivedTexts> derive_all(const ValueColumn& column, const KeyColumn::Derivation& derive,
                                     unsigned threads) {
    const std::size_t count = column.value_count();
    std::vector<DerivedTexts> chunks((count + kChunk - 1) / kChunk);
    for_each_chunk(count, kChunk, threads, {}, [&](std::size_t begin, std::size_t end, std::size_t chunk) {
        DerivedTexts& out = chunks[chunk];
        std::vector<std::string> texts;
        for (std::size_t id = begin; id < end; ++id) {
            texts.clear();
            if (id != 0) derive(column.text(static_cast<ValueId>(id)), texts);
            for (const std::string& text : texts) {
                if (text.empty()) continue;
                out.bytes += text;
                out.ends.push_back(static_cast<std::uint32_t>(out.bytes.size()));
            }
            out.text_end.push_back(static_cast<std::uint32_t>(out.ends.size()));
        }
    });
    return chunks;
}

IdLists intern_all(std::vector<DerivedTexts> chunks, HashedInterner& interner) {
    IdLists ids;
    for (DerivedTexts& chunk : chunks) {
        std::uint32_t text = 0;
        std::uint32_t at = 0;
        for (const std::uint32_t last : chunk.text_end) {
            ids.append();
            for (; text < last; ++text) {
                ids.add(interner.intern(std::string_view{chunk.bytes}.substr(at, chunk.ends[text] - at)));
                at = chunk.ends[text];
            }
        }
        chunk = {};
    }
    return ids;
}

/// The number that an id is; nothing for 007, +7 and what is longer than numbers are.
std::optional<std::int64_t> number_of(std::string_view id) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    if (error != std::errc{} || end != id.data() + id.size()) return std::nullopt;
    const std::string_view digits = id.substr(id.front() == '-' ? 1 : 0);
    if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
    return number;
}

}  // namespace

Rows Rows::by_number(const RecordSet& records) {
    Rows rows(records);
    std::vector<std::pair<std::int64_t, RecordIndex>> numbered;
    numbered.reserve(records.size());
    for (const RecordIndex record : records.by_id()) {
        const auto number = number_of(records.id(record));
        if (!number) return rows;
        numbered.emplace_back(*number, record);
    }
    if (std::is_sorted(numbered.begin(), numbered.end())) return rows;
    std::sort(numbered.begin(), numbered.end());
    auto order = std::make_shared<std::vector<RecordIndex>>();
    order->reserve(numbered.size());
    for (const auto& [number, record] : numbered) order->push_back(record);
    rows.own_order_ = order;
    rows.orders_[0] = *order;
    return rows;
}

std::vector<Row> Rows::sample_of_larger_side(std::size_t count) const {
    const std::size_t side = is_link() && size_ - split_ > split_ ? 1 : 0;
    const std::size_t first = first_row(side);
    const std::size_t last = side == 0 ? split_ : size_;
    const std::size_t step = std::max<std::size_t>(1, (last - first) / count);
    std::vector<Row> rows;
    for (std::size_t row = first; row < last; row += step) rows.push_back(static_cast<Row>(row));
    return rows;
}

ValueCounts::ValueCounts(std::vector<std::uint32_t> counts) : wide_(std::move(counts)) {
    if (std::any_of(wide_.begin(), wide_.end(), [](std::uint32_t count) { return count > kByte; })) return;
    narrow_.assign(wide_.begin(), wide_.end());
    wide_ = std::vector<std::uint32_t>{};
}

void ValueCounts::push_back(std::uint32_t count) {
    if (wide_.empty() && count <= kByte) {
        narrow_.push_back(static_cast<std::uint8_t>(count));
        return;
    }
    wide_.insert(wide_.end(), narrow_.begin(), narrow_.end());
    narrow_ = std::vector<std::uint8_t>{};
    wide_.push_back(count);
}

void ValueCounts::resize(std::size_t values) {
    if (wide_.empty())
        narrow_.resize(values);
    else
        wide_.resize(values);
}

void ValueKeys::add(std::string_view key) {
    if (!key.empty()) keys_.add_new(interner_.intern(key));
}

void ValueKeys::add(std::string_view first, std::string_view second) {
    words_.assign(first).append(1, ' ').append(second);
    add(words_);
}

KeyColumn::KeyColumn(const Rows& rows, std::span<const std::string_view> attributes, const Derivation& derive,
                     unsigned threads) {
    HashedInterner interner;
    struct Source {
        const ValueColumn* column;
        IdLists ids;
    };
    std::array<std::vector<Source>, 2> sources;
    bool any = false;
    for (std::size_t side = 0; side < rows.sides(); ++side) {
        for (const std::string_view attribute : attributes) {
            const ValueColumn* column = rows.set(side).column(attribute);
            if (column == nullptr) continue;
            sources[side].push_back({column, intern_all(derive_all(*column, derive, threads), interner)});
            any = true;
        }
    }
    if (!any) {
        for (ValueCounts& of_side : counts_) of_side.resize(1);
        hashes_ = {0};
        return;
    }
    ids_.reserve(rows.size());
    for (std::size_t side = 0; side < rows.sides(); ++side) {
        if (sources[side].empty()) {
            ids_.extend(ids_.size() + rows.set(side).size());
            continue;
        }
        // Nearly all columns have one value a record and make one key of it.
        const Source& only = sources[side].front();
        const std::uint32_t* const singles = only.ids.singles();
        if (sources[side].size() == 1 && singles != nullptr && !only.column->is_multi_valued()) {
            for (const RecordIndex record : rows.order(side))
                ids_.append(singles[only.column->first(record)]);
            continue;
        }
        for (const RecordIndex record : rows.order(side)) {
            ids_.append();
            for (const Source& source : sources[side]) {
                for (const ValueId value : source.column->values(record)) {
                    for (const std::uint32_t id : source.ids.at(value)) ids_.add_new(id);
                }
            }
        }
    }
    std::tie(pool_, hashes_) = interner.finish();
    count_rows(rows);
}

KeyColumn::KeyColumn(const Rows& rows, ValueKeys keys, const std::vector<std::uint32_t>& value_of_row) {
    ids_.reserve(value_of_row.size());
    for (const std::uint32_t value : value_of_row) ids_.append(keys.of(value));
    std::tie(pool_, hashes_) = keys.interner_.finish();
    count_rows(rows);
}

KeyColumn::KeyColumn(const Rows& rows, const KeyColumn& fine,
                     const std::function<std::string(std::string_view)>& coarsen) {
    HashedInterner interner;
    std::vector<std::uint32_t> map(fine.id_count(), 0);
    for (std::uint32_t id = 1; id < map.size(); ++id) map[id] = interner.intern(coarsen(fine.text(id)));
    ids_.reserve(fine.ids_.size());
    for (std::size_t row = 0; row < fine.ids_.size(); ++row) {
        ids_.append();
        for (const std::uint32_t id : fine.ids_.at(row)) ids_.add_new(map[id]);
    }
    std::tie(pool_, hashes_) = interner.finish();
    count_rows(rows);
}

KeyColumn keys_by_value(const Rows& rows, const KeyColumn& column,
                        const std::function<void(std::uint32_t value, ValueKeys& keys)>& add) {
    ValueKeys keys;
    for (std::uint32_t value = 0; value < column.id_count(); ++value) {
        keys.begin();
        if (value != 0) add(value, keys);
    }
    auto next = static_cast<std::uint32_t>(column.id_count());
    std::vector<std::uint32_t> value_of_row(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto values = column.ids(static_cast<Row>(row));
        value_of_row[row] = values.empty() ? 0 : values.front();
        if (values.size() < 2) continue;
        // What several values have together is one value more.
        value_of_row[row] = next++;
        keys.begin();
        for (const std::uint32_t value : values) add(value, keys);
    }
    return {rows, std::move(keys), value_of_row};
}

void KeyColumn::count_rows(const Rows& rows) {
    ids_.shrink_to_fit();
    std::array<std::vector<std::uint32_t>, 2> counts;
    for (std::size_t side = 0; side < rows.sides(); ++side) counts[side].assign(pool_.size(), 0);
    for (std::size_t row = 0; row < ids_.size(); ++row) {
        const auto all = ids(static_cast<Row>(row));
        const std::size_t side = rows.side_of(static_cast<Row>(row));
        for (const std::uint32_t id : all) ++counts[side][id];
        filled_[side] += all.empty() ? 0 : 1;
    }
    for (std::size_t side = 0; side < rows.sides(); ++side)
        counts_[side] = ValueCounts{std::move(counts[side])};
    if (ids_.empty()) return;
    double shared = 0;
    for (std::size_t id = 1; id < pool_.size(); ++id) {
        const auto l = static_cast<double>(count(static_cast<std::uint32_t>(id), 0));
        const auto r = static_cast<double>(count(static_cast<std::uint32_t>(id), 1));
        shared += rows.is_link() ? l * r : l * (l - 1) / 2;
    }
    const auto l = static_cast<double>(filled_[0]);
    const auto r = static_cast<double>(filled_[1]);
    const double pairs = rows.is_link() ? l * r : l * (l - 1) / 2;
    chance_agreement_ = pairs > 0 ? std::min(1.0, shared / pairs) : 0;
    is_link_ = rows.is_link();
}

ColumnCounts KeyColumn::counts() const {
    ColumnCounts out;
    out.filled = filled_;
    out.chance_agreement = chance_agreement_;
    out.mean_count_share = mean_count_share();
    out.is_multi_valued = is_multi_valued();
    for (std::uint32_t id = 1; id < id_count(); ++id) {
        const std::uint32_t total = count(id, 0) + count(id, 1);
        if (total >= ColumnCounts::kFewest) out.common.emplace_back(content_hash(id), total);
    }
    std::sort(out.common.begin(), out.common.end());
    return out;
}

void KeyColumn::assume(const ColumnCounts& population) {
    filled_ = population.filled;
    chance_agreement_ = population.chance_agreement;
    assumed_mean_count_share_ = population.mean_count_share;
    assumes_several_ = population.is_multi_valued;
    std::vector<std::uint32_t> counts(pool_.size());
    for (std::uint32_t id = 1; id < id_count(); ++id) counts[id] = population.count(content_hash(id));
    counts_ = {ValueCounts{std::move(counts)}, {}};
}

double KeyColumn::mean_count_share() const noexcept {
    if (assumed_mean_count_share_) return *assumed_mean_count_share_;
    const std::size_t side = filled_[1] > filled_[0] ? 1 : 0;
    const auto filled = static_cast<double>(filled_[side]);
    double squares = 0;
    for (std::size_t id = 0; id < counts_[side].size(); ++id)
        squares += static_cast<double>(counts_[side][id]) * static_cast<double>(counts_[side][id]);
    return filled > 0 ? squares / (filled * filled) : 0;
}

std::size_t KeyColumn::bytes() const noexcept {
    return pool_.bytes() + hashes_.capacity() * 8 + ids_.bytes() + counts_[0].bytes() + counts_[1].bytes();
}

}  // namespace scrm::identity
