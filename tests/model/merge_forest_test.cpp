// SPDX-License-Identifier: Apache-2.0
#include "scrm/model/merge_forest.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "scrm/core/random.hpp"

namespace scrm {
namespace {

CustomerId id(const std::string& text) {
    return CustomerId{text};
}

/// `micros` 0: without a time.
MergeEdge edge(const char* survivor, const char* other, std::int64_t sequence, std::int64_t micros = 0) {
    return {MergeId{"m" + std::to_string(sequence)}, id(survivor), id(other), sequence,
            from_unix_micros(micros)};
}

TEST(MergeForestTest, roots_of_typical_histories) {
    struct Case {
        const char* what;
        std::vector<MergeEdge> edges;
        std::vector<std::pair<const char*, const char*>> roots;
    };
    const std::vector<Case> cases{
        {"nothing merged", {}, {{"a", "a"}}},
        {"one merge", {edge("a", "b", 1)}, {{"a", "a"}, {"b", "a"}, {"c", "c"}}},
        {"a chain", {edge("a", "b", 1), edge("c", "a", 2)}, {{"a", "c"}, {"b", "c"}, {"c", "c"}}},
        {"into a merged record", {edge("a", "b", 1), edge("b", "c", 2)}, {{"b", "a"}, {"c", "a"}}},
        {"the survivor that the later one names",
         {edge("a", "b", 1), edge("c", "b", 2)},
         {{"a", "c"}, {"b", "c"}}},
        {"turned round: the latest decides",
         {edge("a", "b", 1), edge("b", "a", 2)},
         {{"a", "b"}, {"b", "b"}}},
        {"within a group, not of the root",
         {edge("a", "b", 1), edge("a", "c", 2), edge("b", "c", 3)},
         {{"c", "a"}}},
        {"the earlier one came later",
         {edge("c", "b", 1, 20), edge("a", "b", 2, 10)},
         {{"a", "c"}, {"b", "c"}}},
        {"turned round, in files that came the other way",
         {edge("b", "a", 1, 20), edge("a", "b", 2, 10)},
         {{"a", "b"}, {"b", "b"}}},
        {"without a time: made when it came",
         {edge("a", "b", 1, 20), edge("c", "b", 2), edge("d", "b", 3, 10)},
         {{"a", "c"}, {"d", "c"}}},
        {"given out of sequence", {edge("c", "b", 2), edge("a", "b", 1)}, {{"a", "c"}, {"b", "c"}}},
    };
    for (const Case& c : cases) {
        const MergeForest forest{c.edges};
        for (const auto& [record, root] : c.roots) EXPECT_EQ(forest.root(id(record)), id(root)) << c.what;
    }
}

TEST(MergeForestTest, members_name_the_root_first) {
    const MergeForest forest{std::vector{edge("m", "z", 1), edge("m", "a", 2)}};
    EXPECT_EQ(forest.members(id("z")), (std::vector{id("m"), id("a"), id("z")}));
    EXPECT_EQ(forest.members(id("a")), forest.members(id("m")));
    EXPECT_EQ(forest.members(id("q")), std::vector{id("q")});
    // Who survives need not be the one that a merge named last.
    const MergeForest turned{std::vector{edge("a", "b", 1), edge("b", "a", 2), edge("b", "c", 3)}};
    EXPECT_EQ(turned.members(id("c")), (std::vector{id("b"), id("a"), id("c")}));
    EXPECT_EQ(MergeForest{}.members(id("q")), std::vector{id("q")});
}

TEST(MergeForestTest, any_edges_give_a_partition_with_one_root_a_group) {
    Random random{1};
    for (int round = 0; round < 300; ++round) {
        std::vector<MergeEdge> edges;
        const auto count = random.below(14);
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::string a(1, static_cast<char>('a' + random.below(8)));
            const std::string b(1, static_cast<char>('a' + random.below(8)));
            if (a != b) edges.push_back(edge(a.c_str(), b.c_str(), static_cast<std::int64_t>(i) + 1));
        }
        const MergeForest forest{edges};
        for (const MergeEdge& e : edges) {
            EXPECT_EQ(forest.root(e.survivor), forest.root(e.other));
            EXPECT_EQ(forest.root(forest.root(e.other)), forest.root(e.other));
        }
        // The order in which the edges are given does not matter, only their sequence.
        std::vector<MergeEdge> reversed{edges.rbegin(), edges.rend()};
        EXPECT_EQ(MergeForest{reversed}.roots(), forest.roots());
    }
}

}  // namespace
}  // namespace scrm
