// SPDX-License-Identifier: Apache-2.0
#include "person/names/legal_phrases_internal.hpp"

#include <algorithm>
#include <unordered_set>

namespace scrm::person {
namespace {

struct Phrase {
    std::string_view form;
    std::string_view words;  ///< folded, split at spaces
};

/// Longer ones before their beginnings and ends.
constexpr Phrase kPhrases[] = {
    {"ооо", "общество с ограниченной ответственностью"},
    {"ооо", "общество с ограниченной ответсвенностью"},
    {"ооо", "таварыства з абмежаванай адказнасцю"},
    {"одо", "общество с дополнительной ответственностью"},
    {"тоо", "товарищество с ограниченной ответственностью"},
    {"тоо", "жауапкершілігі шектеулі серіктестігі"},
    {"тоо", "жауапкершілігі шектеулі серіктестік"},
    {"тов", "товариство з обмеженою відповідальністю"},
    {"пао", "публичное акционерное общество"},
    {"нао", "непубличное акционерное общество"},
    {"оао", "открытое акционерное общество"},
    {"зао", "закрытое акционерное общество"},
    {"ао", "акционерное общество"},
    {"ао", "акцыянернае таварыства"},
    {"ао", "акционерлік қоғамы"},
    {"ао", "акционерлік қоғам"},
    {"пат", "публічне акціонерне товариство"},
    {"прат", "приватне акціонерне товариство"},
    {"ат", "акціонерне товариство"},
    {"пп", "приватне підприємство"},
    {"пп", "частное предприятие"},
    {"чуп", "частное торговое унитарное предприятие"},
    {"чуп", "частное производственное унитарное предприятие"},
    {"чуп", "частное унитарное предприятие"},
    {"фгуп", "федеральное государственное унитарное предприятие"},
    {"гуп", "государственное унитарное предприятие"},
    {"муп", "муниципальное унитарное предприятие"},
    {"руп", "республиканское унитарное предприятие"},
    {"уп", "унитарное предприятие"},
    {"ано", "автономная некоммерческая организация"},
    {"нко", "некоммерческая организация"},
    {"llc", "limited liability company"},
    {"llp", "limited liability partnership"},
    {"plc", "public limited company"},
    {"pjsc", "public joint stock company"},
    {"ojsc", "open joint stock company"},
    {"cjsc", "closed joint stock company"},
    {"jsc", "joint stock company"},
    {"ltd", "private limited company"},
    {"gmbh", "gesellschaft mit beschränkter haftung"},
    {"gmbh", "gesellschaft mit beschraenkter haftung"},
    {"ag", "aktiengesellschaft"},
    {"spzoo", "spółka z ograniczoną odpowiedzialnością"},
    {"spzoo", "spolka z ograniczona odpowiedzialnoscia"},
    {"spzoo", "sp z oo"},
    {"spzoo", "sp z o o"},
    {"ип", "индивидуальный предприниматель"},
    {"ип", "індивідуальний підприємець"},
    {"ип", "індывідуальны прадпрымальнік"},
    {"ип", "физическое лицо предприниматель"},
    {"ип", "фізична особа підприємець"},
    {"ип", "частный предприниматель"},
    {"ип", "приватний підприємець"},
    {"ип", "individual entrepreneur"},
    {"ип", "sole trader"},
    {"ип", "sole proprietor"},
};

std::string_view first_word(std::string_view words) noexcept {
    return words.substr(0, words.find(' '));
}

/// How many words from `at` on spell the phrase; 0 where they do not.
std::size_t match(const std::vector<std::string>& words, std::size_t at, std::string_view phrase) noexcept {
    std::size_t count = 0;
    while (!phrase.empty()) {
        const std::string_view word = first_word(phrase);
        if (at + count == words.size() || words[at + count] != word) return 0;
        ++count;
        phrase.remove_prefix(std::min(phrase.size(), word.size() + 1));
    }
    return count;
}

}  // namespace

bool may_begin_legal_phrase(std::string_view folded) {
    static const std::unordered_set<std::string_view> kFirstWords = [] {
        std::unordered_set<std::string_view> words;
        for (const Phrase& phrase : kPhrases) words.insert(first_word(phrase.words));
        return words;
    }();
    return kFirstWords.find(folded) != kFirstWords.end();
}

void shorten_legal_phrases(std::vector<std::string>& words) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        for (const Phrase& phrase : kPhrases) {
            const std::size_t count = match(words, at, phrase.words);
            if (count == 0) continue;
            words[at] = phrase.form;
            const auto begin = words.begin() + static_cast<std::ptrdiff_t>(at);
            words.erase(begin + 1, begin + static_cast<std::ptrdiff_t>(count));
            break;
        }
    }
}

}  // namespace scrm::person
