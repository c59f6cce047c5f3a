// SPDX-License-Identifier: Apache-2.0
// What the linkage core needs for a bank of customers: seconds by step, and heap bytes a record.
//
//   linkage_core [CUSTOMERS [THREADS]]      default: 1000000, all
//
// Heap is what malloc has handed out (mallinfo2), so that it is exact and does not depend on what came
// before.
#include <malloc.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "identity/blocking/blocking_internal.hpp"
#include "identity/blocking/pairs_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/training/training_internal.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/identity/sample.hpp"

namespace {

using namespace scrm;
using namespace scrm::identity;

double heap_bytes() {
    const struct mallinfo2 heap = mallinfo2();
    return static_cast<double>(heap.uordblks) + static_cast<double>(heap.hblkhd);
}

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Prints what a step cost, per record where it stays in memory.
class Steps {
  public:
    explicit Steps(std::size_t records) : records_(static_cast<double>(records)) {}

    void done(const char* step) {
        const auto now = std::chrono::steady_clock::now();
        const double cpu = cpu_seconds();
        const double heap = heap_bytes();
        std::printf("%-28s %8.2f s %8.2f s of CPU %8.0f bytes a record\n", step,
                    std::chrono::duration<double>(now - began_).count(), cpu - cpu_,
                    (heap - heap_) / records_);
        began_ = std::chrono::steady_clock::now();
        cpu_ = cpu;
        heap_ = heap;
    }

  private:
    double records_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    double cpu_ = cpu_seconds();
    double heap_ = heap_bytes();
};

RecordSet sample_records(std::size_t count) {
    SampleOptions options;
    options.customers = count;
    options.identities = 0;
    RecordSetBuilder builder{"customers"};
    {
        const SampleBank bank = make_sample(options);
        for (const Customer& customer : bank.customers) append(builder, customer);
    }
    return builder.finish();
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
    Execution execution;
    execution.threads = argc > 2 ? static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10)) : 0;
    Steps steps{count};
    const RecordSet records = sample_records(count);
    steps.done("sample and records");
    const Rows rows{records};
    Features features{rows, execution.threads};
    MatchModel model = fitted_to(MatchModel::person(), rows);
    const MatchModel blocked = without_needless_rules(model, rows);
    features.prepare(blocked);
    steps.done("features");
    const Blocking blocking{features, blocked.blocking_rules, execution};
    features.forget_keys(model);
    steps.done("blocking");
    std::printf("    %llu pairs at most\n", static_cast<unsigned long long>(blocking.pair_bound()));
    for (const BlockingCount& rule : blocking.counts())
        std::printf(
            "    %-32s %10llu pairs %9llu blocks, largest %llu, generic keys %llu\n", rule.rule.c_str(),
            static_cast<unsigned long long>(rule.pairs), static_cast<unsigned long long>(rule.blocks),
            static_cast<unsigned long long>(rule.largest), static_cast<unsigned long long>(rule.generic));
    ComparedPairs compared;
    model = learn(model, features, blocking, {}, execution, &compared);
    steps.done("learn");
    const Scorer scorer{model, features};
    const auto edges = score_pairs(blocking, scorer, -4, execution, compared);
    steps.done("compare");
    std::printf("    %zu pairs of -4 bits and more\n", edges.size());
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("peak of the process: %.0f MiB\n", static_cast<double>(usage.ru_maxrss) / 1024);
}
