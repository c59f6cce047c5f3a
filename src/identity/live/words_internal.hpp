// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace scrm::identity::live {

/// Texts that many records share, each with a number from 1 that never changes; 0 is none. It only grows:
/// what no record says any more stays. One thread adds; others may read the texts whose numbers they were
/// handed meanwhile.
class Words {
  public:
    Words() = default;
    /// The number of a text, given when it is new; `text` is not empty.
    std::uint32_t intern(std::string_view text);
    /// 0 for a text that has none. For the thread that adds.
    std::uint32_t find(std::string_view text) const noexcept;
    std::uint32_t count() const noexcept { return count_; }
    /// Valid as long as the words are.
    std::string_view at(std::uint32_t number) const noexcept {
        const Word& word = *place(number);
        return {word.text, word.size};
    }
    std::size_t bytes() const noexcept { return bytes_.load(std::memory_order_relaxed); }

  private:
    struct Word {
        const char* text = nullptr;
        std::uint32_t size = 0;
    };
    struct Entry {
        std::uint32_t tag = 0;
        std::uint32_t number = 0;
    };
    /// Part p holds 2^(p + kFirstBits) words: none ever moves.
    static constexpr unsigned kFirstBits = 6;
    static constexpr std::size_t kTextBlock = 16'384;

    Word* place(std::uint32_t number) const noexcept;
    void grow();
    const char* keep(std::string_view text);

    std::array<std::unique_ptr<Word[]>, 32 - kFirstBits> parts_;
    std::uint32_t count_ = 0;
    std::vector<std::unique_ptr<char[]>> texts_;
    std::size_t room_ = 0;  // of the last block of texts
    char* next_ = nullptr;
    std::vector<Entry> entries_;  // open addressing; number 0: free
    std::atomic<std::size_t> bytes_ = 0;
};

}  // namespace scrm::identity::live
