// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/sentiment/classifier.hpp"

namespace scrm::sentiment {

/// A heavier classifier of the bank's own: a transformer in another process, a service. Derive from it and
/// give it to an OutsideClassifier.
class OutsideModel {
  public:
    virtual ~OutsideModel() = default;
    /// Heads that it answers, named and labelled as the built-in ones (Classifier); at least one. Read once.
    virtual std::vector<Head> heads() const = 0;
    /// Fills `probabilities`, text by text, head by head, label by label. `stop` is triggered when nobody
    /// waits any longer. May throw anything. Called for one batch at a time, each from a thread of its own.
    virtual void score(std::span<const std::string> texts, std::span<float> probabilities,
                       const std::stop_token& stop) = 0;
};

struct OutsideOptions {
    std::size_t batch = 32;                    ///< texts a call, at least 1
    std::chrono::milliseconds timeout{5'000};  ///< for one call, above 0
    bool masked = true;  ///< cards, phones and other private numbers are masked before a text is handed over
};

/// Why texts were answered by the built-in model. A batch has one reason.
enum class FallbackReason : std::uint8_t {
    none,            ///< the outside model answered
    error,           ///< it threw
    timeout,         ///< it did not answer in time
    busy,            ///< a call that had timed out was still running
    invalid_answer,  ///< a probability below 0, not finite, or a head that does not add up to 1 (± .01)
};
std::string_view to_string(FallbackReason reason) noexcept;

struct OutsideAnswer {
    Classification classification;
    FallbackReason fallback = FallbackReason::none;
};

struct OutsideReport {
    std::int64_t texts = 0;
    std::int64_t answered = 0;                         ///< by the outside model
    std::map<FallbackReason, std::int64_t> fallbacks;  ///< texts by reason, without `none`
    double seconds = 0;                                ///< spent waiting for the outside model
};

/// Answers by an outside model where it answers, by the built-in one where it does not, and says which: never
/// silently. Heads that the outside model lacks are the built-in model's.
///
/// A call that times out is left to end by itself (its stop token is triggered); it keeps the model and its
/// texts alive. Until it has ended no other call is made. Thread-compatible.
class OutsideClassifier {
  public:
    /// Throws Error{invalid_argument} for options out of range, no model, or heads that are none of the
    /// built-in ones with their labels.
    explicit OutsideClassifier(std::shared_ptr<OutsideModel> model, OutsideOptions options = {},
                               Classifier fallback = Classifier::built_in());
    ~OutsideClassifier();
    OutsideClassifier(OutsideClassifier&&) noexcept;
    OutsideClassifier& operator=(OutsideClassifier&&) noexcept;

    /// In the order of `texts`. Throws Error{cancelled} once `execution.stop` is triggered, within a batch's
    /// timeout.
    std::vector<OutsideAnswer> classify(std::span<const std::string_view> texts, OutsideReport& report,
                                        const Execution& execution = {});

    struct Parts;

  private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace scrm::sentiment
