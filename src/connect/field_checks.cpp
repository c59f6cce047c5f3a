// SPDX-License-Identifier: Apache-2.0
#include "connect/field_checks_internal.hpp"

#include "scrm/person/email.hpp"
#include "scrm/person/gender.hpp"
#include "scrm/person/partial_date.hpp"
#include "scrm/person/phone.hpp"

namespace scrm::connect {

bool is_phone(std::string_view text, std::string_view country) {
    return person::parse_phone_in(text, country).has_value();
}

bool is_email(std::string_view text) {
    return person::EmailAddress::parse(text).has_value();
}

bool is_birth_date(std::string_view text) {
    return person::PartialDate::parse(text).has_value();
}

bool is_gender(std::string_view text) {
    return person::parse_gender(text).has_value();
}

}  // namespace scrm::connect
