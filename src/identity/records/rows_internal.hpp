// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "identity/records/interner_internal.hpp"
#include "identity/training/population_counts_internal.hpp"
#include "scrm/core/digest.hpp"
#include "scrm/identity/record_set.hpp"

namespace scrm::identity {

struct ColumnStatistics;

/// Position in the joint order of one or two sets: left records by id, then right records by id.
using Row = std::uint32_t;

/// Two rows to compare; in a link `a` is a left one.
struct RowPair {
    Row a = 0;
    Row b = 0;
};

/// The records of a linkage as one sequence whose order does not depend on the order of the sets.
class Rows {
  public:
    explicit Rows(const RecordSet& records)
        : sets_{&records, nullptr}, orders_{records.by_id(), {}}, split_(records.size()), size_(split_) {}
    Rows(const RecordSet& left, const RecordSet& right)
        : sets_{&left, &right},
          orders_{left.by_id(), right.by_id()},
          split_(left.size()),
          size_(split_ + right.size()) {}
    /// Where all ids are whole numbers the smaller number comes first, as in a table whose ids are numbers;
    /// else as ever.
    static Rows by_number(const RecordSet& records);

    std::size_t size() const noexcept { return size_; }
    /// Rows below it are left ones; size() when there is one set.
    std::size_t split() const noexcept { return split_; }
    bool is_link() const noexcept { return sets_[1] != nullptr; }
    std::size_t side_of(Row row) const noexcept { return row < split_ ? 0 : 1; }
    std::size_t sides() const noexcept { return is_link() ? 2 : 1; }
    const RecordSet& set(std::size_t side) const noexcept { return *sets_[side]; }
    std::size_t first_row(std::size_t side) const noexcept { return side == 0 ? 0 : split_; }
    RecordIndex record(Row row) const noexcept {
        return row < split_ ? orders_[0][row] : orders_[1][row - split_];
    }
    /// The records of a side in the order of their rows.
    std::span<const RecordIndex> order(std::size_t side) const noexcept { return orders_[side]; }
    bool is_by_number() const noexcept { return own_order_ != nullptr; }
    /// All pairs that linkage could look at.
    double pair_count() const noexcept {
        const auto l = static_cast<double>(split_);
        const auto r = static_cast<double>(size_ - split_);
        return is_link() ? l * r : l * (l - 1) / 2;
    }

    /// Evenly spread rows of the larger side: all of them up to `count`, and never twice as many.
    std::vector<Row> sample_of_larger_side(std::size_t count) const;

  private:
    std::array<const RecordSet*, 2> sets_;
    std::array<std::span<const RecordIndex>, 2> orders_;
    std::shared_ptr<const std::vector<RecordIndex>> own_order_;  // by number
    std::size_t split_;
    std::size_t size_;
};

/// How many rows hold each value of a column: a byte each while that is enough, as it is for the long columns
/// of contacts and addresses.
class ValueCounts {
  public:
    ValueCounts() = default;
    explicit ValueCounts(std::vector<std::uint32_t> counts);

    bool empty() const noexcept { return size() == 0; }
    std::size_t size() const noexcept { return narrow_.size() + wide_.size(); }
    std::uint32_t operator[](std::size_t id) const noexcept {
        return wide_.empty() ? narrow_[id] : wide_[id];
    }
    void push_back(std::uint32_t count);
    /// Of fewer values, or of further ones that no row holds.
    void resize(std::size_t values);
    std::size_t bytes() const noexcept {
        return narrow_.capacity() + wide_.capacity() * sizeof(std::uint32_t);
    }

  private:
    static constexpr std::uint32_t kByte = 0xFF;

    std::vector<std::uint8_t> narrow_;  // or
    std::vector<std::uint32_t> wide_;
};

/// Keys of numbered values, interned in the order in which they come.
class ValueKeys {
  public:
    /// The next value.
    void begin() { keys_.append(); }
    /// A key of the value that was begun last; an empty one is none, a repeated one counts once.
    void add(std::string_view key);
    /// The same for two words with a space between.
    void add(std::string_view first, std::string_view second);

    /// The keys of a value by its number.
    std::span<const std::uint32_t> of(std::size_t value) const noexcept { return keys_.at(value); }
    std::string_view text(std::uint32_t key) const noexcept { return interner_.pool().at(key); }
    /// As KeyColumn::content_hash.
    std::uint64_t content_hash(std::uint32_t key) const noexcept { return interner_.hash(key); }

  private:
    friend class KeyColumn;
    HashedInterner interner_;
    IdLists keys_;
    std::string words_;
};

/// Derived values of every row, interned over both sides, with how many rows of each side hold them. Id 0 is
/// none.
class KeyColumn {
  public:
    /// Turns one value as written into any number of derived ones.
    using Derivation = std::function<void(std::string_view raw, std::vector<std::string>& out)>;

    KeyColumn() = default;
    /// Derives every distinct value of the attributes once.
    KeyColumn(const Rows& rows, std::span<const std::string_view> attributes, const Derivation& derive,
              unsigned threads);
    /// The keys of each row's value.
    KeyColumn(const Rows& rows, ValueKeys keys, const std::vector<std::uint32_t>& value_of_row);
    /// A coarser view: another value for each id of `fine`; empty: none.
    KeyColumn(const Rows& rows, const KeyColumn& fine,
              const std::function<std::string(std::string_view)>& coarsen);

    bool empty() const noexcept { return pool_.size() <= 1; }
    std::span<const std::uint32_t> ids(Row row) const noexcept {
        return ids_.empty() ? std::span<const std::uint32_t>{} : ids_.at(row);
    }
    std::uint32_t first(Row row) const noexcept {
        const auto all = ids(row);
        return all.empty() ? 0 : all.front();
    }
    /// Fetches what `ids` reads first into the cache.
    void prefetch(Row row) const noexcept {
        if (!ids_.empty()) ids_.prefetch(row);
    }
    bool is_multi_valued() const noexcept { return ids_.has_several() || assumes_several_; }
    /// No record of the population has two values.
    bool is_unique() const noexcept { return is_unique_in_population_.value_or(!is_multi_valued()); }
    /// The id of each row, where no row has several; nullptr otherwise.
    const std::uint32_t* single_ids() const noexcept { return ids_.empty() ? nullptr : ids_.singles(); }
    bool is_link() const noexcept { return is_link_; }
    std::string_view text(std::uint32_t id) const noexcept { return pool_.at(id); }
    /// Ids in use, 0 included.
    std::size_t id_count() const noexcept { return pool_.size(); }
    /// Depends on the text only.
    std::uint64_t content_hash(std::uint32_t id) const noexcept {
        return hashes_.empty() ? content_hash(text(id)) : hashes_[id];
    }
    /// Content hashes are computed anew from now on.
    void forget_hashes() noexcept { std::vector<std::uint64_t>{}.swap(hashes_); }
    std::uint32_t count(std::uint32_t id, std::size_t side) const noexcept {
        return counts_[side].empty() ? 0 : counts_[side][id];
    }
    /// Rows of a side that have a value.
    std::uint64_t filled(std::size_t side) const noexcept { return filled_[side]; }
    /// P(two random rows share a value): over pairs with a value on both sides.
    double chance_agreement() const noexcept { return chance_agreement_; }
    /// P(two random rows of the side with more values share one): for a column that only one side fills.
    double mean_count_share() const noexcept;
    /// The counts, for a column of a few of these rows to assume.
    ColumnCounts counts() const;
    /// Takes over how common its values are in a population; `count` then tells both sides as one.
    void assume(const ColumnCounts& population);
    std::size_t bytes() const noexcept;

    /// For a column whose values and rows are set by hand: no row of it is known to have one value at most.
    void assume_several() noexcept { assumes_several_ = true; }
    /// Adds a value that it does not have, and returns its id. Without hashes.
    std::uint32_t add_value(std::string_view text, const std::array<std::uint32_t, 2>& counts) {
        StringInterner::append_to(pool_, text);
        for (std::size_t side = 0; side < 2; ++side) counts_[side].push_back(counts[side]);
        return static_cast<std::uint32_t>(pool_.size() - 1);
    }
    /// Keeps the values below `count`, at least 0.
    void keep_values(std::size_t count) {
        StringInterner::cut(pool_, count);
        for (auto& of_side : counts_) of_side.resize(count);
    }
    /// Takes these rows for its own, and gives the old ones back.
    void swap_rows(IdLists& ids) noexcept { std::swap(ids_, ids); }

    /// The frequencies of the values by their texts.
    ColumnStatistics statistics() const;
    /// Takes the frequencies of another population for its own.
    void adopt(const ColumnStatistics& population);

  private:
    static std::uint64_t content_hash(std::string_view text) noexcept {
        return text.empty() ? 0 : hash64(text);
    }
    void count_rows(const Rows& rows);

    StringPool pool_;
    std::vector<std::uint64_t> hashes_;
    IdLists ids_;
    std::array<ValueCounts, 2> counts_;
    std::array<std::uint64_t, 2> filled_{};
    double chance_agreement_ = 0;
    std::optional<double> assumed_mean_count_share_;
    bool assumes_several_ = false;
    std::optional<bool> is_unique_in_population_;
    bool is_link_ = false;
};

/// Keys of each row from those of its values, which `add(value, keys)` gives; what several values of one row
/// have is all of it.
KeyColumn keys_by_value(const Rows& rows, const KeyColumn& column,
                        const std::function<void(std::uint32_t value, ValueKeys& keys)>& add);

}  // namespace scrm::identity
