// SPDX-License-Identifier: Apache-2.0
//
// Posts a second on streams of 10⁵ and 10⁶ posts, a third of them edited copies: near-duplicates, with recall
// and precision against the truth; semantic core, aspects and spam of such posts; hours a second of spikes.

#include <benchmark/benchmark.h>

#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/random.hpp"
#include "scrm/sentiment/aspects.hpp"
#include "scrm/sentiment/near_duplicates.hpp"
#include "scrm/sentiment/semantic_core.hpp"
#include "scrm/sentiment/spam.hpp"
#include "scrm/sentiment/spikes.hpp"
#include "sentiment/planted_posts.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;

const std::vector<PlantedPost>& stream_of(std::size_t posts) {
    static std::size_t made = 0;
    static std::vector<PlantedPost> stream;
    if (made != posts) stream = planted_posts(posts - posts / 3, posts / 3, 1);
    made = posts;
    return stream;
}

std::vector<std::string_view> texts_of(const std::vector<PlantedPost>& posts) {
    std::vector<std::string_view> texts;
    texts.reserve(posts.size());
    for (const PlantedPost& post : posts) texts.emplace_back(post.text);
    return texts;
}

void near_duplicates(benchmark::State& state) {
    const auto& posts = stream_of(static_cast<std::size_t>(state.range(0)));
    const auto texts = texts_of(posts);
    std::vector<NearDuplicate> found;
    for (auto _ : state)
        found = find_near_duplicates(texts, {}, {.threads = static_cast<unsigned>(state.range(1))});
    std::size_t hits = 0;
    std::size_t planted = 0;
    std::size_t grouped = 0;
    std::size_t right = 0;
    for (std::size_t i = 0; i < posts.size(); ++i) {
        const bool joined = found[i].original != i;
        grouped += joined ? 1 : 0;
        right += joined && posts[found[i].original].source == posts[i].source ? 1 : 0;
        planted += posts[i].edit != Edit::none ? 1 : 0;
        hits += posts[i].edit != Edit::none && found[i].original == posts[i].source ? 1 : 0;
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.counters["recall"] = static_cast<double>(hits) / static_cast<double>(planted);
    state.counters["precision"] = static_cast<double>(right) / static_cast<double>(grouped);
}
BENCHMARK(near_duplicates)
    ->Args({100'000, 1})
    ->Args({1'000'000, 1})
    ->Args({1'000'000, 2})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

void core_of_a_fifth(benchmark::State& state) {
    const auto texts = texts_of(stream_of(static_cast<std::size_t>(state.range(0))));
    const std::span<const std::string_view> all{texts};
    const std::size_t period = texts.size() / 5;
    for (auto _ : state)
        benchmark::DoNotOptimize(
            semantic_core(all.subspan(0, period), all.subspan(period), {.min_g2 = 3}, {.threads = 1}));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(core_of_a_fifth)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

void aspects(benchmark::State& state) {
    const auto texts = texts_of(stream_of(100'000));
    std::size_t i = 0;
    for (auto _ : state) benchmark::DoNotOptimize(read_aspects(texts[i++ % texts.size()]));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(aspects);

void spam_of_posts(benchmark::State& state) {
    const auto texts = texts_of(stream_of(100'000));
    std::size_t i = 0;
    for (auto _ : state) benchmark::DoNotOptimize(score_post(texts[i++ % texts.size()]));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(spam_of_posts);

void spikes_of_a_year(benchmark::State& state) {
    Random random{1};
    std::vector<std::int64_t> hourly(8'760);
    for (auto& count : hourly) count = static_cast<std::int64_t>(random.below(40));
    for (auto _ : state) benchmark::DoNotOptimize(find_spikes(hourly, UtcTime{}));
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(hourly.size()));
}
BENCHMARK(spikes_of_a_year)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
