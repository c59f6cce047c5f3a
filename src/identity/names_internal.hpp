// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "identity/interner_internal.hpp"
#include "identity/measure_internal.hpp"
#include "identity/rows_internal.hpp"

namespace scrm::identity {

/// The comparable parts of one written name, as text.
struct ParsedName {
    std::string given;
    std::string family;
    std::string patronymic;
    std::string other_family;   ///< maiden or second family name
    std::uint8_t suffix = 0;    ///< person::NameSuffix
    bool order_is_sure = true;  ///< which word is the family name is known
    bool is_company = false;
};

/// Reads the name fields of a record.
ParsedName parse_name_fields(std::string_view full, std::string_view given, std::string_view family,
                             std::string_view patronymic);

/// Reads the name of a company: `family` is its key, the rest stays empty.
ParsedName parse_company_name(std::string_view raw);

/// The names that a short or foreign form stands for: keys that two forms of one name share. At least the
/// form itself.
void given_name_groups(std::string_view given, std::vector<std::string>& groups);
/// The family name without gendered ending, in Latin letters.
std::string family_name_root(std::string_view family);
/// A consonant skeleton for blocking.
std::string sound_of(std::string_view family);

/// The name of a row as ids of one dictionary, so that any part can be compared with any other. 0: not there.
struct NameParts {
    std::uint32_t given = 0;
    std::uint32_t family = 0;
    std::uint32_t patronymic = 0;
    std::uint32_t other_family = 0;
    std::uint8_t suffix = 0;
    bool order_is_sure = true;
    bool is_company = false;

    bool empty() const noexcept { return given == 0 && family == 0; }
};

/// `conflict`: two listed names of which neither stands for the other, so that no typing error explains them.
enum class GivenGrade : std::uint8_t { exact, typo, equivalent, initial, similar, different, conflict };
enum class FamilyGrade : std::uint8_t { exact, equivalent, typo, initial, similar, different };
enum class PatronymicGrade : std::uint8_t { same, close, different };

/// Outcomes (0 or 1 + grade) of given name, family name and patronymic in the best alignment of two names.
struct NameOutcome {
    unsigned given = 0;
    unsigned family = 0;
    unsigned patronymic = 0;
    bool swapped = false;
};

/// The parsed names of all rows.
class NameTable {
  public:
    NameTable() = default;
    NameTable(const Rows& rows, unsigned threads);

    bool empty() const noexcept { return names_.empty(); }
    const NameParts& of(Row row) const noexcept { return names_[name_of_row_[row]]; }
    std::size_t name_count() const noexcept { return names_.size(); }
    const NameParts& name(std::uint32_t index) const noexcept { return names_[index]; }
    const std::vector<std::uint32_t>& name_of_row() const noexcept { return name_of_row_; }
    std::string_view text(std::uint32_t part) const noexcept { return parts_.at(part); }
    std::span<const std::uint32_t> groups(std::uint32_t part) const noexcept {
        return {groups_.data() + group_starts_[part], groups_.data() + group_starts_[part + 1]};
    }
    std::string_view group_text(std::uint32_t group) const noexcept { return group_texts_.at(group); }
    std::uint32_t root(std::uint32_t part) const noexcept { return roots_[part]; }
    std::string_view root_text(std::uint32_t root_id) const noexcept { return root_texts_.at(root_id); }

    /// `given_memo` and `family_memo` remember grades of part pairs.
    NameOutcome compare(const NameParts& a, const NameParts& b, PairMemo& given_memo,
                        PairMemo& family_memo) const;

    std::size_t bytes() const noexcept;

  private:
    unsigned compare_given(std::uint32_t a, std::uint32_t b, PairMemo& memo) const;
    unsigned compare_family(std::uint32_t a, std::uint32_t b, PairMemo& memo) const;
    unsigned compare_patronymic(const NameParts& a, const NameParts& b) const;

    std::vector<NameParts> names_;
    std::vector<std::uint32_t> name_of_row_;
    StringPool parts_;
    std::vector<std::uint32_t> groups_;
    std::vector<std::uint32_t> group_starts_;
    StringPool group_texts_;
    std::vector<std::uint32_t> roots_;
    StringPool root_texts_;
};

}  // namespace scrm::identity
