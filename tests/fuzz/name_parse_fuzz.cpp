// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/expect.hpp"
#include "scrm/person/company_name.hpp"
#include "scrm/person/name_comparison.hpp"

namespace {

using scrm::person::NameAgreement;
using scrm::person::PersonName;

/// Bounded work, keys that fit, and a name that agrees with itself.
void check(const PersonName& name) {
    SCRM_FUZZ_EXPECT(name.size() <= PersonName::kMaxTokens);
    SCRM_FUZZ_EXPECT(!name.is_usable() || !name.empty());
    for (std::size_t i = 0; i < name.size(); ++i) {
        SCRM_FUZZ_EXPECT(!name.key(i).empty() && !name.text(i).empty());
        SCRM_FUZZ_EXPECT(name.key(i).starts_with(name.surname_key(i)) && !name.surname_key(i).empty());
    }
    std::vector<std::uint64_t> keys;
    scrm::person::name_keys(name, keys);
    SCRM_FUZZ_EXPECT(std::is_sorted(keys.begin(), keys.end()));
    SCRM_FUZZ_EXPECT(name.is_usable() || keys.empty());
    const NameAgreement agreement = compare(name, name);
    if (name.is_usable()) {
        SCRM_FUZZ_EXPECT(agreement <= NameAgreement::given_missing_surname ||
                         agreement == NameAgreement::not_comparable);
    } else {
        SCRM_FUZZ_EXPECT(agreement == NameAgreement::not_comparable);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view all{reinterpret_cast<const char*>(bytes), size};
    const std::size_t cut = all.find('\n');
    const std::string_view first = all.substr(0, cut);
    const std::string_view second = cut == std::string_view::npos ? std::string_view{} : all.substr(cut + 1);
    const PersonName a = scrm::person::parse_name(first);
    const PersonName b = scrm::person::parse_name(scrm::person::NameFields{{}, first, second, {}});
    const PersonName c = scrm::person::parse_name(scrm::person::NameFields{first, second, {}, second});
    for (const PersonName* name : {&a, &b, &c}) check(*name);
    for (const auto& [x, y] : {std::pair{&a, &b}, std::pair{&a, &c}, std::pair{&b, &c}}) {
        SCRM_FUZZ_EXPECT(compare_parts(*x, *y) == compare_parts(*y, *x));
        SCRM_FUZZ_EXPECT(compare(*x, *y) == compare(*y, *x));
    }
    const auto company = scrm::person::parse_company(first);
    SCRM_FUZZ_EXPECT(!company || !company->key.empty());
    return 0;
}
