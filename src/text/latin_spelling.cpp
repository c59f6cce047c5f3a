// SPDX-License-Identifier: Apache-2.0
#include "latin_spelling_internal.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "language_words_internal.hpp"

namespace scrm::text {
namespace {

struct Group {
    std::u32string_view latin;
    std::u32string_view cyrillic;
};

/// Longer ones first.
constexpr std::array<Group, 51> kGroups{{
    {U"schet", U"счет"}, {U"schit", U"счит"}, {U"tsya", U"тся"}, {U"tsja", U"тся"}, {U"iya", U"ия"},
    {U"iyu", U"ию"},     {U"iye", U"ие"},     {U"cia", U"циа"},  {U"'e", U"ъе"},    {U"shch", U"щ"},
    {U"sch", U"щ"},      {U"zh", U"ж"},       {U"kh", U"х"},     {U"ch", U"ч"},     {U"sh", U"ш"},
    {U"ts", U"ц"},       {U"ya", U"я"},       {U"ja", U"я"},     {U"ia", U"ия"},    {U"yu", U"ю"},
    {U"ju", U"ю"},       {U"iu", U"ию"},      {U"yo", U"е"},     {U"jo", U"е"},     {U"ye", U"е"},
    {U"je", U"е"},       {U"yy", U"ый"},      {U"iy", U"ий"},    {U"ij", U"ий"},    {U"a", U"а"},
    {U"b", U"б"},        {U"c", U"ц"},        {U"d", U"д"},      {U"e", U"е"},      {U"f", U"ф"},
    {U"g", U"г"},        {U"h", U"х"},        {U"k", U"к"},      {U"l", U"л"},      {U"m", U"м"},
    {U"n", U"н"},        {U"o", U"о"},        {U"p", U"п"},      {U"r", U"р"},      {U"u", U"у"},
    {U"s", U"с"},        {U"t", U"т"},        {U"v", U"в"},      {U"x", U"х"},      {U"z", U"з"},
    {U"'", U"ь"},
}};

constexpr std::u32string_view kVowels = U"aeiouy";

bool is_letter(char32_t c) {
    return (c | 0x20) >= U'a' && (c | 0x20) <= U'z';
}

bool is_space(char32_t c) {
    return c <= U' ' || c == 0xA0;
}

class Speller {
  public:
    Speller(std::span<const char32_t> values, std::span<const std::uint32_t> begins)
        : values_(values), begins_(begins), count_(values.size()) {}

    Spelling run() {
        for (std::size_t at = 0; at < count_;) {
            std::size_t end = at;
            bool words = true;
            for (; end < count_ && !is_space(values_[end]); ++end) {
                const char32_t c = values_[end];
                const bool inside = end + 1 < count_ && is_letter(values_[end + 1]);
                if (c == U'@' || c == U'/' || c == U'_' || c == U'#' || (c == U'.' && inside)) words = false;
            }
            while (at < end) {
                std::size_t last = at;
                while (last < end && (is_letter(values_[last]) || (last > at && values_[last] == U'\'')))
                    ++last;
                if (last == at) {
                    keep(at++);
                } else if (words) {
                    spell(at, last);
                    at = last;
                } else {
                    while (at < last) keep(at++);
                }
            }
            if (end < count_) keep(end);
            at = end + 1;
        }
        return std::move(out_);
    }

  private:
    void put(char32_t letter, std::uint32_t begin) {
        out_.values.push_back(letter);
        out_.begins.push_back(begin);
    }
    void keep(std::size_t at) { put(values_[at], begins_[at]); }

    void spell(std::size_t first, std::size_t last) {
        std::u32string word;
        for (std::size_t i = first; i < last; ++i)
            word.push_back(values_[i] < U'a' && is_letter(values_[i]) ? values_[i] | 0x20 : values_[i]);
        if (is_latin_name(word)) {
            for (std::size_t i = first; i < last; ++i) keep(i);
            return;
        }
        const bool capital = values_[first] < U'a';
        const std::size_t start = out_.values.size();
        const std::u32string_view rest{word};
        for (std::size_t at = 0; at < word.size();) {
            const std::uint32_t begin = begins_[first + at];
            const std::size_t used = spell_one(rest, at, begin);
            at += used;
        }
        char32_t& front = out_.values[start];
        if (capital && front >= U'а' && front <= U'я') front -= 0x20;
    }

    /// Writes the letters at `at`; returns how many were read.
    std::size_t spell_one(std::u32string_view word, std::size_t at, std::uint32_t begin) {
        const char32_t c = word[at];
        const char32_t next = at + 1 < word.size() ? word[at + 1] : U'\0';
        const bool behind_vowel = at > 0 && kVowels.find(word[at - 1]) != std::u32string_view::npos;
        const bool before_vowel = next != 0 && kVowels.find(next) != std::u32string_view::npos;
        if (at == 0 && c == U'e' && next == U't') {
            put(U'э', begin);
            return 1;
        }
        for (const Group& group : kGroups) {
            if (word.substr(at, group.latin.size()) != group.latin) continue;
            for (const char32_t letter : group.cyrillic) put(letter, begin);
            // "skolko", "bolshe", "polzovatel"
            if (c == U'l' && (next == U'k' || next == U's' || next == U'z' || next == U'f' || next == U'b'))
                put(U'ь', begin);
            return group.latin.size();
        }
        switch (c) {
            case U'i':
                put(behind_vowel && !before_vowel ? U'й' : U'и', begin);
                break;
            case U'y':
                put(behind_vowel ? U'й' : U'ы', begin);
                break;
            case U'j':
                put(before_vowel ? U'ж' : U'й', begin);
                break;
            default:
                put(c, begin);
        }
        return 1;
    }

    std::span<const char32_t> values_;
    std::span<const std::uint32_t> begins_;
    std::size_t count_;
    Spelling out_;
};

}  // namespace

Spelling spell_in_cyrillic(std::span<const char32_t> values, std::span<const std::uint32_t> begins) {
    return Speller{values, begins}.run();
}

}  // namespace scrm::text
