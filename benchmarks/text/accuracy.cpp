// SPDX-License-Identifier: Apache-2.0
//
// How well languages are told apart and numbers are masked.
//
//     scrm_text_accuracy [POSTS.tsv …] [--wrong]
//
// Without files: 100,000 generated cards hidden in text, and as many phones, IBANs, accounts and order
// numbers. With files, whose first column is a language and whose last one is a post: accuracy by language
// and posts a second.
// --wrong prints the posts that were taken for another language.

#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/random.hpp"
#include "scrm/text/language.hpp"
#include "scrm/text/mask.hpp"
#include "scrm/text/mask_policy.hpp"
#include "text/mask_numbers.hpp"

namespace {

using namespace scrm;

void cards() {
    constexpr int kCards = 100000;
    Random random(11);
    int masked = 0;
    int leaked = 0;
    for (int n = 0; n < kCards; ++n) {
        const std::string card = text::testing::random_card(random);
        const std::string out =
            text::mask("карта " + text::testing::obfuscate(card, random) + " не работает");
        masked += out.find("[CARD") != std::string::npos ? 1 : 0;
        leaked += out.find(card.substr(6, card.size() - 10)) != std::string::npos ? 1 : 0;
    }
    std::printf("cards masked: %d of %d obfuscated ones (%.3f %%), middle digits left in %d\n", masked,
                kCards, 100.0 * masked / kCards, leaked);
}

void other_numbers() {
    constexpr int kNumbers = 100000;
    struct Kind {
        const char* name;
        std::string (*make)(Random&);
        std::string_view token;
    };
    const Kind kinds[] = {{"phones", text::testing::random_phone, "[PHONE]"},
                          {"IBANs", text::testing::random_iban, "[IBAN]"},
                          {"20-digit accounts", text::testing::random_account, "[ACCOUNT]"},
                          {"order numbers", text::testing::random_order, ""}};
    for (const Kind& kind : kinds) {
        Random random(12);
        int as_card = 0;
        int as_itself = 0;
        for (int n = 0; n < kNumbers; ++n) {
            const std::string post = "жду ответа, " + kind.make(random) + ", спасибо";
            as_card += text::contains_card(post) ? 1 : 0;
            const std::string out = text::mask(post);
            as_itself += kind.token.empty() ? out == post : out.find(kind.token) != std::string::npos;
        }
        std::printf("%s: %.3f %% taken for cards, %.3f %% %s\n", kind.name, 100.0 * as_card / kNumbers,
                    100.0 * as_itself / kNumbers,
                    kind.token.empty() ? "left alone" : "masked as what they are");
    }
}

void languages(const char* file, bool print_wrong) {
    std::vector<std::pair<std::string, std::string>> posts;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        const std::size_t first = line.find('\t');
        if (first == std::string::npos) continue;
        posts.emplace_back(line.substr(0, first), line.substr(line.rfind('\t') + 1));
    }
    text::identify_language("прогрев");
    std::map<std::string, std::pair<int, int>> right;
    const auto start = std::chrono::steady_clock::now();
    std::vector<text::LanguageGuess> guesses;
    guesses.reserve(posts.size());
    for (const auto& [language, post] : posts) guesses.push_back(text::identify_language(post));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    for (std::size_t n = 0; n < posts.size(); ++n) {
        auto& [good, all] = right[posts[n].first];
        ++all;
        if (guesses[n].language == posts[n].first) {
            ++good;
        } else if (print_wrong) {
            std::printf("  %s -> %.*s %.2f  %s\n", posts[n].first.c_str(),
                        static_cast<int>(guesses[n].language.size()), guesses[n].language.data(),
                        guesses[n].probability, posts[n].second.c_str());
        }
    }
    std::printf("%s\n", file);
    for (const auto& [language, count] : right) {
        std::printf("  %s: %.4f of %d\n", language.c_str(), static_cast<double>(count.first) / count.second,
                    count.second);
    }
    std::printf("  %.0f posts/s on one core\n", static_cast<double>(posts.size()) / seconds);
}

}  // namespace

int main(int count, char** arguments) {
    bool print_wrong = false;
    std::vector<const char*> files;
    for (int i = 1; i < count; ++i) {
        if (std::string_view(arguments[i]) == "--wrong") {
            print_wrong = true;
        } else {
            files.push_back(arguments[i]);
        }
    }
    if (files.empty()) {
        cards();
        other_numbers();
    }
    for (const char* file : files) languages(file, print_wrong);
    return 0;
}
