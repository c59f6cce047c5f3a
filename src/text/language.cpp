// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/language.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "language_model_internal.hpp"
#include "language_words_internal.hpp"

namespace scrm::text {
namespace {

using namespace std::string_view_literals;

/// What the columns of the models stand for.
constexpr std::array kCyrillicLanguages = {"ru"sv, "uk"sv, "be"sv, "kk"sv, "bg"sv, "sr"sv,
                                           "mk"sv, "ky"sv, "tt"sv, "uz"sv, "tg"sv, "mn"sv};
/// The last one stands for all others: northern, Baltic, southern Slavic, Finnish, Hungarian, Indonesian …
constexpr std::array kLatinLanguages = {"en"sv, "ru"sv, "uk"sv, "pl"sv, "de"sv, "es"sv, "fr"sv, "it"sv,
                                        "pt"sv, "tr"sv, "uz"sv, "cs"sv, "nl"sv, "ro"sv, "und"sv};
constexpr double kCertain = 0.4;
/// What a language must reach that few customers write: the model has seen little of it.
constexpr double kCertainOfRare = 0.8;
/// A letter that no other language has, or a telling ending, is in every longer post.
constexpr double kCertainOfScript = 0.95;

/// How much of a text in each Cyrillic language is letters that Russian lacks, at the least.
constexpr std::array kOwnLetters = {0.0, 0.045, 0.06, 0.10, 0.0, 0.06, 0.03, 0.03, 0.05, 0.03, 0.04, 0.05};
/// What a language must make up for that is seldom met, in log-odds, where no letter of its own speaks for
/// it.
constexpr std::array kRarity = {0.0, 0.0, 2.0, 2.0, 3.0, 2.5, 3.0, 3.0, 3.0, 3.0, 3.0, 4.0};

/// What each word with a letter that a language lacks says against it, in log-odds, and how many of them
/// count.
constexpr double kMarkedWord = 2.5;
constexpr std::size_t kMostMarkedWords = 4;
/// The columns of Russian and Ukrainian, and of English, Russian and Ukrainian.
constexpr std::size_t kPlainCyrillic = 2;
constexpr std::size_t kPlainLatin = 3;

const LanguageModel& cyrillic_model() {
    static const LanguageModel model(kCyrillicModel, kCyrillicLetters, kCyrillicLanguages.size());
    return model;
}
const LanguageModel& latin_model() {
    static const LanguageModel model(kLatinModel, kLatinLetters, kLatinLanguages.size());
    return model;
}

bool is_common(std::string_view language, bool cyrillic) {
    return cyrillic ? language == "ru" || language == "uk" : language == "en";
}

/// Sums up the words of one text.
class Evidence {
  public:
    /// `score` is what the model of its script says of the word.
    void add(const PostWord& word, const LanguageModel::Score& score) {
        if (word.script == PostScript::other) {
            others_[static_cast<std::size_t>(word.other)] += word.letters;
            has_others_ = true;
            return;
        }
        const bool cyrillic = word.script == PostScript::cyrillic;
        (cyrillic ? cyrillic_letters_ : latin_letters_) += word.letters;
        (cyrillic ? cyrillic_ : latin_).add(score);
        telling_letters_ = telling_letters_ || (cyrillic && word.beyond_russian);
        if (word.marked) ++(cyrillic ? marked_cyrillic_ : marked_latin_);
    }

    /// True when the words so far leave no doubt: what follows costs time and changes nothing.
    bool is_beyond_doubt() const {
        constexpr std::size_t kEnough = 32;
        constexpr double kMargin = 12;  // log-odds
        if (std::max(cyrillic_letters_, latin_letters_) < kEnough) return false;
        if (std::min(cyrillic_letters_, latin_letters_) != 0 || has_others_) return false;
        return cyrillic_letters_ != 0 ? cyrillic_model().margin(cyrillic_) > kMargin
                                      : latin_model().margin(latin_) > kMargin;
    }

    bool empty() const { return cyrillic_letters_ + latin_letters_ + most_of_others() == 0; }

    LanguageGuess guess() const {
        const std::size_t cyrillic_weight = cyrillic_letters_ * 2;
        if (most_of_others() > std::max(cyrillic_weight, latin_letters_)) return other_script();
        if (cyrillic_weight >= latin_letters_) {
            const auto more = marked(lacking_letters(), marked_cyrillic_, kPlainCyrillic);
            return best(cyrillic_model().probabilities(cyrillic_, more), kCyrillicLanguages, true);
        }
        const auto more = marked({}, marked_latin_, kPlainLatin);
        return best(latin_model().probabilities(latin_, more), kLatinLanguages, false);
    }

  private:
    std::size_t most_of_others() const { return *std::max_element(others_.begin(), others_.end()); }

    /// What a text speaks against languages by having none of their own letters.
    LanguageModel::Values lacking_letters() const {
        LanguageModel::Values more{};
        if (telling_letters_) return more;
        const auto letters = static_cast<double>(std::min<std::size_t>(cyrillic_letters_, 100));
        for (std::size_t i = 0; i < kOwnLetters.size(); ++i) more[i] = -kOwnLetters[i] * letters - kRarity[i];
        return more;
    }

    /// What words with letters of other languages speak against the first `plain` ones.
    static LanguageModel::Values marked(LanguageModel::Values more, std::size_t words, std::size_t plain) {
        const double against = kMarkedWord * static_cast<double>(std::min(words, kMostMarkedWords));
        for (std::size_t i = 0; i < plain; ++i) more[i] -= against;
        return more;
    }

    LanguageGuess other_script() const {
        const auto most =
            static_cast<std::size_t>(std::max_element(others_.begin(), others_.end()) - others_.begin());
        const auto is = [this](OtherScript script) { return others_[static_cast<std::size_t>(script)] > 0; };
        // Japanese mixes its own letters with Chinese characters.
        const bool japanese = static_cast<OtherScript>(most) == OtherScript::han && is(OtherScript::kana);
        const std::string_view language = japanese ? "ja" : language_of(static_cast<OtherScript>(most));
        return {language, language == "und" ? 0 : kCertainOfScript};
    }

    template <std::size_t n>
    static LanguageGuess best(const std::array<double, LanguageModel::kMostLanguages>& p,
                              const std::array<std::string_view, n>& languages, bool cyrillic) {
        std::size_t best = 0;
        for (std::size_t i = 1; i < n; ++i) {
            if (p[i] > p[best]) best = i;
        }
        const double least = is_common(languages[best], cyrillic) ? kCertain : kCertainOfRare;
        if (p[best] < least) return {"und", 1 - p[best]};
        return {languages[best], p[best]};
    }

    LanguageModel::Score cyrillic_;
    LanguageModel::Score latin_;
    bool telling_letters_ = false;
    bool has_others_ = false;
    std::size_t marked_cyrillic_ = 0;  ///< words
    std::size_t marked_latin_ = 0;
    std::size_t cyrillic_letters_ = 0;
    std::size_t latin_letters_ = 0;
    std::array<std::size_t, kOtherScripts> others_{};
};

}  // namespace

LanguageGuess identify_language(std::string_view text) {
    CodePoints points;
    points.decode(text);
    return identify_language(points);
}

LanguageGuess identify_language(const CodePoints& text) {
    for (const WordsOfPost which : {WordsOfPost::telling, WordsOfPost::all}) {
        Evidence evidence;
        PostWords reader(text, which);
        std::array<PostWord, LanguageModel::kTogether> words;
        std::array<LanguageModel::Reading, LanguageModel::kTogether> readings;
        bool more = true;
        while (more) {
            std::size_t count = 0;
            while (count < words.size() && reader.next(words[count])) {
                const bool cyrillic = words[count].script == PostScript::cyrillic;
                readings[count].model = &(cyrillic ? cyrillic_model() : latin_model());
                readings[count].bordered = words[count].codes();
                ++count;
            }
            more = count == words.size();
            if (count != 0) LanguageModel::read(std::span(readings).first(count));
            for (std::size_t i = 0; i < count; ++i) {
                evidence.add(words[i], readings[i].score);
                if (!evidence.is_beyond_doubt()) continue;
                more = false;
                break;
            }
        }
        if (!evidence.empty()) return evidence.guess();
    }
    return {};
}

}  // namespace scrm::text
