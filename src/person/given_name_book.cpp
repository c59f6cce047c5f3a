// SPDX-License-Identifier: Apache-2.0
#include "person/given_name_book_internal.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "person/given_name_rows_internal.hpp"
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

}  // namespace

std::string_view father_stem(std::string_view key) noexcept {
    while (key.size() > 2 && kVowels.find(key.back()) != std::string_view::npos) key.remove_suffix(1);
    return key;
}

ReadingIndex::ReadingIndex(std::vector<Item> items) {
    std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
        return std::tie(a.key, a.reading.name, a.reading.short_form) <
               std::tie(b.key, b.reading.name, b.reading.short_form);
    });
    items.erase(std::unique(items.begin(), items.end(),
                            [](const Item& a, const Item& b) {
                                return a.key == b.key && a.reading.name == b.reading.name;
                            }),
                items.end());
    std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
        return std::tie(a.key, a.reading.short_form) < std::tie(b.key, b.reading.short_form);
    });
    for (std::size_t i = 0; i < items.size();) {
        Entry entry;
        entry.key_begin = static_cast<std::uint32_t>(keys_.size());
        entry.key_size = static_cast<std::uint16_t>(items[i].key.size());
        entry.reading_begin = static_cast<std::uint32_t>(readings_.size());
        keys_ += items[i].key;
        const std::size_t first = i;
        for (; i < items.size() && items[i].key == items[first].key; ++i)
            readings_.push_back(items[i].reading);
        entry.reading_count = static_cast<std::uint16_t>(i - first);
        entries_.push_back(entry);
    }
    std::size_t capacity = 16;
    while (capacity < entries_.size() * 2) capacity *= 2;
    slots_.assign(capacity, 0);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        std::size_t slot = hash64(key_of(entries_[i])) & (capacity - 1);
        while (slots_[slot] != 0) slot = (slot + 1) & (capacity - 1);
        slots_[slot] = static_cast<std::uint32_t>(i + 1);
    }
}

std::span<const GivenNameReading> ReadingIndex::find(std::string_view key) const noexcept {
    if (slots_.empty() || key.empty()) return {};
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t slot = hash64(key) & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
        const Entry& entry = entries_[slots_[slot] - 1];
        if (key_of(entry) == key) return {readings_.data() + entry.reading_begin, entry.reading_count};
    }
    return {};
}

const GivenNameBook& GivenNameBook::instance() {
    static const GivenNameBook book;
    return book;
}

GivenNameBook::GivenNameBook() {
    std::vector<ReadingIndex::Item> forms;
    std::vector<ReadingIndex::Item> spellings;
    std::vector<ReadingIndex::Item> fathers;
    std::unordered_map<std::string_view, GivenNameId> by_text;
    const auto add_row = [&](const GivenNameRow& row) {
        const auto id = static_cast<GivenNameId>(names_.size());
        Name name;
        name.gender = row.gender;
        for_each_spelling(row.full, [&](std::string_view spelling) {
            std::string folded = text::fold(spelling);
            std::string key = text::latin_key(folded);
            spellings.push_back({std::move(folded), {id, false}});
            if (name.text.empty()) {
                name.text = spelling;
                name.key = key;
            }
            if (row.gender != 'f') fathers.push_back({std::string{father_stem(key)}, {id, false}});
            forms.push_back({std::move(key), {id, false}});
        });
        const bool makes_pet_forms = is_cyrillic(name.text);
        const auto add_short_form = [&](std::string_view spelling) {
            std::string folded = text::fold(spelling);
            forms.push_back({text::latin_key(folded), {id, true}});
            spellings.push_back({std::move(folded), {id, true}});
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
        fathers.push_back({stem, {by_text.at(name), false}});
    }
    forms_ = ReadingIndex{std::move(forms)};
    spellings_ = ReadingIndex{std::move(spellings)};
    fathers_ = ReadingIndex{std::move(fathers)};
}

}  // namespace scrm::person
