// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "identity/measures/measure_internal.hpp"
#include "identity/records/letters_internal.hpp"

namespace scrm::identity {

/// A column measure that mostly tells two values apart without reading them: `Kind::glance(a, b)` is what
/// `compare` would return, or 0 where only `compare` knows. Looks at all pairs first, then reads the few that
/// are left.
template <class Kind>
class GlanceMeasure : public ColumnMeasure {
  public:
    using ColumnMeasure::ColumnMeasure;

    void outcomes(std::span<const RowPair> pairs, std::uint8_t* out, PairContext& context) const override {
        if (counts_bits())
            glance_counting_bits(pairs, out);
        else
            glance_at(pairs, out);
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            if (out[i] == kUnknown)
                out[i] = static_cast<std::uint8_t>(this->outcome(pairs[i].a, pairs[i].b, context));
        }
    }

  private:
    static constexpr std::uint8_t kUnknown = 255;

    [[gnu::target("popcnt")]] void glance_counting_bits(std::span<const RowPair> pairs,
                                                        std::uint8_t* out) const {
        glance_at(pairs, out);
    }

    [[gnu::always_inline]] void glance_at(std::span<const RowPair> pairs, std::uint8_t* out) const {
        const Kind& kind = static_cast<const Kind&>(*this);
        const KeyColumn& values = this->column();
        if (const std::uint32_t* ids = values.single_ids()) {
            for (std::size_t i = 0; i < pairs.size(); ++i) {
                const std::uint32_t x = ids[pairs[i].a];
                const std::uint32_t y = ids[pairs[i].b];
                if (x == 0 || y == 0)
                    out[i] = 0;
                else
                    out[i] = known(x == y ? 1 : kind.glance(x, y));
            }
            return;
        }
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            unsigned best = 0;
            const auto right = values.ids(pairs[i].b);
            for (const std::uint32_t x : values.ids(pairs[i].a)) {
                for (const std::uint32_t y : right) {
                    const unsigned result = known(x == y ? 1 : kind.glance(x, y));
                    best = best == 0 || result == kUnknown ? result : std::min(best, result);
                    if (best == kUnknown) break;
                }
                if (best == kUnknown) break;
            }
            out[i] = static_cast<std::uint8_t>(best);
        }
    }

    static std::uint8_t known(unsigned result) noexcept {
        return result == 0 ? kUnknown : static_cast<std::uint8_t>(result);
    }
};

}  // namespace scrm::identity
