// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "identity/blocking/name_keys_internal.hpp"
#include "identity/live/forms_internal.hpp"
#include "identity/live/text_ids_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/records/reading_memo_internal.hpp"
#include "scrm/identity/live_resolver.hpp"

namespace scrm::identity::live {

/// Derives the columns of one record at a time: the texts that Features gives its row. Remembers what it read
/// of values that come again, which changes no result. One thread at a time.
class RecordReader {
  public:
    /// Of these columns, as for a link of `population`; it outlives the reader.
    RecordReader(const std::vector<std::string>& keys, const PopulationStatistics& population);

    /// Reads a canonical record.
    void read(const LiveRecord& record, NameSide side);

    // Of the record that was read last, each column by its position among the keys.
    std::span<const std::uint32_t> ids(std::size_t column) const noexcept {
        return values_.of(numbers_[column]);
    }
    std::string_view text(std::uint32_t id) const noexcept { return values_.text(id); }
    /// As KeyColumn::content_hash.
    std::uint64_t content_hash(std::uint32_t id) const noexcept { return values_.content_hash(id); }
    /// nullptr where no column is made from names.
    const ParsedName* name() const noexcept { return needs_name_ ? &name_ : nullptr; }
    bool is_worn() const noexcept { return names_.part_count() > kWorn; }

  private:
    static constexpr std::size_t kWorn = 1U << 18;
    enum class Kind : std::uint8_t { of_attributes, of_column, of_name, spelled };
    struct Column {
        std::string key;
        Kind kind = Kind::of_attributes;
        ColumnSource source;
        std::vector<std::string> needed;      // attributes
        std::vector<std::size_t> attributes;  // the same by their position here
        std::size_t fine = 0;                 // the column that it is made from
    };
    void know(std::string_view attribute);
    std::size_t number_of(std::string_view attribute) const;
    std::size_t add_column(const std::string& key);
    void find_values(const LiveRecord& record);
    std::string_view first(const LiveRecord& record, std::size_t attribute) const;
    NameParts read_name(const LiveRecord& record);
    void read_column(const Column& column, const LiveRecord& record, const NameParts& name, NameSide side);

    const PopulationStatistics& population_;
    ReadingMemo memo_;
    std::vector<Column> columns_;       // those that others are made from before these
    std::vector<std::size_t> numbers_;  // of the keys' columns
    bool needs_name_ = false;
    std::vector<std::string> attributes_;           // sorted
    std::array<std::size_t, 5> name_attributes_{};  // of the four parts, and of the kind
    NameTable names_;
    TextIds part_ids_;

    // The record at hand: where the values of each attribute begin, and how many there are.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> found_;
    ParsedName name_;
    ValueKeys values_;
    std::vector<std::string> texts_;
};

}  // namespace scrm::identity::live
