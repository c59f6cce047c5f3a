// SPDX-License-Identifier: Apache-2.0
#include "sentiment/post_words_internal.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <string_view>

namespace scrm::sentiment {
namespace {

/// A sentence number fits 16 bits; a text with more of them keeps the last number.
constexpr std::size_t kMostSentences = 65'000;

bool is_blank(char32_t c) {
    return c <= U' ';
}

/// Of the shapes that are no letters of some alphabet.
bool is_apostrophe(char32_t c) {
    return c == U'\'' || c == U'`' || c == 0x2019;
}

bool is_quotation_mark(char32_t c) {
    return c == U'"' || c == U'«' || c == U'»' || (c >= 0x201C && c <= 0x201F);
}

/// What a host name ends in that is written without more.
constexpr std::array<std::u32string_view, 13> kDomains{U"ru", U"com", U"ua", U"net", U"org", U"рф",  U"by",
                                                       U"kz", U"me",  U"io", U"ly",  U"uk",  U"info"};

class Reader {
  public:
    Reader(const text::CodePoints& post, PostWords& out) : post_(post), out_(out) {}

    void run() {
        out_.words.clear();
        out_.moods.clear();
        out_.first_letter.clear();
        out_.letter_count.clear();
        out_.sentences.assign(1, Sentence{});
        out_.question_marks = out_.exclamation_marks = out_.urls = out_.handles = out_.hashtags = 0;
        out_.capitals = 0;
        read_letters();
        while (at_ < post_.size()) {
            if (out_.letters[at_] != kNoLetter) {
                read_word();
            } else {
                read_sign();
            }
        }
    }

  private:
    void read_letters() {
        const std::size_t size = post_.size();
        const std::size_t blocks = size / BitRow::kBits + 1;
        if (out_.letters.size() < (blocks + 1) * BitRow::kBits)
            out_.letters.resize((blocks + 1) * BitRow::kBits);
        CasedLetter* const letters = out_.letters.data();
        const char32_t* const values = post_.values().data();
        for (std::size_t i = 0; i < size; ++i) letters[i] = letter_of(values[i]);
        std::fill_n(letters + size, blocks * BitRow::kBits - size + 1, kNoLetter);
        for (BitRow* const row : {&out_.letter_bits, &out_.digit_bits, &out_.capital_bits})
            row->make_room(size);
        constexpr std::uint8_t kAll = 0xFF;
        constexpr std::uint8_t kLetter = 0x7F;
        for (std::size_t block = 0; block < blocks; ++block) {
            const CasedLetter* const from = letters + block * BitRow::kBits;
            const std::uint64_t digits = bits_in_range(from, kAll, kDigit, 10);
            out_.digit_bits.set_word(block, digits);
            out_.letter_bits.set_word(block, bits_in_range(from, kLetter, 1, kLetters - 1) & ~digits);
            out_.capital_bits.set_word(block, bits_in_range(from, kCapital, kCapital, 1));
        }
    }

    PostWord& add(std::size_t begin, std::size_t end, PostWord::Kind kind) {
        PostWord& word = out_.words.emplace_back();
        word.begin = post_.begin(begin);
        word.end = post_.begin(end);
        word.kind = kind;
        word.sentence = static_cast<std::uint16_t>(out_.sentences.size() - 1);
        word.starts_clause = clause_;
        word.starts_sentence = sentence_;
        word.handle = handle_;
        out_.first_letter.push_back(static_cast<std::uint32_t>(begin));
        out_.letter_count.push_back(0);
        return word;
    }

    void after_word(const PostWord& word) {
        clause_ = false;
        // A mention stands before the sentence, not in it.
        if (!word.handle) sentence_ = false;
    }

    void read_word() {
        const std::size_t begin = at_;
        const CasedLetter first = out_.letters[begin];
        const bool number = is_digit(first);
        const BitRow& bits = number ? out_.digit_bits : out_.letter_bits;
        std::size_t capitals = 0;
        std::size_t apostrophes = 0;
        while (true) {
            std::size_t run = bits.run(at_);
            while (run == BitRow::kBits) {
                capitals += count_bits(out_.capital_bits.from(at_));
                at_ += run;
                run = bits.run(at_);
            }
            capitals += count_bits(out_.capital_bits.from(at_) & lowest_bits(run));
            at_ += run;
            if (number || !is_apostrophe(post_[at_])) break;
            const CasedLetter behind = out_.letters[at_ + 1];
            if (behind == kNoLetter || is_digit(behind)) break;
            out_.letters[at_] = kApostrophe;
            ++apostrophes;
            ++at_;
        }
        const std::size_t count = at_ - begin - apostrophes;
        if (!number && read_url(begin)) return;
        PostWord& word = add(begin, at_, number ? PostWord::Kind::number : PostWord::Kind::word);
        out_.letter_count.back() = static_cast<std::uint32_t>(at_ - begin);
        word.initial = (first & kCapital) != 0;
        word.capitals = count >= 3 && capitals == count;
        word.quoted = begin > 0 && is_quotation_mark(post_[begin - 1]) && is_quotation_mark(post_[at_]);
        out_.capitals += word.capitals ? 1U : 0U;
        after_word(word);
    }

    bool are(std::size_t at, std::u32string_view these) const {
        for (std::size_t i = 0; i < these.size(); ++i) {
            if (post_[at + i] != these[i]) return false;
        }
        return true;
    }

    /// A word that turns out to begin an address is read to its end.
    bool read_url(std::size_t begin) {
        if (post_[at_] != U':' && post_[at_] != U'.') return false;
        bool url = are(at_, U"://") || (at_ - begin == 3 && are(begin, U"www."));
        if (!url && post_[at_] == U'.') {
            url = std::any_of(kDomains.begin(), kDomains.end(), [&](std::u32string_view domain) {
                return are(at_ + 1, domain) && letter_of(post_[at_ + 1 + domain.size()]) == kNoLetter;
            });
        }
        if (!url) return false;
        while (!is_blank(post_[at_])) ++at_;
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

    /// Mail and forums break lines anywhere: one that begins with a small letter goes on with the sentence.
    bool goes_on() const {
        std::size_t next = at_;
        while (post_[next] == U' ' || post_[next] == U'\t' || post_[next] == U'\r') ++next;
        const CasedLetter letter = out_.letters[next];
        return letter != kNoLetter && !is_digit(letter) && (letter & kCapital) == 0;
    }

    void open_sentence() {
        if (!fresh_) return;
        fresh_ = false;
        if (!out_.words.empty() && out_.sentences.size() < kMostSentences &&
            out_.words.back().sentence + 1U == out_.sentences.size()) {
            out_.sentences.emplace_back();
        }
    }

    void read_sign() {
        const char32_t sign = post_[at_];
        const std::size_t begin = at_;
        if (sign != U'@') handle_ = handle_ && sign == U'_';
        switch (sign) {
            case U'?':
                ++out_.question_marks;
                end_sentence(true, false);
                ++at_;
                break;
            case U'!':
                ++out_.exclamation_marks;
                end_sentence(false, true);
                ++at_;
                break;
            case U'.':
                if (is_blank(post_[at_ + 1]) || post_[at_ + 1] == U'.') end_sentence(false, false);
                ++at_;
                break;
            case U'\n':
                ++at_;
                if (!goes_on()) end_sentence(false, false);
                break;
            case U')':
            case U'(':
                read_brackets();
                break;
            case U'@':
                handle_ = true;
                ++out_.handles;
                ++at_;
                break;
            case U'#':
                ++out_.hashtags;
                ++at_;
                break;
            case U'%':
                pending();
                after_word(add(begin, ++at_, PostWord::Kind::percent));
                return;
            case U'$':
                pending();
                after_word(add(begin, ++at_, PostWord::Kind::currency));
                return;
            case U',':
            case U';':
            case U':':
                clause_ = true;
                ++at_;
                break;
            default:
                ++at_;
                if (sign >= 0x80) {
                    read_symbol(sign);
                    return;
                }
        }
        pending();
    }

    /// The next word opens the sentence; signs in a row ("?!") belong to the one that they end.
    void pending() {
        if (!fresh_ || at_ >= post_.size()) return;
        const char32_t next = post_[at_];
        if (next != U'?' && next != U'!' && next != U'.') open_sentence();
    }

    /// The sign before this place.
    void read_symbol(char32_t c) {
        const std::size_t begin = at_ - 1;
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
            if (value != 0) out_.moods.push_back({post_.begin(begin), post_.begin(at_), value});
        }
        pending();
    }

    /// In Russian and Ukrainian posts ")" smiles and "(" frowns, alone or in rows; a closing bracket of a
    /// remark does neither.
    void read_brackets() {
        const std::size_t begin = at_;
        const char32_t bracket = post_[at_];
        while (post_[at_] == bracket) ++at_;
        const std::size_t count = at_ - begin;
        const char32_t before = begin > 0 ? post_[begin - 1] : U' ';
        const bool eyes = before == U':' || before == U';' || before == U'=' || before == U'-';
        float value = 0;
        if (bracket == U'(') {
            const bool opens = count == 1 && !eyes && !is_blank(post_[at_]);
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
        if (value != 0) out_.moods.push_back({post_.begin(begin), post_.begin(at_), value});
    }

    const text::CodePoints& post_;
    PostWords& out_;
    std::size_t at_ = 0;
    int open_ = 0;
    bool clause_ = true;
    bool sentence_ = true;
    bool handle_ = false;
    bool fresh_ = false;
};

void find_words(const LetterTrie& trie, PostWords& out) {
    constexpr std::size_t kTogether = LetterTrie::kTogether;
    for (std::size_t first = 0; first < out.words.size(); first += kTogether) {
        const std::size_t count = std::min(kTogether, out.words.size() - first);
        std::array<LetterTrie::Walk, kTogether> walks;
        const CasedLetter* const letters = out.letters.data();
        for (std::size_t i = 0; i < kTogether; ++i) {
            const std::size_t word = i < count ? first + i : first;
            walks[i].letters = letters + out.first_letter[word];
            walks[i].end = walks[i].letters + out.letter_count[word];
        }
        trie.walk(walks);
        for (std::size_t i = 0; i < count; ++i) {
            out.words[first + i].node = walks[i].node;
            out.words[first + i].whole = walks[i].letters == walks[i].end;
        }
    }
}

}  // namespace

void read_words(const text::CodePoints& post, const LetterTrie& trie, PostWords& out) {
    Reader(post, out).run();
    find_words(trie, out);
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
