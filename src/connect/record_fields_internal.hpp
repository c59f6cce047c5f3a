// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scrm/core/time.hpp"
#include "scrm/model/customer.hpp"
#include "scrm/model/interaction.hpp"
#include "scrm/model/social_identity.hpp"

namespace scrm::connect {

/// What a field holds, hence how it is checked. Card numbers are masked in it, but where the value is what
/// the field is for or at least a number alone: "never in ids, phones or dates".
enum class FieldSort : std::uint8_t {
    free_text,
    plain_text,  ///< handles, addresses of pages, actors: masked only where they have blanks
    id,          ///< of another object: masked only where it is words; a JSON integer keeps its digits
    phone,       ///< masked only where it is none and has letters
    email,       ///< masked where it is none
    birth_date,  ///< masked only where it is none and has letters
    time_text,   ///< a time that is kept as written; masked as a birth date
    gender,
    word,    ///< one of Field::words, or as written
    typed,   ///< a number, truth value or time: the member's own type says it
    object,  ///< canonical JSON of an author
    array,   ///< canonical JSON of an array; members named id or …_id are ids
};

template <class T>
using Member =
    std::variant<std::string T::*, std::vector<std::string> T::*, std::optional<std::int64_t> T::*,
                 std::optional<double> T::*, std::optional<bool> T::*, std::optional<UtcTime> T::*>;

/// A field of a canonical format: its name there, the member that keeps it, and its sort.
template <class T>
struct Field {
    std::string_view name;
    Member<T> member;
    FieldSort sort = FieldSort::free_text;
    std::span<const std::string_view> words{};
};

/// Every field but the keys, in the order of the format. One table serves reading, writing and both file
/// kinds.
std::span<const Field<Customer>> customer_fields() noexcept;
std::span<const Field<SocialIdentity>> identity_fields() noexcept;
std::span<const Field<Interaction>> interaction_fields() noexcept;

template <class T>
std::span<const Field<T>> fields_of() noexcept {
    if constexpr (std::is_same_v<T, Customer>) {
        return customer_fields();
    } else if constexpr (std::is_same_v<T, SocialIdentity>) {
        return identity_fields();
    } else {
        return interaction_fields();
    }
}

/// The names of the keys, in the order of the format.
std::span<const std::string_view> key_names(const Customer*) noexcept;
std::span<const std::string_view> key_names(const SocialIdentity*) noexcept;
std::span<const std::string_view> key_names(const Interaction*) noexcept;

/// Whether a text can be a key of an author. Where bytes of one were replaced it names somebody else: such an
/// author is kept as written, and told from one that was read by this alone.
bool is_author_key(std::string_view key) noexcept;

/// Whether `name` is a key or field of the format of T, "record" included.
template <class T>
bool is_known_name(std::string_view name) noexcept {
    for (const Field<T>& field : fields_of<T>()) {
        if (field.name == name) return true;
    }
    for (const std::string_view key : key_names(static_cast<const T*>(nullptr))) {
        if (key == name) return true;
    }
    return name == "record";
}

}  // namespace scrm::connect
