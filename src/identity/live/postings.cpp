// SPDX-License-Identifier: Apache-2.0
#include "identity/live/postings_internal.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

namespace scrm::identity::live {
namespace {

constexpr std::size_t kInBucket = 4;  // on average
constexpr std::uint32_t kFewToScan = 16;

unsigned whole_bytes(unsigned bits) noexcept {
    return (bits + 7) / 8;
}

std::uint32_t mask_of(unsigned bits) noexcept {
    return static_cast<std::uint32_t>((std::uint64_t{1} << bits) - 1);
}

}  // namespace

PackedPostings::PackedPostings(const std::vector<Posting>& postings) {
    if (postings.empty()) return;
    const auto bits = static_cast<unsigned>(std::bit_width(postings.size() / kInBucket));
    tail_bits_ = 32 - std::min(bits, 32U);
    tag_mask_ = mask_of(tail_bits_);
    Slot last = 0;
    for (const Posting& posting : postings) last = std::max(last, posting.slot);
    const unsigned slot_bytes = std::max(1U, whole_bytes(static_cast<unsigned>(std::bit_width(last))));
    slot_mask_ = mask_of(8 * slot_bytes);
    tag_bits_ = 8 * whole_bytes(tail_bits_);
    width_ = whole_bytes(tail_bits_) + slot_bytes;

    buckets_.assign((std::size_t{1} << (32 - tail_bits_)) + 1, 0);
    for (const Posting& posting : postings) ++buckets_[bucket_of(posting.key) + 1];
    std::partial_sum(buckets_.begin(), buckets_.end(), buckets_.begin());
    std::vector<std::uint64_t> entries(postings.size());  // tag, then slot, so that they sort as numbers
    std::vector<std::uint32_t> next(buckets_.begin(), buckets_.end() - 1);
    for (const Posting& posting : postings)
        entries[next[bucket_of(posting.key)]++] = std::uint64_t{tag_of(posting.key)} << 32 | posting.slot;
    bytes_.assign(postings.size() * width_ + kReadTogether, 0);
    std::size_t position = 0;
    for (std::size_t bucket = 0; bucket + 1 < buckets_.size(); ++bucket) {
        std::sort(entries.begin() + buckets_[bucket], entries.begin() + buckets_[bucket + 1]);
        for (; position < buckets_[bucket + 1]; ++position) {
            const std::uint64_t sorted = entries[position];
            const std::uint64_t packed = sorted >> 32 | (sorted & 0xFFFF'FFFF) << tag_bits_;
            for (std::size_t i = 0; i < width_; ++i)
                bytes_[position * width_ + i] = static_cast<std::uint8_t>(packed >> (8 * i));
        }
    }
}

PackedPostings::Range PackedPostings::find(std::uint32_t key) const noexcept {
    if (buckets_.empty()) return {};
    const std::size_t bucket = bucket_of(key);
    std::uint32_t first = buckets_[bucket];
    std::uint32_t end = buckets_[bucket + 1];
    const std::uint32_t wanted = tag_of(key);
    // Some keys have very many postings.
    const auto bound = [&](std::uint32_t from, auto is_before) {
        std::uint32_t until = end;
        while (until - from > kFewToScan) {
            const std::uint32_t middle = from + (until - from) / 2;
            if (is_before(tag(middle)))
                from = middle + 1;
            else
                until = middle;
        }
        while (from < until && is_before(tag(from))) ++from;
        return from;
    };
    first = bound(first, [wanted](std::uint32_t other) { return other < wanted; });
    end = bound(first, [wanted](std::uint32_t other) { return other <= wanted; });
    return {first, end - first};
}

bool PackedPostings::contains(Range range, Slot wanted) const noexcept {
    std::uint32_t first = range.first;
    std::uint32_t count = range.count;
    while (count > 0) {
        const std::uint32_t half = count / 2;
        if (slot(first + half) < wanted) {
            first += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return first < range.first + range.count && slot(first) == wanted;
}

}  // namespace scrm::identity::live
