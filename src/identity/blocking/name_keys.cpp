// SPDX-License-Identifier: Apache-2.0
#include "identity/blocking/name_keys_internal.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "identity/records/interner_internal.hpp"
#include "scrm/person/handle.hpp"
#include "scrm/person/name_sound.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kShortestFamily = 4;
constexpr std::size_t kShortestGiven = 3;
constexpr std::size_t kLongestSkeleton = 40;
constexpr std::string_view kHeardPair = "heard_pair";

/// Adds the keys of one name.
using NameKey = void (*)(const NameTable& names, const NameParts& name, ValueKeys& keys);

std::string_view root_of(const NameTable& names, std::uint32_t part) {
    return part == 0 ? std::string_view{} : names.root_text(names.root(part));
}

template <class Visit>
void for_each_group(const NameTable& names, std::uint32_t part, const Visit& visit) {
    if (part == 0) return;
    for (const std::uint32_t group : names.groups(part)) visit(names.group_text(group));
}

void add_pair(ValueKeys& keys, std::string_view first, std::string_view second) {
    if (first.size() >= 2 && second.size() >= 2) keys.add(first, second);
}

void add_name_pairs(const NameTable& names, const NameParts& name, ValueKeys& keys) {
    for_each_group(names, name.given, [&](std::string_view group) {
        add_pair(keys, group, root_of(names, name.family));
        if (name.other_family != 0) add_pair(keys, group, root_of(names, name.other_family));
    });
    if (name.order_is_sure) return;
    for_each_group(names, name.family,
                   [&](std::string_view group) { add_pair(keys, group, root_of(names, name.given)); });
}

void add_initial_family(const NameTable& names, const NameParts& name, ValueKeys& keys) {
    const std::string_view given = names.text(name.given);
    if (!given.empty()) add_pair(keys, std::string{given.front(), '_'}, root_of(names, name.family));
}

/// Two words of a name by their sound, in any order, so that names in two scripts meet.
void add_heard_pairs(std::string_view first, std::string_view second, std::string_view tag, ValueKeys& keys) {
    constexpr std::size_t kLeastSounds = 3;
    const auto add = [&](std::string_view fine, std::string_view rough) {
        const std::string outline = person::sound_outline(fine);
        const std::string rough_outline = person::rough_sound_outline(rough);
        if (outline.empty() || rough_outline.empty() || outline.size() + rough_outline.size() < kLeastSounds)
            return;
        keys.add(std::string{tag} + outline, rough_outline);
    };
    add(first, second);
    add(second, first);
}

constexpr std::array<std::pair<std::string_view, NameKey>, 2> kNameKeys = {{
    {"name_pair", add_name_pairs},
    {"initial_family", add_initial_family},
}};

/// A key of one part of a name.
struct PartKey {
    std::string_view key;
    std::uint32_t NameParts::*part;
    void (*add)(const NameTable& names, std::uint32_t part, ValueKeys& keys);
};

void add_text(const NameTable& names, std::uint32_t part, ValueKeys& keys) {
    keys.add(names.text(part));
}

constexpr std::array<PartKey, 8> kPartKeys = {{
    {"given", &NameParts::given, add_text},
    {"family", &NameParts::family, add_text},
    {"patronymic", &NameParts::patronymic, add_text},
    {"given_group", &NameParts::given,
     [](const NameTable& names, std::uint32_t part, ValueKeys& keys) {
         for_each_group(names, part, [&](std::string_view group) { keys.add(group); });
     }},
    {"family_root", &NameParts::family,
     [](const NameTable& names, std::uint32_t part, ValueKeys& keys) { keys.add(root_of(names, part)); }},
    {"family_sound", &NameParts::family,
     [](const NameTable& names, std::uint32_t part, ValueKeys& keys) {
         keys.add(sound_of(root_of(names, part)));
     }},
    {"family_start", &NameParts::family,
     [](const NameTable& names, std::uint32_t part, ValueKeys& keys) {
         keys.add(root_of(names, part).substr(0, 2));
     }},
    {"given_start", &NameParts::given,
     [](const NameTable& names, std::uint32_t part, ValueKeys& keys) {
         keys.add(names.text(part).substr(0, 2));
     }},
}};

const NameKey* name_key(std::string_view key) noexcept {
    const auto* const at = std::find_if(kNameKeys.begin(), kNameKeys.end(),
                                        [key](const auto& known) { return known.first == key; });
    return at == kNameKeys.end() ? nullptr : &at->second;
}

const PartKey* part_key(std::string_view key) noexcept {
    const auto* const at = std::find_if(kPartKeys.begin(), kPartKeys.end(),
                                        [key](const PartKey& known) { return known.key == key; });
    return at == kPartKeys.end() ? nullptr : at;
}

void add_part(const NameTable& names, std::uint32_t part, const PartKey& key, ValueKeys& keys) {
    if (part != 0) key.add(names, part, keys);
}

/// The same part comes in many names: its keys are made once.
KeyColumn keys_of_parts(const Rows& rows, const NameTable& names, const PartKey& key) {
    std::vector<bool> is_used(names.part_count(), false);
    for (std::uint32_t i = 0; i < names.name_count(); ++i) is_used[names.name(i).*key.part] = true;
    ValueKeys keys;
    for (std::uint32_t part = 0; part < is_used.size(); ++part) {
        keys.begin();
        if (is_used[part]) add_part(names, part, key, keys);
    }
    std::vector<std::uint32_t> part_of_row;
    part_of_row.reserve(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row)
        part_of_row.push_back(names.of(static_cast<Row>(row)).*key.part);
    return {rows, std::move(keys), part_of_row};
}

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

/// What the handles of rows without a family name spell: family names, or pairs of names.
class SpelledNames {
  public:
    SpelledNames(const Vocabulary& known, bool pairs) : known_(known), pairs_(pairs) {}

    void add(std::string_view handle_text, ValueKeys& keys) {
        const auto handle = person::Handle::parse(handle_text);
        if (!handle) return;
        spelled(handle->skeleton(), known_.families, kShortestFamily, found_families_);
        if (!pairs_) {
            for (const std::string_view family : found_families_) keys.add(family);
            return;
        }
        spelled(handle->skeleton(), known_.givens, kShortestGiven, found_givens_);
        for (const std::string_view family : found_families_) {
            for (const std::string_view given : found_givens_) {
                for (const std::string& group : known_.groups[known_.givens.find(given)])
                    keys.add(group, family);
            }
        }
    }

  private:
    const Vocabulary& known_;
    bool pairs_;
    std::vector<std::string_view> found_families_;
    std::vector<std::string_view> found_givens_;
};

}  // namespace

Vocabulary vocabulary_of(const NameTable& names) {
    Vocabulary known;
    for (std::uint32_t i = 0; i < names.name_count(); ++i) {
        const NameParts& name = names.name(i);
        const std::string_view root = root_of(names, name.family);
        if (root.size() < kShortestFamily) continue;
        known.families.intern(root);
        if (name.given == 0) continue;
        const ValueId id = known.givens.intern(names.text(name.given));
        if (id < known.groups.size()) continue;
        auto& groups = known.groups.emplace_back();
        for_each_group(names, name.given, [&groups](std::string_view group) { groups.emplace_back(group); });
    }
    return known;
}

bool depends_on_side(std::string_view key) noexcept {
    return key == kHeardPair;
}

bool is_name_key(std::string_view key) noexcept {
    return name_key(key) != nullptr || part_key(key) != nullptr || key == kHeardPair;
}

namespace {

/// Names of two sides meet only where they are in two scripts: names in one are told apart by their letters.
void add_heard_pair(const NameTable& names, const NameParts& name, NameSide side, ValueKeys& keys) {
    if (name.script == NameScript::unknown || name.given == 0 || name.family == 0) return;
    std::string_view tag;
    if (side != NameSide::only)
        tag = (name.script == NameScript::latin) == (side == NameSide::right) ? ">" : "<";
    add_heard_pairs(names.text(name.given), root_of(names, name.family), tag, keys);
}

KeyColumn heard_pair_keys(const Rows& rows, const NameTable& names) {
    ValueKeys keys;
    for (std::uint32_t i = 0; i < names.name_count(); ++i) {
        keys.begin();
        const NameSide side = !rows.is_link()     ? NameSide::only
                              : names.is_right(i) ? NameSide::right
                                                  : NameSide::left;
        add_heard_pair(names, names.name(i), side, keys);
    }
    return {rows, std::move(keys), names.name_of_row()};
}

/// What a name says itself.
void add_spelled(const NameTable& names, const NameParts& name, bool pairs, ValueKeys& keys) {
    const std::string_view root = root_of(names, name.family);
    if (root.size() < kShortestFamily) return;
    if (pairs)
        for_each_group(names, name.given, [&](std::string_view group) { keys.add(group, root); });
    else
        keys.add(root);
}

}  // namespace

void add_name_keys(const NameTable& names, const NameParts& name, NameSide side, std::string_view key,
                   ValueKeys& keys) {
    if (key == kHeardPair)
        add_heard_pair(names, name, side, keys);
    else if (const PartKey* part = part_key(key))
        add_part(names, name.*part->part, *part, keys);
    else
        (*name_key(key))(names, name, keys);
}

void add_spelled_keys(const NameTable& names, const NameParts& name, std::string_view handle_text,
                      const Vocabulary& known, std::string_view key, ValueKeys& keys) {
    const bool pairs = key == "spelled_pair";
    if (name.family != 0 || handle_text.empty())
        add_spelled(names, name, pairs, keys);
    else
        SpelledNames{known, pairs}.add(handle_text, keys);
}

KeyColumn name_keys(const Rows& rows, const NameTable& names, std::string_view key) {
    if (key == kHeardPair) return heard_pair_keys(rows, names);
    if (const PartKey* part = part_key(key)) return keys_of_parts(rows, names, *part);
    const NameKey add = *name_key(key);
    ValueKeys keys;
    for (std::uint32_t i = 0; i < names.name_count(); ++i) {
        keys.begin();
        add(names, names.name(i), keys);
    }
    return {rows, std::move(keys), names.name_of_row()};
}

bool is_spelled_key(std::string_view key) noexcept {
    return key == "spelled_family" || key == "spelled_pair";
}

KeyColumn spelled_name_keys(const Rows& rows, const NameTable& names, const KeyColumn& handles,
                            const Vocabulary& known, std::string_view key) {
    const bool pairs = key == "spelled_pair";
    ValueKeys keys;
    for (std::uint32_t i = 0; i < names.name_count(); ++i) {
        keys.begin();
        add_spelled(names, names.name(i), pairs, keys);
    }
    if (handles.empty()) return {rows, std::move(keys), names.name_of_row()};
    const auto first_handle = static_cast<std::uint32_t>(names.name_count());
    std::vector<std::uint32_t> value_of_row = names.name_of_row();
    std::vector<bool> is_asked(handles.id_count(), false);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::uint32_t id = handles.first(static_cast<Row>(row));
        if (id == 0 || names.of(static_cast<Row>(row)).family != 0) continue;
        value_of_row[row] = first_handle + id;
        is_asked[id] = true;
    }
    SpelledNames spelled_names{known, pairs};
    for (std::uint32_t id = 0; id < is_asked.size(); ++id) {
        keys.begin();
        if (is_asked[id]) spelled_names.add(handles.text(id), keys);
    }
    return {rows, std::move(keys), value_of_row};
}

}  // namespace scrm::identity
