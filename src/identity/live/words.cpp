// SPDX-License-Identifier: Apache-2.0
#include "identity/live/words_internal.hpp"

#include <algorithm>
#include <bit>

#include "scrm/core/digest.hpp"

namespace scrm::identity::live {

Words::Word* Words::place(std::uint32_t number) const noexcept {
    const std::uint32_t at = number + (1U << kFirstBits) - 1;
    const auto part = static_cast<unsigned>(std::bit_width(at)) - 1 - kFirstBits;
    return parts_[part].get() + (at - (1U << (part + kFirstBits)));
}

const char* Words::keep(std::string_view text) {
    if (text.size() > room_) {
        const std::size_t size = std::max(kTextBlock, text.size());
        texts_.push_back(std::make_unique<char[]>(size));
        next_ = texts_.back().get();
        room_ = size;
        bytes_ += size;
    }
    const char* const kept = next_;
    std::copy(text.begin(), text.end(), next_);
    next_ += text.size();
    room_ -= text.size();
    return kept;
}

void Words::grow() {
    std::vector<Entry> larger(std::max<std::size_t>(64, entries_.size() * 2));
    const std::size_t mask = larger.size() - 1;
    for (const Entry entry : entries_) {
        if (entry.number == 0) continue;
        std::size_t at = entry.tag & mask;
        while (larger[at].number != 0) at = (at + 1) & mask;
        larger[at] = entry;
    }
    bytes_ += (larger.size() - entries_.size()) * sizeof(Entry);
    entries_ = std::move(larger);
}

std::uint32_t Words::find(std::string_view text) const noexcept {
    if (entries_.empty()) return 0;
    const auto tag = static_cast<std::uint32_t>(hash64(text) >> 32);
    const std::size_t mask = entries_.size() - 1;
    for (std::size_t at = tag & mask; entries_[at].number != 0; at = (at + 1) & mask) {
        if (entries_[at].tag == tag && this->at(entries_[at].number) == text) return entries_[at].number;
    }
    return 0;
}

std::uint32_t Words::intern(std::string_view text) {
    if ((std::size_t{count_} + 1) * 10 > entries_.size() * 7) grow();
    const std::uint64_t hash = hash64(text);
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    const std::size_t mask = entries_.size() - 1;
    std::size_t at = tag & mask;
    for (; entries_[at].number != 0; at = (at + 1) & mask) {
        if (entries_[at].tag == tag && this->at(entries_[at].number) == text) return entries_[at].number;
    }
    const std::uint32_t number = ++count_;
    const std::uint32_t from_first = number + (1U << kFirstBits) - 1;
    const auto part = static_cast<unsigned>(std::bit_width(from_first)) - 1 - kFirstBits;
    if (!parts_[part]) {
        const std::size_t size = std::size_t{1} << (part + kFirstBits);
        parts_[part] = std::make_unique<Word[]>(size);
        bytes_ += size * sizeof(Word);
    }
    *place(number) = {keep(text), static_cast<std::uint32_t>(text.size())};
    entries_[at] = {tag, number};
    return number;
}

}  // namespace scrm::identity::live
