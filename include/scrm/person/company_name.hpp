// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scrm::person {

/// The name of a company, comparable.
struct CompanyName {
    /// text::latin_key() of its words without legal form and quotes, by one space: "romawka" for
    /// ООО «Ромашка», Romashka LLC. "и", "and", "&" are left out.
    std::string key;
    /// latin_key of the legal form that was found, its first spelling in the list ("ooo", "lc"); empty for
    /// none.
    std::string legal_form;

    friend bool operator==(const CompanyName&, const CompanyName&) = default;
};

/// Take the legal forms off: ООО, АО, ЗАО, ПАО, ТОВ, ТОО, LLC, Ltd, Inc., GmbH, S.A. …, with dots or spelled
/// out (Общество с ограниченной ответственностью), and ИП, ФОП. nullopt when no word is left. At most the
/// first 256 bytes count. Pure, thread-safe.
std::optional<CompanyName> parse_company(std::string_view raw);

/// True when a legal form of companies stands among the words. "ИП" and "ФОП" are persons.
bool looks_like_company(std::string_view raw);

/// True when a mark of sole traders stands among the words (ИП, ФОП, Индивидуальный предприниматель), and no
/// legal form of companies: what is left is as a rule the name of a person.
bool names_sole_trader(std::string_view raw);

}  // namespace scrm::person
