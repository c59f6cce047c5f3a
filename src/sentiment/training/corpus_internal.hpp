// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scrm/sentiment/labels.hpp"
#include "scrm/sentiment/training.hpp"

namespace scrm::sentiment {

/// A post of the authored corpus.
struct CorpusPost {
    std::string file;  ///< stem of its file
    std::string language;
    Intent intent = Intent::other;
    Polarity polarity = Polarity::neutral;
    Product product = Product::other_none;
    bool urgent = false;
    bool lead = false;
    bool churn = false;
    std::string text;
};

/// All *.tsv of a folder by name, without header: lang, intent, sentiment, product, urgent, lead, churn,
/// text. Throws Error{unreadable_input} naming file and line.
std::vector<CorpusPost> read_corpus(const std::filesystem::path& folder);

/// The six heads of the shipped model, in the order of its file: sentiment, intent, product, urgent, lead,
/// churn.
std::vector<Head> built_in_heads();

/// Posts as a training set with the built-in heads. Sentiment, intent and product are balanced machines in
/// which n-grams outweigh signals; urgent, lead and churn are logistic and lean on signals more.
TrainingSet training_set(const std::vector<CorpusPost>& posts);

/// One in five, by content: the part that honest figures are measured on.
bool is_held_back(const CorpusPost& post);

}  // namespace scrm::sentiment
