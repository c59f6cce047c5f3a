// SPDX-License-Identifier: Apache-2.0
// Jaro–Winkler of names, one against many: nanoseconds of one processor a pair.
//
//   name_similarity NAMES.txt [QUERIES]      one name a line; default: 1000 queries
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "scrm/text/jaro_winkler_batch.hpp"
#include "scrm/text/similarity.hpp"

namespace {

using namespace scrm::text;

template <class Work>
double best_nanoseconds(double pairs, const Work& work) {
    double best = 1e300;
    for (int repeat = 0; repeat < 5; ++repeat) {
        const auto began = std::chrono::steady_clock::now();
        work();
        const auto took = std::chrono::steady_clock::now() - began;
        best = std::min(best, std::chrono::duration<double, std::nano>(took).count() / pairs);
    }
    return best;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    std::vector<std::string> names;
    std::ifstream in{argv[1]};
    for (std::string name; std::getline(in, name);) names.push_back(name);
    const std::vector<std::string_view> views(names.begin(), names.end());
    const std::size_t queries =
        std::min<std::size_t>(names.size(), argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1000);
    const double pairs = static_cast<double>(names.size()) * static_cast<double>(queries);
    const JaroWinklerBatch batch{views};
    std::vector<double> out(names.size());
    double sum = 0;
    const double together = best_nanoseconds(pairs, [&] {
        for (std::size_t q = 0; q < queries; ++q) {
            batch.compare(names[q], out);
            sum += out[q];
        }
    });
    const double apart = best_nanoseconds(pairs, [&] {
        for (std::size_t q = 0; q < queries; ++q) {
            for (const std::string_view name : views) sum += jaro_winkler(names[q], name);
        }
    });
    std::printf(
        "%zu names, %zu queries: one against many %.2f ns a pair, pair by pair %.2f ns (checksum %g)\n",
        names.size(), queries, together, apart, sum);
}
