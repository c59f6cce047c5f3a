// SPDX-License-Identifier: Apache-2.0
#include "identity/measures/level_measure_internal.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "identity/records/folding_internal.hpp"
#include "scrm/text/similarity.hpp"

namespace scrm::identity {
namespace {

std::optional<double> number_in(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<double> day_in(std::string_view text) {
    const auto date = person::PartialDate::parse(text);
    if (!date) return std::nullopt;
    const auto day = date->day_number();
    return day ? std::optional<double>{static_cast<double>(*day)} : std::nullopt;
}

bool is_within(std::optional<double> x, std::optional<double> y, double threshold) {
    return x && y && std::abs(*x - *y) <= threshold;
}

/// A predicate with its column looked up.
struct Condition {
    PredicateKind kind = PredicateKind::otherwise;
    const KeyColumn* column = nullptr;
    double threshold = 0;
    std::vector<Condition> parts;

    bool holds(Row a, Row b) const {
        switch (kind) {
            case PredicateKind::otherwise:
            case PredicateKind::grade:
                return true;
            case PredicateKind::missing:
                return column->ids(a).empty() || column->ids(b).empty();
            case PredicateKind::all_of:
                return std::all_of(parts.begin(), parts.end(),
                                   [&](const Condition& part) { return part.holds(a, b); });
            case PredicateKind::any_of:
                return std::any_of(parts.begin(), parts.end(),
                                   [&](const Condition& part) { return part.holds(a, b); });
            case PredicateKind::none_of:
                return std::none_of(parts.begin(), parts.end(),
                                    [&](const Condition& part) { return part.holds(a, b); });
            default:
                break;
        }
        for (const std::uint32_t x : column->ids(a)) {
            for (const std::uint32_t y : column->ids(b)) {
                if (x == y || (kind != PredicateKind::exact && texts_agree(column->text(x), column->text(y))))
                    return true;
            }
        }
        return false;
    }

  private:
    bool texts_agree(std::string_view x, std::string_view y) const {
        const int limit = static_cast<int>(std::clamp(threshold, 0.0, 1e6));
        switch (kind) {
            case PredicateKind::jaro_winkler:
                return text::jaro_winkler(x, y) >= threshold;
            case PredicateKind::jaro:
                return text::jaro(x, y) >= threshold;
            case PredicateKind::levenshtein:
                return text::levenshtein(x, y, limit) <= limit;
            case PredicateKind::damerau_levenshtein:
                return text::damerau_levenshtein(x, y, limit) <= limit;
            case PredicateKind::token_jaccard:
                return word_jaccard(x, y) >= threshold;
            case PredicateKind::days:
                return is_within(day_in(x), day_in(y), threshold);
            case PredicateKind::number:
                return is_within(number_in(x), number_in(y), threshold);
            default:
                return false;
        }
    }
};

Condition bind(const Predicate& predicate, const Comparison& comparison, const Features& features) {
    Condition out;
    out.kind = predicate.kind;
    out.threshold = predicate.threshold;
    const std::string& attribute =
        predicate.attribute.empty() ? comparison.attributes.front() : predicate.attribute;
    out.column = &features.column(attribute);
    for (const Predicate& part : predicate.parts) out.parts.push_back(bind(part, comparison, features));
    return out;
}

class LevelMeasure : public Measure {
  public:
    LevelMeasure(const Comparison& comparison, const Features& features)
        : first_(features.column(comparison.attributes.front())) {
        for (const Level& level : comparison.levels)
            conditions_.push_back(bind(level.when, comparison, features));
        for (const std::string& attribute : comparison.attributes)
            columns_.push_back(&features.column(attribute));
        is_simple_ = comparison.attributes.size() == 1 && !first_.is_multi_valued();
        has_one_value_ = comparison.attributes.size() == 1 && first_.is_unique();
    }

    unsigned outcome(Row a, Row b, PairContext& context) const override {
        if (!is_simple_) return evaluate(a, b);
        const std::uint32_t x = first_.first(a);
        const std::uint32_t y = first_.first(b);
        if (x == 0 || y == 0) return evaluate(a, b);
        PairMemo& memo = context.memos[slot()];
        if (const unsigned known = memo.find(x, y)) return known - 1;
        const unsigned result = evaluate(a, b);
        memo.put(x, y, result + 1);
        return result;
    }

    double frequency(Row a, Row b, PairContext&) const override {
        double share = 0;
        for (const Row row : {a, b}) {
            const std::uint32_t id = first_.first(row);
            if (id != 0) share = std::max(share, value_frequency(first_, id));
        }
        return share;
    }

    double mean_frequency() const override { return first_.chance_agreement(); }

    std::optional<double> chance_agreement() const override {
        const bool exact = has_one_value_ && conditions_.front().kind == PredicateKind::exact;
        return exact ? std::optional<double>{first_.chance_agreement()} : std::nullopt;
    }

  private:
    unsigned evaluate(Row a, Row b) const {
        bool comparable = false;
        for (const KeyColumn* column : columns_)
            comparable |= !column->ids(a).empty() && !column->ids(b).empty();
        for (unsigned i = 0; i < conditions_.size(); ++i) {
            // Without anything to compare only an explicit "missing" may hold.
            if (!comparable && conditions_[i].kind != PredicateKind::missing) continue;
            if (conditions_[i].holds(a, b)) return i + 1;
        }
        return 0;
    }

    const KeyColumn& first_;
    std::vector<Condition> conditions_;
    std::vector<const KeyColumn*> columns_;
    bool is_simple_ = false;
    bool has_one_value_ = false;
};

}  // namespace

std::unique_ptr<Measure> make_level_measure(const Comparison& comparison, const Features& features) {
    return std::make_unique<LevelMeasure>(comparison, features);
}

}  // namespace scrm::identity
