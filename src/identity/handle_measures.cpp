// SPDX-License-Identifier: Apache-2.0
#include "identity/handle_measures_internal.hpp"

#include <algorithm>
#include <array>

#include "scrm/person/handle.hpp"

namespace scrm::identity {
namespace {

constexpr std::array<std::string_view, 6> kNameGrades = {
    "given_and_family", "family_and_initial", "given_and_initial", "family", "given", "none"};
constexpr std::array<std::string_view, 2> kYearGrades = {"same", "different"};
constexpr std::size_t kShortestFamily = 4;
constexpr std::size_t kShortestGiven = 3;
/// Inside other letters a shorter name is found by chance.
constexpr std::size_t kShortestInside = 5;
constexpr std::size_t kLongestSkeleton = 40;

/// Apart from the ids of handles in a memo.
constexpr std::uint32_t kNameBit = 1U << 31;

class HandleNameMeasure : public Measure {
  public:
    explicit HandleNameMeasure(const Features& features)
        : names_(features.names()),
          handles_(features.column("handle_text")),
          families_(features.column("family_root")) {}

    unsigned outcome(Row a, Row b, PairContext& context) const override {
        const bool a_has_name = names_.of(a).family != 0;
        const bool b_has_name = names_.of(b).family != 0;
        if (a_has_name == b_has_name) return 0;
        const Row named = a_has_name ? a : b;
        const bool shows_given = names_.of(a_has_name ? b : a).given != 0;
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
        constexpr unsigned kFamily = 4;
        constexpr unsigned kNone = 6;
        if (shows_given && best != 0) best = best <= 2 || best == kFamily ? kFamily : kNone;
        return best;
    }

    double frequency(Row a, Row b, PairContext&) const override {
        const std::uint32_t id = families_.first(a) != 0 ? families_.first(a) : families_.first(b);
        return id == 0 ? 0 : value_frequency(families_, id);
    }
    double mean_frequency() const override { return families_.mean_count_share(); }

  private:
    unsigned compare(std::uint32_t handle_id, const NameParts& name, PairContext& context) const {
        constexpr unsigned kNone = 6;
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
        unsigned grade = kNone;
        switch (person::compare_with_name_keys(*handle, given, family)) {
            case person::HandleNameAgreement::given_and_family:
                return 1;
            case person::HandleNameAgreement::family_and_initial:
                grade = 2;
                break;
            case person::HandleNameAgreement::given_and_initial:
                grade = 3;
                break;
            case person::HandleNameAgreement::family_only:
                grade = 4;
                break;
            case person::HandleNameAgreement::given_only:
                grade = 5;
                break;
            case person::HandleNameAgreement::none:
                break;
        }
        // Offices and titles around the name: senatorcantwell, repjohnsmith.
        const std::string& letters = handle->skeleton();
        const auto spells = [&letters](const std::vector<std::string_view>& keys, std::size_t shortest) {
            return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) {
                return key.size() >= shortest && letters.find(key) != std::string::npos;
            });
        };
        if (!spells(family, kShortestInside)) return grade;
        return spells(given, kShortestGiven) ? 1 : std::min(grade, 4U);
    }

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

/// Every part of the letters that is a known key.
void spelled(std::string_view letters, const StringInterner& known, std::size_t shortest,
             std::vector<std::string_view>& out) {
    out.clear();
    letters = letters.substr(0, kLongestSkeleton);
    for (std::size_t begin = 0; begin + shortest <= letters.size(); ++begin) {
        for (std::size_t size = shortest; begin + size <= letters.size(); ++size) {
            const std::string_view part = letters.substr(begin, size);
            if (known.find(part) != 0) out.push_back(part);
        }
    }
}

}  // namespace

Vocabulary vocabulary_of(const NameTable& names) {
    Vocabulary known;
    for (std::uint32_t i = 0; i < names.name_count(); ++i) {
        const NameParts& name = names.name(i);
        if (name.family == 0) continue;
        const std::string_view root = names.root_text(names.root(name.family));
        if (root.size() < kShortestFamily) continue;
        known.families.intern(root);
        if (name.given == 0) continue;
        const ValueId id = known.givens.intern(names.text(name.given));
        if (id < known.groups.size()) continue;
        auto& groups = known.groups.emplace_back();
        for (const std::uint32_t group : names.groups(name.given))
            groups.emplace_back(names.group_text(group));
    }
    return known;
}

KeyColumn spelled_names(const Rows& rows, const NameTable& names, const KeyColumn& handles,
                        const Vocabulary& known, bool pairs) {
    std::vector<std::string> values(names.name_count());
    const auto add = [](std::string& out, std::string_view first, std::string_view second) {
        if (!out.empty()) out += KeyColumn::kKeySeparator;
        out += first;
        if (!second.empty()) {
            out += ' ';
            out += second;
        }
    };
    for (std::uint32_t i = 0; i < values.size(); ++i) {
        const NameParts& name = names.name(i);
        if (name.family == 0) continue;
        const std::string_view root = names.root_text(names.root(name.family));
        if (root.size() < kShortestFamily) continue;
        if (!pairs) {
            add(values[i], root, {});
        } else if (name.given != 0) {
            for (const std::uint32_t group : names.groups(name.given))
                add(values[i], names.group_text(group), root);
        }
    }
    const std::size_t first_handle = values.size();
    values.resize(first_handle + handles.id_count());
    std::vector<std::uint32_t> value_of_row = names.name_of_row();
    std::vector<std::string_view> found_families;
    std::vector<std::string_view> found_givens;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::uint32_t id = handles.first(static_cast<Row>(row));
        if (id == 0 || names.of(static_cast<Row>(row)).family != 0) continue;
        value_of_row[row] = static_cast<std::uint32_t>(first_handle + id);
        std::string& out = values[first_handle + id];
        const auto handle = person::Handle::parse(handles.text(id));
        if (!out.empty() || !handle) continue;
        spelled(handle->skeleton(), known.families, kShortestFamily, found_families);
        if (!pairs) {
            for (const std::string_view family : found_families) add(out, family, {});
            continue;
        }
        spelled(handle->skeleton(), known.givens, kShortestGiven, found_givens);
        for (const std::string_view family : found_families) {
            for (const std::string_view given : found_givens) {
                for (const std::string& group : known.groups[known.givens.find(given)])
                    add(out, group, family);
            }
        }
    }
    return {rows, values, value_of_row};
}

std::unique_ptr<Measure> make_handle_measure(const Comparison& comparison, const Features& features) {
    if (comparison.measure == "handle_name") return std::make_unique<HandleNameMeasure>(features);
    if (comparison.measure == "handle_year") return std::make_unique<HandleYearMeasure>(features);
    return nullptr;
}

std::vector<std::string_view> handle_grades_of(std::string_view measure) {
    if (measure == "handle_name") return {kNameGrades.begin(), kNameGrades.end()};
    if (measure == "handle_year") return {kYearGrades.begin(), kYearGrades.end()};
    return {};
}

}  // namespace scrm::identity
