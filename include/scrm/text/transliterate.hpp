// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace scrm::text {

/// Ways to write Russian, Ukrainian and Belarusian names in Latin letters.
enum class Scheme : std::uint8_t {
    icao_ru,  ///< ICAO Doc 9303 part 3, Russian passports since 2014: Юлия Щербакова → Iuliia Shcherbakova
    gost_7_79_b,  ///< GOST 7.79-2000 system B, ь as ` and э as e`: Yuliya Shherbakova
    bgn_ru,       ///< BGN/PCGN 1947 in ASCII: Yuliya Shcherbakova, ь as ', ё as ye or e
    everyday_ru,  ///< what Russian speakers type: Yulia Scherbakova, Dmitry
    ukrainian_2010,  ///< resolution 55 of the Ukrainian cabinet, passports: Олексій Згурський → Oleksii
                     ///< Zghurskyi
    icao_uk,  ///< ICAO Doc 9303 before its Ukrainian exceptions: г as g, one form of each letter everywhere
    bgn_uk,   ///< BGN/PCGN 1965: Oleksiy, y for и and й, ь as '
    icao_be,  ///< ICAO Doc 9303 part 3, Belarusian: Уладзімір → Uladzimir, ё as io
    bgn_be,   ///< BGN/PCGN 1979: ў as w, е as ye
    belarusian_2007,  ///< the state cadastre's instruction of 2007, the only one with letters beyond ASCII
                      ///< (č, š, ŭ)
};

/// Stable names in the order of the enum, e.g. "icao_ru".
std::string_view to_string(Scheme scheme) noexcept;
std::span<const Scheme> all_schemes() noexcept;

/// Writes the Cyrillic letters of `text` in Latin letters. A capital gives a capitalised group ("Щ" →
/// "Shch"), or an all-capital one between capitals ("ЩУКА" → "SHCHUKA"). Letters that the scheme does not
/// know fall back to the closest of its kin; everything that is not Cyrillic stays. Pure, thread-safe, ASCII
/// out for Cyrillic in.
std::string transliterate(std::string_view text, Scheme scheme);

/// One comparable key for one word of a name, whatever the script and the scheme: Щербаков, Shcherbakov and
/// Scherbakov share one, so do Юлия, Yulia, Julia and Iuliia, Олексій and Oleksii, Ковальчук and Kovalchuk,
/// Παπαδόπουλος and Papadopoulos, Սարգսյան and Sargsyan, ბერიძე and Beridze.
///
/// `folded` is text::fold() of the word. The key is of a–z and digits; other scripts pass through; a text of
/// several words gives the keys with one space between. Lossy on purpose (doubled letters, soft signs,
/// kh/h/g/x, i/y/j), so equal keys are evidence, not proof. Pure, thread-safe.
std::string latin_key(std::string_view folded);

}  // namespace scrm::text
