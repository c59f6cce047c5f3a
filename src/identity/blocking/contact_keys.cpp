// SPDX-License-Identifier: Apache-2.0
#include "identity/blocking/contact_keys_internal.hpp"
#include "scrm/person/handle.hpp"

namespace scrm::identity {

std::optional<person::EmailAddress> evident_email(std::string_view raw) {
    auto email = person::EmailAddress::parse(raw);
    if (email && (email->is_placeholder() || email->is_role())) email.reset();
    return email;
}

std::string login_of(const person::EmailAddress& email) {
    const std::string_view written = std::string_view{email.text()}.substr(0, email.text().find('@'));
    std::string login = person::Handle::canonical_of(written.substr(0, written.find('+')));
    if (login.size() < 4) login.clear();
    return login;
}

}  // namespace scrm::identity
