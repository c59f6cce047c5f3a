// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/sentiment/tokens.hpp"

namespace scrm::sentiment {

/// A word or phrase of one post.
struct PostTerm {
    std::uint64_t key = 0;    ///< of the stems in order
    std::uint32_t first = 0;  ///< tokens
    std::uint16_t words = 0;
};

/// The terms of posts, one thread's room for one post after another.
class TermReader {
  public:
    explicit TermReader(std::size_t longest) : longest_(longest) {}

    /// By place, a longer term after the shorter ones that begin there. Valid until the next call.
    const std::vector<PostTerm>& read(std::string_view post);
    /// The words of a term of the post read last, as written but lower-case, with blanks between.
    std::string text_of(const PostTerm& term) const;
    /// Keys of its words' stems.
    std::vector<std::uint64_t> words_of(const PostTerm& term) const;

  private:
    struct Word {
        std::uint64_t key = 0;  ///< 0: nothing that a term may hold
        bool joins = false;     ///< a word that only joins others
        bool negates = false;   ///< says nothing without the words behind it
    };
    std::size_t longest_;
    TokenizedText tokens_;
    std::vector<Word> words_;
    std::u32string stem_;
    std::vector<PostTerm> terms_;
};

}  // namespace scrm::sentiment
