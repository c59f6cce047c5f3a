// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "scrm/core/progress.hpp"

namespace scrm::sentiment {

struct NearDuplicateOptions {
    /// Jaccard similarity from which a post counts as a copy of an earlier one, in (0, 1]. At .6 a post of a
    /// dozen words survives two other words, a cut of a third, or a typo in every fifth word.
    double similarity = 0.6;
};

/// Where a post belongs.
struct NearDuplicate {
    std::uint32_t original = 0;  ///< the first post of its group; its own number for a post that is new
    float similarity = 1;        ///< exact Jaccard similarity to the original
    bool copy = true;            ///< word for word the original, addresses and signs apart
};

/// Finds reposts and copies with small edits in a stream of posts, each against the originals before it.
///
/// What is compared are the letters of words, hashtags and numbers (all numbers are equal), without web
/// addresses, mentions, emoji, signs, case and a leading "RT": the set of all runs of five letters of the
/// first 4,000. Posts with fewer than 12 of these runs say too little ("спасибо") and are never grouped.
///
/// Candidates come from MinHash (Broder 1997) with 24 bands of 4 values (locality-sensitive hashing,
/// Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, §3.4): an original of similarity s is looked at
/// with probability 1 − (1 − s⁴)²⁴, which is .964 at s = .6, .991 at .65, .999 at .7. Each candidate is then
/// compared exactly, so what is grouped is certain. A post joins the most similar original (of equal ones the
/// earliest), never another copy: a group does not drift, every member is that similar to its first post.
///
/// Time is linear in the posts: a band keeps at most 16 originals of one value, so an add looks at 384 or
/// fewer. Memory: about 700 bytes an original of 140 letters; copies cost nothing. Thread-compatible.
class DuplicateIndex {
  public:
    /// Throws Error{invalid_argument} for a similarity outside (0, 1].
    explicit DuplicateIndex(const NearDuplicateOptions& options = {});
    ~DuplicateIndex();
    DuplicateIndex(DuplicateIndex&&) noexcept;
    DuplicateIndex& operator=(DuplicateIndex&&) noexcept;

    /// Posts are numbered from 0 in the order in which they come. At most 2³² − 1 of them.
    NearDuplicate add(std::string_view post);
    std::uint32_t size() const noexcept;
    /// Originals that were compared exactly, over all adds.
    std::uint64_t comparisons() const noexcept;

    struct Parts;

  private:
    friend std::vector<NearDuplicate> find_near_duplicates(std::span<const std::string_view> posts,
                                                           const NearDuplicateOptions& options,
                                                           const Execution& execution);
    std::unique_ptr<Parts> parts_;
};

/// What DuplicateIndex says of each post in turn; the same for any thread count.
std::vector<NearDuplicate> find_near_duplicates(std::span<const std::string_view> posts,
                                                const NearDuplicateOptions& options = {},
                                                const Execution& execution = {});

/// An original and what repeats it.
struct DuplicateGroup {
    std::uint32_t original = 0;
    std::vector<std::uint32_t> posts;  ///< in order, the original first
    std::int64_t copies = 0;           ///< posts besides the original that are word for word the same
};

/// The groups of two posts or more, largest first, then by original. Pure.
std::vector<DuplicateGroup> duplicate_groups(std::span<const NearDuplicate> found);

/// Exact Jaccard similarity of two posts as DuplicateIndex sees it; 0 when one of them says too little.
double post_similarity(std::string_view a, std::string_view b);

}  // namespace scrm::sentiment
