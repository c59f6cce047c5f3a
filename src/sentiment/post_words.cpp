// SPDX-License-Identifier: Apache-2.0
#include "sentiment/post_words_internal.hpp"

#include <algorithm>

#include "scrm/text/utf8.hpp"

namespace scrm::sentiment {
namespace {

/// A sentence number fits 16 bits; a text with more of them keeps the last number.
constexpr std::size_t kMostSentences = 65'000;

bool is_blank(std::string_view text, std::size_t at) {
    return at >= text.size() || static_cast<unsigned char>(text[at]) <= ' ';
}

class Reader {
  public:
    Reader(std::string_view post, const LetterTrie& trie, PostWords& out)
        : post_(post), trie_(trie), out_(out) {}

    void run() {
        out_.words.clear();
        out_.moods.clear();
        out_.sentences.assign(1, Sentence{});
        out_.question_marks = out_.exclamation_marks = out_.urls = out_.handles = out_.hashtags = 0;
        out_.capitals = 0;
        while (at_ < post_.size()) {
            std::size_t length = 1;
            const CasedLetter letter = letter_at(at_, length);
            if (letter.letter != kNoLetter) {
                read_word();
            } else {
                read_sign(length);
            }
        }
    }

  private:
    CasedLetter letter_at(std::size_t at, std::size_t& length) const {
        const auto lead = static_cast<unsigned char>(post_[at]);
        length = 1;
        if (lead < 0x80) return kAsciiLetters[lead];
        if (at + 1 >= post_.size()) return {};
        const auto trail = static_cast<unsigned char>(post_[at + 1]);
        if ((trail & 0xC0) != 0x80) return {};
        if (lead >= 0xD0 && lead <= 0xD3) {
            length = 2;
            return kCyrillicLetters[((lead & 3U) << 6) | (trail & 0x3FU)];
        }
        if ((lead >= 0xC3 && lead <= 0xCA) || (lead >= 0xD4 && lead <= 0xDF)) {
            length = 2;
            return {kForeign, false};
        }
        if (lead == 0xE1 || (lead >= 0xE3 && lead <= 0xED)) {
            if (at + 2 >= post_.size()) return {};
            length = 3;
            return {kForeign, false};
        }
        return {};
    }

    /// An apostrophe of any shape; 0 bytes when there is none.
    std::size_t apostrophe_at(std::size_t at) const {
        if (at >= post_.size()) return 0;
        if (post_[at] == '\'' || post_[at] == '`') return 1;
        const std::string_view rest = post_.substr(at, 3);
        if (rest == "\xE2\x80\x99") return 3;
        return rest.substr(0, 2) == "\xCA\xBC" ? 2 : 0;
    }

    PostWord& add(std::size_t begin, std::size_t end, PostWord::Kind kind) {
        PostWord& word = out_.words.emplace_back();
        word.begin = static_cast<std::uint32_t>(begin);
        word.end = static_cast<std::uint32_t>(end);
        word.kind = kind;
        word.sentence = static_cast<std::uint16_t>(out_.sentences.size() - 1);
        word.starts_clause = clause_;
        word.starts_sentence = sentence_;
        word.handle = handle_;
        return word;
    }

    void after_word(const PostWord& word) {
        clause_ = false;
        // A mention stands before the sentence, not in it.
        if (!word.handle) sentence_ = false;
    }

    void read_word() {
        const std::size_t begin = at_;
        std::size_t length = 1;
        CasedLetter letter = letter_at(at_, length);
        const bool number = is_digit(letter.letter);
        LetterTrie::Node node = LetterTrie::kRoot;
        bool known = true;
        std::uint32_t letters = 0;
        std::uint32_t upper = 0;
        const bool initial = letter.upper;
        const auto step = [&](Letter next) {
            if (!known) return;
            const LetterTrie::Node to = trie_.step(node, next);
            known = to != LetterTrie::kNone;
            if (known) node = to;
        };
        while (true) {
            step(letter.letter);
            ++letters;
            upper += letter.upper ? 1U : 0U;
            at_ += length;
            if (at_ >= post_.size()) break;
            letter = letter_at(at_, length);
            if (letter.letter == kNoLetter) {
                const std::size_t skip = number ? 0 : apostrophe_at(at_);
                if (skip == 0 || at_ + skip >= post_.size()) break;
                const CasedLetter next = letter_at(at_ + skip, length);
                if (next.letter == kNoLetter || is_digit(next.letter)) break;
                step(kApostrophe);
                at_ += skip;
                letter = next;
                continue;
            }
            if (is_digit(letter.letter) != number) break;
        }
        if (!number && read_url(begin)) return;
        PostWord& word = add(begin, at_, number ? PostWord::Kind::number : PostWord::Kind::word);
        word.node = node;
        word.whole = known;
        word.initial = initial;
        word.capitals = letters >= 3 && upper == letters;
        out_.capitals += word.capitals ? 1U : 0U;
        after_word(word);
    }

    /// A word that turns out to begin an address is read to its end.
    bool read_url(std::size_t begin) {
        const std::string_view rest = post_.substr(at_, 4);
        const std::string_view word = post_.substr(begin, at_ - begin);
        bool url = rest.substr(0, 3) == "://" || (word == "www" && rest.substr(0, 1) == ".");
        if (!url && rest.size() >= 3 && rest[0] == '.') {
            const std::string_view tail = post_.substr(at_ + 1, 4);
            static constexpr std::string_view kDomains[] = {"ru", "com", "ua", "net", "org", "рф",  "by",
                                                            "kz", "me",  "io", "ly",  "uk",  "info"};
            for (const std::string_view domain : kDomains) {
                if (!tail.starts_with(domain)) continue;
                const std::size_t behind = at_ + 1 + domain.size();
                std::size_t length = 1;
                url = url || behind >= post_.size() || letter_at(behind, length).letter == kNoLetter;
            }
        }
        if (!url) return false;
        while (!is_blank(post_, at_)) ++at_;
        ++out_.urls;
        PostWord& made = add(begin, at_, PostWord::Kind::url);
        made.handle = true;
        handle_ = false;
        return true;
    }

    void end_sentence(bool asks, bool exclaims) {
        Sentence& sentence = out_.sentences.back();
        sentence.asks = sentence.asks || asks;
        sentence.exclaims = sentence.exclaims || exclaims;
        clause_ = sentence_ = true;
        fresh_ = true;
    }

    void open_sentence() {
        if (!fresh_) return;
        fresh_ = false;
        if (!out_.words.empty() && out_.sentences.size() < kMostSentences &&
            out_.words.back().sentence + 1U == out_.sentences.size()) {
            out_.sentences.emplace_back();
        }
    }

    void read_sign(std::size_t length) {
        const auto lead = static_cast<unsigned char>(post_[at_]);
        const std::size_t begin = at_;
        if (lead != '@') handle_ = handle_ && lead == '_';
        switch (lead) {
            case '?':
                ++out_.question_marks;
                end_sentence(true, false);
                ++at_;
                break;
            case '!':
                ++out_.exclamation_marks;
                end_sentence(false, true);
                ++at_;
                break;
            case '.':
                if (is_blank(post_, at_ + 1) || post_[at_ + 1] == '.') end_sentence(false, false);
                ++at_;
                break;
            case '\n':
                end_sentence(false, false);
                ++at_;
                break;
            case ')':
            case '(':
                read_brackets();
                break;
            case '@':
                handle_ = true;
                ++out_.handles;
                ++at_;
                break;
            case '#':
                ++out_.hashtags;
                ++at_;
                break;
            case '%':
                pending();
                after_word(add(begin, ++at_, PostWord::Kind::percent));
                return;
            case '$':
                pending();
                after_word(add(begin, ++at_, PostWord::Kind::currency));
                return;
            case ',':
            case ';':
            case ':':
                clause_ = true;
                ++at_;
                break;
            default:
                if (lead < 0x80) {
                    ++at_;
                } else {
                    read_symbol(length);
                    return;
                }
        }
        pending();
    }

    /// The next word opens the sentence; signs in a row ("?!") belong to the one that they end.
    void pending() {
        if (!fresh_ || at_ >= post_.size()) return;
        const char next = post_[at_];
        if (next != '?' && next != '!' && next != '.') open_sentence();
    }

    void read_symbol(std::size_t /*length*/) {
        std::string_view rest = post_.substr(at_);
        const std::size_t begin = at_;
        const char32_t c = text::next(rest);
        at_ = post_.size() - rest.size();
        if (c == 0x20AC || c == 0x20B4 || c == 0x20BD || c == 0xA3) {
            pending();
            after_word(add(begin, at_, PostWord::Kind::currency));
            return;
        }
        if (c == 0x2026) {
            end_sentence(false, false);
        } else if (c == 0x2014 || c == 0x2013) {
            clause_ = true;
        } else if (c >= 0x2600) {
            const float value = mood_of(c);
            if (value != 0) {
                out_.moods.push_back(
                    {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_), value});
            }
        }
        pending();
    }

    /// In Russian and Ukrainian posts ")" smiles and "(" frowns, alone or in rows; a closing bracket of a
    /// remark does neither.
    void read_brackets() {
        const std::size_t begin = at_;
        const char bracket = post_[at_];
        while (at_ < post_.size() && post_[at_] == bracket) ++at_;
        const std::size_t count = at_ - begin;
        const char before = begin > 0 ? post_[begin - 1] : ' ';
        const bool eyes = before == ':' || before == ';' || before == '=' || before == '-';
        float value = 0;
        if (bracket == '(') {
            const bool opens = count == 1 && !eyes && !is_blank(post_, at_);
            if (opens) {
                ++open_;
            } else {
                value = count > 2 ? -1.5F : -1.0F;
            }
        } else if (open_ > 0 && !eyes) {
            --open_;
            value = count > 1 ? 0.7F : 0.0F;
        } else {
            value = count > 2 ? 1.0F : 0.7F;
        }
        clause_ = true;
        if (value != 0) {
            out_.moods.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_), value});
        }
    }

    std::string_view post_;
    const LetterTrie& trie_;
    PostWords& out_;
    std::size_t at_ = 0;
    int open_ = 0;
    bool clause_ = true;
    bool sentence_ = true;
    bool handle_ = false;
    bool fresh_ = false;
};

}  // namespace

void read_words(std::string_view post, const LetterTrie& trie, PostWords& out) {
    Reader(post, trie, out).run();
}

float mood_of(char32_t emoji) noexcept {
    struct Entry {
        char32_t emoji;
        float value;
    };
    static constexpr Entry kEntries[] = {
        {0x2620, -1.0F},  {0x2639, -1.0F},  {0x263A, 1.0F},   {0x2665, 1.5F},   {0x2705, 0.5F},
        {0x270C, 0.7F},   {0x274C, -1.0F},  {0x2763, 1.5F},   {0x2764, 1.5F},   {0x2B50, 1.0F},
        {0x1F31F, 1.0F},  {0x1F339, 1.0F},  {0x1F37E, 1.0F},  {0x1F389, 1.0F},  {0x1F38A, 1.0F},
        {0x1F3C6, 1.0F},  {0x1F44A, 0.5F},  {0x1F44C, 1.0F},  {0x1F44D, 1.0F},  {0x1F44E, -1.5F},
        {0x1F44F, 0.7F},  {0x1F480, -0.7F}, {0x1F490, 1.5F},  {0x1F493, 1.5F},  {0x1F494, -1.5F},
        {0x1F495, 1.5F},  {0x1F496, 1.5F},  {0x1F497, 1.5F},  {0x1F499, 1.5F},  {0x1F49A, 1.5F},
        {0x1F49B, 1.5F},  {0x1F49C, 1.5F},  {0x1F4A9, -1.5F}, {0x1F4AA, 1.0F},  {0x1F525, 0.7F},
        {0x1F595, -2.0F}, {0x1F600, 0.7F},  {0x1F603, 0.7F},  {0x1F604, 0.7F},  {0x1F607, 0.7F},
        {0x1F60A, 1.0F},  {0x1F60B, 0.7F},  {0x1F60D, 1.5F},  {0x1F60E, 0.7F},  {0x1F60F, -0.3F},
        {0x1F610, -0.7F}, {0x1F611, -1.0F}, {0x1F612, -1.0F}, {0x1F614, -1.0F}, {0x1F615, -0.7F},
        {0x1F616, -1.0F}, {0x1F618, 1.2F},  {0x1F61E, -1.0F}, {0x1F61F, -0.7F}, {0x1F620, -1.5F},
        {0x1F621, -1.7F}, {0x1F622, -1.0F}, {0x1F623, -1.0F}, {0x1F624, -1.5F}, {0x1F625, -0.7F},
        {0x1F628, -0.7F}, {0x1F629, -1.0F}, {0x1F62B, -1.0F}, {0x1F62D, -1.0F}, {0x1F631, -1.0F},
        {0x1F633, -0.3F}, {0x1F641, -1.0F}, {0x1F642, 0.2F},  {0x1F643, -0.5F}, {0x1F644, -1.2F},
        {0x1F64C, 1.0F},  {0x1F64F, 0.7F},  {0x1F917, 1.0F},  {0x1F921, -1.7F}, {0x1F924, 0.5F},
        {0x1F926, -1.2F}, {0x1F929, 1.2F},  {0x1F92C, -2.0F}, {0x1F92E, -1.7F}, {0x1F970, 1.5F},
        {0x1F972, -0.7F}, {0x1F973, 1.0F},  {0x1F97A, -0.5F}, {0x1F9E1, 1.5F},
    };
    const auto* found =
        std::lower_bound(std::begin(kEntries), std::end(kEntries), emoji,
                         [](const Entry& entry, char32_t value) { return entry.emoji < value; });
    return found != std::end(kEntries) && found->emoji == emoji ? found->value : 0;
}

}  // namespace scrm::sentiment
