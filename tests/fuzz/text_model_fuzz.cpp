// SPDX-License-Identifier: Apache-2.0
//
// Damages a model file where its digest would not tell: the input is a list of patches (two bytes of place,
// one of value) to the body of a small model, whose digest is then made right again.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "fuzz/expect.hpp"
#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"
#include "sentiment/small_model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm;
    using namespace scrm::sentiment;
    static const std::string whole = [] {
        TrainingOptions options;
        options.bits = 10;
        return train(small_set(2), options, {.threads = 1}).model.to_bytes();
    }();
    constexpr std::size_t kDigestAt = 12;
    constexpr std::size_t kBodyAt = 44;
    std::string changed = whole;
    for (std::size_t i = 0; i + 2 < size; i += 3) {
        // Most of the structure lies at the front.
        const std::size_t place =
            (std::size_t{bytes[i]} << 8U | bytes[i + 1]) % (i % 2 == 0 ? 256 : changed.size() - kBodyAt);
        changed[kBodyAt + place] = static_cast<char>(bytes[i + 2]);
    }
    if (size % 3 == 1) changed.resize(kBodyAt + (changed.size() - kBodyAt) * bytes[size - 1] / 256);
    const Digest digest = sha256(std::string_view{changed}.substr(kBodyAt));
    std::ranges::copy(digest.bytes, reinterpret_cast<std::uint8_t*>(changed.data()) + kDigestAt);
    try {
        const TextModel model = TextModel::from_bytes(changed);
        SCRM_FUZZ_EXPECT(TextModel::from_bytes(model.to_bytes()).digest() == model.digest());
        ScoringRoom room;
        std::vector<float> p(model.label_count());
        model.score("верните деньги, ужасный банк", nullptr, room, p);
        if (model.heads().size() < p.size()) (void)model.explain(0, 0, room);
    } catch (const Error& error) {
        SCRM_FUZZ_EXPECT(error.code() == ErrorCode::corrupt_data);
    }
    return 0;
}
