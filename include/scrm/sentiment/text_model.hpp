// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/digest.hpp"
#include "scrm/sentiment/signal.hpp"

namespace scrm::sentiment {

/// One question that a model answers about a text.
struct Head {
    std::string name;
    std::vector<std::string> labels;  ///< two or more
};

/// A part of a text and what it adds to the score (log-odds) of one label.
struct Contribution {
    TextSpan span;
    double weight = 0;
};

/// Why a text got a label: the score is exactly `bias` plus all contributions.
struct LabelExplanation {
    std::vector<Contribution> contributions;  ///< one a token, then one a signal, in the order of the text
    double bias = 0;
    double score = 0;  ///< log-odds before the softmax over the labels of the head
};

/// Room for one thread's work on texts; used again from call to call. Thread-compatible.
class ScoringRoom {
  public:
    ScoringRoom();
    ~ScoringRoom();
    ScoringRoom(ScoringRoom&&) noexcept;
    ScoringRoom& operator=(ScoringRoom&&) noexcept;

    struct Work;
    Work& work() const noexcept { return *work_; }

  private:
    friend class TextModel;
    std::unique_ptr<Work> work_;
};

/// A linear model over hashed n-grams of words and letters with one table for all heads (Weinberger et al.
/// 2009; multinomial logistic regression over tf·idf, weights of one byte each).
///
/// Words alone and in pairs, negated ones apart; runs of 3–5 letters of each word; emoticons, marks, emoji. A
/// value is cheap to copy. Immutable and thread-safe. The same text gives the same bits on every machine.
class TextModel {
  public:
    /// Throws Error{not_found}, Error{unavailable}, or as from_bytes.
    static TextModel load(const std::filesystem::path& file);
    /// Throws Error{corrupt_data} for anything that to_bytes did not write, Error{schema_mismatch} for
    /// another version. Never trusts a length that the bytes cannot hold.
    static TextModel from_bytes(std::string_view bytes);
    /// Whole or not at all.
    void save(const std::filesystem::path& file) const;
    std::string to_bytes() const;

    std::span<const Head> heads() const noexcept;
    /// Labels of all heads together: the length of what `score` fills.
    std::size_t label_count() const noexcept;
    /// Where the labels of a head begin among them.
    std::size_t first_label(std::size_t head) const noexcept;
    /// Index of the head, or heads().size().
    std::size_t find_head(std::string_view name) const noexcept;

    /// SHA-256 of the model file's content.
    const Digest& digest() const noexcept;
    /// Names of the signals that it was trained with; empty when it needs no source.
    std::span<const std::string> signal_names() const noexcept;

    /// Probabilities of the labels of every head; within a head they add up to 1. `probabilities` has
    /// label_count() places. `source` may be null: the model then goes without its signals.
    void score(std::string_view text, const SignalSource* source, ScoringRoom& room,
               std::span<float> probabilities) const;

    /// Why a label got its score, from the text that `room` scored last.
    LabelExplanation explain(std::size_t head, std::size_t label, const ScoringRoom& room) const;

    struct Parts;
    explicit TextModel(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
    const Parts& parts() const noexcept { return *parts_; }

  private:
    std::shared_ptr<const Parts> parts_;
};

}  // namespace scrm::sentiment
