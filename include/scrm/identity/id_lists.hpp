// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "scrm/core/error.hpp"

namespace scrm::identity {

/// A list of ids for each of many rows, most of which have one or none: a word a row, and the longer lists
/// apart. Rows are filled in their order. Ids are above 0 and below 2^31; 0 is no id. Thread-safe to read.
class IdLists {
  public:
    std::size_t size() const noexcept { return words_.size(); }
    bool empty() const noexcept { return words_.empty(); }
    /// The ids of a row below size(), in the order in which they were added.
    std::span<const std::uint32_t> at(std::size_t row) const noexcept {
        const std::uint32_t* word = words_.data() + row;
        if (*word < kSeveral) return {word, *word == 0 ? word : word + 1};
        const std::uint32_t* list = several_.data() + (*word - kSeveral);
        return {list + 1, *list};
    }
    /// Whether a row may have two ids.
    bool has_several() const noexcept { return !several_.empty(); }
    /// The id of each row, 0 for none, where no row has several; nullptr otherwise.
    const std::uint32_t* singles() const noexcept { return has_several() ? nullptr : words_.data(); }
    /// Fetches what `at` reads first into the cache.
    void prefetch(std::size_t row) const noexcept { __builtin_prefetch(words_.data() + row); }

    /// One more row, with this id or none.
    void append(std::uint32_t id = 0) { words_.push_back(id); }
    /// One more row with all of a list of different ids.
    void append(std::span<const std::uint32_t> ids) {
        append();
        for (const std::uint32_t id : ids) add(id);
    }
    /// One more id of a row below size(); 0 adds none. Rows before it get no further ones.
    void add(std::size_t row, std::uint32_t id) {
        std::uint32_t& word = words_[row];
        if (word == 0) {
            word = id;
        } else if (id != 0) {
            add_further(word, id);
        }
    }
    /// The same of the last row.
    void add(std::uint32_t id) { add(words_.size() - 1, id); }
    /// The same, unless the row has it.
    void add_new(std::uint32_t id) {
        const auto ids = at(words_.size() - 1);
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) add(id);
    }

    void reserve(std::size_t rows) { words_.reserve(rows); }
    /// Further rows without an id.
    void extend(std::size_t rows) { words_.resize(std::max(words_.size(), rows)); }
    void clear() noexcept {
        words_.clear();
        several_.clear();
    }
    void shrink_to_fit() {
        words_.shrink_to_fit();
        several_.shrink_to_fit();
    }
    std::size_t bytes() const noexcept {
        return (words_.capacity() + several_.capacity()) * sizeof(std::uint32_t);
    }

  private:
    static constexpr std::uint32_t kSeveral = std::uint32_t{1} << 31;

    void add_further(std::uint32_t& word, std::uint32_t id) {
        if (word >= kSeveral) {
            several_.push_back(id);
            ++several_[word - kSeveral];
            return;
        }
        if (several_.size() + 3 >= kSeveral)
            throw Error(ErrorCode::invalid_argument, "too many records have several values");
        const auto at = static_cast<std::uint32_t>(several_.size());
        several_.push_back(2);
        several_.push_back(word);
        several_.push_back(id);
        word = kSeveral + at;
    }

    std::vector<std::uint32_t> words_;    // an id, or where the row's list is
    std::vector<std::uint32_t> several_;  // lists of two ids and more, each after their number
};

}  // namespace scrm::identity
