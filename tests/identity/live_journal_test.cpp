// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "live_support.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

using test::frozen_on;
using test::LiveBank;

const LiveBank& bank() {
    static const LiveBank kBank(9, 60, 40);
    return kBank;
}

const FrozenModel& model() {
    static const FrozenModel kModel = frozen_on(bank());
    return kModel;
}

/// A folder of its own that goes with the test.
class Folder {
  public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "scrm-live-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path operator/(const char* name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

/// The i-th of an endless row of writes.
LiveWrite write_number(std::uint64_t i) {
    Random random(i);
    LiveWrite write;
    write.side = random.chance(0.5) ? LiveSide::customer : LiveSide::profile;
    const auto& pool = write.side == LiveSide::customer ? bank().customers : bank().profiles;
    write.record = pool[random.below(pool.size())];
    write.is_removal = random.chance(0.3);
    return write;
}

/// What the first `count` writes give.
Digest digest_after(std::uint64_t count) {
    LiveResolver live(model());
    std::vector<LiveWrite> writes;
    for (std::uint64_t i = 1; i <= count; ++i) writes.push_back(write_number(i));
    live.apply(writes);
    live.process_redo();
    return live.digest();
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

void put_bytes(const std::filesystem::path& file, std::string_view bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << bytes;
}

void fill(LiveResolver& live, std::uint64_t first, std::uint64_t last) {
    for (std::uint64_t i = first; i <= last; ++i) {
        const LiveWrite write = write_number(i);
        live.apply({&write, 1});
    }
}

ErrorCode code_of(const std::filesystem::path& folder, const std::optional<FrozenModel>& with = {}) {
    try {
        LiveResolver::open(folder, with);
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::internal;
}

TEST(LiveJournal, OpeningAgainGivesTheSameState) {
    const Folder folder;
    {
        LiveResolver live = LiveResolver::open(folder / "live", model());
        fill(live, 1, 60);
        EXPECT_EQ(live.counts().sequence, 60U);
        EXPECT_EQ(code_of(folder / "live"), ErrorCode::unavailable) << "one process at a time";
    }
    {
        LiveResolver live = LiveResolver::open(folder / "live");
        EXPECT_EQ(live.counts().sequence, 60U);
        EXPECT_EQ(live.digest(), digest_after(60));
        live.snapshot();
        live.snapshot();
        fill(live, 61, 90);
    }
    {
        LiveResolver live = LiveResolver::open(folder / "live", model());
        EXPECT_EQ(live.counts().sequence, 90U);
        EXPECT_EQ(live.digest(), digest_after(90));
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "live" / "log-0")) << "the snapshot holds it";
    EXPECT_EQ(code_of(folder / "live", frozen_on(bank(), 2)), ErrorCode::conflict);
    EXPECT_EQ(code_of(folder / "absent"), ErrorCode::not_found);
}

TEST(LiveJournal, ATornTailIsCutWhereverItIsTorn) {
    const Folder folder;
    std::vector<std::size_t> ends;
    const auto log = folder / "live" / "log-0";
    LiveResolver::open(folder / "live", model());
    ends.push_back(std::filesystem::file_size(log));
    for (std::uint64_t i = 1; i <= 4; ++i) {
        {
            LiveResolver live = LiveResolver::open(folder / "live");
            fill(live, i, i);
        }
        ends.push_back(std::filesystem::file_size(log));
    }
    const std::string whole = bytes_of(log);
    std::vector<Digest> wanted;
    for (std::uint64_t i = 0; i <= 4; ++i) wanted.push_back(digest_after(i));
    for (std::size_t size = 0; size <= whole.size(); size += size < 24 ? 1 : 29) {
        put_bytes(log, whole.substr(0, size));
        std::size_t left = 0;
        while (left + 1 < ends.size() && ends[left + 1] <= size) ++left;
        LiveResolver live = LiveResolver::open(folder / "live");
        ASSERT_EQ(live.counts().sequence, left) << size;
        if (size % 3 == 0) {
            ASSERT_EQ(live.digest(), wanted[left]) << size;
        }
    }
    // A block that the file system made but never filled.
    put_bytes(log, whole + std::string(512, '\0'));
    {
        LiveResolver live = LiveResolver::open(folder / "live");
        EXPECT_EQ(live.counts().sequence, 4U);
        fill(live, 5, 5);
    }
    EXPECT_EQ(LiveResolver::open(folder / "live").digest(), digest_after(5));
}

TEST(LiveJournal, DamageInTheMiddleIsAnError) {
    const Folder folder;
    const auto log = folder / "live" / "log-0";
    std::size_t last = 0;
    {
        LiveResolver live = LiveResolver::open(folder / "live", model());
        fill(live, 1, 5);
    }
    last = std::filesystem::file_size(log);
    {
        LiveResolver live = LiveResolver::open(folder / "live");
        fill(live, 6, 6);
    }
    const std::string whole = bytes_of(log);
    for (std::size_t at = 0; at < last; at += 13) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
        put_bytes(log, damaged);
        ASSERT_EQ(code_of(folder / "live"), ErrorCode::corrupt_data) << at;
        ASSERT_EQ(bytes_of(log), damaged) << "a damaged file is left as it is";
    }
    put_bytes(log, whole);
    LiveResolver::open(folder / "live").snapshot();
    const auto snapshot = folder / "live" / "snapshot-6";
    std::string records = bytes_of(snapshot);
    records[records.size() / 2] = static_cast<char>(records[records.size() / 2] ^ 1);
    put_bytes(snapshot, records);
    EXPECT_EQ(code_of(folder / "live"), ErrorCode::corrupt_data);
}

/// Names and bytes of what a folder holds.
std::map<std::string, std::string> contents_of(const std::filesystem::path& folder) {
    std::map<std::string, std::string> out;
    for (const auto& item : std::filesystem::directory_iterator(folder))
        out[item.path().filename().string()] = bytes_of(item.path());
    return out;
}

TEST(LiveJournal, AFileThatIsGoneIsAnErrorThatNamesItAndTouchesNothing) {
    const Folder folder;
    const auto live_folder = folder / "live";
    {
        LiveResolver live = LiveResolver::open(live_folder, model());
        fill(live, 1, 6);
    }
    const auto before = contents_of(live_folder);
    {
        LiveResolver live = LiveResolver::open(live_folder);
        live.snapshot();
        fill(live, 7, 9);
    }
    const auto after = contents_of(live_folder);
    ASSERT_TRUE(after.contains("snapshot-6") && after.contains("log-6") && after.contains("model"));
    const auto expect_refused = [&](std::map<std::string, std::string> files, const std::string& gone) {
        files.erase(gone);
        std::filesystem::remove_all(live_folder);
        std::filesystem::create_directory(live_folder);
        for (const auto& [name, bytes] : files) put_bytes(live_folder / name.c_str(), bytes);
        try {
            LiveResolver::open(live_folder, model());
            FAIL() << gone;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::corrupt_data) << gone;
            EXPECT_NE(std::string(error.what()).find("/" + gone + " is missing"), std::string::npos)
                << error.what();
        }
        EXPECT_EQ(contents_of(live_folder), files) << gone;
    };
    expect_refused(before, "log-0");
    expect_refused(before, "model");
    for (const char* gone : {"snapshot-6", "log-6", "model"}) expect_refused(after, gone);

    // Between a snapshot and its log a crash leaves the older log.
    put_bytes(live_folder / "model", after.at("model"));
    std::filesystem::remove(live_folder / "log-6");
    put_bytes(live_folder / "log-0", before.at("log-0"));
    EXPECT_EQ(LiveResolver::open(live_folder).digest(), digest_after(6));
}

TEST(LiveJournal, OfWritesThatAFlushDidNotReachALaterOneMayBeThereWithoutAnEarlierOne) {
    const Folder folder;
    const auto log = folder / "live" / "log-0";
    std::size_t first_of_group = 0;
    {
        LiveResolver live = LiveResolver::open(folder / "live", model());
        fill(live, 1, 4);
    }
    {
        LiveResolver live = LiveResolver::open(folder / "live");
        fill(live, 5, 6);  // the second among zeros
        first_of_group = bytes_of(log).find_last_not_of('\0') + 1;
        // Three entries under one flush.
        const LiveWrite same{LiveSide::profile, false, bank().profiles.front()};
        live.apply(std::vector<LiveWrite>(3000, same));
        EXPECT_EQ(live.counts().sequence, 9U);
    }
    std::string torn = bytes_of(log);
    torn[first_of_group + 200] = static_cast<char>(torn[first_of_group + 200] ^ 1);
    put_bytes(log, torn);
    {
        LiveResolver live = LiveResolver::open(folder / "live");
        EXPECT_EQ(live.counts().sequence, 6U);
        EXPECT_EQ(live.digest(), digest_after(6));
        fill(live, 7, 8);
    }
    EXPECT_EQ(LiveResolver::open(folder / "live").digest(), digest_after(8))
        << "nothing of the group is left";
}

TEST(LiveJournal, WritersShareAFlush) {
    const Folder folder;
    {
        LiveResolver live = LiveResolver::open(folder / "live", model());
        std::vector<std::thread> writers;
        for (std::uint64_t w = 0; w < 4; ++w) {
            writers.emplace_back([&live, w] {
                for (std::size_t i = w; i < bank().profiles.size(); i += 4)
                    live.add_profile(bank().profiles[i]);
            });
        }
        for (std::thread& writer : writers) writer.join();
        live.process_redo();
    }
    LiveResolver memory(model());
    for (const LiveRecord& record : bank().profiles) memory.add_profile(record);
    EXPECT_EQ(LiveResolver::open(folder / "live").digest(), memory.digest());
}

TEST(LiveJournal, KilledAtAnyInstantNothingAcknowledgedIsLost) {
    const Folder folder;
    model();  // before the first fork
    LiveResolver::open(folder / "live", model());
    std::uint64_t done = 0;
    Random random(5);
    for (int round = 0; round < 8; ++round) {
        int pipe_ends[2];
        ASSERT_EQ(::pipe(pipe_ends), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            ::close(pipe_ends[0]);
            LiveResolver live = LiveResolver::open(folder / "live");
            for (std::uint64_t i = live.counts().sequence + 1;; ++i) {
                fill(live, i, i);
                if (i % 17 == 0) live.snapshot();
                if (::write(pipe_ends[1], &i, sizeof i) != sizeof i) ::_exit(1);
            }
        }
        ::close(pipe_ends[1]);
        std::uint64_t acknowledged = done;
        std::uint64_t number = 0;
        const std::uint64_t enough = done + 1 + random.below(12);
        while (number < enough && ::read(pipe_ends[0], &number, sizeof number) == sizeof number)
            acknowledged = number;
        std::this_thread::sleep_for(std::chrono::microseconds(random.below(4000)));
        ::kill(child, SIGKILL);
        while (::read(pipe_ends[0], &number, sizeof number) == sizeof number) acknowledged = number;
        ::close(pipe_ends[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status)) << "the child failed by itself";
        LiveResolver live = LiveResolver::open(folder / "live");
        done = live.counts().sequence;
        EXPECT_GE(done, acknowledged);
        EXPECT_LE(done, acknowledged + 1) << "nothing that was never written";
        EXPECT_EQ(live.digest(), digest_after(done)) << done;
    }
}

TEST(LiveJournal, WhatAnObserverThrowsLeavesTheWriteWholeAndOnDisk) {
    const Folder folder;
    std::vector<LiveWrite> writes;
    for (std::uint64_t i = 0; i < 200; ++i) writes.push_back(write_number(i));
    {
        LiveResolver live = LiveResolver::open(folder / "live", model());
        std::size_t heard = 0;
        live.observe([](const LiveChange&) { throw std::runtime_error("the bus is down"); });
        live.observe([&](const LiveChange&) { ++heard; });
        EXPECT_THROW(live.apply(writes), std::runtime_error);
        EXPECT_GT(heard, 1U);
        live.process_redo();
        EXPECT_EQ(live.digest(), digest_after(200));
    }
    EXPECT_EQ(LiveResolver::open(folder / "live").digest(), digest_after(200));
}

TEST(LiveJournal, ASnapshotThatFailsLosesNothingThatComesAfterIt) {
    const Folder folder;
    {
        LiveResolver live = LiveResolver::open(folder / "live", model());
        fill(live, 1, 10);
        // Its log cannot be made.
        std::filesystem::create_directory(folder / "live" / "log-10");
        EXPECT_THROW(live.snapshot(), Error);
        EXPECT_FALSE(std::filesystem::exists(folder / "live" / "snapshot-10"));
        fill(live, 11, 12);
        // Nor can the snapshot itself.
        std::filesystem::create_directory(folder / "live" / "snapshot-12");
        EXPECT_THROW(live.snapshot(), Error);
        std::filesystem::remove(folder / "live" / "snapshot-12");
        std::filesystem::remove(folder / "live" / "log-10");
    }
    {
        LiveResolver live = LiveResolver::open(folder / "live");
        EXPECT_EQ(live.counts().sequence, 12U);
        EXPECT_EQ(live.digest(), digest_after(12));
        live.snapshot();
        fill(live, 13, 14);
    }
    EXPECT_EQ(LiveResolver::open(folder / "live").digest(), digest_after(14));
}

TEST(LiveJournal, WhatIsRefusedIsNotInTheLog) {
    const Folder folder;
    LiveRecord many{"many", {}};
    for (int i = 0; i < 65'000; ++i) many.values.emplace_back("other:" + std::to_string(i), "1");
    LiveRecord more{"more", {}};
    for (int i = 65'000; i < 66'000; ++i) more.values.emplace_back("other:" + std::to_string(i), "1");
    LiveRecord too_many{"x", {}};
    for (int i = 0; i < 65'536; ++i) too_many.values.emplace_back("phone", std::to_string(i));
    const LiveRecord good = bank().customers.front();
    const auto write = [](const LiveRecord& record) { return LiveWrite{LiveSide::customer, false, record}; };
    Digest digest;
    {
        LiveResolver live = LiveResolver::open(folder / "live", model());
        live.add_customer(good);
        live.add_customer(many);
        const std::uint64_t sequence = live.counts().sequence;
        digest = live.digest();
        const std::vector<std::vector<LiveWrite>> refused{
            {write(more)},     {write({"new", good.values}), write(more)},
            {write({"", {}})}, {write({"new", good.values}), write({std::string(70'000, 'x'), {}})},
            {write(too_many)},
        };
        for (const auto& writes : refused) {
            try {
                live.apply(writes);
                ADD_FAILURE() << "taken";
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::invalid_argument) << error.what();
            }
            EXPECT_EQ(live.counts().sequence, sequence);
            EXPECT_EQ(live.digest(), digest);
        }
        EXPECT_FALSE(live.remove_customer("absent"));
        EXPECT_FALSE(live.remove_profile(""));
        EXPECT_EQ(live.counts().sequence, sequence);
        // What was refused takes no room from others.
        LiveRecord few{"few", {}};
        for (int i = 0; i < 500; ++i) few.values.emplace_back("few:" + std::to_string(i), "1");
        live.add_customer(few);
        digest = live.digest();
    }
    EXPECT_EQ(LiveResolver::open(folder / "live").digest(), digest);
}

TEST(LiveJournal, OfThoseWhoRemoveARecordAtOnceOneIsTold) {
    const Folder folder;
    LiveResolver live = LiveResolver::open(folder / "live", model());
    const LiveRecord& record = bank().customers.front();
    live.add_customer(record);
    constexpr int kRemovers = 3;
    std::atomic<int> about_to = 0;
    std::atomic<int> removed = 0;
    bool is_first = true;
    // The turn is taken until all of them wait for it. One that comes still later changes nothing.
    live.observe([&](const LiveChange&) {
        if (!std::exchange(is_first, false)) return;
        while (about_to < kRemovers) std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    });
    std::vector<std::jthread> threads;
    for (int i = 0; i < kRemovers; ++i) {
        threads.emplace_back([&] {
            ++about_to;
            if (live.remove_customer(record.id)) ++removed;
        });
    }
    for (const LiveRecord& profile : bank().profiles) live.add_profile(profile);
    threads.clear();
    EXPECT_EQ(removed, 1);
    EXPECT_EQ(live.counts().sequence, 1 + bank().profiles.size() + 1);
}

TEST(LiveJournal, AForkedProcessThatEndsLeavesTheLogAlone) {
    const Folder folder;
    {
        std::optional<LiveResolver> live = LiveResolver::open(folder / "live", model());
        fill(*live, 1, 3);
        int pipe_ends[2];
        ASSERT_EQ(::pipe(pipe_ends), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            ::close(pipe_ends[1]);
            char ignored = 0;
            // Until the parent has written on.
            while (::read(pipe_ends[0], &ignored, 1) > 0) continue;
            int refused = 0;
            try {
                fill(*live, 4, 4);
            } catch (const Error& error) {
                refused = error.code() == ErrorCode::invalid_argument ? 7 : 8;
            }
            live.reset();
            ::_exit(refused);
        }
        ::close(pipe_ends[0]);
        fill(*live, 4, 8);
        ::close(pipe_ends[1]);
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 7) << status;
        fill(*live, 9, 9);
    }
    const LiveResolver live = LiveResolver::open(folder / "live");
    EXPECT_EQ(live.counts().sequence, 9U);
    EXPECT_EQ(live.digest(), digest_after(9));
}

}  // namespace
}  // namespace scrm::identity
