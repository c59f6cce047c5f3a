// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "scrm/core/digest.hpp"
#include "scrm/person/given_name.hpp"
#include "scrm/person/name.hpp"
#include "scrm/person/patronymic.hpp"

namespace scrm::person {

/// What a word of a display name is, where it is no name.
enum class WordKind : std::uint8_t {
    ordinary,
    title_male,          ///< Mr, пан, г-н
    title_female,        ///< Mrs, пані
    title,               ///< Dr, проф., ИП
    particle,            ///< van, de, bin: part of the family name that follows
    maiden_mark,         ///< née, урожд.: a former family name follows
    father_mark_male,    ///< оглы: the word before is a patronymic
    father_mark_female,  ///< кызы
    junior,
    senior,
    second,
    third,
    fourth,
    legal_form,       ///< ООО, LLC
    stop_or_surname,  ///< king, волк: a surname beside a given name, else as stop
    stop,             ///< shop, official, мир: no name of a person holds it
};

WordKind kind_of_word(std::string_view folded);
/// The first spelling of a legal form among its synonyms; empty for any other word.
std::string_view legal_form_of(std::string_view folded);

/// A word of a name with all that its spelling says.
struct NameWord {
    std::string text;
    std::string key;
    std::span<const GivenNameReading> readings;
    std::optional<PatronymicReading> patronymic;
    WordKind kind = WordKind::ordinary;
    bool initial = false;
    bool surname_ending = false;
    bool joined = false;       ///< a hyphen stands between it and the word before
    bool in_brackets = false;  ///< (…), "…", «…»
    bool comma_after = false;
    bool is_maiden = false;  ///< a maiden mark stands before it
    NameRole role = NameRole::unknown;

    bool is_given() const noexcept { return !readings.empty(); }
    bool is_full_given() const noexcept { return !readings.empty() && !readings.front().short_form; }
    /// A patronymic and nothing else: a daughter's, or a son's of a listed father.
    bool is_patronymic() const noexcept { return patronymic && readings.empty() && patronymic->certain; }
};

/// The words of one field, at most kMaxWords.
struct NameWords {
    static constexpr std::size_t kMaxWords = 10;

    NameWords() = default;
    NameWords(const NameWords&) = default;
    NameWords& operator=(const NameWords&) = default;
    /// Moves the words that there are: most names have three.
    NameWords(NameWords&& other) noexcept { *this = std::move(other); }
    NameWords& operator=(NameWords&& other) noexcept {
        size = other.size;
        is_odd = other.is_odd;
        is_phrase = other.is_phrase;
        std::move(other.words.begin(), other.words.begin() + static_cast<std::ptrdiff_t>(size),
                  words.begin());
        return *this;
    }
    ~NameWords() = default;

    std::array<NameWord, kMaxWords> words;
    std::size_t size = 0;
    bool is_odd = false;     ///< words fell out that no name has: numbers, leet that means nothing
    bool is_phrase = false;  ///< a capital first, then a small letter: "Ночной дозор"

    std::span<NameWord> all() noexcept { return {words.data(), size}; }
};

/// What a word's spelling says, by the word and whether a dot follows it. Thread-compatible.
class NameWordTable {
  public:
    struct Entry {
        std::string key;
        std::span<const GivenNameReading> readings;
        std::optional<PatronymicReading> patronymic;
        WordKind kind = WordKind::ordinary;
        bool initial = false;
        bool surname_ending = false;
    };

    /// nullptr: not seen before.
    const Entry* find(std::string_view word, bool dot_after) const;
    void add(const NameWord& word, bool dot_after);

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return hash64(text); }
    };
    using Entries = std::unordered_map<std::string, Entry, Hash, std::equal_to<>>;

    std::array<Entries, 2> entries_;  ///< without a dot, with one
};

/// Whether in_letters_meant() may change a text, beside whatever other: it holds letters of ornament, letters
/// of both scripts, or no Latin letter that is plainly one. A glance, that lets nearly all names go.
bool may_mean_other_letters(std::string_view raw) noexcept;

/// Reads at most 256 bytes. Appends to `out`. `table`: nullptr, or words that were read before. `beside`:
/// what another field of the same name holds; only its letters count.
void read_name_words(std::string_view raw, NameWords& out, NameWordTable* table = nullptr,
                     std::string_view beside = {});

/// Whether the lists know a folded word as a given name or a patronymic, or its ending is one of surnames.
bool reads_as_name(std::string_view folded);

/// A text with its letters as they are meant: letters of ornament plain, look-alike letters in the script of
/// their word ("Aннa" with two Latin letters is Cyrillic). A word that may be of either script is of the one
/// in which it is a name that the lists know ("Bepa" is Вера, "Kate" stays), else of that of the other words,
/// which may be those of another field, `beside`. Empty: nothing to change.
std::string in_letters_meant(std::string_view raw, std::string_view beside = {});

/// What assign_roles() found beside the roles.
struct NameReading {
    NameSuffix suffix = NameSuffix::none;
    std::optional<Gender> title_gender;
    bool order_is_sure = false;
    bool is_usable = false;
};

/// What other fields say of the words of a full name: keys, empty for unknown.
struct NameHints {
    std::string_view given;
    std::string_view family;
};

/// Gives every word of a full name its role; words that are none of a name leave the list.
NameReading assign_roles(NameWords& words, const NameHints& hints);

/// Takes titles, suffixes, particles and marks out of the list and notes what they said; a word behind a
/// maiden mark or in brackets becomes other_family or other_given.
void take_out_marks(NameWords& words, NameReading& reading, bool is_family_field);

/// The same words with a break wherever a capital follows a small letter (IvanPetrov); empty without such a
/// place.
std::string split_camel_case(std::string_view raw);

}  // namespace scrm::person
