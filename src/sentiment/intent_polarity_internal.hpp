// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>

#include "scrm/sentiment/labels.hpp"

namespace scrm::sentiment {

/// How intents go with polarities: how often the two stand together in the corpus by how often chance would
/// have it, to the root, since both heads have read the same words. A complaint counts 1.4 times besides: the
/// labels of the corpus are more even than life. Rows and columns in the order of the labels.
inline constexpr std::array<std::array<float, kPolarities>, kIntents> kIntentPolarity{
    {{2.17F, 0.07F, 0.12F},
     {0.71F, 1.31F, 0.13F},
     {0.64F, 1.30F, 0.67F},
     {0.08F, 0.48F, 2.65F},
     {0.13F, 1.47F, 0.23F},
     {1.01F, 0.94F, 1.15F},
     {0.38F, 1.42F, 0.38F}}};

/// What a post wants and what it does to the reputation, each in the light of the other: nobody complains in
/// praise. The probabilities of each still add up to 1, and each head's is taken to the power of 3/4: two
/// that have read the same words are less sure than their product says.
struct IntentPolarity {
    std::array<float, kPolarities> polarity{};
    std::array<float, kIntents> intent{};

    IntentPolarity(std::span<const float> polarities, std::span<const float> intents) {
        const auto tempered = [](float p) {
            const float root = std::sqrt(p);
            return root * std::sqrt(root);
        };
        std::array<float, kPolarities> of_polarity{};
        for (std::size_t p = 0; p < kPolarities; ++p) of_polarity[p] = tempered(polarities[p]);
        float sum = 0;
        for (std::size_t i = 0; i < kIntents; ++i) {
            const float of_intent = tempered(intents[i]);
            for (std::size_t p = 0; p < kPolarities; ++p) {
                const float both = of_intent * of_polarity[p] * kIntentPolarity[i][p];
                intent[i] += both;
                polarity[p] += both;
                sum += both;
            }
        }
        for (float& each : intent) each /= sum;
        for (float& each : polarity) each /= sum;
    }
};

}  // namespace scrm::sentiment
