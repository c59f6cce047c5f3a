// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace scrm::text {

// Sounds of a key that have no Latin letter of their own take one that no other sound uses.
inline constexpr char kZh = 'j';  ///< ж
inline constexpr char kCh = 'c';  ///< ч
inline constexpr char kSh = 'w';  ///< ш, щ
inline constexpr char kTs = 'q';  ///< ц

/// What one or more Latin letters at the front of a run say: the sounds, and how many letters they take.
struct LatinSound {
    std::string_view sounds;
    std::size_t letters;
};

/// Reads the letters of `run` (a–z and ' for a soft sign) at `at`, in the spellings in which Slavic names are
/// met: passports, GOST, Polish, German, French, everyday. Never reads 0 letters.
LatinSound latin_sound(std::string_view run, std::size_t at) noexcept;

template <typename Push>
void read_latin(std::string_view run, Push push) {
    for (std::size_t at = 0; at < run.size();) {
        const LatinSound found = latin_sound(run, at);
        for (const char sound : found.sounds) push(sound);
        at += found.letters;
    }
}

}  // namespace scrm::text
