// SPDX-License-Identifier: Apache-2.0
#include "identity/expression/sql_similarity_internal.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "scrm/text/similarity.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kLongest = 4'096;

}  // namespace

int unrestricted_damerau_levenshtein(std::string_view a, std::string_view b) {
    const std::u32string x = text::to_utf32(a);
    const std::u32string y = text::to_utf32(b);
    if (x.size() > kLongest || y.size() > kLongest) return text::levenshtein(a, b);
    const std::size_t width = y.size() + 2;
    const auto far = static_cast<int>(x.size() + y.size());
    std::vector<int> cells((x.size() + 2) * width, far);
    const auto at = [&](std::size_t i, std::size_t j) -> int& { return cells[i * width + j]; };
    for (std::size_t i = 0; i <= x.size(); ++i) at(i + 1, 1) = static_cast<int>(i);
    for (std::size_t j = 0; j <= y.size(); ++j) at(1, j + 1) = static_cast<int>(j);
    std::map<char32_t, std::size_t> last_row;
    for (std::size_t i = 1; i <= x.size(); ++i) {
        std::size_t last_match = 0;
        for (std::size_t j = 1; j <= y.size(); ++j) {
            const auto seen = last_row.find(y[j - 1]);
            const std::size_t row = seen == last_row.end() ? 0 : seen->second;
            const std::size_t column = last_match;
            const bool same = x[i - 1] == y[j - 1];
            if (same) last_match = j;
            const int swap =
                at(row, column) + static_cast<int>(i - row - 1) + 1 + static_cast<int>(j - column - 1);
            at(i + 1, j + 1) =
                std::min({at(i, j) + (same ? 0 : 1), at(i + 1, j) + 1, at(i, j + 1) + 1, swap});
        }
        last_row[x[i - 1]] = i;
    }
    return at(x.size() + 1, y.size() + 1);
}

double letter_jaccard(std::string_view a, std::string_view b) {
    const std::u32string x = text::to_utf32(a);
    const std::u32string y = text::to_utf32(b);
    const std::set<char32_t> ours(x.begin(), x.end());
    const std::set<char32_t> theirs(y.begin(), y.end());
    const auto shared =
        std::count_if(ours.begin(), ours.end(), [&theirs](char32_t c) { return theirs.contains(c); });
    const auto all = ours.size() + theirs.size() - static_cast<std::size_t>(shared);
    return static_cast<double>(shared) / static_cast<double>(all);
}

std::optional<int> hamming_distance(std::string_view a, std::string_view b) {
    const std::u32string x = text::to_utf32(a);
    const std::u32string y = text::to_utf32(b);
    if (x.size() != y.size()) return std::nullopt;
    int distance = 0;
    for (std::size_t i = 0; i < x.size(); ++i) distance += x[i] != y[i] ? 1 : 0;
    return distance;
}

std::optional<double> cosine_of(const SqlValue::List& a, const SqlValue::List& b) {
    if (a.size() != b.size()) return std::nullopt;
    double product = 0;
    double ours = 0;
    double theirs = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto x = as_number(a[i]);
        const auto y = as_number(b[i]);
        if (!x || !y) return std::nullopt;
        product += *x * *y;
        ours += *x * *x;
        theirs += *y * *y;
    }
    return std::clamp(product / std::sqrt(ours * theirs), -1.0, 1.0);
}

}  // namespace scrm::identity
