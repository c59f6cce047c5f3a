// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/identity/id_lists.hpp"
#include "scrm/table/column.hpp"

namespace scrm::identity {

/// Number of a distinct value within one column; 0 is "no value".
using ValueId = std::uint32_t;
/// Position of a record in its set.
using RecordIndex = std::uint32_t;

/// Distinct strings laid end to end; id 0 is the empty string. Thread-safe to read.
class StringPool {
  public:
    std::string_view at(ValueId id) const noexcept {
        const std::uint64_t begin = start(id);
        return std::string_view{bytes_}.substr(begin, start(id + 1) - begin);
    }
    /// Number of ids, 0 included.
    std::size_t size() const noexcept { return starts_.size() - 1; }
    std::size_t bytes() const noexcept {
        return bytes_.capacity() + starts_.capacity() * sizeof(starts_[0]) +
               bases_.capacity() * sizeof(bases_[0]);
    }

  private:
    friend class StringInterner;
    /// Starts are kept in 32 bits, from the start of every 65,536th string.
    static constexpr unsigned kBlockBits = 16;

    std::uint64_t start(ValueId id) const noexcept { return bases_[id >> kBlockBits] + starts_[id]; }
    void append(std::string_view text) {
        bytes_.append(text);
        if (starts_.size() >> kBlockBits == bases_.size()) bases_.push_back(bytes_.size());
        starts_.push_back(static_cast<std::uint32_t>(bytes_.size() - bases_.back()));
    }

    std::string bytes_;
    std::vector<std::uint64_t> bases_{0};
    std::vector<std::uint32_t> starts_{0, 0};
};

/// One attribute of all records: interned values as their source wrote them, none, one or several a record.
class ValueColumn {
  public:
    const std::string& attribute() const noexcept { return attribute_; }
    /// Number of ids in use: every id below it except 0 stands for a distinct value.
    std::size_t value_count() const noexcept { return pool_.size(); }
    std::string_view text(ValueId id) const noexcept { return pool_.at(id); }
    /// The values of a record in the order they were added, without repetition.
    std::span<const ValueId> values(RecordIndex record) const noexcept { return ids_.at(record); }
    /// The first value, 0 when there is none.
    ValueId first(RecordIndex record) const noexcept {
        const auto all = values(record);
        return all.empty() ? 0 : all.front();
    }
    bool is_multi_valued() const noexcept { return ids_.has_several(); }
    std::size_t bytes() const noexcept;

  private:
    friend class RecordSetBuilder;
    std::string attribute_;
    StringPool pool_;
    IdLists ids_;
};

/// The records of one population, column by column: what linkage reads. Immutable, thread-safe to read;
/// move-only because it may be large. At about 60–350 bytes a record for people.
///
/// Attribute names: full_name, given_name, family_name, patronymic, gender, birth_date, phone, email, handle,
/// url, address, street, postcode, city, region, country, employer, occupation, national_id, kind, network,
/// link (a pointer to another profile), public_phone (of its phones those in its biography or links),
/// followers, source, `other:ANYTHING`; any other name is compared as plain text.
class RecordSet {
  public:
    RecordSet();
    RecordSet(RecordSet&&) noexcept;
    RecordSet& operator=(RecordSet&&) noexcept;
    ~RecordSet();

    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    /// Exact bytes of the record's id.
    std::string_view id(RecordIndex record) const noexcept { return ids_.at(record + 1); }
    /// Binary search over the ids; nullopt when there is no such record.
    std::optional<RecordIndex> find(std::string_view id) const noexcept;
    /// Records by their id's bytes: every algorithm walks them in this order, so that the order of rows never
    /// matters.
    std::span<const RecordIndex> by_id() const noexcept { return by_id_; }

    std::span<const ValueColumn> columns() const noexcept { return columns_; }
    /// nullptr when no record has the attribute.
    const ValueColumn* column(std::string_view attribute) const noexcept;
    /// What a source said that an attribute holds, also where no record has a value; nullopt when no source
    /// declared it, unknown when several said different things.
    std::optional<table::CellType> declared(std::string_view attribute) const noexcept;
    /// Whether a source declared any attribute.
    bool has_declared() const noexcept { return !declared_.empty(); }
    /// All values of a record in one attribute, as views into the set.
    std::vector<std::string_view> values(RecordIndex record, std::string_view attribute) const;

    /// What the records are, e.g. "customers"; term frequencies are kept apart by population.
    const std::string& population() const noexcept { return population_; }
    /// Heap bytes held.
    std::size_t bytes() const noexcept;

  private:
    friend class RecordSetBuilder;
    std::string population_;
    std::size_t size_ = 0;
    StringPool ids_;
    std::vector<RecordIndex> by_id_;
    std::vector<ValueColumn> columns_;
    std::vector<std::pair<std::string, table::CellType>> declared_;
};

/// Fills a RecordSet record by record. Thread-compatible; about 1 µs a record of ten values.
class RecordSetBuilder {
  public:
    explicit RecordSetBuilder(std::string population = {});
    ~RecordSetBuilder();
    RecordSetBuilder(RecordSetBuilder&&) noexcept;
    RecordSetBuilder& operator=(RecordSetBuilder&&) noexcept;

    /// The handle of an attribute, made when new: faster than its name in a loop.
    std::size_t attribute(std::string_view name);
    /// A source has this attribute, whether or not its records have values, and says what they are.
    void declare(std::string_view name, table::CellType type);
    /// Starts the next record. Its id is kept as it is.
    void begin(std::string_view record_id);
    /// Adds a value to the current record. White space around it is cut off; an empty value is none; a
    /// repeated one counts once; a value is kept up to 512 bytes (cut at a code point), which is all that
    /// comparisons look at.
    void add(std::size_t attribute, std::string_view value);
    void add(std::string_view attribute_name, std::string_view value) {
        add(attribute(attribute_name), value);
    }
    /// The same for a record that was begun before, by its position; no value of an earlier record may follow
    /// in that attribute. Threads may fill different attributes at a time.
    void add(std::size_t attribute, RecordIndex record, std::string_view value);
    /// Adds the value of a column as it is: white space counts. An empty value is none; it is kept up to 64
    /// KiB.
    void add_verbatim(std::size_t attribute, std::string_view value);
    std::size_t size() const noexcept;

    /// The set; the builder is spent. Throws Error{already_exists} when an id stands twice,
    /// Error{invalid_argument} above 2^31 records.
    RecordSet finish();

  private:
    void add_value(std::size_t attribute, RecordIndex record, std::string_view value);

    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace scrm::identity
