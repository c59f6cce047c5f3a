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

/// The probabilities of the intents in the light of the polarity: nobody complains in praise. Not the other
/// way round, so that a polarity which people have set right is not overruled by an intent. Each is taken to
/// the power of 3/4: two heads that have read the same words are less sure than their product says.
inline std::array<float, kIntents> intents_by_polarity(std::span<const float> intents,
                                                       std::span<const float> polarities) {
    const auto tempered = [](float p) {
        const float root = std::sqrt(p);
        return root * std::sqrt(root);
    };
    std::array<float, kPolarities> of_polarity{};
    for (std::size_t p = 0; p < kPolarities; ++p) of_polarity[p] = tempered(polarities[p]);
    std::array<float, kIntents> out{};
    float sum = 0;
    for (std::size_t i = 0; i < kIntents; ++i) {
        float fit = 0;
        for (std::size_t p = 0; p < kPolarities; ++p) fit += of_polarity[p] * kIntentPolarity[i][p];
        out[i] = tempered(intents[i]) * fit;
        sum += out[i];
    }
    for (float& each : out) each /= sum;
    return out;
}

}  // namespace scrm::sentiment
