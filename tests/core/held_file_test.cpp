// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/held_file.hpp"

#include <sys/stat.h>

#include "support/folder.hpp"

namespace scrm {
namespace {

class HeldFileTest : public test::InFolder {};

TEST_F(HeldFileTest, is_known_by_every_name_until_the_last_holder_lets_go) {
    const auto file = write("bank.db", "0123456789");
    std::filesystem::create_symlink(file, folder_ / "symbolic");
    std::filesystem::create_hard_link(file, folder_ / "hard");
    const auto names = {file, folder_ / "symbolic", folder_ / "hard"};
    const auto expect_held = [&](bool wanted) {
        for (const auto& name : names) {
            EXPECT_EQ(HeldFile::is_held(name), wanted) << name;
            const HeldFile::Start start = HeldFile::start_of(name, 4);
            EXPECT_EQ(start.is_held, wanted) << name;
            EXPECT_EQ(start.bytes, wanted ? std::nullopt : std::optional<std::string>{"0123"}) << name;
        }
    };
    expect_held(false);
    std::optional<HeldFile> first{file};
    expect_held(true);
    {
        const HeldFile second{folder_ / "hard"};
        first.reset();
        expect_held(true);
    }
    expect_held(false);
}

TEST_F(HeldFileTest, what_is_not_there_is_not_held) {
    const HeldFile absent{folder_ / "absent"};
    EXPECT_FALSE(HeldFile::is_held(folder_ / "absent"));
    write("absent", "x");
    EXPECT_FALSE(HeldFile::is_held(folder_ / "absent"));
}

TEST_F(HeldFileTest, the_start_of_what_is_short_or_no_file) {
    EXPECT_EQ(HeldFile::start_of(write("short", "ab"), 4).bytes, "ab");
    EXPECT_EQ(HeldFile::start_of(write("empty", ""), 4).bytes, "");
    EXPECT_FALSE(HeldFile::start_of(folder_ / "absent", 4).bytes);
    EXPECT_FALSE(HeldFile::start_of(folder_, 4).bytes);
    // Nobody writes to it: whoever opened it would wait.
    ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    EXPECT_FALSE(HeldFile::start_of(folder_ / "pipe", 4).bytes);
}

}  // namespace
}  // namespace scrm
