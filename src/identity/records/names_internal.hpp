// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "identity/pair_memo_internal.hpp"
#include "identity/records/interner_internal.hpp"
#include "identity/records/letters_internal.hpp"
#include "identity/records/rows_internal.hpp"
#include "scrm/person/given_name.hpp"
#include "scrm/person/name.hpp"

namespace scrm::identity {

class ReadingMemo;

/// The letters that a name is written in.
enum class NameScript : std::uint8_t { unknown, latin, cyrillic };

/// The comparable parts of one written name, as text.
struct ParsedName {
    std::string given;
    std::string family;  ///< the patronymic again where it may be either: Дмитрий Климович
    std::string patronymic;
    std::string other_family;   ///< maiden or second family name, or the only one in its other spelling
    std::uint8_t suffix = 0;    ///< person::NameSuffix
    bool order_is_sure = true;  ///< which word is the family name is known
    bool is_company = false;
    NameScript script = NameScript::unknown;
};

/// Which scripts a text has letters of.
struct Scripts {
    bool latin = false;
    bool cyrillic = false;
};
Scripts scripts_in(std::string_view text) noexcept;

/// The script of a name; unknown where it mixes two.
NameScript script_of(std::initializer_list<std::string_view> texts);
NameScript script_of(Scripts one, Scripts other) noexcept;

/// Reads the name fields of a record; `memo` may be nullptr.
ParsedName parse_name_fields(std::string_view full, std::string_view given, std::string_view family,
                             std::string_view patronymic, person::NameWordMemo* memo = nullptr);

/// The name of a record by the first values of full_name, given_name, family_name and patronymic; what was
/// read before is remembered.
ParsedName read_name(const std::array<std::string_view, 4>& texts, bool is_company, const ReadingMemo& memo);

/// Reads the name of a company: `family` is its key, the rest stays empty; a sole trader's with initials is
/// `other_family`.
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
    NameScript script = NameScript::unknown;

    bool empty() const noexcept { return given == 0 && family == 0; }
    /// One word is the patronymic or the family name.
    bool is_ambiguous() const noexcept { return family != 0 && family == patronymic; }
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

/// What tells at a glance that two name parts differ.
struct NamePartOutline {
    static constexpr std::uint16_t kNoNumber = 0xFFFF;

    std::uint64_t letters = 0;  ///< Letters of the part, and of its surname key
    std::uint64_t root_letters = 0;
    std::uint32_t start = 0;
    std::uint8_t size = 0;
    std::uint8_t root_size = 0;
    std::uint8_t sounds = 0;               ///< which kinds of consonants it has
    bool is_listed = false;                ///< as a given name
    std::uint16_t given = kNoNumber;       ///< among the listed ones
    std::uint16_t patronymic = kNoNumber;  ///< among the patronymics
    std::uint8_t given_genders = 0;        ///< whose given name it may be: kMale | kFemale; 0: not listed
    std::uint8_t family_gender = 0;        ///< whose form of a family name it is; 0: either's

    static constexpr std::uint8_t kMale = 1;
    static constexpr std::uint8_t kFemale = 2;

    Letters whole() const noexcept { return {letters, start, size}; }
    Letters root() const noexcept { return {root_letters, start, root_size}; }
};

/// The parsed names of all rows.
class NameTable {
  public:
    NameTable() = default;
    /// `memo` remembers names between tables; nullptr: none does.
    NameTable(const Rows& rows, unsigned threads, const ReadingMemo* memo = nullptr);

    bool empty() const noexcept { return names_.empty(); }
    const NameParts& of(Row row) const noexcept { return names_[name_of_row_[row]]; }
    std::size_t name_count() const noexcept { return names_.size(); }
    const NameParts& name(std::uint32_t index) const noexcept { return names_[index]; }
    /// Whether a name is one of the right side's.
    bool is_right(std::uint32_t index) const noexcept { return index >= right_names_; }
    const std::vector<std::uint32_t>& name_of_row() const noexcept { return name_of_row_; }
    /// Parts in use, 0 included.
    std::size_t part_count() const noexcept { return parts_.size(); }
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
    /// The same of many pairs of rows, each packed into 32 bits.
    void grade(std::span<const RowPair> pairs, std::uint32_t* grades, PairMemo& given_memo,
               PairMemo& family_memo) const;
    /// Outcomes of given name, family name and patronymic, a byte each, then whether the two were swapped.
    static std::uint32_t packed(const NameOutcome& outcome) noexcept {
        return outcome.given | outcome.family << 8 | outcome.patronymic << 16 |
               static_cast<std::uint32_t>(outcome.swapped) << 24;
    }

    /// For a table whose parts and rows are set by hand.
    void begin_by_hand();
    /// Adds a part that the table does not have, and returns its id.
    std::uint32_t add_part(std::string_view text);
    /// Takes the names of rows for its own, one each. Gives the old ones back.
    void swap_rows(std::vector<NameParts>& names);

    std::size_t bytes() const noexcept;

  private:
    unsigned compare_given(std::uint32_t a, std::uint32_t b, PairMemo& memo) const;
    unsigned compare_family(std::uint32_t a, std::uint32_t b, PairMemo& memo) const;
    unsigned compare_patronymic(const NameParts& a, const NameParts& b) const;
    bool are_man_and_woman(const NameParts& a, const NameParts& b) const;
    unsigned better_with_other_families(unsigned best, const NameParts& a, const NameParts& b,
                                        PairMemo& memo) const;
    NameOutcome aligned(const NameParts& a, const NameParts& b, PairMemo& given_memo,
                        PairMemo& family_memo) const;
    /// Of names of which one at least is ambiguous.
    NameOutcome aligned_ambiguous(const NameParts& a, const NameParts& b, PairMemo& given_memo,
                                  PairMemo& family_memo) const;
    /// Whether two parts in two scripts may be one name by their sound.
    bool may_sound_alike(std::uint32_t a, std::uint32_t b) const;
    /// Of a part of `a` and one in the other script: 2 where they sound like one name misspelt, 1 where they
    /// sound similar, 0.
    unsigned heard(const NameParts& a, std::uint32_t part_a, std::uint32_t part_b, PairMemo& memo) const;
    /// grade() as any processor can do it, inlined into the one for processors that count bits.
    void grade_all(std::span<const RowPair> pairs, std::uint32_t* grades, PairMemo& given_memo,
                   PairMemo& family_memo) const;
    void grade_counting_bits(std::span<const RowPair> pairs, std::uint32_t* grades, PairMemo& given_memo,
                             PairMemo& family_memo) const;
    unsigned remembered(std::uint32_t a, std::uint32_t b, PairMemo& memo,
                        unsigned (NameTable::*grader)(std::uint32_t, std::uint32_t) const) const;
    /// Of two different parts, letter by letter.
    unsigned grade_givens(std::uint32_t a, std::uint32_t b) const;
    unsigned grade_families(std::uint32_t a, std::uint32_t b) const;
    unsigned grade_patronymics(std::uint32_t a, std::uint32_t b) const;
    void outline_parts();
    void group_parts();
    void root_parts();
    /// Its outline, without a number as a patronymic, and its readings.
    void outline(std::string_view part);
    void number_patronymic(std::uint32_t part);

    static constexpr std::uint16_t kNoNumber = NamePartOutline::kNoNumber;

    std::vector<NameParts> names_;
    std::vector<std::uint32_t> name_of_row_;
    std::uint32_t right_names_ = 0;
    StringPool parts_;
    std::vector<std::uint32_t> groups_;
    std::vector<std::uint32_t> group_starts_;
    StringPool group_texts_;
    std::vector<std::uint32_t> roots_;
    StringPool root_texts_;
    std::vector<NamePartOutline> outlines_;
    std::vector<std::span<const person::GivenNameReading>> readings_;  // of each part as a given name
    const LikenessBound* bound_ = nullptr;
    std::uint16_t numbered_givens_ = 0;
    std::uint16_t numbered_patronymics_ = 0;
    PairTable listed_givens_;
    PairTable patronymics_;
};

}  // namespace scrm::identity
