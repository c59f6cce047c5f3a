// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/sentiment/classifier.hpp"
#include "scrm/sentiment/evaluation.hpp"
#include "scrm/sentiment/training.hpp"
#include "scrm/table/csv_reader.hpp"
#include "scrm/table/table.hpp"

namespace scrm::sentiment {

/// Everything that `scrm classify` says about one text.
struct ClassifiedText {
    std::string language;           ///< "ru", "uk", "en" or "und"
    Classification classification;  ///< of a model with the built-in heads
    std::int32_t label = -1;        ///< of the first head of any other model
    float p_label = 0;
    std::string brands;  ///< as written, a ; between
    std::string
        masked_text;  ///< valid UTF-8; cards, phones, e-mails, IBANs, accounts and passports are typed tokens
    std::string
        explanation;  ///< JSON: by head, [begin, end, weight] for spans of bytes; empty unless asked for
};

/// Classifies texts with any model: one with the built-in heads as Classifier does, another by its first
/// head. Immutable and thread-safe.
class TextClassifier {
  public:
    explicit TextClassifier(TextModel model, const SignalSource* signals = nullptr);
    static TextClassifier built_in();

    const TextModel& model() const noexcept { return model_; }
    const SignalSource* signals() const noexcept { return signals_; }
    /// Set when the model has the built-in heads.
    const std::optional<Classifier>& classifier() const noexcept { return classifier_; }

    ClassifiedText classify(std::string_view text, bool explain, ScoringRoom& room) const;
    /// The same without `masked_text`, for who keeps none or has masked the text already.
    ClassifiedText classify_unmasked(std::string_view text, bool explain, ScoringRoom& room) const;

    /// One row a text, in order; the columns of `scrm classify` without the id.
    table::Table classify_column(const table::StringColumn& texts, bool explain,
                                 const Execution& execution) const;

  private:
    TextModel model_;
    const SignalSource* signals_;
    std::optional<Classifier> classifier_;
};

struct ClassifyFileOptions {
    std::string text_column;
    std::optional<std::string> id_column;  ///< without one, rows are numbered from 1
    bool explain = false;
};

struct ClassifyTiming {
    std::int64_t texts = 0;
    double seconds = 0;  ///< spent on the texts, without reading and writing; of all threads, by their number
    unsigned threads = 0;
    table::UnreadableRows unreadable;  ///< that count as empty texts
};

/// Classifies a column of a CSV into another CSV: one row out for every row in, also for one that cannot be
/// read, which counts as an empty text under its number. Streams, at most three pieces of the file in memory:
/// with two threads and more one piece is read and another written while a third is classified. `out` is used
/// by one thread at a time. Throws Error{not_found} for a column that the header lacks,
/// Error{invalid_argument} for one that it has twice, else as table::CsvReader.
ClassifyTiming classify_file(const std::filesystem::path& file, const ClassifyFileOptions& options,
                             const TextClassifier& classifier, std::ostream& out,
                             const Execution& execution = {});

struct LabelledFileOptions {
    std::string text_column;
    std::string label_column;
    std::optional<std::string> weight_column;  ///< numbers of at least 0; empty: 1
    std::optional<std::string> time_column;    ///< numbers, or times as core/time.hpp reads them
};

struct LabelledFile : TrainingSet {
    std::int64_t unlabelled = 0;  ///< rows of either file that are left out because they have no label
    /// Rows of the sidecar that are left out because no row of the file has their label: what is never fitted
    /// is no label of the model either.
    std::int64_t foreign = 0;
};

/// Texts with one head "label", whose labels are what the column of `file` holds, sorted. `sidecar` is a
/// second file that is only held out. Throws Error{unreadable_input} naming a row that cannot be read, or
/// whose weight or time cannot, and Error{invalid_argument} where nothing is left of the sidecar.
LabelledFile read_labelled_file(const std::filesystem::path& file, const LabelledFileOptions& options,
                                const std::optional<std::filesystem::path>& sidecar = std::nullopt);

/// How well what `scrm classify` answers agrees with labels.
struct TextEvaluation : HeadEvaluation {
    std::string head;             ///< of the model, the one that was measured
    std::int64_t unlabelled = 0;  ///< rows of a file that are left out because they have no label
};

/// Compares what TextClassifier answers with labels, as it writes them: promo, news and other are three
/// intents, and a post is urgent from .35 on. A head that it does not answer (any but the first of a model
/// without the built-in heads) is measured by its likeliest label. Without `head` it is the one that knows
/// most of the labels; a label that it does not know counts as an error.
///
/// Throws Error{not_found} for a head that the model lacks, Error{invalid_argument} when there is no label,
/// when none is known, or when several heads know equally many.
TextEvaluation evaluate_texts(const TextClassifier& classifier, const std::vector<std::string>& texts,
                              const std::vector<std::string>& labels,
                              const std::optional<std::string>& head = std::nullopt,
                              const Execution& execution = {});

/// The same for columns of a CSV, read as read_labelled_file does. Without `head` it is the one named as the
/// label column, where the model has such a head.
TextEvaluation evaluate_file(const TextClassifier& classifier, const std::filesystem::path& file,
                             const LabelledFileOptions& options,
                             const std::optional<std::string>& head = std::nullopt,
                             const Execution& execution = {});

}  // namespace scrm::sentiment
