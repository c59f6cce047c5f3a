// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/match_model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using scrm::identity::MatchModel;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    try {
        const MatchModel model = MatchModel::from_splink(input);
        const MatchModel back = MatchModel::from_splink(model.to_splink());
        SCRM_FUZZ_EXPECT(back.comparisons == model.comparisons);
        SCRM_FUZZ_EXPECT(MatchModel::from_json(model.to_json()).to_json() == model.to_json());
    } catch (const scrm::Error& error) {
        SCRM_FUZZ_EXPECT(error.code() == scrm::ErrorCode::invalid_argument ||
                         error.code() == scrm::ErrorCode::unreadable_input);
    }
    return 0;
}
