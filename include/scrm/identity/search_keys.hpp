// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "scrm/model/customer.hpp"

namespace scrm::identity {

/// Names what SearchKeys does. Another name: keys of the old one find nothing any more and are made again.
inline constexpr std::string_view kSearchKeyRecipe = "person-6";

/// What customers are looked up by: hashes of what a question and its answer have in common. Two customers
/// share a key when they share
///   the last seven digits of a phone, the login of an e-mail (in front of its `@`; the whole mailbox where
///   that has less than 4 characters),
///   a full date of birth,
///   a given name, short forms undone, with the sound of a family name (its ending undone),
///   the sound of a family name, or of the only word of a name,
///   the rough sounds of given and family name, in any order: other scripts, slips in vowels,
///   the first four letters of a family name with the first one of the given name,
///   the name of a company, or the sound of a word of it of four letters or more.
/// Where a name does not tell which word is the family name, either is. Placeholders and mailboxes of a
/// function (info@) give no key, as they are no evidence. Patronymic, city, address and employer give none:
/// too many share them.
///
/// Remembers words between records, which changes no result. Thread-compatible.
class SearchKeys {
  public:
    static constexpr std::size_t kMost = 64;

    SearchKeys();
    ~SearchKeys();
    SearchKeys(SearchKeys&&) noexcept;
    SearchKeys& operator=(SearchKeys&&) noexcept;

    /// Distinct, ascending, kMost at most. The same on every platform.
    std::vector<std::int64_t> of(const Customer& customer);

  private:
    struct Memo;
    std::unique_ptr<Memo> memo_;
};

}  // namespace scrm::identity
