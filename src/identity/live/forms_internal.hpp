// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "identity/live/frozen_internal.hpp"
#include "identity/live/words_internal.hpp"
#include "identity/records/features_internal.hpp"

namespace scrm::identity::live {

/// Which derived columns comparisons read, of profiles with customers or of customers with each other; a
/// column's place in it is its number. Immutable.
class FormShape {
  public:
    struct Column {
        std::string key;
        /// Few values that come again and again: kept as numbers of words, others as texts.
        bool has_words = false;
    };
    /// Throws Error{invalid_argument} for more than 255 columns.
    explicit FormShape(const FrozenModel::State& frozen);

    const std::vector<Column>& columns() const noexcept { return columns_; }
    /// Of them, those that are derived as the model of profiles derives them; the rest as that of customers.
    std::size_t of_links() const noexcept { return of_links_; }
    std::vector<std::string> keys(bool of_links) const;

  private:
    std::vector<Column> columns_;
    std::size_t of_links_ = 0;
};

/// What comparisons read of one record, derived from its values: the texts that Features has for its row.
struct Forms {
    struct Value {
        std::uint8_t column = 0;
        std::string text;
    };
    /// The parts of the name, as NameParts: given, family, patronymic and other family name.
    std::array<std::string, 4> name;
    std::uint8_t suffix = 0;
    bool order_is_sure = true;
    bool is_company = false;
    NameScript script = NameScript::unknown;
    std::vector<Value> values;  ///< by column, then in the column's order
};

/// The words of all packed forms: of name parts, and of each column that has words.
struct FormWords {
    explicit FormWords(const FormShape& shape) : columns(shape.columns().size()) {}

    Words parts;
    std::deque<Words> columns;

    std::size_t bytes() const noexcept;
};

/// Forms in few bytes, with words for texts.
std::string pack(const Forms& forms, const FormShape& shape, FormWords& words);

/// Forms of a record that is stored, packed, or of one that is not.
struct FormView {
    std::string_view packed;
    const Forms* forms = nullptr;
};

/// Reads packed forms from the front.
class FormReader {
  public:
    explicit FormReader(std::string_view packed) : at_(packed.data()), end_(packed.data() + packed.size()) {}

    /// The name, with numbers of words for its parts; to be read first, once.
    NameParts name();
    /// Whether there is another value; then its column.
    bool next(std::uint8_t& column) noexcept {
        if (at_ == end_) return false;
        column = static_cast<std::uint8_t>(*at_++);
        return true;
    }
    /// The value: as its column has words or not.
    std::uint32_t word() noexcept { return number(); }
    std::string_view text() noexcept {
        const std::uint32_t size = number();
        const char* const begin = at_;
        at_ += size;
        return {begin, size};
    }

  private:
    std::uint32_t number() noexcept {
        std::uint32_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const auto byte = static_cast<std::uint8_t>(*at_++);
            value |= static_cast<std::uint32_t>(byte & 0x7FU) << shift;
            if (byte < 0x80) return value;
        }
    }
    const char* at_;
    const char* end_;
};

}  // namespace scrm::identity::live
