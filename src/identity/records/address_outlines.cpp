// SPDX-License-Identifier: Apache-2.0
#include "identity/records/address_outlines_internal.hpp"

#include "identity/records/interner_internal.hpp"

namespace scrm::identity {
namespace {

constexpr char kSeparator = '\x1F';

/// Takes the text before the next separator off `rest`.
std::string_view next_part(std::string_view& rest) {
    const std::size_t at = rest.find(kSeparator);
    const std::string_view part = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
    return part;
}

}  // namespace

std::string address_text(const person::AddressKey& key) {
    return key.street + kSeparator + key.house + kSeparator + key.flat + kSeparator + key.postcode +
           kSeparator + key.rest;
}

person::AddressKey address_from(std::string_view text) {
    person::AddressKey key;
    for (std::string* part : {&key.street, &key.house, &key.flat, &key.postcode, &key.rest})
        *part = next_part(text);
    return key;
}

AddressOutlines::AddressOutlines(const KeyColumn& addresses) {
    StringInterner streets;
    StringInterner postcodes;
    streets_.emplace_back();
    outlines_.reserve(addresses.id_count());
    for (std::uint32_t id = 0; id < addresses.id_count(); ++id) {
        std::string_view rest = addresses.text(id);
        const std::string_view street = next_part(rest);
        next_part(rest);  // the house
        next_part(rest);  // the flat
        AddressOutline& out = outlines_.emplace_back();
        out.street = streets.intern(street);
        out.postcode = postcodes.intern(next_part(rest));
        if (out.street == streets_.size()) streets_.push_back(Letters::of(street));
    }
}

}  // namespace scrm::identity
