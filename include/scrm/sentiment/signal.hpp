// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scrm/sentiment/tokens.hpp"

namespace scrm::sentiment {

/// What one rule or lexicon says about one text: one dense feature of a text model.
struct Signal {
    std::uint16_t kind = 0;  ///< index into SignalSource::names()
    float value = 0;  ///< about [-1, 1]; those of one kind in a text are added, the sum is cut to [-3, 3]
    TextSpan span;    ///< what was found
};

inline constexpr std::size_t kMaxSignals = 128;

/// Rules and lexicons as a text model sees them. Immutable and thread-safe.
class SignalSource {
  public:
    virtual ~SignalSource() = default;
    /// Stable names, at most kMaxSignals. A model keeps them and finds them again by name.
    virtual std::span<const std::string_view> names() const = 0;
    /// Appends what is found in `text`; `tokens` are its tokens.
    virtual void signals(std::string_view text, const TokenizedText& tokens,
                         std::vector<Signal>& out) const = 0;
    /// Appends the names of brands, in order and apart; a model reads each as one word `_brand_`.
    virtual void brands(std::string_view text, const TokenizedText& tokens,
                        std::vector<TextSpan>& out) const = 0;
    /// Both in one call, for sources that find them together.
    virtual void read(std::string_view text, const TokenizedText& tokens, std::vector<Signal>& found,
                      std::vector<TextSpan>& named) const {
        signals(text, tokens, found);
        brands(text, tokens, named);
    }
};

}  // namespace scrm::sentiment
