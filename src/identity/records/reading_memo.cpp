// SPDX-License-Identifier: Apache-2.0
#include "identity/records/reading_memo_internal.hpp"

#include <utility>

namespace scrm::identity {

ReadingMemo::Derivation ReadingMemo::remembered(std::string_view key, Derivation derive) {
    const std::lock_guard lock(mutex_);
    auto at = derived_.find(key);
    if (at == derived_.end())
        at = derived_.emplace(key, std::make_unique<Readings<Texts>>(kMostValues)).first;
    return [&readings = *at->second, derive = std::move(derive)](std::string_view raw, Texts& out) {
        Texts found = readings.of(raw, [&] {
            Texts read;
            derive(raw, read);
            return read;
        });
        for (std::string& text : found) out.push_back(std::move(text));
    };
}

}  // namespace scrm::identity
