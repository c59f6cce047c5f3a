// SPDX-License-Identifier: Apache-2.0
// The live resolver on a generated bank: loading, resolving profiles that are not stored, adding and removing
// in memory and on disk, opening again; latencies, rates and memory.
//
//   scrm_identity_live_resolve [CUSTOMERS [PROFILES [FOLDER]]]
//
// FOLDER is where the durable part writes; without it that part is left out.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "scrm/core/random.hpp"
#include "scrm/identity/live_resolver.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/identity/sample.hpp"

namespace {

using namespace scrm;
using namespace scrm::identity;
using SteadyClock = std::chrono::steady_clock;

double seconds_since(SteadyClock::time_point start) {
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

double resident_mib() {
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line)) {
        if (line.starts_with("VmRSS:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
    }
    return 0;
}

/// Wall and processor time since it was made; the latter is what a busy machine leaves comparable.
class Stopwatch {
  public:
    double wall() const { return seconds_since(start_); }
    double processor() const {
        return static_cast<double>(std::clock() - processor_) / static_cast<double>(CLOCKS_PER_SEC);
    }

  private:
    SteadyClock::time_point start_ = SteadyClock::now();
    std::clock_t processor_ = std::clock();
};

void print_rate(const char* name, std::size_t count, const Stopwatch& watch) {
    const auto n = static_cast<double>(count);
    std::printf("%-40s %8zu  %9.0f/s  %9.0f per second of processor", name, count, n / watch.wall(),
                n / std::max(1e-9, watch.processor()));
}

/// Of this thread.
double processor_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

void print_latencies(const char* name, std::vector<double>& seconds) {
    std::sort(seconds.begin(), seconds.end());
    const auto at = [&](double share) {
        return 1e6 * seconds[static_cast<std::size_t>(share * static_cast<double>(seconds.size() - 1))];
    };
    std::printf("  %s p50 %.1f  p99 %.1f  max %.1f us", name, at(.5), at(.99), at(1));
}

/// Runs `work` for each number, and tells rate and latencies: by the clock and of the processor alone.
void measure(const char* name, std::size_t count, const std::function<void(std::size_t)>& work) {
    std::vector<double> wall(count);
    std::vector<double> processor(count);
    const Stopwatch watch;
    for (std::size_t i = 0; i < count; ++i) {
        const auto before = SteadyClock::now();
        const double used = processor_seconds();
        work(i);
        processor[i] = processor_seconds() - used;
        wall[i] = seconds_since(before);
    }
    print_rate(name, count, watch);
    print_latencies("wall", wall);
    print_latencies("processor", processor);
    std::printf("\n");
    std::fflush(stdout);
}

void measure_group(const char* name, LiveResolver& live, std::vector<LiveWrite> writes, std::size_t group) {
    const Stopwatch watch;
    for (std::size_t i = 0; i < writes.size(); i += group)
        live.apply(std::span{writes}.subspan(i, std::min(group, writes.size() - i)));
    print_rate(name, writes.size(), watch);
    std::printf("\n");
    std::fflush(stdout);
}

/// Writes of one record each from several threads, which wait for the disk together.
void measure_writers(const char* name, LiveResolver& live, const std::vector<LiveWrite>& writes,
                     unsigned threads) {
    const Stopwatch watch;
    std::vector<std::thread> writers;
    for (unsigned t = 0; t < threads; ++t) {
        writers.emplace_back([&, t] {
            for (std::size_t i = t; i < writes.size(); i += threads) live.apply({&writes[i], 1});
        });
    }
    for (std::thread& writer : writers) writer.join();
    print_rate(name, writes.size(), watch);
    std::printf("\n");
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    SampleOptions options;
    options.customers = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000;
    options.identities = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 10'000;
    const std::filesystem::path folder = argc > 3 ? argv[3] : "";
    auto start = SteadyClock::now();
    std::vector<LiveWrite> customers;
    std::vector<LiveWrite> profiles;
    std::optional<FrozenModel> model;
    {
        RecordSetBuilder left("profiles");
        RecordSetBuilder right("customers");
        {
            const SampleBank bank = make_sample(options);
            for (const Customer& customer : bank.customers) {
                customers.push_back({LiveSide::customer, false, LiveRecord::of(customer)});
                append(right, customer);
            }
            for (const SocialIdentity& identity : bank.identities) {
                profiles.push_back({LiveSide::profile, false, LiveRecord::of(identity)});
                append(left, identity);
            }
        }
        std::printf("bank of %zu customers, %zu profiles: %.1f s\n", customers.size(), profiles.size(),
                    seconds_since(start));
        start = SteadyClock::now();
        model = FrozenModel::freeze(left.finish(), right.finish(), MatchModel::person());
    }
    std::printf("freeze: %.1f s, %.1f MiB as a file\n", seconds_since(start),
                static_cast<double>(model->to_bytes().size()) / (1 << 20));
    std::fflush(stdout);
    Random random(1);
    for (auto* all : {&customers, &profiles}) {
        for (std::size_t i = all->size(); i > 1; --i) std::swap((*all)[i - 1], (*all)[random.below(i)]);
    }

    LiveResolver live(*model);
    const double before = resident_mib();
    const Stopwatch loading;
    live.apply(customers);
    const std::size_t redo = live.counts().redo;
    live.process_redo();
    print_rate("load", customers.size(), loading);
    const double resident = resident_mib() - before;
    std::printf("\n%zu were in the redo queue; %.0f bytes a customer counted, %.0f resident\n", redo,
                static_cast<double>(live.counts().bytes) / static_cast<double>(customers.size()),
                resident * (1 << 20) / static_cast<double>(customers.size()));
    const std::size_t some = std::min<std::size_t>(profiles.size() / 4, 20'000);
    const auto part = [&](std::size_t number) {
        return std::vector<LiveWrite>(profiles.begin() + static_cast<std::ptrdiff_t>(number * some),
                                      profiles.begin() + static_cast<std::ptrdiff_t>((number + 1) * some));
    };
    measure("resolve a profile that is not stored", some,
            [&](std::size_t i) { live.resolve(profiles[i].record); });
    measure("search by name and city", some, [&](std::size_t i) { live.search(profiles[i].record); });
    measure("add a profile", some, [&](std::size_t i) { live.apply({&profiles[i], 1}); });
    measure("resolve a stored profile", some, [&](std::size_t i) { live.resolve(profiles[i].record.id); });
    measure_group("add profiles, 64 a group", live, part(1), 64);
    measure("replace a customer", some, [&](std::size_t i) {
        LiveWrite write = customers[i % customers.size()];
        write.record.values.emplace_back("employer", "changed");
        live.apply({&write, 1});
    });
    live.process_redo();
    measure("remove a profile", some, [&](std::size_t i) { live.remove_profile(profiles[i].record.id); });
    if (folder.empty()) return 0;

    std::filesystem::remove_all(folder);
    LiveResolver durable = LiveResolver::open(folder, model);
    start = SteadyClock::now();
    durable.apply(customers);
    durable.process_redo();
    std::printf("durable load: %.1f s\n", seconds_since(start));
    measure("durable: add a profile, one writer", some / 4, [&](std::size_t i) {
        durable.apply({&profiles[i], 1});
    });
    measure_writers("durable: add a profile, 16 writers", durable, part(1), 16);
    measure_group("durable: add profiles, 64 a group", durable, part(2), 64);
    start = SteadyClock::now();
    durable.snapshot();
    std::printf("durable: snapshot %.1f s\n", seconds_since(start));
    durable.process_redo();
    const Digest digest = durable.digest();
    { LiveResolver gone = std::move(durable); }
    start = SteadyClock::now();
    const bool is_same = LiveResolver::open(folder).digest() == digest;
    std::printf("durable: open again %.1f s, %s\n", seconds_since(start),
                is_same ? "the same state" : "ANOTHER STATE");
    std::filesystem::remove_all(folder);
    return is_same ? 0 : 1;
}
