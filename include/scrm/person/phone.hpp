// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::person {

/// A telephone number in E.164 form, with its country and an extension when one was written. Sixteen bytes, a
/// value.
///
/// Plain Russian, Kazakh, Ukrainian, Belarusian, North American and CIS shapes are read by rules of our own
/// (numbering plans of 2025: length and leading digits, so that a new operator prefix still reads); every
/// other country goes to libphonenumber and must be valid there. All functions are pure and thread-safe.
class PhoneNumber {
  public:
    /// Read one number as people write it:
    ///
    ///     8 (916) 123-45-67    +7…    tel:…    тел. …    … доб. 12    00380…
    ///
    /// `default_region` is the ISO 3166 alpha-2 code of the country that a number without a country code
    /// belongs to: the customer's country when it is known. Empty: only international forms are read. nullopt
    /// for two numbers in one string, letters other than a label, too few or too many digits, or a number
    /// that the plan cannot have; digits are never dropped or added to make a bad number good.
    static std::optional<PhoneNumber> parse(std::string_view raw, std::string_view default_region = "RU");

    /// The digits of the E.164 form as one number: 79161234567.
    std::uint64_t e164() const noexcept { return number_; }
    /// "+79161234567"; the extension is not part of it.
    std::string text() const;
    /// ISO alpha-2 code of the country ("RU", "KZ", "US", …); empty for shared codes such as +800.
    std::string_view country() const noexcept {
        return {country_.data(), country_[0] == '\0' ? std::size_t{0} : std::size_t{2}};
    }
    /// The extension's digits as written ("05" stays "05"); empty when there is none.
    std::string extension() const;
    bool has_extension() const noexcept { return extension_ != 0; }
    /// The last `count` digits (1–15) as a number: a key that survives a wrong country code. last_digits(7)
    /// of +79161234567 is 1234567.
    std::uint64_t last_digits(int count) const noexcept;
    /// A value typed to fill a form: equal digits or a run such as 1234567 in the subscriber part,
    /// +79999999999, +71234567890. Such a number identifies nobody.
    bool is_placeholder() const noexcept;
    /// A number that a firm is called by, free, at a shared cost or at a premium (8 800 555-35-35, 0 800 …):
    /// a hotline, which whoever shows it has from an advert. By the numbering plans of Russia and Kazakhstan,
    /// Ukraine, North America, Britain, Germany, France and Poland, and the codes shared by all
    /// countries.
    bool is_service() const noexcept;

    friend bool operator==(const PhoneNumber&, const PhoneNumber&) = default;
    friend auto operator<=>(const PhoneNumber&, const PhoneNumber&) = default;

  private:
    friend class PhoneReader;

    std::uint64_t number_ = 0;
    std::uint32_t extension_ = 0;  // decimal digits behind a leading 1, so that leading zeros are kept
    std::array<char, 2> country_{};
};

/// Read a number of a record that also says a country, as people write it ("UA", "Україна", "Ukraine"): by
/// that country's plan, and where it does not read there, as PhoneNumber::parse reads it without one. Empty
/// and unknown countries say nothing.
std::optional<PhoneNumber> parse_phone_in(std::string_view raw, std::string_view country);

/// The digits of a number that no plan reads, as a key of its own: 7 to 15 digits without what stands between
/// them ("(11) 91827-5678" without its country is "11918275678"). Empty for what has more or fewer, or text
/// beside them; with `+` or 00, which name a country; and for what fills a form: digits in a run (1234567),
/// in a pattern of up to three (1231231), or of two kinds (5000000).
std::string unplanned_digits(std::string_view raw);

/// Every number of a cell that may hold several: split at `;`, `,`, `/`, line ends and "или|або|or|и"; what
/// cannot be read is left out. Order of the text, no duplicates.
std::vector<PhoneNumber> parse_phones(std::string_view cell, std::string_view default_region = "RU");

/// The region under which most of a column's values read as numbers, among RU, KZ, UA, BY, US, GB, AU and DE;
/// ties and columns without evidence give `fallback`. At most the first 1,000 values are looked at; values
/// with `+` or a country code count for no region.
std::string_view likely_region(std::span<const std::string_view> values, std::string_view fallback = "RU");

}  // namespace scrm::person
