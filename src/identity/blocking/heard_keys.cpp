// SPDX-License-Identifier: Apache-2.0
#include "identity/blocking/heard_keys_internal.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/core/parallel.hpp"
#include "scrm/person/name_sound.hpp"

namespace scrm::identity {
namespace {

/// Bits a letter from which on two words may be one name.
constexpr double kLeastLikeness = 1;
constexpr std::size_t kMostLikened = 4;
constexpr std::size_t kShortestWord = 2;
constexpr std::size_t kAlignmentsPerRow = 60;
constexpr std::size_t kFreeAlignments = 2'000'000;
constexpr std::size_t kChunk = 64;

/// The words of the names in one script, and which of them have an outline.
class Words {
  public:
    Words(const NameTable& names, NameScript script) : is_used_(names.part_count(), false) {
        for (std::uint32_t i = 0; i < names.name_count(); ++i) {
            const NameParts& name = names.name(i);
            if (name.script != script || name.is_company) continue;
            for (const std::uint32_t part : {name.given, name.family}) {
                if (part == 0 || is_used_[part] || names.text(part).size() < kShortestWord) continue;
                is_used_[part] = true;
                parts_.push_back(part);
            }
        }
    }
    bool has(std::uint32_t part) const { return is_used_[part]; }
    const std::vector<std::uint32_t>& parts() const { return parts_; }

  private:
    std::vector<bool> is_used_;
    std::vector<std::uint32_t> parts_;
};

/// The words of both scripts that share a rough outline of their sounds.
struct Group {
    std::vector<std::uint32_t> latin;
    std::vector<std::uint32_t> cyrillic;

    std::size_t alignments() const { return latin.size() * cyrillic.size(); }
};

using Groups = std::map<std::string, Group>;

Groups groups_of(const NameTable& names, const Words& latin, const Words& cyrillic) {
    Groups groups;
    std::vector<std::string> outlines;
    const auto add = [&](const Words& words, std::vector<std::uint32_t> Group::*side) {
        for (const std::uint32_t part : words.parts()) {
            outlines.clear();
            person::rough_sound_outlines(names.text(part), outlines);
            for (const std::string& outline : outlines) (groups[outline].*side).push_back(part);
        }
    };
    add(latin, &Group::latin);
    add(cyrillic, &Group::cyrillic);
    return groups;
}

/// Takes away the largest groups until `most` alignments are left.
void keep_within(Groups& groups, std::size_t most) {
    std::vector<std::pair<std::size_t, std::string>> by_size;
    for (const auto& [outline, group] : groups) by_size.emplace_back(group.alignments(), outline);
    std::sort(by_size.begin(), by_size.end());
    std::size_t total = 0;
    for (const auto& [alignments, outline] : by_size) {
        total += alignments;
        if (total > most) groups.erase(outline);
    }
}

struct Likened {
    double likeness = 0;
    std::uint32_t latin = 0;
};

/// Of each Cyrillic word the Latin words that it is likeliest to write.
class Likeness {
  public:
    Likeness(const NameTable& names, const Words& latin, const Words& cyrillic, std::size_t rows,
             unsigned threads)
        : place_(names.part_count(), 0), likened_(cyrillic.parts().size() + 1) {
        Groups groups = groups_of(names, latin, cyrillic);
        keep_within(groups, kFreeAlignments + kAlignmentsPerRow * rows);
        std::vector<std::vector<const Group*>> groups_of_word(likened_.size());
        for (std::size_t i = 0; i < cyrillic.parts().size(); ++i)
            place_[cyrillic.parts()[i]] = static_cast<std::uint32_t>(i + 1);
        for (const auto& [outline, group] : groups) {
            for (const std::uint32_t part : group.cyrillic) groups_of_word[place_[part]].push_back(&group);
        }
        for_each_chunk(cyrillic.parts().size(), kChunk, threads, {},
                       [&](std::size_t begin, std::size_t end, std::size_t) {
                           for (std::size_t i = begin; i < end; ++i)
                               likened_[i + 1] = likest(names, cyrillic.parts()[i], groups_of_word[i + 1]);
                       });
    }

    /// Best first; of a Cyrillic word.
    std::span<const std::uint32_t> of(std::uint32_t part) const { return likened_[place_[part]]; }

  private:
    static std::vector<std::uint32_t> likest(const NameTable& names, std::uint32_t word,
                                             const std::vector<const Group*>& groups) {
        std::vector<std::uint32_t> near;
        for (const Group* group : groups) near.insert(near.end(), group->latin.begin(), group->latin.end());
        std::sort(near.begin(), near.end());
        near.erase(std::unique(near.begin(), near.end()), near.end());
        std::vector<Likened> found;
        for (const std::uint32_t latin : near) {
            const double likeness =
                person::cross_script_likeness(names.text(latin), names.text(word), kLeastLikeness);
            if (likeness >= kLeastLikeness) found.push_back({likeness, latin});
        }
        std::sort(found.begin(), found.end(), [&names](const Likened& x, const Likened& y) {
            return x.likeness != y.likeness ? x.likeness > y.likeness
                                            : names.text(x.latin) < names.text(y.latin);
        });
        std::vector<std::uint32_t> out;
        for (std::size_t i = 0; i < found.size() && i < kMostLikened; ++i) out.push_back(found[i].latin);
        return out;
    }

    std::vector<std::uint32_t> place_;  // of parts; 0: no Cyrillic word
    std::vector<std::vector<std::uint32_t>> likened_;
};

/// The keys of a name whose words may be written so and so.
void add_keys(const NameTable& names, std::span<const std::uint32_t> givens,
              std::span<const std::uint32_t> families, std::string_view tag, ValueKeys& keys) {
    std::string word;
    const auto tagged = [&](std::string_view text) -> const std::string& {
        return word.assign(tag).append(text);
    };
    for (const std::uint32_t given : givens) {
        for (const std::uint32_t family : families) {
            const std::string_view one = names.text(given);
            const std::string_view other = names.text(family);
            keys.add(tagged(std::min(one, other)), std::max(one, other));
        }
    }
    for (const std::uint32_t given : givens) keys.add(tagged(names.text(given)));
    for (const std::uint32_t family : families) keys.add(tagged(names.text(family)));
}

}  // namespace

KeyColumn heard_name_keys(const Rows& rows, const NameTable& names, unsigned threads) {
    const Words latin(names, NameScript::latin);
    const Words cyrillic(names, NameScript::cyrillic);
    if (latin.parts().empty() || cyrillic.parts().empty()) return {};
    const Likeness likeness(names, latin, cyrillic, rows.size(), threads);
    const auto written = [&](const std::uint32_t& part, NameScript script) -> std::span<const std::uint32_t> {
        if (part == 0) return {};
        if (script == NameScript::cyrillic) return likeness.of(part);
        return {&part, latin.has(part) ? std::size_t{1} : std::size_t{0}};
    };
    ValueKeys keys;
    for (std::uint32_t i = 0; i < names.name_count(); ++i) {
        keys.begin();
        const NameParts& name = names.name(i);
        if (name.script == NameScript::unknown || name.is_company) continue;
        // Names of two sides meet only where they are in two scripts: those in one are told apart by letters.
        std::string_view tag;
        if (rows.is_link()) tag = (name.script == NameScript::latin) == names.is_right(i) ? ">" : "<";
        add_keys(names, written(name.given, name.script), written(name.family, name.script), tag, keys);
    }
    return {rows, std::move(keys), names.name_of_row()};
}

}  // namespace scrm::identity
