// SPDX-License-Identifier: Apache-2.0
#include "identity/measures/name_measures_internal.hpp"

#include <algorithm>
#include <array>

namespace scrm::identity {
namespace {

constexpr std::array<std::string_view, 7> kGivenGrades = {"same",    "typo",      "equivalent", "initial",
                                                          "similar", "different", "conflict"};
constexpr std::array<std::string_view, 6> kFamilyGrades = {"same",    "equivalent", "typo",
                                                           "initial", "similar",    "different"};
constexpr std::array<std::string_view, 3> kPatronymicGrades = {"same", "close", "different"};

enum class Part : unsigned { given = 0, family = 8, patronymic = 16 };

class NameMeasure : public Measure {
  public:
    NameMeasure(const Features& features, Part part, const KeyColumn& column, const KeyColumn& spelling)
        : names_(features.names()), column_(column), spelling_(spelling), part_(part) {}

    unsigned outcome(Row a, Row b, PairContext& context) const override {
        if (context.name_a != a || context.name_b != b) {
            auto& memos = context.memos;
            context.name_grades = NameTable::packed(
                names_.compare(names_.of(a), names_.of(b), memos[memos.size() - 2], memos[memos.size() - 1]));
            context.name_a = a;
            context.name_b = b;
        }
        return context.name_grades >> static_cast<unsigned>(part_) & 0xFF;
    }

    void outcomes(std::span<const RowPair> pairs, std::uint8_t* out, PairContext& context) const override {
        if (context.graded.data() != pairs.data() || context.graded.size() != pairs.size()) {
            auto& memos = context.memos;
            context.grades.resize(pairs.size());
            names_.grade(pairs, context.grades.data(), memos[memos.size() - 2], memos[memos.size() - 1]);
            context.graded = pairs;
        }
        for (std::size_t i = 0; i < pairs.size(); ++i)
            out[i] = static_cast<std::uint8_t>(context.grades[i] >> static_cast<unsigned>(part_));
    }

    double frequency(Row a, Row b, PairContext& context) const override {
        const unsigned grade = outcome(a, b, context);
        if (context.name_grades >> 24 != 0) return 0;
        // One spelling of a given name is as rare as that spelling. A family name is as rare as the family:
        // that its ending agrees follows from the given name, which has told the gender.
        const bool by_spelling = part_ == Part::given && grade == 1;
        const KeyColumn& column = by_spelling ? spelling_ : column_;
        // The more common of the two spellings bounds how surprising the agreement is.
        double share = 0;
        for (const Row row : {a, b}) {
            const std::uint32_t id = column.first(row);
            if (id != 0) share = std::max(share, value_frequency(column, id));
        }
        if (part_ != Part::given || by_spelling || column_.chance_agreement() <= 0) return share;
        return share * spelling_.chance_agreement() / column_.chance_agreement();
    }

    void prefetch(Row row) const override {
        __builtin_prefetch(names_.name_of_row().data() + row);
        column_.prefetch(row);
    }
    double mean_frequency() const override { return spelling_.chance_agreement(); }
    const KeyColumn* values() const override { return &column_; }

  private:
    const NameTable& names_;
    const KeyColumn& column_;
    const KeyColumn& spelling_;
    Part part_;
};

}  // namespace

std::unique_ptr<Measure> make_name_measure(const Comparison& comparison, const Features& features) {
    if (comparison.measure == "given_name") {
        return std::make_unique<NameMeasure>(features, Part::given, features.column("given_group"),
                                             features.column("given"));
    }
    if (comparison.measure == "family_name") {
        return std::make_unique<NameMeasure>(features, Part::family, features.column("family_root"),
                                             features.column("family"));
    }
    if (comparison.measure == "patronymic") {
        return std::make_unique<NameMeasure>(features, Part::patronymic, features.column("patronymic"),
                                             features.column("patronymic"));
    }
    return nullptr;
}

std::vector<std::string_view> name_grades_of(std::string_view measure) {
    if (measure == "given_name") return {kGivenGrades.begin(), kGivenGrades.end()};
    if (measure == "family_name") return {kFamilyGrades.begin(), kFamilyGrades.end()};
    if (measure == "patronymic") return {kPatronymicGrades.begin(), kPatronymicGrades.end()};
    return {};
}

}  // namespace scrm::identity
