// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/text_model.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "sentiment/text_model_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kLanes = 16;

/// Features whose products surely fit 32 bits: 127 · 32767 · 512 < 2^31.
constexpr std::size_t kNarrowFeatures = 512;

#if defined(__SSE2__)
/// As add_lanes for the lanes [lane, lane + 32) of a processor that has wider registers.
__attribute__((target("avx2"))) void add_wide_lanes(const TextModel::Parts& model, const TextWork& work,
                                                    std::size_t begin, std::size_t end, std::size_t lane,
                                                    std::int32_t* sums) {
    __m256i total[4] = {_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256(),
                        _mm256_setzero_si256()};
    for (std::size_t i = begin; i < end; i += 2) {
        const bool pair = i + 1 < end;
        const auto* const at = model.row(work.features.buckets[i]) + lane;
        const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
        __m256i b = _mm256_setzero_si256();
        std::uint32_t high = 0;
        if (pair) {
            const auto* const next = model.row(work.features.buckets[i + 1]) + lane;
            b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(next));
            high = static_cast<std::uint16_t>(work.values[i + 1]);
        }
        const auto low = static_cast<std::uint16_t>(work.values[i]);
        const __m256i values = _mm256_set1_epi32(static_cast<int>(low | (high << 16U)));
        const __m256i ab_low = _mm256_unpacklo_epi8(a, b);
        const __m256i ab_high = _mm256_unpackhi_epi8(a, b);
        const __m256i wide[4] = {_mm256_srai_epi16(_mm256_unpacklo_epi8(ab_low, ab_low), 8),
                                 _mm256_srai_epi16(_mm256_unpackhi_epi8(ab_low, ab_low), 8),
                                 _mm256_srai_epi16(_mm256_unpacklo_epi8(ab_high, ab_high), 8),
                                 _mm256_srai_epi16(_mm256_unpackhi_epi8(ab_high, ab_high), 8)};
        for (std::size_t k = 0; k < 4; ++k)
            total[k] = _mm256_add_epi32(total[k], _mm256_madd_epi16(wide[k], values));
    }
    // Each half of a register holds four columns: of the first sixteen lanes, then of the second.
    for (std::size_t k = 0; k < 4; ++k) {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(sums + 4 * k), _mm256_castsi256_si128(total[k]));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(sums + kLanes + 4 * k),
                         _mm256_extracti128_si256(total[k], 1));
    }
}

bool has_wide_lanes() noexcept {
    static const bool has = __builtin_cpu_supports("avx2") != 0;
    return has;
}
#endif

/// sums[c] += Σ value · weight[c] over features [begin, end), lanes [lane, lane + 16).
void add_lanes(const TextModel::Parts& model, const TextWork& work, std::size_t begin, std::size_t end,
               std::size_t lane, std::int32_t* sums) {
#if defined(__SSE2__)
    __m128i total[4] = {_mm_setzero_si128(), _mm_setzero_si128(), _mm_setzero_si128(), _mm_setzero_si128()};
    const auto load = [&](std::size_t i) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(model.row(work.features.buckets[i]) + lane));
    };
    for (std::size_t i = begin; i < end; i += 2) {
        const bool pair = i + 1 < end;
        const __m128i a = load(i);
        const __m128i b = pair ? load(i + 1) : _mm_setzero_si128();
        const auto low = static_cast<std::uint16_t>(work.values[i]);
        const auto high = pair ? static_cast<std::uint16_t>(work.values[i + 1]) : std::uint16_t{0};
        const __m128i values = _mm_set1_epi32(static_cast<int>(low | (std::uint32_t{high} << 16U)));
        const __m128i ab_low = _mm_unpacklo_epi8(a, b);
        const __m128i ab_high = _mm_unpackhi_epi8(a, b);
        // A byte above a copy of itself, shifted down with its sign, is the byte as 16 bits.
        const __m128i wide[4] = {_mm_srai_epi16(_mm_unpacklo_epi8(ab_low, ab_low), 8),
                                 _mm_srai_epi16(_mm_unpackhi_epi8(ab_low, ab_low), 8),
                                 _mm_srai_epi16(_mm_unpacklo_epi8(ab_high, ab_high), 8),
                                 _mm_srai_epi16(_mm_unpackhi_epi8(ab_high, ab_high), 8)};
        for (std::size_t k = 0; k < 4; ++k)
            total[k] = _mm_add_epi32(total[k], _mm_madd_epi16(wide[k], values));
    }
    for (std::size_t k = 0; k < 4; ++k) _mm_storeu_si128(reinterpret_cast<__m128i*>(sums + 4 * k), total[k]);
#else
    std::fill_n(sums, kLanes, 0);
    for (std::size_t i = begin; i < end; ++i) {
        const std::int8_t* row = model.row(work.features.buckets[i]) + lane;
        const std::int32_t value = work.values[i];
        for (std::size_t k = 0; k < kLanes; ++k) sums[k] += row[k] * value;
    }
#endif
}

}  // namespace

ScoringRoom::ScoringRoom() : work_(std::make_unique<Work>()) {}
ScoringRoom::~ScoringRoom() = default;
ScoringRoom::ScoringRoom(ScoringRoom&&) noexcept = default;
ScoringRoom& ScoringRoom::operator=(ScoringRoom&&) noexcept = default;

void TextModel::Parts::make_room() {
    first_column.assign(1, 0);
    first_label.assign(1, 0);
    for (const Head& head : heads) {
        first_column.push_back(first_column.back() + columns_of(head.labels.size()));
        first_label.push_back(first_label.back() + head.labels.size());
    }
    temperature.resize(heads.size(), 1.0F);
    scale.resize(columns(), 0.0F);
    bias.resize(columns(), 0.0F);
    signal_weights.resize(signal_names.size() * columns(), 0.0F);
    stride = (columns() + 2 + kLanes - 1) / kLanes * kLanes;
    if (stride > kLanes) stride = (stride + 2 * kLanes - 1) / (2 * kLanes) * (2 * kLanes);
    storage.assign(std::size_t{table.buckets} * stride, 0);
}

const TokenizedText& tokens_of(const ScoringRoom& room) noexcept {
    return room.work().text.tokens;
}
std::span<const TextSpan> brands_of(const ScoringRoom& room) noexcept {
    return room.work().text.brands;
}

double weigh_features(const TextModel::Parts& model, TextWork& work) {
    const std::size_t count = work.features.buckets.size();
    work.values.resize(count);
    std::uint64_t squares = 0;
    const CountWeights& weights = count_weights();
    for (std::size_t i = 0; i < count; ++i) {
        const std::int16_t value =
            feature_value(weights, model.idf(work.features.buckets[i]), work.features.counts[i]);
        work.values[i] = value;
        squares += static_cast<std::uint64_t>(std::int64_t{value} * value);
    }
    return squares == 0 ? 1.0 : std::sqrt(static_cast<double>(squares));
}

void probabilities_of(const TextModel::Parts& model, std::span<const double> scores, std::span<float> out) {
    for (std::size_t h = 0; h < model.heads.size(); ++h) {
        const std::size_t column = model.first_column[h];
        const std::size_t label = model.first_label[h];
        const std::size_t labels = model.heads[h].labels.size();
        const double temperature = model.temperature[h];
        if (labels == 2) {
            const double p = 1.0 / (1.0 + std::exp(-scores[column] / temperature));
            out[label] = static_cast<float>(1.0 - p);
            out[label + 1] = static_cast<float>(p);
            continue;
        }
        double top = scores[column];
        for (std::size_t k = 1; k < labels; ++k) top = std::max(top, scores[column + k]);
        double total = 0;
        for (std::size_t k = 0; k < labels; ++k) {
            const double e = std::exp((scores[column + k] - top) / temperature);
            out[label + k] = static_cast<float>(e);
            total += e;
        }
        for (std::size_t k = 0; k < labels; ++k) out[label + k] = static_cast<float>(out[label + k] / total);
    }
}

namespace {

void add_rows(const TextModel::Parts& model, ScoringRoom::Work& work) {
    const std::size_t count = work.text.features.buckets.size();
    work.sums.assign(model.stride, 0);
    work.narrow.resize(2 * kLanes);
    for (std::size_t begin = 0; begin < count; begin += kNarrowFeatures) {
        const std::size_t end = std::min(count, begin + kNarrowFeatures);
        for (std::size_t lane = 0; lane < model.columns();) {
            std::size_t lanes = kLanes;
#if defined(__SSE2__)
            if (model.stride - lane >= 2 * kLanes && has_wide_lanes()) {
                lanes = 2 * kLanes;
                add_wide_lanes(model, work.text, begin, end, lane, work.narrow.data());
            } else {
                add_lanes(model, work.text, begin, end, lane, work.narrow.data());
            }
#else
            add_lanes(model, work.text, begin, end, lane, work.narrow.data());
#endif
            for (std::size_t k = 0; k < lanes; ++k) work.sums[lane + k] += work.narrow[k];
            lane += lanes;
        }
    }
}

/// Which signal of the model each kind of the source is.
void match_signals(const TextModel::Parts& model, const SignalSource* source, ScoringRoom::Work& work) {
    if (work.model == &model && work.source == source) return;
    work.model = &model;
    work.source = source;
    work.signal_kinds.clear();
    if (source == nullptr) return;
    for (const std::string_view name : source->names()) {
        const auto found = std::ranges::find(model.signal_names, name);
        work.signal_kinds.push_back(found == model.signal_names.end()
                                        ? std::uint16_t{0}
                                        : static_cast<std::uint16_t>(found - model.signal_names.begin() + 1));
    }
}

void add_signals(const TextModel::Parts& model, ScoringRoom::Work& work) {
    work.signal_values.assign(model.signal_names.size(), 0.0F);
    constexpr std::size_t kBits = 64;
    work.signals_met.assign(model.signal_names.size() / kBits + 1, 0);
    for (const Signal& signal : work.text.signals) {
        const std::uint16_t kind = work.signal_kinds[signal.kind];
        if (kind == 0) continue;
        const std::size_t s = kind - 1U;
        work.signal_values[s] += signal.value;
        work.signals_met[s / kBits] |= std::uint64_t{1} << s % kBits;
    }
    const std::size_t columns = model.columns();
    double* const scores = work.scores.data();
    for (std::size_t word = 0; word < work.signals_met.size(); ++word) {
        for (std::uint64_t met = work.signals_met[word]; met != 0; met &= met - 1) {
            const std::size_t s = word * kBits + static_cast<std::size_t>(std::countr_zero(met));
            const double value = std::clamp(work.signal_values[s], -kSignalLimit, kSignalLimit);
            if (value == 0) continue;
            const float* const weights = model.signal_weights.data() + s * columns;
            for (std::size_t c = 0; c < columns; ++c) scores[c] += value * double{weights[c]};
        }
    }
}

}  // namespace

std::span<const Head> TextModel::heads() const noexcept {
    return parts_->heads;
}
std::size_t TextModel::label_count() const noexcept {
    return parts_->first_label.back();
}
std::size_t TextModel::first_label(std::size_t head) const noexcept {
    return parts_->first_label[head];
}
std::size_t TextModel::find_head(std::string_view name) const noexcept {
    return static_cast<std::size_t>(std::ranges::find(parts_->heads, name, &Head::name) -
                                    parts_->heads.begin());
}
const Digest& TextModel::digest() const noexcept {
    return parts_->digest;
}
std::span<const std::string> TextModel::signal_names() const noexcept {
    return parts_->signal_names;
}

void TextModel::score(std::string_view text, const SignalSource* source, ScoringRoom& room,
                      std::span<float> probabilities) const {
    const Parts& model = *parts_;
    ScoringRoom::Work& work = *room.work_;
    match_signals(model, source, work);
    extract_features(text, model.table, source, work.text, {model.row(0), model.stride});
    work.norm = weigh_features(model, work.text);
    add_rows(model, work);
    work.scores.resize(model.columns());
    for (std::size_t c = 0; c < model.columns(); ++c)
        work.scores[c] =
            model.bias[c] + double{model.scale[c]} * static_cast<double>(work.sums[c]) / work.norm;
    add_signals(model, work);
    probabilities_of(model, work.scores, probabilities);
}

LabelExplanation TextModel::explain(std::size_t head, std::size_t label, const ScoringRoom& room) const {
    const ExplainedLabel one{head, label};
    return std::move(explain_labels(*this, {&one, 1}, room).front());
}

std::vector<LabelExplanation> explain_labels(const TextModel& of, std::span<const ExplainedLabel> labels,
                                             const ScoringRoom& room) {
    const TextModel::Parts& model = of.parts();
    ScoringRoom::Work& work = room.work();
    find_occurrences(work.text);
    const auto& tokens = work.text.tokens.tokens;
    struct Asked {
        std::size_t column = 0;
        double sign = 1;
        double scale = 0;
        std::vector<double> spread;
    };
    std::vector<Asked> asked(labels.size());
    std::vector<LabelExplanation> all(labels.size());
    for (std::size_t k = 0; k < labels.size(); ++k) {
        const auto [head, label] = labels[k];
        // Of two labels only the second has a column; the first one's score is its opposite.
        const bool two = model.heads[head].labels.size() == 2;
        Asked& ask = asked[k];
        ask.column = model.first_column[head] + (two ? 0 : label);
        ask.sign = (two && label == 0 ? -1.0 : 1.0) / double{model.temperature[head]};
        ask.scale = ask.sign * double{model.scale[ask.column]} / work.norm;
        ask.spread.assign(tokens.size() + 1, 0.0);
        all[k].bias = ask.sign * double{model.bias[ask.column]};
        all[k].score = ask.sign * work.scores[ask.column];
        all[k].contributions.reserve(tokens.size() + work.text.signals.size());
        for (const Token& token : tokens) all[k].contributions.push_back({token.span, 0.0});
    }

    // Each place of an n-gram gets an equal part of what the n-gram adds, in equal parts over its tokens.
    for (const Occurrence& occurrence : work.text.occurrences) {
        const std::size_t feature = occurrence.feature;
        const std::int8_t* const row = model.row(work.text.features.buckets[feature]);
        const double places = static_cast<double>(work.text.features.counts[feature] & ~kWordBit) *
                              (occurrence.last - occurrence.first + 1);
        for (std::size_t k = 0; k < asked.size(); ++k) {
            const double weight = row[asked[k].column];
            if (weight == 0) continue;
            const double part = asked[k].scale * weight * work.text.values[feature] / places;
            auto& contributions = all[k].contributions;
            if (occurrence.last - occurrence.first <= 1) {
                contributions[occurrence.first].weight += part;
                if (occurrence.last != occurrence.first) contributions[occurrence.last].weight += part;
            } else {
                asked[k].spread[occurrence.first] += part;
                asked[k].spread[occurrence.last + 1] -= part;
            }
        }
    }
    for (std::size_t k = 0; k < asked.size(); ++k) {
        auto& contributions = all[k].contributions;
        double everywhere = 0;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            everywhere += asked[k].spread[i];
            contributions[i].weight += everywhere;
        }
        for (const Signal& signal : work.text.signals) {
            const std::uint16_t kind = work.signal_kinds[signal.kind];
            if (kind == 0) continue;
            const std::size_t s = kind - 1U;
            const double sum = work.signal_values[s];
            const double cut = std::clamp(work.signal_values[s], -kSignalLimit, kSignalLimit);
            if (sum == 0) continue;
            contributions.push_back(
                {signal.span, asked[k].sign * model.signal_weights[s * model.columns() + asked[k].column] *
                                  signal.value * cut / sum});
        }
    }
    return all;
}

}  // namespace scrm::sentiment
