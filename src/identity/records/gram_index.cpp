// SPDX-License-Identifier: Apache-2.0
#include "identity/records/gram_index_internal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "identity/measures/level_measure_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/records/interner_internal.hpp"
#include "scrm/text/words.hpp"

namespace scrm::identity {
namespace {

constexpr std::string_view kGramsSuffix = ":grams";
/// Of a value, how many grams block; and how many values may share one that does.
constexpr std::size_t kBlockingGrams = 8;
constexpr std::uint32_t kMostValues = 100;

constexpr std::array<std::string_view, 9> kGrades = {"same",   "closest", "close",   "nearer",   "near",
                                                     "likely", "distant", "farther", "different"};
/// Cosines from which on the grades after the first hold.
constexpr std::array<double, 7> kCosines = {0.8, 0.7, 0.6, 0.52, 0.45, 0.38, 0.3};

/// Calls `visit(gram)` for every three code points of a word between its bounds.
template <class Visit>
void for_each_gram(std::string_view text, const Visit& visit) {
    std::string bounded;
    std::vector<std::size_t> letters;  // where each code point of `bounded` begins, and its end
    for (const std::string_view word : text::words(text)) {
        bounded.assign(1, ' ').append(word).push_back(' ');
        letters.clear();
        for (std::size_t i = 0; i < bounded.size(); ++i) {
            if ((static_cast<std::uint8_t>(bounded[i]) & 0xC0U) != 0x80U) letters.push_back(i);
        }
        letters.push_back(bounded.size());
        for (std::size_t i = 0; i + 3 < letters.size(); ++i)
            visit(std::string_view{bounded}.substr(letters[i], letters[i + 3] - letters[i]));
    }
}

}  // namespace

GramIndex::GramIndex(const KeyColumn& column) {
    StringInterner interner;
    starts_.assign(1, 0);
    for (std::uint32_t value = 0; value < column.id_count(); ++value) {
        const std::size_t begin = grams_.size();
        if (value != 0)
            for_each_gram(column.text(value),
                          [&](std::string_view gram) { grams_.push_back(interner.intern(gram)); });
        const auto first = grams_.begin() + static_cast<std::ptrdiff_t>(begin);
        std::sort(first, grams_.end());
        grams_.erase(std::unique(first, grams_.end()), grams_.end());
        starts_.push_back(static_cast<std::uint32_t>(grams_.size()));
    }
    texts_ = interner.finish();
    values_with_.assign(texts_.size(), 0);
    for (const std::uint32_t gram : grams_) ++values_with_[gram];
    const double values = std::max<double>(2, static_cast<double>(column.id_count()) - 1);
    squares_.assign(values_with_.size(), 0);
    for (std::size_t gram = 0; gram < squares_.size(); ++gram) {
        if (values_with_[gram] == 0) continue;
        const double weight = std::log2((values + 1) / values_with_[gram]);
        squares_[gram] = static_cast<float>(weight * weight);
    }
    norms_.reserve(column.id_count());
    for (std::uint32_t value = 0; value < column.id_count(); ++value) {
        double sum = 0;
        for (const std::uint32_t gram : grams(value)) sum += static_cast<double>(squares_[gram]);
        norms_.push_back(static_cast<float>(std::sqrt(sum)));
    }
}

double GramIndex::cosine(std::uint32_t a, std::uint32_t b) const noexcept {
    double shared = 0;
    const auto x = grams(a);
    const auto y = grams(b);
    for (std::size_t i = 0, k = 0; i < x.size() && k < y.size();) {
        if (x[i] == y[k]) {
            shared += static_cast<double>(squares_[x[i]]);
            ++i;
            ++k;
        } else if (x[i] < y[k]) {
            ++i;
        } else {
            ++k;
        }
    }
    const double norm = static_cast<double>(norms_[a]) * static_cast<double>(norms_[b]);
    return norm > 0 ? shared / norm : 0;
}

std::vector<std::uint32_t> GramIndex::rarest(std::uint32_t value, std::size_t count,
                                             std::uint32_t cap) const {
    std::vector<std::uint32_t> out;
    for (const std::uint32_t gram : grams(value)) {
        if (values_with_[gram] >= 2 && values_with_[gram] <= cap) out.push_back(gram);
    }
    std::sort(out.begin(), out.end(), [this](std::uint32_t x, std::uint32_t y) {
        return values_with_[x] != values_with_[y] ? values_with_[x] < values_with_[y] : text(x) < text(y);
    });
    if (out.size() > count) out.resize(count);
    return out;
}

KeyColumn gram_keys(const Rows& rows, const KeyColumn& column) {
    const GramIndex index(column);
    return keys_by_value(rows, column, [&index](std::uint32_t value, ValueKeys& keys) {
        for (const std::uint32_t gram : index.rarest(value, kBlockingGrams, kMostValues))
            keys.add(index.text(gram));
    });
}

std::string_view attribute_of_grams(std::string_view key) noexcept {
    if (!key.ends_with(kGramsSuffix)) return {};
    return key.substr(0, key.size() - kGramsSuffix.size());
}

namespace {

class LikenessMeasure : public ColumnMeasure {
  public:
    explicit LikenessMeasure(const KeyColumn& column) : ColumnMeasure(column), index_(column) {}

  protected:
    unsigned compare(std::uint32_t a, std::uint32_t b) const override {
        const double cosine = index_.cosine(a, b);
        unsigned outcome = 2;
        for (const double least : kCosines) {
            if (cosine >= least) break;
            ++outcome;
        }
        return outcome;
    }

  private:
    GramIndex index_;
};

}  // namespace

std::unique_ptr<Measure> make_likeness_measure(const Comparison& comparison, const Features& features) {
    if (comparison.measure != "likeness") return nullptr;
    return std::make_unique<LikenessMeasure>(features.column(measured_key(comparison)));
}

std::vector<std::string_view> likeness_grades_of(std::string_view measure) {
    if (measure != "likeness") return {};
    return {kGrades.begin(), kGrades.end()};
}

}  // namespace scrm::identity
