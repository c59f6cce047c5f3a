// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/person/email.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using scrm::person::EmailAddress;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    if (const auto address = EmailAddress::parse(input)) {
        SCRM_FUZZ_EXPECT(input.find(address->text()) != std::string_view::npos);
        SCRM_FUZZ_EXPECT(!address->local_part().empty() && !address->domain().empty());
        const auto as_written = EmailAddress::parse(address->text());
        SCRM_FUZZ_EXPECT(as_written.has_value() && as_written->canonical() == address->canonical());
        SCRM_FUZZ_EXPECT(address->likely_domain() != address->domain());
        for (const std::string& token : address->local_tokens()) SCRM_FUZZ_EXPECT(!token.empty());
        address->is_role();
        address->is_placeholder();
    }
    for (const EmailAddress& address : scrm::person::find_emails(input)) {
        SCRM_FUZZ_EXPECT(input.find(address.text()) != std::string_view::npos);
    }
    return 0;
}
