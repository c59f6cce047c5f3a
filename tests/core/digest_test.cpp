#include "scrm/core/digest.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "scrm/core/random.hpp"

namespace scrm {
namespace {

TEST(Digest, AgreesWithPublishedVectors) {
    // FIPS 180-4 example "abc"; RFC 4231 test case 2.
    EXPECT_EQ(sha256("abc").hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hmac_sha256("Jefe", "what do ya want for nothing?").hex(),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Digest, ReadsItsOwnHexAndNothingElse) {
    const Digest digest = sha256("x");
    EXPECT_EQ(Digest::from_hex(digest.hex()), digest);
    EXPECT_FALSE(Digest::from_hex("abc"));
    EXPECT_FALSE(Digest::from_hex(std::string(64, 'g')));
}

TEST(Sha256, FieldsDoNotRunIntoEachOther) {
    EXPECT_NE(Sha256{}.field("ab").field("c").finish(), Sha256{}.field("a").field("bc").finish());
    EXPECT_EQ(Sha256{}.update("ab").update("c").finish(), sha256("abc"));
    EXPECT_NE(Sha256{}.field(std::int64_t{1}).finish(), Sha256{}.field(std::int64_t{-1}).finish());
}

TEST(Hash64, IsFixedForEverAndSpreads) {
    EXPECT_EQ(hash64("scrm"), hash64("scrm"));
    EXPECT_NE(hash64("scrm"), hash64("scrm", 1));
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 100'000; ++i) seen.insert(hash64(std::to_string(i)));
    EXPECT_EQ(seen.size(), 100'000u);
}

TEST(Hash64, IsTheSameOnEveryMachine) {
    // The definition, byte by byte.
    const auto defined = [](std::string_view bytes) {
        const auto word_of = [](std::string_view some) {
            std::uint64_t word = 0;
            for (std::size_t i = some.size(); i-- > 0;) word = word << 8 | static_cast<std::uint8_t>(some[i]);
            return word;
        };
        std::uint64_t h = mix64(bytes.size() * 0xA0761D6478BD642FULL);
        for (; bytes.size() >= 8; bytes.remove_prefix(8)) h = mix64(h ^ word_of(bytes.substr(0, 8)));
        return mix64(h ^ word_of(bytes));
    };
    std::string text;
    for (int size = 0; size < 40; ++size) {
        EXPECT_EQ(hash64(text), defined(text)) << size;
        text.push_back(static_cast<char>(0x91 * (size + 3)));
    }
}

TEST(Random, IsSeededAndUniform) {
    Random a{7};
    Random b{7};
    Random c{8};
    EXPECT_EQ(a.next(), b.next());
    EXPECT_NE(a.next(), c.next());
    EXPECT_EQ(a.below(0), 0u);
    std::array<int, 10> counts{};
    for (int i = 0; i < 100'000; ++i) ++counts[a.below(10)];
    for (const int count : counts) EXPECT_NEAR(count, 10'000, 500);
}

}  // namespace
}  // namespace scrm
