// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "identity/records/names_internal.hpp"
#include "identity/records/reading_memo_internal.hpp"
#include "scrm/core/parallel.hpp"
#include "scrm/core/pool.hpp"

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

namespace {

/// The columns of one side that names are read from.
struct NameColumns {
    std::array<const ValueColumn*, 4> columns{};
    const ValueColumn* kind = nullptr;

    explicit NameColumns(const RecordSet& set) : kind(set.column("kind")) {
        for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = set.column(kNameAttributes[i]);
    }
    NameKey key(RecordIndex record) const {
        NameKey key{};
        for (std::size_t i = 0; i < columns.size(); ++i)
            key.values[i] = columns[i] != nullptr ? columns[i]->first(record) : 0;
        key.is_company = kind != nullptr && kind->text(kind->first(record)) == "company";
        return key;
    }
    std::array<std::string_view, 4> texts(const NameKey& key) const {
        std::array<std::string_view, 4> out;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i] != nullptr) out[i] = columns[i]->text(key.values[i]);
        }
        return out;
    }
};

/// What single values of a column say by themselves, each read once: most structured names are put together
/// from such values.
class PlainValues {
  public:
    using Word = std::optional<person::PlainNameWord>;

    PlainValues() = default;
    /// Of the values that are asked for.
    PlainValues(const ValueColumn& column, const std::vector<bool>& is_asked, unsigned threads,
                Pool<person::NameWordMemo>& memos)
        : words_(is_asked.size()), scripts_(is_asked.size()), parts_(is_asked.size(), 0) {
        for_each_chunk(words_.size(), kChunk, threads, {},
                       [&](std::size_t begin, std::size_t end, std::size_t) {
                           person::NameWordMemo memo = memos.take();
                           for (std::size_t id = begin; id < end; ++id) {
                               if (!is_asked[id]) continue;
                               const std::string_view text = column.text(static_cast<ValueId>(id));
                               words_[id] = person::plain_name_word(text, memo);
                               scripts_[id] = scripts_in(text);
                           }
                           memos.give(std::move(memo));
                       });
    }

    const Word& word(ValueId value) const { return words_[value]; }
    Scripts scripts(ValueId value) const { return scripts_[value]; }
    std::uint32_t part(ValueId value, StringInterner& parts) {
        if (parts_[value] == 0) parts_[value] = parts.intern(words_[value]->key);
        return parts_[value];
    }

  private:
    std::vector<Word> words_;
    std::vector<Scripts> scripts_;
    std::vector<std::uint32_t> parts_;
};

/// The names of one side that need no more than their values one by one.
class PlainNames {
  public:
    PlainNames(const NameColumns& columns, std::span<const NameKey> keys, unsigned threads,
               Pool<person::NameWordMemo>& memos) {
        std::array<std::vector<bool>, 4> asked;
        for (std::size_t i = kGiven; i <= kPatronymic; ++i) {
            if (columns.columns[i] != nullptr) asked[i].assign(columns.columns[i]->value_count(), false);
        }
        for (const NameKey& key : keys) {
            if (!has_fields(key)) continue;
            for (std::size_t i = kGiven; i <= kPatronymic; ++i) {
                if (key.values[i] != 0) asked[i][key.values[i]] = true;
            }
        }
        for (std::size_t i = kGiven; i <= kPatronymic; ++i) {
            if (columns.columns[i] != nullptr)
                values_[i] = PlainValues(*columns.columns[i], asked[i], threads, memos);
        }
    }

    bool is_plain(const NameKey& key) const {
        if (!has_fields(key)) return false;
        const auto& given = values_[kGiven].word(key.values[kGiven]);
        const auto& family = values_[kFamily].word(key.values[kFamily]);
        if (!given || !family || are_interchanged(*given, *family)) return false;
        const ValueId patronymic = key.values[kPatronymic];
        return patronymic == 0 ? !is_patronymic_for_family(*given, *family)
                               : values_[kPatronymic].word(patronymic).has_value();
    }
    NameParts parts(const NameKey& key, StringInterner& parts) {
        NameParts out;
        const ValueId given = key.values[kGiven];
        const ValueId family = key.values[kFamily];
        const ValueId patronymic = key.values[kPatronymic];
        out.given = values_[kGiven].part(given, parts);
        out.family = values_[kFamily].part(family, parts);
        if (patronymic != 0) out.patronymic = values_[kPatronymic].part(patronymic, parts);
        out.script = script_of(values_[kGiven].scripts(given), values_[kFamily].scripts(family));
        return out;
    }

  private:
    static constexpr std::size_t kGiven = 1;
    static constexpr std::size_t kFamily = 2;
    static constexpr std::size_t kPatronymic = 3;

    static bool has_fields(const NameKey& key) {
        return key.values[0] == 0 && key.values[kGiven] != 0 && key.values[kFamily] != 0;
    }

    std::array<PlainValues, 4> values_;
};

NameParts interned(const ParsedName& name, StringInterner& parts) {
    NameParts out;
    out.given = parts.intern(name.given);
    out.family = parts.intern(name.family);
    out.patronymic = parts.intern(name.patronymic);
    out.other_family = parts.intern(name.other_family);
    out.suffix = name.suffix;
    out.order_is_sure = name.order_is_sure;
    out.is_company = name.is_company;
    out.script = name.script;
    return out;
}

}  // namespace

NameTable::NameTable(const Rows& rows, unsigned threads, const ReadingMemo* memo) {
    StringInterner parts;
    Pool<person::NameWordMemo> memos;
    name_of_row_.assign(rows.size(), 0);
    names_.emplace_back();
    for (std::size_t side = 0; side < rows.sides(); ++side) {
        const RecordSet& set = rows.set(side);
        const NameColumns columns(set);
        NameKeys distinct;
        std::vector<std::uint32_t> key_of_row;
        key_of_row.reserve(set.size());
        for (const RecordIndex record : set.by_id()) key_of_row.push_back(distinct.add(columns.key(record)));
        const std::vector<NameKey>& keys = distinct.keys();
        const auto base = static_cast<std::uint32_t>(names_.size());
        right_names_ = side == 0 ? kNoNames : base;
        // A few names are read as fast whole, and a memo remembers them whole.
        std::optional<PlainNames> plain;
        if (memo == nullptr && keys.size() >= kChunk) plain.emplace(columns, keys, threads, memos);
        const auto is_plain = [&](const NameKey& key) { return plain && plain->is_plain(key); };
        std::vector<ParsedName> parsed;
        for (std::size_t first = 0; first < keys.size(); first += kBatch) {
            parsed.assign(std::min(kBatch, keys.size() - first), {});
            for_each_chunk(
                parsed.size(), kChunk, threads, {}, [&](std::size_t begin, std::size_t end, std::size_t) {
                    person::NameWordMemo words = memos.take();
                    for (std::size_t i = begin; i < end; ++i) {
                        const NameKey& key = keys[first + i];
                        if (is_plain(key)) continue;
                        parsed[i] = memo == nullptr ? read_name(columns.texts(key), key.is_company, &words)
                                                    : read_name(columns.texts(key), key.is_company, *memo);
                    }
                    memos.give(std::move(words));
                });
            for (std::size_t i = 0; i < parsed.size(); ++i) {
                const NameKey& key = keys[first + i];
                names_.push_back(is_plain(key) ? plain->parts(key, parts) : interned(parsed[i], parts));
            }
        }
        for (std::size_t i = 0; i < key_of_row.size(); ++i) {
            name_of_row_[rows.first_row(side) + i] = base + key_of_row[i];
        }
    }
    parts_ = parts.finish();
    for_each_chunk(3, 1, threads, {}, [this](std::size_t task, std::size_t, std::size_t) {
        if (task == 0)
            outline_parts();
        else if (task == 1)
            group_parts();
        else
            root_parts();
    });
}

void NameTable::group_parts() {
    StringInterner texts;
    std::vector<std::string> groups;
    group_starts_.assign(1, 0);
    for (std::uint32_t id = 0; id < parts_.size(); ++id) {
        groups.clear();
        if (id != 0) given_name_groups(parts_.at(id), groups);
        for (const std::string& group : groups) groups_.push_back(texts.intern(group));
        group_starts_.push_back(static_cast<std::uint32_t>(groups_.size()));
    }
    group_texts_ = texts.finish();
}

void NameTable::root_parts() {
    StringInterner texts;
    for (std::uint32_t id = 0; id < parts_.size(); ++id)
        roots_.push_back(id == 0 ? 0 : texts.intern(family_name_root(parts_.at(id))));
    root_texts_ = texts.finish();
}

std::size_t NameTable::bytes() const noexcept {
    return names_.capacity() * sizeof(NameParts) + name_of_row_.capacity() * 4 + parts_.bytes() +
           root_texts_.bytes() + group_texts_.bytes() +
           (groups_.capacity() + group_starts_.capacity() + roots_.capacity()) * 4 +
           outlines_.capacity() * sizeof(NamePartOutline) +
           readings_.capacity() * sizeof(decltype(readings_)::value_type) + listed_givens_.bytes() +
           patronymics_.bytes();
}

}  // namespace scrm::identity
