// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "scrm/sentiment/brands.hpp"
#include "scrm/sentiment/labels.hpp"
#include "scrm/sentiment/signal.hpp"

namespace scrm::sentiment {

/// What a rule speaks about. A `shape` is a fact about the post (a link, a percentage, the first person) that
/// is no evidence by itself.
enum class RuleHead : std::uint8_t { polarity, product, intent, urgent, lead, churn, shape };

/// One finding: which rule, for what, how strongly, where.
struct RuleHit {
    std::string_view rule;  ///< stable id, for example "lead.would_approve"; lives as long as the RuleBook
    RuleHead head = RuleHead::shape;
    std::uint8_t label = 0;  ///< Polarity, Product or Intent for these heads, else 0
    float score = 0;         ///< signed: negative toward a negative polarity, or a veto
    TextSpan span;
};

/// What rules and lexicons alone make of a post: the answer where no model is loaded.
struct RuleVerdict {
    Polarity polarity = Polarity::neutral;
    Intent intent = Intent::other;
    Product product = Product::other_none;
    float polarity_score = 0;  ///< sum over the post; negative is against the bank
    float urgent_score = 0;    ///< the flags below are set from kRuleThreshold on
    float lead_score = 0;
    float churn_score = 0;
    bool urgent = false;
    bool lead = false;
    bool churn = false;
};

inline constexpr float kRuleThreshold = 2;

struct RuleHits {
    std::vector<RuleHit> hits;  ///< by begin of the span
    std::vector<BrandMention> brands;
    RuleVerdict verdict;
};

/// The authored rules, lexicons and product words together with a bank's brands, as one automaton: a post is
/// read once, whatever is looked for. Russian, Ukrainian and English; labels are those of the guidelines.
///
/// Linear in the post, which may be anything: malformed UTF-8 separates words. Immutable and thread-safe.
class RuleBook final : public SignalSource {
  public:
    explicit RuleBook(BrandConfiguration brands = BrandConfiguration::built_in());
    ~RuleBook() override;
    RuleBook(RuleBook&&) noexcept;
    RuleBook& operator=(RuleBook&&) noexcept;

    RuleHits evaluate(std::string_view post) const;

    /// SignalSource. `tokens` are not looked at: the rules read the original, so that spans are exact.
    std::span<const std::string_view> names() const override;
    void signals(std::string_view post, const TokenizedText& tokens, std::vector<Signal>& out) const override;
    void brands(std::string_view post, const TokenizedText& tokens,
                std::vector<TextSpan>& out) const override;
    /// Both of the above in one pass.
    void read(std::string_view post, const TokenizedText& tokens, std::vector<Signal>& found,
              std::vector<TextSpan>& named) const override;

    const BrandConfiguration& configuration() const noexcept;

    struct Parts;
    const Parts& parts() const noexcept { return *parts_; }

  private:
    std::unique_ptr<const Parts> parts_;
};

/// The RuleBook of the built-in brands, made on first use.
const RuleBook& default_rules();

/// The same for a text model.
const SignalSource& default_signals();

RuleHits evaluate_rules(std::string_view post);

}  // namespace scrm::sentiment
