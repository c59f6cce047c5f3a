// SPDX-License-Identifier: Apache-2.0
//
// Posts a second on one core: features, all heads, masking, explanations; and how long the shipped model
// takes to load. The posts are those of the authored corpus.

#include <benchmark/benchmark.h>

#include <string>
#include <string_view>
#include <vector>

#include "scrm/sentiment/text_files.hpp"
#include "scrm/text/mask_policy.hpp"
#include "sentiment/training/corpus_internal.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;

const std::vector<CorpusPost>& posts() {
    static const auto all = read_corpus(SCRM_SOURCE_DIR "/src/sentiment/corpus");
    return all;
}

void tokens(benchmark::State& state) {
    TokenizedText out;
    std::size_t i = 0;
    for (auto _ : state) {
        tokenize(posts()[i++ % posts().size()].text, out);
        benchmark::DoNotOptimize(out.tokens.data());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(tokens);

void all_heads(benchmark::State& state) {
    const Classifier classifier = Classifier::built_in();
    ScoringRoom room;
    std::size_t i = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(classifier.classify(posts()[i++ % posts().size()].text, room));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(all_heads);

void all_heads_and_masking(benchmark::State& state) {
    const Classifier classifier = Classifier::built_in();
    ScoringRoom room;
    std::size_t i = 0;
    for (auto _ : state) {
        const std::string& text = posts()[i++ % posts().size()].text;
        benchmark::DoNotOptimize(classifier.classify(text, room));
        benchmark::DoNotOptimize(text::mask(text));
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(all_heads_and_masking);

void all_heads_with_explanations(benchmark::State& state) {
    const Classifier classifier = Classifier::built_in();
    ScoringRoom room;
    Classification answers;
    std::size_t i = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(classifier.explain(posts()[i++ % posts().size()].text, answers, room));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(all_heads_with_explanations);

void as_scrm_classify(benchmark::State& state) {
    const TextClassifier classifier = TextClassifier::built_in();
    ScoringRoom room;
    std::size_t i = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(
            classifier.classify(posts()[i++ % posts().size()].text, state.range(0) != 0, room));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(as_scrm_classify)->ArgName("explain")->Arg(0)->Arg(1);

void load_model(benchmark::State& state) {
    const std::string bytes = Classifier::built_in().model().to_bytes();
    for (auto _ : state) benchmark::DoNotOptimize(TextModel::from_bytes(bytes));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(load_model)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
