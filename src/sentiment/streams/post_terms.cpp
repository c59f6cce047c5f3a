// SPDX-License-Identifier: Apache-2.0
#include "sentiment/streams/post_terms_internal.hpp"

#include <algorithm>

#include "scrm/core/digest.hpp"
#include "scrm/text/stem.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::sentiment {
namespace {

/// "не работает" is a term, "не" is none.
constexpr std::string_view kNegating =
    "не ни нет нельзя нема немає ні not no never dont doesnt didnt cant wont isnt";

/// Words that join, point or stress.
constexpr std::string_view kJoining =
    "а без бы был была были было быть в вам вас ваш весь во вот все всего всех всю вы где да даже для до "
    "если есть еще ж "
    "же за и из или им их к как какой ко когда кто ли лишь мне мой моя мои мы на над нам нас наш него нее "
    "ней нет них но "
    "ну о об он она они оно от очень по под потом потому почему при про раз с сам свой свою себя сейчас со "
    "так такое "
    "такой там те тем то тогда того тоже только том тот ту тут ты у уж уже хоть чего чем через что чтоб "
    "чтобы эта эти "
    "это этого этой этом этот эту я меня мной твой который которая которые будет просто вообще "
    "та але або аби ви вам вас ваш він вона воно вони все ви де для до його її їх з за зі із й коли ли лише "
    "мені мене ми "
    "мій моя на нам нас наш ні о об от по про при саме свій себе таки там те тим ті того той тому треба тут "
    "у це цей ця ці "
    "чи що щоб щось я як який яка які є буде дуже вже ще якщо від під над "
    "a an the and or but if of at by for with about to from in on off out over under again then once here "
    "there all any "
    "both each few more most other some such only own same so than too very can will just should now i me my "
    "we our you "
    "your he him his she her it its they them their what which who whom this that these those am is are was "
    "were be been "
    "being have has had do does did as until while into im ive dont u ur via rt";

/// Words for the day, its part or the week: what is written on a Friday morning says so, whatever it is
/// about.
constexpr std::string_view kTimes =
    "сегодня сегодняшний сегодняшнего вчера завтра послезавтра позавчера сейчас щас утром днем вечером ночью "
    "утра вечера понедельник понедельника понедельнике вторник вторника среду четверг четверга пятница "
    "пятницу пятницы суббота субботу субботы воскресенье воскресенья выходные выходных "
    "сьогодні вчора учора завтра післязавтра зараз зранку вранці ввечері увечері вночі понеділок понеділка "
    "вівторок вівторка середу четвер четверга п'ятниця п'ятницю субота суботу неділя неділю вихідні вихідних "
    "today yesterday tomorrow tonight morning afternoon evening monday tuesday wednesday thursday friday "
    "saturday sunday weekend";

std::uint64_t key_of(std::u32string_view letters) noexcept {
    return hash64({reinterpret_cast<const char*>(letters.data()), letters.size() * sizeof(char32_t)}, 1);
}

class WordSet {
  public:
    explicit WordSet(std::string_view words) {
        for (std::size_t at = 0; at < words.size();) {
            const std::size_t end = std::min(words.find(' ', at), words.size());
            keys_.push_back(key_of(text::to_utf32(words.substr(at, end - at))));
            at = end + 1;
        }
        std::sort(keys_.begin(), keys_.end());
    }
    bool contains(std::uint64_t key) const { return std::binary_search(keys_.begin(), keys_.end(), key); }

  private:
    std::vector<std::uint64_t> keys_;
};

const WordSet& joining_words() {
    static const WordSet words{kJoining};
    return words;
}

const WordSet& time_words() {
    static const WordSet words{kTimes};
    return words;
}

const WordSet& negating_words() {
    static const WordSet words{kNegating};
    return words;
}

}  // namespace

const std::vector<PostTerm>& TermReader::read(std::string_view post) {
    tokenize(post, tokens_);
    const auto& tokens = tokens_.tokens;
    words_.assign(tokens.size(), {});
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const Token& token = tokens[i];
        if (token.kind != TokenKind::word && token.kind != TokenKind::hashtag) continue;
        const std::u32string_view letters = tokens_.letters_of(token);
        const std::uint64_t word = key_of(letters);
        words_[i].negates = negating_words().contains(word);
        words_[i].joins = !words_[i].negates && (letters.size() < 2 || joining_words().contains(word) ||
                                                 time_words().contains(word));
        stem_ = letters;
        text::stem(stem_);
        words_[i].key = std::max<std::uint64_t>(key_of(stem_), 1);
    }
    terms_.clear();
    for (std::size_t first = 0; first < tokens.size(); ++first) {
        if (words_[first].joins) continue;
        std::uint64_t key = 0;
        for (std::size_t last = first; last < std::min(first + longest_, tokens.size()); ++last) {
            if (words_[last].key == 0) break;
            key = mix64(key ^ words_[last].key);
            if (!words_[last].joins && !words_[last].negates)
                terms_.push_back(
                    {key, static_cast<std::uint32_t>(first), static_cast<std::uint16_t>(last - first + 1)});
            if (tokens[last].clause_end) break;
        }
    }
    return terms_;
}

std::string TermReader::text_of(const PostTerm& term) const {
    std::string text;
    for (std::size_t i = term.first; i < std::size_t{term.first} + term.words; ++i)
        text.append(text.empty() ? "" : " ").append(text::to_utf8(tokens_.letters_of(tokens_.tokens[i])));
    return text;
}

std::vector<std::uint64_t> TermReader::words_of(const PostTerm& term) const {
    std::vector<std::uint64_t> keys;
    for (std::size_t i = term.first; i < std::size_t{term.first} + term.words; ++i)
        keys.push_back(words_[i].key);
    return keys;
}

}  // namespace scrm::sentiment
