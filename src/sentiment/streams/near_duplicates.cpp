// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/near_duplicates.hpp"

#include <algorithm>
#include <limits>

#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"
#include "sentiment/streams/post_fingerprint_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kMostOfOneValue = 16;
constexpr std::size_t kBlock = 65'536;
constexpr std::size_t kChunk = 512;
constexpr std::size_t kAhead = 2;

/// Value of a band → originals that have it: an open table of eight bytes an entry, which a chain of nodes
/// would double.
class BandTable {
  public:
    BandTable() : entries_(std::size_t{1} << kFirstBits) {}

    template <class Visit>
    void each(std::uint32_t value, Visit&& visit) const {
        for (std::size_t at = place(value); entries_[at] != 0; at = (at + 1) & mask())
            if (entries_[at] >> 32U == value) visit(static_cast<std::uint32_t>(entries_[at]) - 1);
    }

    void expect(std::uint32_t value) const noexcept { __builtin_prefetch(&entries_[place(value)]); }

    void insert(std::uint32_t value, std::uint32_t original) {
        if (2 * (used_ + 1) > entries_.size()) grow();
        std::size_t same = 0;
        std::size_t at = place(value);
        for (; entries_[at] != 0; at = (at + 1) & mask())
            if (entries_[at] >> 32U == value && ++same == kMostOfOneValue) return;
        entries_[at] = std::uint64_t{value} << 32U | (original + 1);
        ++used_;
    }

  private:
    static constexpr unsigned kFirstBits = 12;

    std::size_t mask() const noexcept { return entries_.size() - 1; }
    std::size_t place(std::uint32_t value) const noexcept {
        return (std::uint64_t{value} * 0x9E3779B97F4A7C15ULL) >> (64U - bits_);
    }
    void grow() {
        std::vector<std::uint64_t> old(entries_.size() * 2);
        old.swap(entries_);
        ++bits_;
        for (const std::uint64_t entry : old) {
            if (entry == 0) continue;
            std::size_t at = place(static_cast<std::uint32_t>(entry >> 32U));
            while (entries_[at] != 0) at = (at + 1) & mask();
            entries_[at] = entry;
        }
    }

    std::vector<std::uint64_t> entries_;
    std::size_t used_ = 0;
    unsigned bits_ = kFirstBits;
};

struct Original {
    std::uint64_t form = 0;
    std::size_t begin = 0;  ///< of its shingles
    std::uint32_t count = 0;
    std::uint32_t post = 0;
    std::uint32_t looked_at = 0;  ///< number of the last post that was compared with it, from 1
};

}  // namespace

struct DuplicateIndex::Parts {
    double similarity = 0;
    BandTable bands;
    std::vector<Original> originals;
    std::vector<std::uint32_t> shingles;
    std::uint32_t posts = 0;
    std::uint64_t comparisons = 0;
    FingerprintRoom room;
    PostFingerprint fingerprint;

    NearDuplicate add(const PostFingerprint& post) {
        if (posts == std::numeric_limits<std::uint32_t>::max())
            throw Error{ErrorCode::invalid_argument,
                        "an index of near-duplicates holds at most 2^32 - 1 posts"};
        const std::uint32_t number = posts++;
        if (!post.comparable()) return {number, 1, true};
        double best = 0;
        const Original* nearest = nullptr;
        for (const std::uint32_t value : post.bands) {
            bands.each(value, [&](std::uint32_t index) {
                Original& candidate = originals[index];
                if (candidate.looked_at == posts) return;
                candidate.looked_at = posts;
                ++comparisons;
                const double found = jaccard(
                    post.shingles, std::span{shingles}.subspan(candidate.begin, candidate.count), similarity);
                if (found == 0 || found < best) return;
                if (found == best && nearest->post < candidate.post) return;
                best = found;
                nearest = &candidate;
            });
            // Nothing is nearer than the same letters.
            if (nearest != nullptr && nearest->form == post.form) break;
        }
        if (nearest != nullptr)
            return {nearest->post, static_cast<float>(best), best == 1 && nearest->form == post.form};
        const auto index = static_cast<std::uint32_t>(originals.size());
        for (const std::uint32_t value : post.bands) bands.insert(value, index);
        originals.push_back(
            {post.form, shingles.size(), static_cast<std::uint32_t>(post.shingles.size()), number, 0});
        shingles.insert(shingles.end(), post.shingles.begin(), post.shingles.end());
        return {number, 1, true};
    }
};

DuplicateIndex::DuplicateIndex(const NearDuplicateOptions& options) : parts_(std::make_unique<Parts>()) {
    if (!(options.similarity > 0 && options.similarity <= 1))
        throw Error{ErrorCode::invalid_argument, "a similarity lies above 0 and is at most 1"};
    parts_->similarity = options.similarity;
}
DuplicateIndex::~DuplicateIndex() = default;
DuplicateIndex::DuplicateIndex(DuplicateIndex&&) noexcept = default;
DuplicateIndex& DuplicateIndex::operator=(DuplicateIndex&&) noexcept = default;

NearDuplicate DuplicateIndex::add(std::string_view post) {
    fingerprint_of(post, parts_->room, parts_->fingerprint);
    return parts_->add(parts_->fingerprint);
}

std::uint32_t DuplicateIndex::size() const noexcept {
    return parts_->posts;
}

std::uint64_t DuplicateIndex::comparisons() const noexcept {
    return parts_->comparisons;
}

std::vector<NearDuplicate> find_near_duplicates(std::span<const std::string_view> posts,
                                                const NearDuplicateOptions& options,
                                                const Execution& execution) {
    DuplicateIndex index{options};
    std::vector<NearDuplicate> found;
    found.reserve(posts.size());
    std::vector<PostFingerprint> block(std::min(kBlock, posts.size()));
    ProgressMeter progress{execution, "near-duplicates", static_cast<std::int64_t>(posts.size())};
    for (std::size_t first = 0; first < posts.size(); first += kBlock) {
        const std::size_t count = std::min(kBlock, posts.size() - first);
        for_each_chunk(count, kChunk, execution.threads, execution.stop,
                       [&](std::size_t begin, std::size_t end, std::size_t) {
                           FingerprintRoom room;
                           for (std::size_t i = begin; i < end; ++i)
                               fingerprint_of(posts[first + i], room, block[i]);
                       });
        for (std::size_t i = 0; i < count; ++i) {
            // The table is larger than the caches; asked ahead of time its places are there when needed.
            if (i + kAhead < count)
                for (const std::uint32_t value : block[i + kAhead].bands) index.parts_->bands.expect(value);
            found.push_back(index.parts_->add(block[i]));
            if (i % kChunk == kChunk - 1) progress.advance(kChunk);
        }
        progress.advance(static_cast<std::int64_t>(count % kChunk));
    }
    progress.finish();
    return found;
}

std::vector<DuplicateGroup> duplicate_groups(std::span<const NearDuplicate> found) {
    std::vector<std::uint32_t> sizes(found.size(), 0);
    for (const NearDuplicate& one : found) ++sizes.at(one.original);
    std::vector<DuplicateGroup> groups;
    std::vector<std::uint32_t> group_of(found.size(), 0);
    for (std::uint32_t i = 0; i < found.size(); ++i) {
        const NearDuplicate& one = found[i];
        if (sizes[one.original] < 2) continue;
        if (one.original == i) {
            group_of[i] = static_cast<std::uint32_t>(groups.size());
            groups.push_back({i, {}, -1});
            groups.back().posts.reserve(sizes[i]);
        }
        DuplicateGroup& group = groups[group_of[one.original]];
        group.posts.push_back(i);
        group.copies += one.copy ? 1 : 0;
    }
    std::stable_sort(groups.begin(), groups.end(), [](const DuplicateGroup& a, const DuplicateGroup& b) {
        return a.posts.size() > b.posts.size();
    });
    return groups;
}

double post_similarity(std::string_view a, std::string_view b) {
    FingerprintRoom room;
    PostFingerprint left;
    PostFingerprint right;
    fingerprint_of(a, room, left);
    fingerprint_of(b, room, right);
    return left.comparable() && right.comparable() ? jaccard(left.shingles, right.shingles, 0) : 0;
}

}  // namespace scrm::sentiment
