// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "scrm/core/random.hpp"
#include "scrm/text/letter_case.hpp"
#include "scrm/text/utf8.hpp"
#include "sentiment/training/corpus_internal.hpp"

/// Streams of posts of which the truth is known: originals, and what people do to them.
namespace scrm::sentiment {

enum class Edit : std::uint8_t { none, repost, cut, typos, other_word, tags, numbers, capitals };
inline constexpr std::array kEdits{Edit::repost, Edit::cut,     Edit::typos,   Edit::other_word,
                                   Edit::tags,   Edit::numbers, Edit::capitals};

struct PlantedPost {
    std::string text;
    std::uint32_t source = 0;  ///< number of the original that it was made of
    Edit edit = Edit::none;
};

inline std::vector<std::string> split_words(const std::string& text) {
    std::vector<std::string> words;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        if (end > begin) words.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

inline std::string join_words(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text.append(text.empty() ? "" : " ").append(word);
    return text;
}

/// Words as they follow each other in the authored corpus: frequent ones are drawn as often as they occur.
inline const std::vector<std::string>& corpus_words() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> words;
        for (const CorpusPost& post : read_corpus(std::string{SCRM_SOURCE_DIR} + "/src/sentiment/corpus"))
            for (std::string& word : split_words(post.text)) words.push_back(std::move(word));
        return words;
    }();
    return all;
}

inline std::string drawn_post(Random& random, std::size_t least, std::size_t most) {
    const auto& words = corpus_words();
    std::vector<std::string> drawn;
    const std::size_t count = least + random.below(most - least + 1);
    // Two words in a row now and then, as in language.
    while (drawn.size() < count) {
        const std::size_t at = random.below(words.size() - 1);
        drawn.push_back(words[at]);
        if (random.chance(0.5)) drawn.push_back(words[at + 1]);
    }
    return join_words(drawn);
}

/// One letter of one word changed.
inline void mistype(std::string& word, Random& random) {
    std::u32string letters = text::to_utf32(word);
    letters[random.below(letters.size())] = U'ъ' - static_cast<char32_t>(random.below(20));
    word = text::to_utf8(letters);
}

inline std::string edited(const std::string& text, Edit edit, Random& random) {
    std::vector<std::string> words = split_words(text);
    switch (edit) {
        case Edit::none:
            return text;
        case Edit::repost:
            return "RT @user" + std::to_string(random.below(1'000)) + ": " + text + " https://t.co/" +
                   std::to_string(random.next());
        case Edit::cut:
            words.resize(words.size() - words.size() / 5);
            return join_words(words) + "…";
        case Edit::typos:
            for (std::size_t i = 0; i < 1 + words.size() / 10; ++i)
                mistype(words[random.below(words.size())], random);
            return join_words(words);
        case Edit::other_word:
            words[random.below(words.size())] = corpus_words()[random.below(corpus_words().size())];
            return join_words(words);
        case Edit::tags:
            return text + " #банк 🔥🔥 vk.com/wall" + std::to_string(random.below(1'000'000));
        case Edit::numbers:
            return std::to_string(random.below(10'000)) + " " + text;
        case Edit::capitals:
            return text::to_upper(text) + "!!!";
    }
    return text;
}

/// `originals` posts of 10–25 words and `copies` edited copies of random ones of them, each later than its
/// original.
inline std::vector<PlantedPost> planted_posts(std::size_t originals, std::size_t copies, std::uint64_t seed) {
    Random random{seed};
    std::vector<PlantedPost> posts;
    std::vector<std::uint32_t> sources;
    while (posts.size() < originals + copies) {
        const bool copy = !sources.empty() && random.chance(static_cast<double>(copies) /
                                                            static_cast<double>(originals + copies));
        if (!copy) {
            sources.push_back(static_cast<std::uint32_t>(posts.size()));
            posts.push_back({drawn_post(random, 10, 25), sources.back(), Edit::none});
            continue;
        }
        const std::uint32_t source = sources[random.below(sources.size())];
        const Edit edit = kEdits[random.below(kEdits.size())];
        posts.push_back({edited(posts[source].text, edit, random), source, edit});
    }
    return posts;
}

}  // namespace scrm::sentiment
