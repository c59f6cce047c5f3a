// SPDX-License-Identifier: Apache-2.0
#include "identity/measures/handle_measures_internal.hpp"

#include <algorithm>
#include <array>

#include "scrm/person/handle.hpp"

namespace scrm::identity {
namespace {

constexpr std::array<std::string_view, 7> kNameGrades = {"given_and_family",
                                                         "family_and_initial",
                                                         "given_and_initial",
                                                         "family",
                                                         "another_of_family",
                                                         "given",
                                                         "none"};
constexpr unsigned kFamily = 4;
constexpr unsigned kAnother = 5;
constexpr unsigned kGiven = 6;
constexpr unsigned kNone = 7;
constexpr std::array<std::string_view, 2> kFamilyGrades = {"named", "not_named"};
constexpr std::array<std::string_view, 2> kYearGrades = {"same", "different"};

/// Apart from the ids of handles in a memo.
constexpr std::uint32_t kNameBit = 1U << 31;

class HandleNameMeasure : public Measure {
  public:
    /// `beside_given`: compares rows that show a given name beside the handle, else those that do not.
    HandleNameMeasure(const Features& features, bool beside_given)
        : beside_given_(beside_given),
          names_(features.names()),
          handles_(features.column("handle_text")),
          families_(features.column("family_root")) {}

    unsigned outcome(Row a, Row b, PairContext& context) const override {
        const bool a_has_name = names_.of(a).family != 0;
        const bool b_has_name = names_.of(b).family != 0;
        if (a_has_name == b_has_name) return 0;
        const Row named = a_has_name ? a : b;
        const NameParts& shown = names_.of(a_has_name ? b : a);
        if ((shown.given != 0) != beside_given_) return 0;
        if (beside_given_ && is_named_like(names_.of(named), shown.given)) return 0;
        unsigned best = 0;
        for (const std::uint32_t handle : handles_.ids(a_has_name ? b : a)) {
            const std::uint32_t name = names_.name_of_row()[named] | kNameBit;
            unsigned result = context.memos[slot()].find(handle, name);
            if (result == PairMemo::kUnknown) {
                result = compare(handle, names_.of(named), context);
                context.memos[slot()].put(handle, name, result);
            }
            best = best == 0 ? result : std::min(best, result);
        }
        // The shown given name is compared by itself; the handle repeats it.
        if (!beside_given_ || best == 0) return best;
        return best <= 2 || best == kFamily || best == kAnother ? 1 : 2;
    }

    double frequency(Row a, Row b, PairContext&) const override {
        const std::uint32_t id = families_.first(a) != 0 ? families_.first(a) : families_.first(b);
        return id == 0 ? 0 : value_frequency(families_, id);
    }
    double mean_frequency() const override { return families_.mean_count_share(); }
    const KeyColumn* values() const override { return &families_; }

  private:
    /// A handle that bears the shown given name (Марина: marina_k) would name a family of it (Марин), too.
    bool is_named_like(const NameParts& name, std::uint32_t given) const {
        return names_.text(given).starts_with(names_.root_text(names_.root(name.family)));
    }

    unsigned compare(std::uint32_t handle_id, const NameParts& name, PairContext& context) const {
        if (context.handle_id != handle_id) {
            context.handle = person::Handle::parse(handles_.text(handle_id));
            context.handle_id = handle_id;
        }
        const auto& handle = context.handle;
        if (!handle) return kNone;
        std::vector<std::string_view> given;
        if (name.given != 0) {
            given.push_back(names_.text(name.given));
            for (const std::uint32_t group : names_.groups(name.given))
                given.push_back(names_.group_text(group));
        }
        std::vector<std::string_view> family = {names_.text(name.family),
                                                names_.root_text(names_.root(name.family))};
        if (name.other_family != 0) family.push_back(names_.text(name.other_family));
        switch (person::compare_with_name_keys(*handle, given, family)) {
            case person::HandleNameAgreement::given_and_family:
                return 1;
            case person::HandleNameAgreement::family_and_initial:
                return 2;
            case person::HandleNameAgreement::given_and_initial:
                return 3;
            case person::HandleNameAgreement::family_only:
                return kFamily;
            case person::HandleNameAgreement::family_of_another:
                return kAnother;
            case person::HandleNameAgreement::given_only:
                return kGiven;
            case person::HandleNameAgreement::none:
                break;
        }
        return kNone;
    }

    const bool beside_given_;
    const NameTable& names_;
    const KeyColumn& handles_;
    const KeyColumn& families_;
};

class HandleYearMeasure : public Measure {
  public:
    explicit HandleYearMeasure(const Features& features)
        : years_(features.column("handle_year")), births_(features.column("birth_year")) {}

    unsigned outcome(Row a, Row b, PairContext&) const override {
        const unsigned one = compare(a, b);
        return one != 0 ? one : compare(b, a);
    }

  private:
    unsigned compare(Row handle, Row born) const {
        const std::uint32_t year = years_.first(handle);
        const std::uint32_t birth = births_.first(born);
        if (year == 0 || birth == 0 || births_.first(handle) != 0) return 0;
        return years_.text(year) == births_.text(birth) ? 1 : 2;
    }

    const KeyColumn& years_;
    const KeyColumn& births_;
};

}  // namespace

std::unique_ptr<Measure> make_handle_measure(const Comparison& comparison, const Features& features) {
    if (comparison.measure == "handle_name") return std::make_unique<HandleNameMeasure>(features, false);
    if (comparison.measure == "handle_family") return std::make_unique<HandleNameMeasure>(features, true);
    if (comparison.measure == "handle_year") return std::make_unique<HandleYearMeasure>(features);
    return nullptr;
}

std::vector<std::string_view> handle_grades_of(std::string_view measure) {
    if (measure == "handle_name") return {kNameGrades.begin(), kNameGrades.end()};
    if (measure == "handle_family") return {kFamilyGrades.begin(), kFamilyGrades.end()};
    if (measure == "handle_year") return {kYearGrades.begin(), kYearGrades.end()};
    return {};
}

}  // namespace scrm::identity
