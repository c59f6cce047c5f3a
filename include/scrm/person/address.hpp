// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace scrm::person {

/// The comparable parts of a postal address line. A value; parts that were not found are empty.
///
/// A light reader for Russian, Ukrainian, English and common West European lines, not a geocoder: street
/// words (ул., вул., пр-т, street, st, straße …) are taken off, the rest of the street is a latin key, so
/// that "ул. Ленина, д. 5, кв. 12" and "Lenina 5-12" agree.
struct AddressKey {
    std::string street;  ///< text::latin_key of the street's name without its type: "lenina", "main"
    std::string house;   ///< number with letter and building: "5", "12a", "5k2"; lower-case Latin
    std::string flat;    ///< flat, suite or unit
    std::string
        postcode;      ///< 4–6 digits, ZIP without +4, or an upper-case alphanumeric code without its space
    std::string rest;  ///< latin keys of the words that found no place (city, state, country), by one space

    bool empty() const noexcept {
        return street.empty() && house.empty() && postcode.empty() && rest.empty();
    }
    friend bool operator==(const AddressKey&, const AddressKey&) = default;
};

/// Read a line; never fails, at most the first 512 bytes count. Pure, thread-safe, linear time.
AddressKey parse_address(std::string_view raw);

/// The street name alone, from a column of streets: "tullaroop street" gives "tullaroop".
std::string street_key(std::string_view raw);

/// How much two addresses agree; a later value is stronger evidence.
enum class AddressAgreement : std::uint8_t {
    not_comparable,  ///< one side has neither street nor postcode
    different,
    same_postcode,  ///< streets missing or unlike
    same_street,    ///< houses missing or different
    similar_house,  ///< equal house, streets one edit apart (5 letters or more)
    same_house,     ///< street and house agree, flats missing or different, postcodes not in the way
    exact,          ///< street, house, and flat (or no flat on both sides) and postcode or rest agree
};

/// Symmetric, pure.
AddressAgreement compare(const AddressKey& a, const AddressKey& b);

}  // namespace scrm::person
