// SPDX-License-Identifier: Apache-2.0
#include "text/language_model_internal.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "scrm/text/language.hpp"
#include "text/language_words_internal.hpp"

namespace {

using namespace scrm;
using text::LanguageModel;

TEST(LanguageModel, WordsReadTogetherSayWhatEachSaysAlone) {
    const LanguageModel cyrillic(text::kCyrillicModel, text::kCyrillicLetters, 12);
    const LanguageModel latin(text::kLatinModel, text::kLatinLetters, 15);
    std::mt19937 random{3};
    for (int round = 0; round < 500; ++round) {
        std::vector<std::vector<std::uint8_t>> words(1 + random() % LanguageModel::kTogether);
        std::vector<LanguageModel::Reading> together(words.size());
        for (std::size_t i = 0; i < words.size(); ++i) {
            words[i].assign(random() % 41 + 2, 0);
            for (std::size_t k = 1; k + 1 < words[i].size(); ++k)
                words[i][k] = static_cast<std::uint8_t>(1 + random() % 33);
            together[i] = {random() % 2 == 0 ? &cyrillic : &latin, words[i], {}};
        }
        LanguageModel::read(together);
        for (const LanguageModel::Reading& word : together) {
            LanguageModel::Reading alone{word.model, word.bordered, {}};
            LanguageModel::read({&alone, 1});
            EXPECT_EQ(word.score.steps, alone.score.steps);
        }
    }
}

TEST(Language, BlanksBeforeATextChangeNothing) {
    for (const std::string post :
         {"Хочу оформить кредитку, что нужно?", "Підкажіть, будь ласка, як змінити ліміт",
          "my card got declined again wtf", "privet, kak dela u vas s perevodom",
          "#сбербанк опять лёг @user www.bank.ru/login", "ахаха 日本 ok", "x"}) {
        const auto plain = text::identify_language(post);
        for (std::size_t blanks = 1; blanks < 80; ++blanks) {
            const auto moved = text::identify_language(std::string(blanks, ' ') + post);
            EXPECT_EQ(moved.language, plain.language) << post;
            EXPECT_EQ(moved.probability, plain.probability) << post;
        }
    }
}

}  // namespace
