// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace scrm::person {

/// The domain under which a provider with several for one mailbox is known (googlemail.com → gmail.com);
/// empty when the domain is no such alias. `domain` is folded.
std::string_view main_mail_domain(std::string_view domain) noexcept;

bool is_public_mail_domain(std::string_view domain) noexcept;

/// The provider that a mistyped domain means; nullopt for a correct or an unlike domain.
std::optional<std::string_view> meant_mail_domain(std::string_view domain);

}  // namespace scrm::person
