// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::person {

/// An e-mail address, as written and as the mailbox that it reaches. A value; equal when the mailbox is
/// equal.
///
/// The canonical form folds case everywhere, drops a `+tag`, drops dots for Gmail, treats dots and hyphens of
/// Yandex logins as one, and unifies providers that deliver one login under several domains (googlemail.com;
/// yandex.* with ya.ru and narod.ru; me.com and mac.com; pm.me). The mail.ru family (mail.ru, bk.ru, list.ru,
/// inbox.ru, internet.ru) stays apart: one login there is five people. Punycode labels are shown in Unicode.
/// Typing errors are never repaired. All functions are pure and thread-safe.
class EmailAddress {
  public:
    /// Read one address; `mailto:`, a display name with angle brackets, quotes and trailing punctuation
    /// around it are taken off. nullopt for none or several addresses, a word beside it ("ivan
    /// petrov@mail.ru" may be another's), an impossible local part or domain, or over 254 bytes.
    static std::optional<EmailAddress> parse(std::string_view raw);

    /// The address as written, without its surroundings.
    const std::string& text() const noexcept { return text_; }
    /// "ivanpetrov@gmail.com" for "Ivan.Petrov+bank@GoogleMail.com": the key to compare and to block on.
    const std::string& canonical() const noexcept { return canonical_; }
    /// The canonical form before and after the `@`.
    std::string_view local_part() const noexcept { return std::string_view{canonical_}.substr(0, at_); }
    std::string_view domain() const noexcept { return std::string_view{canonical_}.substr(at_ + 1); }
    /// The parts of the written local part: split at dots, underscores, hyphens, and between letters and
    /// digits, folded, the plus tag left out: "Ivan.Petrov87+x" gives ivan, petrov, 87.
    std::vector<std::string> local_tokens() const;
    /// A mailbox of a function, not of a person: info@, office@, noreply@, бухгалтерия@ …
    bool is_role() const;
    /// A value typed to fill a form: test@test.ru, no@mail.ru, a@a.ru, anything at example.com and its kin.
    bool is_placeholder() const;
    /// The domain is a public mail provider's, so it says nothing of an employer.
    bool is_public_provider() const;
    /// The provider domain that was probably meant, when this domain is a known typing error of one
    /// (gmial.com, yandex.ri). A hint for scoring and for people; nothing else here uses it.
    std::optional<std::string_view> likely_domain() const;

    friend bool operator==(const EmailAddress& a, const EmailAddress& b) {
        return a.canonical_ == b.canonical_;
    }
    friend auto operator<=>(const EmailAddress& a, const EmailAddress& b) {
        return a.canonical_ <=> b.canonical_;
    }

  private:
    std::string text_;
    std::string canonical_;
    std::size_t at_ = 0;
};

/// Every address that stands in a text (a cell with several, a biography), in order, without duplicates.
/// Linear time.
std::vector<EmailAddress> find_emails(std::string_view text);

}  // namespace scrm::person
