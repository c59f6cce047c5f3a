// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "identity/records/letters_internal.hpp"
#include "identity/records/rows_internal.hpp"
#include "scrm/person/address.hpp"

namespace scrm::identity {

/// A value of the column address_line, and the parts behind it.
std::string address_text(const person::AddressKey& key);
person::AddressKey address_from(std::string_view text);

/// What tells at a glance that two addresses are elsewhere: numbers of equal streets and of equal postcodes,
/// 0 for none.
struct AddressOutline {
    std::uint32_t street = 0;
    std::uint32_t postcode = 0;
};

/// The outlines of the addresses of a column. Immutable, thread-safe to read.
class AddressOutlines {
  public:
    AddressOutlines() = default;
    /// Of the texts that address_from reads.
    explicit AddressOutlines(const KeyColumn& addresses);

    const AddressOutline& of(std::uint32_t address) const noexcept { return outlines_[address]; }
    /// The letters of a street's name.
    const Letters& street(std::uint32_t number) const noexcept { return streets_[number]; }
    std::size_t bytes() const noexcept {
        return outlines_.capacity() * sizeof(AddressOutline) + streets_.capacity() * sizeof(Letters);
    }

  private:
    std::vector<AddressOutline> outlines_;
    std::vector<Letters> streets_;
};

}  // namespace scrm::identity
