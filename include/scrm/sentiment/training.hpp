// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/sentiment/evaluation.hpp"
#include "scrm/sentiment/text_model.hpp"

namespace scrm::sentiment {

enum class Fit : std::uint8_t {
    logistic,   ///< multinomial logistic regression; its probabilities are good as they are
    svm,        ///< linear support vector machines with squared hinge, one a label, then calibrated
    blend,      ///< the sum of both, then calibrated
    margin,     ///< one machine for all labels, the own one against the strongest other (Crammer & Singer
                ///< 2001), then calibrated
    automatic,  ///< whichever does best on the held-out texts, as TrainingOptions::fit says
};

/// What one head should answer for each text, and how that head is fitted.
struct HeadTruth {
    Head head;
    std::vector<std::int32_t>
        labels;  ///< index into head.labels by text; -1: not known, the text says nothing here
    std::optional<Fit> fit = std::nullopt;         ///< in place of TrainingOptions::fit
    std::optional<double> balance = std::nullopt;  ///< in place of TrainingOptions::balance
    /// What a signal weighs beside n-grams while weights are penalised, above 0. Below 1 the n-grams explain
    /// more and the signals less.
    double signal_worth = 1;
};

struct TrainingSet {
    std::vector<std::string> texts;
    std::vector<float> weights;  ///< by text, at least 0; empty: all 1. Other sources usually count for less.
    std::vector<double> times;   ///< by text, any unit; NaN: not known, the earliest; empty: no order in time
    std::vector<bool>
        sidecar;  ///< by text: held out and never fitted; empty: TrainingOptions::hold_out decides
    std::vector<HeadTruth> heads;
};

struct TrainingOptions {
    unsigned bits = 17;         ///< 2^bits buckets; a base model's table is kept
    std::uint32_t buckets = 0;  ///< in place of 2^bits, from 2^10 to 2^20; 0: as `bits` says
    std::uint64_t seed = 1;
    /// Automatic tries svm with what is known beforehand and without: signals, a base on trial. Then, with
    /// what the best of these has, it tries other costs; blend and logistic where it is not as sure as it is
    /// right, or margin where labels are many.
    /// It keeps what has the highest macro F1 on the held-out texts, each counted by its weight; of ways that
    /// chance may have put in their order, the one that knows more and learns less. Without such texts it is
    /// logistic.
    Fit fit = Fit::automatic;
    double cost = 4;  ///< how much an error weighs against large weights (C of LIBLINEAR), at most 10^6
    double svm_cost = 0.25;  ///< of svm, and of the machines of blend; automatic has costs of its own
    double margin_cost = 3;  ///< of margin
    double balance = 1;      ///< 0: labels count as often as they occur; 1: all labels count the same
    double hold_out =
        0.2;  ///< part held out for calibration and report: the latest texts, or by lot without times
    const TextModel* base = nullptr;  ///< its scores are features of the new model, folded into one table
    bool base_on_trial = false;       ///< automatic also tries without the base
    const SignalSource* signals = nullptr;  ///< rules and lexicons to train with
    /// How much each text counts once more with its signals alone. n-grams explain the texts of one corpus so
    /// well that signals learn little beside them, although it is signals that carry over to other texts.
    double signals_alone = 0;
};

struct HeadReport {
    std::string head;
    HeadEvaluation held_out;  ///< of a model that was fitted without the held-out texts
    double temperature = 1;
    Fit fit = Fit::svm;         ///< how it was fitted, never automatic
    double cost = 0;            ///< of that fit; of a blend, that of its machines
    bool with_signals = false;  ///< whether signals have weights in it
    bool with_base = false;     ///< whether the scores of the base are in it
    unsigned steps = 0;
};

struct Trained {
    TextModel model;
    std::vector<HeadReport> heads;
};

/// Fits a model on all texts. Any label set, any number of heads; each is calibrated by one temperature (Guo
/// et al. 2017): that at which answers to held-out texts are as sure as they are right. Deterministic: the
/// same set and options give the same bytes for any thread count.
///
/// Throws Error{invalid_argument} when lengths differ, a head has fewer than two labels, more than 4,096 or
/// one of more than 512 bytes, or texts to fit (those of a weight above 0 and of no sidecar) have fewer than
/// two of them, or an option is out of range;
/// Error{cancelled}.
Trained train(const TrainingSet& set, const TrainingOptions& options, const Execution& execution = {});

/// Answers of one head for many texts.
std::vector<Answer> answer(const TextModel& model, std::size_t head, const std::vector<std::string>& texts,
                           const SignalSource* source, const Execution& execution = {});

}  // namespace scrm::sentiment
