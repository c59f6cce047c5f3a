// SPDX-License-Identifier: Apache-2.0
#include "identity/live/index_internal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "scrm/core/digest.hpp"
#include "scrm/core/random.hpp"

namespace scrm::identity::live {
namespace {

/// Few keys that many share, many that few do; hashes, as keys are.
std::uint32_t random_key(Random& random, std::uint64_t distinct) {
    const std::uint64_t number = random.chance(0.2) ? random.below(3) : random.below(distinct);
    return static_cast<std::uint32_t>(mix64(number) >> 32) | 1U;
}

std::vector<Slot> sorted(const Members& members) {
    std::vector<Slot> out;
    members.append_to(out);
    EXPECT_EQ(out.size(), members.size());
    std::sort(out.begin(), out.end());
    return out;
}

TEST(LivePackedPostings, FindEverySlotOfAKeyWhateverTheirWidths) {
    for (const auto& [count, slots] : {std::pair<std::size_t, std::uint64_t>{1, 1},
                                       {7, 200},
                                       {3'000, 60'000},
                                       {300'000, 10'000'000},
                                       {5'000, 1U << 31}}) {
        Random random(count);
        std::vector<PackedPostings::Posting> postings;
        std::map<std::uint32_t, std::vector<Slot>> expected;
        for (std::size_t i = 0; i < count; ++i) {
            postings.push_back({random_key(random, count), static_cast<Slot>(random.below(slots))});
            expected[postings.back().key].push_back(postings.back().slot);
        }
        const PackedPostings packed(postings);
        EXPECT_EQ(packed.size(), count);
        for (auto& [key, of_key] : expected) {
            std::sort(of_key.begin(), of_key.end());
            const auto range = packed.find(key);
            ASSERT_EQ(range.count, of_key.size());
            for (std::uint32_t i = 0; i < range.count; ++i)
                ASSERT_EQ(packed.slot(range.first + i), of_key[i]);
            EXPECT_TRUE(packed.contains(range, of_key.back()));
            EXPECT_FALSE(packed.contains(range, of_key.back() + 1));
        }
        for (int i = 0; i < 1000; ++i) {
            const auto key = static_cast<std::uint32_t>(random.next());
            if (!expected.contains(key)) {
                ASSERT_EQ(packed.find(key).count, 0U);
            }
        }
    }
    EXPECT_EQ(PackedPostings{}.find(5).count, 0U);
}

TEST(LivePackedPostings, TakeFewBytesEach) {
    Random random(4);
    std::vector<PackedPostings::Posting> postings;
    for (Slot slot = 0; slot < 1'000'000; ++slot)
        postings.push_back({static_cast<std::uint32_t>(random.next()), slot});
    EXPECT_LE(PackedPostings(postings).bytes(), 6'100'000U);
}

/// What an index must say, kept in the plainest way.
using Plain = std::map<BlockKey, std::array<std::vector<Slot>, 2>>;

TEST(LiveBlockIndex, SaysWhatWasLoadedAddedAndRemoved) {
    constexpr std::uint32_t kRules = 3;
    for (const bool is_loaded : {false, true}) {
        Random random(is_loaded ? 8 : 9);
        Plain plain;
        BlockIndex index(kRules);
        const auto take = [&](BlockKey key, LiveSide side, Slot slot) {
            auto& slots = plain[key][side == LiveSide::customer ? 1 : 0];
            if (std::find(slots.begin(), slots.end(), slot) != slots.end()) return false;
            slots.push_back(slot);
            return true;
        };
        const auto any_key = [&] {
            return BlockKey{static_cast<std::uint32_t>(random.below(kRules)), random_key(random, 40)};
        };
        const auto any_side = [&] { return random.chance(0.6) ? LiveSide::customer : LiveSide::profile; };
        if (is_loaded) {
            std::array<BlockIndex::Load, 2> load;
            for (auto& side : load) side.resize(kRules);
            for (int i = 0; i < 400; ++i) {
                const BlockKey key = any_key();
                const LiveSide side = any_side();
                const auto slot = static_cast<Slot>(random.below(300));
                if (take(key, side, slot))
                    load[side == LiveSide::customer ? 1 : 0][key.rule].push_back({key.key, slot});
            }
            index.load(load[0], load[1], 2);
        }
        const BlockIndex as_loaded = index;
        const Plain plain_as_loaded = plain;
        const auto expect_equal = [](const BlockIndex& some, const Plain& expected) {
            for (auto [key, sides] : expected) {
                for (auto& slots : sides) std::sort(slots.begin(), slots.end());
                const Sharers sharers = some.sharers(key);
                ASSERT_EQ(sorted(sharers.profiles), sides[0]);
                ASSERT_EQ(sorted(sharers.customers), sides[1]);
            }
        };
        ASSERT_NO_FATAL_FAILURE(expect_equal(index, plain));
        for (int i = 0; i < 3000; ++i) {
            const BlockKey key = any_key();
            const LiveSide side = any_side();
            auto& slots = plain[key][side == LiveSide::customer ? 1 : 0];
            // First more come than go, then all go.
            if (!slots.empty() && random.chance(i < 1500 ? 0.4 : 0.9)) {
                const auto at = slots.begin() + static_cast<std::ptrdiff_t>(random.below(slots.size()));
                index.remove(key, side, *at);
                slots.erase(at);
            } else if (const auto slot = static_cast<Slot>(random.below(300)); take(key, side, slot)) {
                index.add(key, side, slot);
            }
            if (i % 100 == 0) {
                ASSERT_NO_FATAL_FAILURE(expect_equal(index, plain));
            }
        }
        ASSERT_NO_FATAL_FAILURE(expect_equal(index, plain));
        ASSERT_NO_FATAL_FAILURE(expect_equal(as_loaded, plain_as_loaded)) << "a copy changes by itself";
    }
}

}  // namespace
}  // namespace scrm::identity::live
