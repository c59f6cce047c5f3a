// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "scrm/text/code_points.hpp"

namespace scrm::text {

/// The alphabets of the language models; the code of a letter is its place, from 1.
inline constexpr std::u32string_view kCyrillicLetters =
    U"абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўәғқңөұүһђјљњћџѓќѕҗҳҷӣӯ";
inline constexpr std::u32string_view kLatinLetters =
    U"abcdefghijklmnopqrstuvwxyząćęłńóśźżäöüßàâçèéêôñáíúışğčřšžěãõ";

enum class PostScript : std::uint8_t { cyrillic, latin, other };
enum class OtherScript : std::uint8_t {
    greek,
    armenian,
    hebrew,
    arabic,
    thai,
    georgian,
    hangul,
    kana,
    han,
    rest
};
inline constexpr std::size_t kOtherScripts = 10;

/// "und" where a script serves several languages.
std::string_view language_of(OtherScript script);

/// A word as the language models read it.
struct PostWord {
    static constexpr std::size_t kMostLetters = 40;

    PostScript script = PostScript::other;
    OtherScript other = OtherScript::rest;
    std::size_t letters = 0;
    bool beyond_russian = false;  ///< a Cyrillic word has a letter that the Russian alphabet lacks
    bool marked = false;          ///< it has a letter that Russian, Ukrainian and English lack
    /// A border, the codes of the letters in one alphabet, a border. Which alphabet a word is of shows at its
    /// end only.
    using Bordered = std::array<std::uint8_t, kMostLetters + 2>;
    Bordered cyrillic{};
    Bordered latin{};

    std::span<const std::uint8_t> codes() const {
        return std::span(script == PostScript::cyrillic ? cyrillic : latin).first(letters + 2);
    }
};

/// telling: without #tags and names of brands.
enum class WordsOfPost : std::uint8_t { telling, all };

/// Reads the words of a post one by one: without addresses, @names and laughter. A word with a Cyrillic
/// letter is Cyrillic, its Latin look-alikes too ("пiдтримка" with a Latin i). Stops after 1,000 letters; of
/// a longer word than 40 letters the rest is left out.
class PostWords {
  public:
    /// `text` must outlive the reader.
    PostWords(const CodePoints& text, WordsOfPost which) : text_(text), which_(which) {}

    /// False at the end; else `word` is the next one.
    bool next(PostWord& word);

  private:
    void skip_name();
    void skip_to_white_space();
    bool skip_address();
    bool starts_with_no_case(std::size_t at, std::string_view beginning) const;
    bool starts_domain() const;
    void read_word(PostWord& word);
    void end_word(PostWord& word) const;
    bool counts(const PostWord& word) const;

    const CodePoints& text_;
    WordsOfPost which_;
    std::size_t at_ = 0;
    std::uint8_t traits_ = 0;
    char32_t foreign_ = 0;  ///< the first letter of another script
    std::size_t total_ = 0;
};

/// Whether a word of small letters is a name that is written so in every language ("visa").
bool is_latin_name(std::u32string_view word);

}  // namespace scrm::text
