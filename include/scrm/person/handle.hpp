// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::person {

/// How much two handles agree; a later value is stronger evidence.
enum class HandleAgreement : std::uint8_t {
    different,
    similar,  ///< one edit apart in the skeleton (6 letters or more), or one begins with the other
    same_without_digits,  ///< equal letters, other digits: ivan_petrov87, ivanpetrov
    same_tokens,          ///< the same words in another order: petrov.ivan, ivan_petrov
    same_skeleton,        ///< equal once look-alikes and leet are undone: 1van_petr0v, ivan_petrov
    same_canonical,       ///< equal but for case, dots, underscores and hyphens
    exact,                ///< equal but for case
};

/// What a handle says of a person's name; a later value is stronger evidence.
enum class HandleNameAgreement : std::uint8_t {
    none,
    family_of_another,   ///< anna_petrova, o_petrov: with another's given name, initial or gender
    given_only,          ///< ivan87
    family_only,         ///< petrov_87
    family_and_initial,  ///< ipetrov, petrov.i
    given_and_initial,   ///< ivan.p: the family name's first letter beside the whole given name
    given_and_family,    ///< ivan_petrov, petrovivan
};

/// The name that an account chose in a network. A value. It is an attribute of the account, never its key:
/// handles are renamed and taken over by others.
class Handle {
  public:
    /// Take off `@`, white space and a network's decoration; nullopt when nothing usable is left, when there
    /// is white space inside, or over 128 bytes. `network` decides whether case counts there (nowhere known
    /// so far) and which handles the network makes itself; unknown networks are fine.
    static std::optional<Handle> parse(std::string_view raw, std::string_view network = {});

    /// canonical() of what `parse` makes of it, without making the rest; empty for none.
    static std::string canonical_of(std::string_view raw);

    /// As written, without decoration.
    const std::string& text() const noexcept { return text_; }
    /// Case folded.
    const std::string& folded() const noexcept { return folded_; }
    /// Folded, without dots, underscores and hyphens: the key to block on.
    const std::string& canonical() const noexcept { return canonical_; }
    /// Latin letters only: look-alike characters and leet between letters undone (p3tr0v), other scripts
    /// transliterated, digits and separators gone. "Ivan_Petr0v1987" gives "ivanpetrov" in the alphabet of
    /// text::latin_key. Two strangers' handles with one skeleton are worth a look for impersonation.
    const std::string& skeleton() const noexcept { return skeleton_; }
    /// Words of the handle in order, as latin keys, without numbers: split at separators, digits and camel
    /// case.
    std::vector<std::string> tokens() const;
    /// A birth year that the handle ends in: 1930–2015 in four digits, or two digits read as 1930–2015 (87 →
    /// 1987, 05 → 2005). Weak evidence.
    std::optional<int> trailing_year() const noexcept;
    /// Made by the network, not chosen: id123456, user12345, club77, deleted. It says nothing of a person.
    bool is_generated() const noexcept { return generated_; }

    friend bool operator==(const Handle& a, const Handle& b) { return a.folded_ == b.folded_; }

  private:
    std::string text_;
    std::string folded_;
    std::string canonical_;
    std::string skeleton_;
    bool generated_ = false;
};

/// Symmetric. Generated handles agree only when exact. Pure, thread-safe.
HandleAgreement compare(const Handle& a, const Handle& b);

/// Compare a handle with the latin keys (text::latin_key) of a person's given-name forms (Иван: ivan, vanya,
/// …) and family-name forms, the one in use first. Names of one letter are initials; empty keys are ignored.
/// Pure, thread-safe.
HandleNameAgreement compare_with_name_keys(const Handle& handle, std::span<const std::string_view> given_keys,
                                           std::span<const std::string_view> family_keys);

/// The same for any key of letters, without telling another of the family, for example the local part of an
/// e-mail address run through text::latin_key.
HandleNameAgreement compare_letters_with_name_keys(std::string_view letters,
                                                   std::span<const std::string_view> given_keys,
                                                   std::span<const std::string_view> family_keys);

}  // namespace scrm::person
