// SPDX-License-Identifier: Apache-2.0
#include "identity/measures/contact_measures_internal.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <string>

#include "identity/measures/glance_measure_internal.hpp"
#include "identity/measures/level_measure_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/records/letters_internal.hpp"
#include "scrm/text/similarity.hpp"

namespace scrm::identity {
namespace {

constexpr std::array<std::string_view, 4> kPhoneGrades = {"same", "same_tail", "one_digit", "different"};
constexpr std::array<std::string_view, 5> kEmailGrades = {"same", "typo", "same_login", "similar",
                                                          "different"};
constexpr std::array<std::string_view, 6> kAddressGrades = {"exact",       "same_house",    "similar_house",
                                                            "same_street", "same_postcode", "different"};

/// Of a number that no plan reads there is no "+".
std::string_view digits_of_phone(std::string_view number) {
    return number.starts_with('+') ? number.substr(1) : number;
}

/// The digits of a number, each plus one, in 4 bits each from the highest down; 0: not 8 to 15 digits.
std::uint64_t packed_digits(std::string_view number) {
    constexpr std::size_t kFewest = 8;
    constexpr std::size_t kMost = 15;
    const std::string_view digits = digits_of_phone(number);
    if (digits.size() < kFewest || digits.size() > kMost) return 0;
    std::uint64_t packed = 0;
    unsigned shift = 64;
    for (const char c : digits) {
        if (c < '0' || c > '9') return 0;
        shift -= 4;
        packed |= static_cast<std::uint64_t>(c - '0' + 1) << shift;
    }
    return packed;
}

class PhoneMeasure : public GlanceMeasure<PhoneMeasure> {
  public:
    explicit PhoneMeasure(const KeyColumn& column) : GlanceMeasure(column, false) { read_digits(); }

    void follow_values() override {
        GlanceMeasure::follow_values();
        read_digits();
    }

    [[gnu::always_inline]] unsigned glance(std::uint32_t a, std::uint32_t b) const {
        const std::uint64_t p = digits_[a];
        const std::uint64_t q = digits_[b];
        if (p == 0 || q == 0) return 0;
        const int unused_p = unused_bits(p);
        const int unused_q = unused_bits(q);
        const std::uint64_t ends = (p >> unused_p) ^ (q >> unused_q);
        if ((ends & kLastSeven) == 0) return 2;
        // One edit leaves the digits before it and, but for the one beside it, those behind it equal.
        const int longer = 16 - std::min(unused_p, unused_q) / 4;
        const bool differ = (ends & kLastFour) != 0 && std::countl_zero(p ^ q) / 4 < longer - 5;
        return differ ? 4 : 0;
    }

  protected:
    unsigned compare(std::uint32_t a, std::uint32_t b) const override {
        if (const unsigned sure = glance(a, b)) return sure;
        const auto x = digits_of_phone(column().text(a));
        const auto y = digits_of_phone(column().text(b));
        if (x.size() >= 7 && y.size() >= 7 && x.substr(x.size() - 7) == y.substr(y.size() - 7)) return 2;
        return text::damerau_levenshtein(x, y, 1) <= 1 ? 3 : 4;
    }

  private:
    static constexpr std::uint64_t kLastFour = 0xFFFF;
    static constexpr std::uint64_t kLastSeven = 0xFFF'FFFF;

    static int unused_bits(std::uint64_t digits) { return std::countr_zero(digits) & ~3; }
    void read_digits() {
        digits_.resize(column().id_count());
        for (std::uint32_t id = 0; id < digits_.size(); ++id) digits_[id] = packed_digits(column().text(id));
    }

    std::vector<std::uint64_t> digits_;
};

class EmailMeasure : public GlanceMeasure<EmailMeasure> {
  public:
    explicit EmailMeasure(const KeyColumn& column) : GlanceMeasure(column), bound_(likeness_bound()) {
        read_logins();
    }

    void follow_values() override {
        GlanceMeasure::follow_values();
        read_logins();
    }

    [[gnu::always_inline]] unsigned glance(std::uint32_t a, std::uint32_t b) const {
        const Letters& x = logins_[a];
        const Letters& y = logins_[b];
        // So few edits change a login by as many letters, unless they move the @: then the logins start
        // alike.
        const bool starts_differ = Letters::shared_start(x, y) == 0;
        return starts_differ && !bound_.may_be_alike(x, y) ? kDifferent : 0;
    }

  protected:
    unsigned compare(std::uint32_t a, std::uint32_t b) const override {
        const auto x = column().text(a);
        const auto y = column().text(b);
        const auto login_x = login_of(x);
        const auto login_y = login_of(y);
        if (text::damerau_levenshtein(x, y, kTypos) <= kTypos)
            return numbers_differ(login_x, login_y) ? kDifferent : 2;
        if (login_x == login_y && login_x.size() >= 5) return 3;
        return text::jaro_winkler(login_x, login_y) >= kSimilar &&
                       std::min(login_x.size(), login_y.size()) >= 5 && !numbers_differ(login_x, login_y)
                   ? 4
                   : kDifferent;
    }

  private:
    static constexpr int kTypos = 2;
    static constexpr double kSimilar = 0.9;
    static constexpr unsigned kDifferent = 5;

    void read_logins() {
        logins_.resize(column().id_count());
        for (std::uint32_t id = 0; id < logins_.size(); ++id)
            logins_[id] = Letters::of(login_of(column().text(id)));
    }
    /// Namesakes and relatives make logins of one name, and numbers tell them apart: petrov85 and petrov86
    /// are two people's. petrov85 and petrov1985 may well be one's, and a long number has typos.
    static bool numbers_differ(std::string_view x, std::string_view y) {
        constexpr std::size_t kLong = 6;
        const std::string p = digits_of(x);
        const std::string q = digits_of(y);
        if (p.empty() || q.empty() || p == q || is_year_of(p, q) || is_year_of(q, p)) return false;
        return std::min(p.size(), q.size()) < kLong || text::damerau_levenshtein(p, q, 1) > 1;
    }
    static bool is_year_of(std::string_view year, std::string_view two_digits) {
        return year.size() == 4 && two_digits.size() == 2 && year.ends_with(two_digits);
    }
    static std::string digits_of(std::string_view login) {
        std::string digits;
        std::copy_if(login.begin(), login.end(), std::back_inserter(digits),
                     [](char c) { return c >= '0' && c <= '9'; });
        return digits;
    }
    static std::string_view login_of(std::string_view email) { return email.substr(0, email.find('@')); }
    static const LikenessBound& likeness_bound() {
        static const LikenessBound kBound{kSimilar, [](unsigned) { return kTypos; }};
        return kBound;
    }

    const LikenessBound& bound_;
    std::vector<Letters> logins_;
};

class AddressMeasure : public GlanceMeasure<AddressMeasure> {
  public:
    AddressMeasure(const KeyColumn& column, const AddressOutlines& outlines)
        : GlanceMeasure(column), outlines_(outlines), bound_(likeness_bound()) {}

    [[gnu::always_inline]] unsigned glance(std::uint32_t a, std::uint32_t b) const {
        const AddressOutline& x = outlines_.of(a);
        const AddressOutline& y = outlines_.of(b);
        const bool may_be_one_street =
            x.street != 0 && y.street != 0 &&
            (x.street == y.street ||
             bound_.may_be_alike(outlines_.street(x.street), outlines_.street(y.street)));
        if (may_be_one_street) return 0;
        return x.postcode != 0 && x.postcode == y.postcode ? kSamePostcode : kDifferent;
    }

  protected:
    unsigned compare(std::uint32_t a, std::uint32_t b) const override {
        const person::AddressKey x = address_from(column().text(a));
        const person::AddressKey y = address_from(column().text(b));
        switch (person::compare(x, y)) {
            case person::AddressAgreement::exact:
                return 1;
            case person::AddressAgreement::same_house:
                return 2;
            case person::AddressAgreement::similar_house:
                return 3;
            case person::AddressAgreement::same_street:
                return kSameStreet;
            case person::AddressAgreement::same_postcode:
                return kSamePostcode;
            case person::AddressAgreement::not_comparable:
            case person::AddressAgreement::different:
                break;
        }
        const bool is_similar = !x.street.empty() && !y.street.empty() &&
                                text::jaro_winkler(x.street, y.street) >= kSimilarStreet;
        return is_similar ? kSameStreet : kDifferent;
    }

  private:
    static constexpr double kSimilarStreet = 0.9;
    static constexpr unsigned kSameStreet = 4;
    static constexpr unsigned kSamePostcode = 5;
    static constexpr unsigned kDifferent = 6;

    static const LikenessBound& likeness_bound() {
        static const LikenessBound kBound{kSimilarStreet, [](unsigned) { return 1; }};
        return kBound;
    }

    const AddressOutlines& outlines_;
    const LikenessBound& bound_;
};

}  // namespace

std::unique_ptr<Measure> make_contact_measure(const Comparison& comparison, const Features& features) {
    if (comparison.measure == "address")
        return std::make_unique<AddressMeasure>(features.column("address_line"), features.addresses());
    const std::string key = measured_key(comparison);
    if (comparison.measure == "phone") return std::make_unique<PhoneMeasure>(features.column(key));
    if (comparison.measure == "email") return std::make_unique<EmailMeasure>(features.column(key));
    return nullptr;
}

std::vector<std::string_view> contact_grades_of(std::string_view measure) {
    if (measure == "phone") return {kPhoneGrades.begin(), kPhoneGrades.end()};
    if (measure == "email") return {kEmailGrades.begin(), kEmailGrades.end()};
    if (measure == "address") return {kAddressGrades.begin(), kAddressGrades.end()};
    return {};
}

}  // namespace scrm::identity
