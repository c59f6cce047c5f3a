// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/progress.hpp"

#include "scrm/sentiment/classifier.hpp"
#include "scrm/sentiment/labels.hpp"
#include "scrm/sentiment/rules.hpp"
#include "scrm/table/csv_reader.hpp"

namespace scrm::sentiment {

/// What one clause of a post says, and of what.
struct ClauseAspect {
    TextSpan clause;                        ///< bytes of the post
    Product product = Product::other_none;  ///< what it speaks of
    std::optional<std::size_t> brand;       ///< index into BrandConfiguration::brands
    TextSpan target;                        ///< the words that name product or brand, maybe of another clause
    bool inherited = false;                 ///< the target stands in another clause
    Polarity polarity = Polarity::neutral;  ///< toward the target
    float score = 0;                        ///< sum of the polarity words; negative is against
    bool by_model = false;                  ///< no polarity word decides: the answer is the model's
    std::vector<TextSpan> evidence;         ///< the polarity words, emoji and emoticons
};

/// Sentiment by clause: "приложение удобное, но поддержка молчит" is good of the application and bad of the
/// support.
///
/// A post is cut at the ends of sentences and before words of contrast (но, зато, а, однако, але, проте, but,
/// however, …); at other punctuation only between clauses that name different products or judge differently;
/// at и, та, and only between clauses that both name and judge. A clause that names nothing speaks of what
/// the clause before it in the sentence named, else of the one behind it, else of what the sentence before
/// named.
///
/// The polarity is that of the rules' words, from half a point on. Where they decide nothing and a `model` is
/// given, a clause of three words or more is answered by it when its probability is at least .7.
///
/// Clauses without a target and without a polarity are left out. Linear in the post without a model; pure,
/// thread-safe.
std::vector<ClauseAspect> read_aspects(std::string_view post, const RuleBook& rules = default_rules(),
                                       const Classifier* model = nullptr);

struct AspectFileOptions {
    std::string text_column;
    std::optional<std::string> id_column = std::nullopt;  ///< without one, rows are numbered from 1
};

struct AspectCounts {
    std::int64_t clauses = 0;
    table::UnreadableRows unreadable;  ///< that count as empty texts
};

/// The aspects of a column of a CSV as another CSV: `id, begin, end, product, brand, inherited, polarity,
/// score, by_model, clause`, one row a clause, in the order of the file; begin and end count characters,
/// private numbers of the clause are masked. A row that cannot be read counts as an empty text. Streams.
/// Throws Error{not_found} for a column that the header lacks, Error{invalid_argument} for one that it has
/// twice, else as table::CsvReader.
AspectCounts write_aspects(const std::filesystem::path& file, const AspectFileOptions& options,
                           const RuleBook& rules, const Classifier* model, std::ostream& out,
                           const Execution& execution = {});

}  // namespace scrm::sentiment
