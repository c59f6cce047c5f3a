// SPDX-License-Identifier: Apache-2.0
//
// Stands in for libFuzzer under compilers that have none: replays every seed of a folder, then seeded
// mutations of them. Run number n is the same input on every machine.
//
//   scrm_x_fuzz SEED_FOLDER RUNS          all seeds, then runs 1..RUNS
//   scrm_x_fuzz SEED_FOLDER RUNS RUN      only run number RUN, its input written to ./fuzz-input
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/random.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);
extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace {

constexpr std::size_t kMaxSize = 4096;

/// Pieces that break parsers: quotes, separators, number borders, UTF-8 oddities, other encodings.
constexpr std::array<std::string_view, 40> kPieces = {
    "\"",
    "'",
    ",",
    ";",
    "\t",
    "\r\n",
    "\n",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ":",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "9223372036854775808",
    "=1+1",
    "<b>",
    "%00",
    "../",
    "@",
    "+7",
    "2000-02-30",
    "4111 1111 1111 1111",
    std::string_view("\0", 1),
    "\xFF",
    "\xC0\x80",
    "\xED\xA0\x80",
    "\xF4\x90\x80\x80",
    "\xEF\xBB\xBF",
    "\xE2\x80\x8B",
    "\xE2\x80\xAE",
    "\xCC\x81",
    "\xD0\x81",
    "\xEF\xBC\x95",
    "\xF0\x9F\x98\x80",
    "\xD0",
};

volatile std::sig_atomic_t current_run = 0;

void say_run() {
    std::array<char, 64> line{};
    const int length =
        std::snprintf(line.data(), line.size(), "fuzz: died in run %ld\n", static_cast<long>(current_run));
    if (length > 0 && ::write(STDERR_FILENO, line.data(), static_cast<std::size_t>(length)) < 0) return;
}

extern "C" void on_signal(int signal_number) {
    say_run();
    std::signal(signal_number, SIG_DFL);
    std::raise(signal_number);
}

std::vector<std::string> read_seeds(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.is_regular_file()) paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> seeds;
    for (const auto& path : paths) {
        std::ifstream file(path, std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return seeds;
}

void mutate(std::string& input, const std::vector<std::string>& seeds, scrm::Random& random) {
    const auto place = [&](std::size_t extra) {
        return static_cast<std::size_t>(random.below(input.size() + extra));
    };
    switch (random.below(9)) {
        case 0:
            if (!input.empty()) input[place(0)] ^= static_cast<char>(1u << random.below(8));
            break;
        case 1:
            if (!input.empty()) input[place(0)] = static_cast<char>(random.below(256));
            break;
        case 2:
            input.insert(place(1), 1, static_cast<char>(random.below(256)));
            break;
        case 3:
        case 4:
            input.insert(place(1), kPieces[random.below(kPieces.size())]);
            break;
        case 5:
            if (!input.empty()) input.erase(place(0), 1 + random.below(8));
            break;
        case 6:
            if (!input.empty()) {
                const std::string piece = input.substr(place(0), 1 + random.below(32));
                const std::size_t at = place(1);
                for (std::uint64_t i = 1 + random.below(random.chance(0.1) ? 40 : 3); i > 0; --i)
                    input.insert(at, piece);
            }
            break;
        case 7: {
            const std::string& other = seeds[random.below(seeds.size())];
            if (!other.empty()) {
                input.insert(place(1), other.substr(random.below(other.size()), 1 + random.below(64)));
            }
            break;
        }
        default:
            input.resize(place(1));
            break;
    }
    if (input.size() > kMaxSize) input.resize(kMaxSize);
}

std::string input_of(long run, const std::vector<std::string>& seeds) {
    scrm::Random random(static_cast<std::uint64_t>(run));
    std::string input = seeds[random.below(seeds.size())];
    for (std::uint64_t i = 1 + random.below(6); i > 0; --i) mutate(input, seeds, random);
    return input;
}

void feed(const std::string& input) {
    // A copy of the exact size, so that the sanitizer sees a read behind the end.
    const std::vector<std::uint8_t> bytes(input.begin(), input.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

int run_all(int argc, char** argv) {
    std::vector<std::string> seeds = read_seeds(argv[1]);
    if (seeds.empty()) {
        std::fprintf(stderr, "fuzz: no seeds in %s\n", argv[1]);
        return 2;
    }
    const long runs = std::strtol(argv[2], nullptr, 10);
    if (argc > 3) {
        current_run = static_cast<std::sig_atomic_t>(std::strtol(argv[3], nullptr, 10));
        const std::string input = input_of(current_run, seeds);
        std::ofstream("fuzz-input", std::ios::binary) << input;
        feed(input);
        return 0;
    }
    feed({});
    for (std::size_t i = 0; i < seeds.size(); ++i) {
        current_run = -static_cast<std::sig_atomic_t>(i + 1);
        feed(seeds[i]);
    }
    for (long run = 1; run <= runs; ++run) {
        current_run = static_cast<std::sig_atomic_t>(run);
        feed(input_of(run, seeds));
    }
    std::printf("fuzz: %zu seeds and %ld mutations\n", seeds.size(), runs);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: %s SEED_FOLDER RUNS [RUN]\n", argv[0]);
        return 2;
    }
    std::signal(SIGABRT, on_signal);
    std::signal(SIGSEGV, on_signal);
    if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(say_run);
    try {
        return run_all(argc, argv);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "fuzz: run %ld threw: %s\n", static_cast<long>(current_run), failure.what());
        return 1;
    }
}
