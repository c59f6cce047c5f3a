// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/person/given_name.hpp"
#include "scrm/person/surname.hpp"

namespace scrm::person {

/// Words → readings, packed; filled once, then read by any number of threads.
class ReadingIndex {
  public:
    class Builder;

    std::span<const GivenNameReading> find(std::string_view key) const noexcept;

  private:
    struct Entry {
        std::uint32_t key_begin = 0;
        std::uint32_t reading_begin = 0;  ///< while it is built: the first one of its list, plus 1
        std::uint16_t key_size = 0;
        std::uint16_t reading_count = 0;
    };

    std::string_view key_of(const Entry& entry) const noexcept {
        return std::string_view{keys_}.substr(entry.key_begin, entry.key_size);
    }
    /// Where a key is, or where it would be.
    std::size_t slot_of(std::string_view key) const noexcept;

    std::string keys_;
    std::vector<GivenNameReading> readings_;
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> slots_;  ///< index into entries_ + 1
};

/// Collects what an index will hold, in any order: every process that reads a name waits for it, so nothing
/// is sorted but the few readings of one word.
class ReadingIndex::Builder {
  public:
    /// For about so many different words.
    explicit Builder(std::size_t words);

    /// A word that is both a full and a short form of one name is a full form.
    void add(std::string_view key, GivenNameReading reading);
    ReadingIndex finish() &&;

  private:
    struct Node {
        GivenNameReading reading;
        std::uint32_t next = 0;  ///< another one of the same word, plus 1
    };

    void grow();

    ReadingIndex index_;
    std::vector<Node> nodes_;
};

/// The authored list, keyed.
class GivenNameBook {
  public:
    static const GivenNameBook& instance();

    /// By keys.
    const ReadingIndex& forms() const noexcept { return forms_; }
    /// By folded spellings.
    const ReadingIndex& spellings() const noexcept { return spellings_; }
    /// By the stems of the full forms of men's names: see father_stem().
    const ReadingIndex& fathers() const noexcept { return fathers_; }

    std::size_t size() const noexcept { return names_.size(); }
    std::string_view text(GivenNameId id) const { return at(id).text; }
    std::string_view key(GivenNameId id) const { return at(id).key; }
    char gender(GivenNameId id) const { return at(id).gender; }
    /// Whether a spelling of the name begins with a letter whose key begins so: J of John, whose key is
    /// "ehn".
    bool may_begin_with(GivenNameId id, char key) const { return (at(id).initials >> (key & 31) & 1) != 0; }
    bool are_cognate(GivenNameId a, GivenNameId b) const { return (at(a).cognates & at(b).cognates) != 0; }

  private:
    struct Name {
        std::string_view text;
        std::string key;
        std::uint64_t cognates = 0;  ///< one bit an origin
        std::uint32_t initials = 0;  ///< bit c & 31 for each key c that a first letter has
        char gender = 'b';
    };

    GivenNameBook();
    const Name& at(GivenNameId id) const { return names_[static_cast<std::size_t>(id)]; }

    std::vector<Name> names_;
    ReadingIndex forms_;
    ReadingIndex spellings_;
    ReadingIndex fathers_;
};

/// What a man's name shares with the patronymic made of it: its key without the vowels at the end.
std::string_view father_stem(std::string_view key) noexcept;

/// A given name of one side of a comparison.
struct GivenWord {
    std::string_view text;  ///< folded; empty when unknown
    std::string_view key;
    std::span<const GivenNameReading> readings;
    bool initial = false;
};

GivenAgreement compare_given_words(const GivenWord& a, const GivenWord& b);

/// True when the two share a name.
bool share_name(std::span<const GivenNameReading> a, std::span<const GivenNameReading> b) noexcept;

/// Equal words of equal keys, or words in two scripts, which only their keys can compare. е and ё are one.
bool are_spelled_alike(std::string_view a, std::string_view b) noexcept;

/// Do two keys differ by a typing error only? One edit from four letters on, two from eight letters on, or
/// Jaro–Winkler ≥ 0.92 from five letters on.
enum class Spelling : std::uint8_t { typo, similar, different };
Spelling compare_spelling(std::string_view a, std::string_view b);
/// The same of words whose keys hide what was typed ("io" is one sound, "oi" are two).
Spelling compare_spelling(const NameForms& a, const NameForms& b);

/// compare_surnames() of words whose surname keys are at hand; neither is an initial.
SurnameAgreement compare_family_words(const NameForms& a, std::string_view neutral_a, const NameForms& b,
                                      std::string_view neutral_b);

}  // namespace scrm::person
