// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "scrm/person/gender.hpp"
#include "scrm/person/given_name.hpp"

namespace scrm::person {

/// Name columns of one record, as written; any may be empty. Views need to live only during the call.
struct NameFields {
    std::string_view full_name;
    std::string_view given_name;
    std::string_view family_name;
    std::string_view patronymic;
};

enum class NameRole : std::uint8_t {
    given,
    other_given,   ///< a nickname in brackets or quotes, the second half of Anna-Maria
    middle,        ///< a second given name that is no patronymic
    patronymic,    ///< Иванович; of "Алирза оглы" the first word
    family,        ///< both halves of Петров-Водкин
    other_family,  ///< maiden or former name: (Петрова), урожд. Петрова, née Smith
    unknown,       ///< a word of a name whose role its spelling does not tell, in written order
};

/// One word of a name. Its texts belong to the PersonName.
struct NameToken {
    NameRole role = NameRole::unknown;
    bool initial = false;  ///< one letter (or Yu., Ch. …) that stands for a word
};

enum class NameSuffix : std::uint8_t { none, junior, senior, second, third, fourth };

/// A name taken apart. A value of about 150 bytes plus one string; never holds more than kMaxTokens words.
class PersonName {
  public:
    static constexpr std::size_t kMaxTokens = 6;

    /// Words in written order; titles, suffixes, particles (van, de, оглы) and decorations are not among
    /// them.
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    const NameToken& token(std::size_t index) const noexcept { return tokens_[index].token; }
    /// text::fold() of the word, look-alikes and leet undone.
    std::string_view text(std::size_t index) const noexcept {
        return {bytes_.data() + tokens_[index].text_begin, tokens_[index].text_size};
    }
    /// text::latin_key() of it.
    std::string_view key(std::size_t index) const noexcept {
        return {bytes_.data() + tokens_[index].key_begin, tokens_[index].key_size};
    }
    /// surname_key() of it, whatever its role.
    std::string_view surname_key(std::size_t index) const noexcept {
        return {bytes_.data() + tokens_[index].key_begin, tokens_[index].surname_size};
    }
    /// given_name_readings() of it.
    std::span<const GivenNameReading> readings(std::size_t index) const noexcept {
        return {tokens_[index].readings, tokens_[index].reading_count};
    }

    /// Index of the first word in a role.
    std::optional<std::size_t> find(NameRole role) const noexcept;
    /// Key of that word; empty when there is none.
    std::string_view key_of(NameRole role) const noexcept;

    NameSuffix suffix() const noexcept { return suffix_; }
    /// False where the roles of given and family name are a guess, or are unknown.
    bool order_is_sure() const noexcept { return order_is_sure_; }
    /// False for nicknames, slogans, shops and texts without any word of a name: nothing to compare.
    bool is_usable() const noexcept { return is_usable_; }

    /// From patronymic, given name, title and surname ending, in this order of trust; nullopt when they say
    /// nothing.
    std::optional<Gender> gender() const noexcept;

  private:
    friend class NameReader;
    enum class KnownGender : std::uint8_t { none, male, female };

    struct Entry {
        const GivenNameReading* readings = nullptr;
        std::uint16_t text_begin = 0;
        std::uint16_t key_begin = 0;
        std::uint8_t text_size = 0;
        std::uint8_t key_size = 0;
        std::uint8_t surname_size = 0;
        std::uint8_t reading_count = 0;
        NameToken token;
    };

    std::string bytes_;
    std::array<Entry, kMaxTokens> tokens_{};
    std::uint8_t size_ = 0;
    NameSuffix suffix_ = NameSuffix::none;
    KnownGender gender_ = KnownGender::none;
    bool order_is_sure_ = false;
    bool is_usable_ = false;
};

/// Take a name apart: words in any order, Latin or Cyrillic, "Иванов И. И.", "Маша (Иванова) Петрова",
/// "❤ Аня ❤", letters of ornament (mathematical, small capitals, squared), mixed scripts, leet, titles,
/// suffixes.
///
/// `given_name` and `family_name` together go before `full_name`; one of them alone helps to read
/// `full_name`. Fields that are evidently interchanged (given_name Иванов, family_name Иван) are put right.
/// At most the first 256 bytes of a field and kMaxTokens words count. Never fails; pure, thread-safe, linear
/// time.
PersonName parse_name(const NameFields& fields);

/// The same for a full name alone.
PersonName parse_name(std::string_view full_name);

struct PlainNameWord;

/// What the spellings of words say, remembered from one name to the next: most words of many names come again
/// and again. Holds at most some ten thousand words. Never changes a result. Thread-compatible.
class NameWordMemo {
  public:
    NameWordMemo();
    ~NameWordMemo();
    NameWordMemo(NameWordMemo&&) noexcept;
    NameWordMemo& operator=(NameWordMemo&&) noexcept;

  private:
    friend class NameReader;
    friend std::optional<PlainNameWord> plain_name_word(std::string_view field, NameWordMemo& memo);
    std::unique_ptr<class NameWordTable> words_;
};

/// The same as without the memo.
PersonName parse_name(const NameFields& fields, NameWordMemo& memo);

/// One ordinary word that is all that a field of a structured name holds.
struct PlainNameWord {
    std::string key;                ///< text::latin_key()
    bool reads_as_given = false;    ///< a listed given name in full, without the ending of a surname
    bool reads_as_family = false;   ///< the ending of a surname, and no given name
    bool is_given = false;          ///< a listed given name, in full or short
    bool is_of_a_daughter = false;  ///< a patronymic and nothing else: Ивановна
};

/// Reads one field; nullopt where it holds anything else: several words, an initial, a title, brackets, a
/// word that no name has, or one that has an other_surname_key(). Where a given name, a family name and, if
/// there is one, a patronymic are plain and the first two are not interchanged, nor the second in the place
/// of the third, parse_name() gives each word the role of its field: three columns of a table are then read
/// value by value, not row by row.
std::optional<PlainNameWord> plain_name_word(std::string_view field, NameWordMemo& memo);

/// given_name Иванов, family_name Иван.
inline bool are_interchanged(const PlainNameWord& given, const PlainNameWord& family) noexcept {
    return given.reads_as_family && family.reads_as_given;
}

/// given_name Елена, family_name Ивановна, and no patronymic beside them.
inline bool is_patronymic_for_family(const PlainNameWord& given, const PlainNameWord& family) noexcept {
    return given.is_given && family.is_of_a_daughter;
}

/// True when the text reads as the name of a person, at least in part: parse_name(text).is_usable().
bool looks_like_person(std::string_view display_name);

/// name.gender(): the same question as for a GivenNameId.
std::optional<Gender> gender_of(const PersonName& name);

}  // namespace scrm::person
