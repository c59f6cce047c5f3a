// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "scrm/core/error.hpp"
#include "sentiment/rules/phrase_set_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::uint8_t kShortGap = 3;
constexpr std::uint8_t kLongGap = 6;
constexpr std::size_t kNegationReach = 2;
constexpr std::uint32_t kWordWorth = 32;
constexpr std::size_t kMostLiterals = 5'000;
constexpr std::size_t kBits = 64;  // of a word of PostWords::present

std::string_view trim(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

template <typename Use>
void split(std::string_view text, std::string_view separators, Use use) {
    while (true) {
        const std::size_t at = text.find_first_of(separators);
        const std::string_view part = trim(text.substr(0, at));
        if (!part.empty()) use(part);
        if (at == std::string_view::npos) return;
        text.remove_prefix(at + 1);
    }
}

[[noreturn]] void refuse(std::string_view what, std::string_view written) {
    throw Error(ErrorCode::invalid_argument,
                "sentiment rule: " + std::string(what) + ": " + std::string(written));
}

/// The pieces in which the reader of posts would see a literal: at hyphens and between letters and digits.
std::vector<std::string> pieces_of(std::string_view literal) {
    std::vector<std::string> out(1);
    char last = 0;
    for (const char c : literal) {
        const bool digit = c >= '0' && c <= '9';
        const bool last_digit = last >= '0' && last <= '9';
        if (c == '-' || c == '_' || c == '.' ||
            (last != 0 && c != '*' && last != '-' && digit != last_digit)) {
            if (!out.back().empty()) out.emplace_back();
        }
        if (c != '-' && c != '_' && c != '.') out.back() += c;
        last = c;
    }
    if (out.size() > 1 && (out.back().empty() || out.back() == "*")) out.pop_back();
    return out;
}

}  // namespace

std::uint16_t PhraseSet::new_element() {
    if (rarity_.size() >= 0xFFFF) throw Error(ErrorCode::invalid_argument, "too many sentiment rules");
    rarity_.push_back(0);
    return static_cast<std::uint16_t>(rarity_.size() - 1);
}

std::uint16_t PhraseSet::class_element(std::string_view name) {
    if (rarity_.empty()) {
        for (const char* const reserved : {"num", "percent", "currency", "url"}) {
            element_of_text_.emplace(std::string("$") + reserved, new_element());
        }
        negation_ = class_element("negation");
    }
    const std::string key = "$" + std::string(name);
    const auto [entry, made] = element_of_text_.try_emplace(key, 0);
    if (made) {
        entry->second = new_element();
        literals_.try_emplace(entry->second);
    }
    return entry->second;
}

void PhraseSet::add_class(std::string_view name, std::string_view words) {
    const std::uint16_t element = class_element(name);
    split(words, " \t|,", [&](std::string_view word) { literals_[element].emplace_back(word); });
}

std::uint16_t PhraseSet::element_of(std::string_view written) {
    if (written.front() == '$' && written.find('|') == std::string_view::npos)
        return class_element(written.substr(1));
    class_element("negation");
    const auto [entry, made] = element_of_text_.try_emplace(std::string(written), 0);
    if (made) {
        entry->second = new_element();
        auto& literals = literals_[entry->second];
        split(written, "|", [&](std::string_view word) { literals.emplace_back(word); });
    }
    return entry->second;
}

void PhraseSet::add_pattern(std::string_view pattern) {
    Phrase phrase;
    phrase.rule = rule_;
    phrase.elements = static_cast<std::uint32_t>(elements_.size());
    if (pattern.back() == '?') {
        phrase.asks = true;
        pattern = trim(pattern.substr(0, pattern.size() - 1));
    }
    std::uint8_t gap = 0;
    bool after_set = false;
    std::size_t count = 0;
    const auto push = [&](std::string_view written) {
        elements_.push_back({element_of(written), gap});
        gap = 0;
        ++count;
    };
    split(pattern, " \t", [&](std::string_view word) {
        while (!word.empty() && (word.front() == '^' || word.front() == '!')) {
            (word.front() == '^' ? phrase.starts : phrase.affirmed) = true;
            word.remove_prefix(1);
        }
        if (word.empty()) return;
        const bool set = word.find('|') != std::string_view::npos;
        // "a b|c d|e" reads as three words in a row and never means alternatives of two words.
        if (set && after_set && gap == 0) refuse("an alternative is one word", pattern);
        after_set = set;
        if (word == ".." || word == "...") {
            gap = word == ".." ? kShortGap : kLongGap;
        } else if (word.find_first_of("|$") != std::string_view::npos) {
            push(word);
        } else {
            for (const std::string& piece : pieces_of(word)) push(piece);
        }
    });
    if (count == 0 || count > kMostWords) refuse("not one to twelve words", pattern);
    phrase.count = static_cast<std::uint8_t>(count);
    phrase.plain = count == 1 && !phrase.starts && !phrase.asks && !phrase.affirmed;
    phrases_.push_back(phrase);
}

void PhraseSet::add_line(std::string_view line) {
    line = trim(line.substr(0, line.find('#')));
    if (line.empty()) return;
    if (line.front() == '[') {
        const std::size_t blank = line.find(' ');
        if (line.back() != ']' || blank == std::string_view::npos) refuse("not [id weight]", line);
        const std::string id(line.substr(1, blank - 1));
        const float weight = std::stof(std::string(line.substr(blank + 1, line.size() - blank - 2)));
        const auto [entry, made] = rule_of_id_.try_emplace(id, static_cast<std::uint16_t>(rules_.size()));
        if (made) rules_.push_back({id, weight});
        if (rules_[entry->second].weight != weight) refuse("two weights", line);
        rule_ = entry->second;
        return;
    }
    const std::size_t equals = line.find('=');
    if (line.front() == '$' && equals != std::string_view::npos) {
        add_class(trim(line.substr(1, equals - 1)), line.substr(equals + 1));
        return;
    }
    if (rules_.empty()) refuse("a phrase before the first rule", line);
    split(line, ",", [&](std::string_view pattern) { add_pattern(pattern); });
}

void PhraseSet::add(std::string_view text) {
    split(text, "\n", [&](std::string_view line) { add_line(line); });
}

void PhraseSet::add_phrase(std::string_view id, float weight, std::string_view phrase) {
    const auto [entry, made] =
        rule_of_id_.try_emplace(std::string(id), static_cast<std::uint16_t>(rules_.size()));
    if (made) rules_.push_back({std::string(id), weight});
    rule_ = entry->second;
    add_pattern(trim(phrase));
}

std::uint32_t PhraseSet::intern(std::vector<std::uint16_t> elements,
                                std::map<std::vector<std::uint16_t>, std::uint32_t>& known) {
    std::sort(elements.begin(), elements.end());
    elements.erase(std::unique(elements.begin(), elements.end()), elements.end());
    const auto [entry, made] = known.try_emplace(elements, static_cast<std::uint32_t>(sets_.size()));
    if (made) {
        Set set{static_cast<std::uint32_t>(set_elements_.size()), static_cast<std::uint16_t>(elements.size()),
                0, static_cast<std::uint32_t>(set_phrases_.size())};
        for (const std::uint16_t element : elements) {
            set_elements_.push_back(element);
            const auto begin = anchored_.begin() + anchored_begin_[element];
            const auto end = anchored_.begin() + anchored_begin_[element + 1U];
            for (auto phrase = begin; phrase != end; ++phrase) set_phrases_.push_back(phrases_[*phrase]);
        }
        set.phrases = static_cast<std::uint16_t>(set_phrases_.size() - set.anchored);
        // What fills a group up is an element that no phrase asks for.
        while (set_elements_.size() % kGroup != 0 || set_elements_.size() == set.begin)
            set_elements_.push_back(static_cast<std::uint16_t>(rarity_.size()));
        set.groups = static_cast<std::uint16_t>((set_elements_.size() - set.begin) / kGroup);
        sets_.push_back(set);
    }
    return entry->second;
}

void PhraseSet::freeze() {
    class_element("negation");
    std::vector<bool> used(rarity_.size(), false);
    for (const Element& element : elements_) used[element.id] = true;
    std::vector<std::pair<LetterTrie::Node, std::uint16_t>> beginnings;
    std::vector<std::pair<LetterTrie::Node, std::uint16_t>> whole;
    std::vector<LetterTrie::Node> parent(1, LetterTrie::kRoot);
    std::vector<LetterTrie::Node> numbers;  // nodes of literals in digits
    std::array<std::vector<std::uint16_t>, kUrl + 1U> reserved{{{kNumber}, {kPercent}, {kCurrency}, {kUrl}}};
    std::vector<std::uint32_t> spelt(rarity_.size(), 0);

    for (const auto& written : literals_) {
        const std::uint16_t element = written.first;
        const auto& own = written.second;
        std::uint32_t count = 0;
        std::size_t shortest = 0xFF;
        const auto take = [&](std::string_view literal) {
            const bool prefix = literal.back() == '*';
            const std::vector<Letter> letters =
                letters_of(prefix ? literal.substr(0, literal.size() - 1) : literal);
            if (letters.empty()) refuse("no letters", literal);
            LetterTrie::Node node = LetterTrie::kRoot;
            for (const Letter letter : letters) {
                const LetterTrie::Node next = trie_.insert(node, letter);
                if (next == parent.size()) parent.push_back(node);
                node = next;
            }
            (prefix ? beginnings : whole).emplace_back(node, element);
            if (is_digit(letters.front())) numbers.push_back(node);
            shortest = std::min(shortest, letters.size());
            ++count;
        };
        // A class may name other classes.
        std::vector<std::string_view> open(own.begin(), own.end());
        bool named = false;
        for (std::size_t i = 0; i < open.size(); ++i) {
            if (open[i].front() != '$') {
                take(open[i]);
                continue;
            }
            const auto found = element_of_text_.find(open[i]);
            if (found == element_of_text_.end() || open.size() > kMostLiterals)
                refuse("an unknown class", open[i]);
            named = true;
            if (found->second <= kUrl) {
                reserved.at(found->second).push_back(element);
            } else {
                const auto& more = literals_.at(found->second);
                open.insert(open.end(), more.begin(), more.end());
            }
        }
        if (count == 0 && !named && used[element]) {
            throw Error(ErrorCode::invalid_argument, "sentiment rule: a class without words");
        }
        spelt[element] = count == 0 ? 0 : static_cast<std::uint32_t>(shortest);
        rarity_[element] = count == 1 ? 1'000 + static_cast<std::uint32_t>(shortest) : 1'000 / (count + 1);
    }
    for (const LetterTrie::Node node : numbers) {
        for (const std::uint16_t element : reserved[kNumber]) whole.emplace_back(node, element);
    }
    choose_anchors(spelt);

    std::map<std::vector<std::uint16_t>, std::uint32_t> known;
    number_set_ = intern(reserved[kNumber], known);
    percent_set_ = intern(reserved[kPercent], known);
    currency_set_ = intern(reserved[kCurrency], known);
    url_set_ = intern(reserved[kUrl], known);
    const std::uint32_t none = intern({}, known);
    const std::vector<LetterTrie::Node> renumbered = trie_.freeze();
    prefix_set_.assign(trie_.size(), none);
    exact_set_.assign(trie_.size(), none);
    std::sort(beginnings.begin(), beginnings.end());
    std::sort(whole.begin(), whole.end());
    const auto joined = [&](std::uint32_t set, const auto& pairs, std::size_t& at, LetterTrie::Node node) {
        if (at == pairs.size() || pairs[at].first != node) return set;
        const auto begin = set_elements_.begin() + sets_[set].begin;
        std::vector<std::uint16_t> all(begin, begin + sets_[set].count);
        for (; at < pairs.size() && pairs[at].first == node; ++at) all.push_back(pairs[at].second);
        return intern(std::move(all), known);
    };
    // A child is made after its parent and has the larger number: one pass hands beginnings down.
    std::size_t beginning = 0;
    std::size_t word = 0;
    for (LetterTrie::Node node = 1; node < parent.size(); ++node) {
        const std::uint32_t prefix =
            joined(prefix_set_[renumbered[parent[node]]], beginnings, beginning, node);
        prefix_set_[renumbered[node]] = prefix;
        exact_set_[renumbered[node]] = joined(prefix, whole, word, node);
    }
    literals_.clear();
}

void PhraseSet::choose_anchors(const std::vector<std::uint32_t>& spelt) {
    if (phrases_.size() > 0xFFFF) throw Error(ErrorCode::invalid_argument, "too many sentiment rules");
    std::vector<std::vector<std::uint16_t>> by_anchor(rarity_.size());
    for (std::size_t p = 0; p < phrases_.size(); ++p) {
        Phrase& phrase = phrases_[p];
        std::uint32_t best = 0;
        for (std::uint8_t i = 0; i < phrase.count; ++i) {
            const std::uint16_t id = elements_[phrase.elements + i].id;
            // A word more says more than any letters do.
            phrase.letters = static_cast<std::uint16_t>(phrase.letters + kWordWorth + spelt[id]);
            if (rarity_[id] > best) {
                best = rarity_[id];
                phrase.anchor = i;
            }
        }
        phrase.partner = elements_[phrase.elements + phrase.anchor].id;
        best = 0;
        for (std::uint8_t i = 0; i < phrase.count; ++i) {
            const std::uint16_t id = elements_[phrase.elements + i].id;
            if (i == phrase.anchor || rarity_[id] < best) continue;
            best = rarity_[id];
            phrase.partner = id;
        }
        by_anchor[elements_[phrase.elements + phrase.anchor].id].push_back(static_cast<std::uint16_t>(p));
    }
    for (const auto& list : by_anchor) {
        anchored_begin_.push_back(static_cast<std::uint32_t>(anchored_.size()));
        anchored_.insert(anchored_.end(), list.begin(), list.end());
    }
    anchored_begin_.push_back(static_cast<std::uint32_t>(anchored_.size()));
}

std::uint32_t PhraseSet::set_of(const PostWord& word) const noexcept {
    switch (word.kind) {
        case PostWord::Kind::percent:
            return percent_set_;
        case PostWord::Kind::currency:
            return currency_set_;
        case PostWord::Kind::url:
            return url_set_;
        case PostWord::Kind::number:
            return word.whole && sets_[exact_set_[word.node]].count > 0 ? exact_set_[word.node] : number_set_;
        case PostWord::Kind::word:
            break;
    }
    return word.whole ? exact_set_[word.node] : prefix_set_[word.node];
}

bool PhraseSet::negated(const PostWords& words, std::size_t first) const noexcept {
    for (std::size_t back = 1; back <= kNegationReach && back <= first; ++back) {
        if (words.words[first - back + 1].starts_clause) return false;
        if (is_of(words.words[first - back], negation_)) return true;
    }
    return false;
}

bool PhraseSet::try_phrase(const PostWords& words, const Phrase& phrase, std::size_t at,
                           Match& match) const noexcept {
    const std::uint16_t sentence = words.words[at].sentence;
    const Element* const elements = elements_.data() + phrase.elements;
    if (phrase.asks && !words.sentences[sentence].asks) return false;
    std::size_t last = at;
    for (std::size_t i = phrase.anchor + 1U; i < phrase.count; ++i) {
        bool found = false;
        for (std::size_t next = last + 1; next <= last + 1 + elements[i].gap && next < words.words.size();
             ++next) {
            if (words.words[next].sentence != sentence) break;
            if (!is_of(words.words[next], elements[i].id)) continue;
            last = next;
            found = true;
            break;
        }
        if (!found) return false;
    }
    std::size_t first = at;
    for (std::size_t i = phrase.anchor; i-- > 0;) {
        bool found = false;
        for (std::size_t back = 1; back <= 1U + elements[i + 1].gap && back <= first; ++back) {
            const std::size_t next = first - back;
            if (words.words[next].sentence != sentence) break;
            if (!is_of(words.words[next], elements[i].id)) continue;
            first = next;
            found = true;
            break;
        }
        if (!found) return false;
    }
    if (phrase.starts && !words.words[first].starts_sentence) return false;
    if (phrase.affirmed && negated(words, first)) return false;
    match = {phrase.rule, phrase.letters, static_cast<std::uint32_t>(first),
             static_cast<std::uint32_t>(last)};
    return true;
}

void PhraseSet::match(PostWords& words, std::vector<Match>& out) const {
    out.clear();
    // Every table is asked for all words before the next table is asked for any: the words wait for the
    // memory together.
    for (PostWord& word : words.words) {
        word.set = set_of(word);
        __builtin_prefetch(&sets_[word.set]);
    }
    for (const PostWord& word : words.words) {
        const Set& set = sets_[word.set];
        if (set.phrases != 0) __builtin_prefetch(&set_phrases_[set.anchored]);
    }
    words.present.assign(rarity_.size() / kBits + 1, 0);
    words.anchors.resize(words.words.size());
    std::size_t anchors = 0;
    for (std::size_t at = 0; at < words.words.size(); ++at) {
        const Set& set = sets_[words.words[at].set];
        const std::uint16_t* elements = set_elements_.data() + set.begin;
        // Most words are of no element or of few: one group is taken without asking how many.
        std::uint16_t groups = set.groups;
        do {
            for (std::size_t i = 0; i < kGroup; ++i)
                words.present[elements[i] / kBits] |= std::uint64_t{1} << (elements[i] % kBits);
            elements += kGroup;
        } while (--groups != 0);
        words.anchors[anchors] = static_cast<std::uint32_t>(at);
        anchors += set.phrases != 0 ? 1 : 0;
    }
    const auto present = [&](std::uint16_t element) {
        return (words.present[element / kBits] >> (element % kBits) & 1U) != 0;
    };
    Match match;
    for (std::size_t anchor = 0; anchor < anchors; ++anchor) {
        const std::size_t at = words.anchors[anchor];
        const Set& set = sets_[words.words[at].set];
        const Phrase* const phrases = set_phrases_.data() + set.anchored;
        for (std::uint16_t i = 0; i < set.phrases; ++i) {
            const Phrase& phrase = phrases[i];
            if (phrase.plain) {
                const auto place = static_cast<std::uint32_t>(at);
                out.push_back({phrase.rule, phrase.letters, place, place});
            } else if (present(phrase.partner) && try_phrase(words, phrase, at, match)) {
                out.push_back(match);
            }
        }
    }
}

}  // namespace scrm::sentiment
