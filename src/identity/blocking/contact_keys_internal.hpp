// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scrm/person/email.hpp"

namespace scrm::identity {

/// An e-mail address that is evidence: neither a placeholder nor the mailbox of a function.
std::optional<person::EmailAddress> evident_email(std::string_view raw);

/// The local part as a login, without what follows a plus; empty below four characters.
std::string login_of(const person::EmailAddress& email);

}  // namespace scrm::identity
