// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scrm/sentiment/rules.hpp"
#include "scrm/sentiment/training.hpp"
#include "sentiment/training/corpus_internal.hpp"

namespace scrm::sentiment {

/// How the shipped model is trained; chosen on the held-back fifth of the corpus, across its authors and on
/// private real posts. How each head is fitted stands in training_set().
inline TrainingOptions shipped_options() {
    TrainingOptions options;
    options.buckets = 112'000;  // what fits 3 MB
    options.balance = 0.5;
    options.svm_cost = 1.1;
    options.signals = &default_signals();
    return options;
}

}  // namespace scrm::sentiment
