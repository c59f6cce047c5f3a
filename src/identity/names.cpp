// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "identity/names_internal.hpp"
#include "scrm/core/parallel.hpp"
#include "scrm/text/similarity.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kChunk = 4096;
constexpr std::array<std::string_view, 4> kNameAttributes = {"full_name", "given_name", "family_name", "patronymic"};

/// The first values of the name attributes of one record.
using NameKey = std::array<ValueId, 4>;

/// Distinct name keys of one side in order of first sight.
class NameKeys {
  public:
    std::uint32_t add(const NameKey& key) {
        if ((keys_.size() + 1) * 10 > slots_.size() * 7) grow();
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t s = hash(key) & mask;; s = (s + 1) & mask) {
            if (slots_[s] == 0) {
                keys_.push_back(key);
                slots_[s] = static_cast<std::uint32_t>(keys_.size());
                return slots_[s] - 1;
            }
            if (keys_[slots_[s] - 1] == key) return slots_[s] - 1;
        }
    }
    const std::vector<NameKey>& keys() const { return keys_; }

  private:
    static std::uint64_t hash(const NameKey& key) {
        return mix64(mix64(static_cast<std::uint64_t>(key[0]) << 32 | key[1]) ^
                     (static_cast<std::uint64_t>(key[2]) << 32 | key[3]));
    }
    void grow() {
        slots_.assign(std::max<std::size_t>(256, slots_.size() * 2), 0);
        const std::size_t mask = slots_.size() - 1;
        for (std::uint32_t i = 0; i < keys_.size(); ++i) {
            std::size_t s = hash(keys_[i]) & mask;
            while (slots_[s] != 0) s = (s + 1) & mask;
            slots_[s] = i + 1;
        }
    }
    std::vector<NameKey> keys_;
    std::vector<std::uint32_t> slots_;
};

bool is_initial_of(std::string_view a, std::string_view b) {
    return (a.size() == 1 || b.size() == 1) && !a.empty() && !b.empty() && a.front() == b.front();
}

/// 1 + grade of two unequal name parts by spelling alone; `typo`, `initial`, `similar`, `different` have one order in
/// both enumerations.
unsigned compare_spelling(std::string_view a, std::string_view b) {
    if (is_initial_of(a, b)) return 1 + static_cast<unsigned>(GivenGrade::initial);
    const std::size_t shorter = std::min(a.size(), b.size());
    const int edits = text::damerau_levenshtein(a, b, 2);
    if ((edits <= 1 && shorter >= 4) || (edits <= 2 && shorter >= 8)) return 1 + static_cast<unsigned>(GivenGrade::typo);
    const double similarity = text::jaro_winkler(a, b);
    if (similarity >= 0.92 && shorter >= 3) return 1 + static_cast<unsigned>(GivenGrade::typo);
    if (similarity >= 0.82 || (edits <= 1 && shorter >= 2)) return 1 + static_cast<unsigned>(GivenGrade::similar);
    return 1 + static_cast<unsigned>(GivenGrade::different);
}

constexpr unsigned outcome(GivenGrade grade) { return 1 + static_cast<unsigned>(grade); }
constexpr unsigned outcome(FamilyGrade grade) { return 1 + static_cast<unsigned>(grade); }
constexpr unsigned outcome(PatronymicGrade grade) { return 1 + static_cast<unsigned>(grade); }

/// How good an alignment is: only the order of the totals matters.
int goodness(unsigned part) {
    constexpr std::array<int, 7> kPoints = {0, 10, 9, 7, 4, 2, -6};
    return kPoints[part];
}

}  // namespace

NameTable::NameTable(const Rows& rows, unsigned threads) {
    StringInterner parts;
    name_of_row_.assign(rows.size(), 0);
    names_.emplace_back();
    for (std::size_t side = 0; side < rows.sides(); ++side) {
        const RecordSet& set = rows.set(side);
        std::array<const ValueColumn*, 4> columns{};
        for (std::size_t i = 0; i < 4; ++i) columns[i] = set.column(kNameAttributes[i]);
        NameKeys keys;
        std::vector<std::uint32_t> key_of_row;
        key_of_row.reserve(set.size());
        for (const RecordIndex record : set.by_id()) {
            NameKey key{};
            for (std::size_t i = 0; i < 4; ++i) key[i] = columns[i] != nullptr ? columns[i]->first(record) : 0;
            key_of_row.push_back(keys.add(key));
        }
        std::vector<ParsedName> parsed(keys.keys().size());
        for_each_chunk(parsed.size(), kChunk, threads, {}, [&](std::size_t begin, std::size_t end, std::size_t) {
            for (std::size_t i = begin; i < end; ++i) {
                std::array<std::string_view, 4> texts;
                for (std::size_t k = 0; k < 4; ++k) {
                    if (columns[k] != nullptr) texts[k] = columns[k]->text(keys.keys()[i][k]);
                }
                parsed[i] = parse_name_fields(texts[0], texts[1], texts[2], texts[3]);
            }
        });
        const auto base = static_cast<std::uint32_t>(names_.size());
        for (const ParsedName& name : parsed) {
            NameParts& out = names_.emplace_back();
            out.given = parts.intern(name.given);
            out.family = parts.intern(name.family);
            out.patronymic = parts.intern(name.patronymic);
            out.other_family = parts.intern(name.other_family);
            out.order_is_sure = name.order_is_sure;
            out.is_company = name.is_company;
        }
        for (std::size_t i = 0; i < key_of_row.size(); ++i) {
            name_of_row_[rows.first_row(side) + i] = base + key_of_row[i];
        }
    }
    parts_ = parts.finish();
    StringInterner group_texts;
    StringInterner root_texts;
    std::vector<std::string> groups;
    group_starts_.assign(1, 0);
    for (std::uint32_t id = 0; id < parts_.size(); ++id) {
        groups.clear();
        if (id != 0) given_name_groups(parts_.at(id), groups);
        for (const std::string& group : groups) groups_.push_back(group_texts.intern(group));
        group_starts_.push_back(static_cast<std::uint32_t>(groups_.size()));
        roots_.push_back(id == 0 ? 0 : root_texts.intern(family_name_root(parts_.at(id))));
    }
    group_texts_ = group_texts.finish();
    root_texts_ = root_texts.finish();
}

unsigned NameTable::compare_given(std::uint32_t a, std::uint32_t b, PairMemo& memo) const {
    if (a == 0 || b == 0) return 0;
    if (a == b) return text(a).size() == 1 ? outcome(GivenGrade::initial) : outcome(GivenGrade::exact);
    if (const unsigned known = memo.find(a, b)) return known;
    unsigned grade = compare_spelling(text(a), text(b));
    for (const std::uint32_t group : groups(a)) {
        for (const std::uint32_t other : groups(b)) {
            if (group == other) grade = outcome(GivenGrade::equivalent);
        }
    }
    memo.put(a, b, grade);
    return grade;
}

unsigned NameTable::compare_family(std::uint32_t a, std::uint32_t b, PairMemo& memo) const {
    if (a == 0 || b == 0) return 0;
    if (a == b) return text(a).size() == 1 ? outcome(FamilyGrade::initial) : outcome(FamilyGrade::exact);
    if (const unsigned known = memo.find(a, b)) return known;
    unsigned grade = 0;
    if (root(a) == root(b)) {
        grade = outcome(FamilyGrade::equivalent);
    } else {
        grade = std::min(compare_spelling(text(a), text(b)), compare_spelling(root_text(root(a)), root_text(root(b))));
    }
    memo.put(a, b, grade);
    return grade;
}

NameOutcome NameTable::compare(const NameParts& a, const NameParts& b, PairMemo& given_memo,
                               PairMemo& family_memo) const {
    NameOutcome out;
    if (a.empty() || b.empty()) return out;
    const auto family = [&](const NameParts& x, const NameParts& y) {
        unsigned best = compare_family(x.family, y.family, family_memo);
        const auto try_other = [&](std::uint32_t p, std::uint32_t q) {
            const unsigned other = compare_family(p, q, family_memo);
            if (other != 0 && other <= outcome(FamilyGrade::typo)) {
                best = std::min(best, std::max(other, outcome(FamilyGrade::equivalent)));
            }
        };
        if (x.other_family != 0) try_other(x.other_family, y.family);
        if (y.other_family != 0) try_other(x.family, y.other_family);
        return best;
    };
    out.given = compare_given(a.given, b.given, given_memo);
    out.family = family(a, b);
    const bool straight_is_good = goodness(out.given) + goodness(out.family) >= 16;
    if (!straight_is_good) {
        // Fields are filled in the wrong order, or a display name tells no order.
        const unsigned given_1 = compare_given(a.given, b.family, given_memo);
        const unsigned given_2 = compare_given(a.family, b.given, given_memo);
        const int swapped = goodness(given_1) + goodness(given_2);
        const bool sure = a.order_is_sure && b.order_is_sure;
        if (swapped > goodness(out.given) + goodness(out.family) + (sure ? 4 : 0) && swapped > 8) {
            out.swapped = true;
            out.given = std::min(given_1 == 0 ? given_2 : given_1, given_2 == 0 ? given_1 : given_2);
            out.family = given_1 == 0 || given_2 == 0 ? 0 : std::max(given_1, given_2);
            if (given_1 == 0 || given_2 == 0) {
                // One word on a side: it agrees with the other side's other field.
                out.family = out.given;
                out.given = 0;
            }
            if (sure && out.given == outcome(GivenGrade::exact)) out.given = outcome(GivenGrade::equivalent);
        }
    }
    if (a.patronymic != 0 && b.patronymic != 0) {
        if (a.patronymic == b.patronymic) {
            out.patronymic = outcome(PatronymicGrade::same);
        } else if (compare_family(a.patronymic, b.patronymic, family_memo) <= outcome(FamilyGrade::initial)) {
            out.patronymic = outcome(PatronymicGrade::close);
        } else {
            out.patronymic = outcome(PatronymicGrade::different);
        }
    }
    return out;
}

std::size_t NameTable::bytes() const noexcept {
    return names_.capacity() * sizeof(NameParts) + name_of_row_.capacity() * 4 + parts_.bytes() + root_texts_.bytes() +
           group_texts_.bytes() + (groups_.capacity() + group_starts_.capacity() + roots_.capacity()) * 4;
}

}  // namespace scrm::identity
