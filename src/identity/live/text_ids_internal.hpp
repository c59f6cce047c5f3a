// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "identity/records/names_internal.hpp"
#include "scrm/core/digest.hpp"

namespace scrm::identity::live {

/// The ids of texts that something else holds. Thread-compatible.
class TextIds {
  public:
    /// 0 when the text has none. `text_of(id)` tells the text of one.
    template <class TextOf>
    std::uint32_t find(std::string_view text, const TextOf& text_of) const {
        if (slots_.empty()) return 0;
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t at = hash64(text) & mask; slots_[at] != 0; at = (at + 1) & mask) {
            if (text_of(slots_[at]) == text) return slots_[at];
        }
        return 0;
    }
    /// Of a text that has none.
    template <class TextOf>
    void add(std::string_view text, std::uint32_t id, const TextOf& text_of) {
        if ((used_ + 1) * 10 > slots_.size() * 7) {
            const std::vector<std::uint32_t> before = std::move(slots_);
            slots_.assign(std::max<std::size_t>(64, before.size() * 2), 0);
            for (const std::uint32_t known : before) {
                if (known != 0) slots_[place(text_of(known))] = known;
            }
        }
        slots_[place(text)] = id;
        ++used_;
    }

  private:
    std::size_t place(std::string_view text) const noexcept {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = hash64(text) & mask;
        while (slots_[at] != 0) at = (at + 1) & mask;
        return at;
    }

    std::vector<std::uint32_t> slots_;
    std::size_t used_ = 0;
};

/// The id of a name part in a table that is filled by hand, added when it is new; 0 for none.
inline std::uint32_t part_of(NameTable& names, TextIds& ids, std::string_view text) {
    if (text.empty()) return 0;
    const auto text_of = [&names](std::uint32_t id) { return names.text(id); };
    if (const std::uint32_t known = ids.find(text, text_of)) return known;
    const std::uint32_t id = names.add_part(text);
    ids.add(text, id, text_of);
    return id;
}

}  // namespace scrm::identity::live
