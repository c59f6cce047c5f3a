// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/sentiment/rules.hpp"
#include "sentiment/courtesies_internal.hpp"
#include "sentiment/rules/phrase_set_internal.hpp"

namespace scrm::sentiment {

/// What stands behind the number of a rule.
struct RuleMeaning {
    enum class Kind : std::uint8_t { rule, brand };
    Kind kind = Kind::rule;
    RuleHead head = RuleHead::shape;
    std::uint8_t label = 0;
    float weight = 0;
    std::uint16_t signal = 0;  ///< index into RuleBook::names()
    std::uint16_t brand = 0;
    enum class Care : std::uint8_t {
        none,
        context,
        capital
    } care = Care::none;  ///< how an alias must be proved
};

/// One polarity word as it counts in its place.
struct PolarityHit {
    std::uint16_t rule = 0;
    float value = 0;
    bool negated = false;
    TextSpan span;
};

/// What one post says, before anybody weighs it.
struct PostReading {
    PostWords words;
    std::vector<PhraseSet::Match> matches;
    std::vector<PolarityHit> polarity;
    std::vector<PhraseSet::Match>
        others;  ///< rules of all heads but polarity, products without the hidden ones
    std::vector<BrandMention> brands;
    text::CodePoints points;          ///< of a post that came without
    std::vector<std::uint8_t> taken;  ///< by word, for finding the longest phrase
};

struct RuleBook::Parts {
    BrandConfiguration configuration;
    PhraseSet phrases;
    std::vector<RuleMeaning> meanings;  ///< by rule of `phrases`
    std::vector<std::string> name_store;
    std::vector<std::string_view> names;
    std::uint16_t negation = 0;
    std::uint16_t wanting = 0;
    std::uint16_t intense = 0;
    std::uint16_t damp = 0;
    std::uint16_t bank_word = 0;
    // Signals that no phrase stands for.
    std::uint16_t negated_good = 0;
    std::uint16_t negated_bad = 0;
    std::uint16_t mood_good = 0;
    std::uint16_t mood_bad = 0;
    std::uint16_t mock_thanks = 0;
    std::uint16_t question_mark = 0;
    std::uint16_t exclamation_mark = 0;
    std::uint16_t url = 0;
    std::uint16_t handle = 0;
    std::uint16_t hashtag = 0;
    std::uint16_t capitals = 0;
    std::uint16_t brand_named = 0;
    std::uint16_t brands_several = 0;

    explicit Parts(BrandConfiguration brands);
    void read(const text::CodePoints& post, PostReading& out) const;
    void read(std::string_view post, PostReading& out) const {
        out.points.decode(post);
        hide_courtesies(out.points);
        spell_russian(out.points);
        read(out.points, out);
    }
    TextSpan span_of(const PostReading& reading, const PhraseSet::Match& match) const;
    bool mock_thanks_in(const PostReading& reading) const;

  private:
    void name_signals();
    void read_polarity(PostReading& out) const;
    void read_products(PostReading& out) const;
    void read_brands(PostReading& out) const;
};

/// Room for one reading, one per thread.
PostReading& reading_room();

}  // namespace scrm::sentiment
