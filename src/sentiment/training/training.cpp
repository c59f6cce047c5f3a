// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/training.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"
#include "sentiment/text_model_internal.hpp"
#include "sentiment/training/calibration_internal.hpp"
#include "sentiment/training/head_fit_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kTextChunk = 256;

void check(const TrainingSet& set, const TrainingOptions& options) {
    check_texts(set);
    check_hold_out(options.hold_out);
    if (set.heads.empty()) refuse("there is no head to train");
    for (const HeadTruth& truth : set.heads) {
        const double balance = truth.balance.value_or(options.balance);
        if (!(balance >= 0) || !(balance <= 1)) refuse("the balance is between 0 and 1");
        if (!(truth.signal_worth > 0)) refuse("what a signal is worth must be above 0");
        if (truth.head.labels.size() < 2) refuse("a head needs two labels at least");
        if (truth.head.labels.size() > kMostLabels) refuse("a head has at most 4,096 labels");
        for (const std::string& label : truth.head.labels)
            if (label.size() > kLongestLabel) refuse("a label has at most 512 bytes");
        std::vector<bool> seen(truth.head.labels.size(), false);
        for (std::size_t i = 0; i < truth.labels.size(); ++i) {
            const bool fitted =
                (set.sidecar.empty() || !set.sidecar[i]) && (set.weights.empty() || set.weights[i] > 0);
            if (truth.labels[i] >= 0 && fitted) seen[static_cast<std::size_t>(truth.labels[i])] = true;
        }
        if (std::ranges::count(seen, true) < 2)
            refuse("the texts to fit, of a weight above 0, have fewer than two different labels");
    }
    const bool is_power = options.buckets == 0 && options.bits >= kMinBits && options.bits <= kMaxBits;
    const bool is_count = options.buckets >= kFewestBuckets && options.buckets <= kMostBuckets;
    if (!is_power && !is_count) refuse("the table has 2^10 to 2^20 buckets");
    constexpr double kMostCost = 1e6;
    for (const double cost : {options.cost, options.svm_cost, options.margin_cost}) {
        if (!(cost > 0) || !(cost <= kMostCost)) refuse("a cost is above 0, at most 10^6");
    }
}

/// Row-wise features of all texts before they are weighed.
struct Counted {
    std::vector<TextFeatures> features;
    std::vector<std::vector<std::pair<std::uint16_t, float>>> signals;
};

Counted count_features(const TrainingSet& set, const FeatureTable& table, const SignalSource* source,
                       const Execution& execution) {
    Counted counted;
    counted.features.resize(set.texts.size());
    counted.signals.resize(set.texts.size());
    ProgressMeter progress{execution, "features", static_cast<std::int64_t>(set.texts.size())};
    for_each_chunk(set.texts.size(), kTextChunk, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t) {
                       TextWork work;
                       for (std::size_t i = begin; i < end; ++i) {
                           extract_features(set.texts[i], table, source, work);
                           counted.features[i] = work.features;
                           if (source == nullptr) continue;
                           std::vector<float> sums(source->names().size(), 0.0F);
                           for (const Signal& signal : work.signals) sums[signal.kind] += signal.value;
                           for (std::size_t s = 0; s < sums.size(); ++s) {
                               if (sums[s] == 0) continue;
                               counted.signals[i].emplace_back(
                                   static_cast<std::uint16_t>(s),
                                   std::clamp(sums[s], -kSignalLimit, kSignalLimit));
                           }
                       }
                       progress.advance(static_cast<std::int64_t>(end - begin));
                   });
    progress.finish();
    return counted;
}

/// Smoothed inverse document frequency; 0 for buckets that no text has and no base knows, which then do not
/// count. What a base says of a bucket is worth `base_texts` texts, and is all there is where no text has it.
/// A sidecar says nothing here either.
void set_idf(const Counted& counted, const std::vector<bool>& sidecar, const TextModel::Parts* base,
             double base_texts, TextModel::Parts& model) {
    std::vector<std::uint32_t> texts(model.table.buckets, 0);
    double n = 0;
    for (std::size_t i = 0; i < counted.features.size(); ++i) {
        if (!sidecar.empty() && sidecar[i]) continue;
        n += 1;
        for (const std::uint32_t bucket : counted.features[i].buckets) ++texts[bucket];
    }
    for (std::uint32_t b = 0; b < texts.size(); ++b) {
        const double of_base = base == nullptr ? 0.0 : base->idf(b);
        if (texts[b] == 0) {
            model.set_idf(b, static_cast<std::uint16_t>(of_base));
            continue;
        }
        double idf = (std::log((1.0 + n) / (1.0 + texts[b])) + 1.0) * kIdfUnit;
        if (of_base > 0) idf = (n * idf + base_texts * of_base) / (n + base_texts);
        model.set_idf(b, static_cast<std::uint16_t>(std::lround(idf)));
    }
}

/// Leaves out the buckets that no text has, where the base that knew them has no part in the model.
void forget_unmet(const Counted& counted, const std::vector<bool>& sidecar, TextModel::Parts& model) {
    std::vector<bool> met(model.table.buckets, false);
    for (std::size_t i = 0; i < counted.features.size(); ++i) {
        if (!sidecar.empty() && sidecar[i]) continue;
        for (const std::uint32_t bucket : counted.features[i].buckets) met[bucket] = true;
    }
    for (std::uint32_t b = 0; b < met.size(); ++b) {
        if (!met[b]) model.set_idf(b, 0);
    }
}

/// The scores of a base as features, each around 0 and all of a text together as long as its n-grams are, on
/// the mean: machines take their time over long vectors.
struct BaseFeatures {
    const TextModel::Parts& parts;
    /// By bucket: what a value of the new model is multiplied by to be the base's own. The base reads a text
    /// by another length, that of all values of the new model, so that its score is a sum over these.
    std::vector<float> factors;
    std::vector<float> scores;  ///< [text][column], moved by -means and multiplied by worth
    std::vector<double> means;  ///< by column
    double worth = 1;

    BaseFeatures(const TextModel::Parts& base, const TextModel::Parts& model, const Counted& counted)
        : parts(base), factors(model.table.buckets, 0.0F), means(base.columns(), 0.0) {
        for (std::uint32_t b = 0; b < factors.size(); ++b) {
            if (base.idf(b) > 0)
                factors[b] = static_cast<float>(base.idf(b)) / static_cast<float>(model.idf(b));
        }
        TextWork work;
        for (std::size_t i = 0; i < counted.features.size(); ++i) {
            work.features = counted.features[i];
            add(counted.signals[i], work, weigh_features(model, work));
        }
        normalize(counted.features.size());
    }

  private:
    void add(const std::vector<std::pair<std::uint16_t, float>>& signals, const TextWork& work, double norm) {
        for (std::size_t c = 0; c < means.size(); ++c) {
            double sum = 0;
            for (std::size_t k = 0; k < work.values.size(); ++k) {
                const std::uint32_t bucket = work.features.buckets[k];
                sum += double{factors[bucket]} * work.values[k] * parts.row(bucket)[c];
            }
            double score = parts.bias[c] + parts.scale[c] * sum / norm;
            for (const auto& [kind, value] : signals)
                score += double{value} * parts.signal_weights[kind * means.size() + c];
            scores.push_back(static_cast<float>(score));
            means[c] += score;
        }
    }

    void normalize(std::size_t texts) {
        for (double& mean : means) mean /= static_cast<double>(texts);
        double squares = 0;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const double moved = scores[i] - means[i % means.size()];
            squares += moved * moved;
        }
        if (squares > 0) worth = std::sqrt(static_cast<double>(texts) / squares);
        for (std::size_t i = 0; i < scores.size(); ++i)
            scores[i] = static_cast<float>((scores[i] - means[i % means.size()]) * worth);
    }
};

SparseMatrix matrix_of(const Counted& counted, const TextModel::Parts& model, const BaseFeatures* base,
                       const Layout& layout) {
    SparseMatrix matrix;
    TextWork work;
    std::vector<std::uint32_t> indices;
    std::vector<float> values;
    for (std::size_t i = 0; i < counted.features.size(); ++i) {
        work.features = counted.features[i];
        const double norm = weigh_features(model, work);
        indices.clear();
        values.clear();
        for (std::size_t k = 0; k < work.values.size(); ++k) {
            if (work.values[k] == 0) continue;
            indices.push_back(work.features.buckets[k]);
            values.push_back(static_cast<float>(work.values[k] / norm));
        }
        for (const auto& [kind, value] : counted.signals[i]) {
            indices.push_back(static_cast<std::uint32_t>(layout.buckets + kind));
            values.push_back(value);
        }
        for (std::size_t c = 0; c < layout.base_columns; ++c) {
            indices.push_back(static_cast<std::uint32_t>(layout.buckets + layout.signals + c));
            values.push_back(base->scores[i * layout.base_columns + c]);
        }
        matrix.add_row(indices, values);
    }
    if (layout.signals_alone) {
        for (const auto& signals : counted.signals) {
            indices.clear();
            values.clear();
            for (const auto& [kind, value] : signals) {
                indices.push_back(static_cast<std::uint32_t>(layout.buckets + kind));
                values.push_back(value);
            }
            matrix.add_row(indices, values);
        }
    }
    matrix.finish();
    return matrix;
}

/// Puts the weights of one head into the table, as bytes of the column's own scale.
void place(const SparseMatrix& matrix, const LinearFit& fit, const Layout& layout, double worth,
           std::size_t first, std::size_t columns, const BaseFeatures* base, TextModel::Parts& model) {
    std::vector<float> dense(layout.buckets * columns, 0.0F);
    std::vector<double> bias(fit.biases.begin(), fit.biases.end());
    std::vector<float> folded(layout.base_columns * columns, 0.0F);
    for (std::size_t f = 0; f < matrix.columns(); ++f) {
        const std::size_t name = matrix.names[f];
        for (std::size_t c = 0; c < columns; ++c) {
            const float weight = fit.weights[f * columns + c];
            if (name < layout.buckets) {
                dense[name * columns + c] = weight;
            } else if (name < layout.buckets + layout.signals) {
                model.signal_weights[(name - layout.buckets) * model.columns() + first + c] =
                    weight * static_cast<float>(worth);
            } else {
                folded[(name - layout.buckets - layout.signals) * columns + c] = weight;
            }
        }
    }
    // A score of the base is a sum over the same features, so a weight on it is a weight on each of them.
    for (std::size_t b = 0; b < layout.base_columns; ++b) {
        for (std::size_t c = 0; c < columns; ++c) {
            const float share = folded[b * columns + c] * static_cast<float>(base->worth);
            if (share == 0) continue;
            const TextModel::Parts& parts = base->parts;
            bias[c] += double{share} * (parts.bias[b] - base->means[b]);
            for (std::uint32_t bucket = 0; bucket < layout.buckets; ++bucket)
                dense[bucket * columns + c] +=
                    share * parts.scale[b] * base->factors[bucket] * static_cast<float>(parts.row(bucket)[b]);
            for (std::size_t s = 0; s < parts.signal_names.size(); ++s)
                model.signal_weights[s * model.columns() + first + c] +=
                    share * parts.signal_weights[s * layout.base_columns + b];
        }
    }
    for (std::size_t c = 0; c < columns; ++c) {
        float top = 0;
        for (std::size_t bucket = 0; bucket < layout.buckets; ++bucket)
            top = std::max(top, std::abs(dense[bucket * columns + c]));
        constexpr float kTopByte = 127.0F;
        const float scale = top > 0 ? top / kTopByte : 1.0F;
        model.scale[first + c] = scale;
        model.bias[first + c] = static_cast<float>(bias[c]);
        for (std::uint32_t bucket = 0; bucket < layout.buckets; ++bucket)
            model.row(bucket)[first + c] =
                static_cast<std::int8_t>(std::lround(dense[bucket * columns + c] / scale));
    }
}

}  // namespace

Trained train(const TrainingSet& set, const TrainingOptions& options, const Execution& execution) {
    check(set, options);
    const TextModel::Parts* base = options.base == nullptr ? nullptr : &options.base->parts();
    auto model = std::make_shared<TextModel::Parts>();
    model->table = base != nullptr ? base->table
                                   : FeatureTable{options.buckets != 0 ? options.buckets : 1U << options.bits,
                                                  options.seed};
    for (const HeadTruth& truth : set.heads) model->heads.push_back(truth.head);
    if (options.signals != nullptr) {
        for (const std::string_view name : options.signals->names()) model->signal_names.emplace_back(name);
    }
    if (base != nullptr && base->signal_names != model->signal_names)
        refuse("a base model must be trained further with the signals that it was trained with");
    model->make_room();

    const Counted counted = count_features(set, model->table, options.signals, execution);
    // Few texts tell little of how common a word is. But what is on trial must not change its rivals.
    constexpr double kTextsOfBase = 1'000;
    set_idf(counted, set.sidecar, base, options.base_on_trial ? 0.0 : kTextsOfBase, *model);
    std::optional<BaseFeatures> scores_of_base;
    if (base != nullptr) scores_of_base.emplace(*base, *model, counted);
    const BaseFeatures* const base_features = scores_of_base ? &*scores_of_base : nullptr;
    const Layout layout{std::size_t{model->table.buckets}, model->signal_names.size(),
                        base == nullptr ? 0 : base->columns(),
                        options.signals != nullptr && options.signals_alone > 0};
    const SparseMatrix matrix = matrix_of(counted, *model, base_features, layout);
    std::vector<float> weights = set.weights;
    if (weights.empty()) weights.assign(set.texts.size(), 1.0F);
    const std::vector<bool> held = held_out_texts(set, options.hold_out, options.seed);
    if (layout.signals_alone) {
        for (std::size_t i = 0; i < set.texts.size(); ++i)
            weights.push_back(weights[i] * static_cast<float>(options.signals_alone));
    }

    std::vector<bool> known_to_base(base == nullptr ? 0 : model->table.buckets);
    for (std::uint32_t b = 0; b < known_to_base.size(); ++b) known_to_base[b] = base->idf(b) > 0;
    std::vector<HeadReport> reports;
    ProgressMeter progress{execution, "fit", static_cast<std::int64_t>(set.heads.size())};
    for (std::size_t h = 0; h < set.heads.size(); ++h) {
        const HeadTruth& truth = set.heads[h];
        const std::size_t columns = columns_of(truth.head.labels.size());
        HeadReport report;
        report.head = truth.head.name;
        std::vector<std::int32_t> early = truth.labels;
        std::vector<std::int32_t> late = truth.labels;
        for (std::size_t i = 0; i < held.size(); ++i) (held[i] ? early : late)[i] = -1;
        std::vector<std::int32_t> all = truth.labels;
        if (layout.signals_alone) {
            all.insert(all.end(), truth.labels.begin(), truth.labels.end());
            const std::vector<std::int32_t> once = early;
            early.insert(early.end(), once.begin(), once.end());
            late.resize(late.size() * 2, -1);
        }
        const HeadProblem problem{matrix, layout, truth, weights, options, known_to_base};
        Choice choice = choose_way(problem, early, late, execution);
        if (choice.fit.weights.empty() || set.sidecar.empty())
            choice.fit = fit_head(problem, choice.way, set.sidecar.empty() ? all : early, execution,
                                  choice.fit.weights.empty() ? nullptr : &choice.fit);
        report.fit = choice.way.fit;
        report.cost = choice.way.cost;
        report.with_signals = layout.signals > 0 && choice.way.signal_worth > 0;
        report.with_base = choice.way.with_base;
        report.temperature = choice.temperature;
        report.held_out = std::move(choice.held_out);
        report.steps = choice.fit.steps;
        place(matrix, choice.fit, layout, choice.way.signal_worth, model->first_column[h], columns,
              base_features, *model);
        model->temperature[h] = static_cast<float>(report.temperature);
        reports.push_back(std::move(report));
        progress.advance();
    }
    progress.finish();
    if (std::ranges::none_of(reports, &HeadReport::with_base)) forget_unmet(counted, set.sidecar, *model);
    TextModel finished{std::shared_ptr<const TextModel::Parts>{model}};
    // Through the bytes, so that a model in memory and one from a file are the same, digest included.
    return {TextModel::from_bytes(finished.to_bytes()), std::move(reports)};
}

std::vector<Answer> answer(const TextModel& model, std::size_t head, const std::vector<std::string>& texts,
                           const SignalSource* source, const Execution& execution) {
    std::vector<Answer> answers(texts.size());
    const std::size_t first = model.first_label(head);
    const std::size_t labels = model.heads()[head].labels.size();
    for_each_chunk(texts.size(), kTextChunk, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t) {
                       ScoringRoom room;
                       std::vector<float> p(model.label_count());
                       for (std::size_t i = begin; i < end; ++i) {
                           model.score(texts[i], source, room, p);
                           const auto from = p.begin() + static_cast<std::ptrdiff_t>(first);
                           const auto best =
                               std::max_element(from, from + static_cast<std::ptrdiff_t>(labels));
                           answers[i] = {static_cast<std::int32_t>(best - from), *best};
                       }
                   });
    return answers;
}

}  // namespace scrm::sentiment
