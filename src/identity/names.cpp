// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "identity/names_internal.hpp"
#include "identity/pool_internal.hpp"
#include "identity/reading_memo_internal.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kChunk = 2048;
constexpr std::uint32_t kNoNames = 0xFFFFFFFF;
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

}  // namespace

namespace {

/// Texts of kNameAttributes.
ParsedName read_name(const std::array<std::string_view, 4>& texts, bool is_company,
                     person::NameWordMemo* words = nullptr) {
    return is_company && !texts[0].empty() ? parse_company_name(texts[0])
                                           : parse_name_fields(texts[0], texts[1], texts[2], texts[3], words);
}

}  // namespace

ParsedName read_name(const std::array<std::string_view, 4>& texts, bool is_company, const ReadingMemo& memo) {
    std::string all(1, is_company ? 'c' : 'p');
    for (const std::string_view text : texts) {
        // Lengths and not marks between them: any text may stand in a name.
        const auto size = static_cast<std::uint32_t>(text.size());
        all.append(reinterpret_cast<const char*>(&size), sizeof size).append(text);
    }
    return memo.names().of(all, [&] { return read_name(texts, is_company); });
}

NameTable::NameTable(const Rows& rows, unsigned threads, const ReadingMemo* memo,
                     std::span<const std::function<void()>> beside) {
    StringInterner parts;
    Pool<person::NameWordMemo> memos;
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
        right_names_ = side == 0 ? kNoNames : base;
        std::vector<ParsedName> parsed;
        for (std::size_t first = 0; first < keys.keys().size(); first += kBatch) {
            parsed.assign(std::min(kBatch, keys.keys().size() - first), {});
            const std::size_t chunks = (parsed.size() + kChunk - 1) / kChunk;
            for_each_chunk(beside.size() + chunks, 1, threads, {},
                           [&](std::size_t task, std::size_t, std::size_t) {
                               if (task < beside.size()) {
                                   beside[task]();
                                   return;
                               }
                               const std::size_t begin = (task - beside.size()) * kChunk;
                               person::NameWordMemo words = memos.take();
                               for (std::size_t i = begin; i < std::min(begin + kChunk, parsed.size()); ++i) {
                                   const NameKey& key = keys.keys()[first + i];
                                   std::array<std::string_view, 4> texts;
                                   for (std::size_t k = 0; k < 4; ++k) {
                                       if (columns[k] != nullptr) texts[k] = columns[k]->text(key.values[k]);
                                   }
                                   parsed[i] = memo == nullptr ? read_name(texts, key.is_company, &words)
                                                               : read_name(texts, key.is_company, *memo);
                               }
                               memos.give(std::move(words));
                           });
            beside = {};
            for (const ParsedName& name : parsed) {
                NameParts& out = names_.emplace_back();
                out.given = parts.intern(name.given);
                out.family = parts.intern(name.family);
                out.patronymic = parts.intern(name.patronymic);
                out.other_family = parts.intern(name.other_family);
                out.suffix = name.suffix;
                out.order_is_sure = name.order_is_sure;
                out.is_company = name.is_company;
                out.script = name.script;
            }
        }
        for (std::size_t i = 0; i < key_of_row.size(); ++i) {
            name_of_row_[rows.first_row(side) + i] = base + key_of_row[i];
        }
    }
    for (const auto& job : beside) job();  // there was no name
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
    outline_parts();
}

std::size_t NameTable::bytes() const noexcept {
    return names_.capacity() * sizeof(NameParts) + name_of_row_.capacity() * 4 + parts_.bytes() +
           root_texts_.bytes() + group_texts_.bytes() +
           (groups_.capacity() + group_starts_.capacity() + roots_.capacity()) * 4 +
           outlines_.capacity() * sizeof(NamePartOutline) + listed_givens_.bytes() + patronymics_.bytes();
}

}  // namespace scrm::identity
