// The main job as a bank runs it: import customers and profiles, resolve. One iteration each, on a synthetic
// bank.
//
//     SCRM_BENCH_CUSTOMERS=1000000 SCRM_BENCH_IDENTITIES=200000 ./scrm_crm_benchmark
//
// PostgreSQL takes part when SCRM_BENCH_POSTGRES is the url of an empty database.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "scrm/crm/crm.hpp"
#include "scrm/identity/sample.hpp"

namespace {

namespace fs = std::filesystem;

std::uint64_t setting(const char* name, std::uint64_t fallback) {
    const char* value = std::getenv(name);
    return value == nullptr ? fallback : std::strtoull(value, nullptr, 10);
}

const fs::path& bank() {
    static const fs::path folder = [] {
        const fs::path path = fs::temp_directory_path() / "scrm-bank-benchmark";
        fs::remove_all(path);
        scrm::identity::SampleOptions options;
        options.customers = setting("SCRM_BENCH_CUSTOMERS", 100'000);
        options.identities = setting("SCRM_BENCH_IDENTITIES", 20'000);
        scrm::identity::write_sample(options, path);
        return path;
    }();
    return folder;
}

/// The url of an empty database, or nothing when the backend is not there.
std::string fresh_url(bool postgresql) {
    if (postgresql) {
        const char* server = std::getenv("SCRM_BENCH_POSTGRES");
        return server == nullptr ? std::string{} : std::string{server};
    }
    for (const char* suffix : {"", "-wal", "-shm", ".lock"})
        fs::remove(bank() / (std::string{"bank.db"} + suffix));
    return (bank() / "bank.db").string();
}

double peak_mebibytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

void main_job(benchmark::State& state, bool postgresql) {
    bank();
    for (auto _ : state) {
        const std::string url = fresh_url(postgresql);
        if (url.empty()) {
            state.SkipWithError("SCRM_BENCH_POSTGRES is not set");
            return;
        }
        auto crm = scrm::Crm::open(url);
        using Clock = std::chrono::steady_clock;
        const auto began = Clock::now();
        const auto customers = crm.customers().import_csv(bank() / "customers.csv");
        const auto imported = Clock::now();
        const auto profiles = crm.identities().import_jsonl(bank() / "identities.jsonl");
        const auto loaded = Clock::now();
        const auto report = crm.resolution().run();
        const auto resolved = Clock::now();
        const auto seconds = [](auto from, auto to) {
            return std::chrono::duration<double>(to - from).count();
        };
        state.counters["customers/s"] = static_cast<double>(customers.accepted) / seconds(began, imported);
        state.counters["profiles/s"] = static_cast<double>(profiles.accepted) / seconds(imported, loaded);
        state.counters["resolve_s"] = seconds(loaded, resolved);
        state.counters["match"] = static_cast<double>(report.match);
        state.counters["peak_MiB"] = peak_mebibytes();
    }
}

}  // namespace

BENCHMARK_CAPTURE(main_job, sqlite, false)->Iterations(1)->Unit(benchmark::kSecond)->UseRealTime();
BENCHMARK_CAPTURE(main_job, postgresql, true)->Iterations(1)->Unit(benchmark::kSecond)->UseRealTime();

BENCHMARK_MAIN();
