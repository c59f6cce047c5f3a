// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace scrm::sentiment {

/// How well the answers of one head agree with the truth.
struct HeadEvaluation {
    std::vector<std::string> labels;
    std::vector<double> f1;             ///< by label; 0 for a label that neither occurs nor is answered
    std::vector<std::int64_t> support;  ///< texts of each label
    double macro_f1 = 0;                ///< mean over the labels that occur or are answered
    double accuracy = 0;
    double ece =
        0;  ///< expected calibration error of the answer's probability, 15 equal bins (Guo et al. 2017)
    std::int64_t n = 0;
};

/// Answers of a model: what was chosen, and its probability.
struct Answer {
    std::int32_t label = -1;
    float probability = 0;
};

/// `truth` holds labels by index; texts with a truth of -1 do not count. Pure.
HeadEvaluation evaluate_answers(std::span<const std::string> labels, std::span<const std::int32_t> truth,
                                std::span<const Answer> answers);

}  // namespace scrm::sentiment
