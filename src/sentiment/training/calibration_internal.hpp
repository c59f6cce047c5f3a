// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "scrm/sentiment/training.hpp"

namespace scrm::sentiment {

[[noreturn]] void refuse(const std::string& why);

/// What any training wants of its texts. Throws Error{invalid_argument} for none, for lengths that differ, a
/// weight that is none, a label that its head lacks.
void check_texts(const TrainingSet& set);
/// Of TrainingOptions and RefitOptions alike.
void check_hold_out(double part);

/// By text: the sidecar where the set has one, else `part` of the texts, the latest ones, or by lot without
/// times.
std::vector<bool> held_out_texts(const TrainingSet& set, double part, std::uint64_t seed);

/// Sum of −ln p of the true labels of one head. `scores` are [text][column]; a truth of -1 does not count.
double log_loss(const Head& head, std::span<const float> scores, std::span<const std::int32_t> truth,
                double temperature);

/// The temperature of least loss, by golden section on its logarithm; 1 without any truth.
double best_temperature(const Head& head, std::span<const float> scores, std::span<const std::int32_t> truth);

/// The temperature at which the mean probability of the answers is the part of them that is right
/// (expectation consistency, Clarté et al. 2023), within the same bounds; 1 without any truth.
double consistent_temperature(const Head& head, std::span<const float> scores,
                              std::span<const std::int32_t> truth);

std::vector<Answer> answers_of(const Head& head, std::span<const float> scores, double temperature);

}  // namespace scrm::sentiment
