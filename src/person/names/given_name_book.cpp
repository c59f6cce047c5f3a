// SPDX-License-Identifier: Apache-2.0
#include "person/names/given_name_book_internal.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "person/names/given_name_rows_internal.hpp"
#include "scrm/core/digest.hpp"
#include "scrm/text/fold.hpp"
#include "scrm/text/transliterate.hpp"

namespace scrm::person {
namespace {

constexpr std::string_view kVowels = "aeiou";

template <class Visit>
void for_each_spelling(std::string_view list, Visit visit) {
    while (!list.empty()) {
        const std::size_t bar = std::min(list.find('|'), list.size());
        if (bar > 0) visit(list.substr(0, bar));
        list.remove_prefix(std::min(bar + 1, list.size()));
    }
}

constexpr std::string_view kYa = "я";
constexpr std::string_view kA = "а";

/// The pet forms that Russian makes of any short form: Саша gives Сашенька and Сашка, Катя gives Катенька,
/// Катечка and Катька, Вера gives Верочка.
template <class Visit>
void for_each_pet_form(std::string_view short_form, Visit visit) {
    const auto with = [&](std::string_view stem, std::string_view ending) {
        std::string form{stem};
        form += ending;
        visit(std::string_view{form});
    };
    if (short_form.size() < 3 * kYa.size()) return;
    const std::string_view stem = short_form.substr(0, short_form.size() - kYa.size());
    if (short_form.ends_with(kYa)) {
        for (const std::string_view ending : {"енька", "ечка", "ька", "юшка", "юша"}) with(stem, ending);
    } else if (short_form.ends_with(kA)) {
        const std::string_view last = stem.substr(stem.size() - kYa.size());
        if (last == "ш" || last == "ж" || last == "ч") {
            for (const std::string_view ending : {"енька", "ка", "уля", "уня"}) with(stem, ending);
        } else {
            for (const std::string_view ending : {"очка", "ка", "уля", "уся"}) with(stem, ending);
        }
    }
}

bool is_cyrillic(std::string_view text) {
    return !text.empty() && static_cast<unsigned char>(text.front()) >= 0xD0;
}

/// The key of a word's first letter by itself as a bit; the few letters there are come again and again.
class InitialKeys {
  public:
    std::uint32_t of(std::string_view folded) {
        if (folded.empty()) return 0;
        std::size_t size = 1;
        while (size < folded.size() && (static_cast<unsigned char>(folded[size]) & 0xC0) == 0x80) ++size;
        const std::string_view letter = folded.substr(0, size);
        const auto known = bits_.find(letter);
        if (known != bits_.end()) return known->second;
        const std::string key = text::latin_key(letter);
        const std::uint32_t bit = key.empty() ? 0 : std::uint32_t{1} << (key.front() & 31);
        return bits_.emplace(letter, bit).first->second;
    }

  private:
    std::map<std::string, std::uint32_t, std::less<>> bits_;
};

}  // namespace

std::string_view father_stem(std::string_view key) noexcept {
    while (key.size() > 2 && kVowels.find(key.back()) != std::string_view::npos) key.remove_suffix(1);
    return key;
}

std::size_t ReadingIndex::slot_of(std::string_view key) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = hash64(key) & mask;
    while (slots_[slot] != 0 && key_of(entries_[slots_[slot] - 1]) != key) slot = (slot + 1) & mask;
    return slot;
}

std::span<const GivenNameReading> ReadingIndex::find(std::string_view key) const noexcept {
    if (slots_.empty() || key.empty()) return {};
    const std::uint32_t found = slots_[slot_of(key)];
    if (found == 0) return {};
    const Entry& entry = entries_[found - 1];
    return {readings_.data() + entry.reading_begin, entry.reading_count};
}

ReadingIndex::Builder::Builder(std::size_t words) {
    std::size_t capacity = 16;
    while (capacity < words * 2) capacity *= 2;
    index_.slots_.assign(capacity, 0);
    index_.entries_.reserve(words);
    nodes_.reserve(words);
}

void ReadingIndex::Builder::grow() {
    std::vector<std::uint32_t>& slots = index_.slots_;
    slots.assign(slots.size() * 2, 0);
    for (std::size_t i = 0; i < index_.entries_.size(); ++i)
        slots[index_.slot_of(index_.key_of(index_.entries_[i]))] = static_cast<std::uint32_t>(i + 1);
}

void ReadingIndex::Builder::add(std::string_view key, GivenNameReading reading) {
    if ((index_.entries_.size() + 1) * 2 > index_.slots_.size()) grow();
    std::uint32_t& at = index_.slots_[index_.slot_of(key)];
    if (at == 0) {
        Entry& entry = index_.entries_.emplace_back();
        entry.key_begin = static_cast<std::uint32_t>(index_.keys_.size());
        entry.key_size = static_cast<std::uint16_t>(key.size());
        index_.keys_ += key;
        at = static_cast<std::uint32_t>(index_.entries_.size());
    }
    Entry& entry = index_.entries_[at - 1];
    nodes_.push_back({reading, entry.reading_begin});
    entry.reading_begin = static_cast<std::uint32_t>(nodes_.size());
}

ReadingIndex ReadingIndex::Builder::finish() && {
    index_.readings_.reserve(nodes_.size());
    std::vector<GivenNameReading> some;
    for (Entry& entry : index_.entries_) {
        some.clear();
        for (std::uint32_t at = entry.reading_begin; at != 0; at = nodes_[at - 1].next)
            some.push_back(nodes_[at - 1].reading);
        if (some.size() > 1) {
            std::sort(some.begin(), some.end(), [](const auto& a, const auto& b) {
                return std::tie(a.name, a.short_form) < std::tie(b.name, b.short_form);
            });
            const auto is_one_name = [](const auto& a, const auto& b) { return a.name == b.name; };
            some.erase(std::unique(some.begin(), some.end(), is_one_name), some.end());
            std::stable_sort(some.begin(), some.end(),
                             [](const auto& a, const auto& b) { return a.short_form < b.short_form; });
        }
        entry.reading_begin = static_cast<std::uint32_t>(index_.readings_.size());
        entry.reading_count = static_cast<std::uint16_t>(some.size());
        index_.readings_.insert(index_.readings_.end(), some.begin(), some.end());
    }
    return std::move(index_);
}

const GivenNameBook& GivenNameBook::instance() {
    static const GivenNameBook book;
    return book;
}

GivenNameBook::GivenNameBook() {
    constexpr std::size_t kWords = 8192;
    ReadingIndex::Builder forms(kWords);
    ReadingIndex::Builder spellings(kWords);
    ReadingIndex::Builder fathers(kWords / 4);
    std::unordered_map<std::string_view, GivenNameId> by_text;
    InitialKeys initials;
    const auto add_row = [&](const GivenNameRow& row) {
        const auto id = static_cast<GivenNameId>(names_.size());
        Name name;
        name.gender = row.gender;
        for_each_spelling(row.full, [&](std::string_view spelling) {
            const std::string folded = text::fold(spelling);
            const std::string key = text::latin_key(folded);
            spellings.add(folded, {id, false});
            name.initials |= initials.of(folded);
            if (name.text.empty()) {
                name.text = spelling;
                name.key = key;
            }
            if (row.gender != 'f') fathers.add(father_stem(key), {id, false});
            forms.add(key, {id, false});
        });
        const bool makes_pet_forms = is_cyrillic(name.text);
        const auto add_short_form = [&](std::string_view spelling) {
            const std::string folded = text::fold(spelling);
            forms.add(text::latin_key(folded), {id, true});
            spellings.add(folded, {id, true});
        };
        for_each_spelling(row.short_forms, [&](std::string_view spelling) {
            add_short_form(spelling);
            if (makes_pet_forms) for_each_pet_form(spelling, add_short_form);
        });
        by_text.emplace(name.text, id);
        names_.push_back(std::move(name));
    };
    for (const auto rows : {east_slavic_male_names(), east_slavic_female_names(), eurasian_names(),
                            english_male_names(), english_female_names()}) {
        for (const GivenNameRow& row : rows) add_row(row);
    }
    std::uint64_t origin = 1;
    for (const std::string_view line : cognate_names()) {
        for_each_spelling(line, [&](std::string_view spelling) {
            const auto found = by_text.find(spelling);
            if (found != by_text.end()) names_[static_cast<std::size_t>(found->second)].cognates |= origin;
        });
        origin <<= 1;
    }
    // Львович, Павлович: the name loses a vowel that no rule of its key tells.
    for (const auto& [stem, name] : {std::pair{"lv", "Лев"}, std::pair{"pavl", "Павел"}}) {
        fathers.add(stem, {by_text.at(name), false});
    }
    forms_ = std::move(forms).finish();
    spellings_ = std::move(spellings).finish();
    fathers_ = std::move(fathers).finish();
}

}  // namespace scrm::person
