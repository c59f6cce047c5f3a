// SPDX-License-Identifier: Apache-2.0
// Learns how letters of Latin and Cyrillic names stand for each other, and measures what it tells.
//
//     scrm_person_name_sound PAIRS.tsv [--units]
//
// PAIRS.tsv: latin, cyrillic, count with a header
// (../shared/data/identity/names-translit-wikidata/wd_russian_pairs.tsv). Expectation maximisation over
// alignments of groups of up to two letters; a fifth of the pairs is held back. With
// --units it prints the rows of src/person/names/name_sound_units.cpp; without, how many pairs of one name
// and how many random pairs reach each likeness, and how many share an outline, by the tables as they are
// built in.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/digest.hpp"
#include "scrm/core/random.hpp"
#include "scrm/person/name_sound.hpp"
#include "scrm/person/surname.hpp"
#include "scrm/text/fold.hpp"
#include "scrm/text/transliterate.hpp"

namespace {

constexpr std::size_t kLetters = 27;  // 0: none
constexpr std::size_t kLongest = 18;
constexpr int kIterations = 12;
/// From here on pairs that hardly align are left out: names of two people that the source took for one.
constexpr int kTrustFrom = 6;
constexpr double kRare = 2e-5;    // of a pair of single letters that was never seen
constexpr double kLeast = 5e-5;   // of a unit worth a row
constexpr double kPenalty = 0.3;  // pairs that a unit has to pay for being there
constexpr double kMostCount = 10;

using Word = std::vector<std::size_t>;

struct NamePair {
    std::string latin;
    std::string cyrillic;
    Word a;
    Word b;
    double count = 1;
    bool is_held_back = false;
};

Word letters_of(std::string_view key) {
    Word out;
    for (const char c : key) {
        if (c >= 'a' && c <= 'z') out.push_back(static_cast<std::size_t>(c - 'a') + 1);
    }
    return out;
}

std::vector<NamePair> read(const char* path) {
    std::vector<NamePair> pairs;
    std::ifstream in(path);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        const std::size_t first = line.find('\t');
        const std::size_t second = line.find('\t', first + 1);
        if (second == std::string::npos) continue;
        NamePair pair;
        pair.latin = scrm::text::latin_key(scrm::text::fold(line.substr(0, first)));
        pair.cyrillic = scrm::text::latin_key(scrm::text::fold(line.substr(first + 1, second - first - 1)));
        pair.a = letters_of(pair.latin);
        pair.b = letters_of(pair.cyrillic);
        pair.count = std::min(kMostCount, std::strtod(line.c_str() + second + 1, nullptr));
        pair.is_held_back = scrm::hash64(line.substr(0, first)) % 5 == 0;
        const auto fits = [](const Word& word) { return word.size() >= 2 && word.size() <= kLongest; };
        if (fits(pair.a) && fits(pair.b)) pairs.push_back(std::move(pair));
    }
    return pairs;
}

class Alignment {
  public:
    Alignment() : unit_(kLetters * kLetters * kLetters * kLetters, 0) {}

    void learn(const std::vector<NamePair>& pairs) {
        std::vector<double> counts(unit_.size(), 0);
        for (const NamePair& pair : pairs) {
            if (!pair.is_held_back) start(pair, counts);
        }
        take(counts, 0);
        for (int i = 0; i < kIterations; ++i) {
            std::fill(counts.begin(), counts.end(), 0);
            for (const NamePair& pair : pairs) {
                if (!pair.is_held_back) count(pair, counts, i >= kTrustFrom);
            }
            take(counts, kPenalty);
        }
        for (double& share : unit_) {
            if (share < kLeast) share = 0;
        }
        take(std::vector<double>(unit_), 0);
    }

    void print() const {
        const auto letter = [](std::size_t c) {
            return c == 0 ? std::string{} : std::string(1, static_cast<char>('a' + c - 1));
        };
        for (std::size_t i = 0; i < unit_.size(); ++i) {
            if (unit_[i] <= 0) continue;
            const std::size_t b = i % (kLetters * kLetters);
            const std::size_t a = i / (kLetters * kLetters);
            std::printf("    {\"%s%s\", \"%s%s\", %ld},\n", letter(a / kLetters).c_str(),
                        letter(a % kLetters).c_str(), letter(b / kLetters).c_str(),
                        letter(b % kLetters).c_str(), std::lround(-8 * std::log2(unit_[i])));
        }
    }

  private:
    /// Calls `visit(unit, from, to)` for every step of every alignment; cells by row of `a`.
    template <class Visit>
    static void for_each_step(const Word& a, const Word& b, std::size_t i, std::size_t k,
                              const Visit& visit) {
        for (std::size_t x = 0; x <= 2 && i + x <= a.size(); ++x) {
            for (std::size_t y = 0; y <= 2 && k + y <= b.size(); ++y) {
                // Single letters may stand for nothing; two never do.
                if (x + y == 0 || (x == 0 && y == 2) || (x == 2 && y == 0)) continue;
                const std::size_t unit =
                    (((x > 0 ? a[i] : 0) * kLetters + (x > 1 ? a[i + 1] : 0)) * kLetters +
                     (y > 0 ? b[k] : 0)) *
                        kLetters +
                    (y > 1 ? b[k + 1] : 0);
                visit(unit, (i + x) * (b.size() + 1) + k + y);
            }
        }
    }

    /// Every step near the diagonal counts once.
    static void start(const NamePair& pair, std::vector<double>& counts) {
        for (std::size_t i = 0; i <= pair.a.size(); ++i) {
            for (std::size_t k = 0; k <= pair.b.size(); ++k) {
                if (i > k + 3 || k > i + 3) continue;
                for_each_step(pair.a, pair.b, i, k,
                              [&](std::size_t unit, std::size_t) { counts[unit] += 1; });
            }
        }
    }

    void count(const NamePair& pair, std::vector<double>& counts, bool trusts) {
        const std::size_t width = pair.b.size() + 1;
        const std::size_t cells = (pair.a.size() + 1) * width;
        forward_.assign(cells, 0);
        forward_[0] = 1;
        for (std::size_t cell = 0; cell < cells; ++cell) {
            if (forward_[cell] == 0) continue;
            for_each_step(pair.a, pair.b, cell / width, cell % width, [&](std::size_t unit, std::size_t to) {
                forward_[to] += forward_[cell] * unit_[unit];
            });
        }
        const double all = forward_[cells - 1];
        if (!(all > 0)) return;
        const double longer = static_cast<double>(std::max(pair.a.size(), pair.b.size()));
        if (trusts && std::log2(all) < -5.2 * longer - 6) return;
        backward_.assign(cells, 0);
        backward_[cells - 1] = 1;
        for (std::size_t cell = cells; cell-- > 0;) {
            for_each_step(pair.a, pair.b, cell / width, cell % width, [&](std::size_t unit, std::size_t to) {
                const double rest = unit_[unit] * backward_[to];
                backward_[cell] += rest;
                counts[unit] += pair.count * forward_[cell] * rest / all;
            });
        }
    }

    void take(const std::vector<double>& counts, double penalty) {
        double sum = 0;
        for (const double count : counts) sum += std::max(0.0, count - penalty);
        for (std::size_t i = 0; i < counts.size(); ++i) unit_[i] = std::max(0.0, counts[i] - penalty) / sum;
    }

    std::vector<double> unit_;  // probability of a group of each side
    std::vector<double> forward_;
    std::vector<double> backward_;
};

/// What single letters cost by themselves, in eighths of a bit.
void print_letters(const std::vector<NamePair>& pairs, Word NamePair::*side) {
    std::array<double, kLetters> counts{};
    counts.fill(1);
    double sum = kLetters;
    for (const NamePair& pair : pairs) {
        if (pair.is_held_back) continue;
        for (const std::size_t c : pair.*side) counts[c] += 1;
        sum += static_cast<double>((pair.*side).size()) + 1;
    }
    for (std::size_t c = 1; c < kLetters; ++c)
        std::printf("%ld, ", std::lround(-8 * std::log2(counts[c] / sum)));
    std::printf("\n");
}

void measure(const std::vector<NamePair>& pairs) {
    std::vector<const NamePair*> held;
    for (const NamePair& pair : pairs) {
        if (pair.is_held_back) held.push_back(&pair);
    }
    std::vector<double> one;
    std::vector<double> two;
    std::size_t outlines = 0;
    std::size_t rough = 0;
    std::size_t spelled = 0;
    for (const NamePair* pair : held) {
        spelled += scrm::person::compare_surnames(pair->latin, pair->cyrillic) !=
                           scrm::person::SurnameAgreement::different
                       ? 1
                       : 0;
        one.push_back(scrm::person::cross_script_likeness(pair->latin, pair->cyrillic));
        outlines +=
            scrm::person::sound_outline(pair->latin) == scrm::person::sound_outline(pair->cyrillic) ? 1 : 0;
        rough += scrm::person::rough_sound_outline(pair->latin) ==
                         scrm::person::rough_sound_outline(pair->cyrillic)
                     ? 1
                     : 0;
    }
    scrm::Random random(7);
    for (int i = 0; i < 1'000'000; ++i) {
        two.push_back(scrm::person::cross_script_likeness(held[random.below(held.size())]->latin,
                                                          held[random.below(held.size())]->cyrillic));
    }
    const auto share = [](const std::vector<double>& of, double least) {
        return static_cast<double>(
                   std::count_if(of.begin(), of.end(), [least](double x) { return x >= least; })) /
               static_cast<double>(of.size());
    };
    std::printf("%zu pairs held back, a million random ones\n%8s %9s %9s\n", held.size(), "bits", "one name",
                "two");
    for (const double least : {0.0, 0.5, 1.0, 1.5, 2.0, 2.5}) {
        std::printf("%8.1f %9.4f %9.6f\n", least, share(one, least), share(two, least));
    }
    const auto n = static_cast<double>(held.size());
    std::printf("alike or similar by transliteration alone %.4f\n", static_cast<double>(spelled) / n);
    std::printf("one outline %.4f, one rough outline %.4f\n", static_cast<double>(outlines) / n,
                static_cast<double>(rough) / n);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: %s PAIRS.tsv [--units]\n", argv[0]);
        return 2;
    }
    const auto pairs = read(argv[1]);
    if (argc > 2 && std::string_view{argv[2]} == "--units") {
        Alignment alignment;
        alignment.learn(pairs);
        alignment.print();
        std::printf("rare unit %ld\n", std::lround(-8 * std::log2(kRare)));
        print_letters(pairs, &NamePair::a);
        print_letters(pairs, &NamePair::b);
    } else {
        measure(pairs);
    }
    return 0;
}
