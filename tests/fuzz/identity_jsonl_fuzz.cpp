// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <sstream>
#include <string>

#include "fuzz/expect.hpp"
#include "scrm/connect/canonical_json.hpp"
#include "scrm/connect/identity_jsonl.hpp"
#include "scrm/connect/interaction_jsonl.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/id.hpp"
#include "scrm/text/mask.hpp"
#include "scrm/text/utf8.hpp"

namespace {

using namespace scrm;

const std::string& key_of(const SocialIdentity& identity) {
    return identity.account.network_user_id;
}
const std::string& key_of(const Interaction& interaction) {
    return interaction.id.external_id;
}
SocialIdentity parse(const std::string& json, const SocialIdentity*) {
    return connect::parse_identity_json(json);
}
Interaction parse(const std::string& json, const Interaction*) {
    return connect::parse_interaction_json(json);
}

/// Every accepted line reads back as itself, from storage and from an export.
template <class Reader, class T>
void read_all(const std::string& input) {
    std::istringstream in{input};
    try {
        Reader reader{in};
        connect::ImportRow<T> row;
        std::int64_t rows = 0;
        while (reader.next(row)) {
            SCRM_FUZZ_EXPECT(row.row == ++rows);
            SCRM_FUZZ_EXPECT(row.value.has_value() == row.reason.empty());
            if (!row.value) {
                SCRM_FUZZ_EXPECT(!text::contains_card(row.raw_masked));
                continue;
            }
            const std::string& key = key_of(*row.value);
            SCRM_FUZZ_EXPECT(!key.empty() && key.size() <= kMaxIdBytes && text::is_clean(key));
            SCRM_FUZZ_EXPECT(text::is_clean(row.canonical));
            SCRM_FUZZ_EXPECT(connect::to_json_line(*row.value) == row.canonical);
            SCRM_FUZZ_EXPECT(parse(row.canonical, static_cast<const T*>(nullptr)) == *row.value);
            std::istringstream again_in{row.canonical};
            Reader again{again_in};
            connect::ImportRow<T> second;
            SCRM_FUZZ_EXPECT(again.next(second));
            SCRM_FUZZ_EXPECT(second.value == row.value);
        }
    } catch (const Error& error) {
        SCRM_FUZZ_EXPECT(error.code() == ErrorCode::unreadable_input);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(bytes), size);
    read_all<connect::IdentityJsonlReader, SocialIdentity>(input);
    read_all<connect::InteractionJsonlReader, Interaction>(input);
    return 0;
}
