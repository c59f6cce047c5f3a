// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "identity/names_internal.hpp"
#include "scrm/core/parallel.hpp"
#include "scrm/person/given_name.hpp"
#include "scrm/person/patronymic.hpp"
#include "scrm/person/surname.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kChunk = 2048;
/// Parsed names are large; only so many are held at once.
constexpr std::size_t kBatch = 65'536;
constexpr std::array<std::string_view, 4> kNameAttributes = {"full_name", "given_name", "family_name",
                                                             "patronymic"};

/// The first values of the name attributes of one record, and whether it says that it is a company.
struct NameKey {
    std::array<ValueId, 4> values{};
    bool is_company = false;

    friend bool operator==(const NameKey&, const NameKey&) = default;
};

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
        const auto& v = key.values;
        return mix64(mix64(static_cast<std::uint64_t>(v[0]) << 32 | v[1]) ^
                     (static_cast<std::uint64_t>(v[2]) << 32 | v[3])) ^
               static_cast<std::uint64_t>(key.is_company);
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

constexpr unsigned outcome(GivenGrade grade) {
    return 1 + static_cast<unsigned>(grade);
}
constexpr unsigned outcome(FamilyGrade grade) {
    return 1 + static_cast<unsigned>(grade);
}
constexpr unsigned outcome(PatronymicGrade grade) {
    return 1 + static_cast<unsigned>(grade);
}

/// How good an alignment is: only the order of the totals matters. By outcome.
int given_goodness(unsigned outcome_of) {
    constexpr std::array<int, 8> kPoints = {0, 10, 8, 9, 4, 2, -6, -6};
    return kPoints[outcome_of];
}
int family_goodness(unsigned outcome_of) {
    constexpr std::array<int, 7> kPoints = {0, 10, 9, 8, 4, 2, -6};
    return kPoints[outcome_of];
}

bool are_generations_apart(const NameParts& a, const NameParts& b) {
    constexpr std::uint8_t kNone = 0;
    return a.suffix != kNone && b.suffix != kNone && a.suffix != b.suffix;
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
        const ValueColumn* kind = set.column("kind");
        NameKeys keys;
        std::vector<std::uint32_t> key_of_row;
        key_of_row.reserve(set.size());
        for (const RecordIndex record : set.by_id()) {
            NameKey key{};
            for (std::size_t i = 0; i < 4; ++i)
                key.values[i] = columns[i] != nullptr ? columns[i]->first(record) : 0;
            key.is_company = kind != nullptr && kind->text(kind->first(record)) == "company";
            key_of_row.push_back(keys.add(key));
        }
        const auto base = static_cast<std::uint32_t>(names_.size());
        std::vector<ParsedName> parsed;
        for (std::size_t first = 0; first < keys.keys().size(); first += kBatch) {
            parsed.assign(std::min(kBatch, keys.keys().size() - first), {});
            for_each_chunk(
                parsed.size(), kChunk, threads, {}, [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t i = begin; i < end; ++i) {
                        const NameKey& key = keys.keys()[first + i];
                        std::array<std::string_view, 4> texts;
                        for (std::size_t k = 0; k < 4; ++k) {
                            if (columns[k] != nullptr) texts[k] = columns[k]->text(key.values[k]);
                        }
                        parsed[i] = key.is_company && !texts[0].empty()
                                        ? parse_company_name(texts[0])
                                        : parse_name_fields(texts[0], texts[1], texts[2], texts[3]);
                    }
                });
            for (const ParsedName& name : parsed) {
                NameParts& out = names_.emplace_back();
                out.given = parts.intern(name.given);
                out.family = parts.intern(name.family);
                out.patronymic = parts.intern(name.patronymic);
                out.other_family = parts.intern(name.other_family);
                out.suffix = name.suffix;
                out.order_is_sure = name.order_is_sure;
                out.is_company = name.is_company;
            }
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
    GivenGrade grade = GivenGrade::different;
    const auto agreement = person::compare_given_names(text(a), text(b));
    switch (agreement) {
        case person::GivenAgreement::same:
            grade = GivenGrade::exact;
            break;
        case person::GivenAgreement::equivalent:
        case person::GivenAgreement::short_form:
            grade = GivenGrade::equivalent;
            break;
        case person::GivenAgreement::typo:
            grade = GivenGrade::typo;
            break;
        case person::GivenAgreement::initial:
            grade = GivenGrade::initial;
            break;
        case person::GivenAgreement::cognate:
            grade = GivenGrade::similar;
            break;
        case person::GivenAgreement::similar:
        case person::GivenAgreement::different: {
            const auto readings_a = person::given_name_readings(text(a));
            const auto readings_b = person::given_name_readings(text(b));
            const auto gender_a = person::gender_of(readings_a);
            const auto gender_b = person::gender_of(readings_b);
            const bool are_listed = !readings_a.empty() && !readings_b.empty();
            const bool genders_differ = gender_a && gender_b && *gender_a != *gender_b;
            // Maria is no misspelt Daria: the first letter is the one that people get right. Nor is Mark a
            // misspelt Mary.
            const bool is_similar = agreement == person::GivenAgreement::similar && !genders_differ &&
                                    text(a).front() == text(b).front();
            if (are_listed && !is_similar) {
                grade = GivenGrade::conflict;
            } else if (agreement == person::GivenAgreement::similar) {
                grade = GivenGrade::similar;
            }
            break;
        }
        case person::GivenAgreement::missing:
            break;
    }
    memo.put(a, b, outcome(grade));
    return outcome(grade);
}

unsigned NameTable::compare_family(std::uint32_t a, std::uint32_t b, PairMemo& memo) const {
    if (a == 0 || b == 0) return 0;
    if (a == b) return text(a).size() == 1 ? outcome(FamilyGrade::initial) : outcome(FamilyGrade::exact);
    if (const unsigned known = memo.find(a, b)) return known;
    FamilyGrade grade = FamilyGrade::different;
    switch (person::compare_surnames(text(a), text(b))) {
        case person::SurnameAgreement::same:
            grade = FamilyGrade::exact;
            break;
        case person::SurnameAgreement::spelling:
        case person::SurnameAgreement::gender_form:
        case person::SurnameAgreement::part:
            grade = FamilyGrade::equivalent;
            break;
        case person::SurnameAgreement::typo:
            grade = FamilyGrade::typo;
            break;
        case person::SurnameAgreement::initial:
            grade = FamilyGrade::initial;
            break;
        case person::SurnameAgreement::similar:
            grade = FamilyGrade::similar;
            break;
        case person::SurnameAgreement::different:
        case person::SurnameAgreement::missing:
            break;
    }
    memo.put(a, b, outcome(grade));
    return outcome(grade);
}

unsigned NameTable::compare_patronymic(const NameParts& a, const NameParts& b) const {
    if (are_generations_apart(a, b)) return outcome(PatronymicGrade::different);
    if (a.patronymic == 0 || b.patronymic == 0) return 0;
    if (a.patronymic == b.patronymic) {
        return text(a.patronymic).size() == 1 ? outcome(PatronymicGrade::close)
                                              : outcome(PatronymicGrade::same);
    }
    switch (person::compare_patronymics(text(a.patronymic), text(b.patronymic))) {
        case person::PatronymicAgreement::same:
            return outcome(PatronymicGrade::same);
        case person::PatronymicAgreement::initial:
        case person::PatronymicAgreement::close:
            return outcome(PatronymicGrade::close);
        case person::PatronymicAgreement::different:
        case person::PatronymicAgreement::missing:
            break;
    }
    return outcome(PatronymicGrade::different);
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
    const bool straight_is_good = given_goodness(out.given) + family_goodness(out.family) >= 16;
    if (!straight_is_good) {
        // Fields are filled in the wrong order, or a display name tells no order.
        const unsigned given_1 = compare_given(a.given, b.family, given_memo);
        const unsigned given_2 = compare_given(a.family, b.given, given_memo);
        const int swapped = given_goodness(given_1) + given_goodness(given_2);
        const bool sure = a.order_is_sure && b.order_is_sure;
        if (swapped > given_goodness(out.given) + family_goodness(out.family) + (sure ? 4 : 0) &&
            swapped > 8) {
            out.swapped = true;
            out.given = std::min(given_1 == 0 ? given_2 : given_1, given_2 == 0 ? given_1 : given_2);
            // With one word on a side only that word is evidence, and it is a given name on that side.
            out.family = given_1 == 0 || given_2 == 0 ? 0 : std::max(given_1, given_2);
            if (sure && out.given == outcome(GivenGrade::exact)) out.given = outcome(GivenGrade::equivalent);
        }
    }
    out.patronymic = compare_patronymic(a, b);
    // John Smith Sr and John Smith Jr: whatever their given names say, they are not one.
    if (are_generations_apart(a, b) && out.given != 0) out.given = outcome(GivenGrade::conflict);
    return out;
}

std::size_t NameTable::bytes() const noexcept {
    return names_.capacity() * sizeof(NameParts) + name_of_row_.capacity() * 4 + parts_.bytes() +
           root_texts_.bytes() + group_texts_.bytes() +
           (groups_.capacity() + group_starts_.capacity() + roots_.capacity()) * 4;
}

}  // namespace scrm::identity
