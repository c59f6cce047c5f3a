// The names of public corpora, where the machine has them: how much of them the authored lists and rules
// know.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "scrm/person/name_comparison.hpp"
#include "scrm/text/fold.hpp"
#include "scrm/text/transliterate.hpp"

namespace scrm::person {
namespace {

std::vector<std::vector<std::string>> read_rows(const std::string& file) {
    std::vector<std::vector<std::string>> rows;
    std::ifstream in(std::string{SCRM_SOURCE_DIR "/../shared/data/identity/names-knowledge/"} + file);
    for (std::string line; std::getline(in, line);) {
        std::vector<std::string>& cells = rows.emplace_back(1);
        for (const char c : line) {
            if (c == ',') {
                cells.emplace_back();
            } else if (c != '\r') {
                cells.back() += c;
            }
        }
    }
    return rows;
}

struct Forms {
    explicit Forms(std::string_view raw) : folded(text::fold(raw)), key(text::latin_key(folded)) {}
    operator NameForms() const { return {folded, key}; }

    std::string folded;
    std::string key;
};

TEST(NameCorpus, UkrainianAndRussianSpellingsAgree) {
    const auto rows = read_rows("uk-ru-names-chaplinsky/legacy_ua2ru.csv");
    if (rows.empty()) GTEST_SKIP() << "no shared data";
    std::size_t all = 0;
    std::size_t agree = 0;
    for (const auto& row : rows) {
        if (row.size() < 2) continue;
        const Forms uk{row[0]};
        const Forms ru{row[1]};
        ++all;
        const bool as_given = compare_given_names(uk, ru) <= GivenAgreement::typo;
        agree += as_given || compare_surnames(uk, ru) <= SurnameAgreement::typo;
    }
    EXPECT_GE(static_cast<double>(agree) / static_cast<double>(all), 0.99);
}

TEST(NameCorpus, RomanisationsOfOneNameAgree) {
    std::vector<PersonName> names;
    for (const auto& row : read_rows("uk-ru-names-chaplinsky/golden_chaplinsky.json")) {
        const std::size_t begin = row.front().find('"');
        const std::size_t end = row.front().rfind('"');
        if (begin != std::string::npos && end > begin) {
            names.push_back(parse_name(row.front().substr(begin + 1, end - begin - 1)));
        }
    }
    if (names.empty()) GTEST_SKIP() << "no shared data";
    for (const PersonName& a : names) {
        for (const PersonName& b : names) EXPECT_LE(compare(a, b), NameAgreement::typo);
    }
}

void expect_known(const char* file, Gender gender, double share) {
    const auto rows = read_rows(file);
    if (rows.empty()) GTEST_SKIP() << "no shared data";
    double all = 0;
    double known = 0;
    double wrong = 0;
    for (const auto& row : rows) {
        if (row.size() < 2) continue;
        const double count = std::strtod(row[1].c_str(), nullptr);
        const auto readings = given_name_readings(Forms{row[0]});
        all += count;
        if (readings.empty()) continue;
        known += count;
        const auto found = gender_of(readings);
        if (found && *found != gender) wrong += count;
    }
    EXPECT_GE(known / all, share);
    EXPECT_LE(wrong / all, 0.003);
}

TEST(NameCorpus, MenAreListed) {
    expect_known("ru-names-datacoon/rumales.csv", Gender::male, 0.95);
}

TEST(NameCorpus, WomenAreListed) {
    expect_known("ru-names-datacoon/rufemales.csv", Gender::female, 0.95);
}

TEST(NameCorpus, PatronymicsAreRead) {
    const auto rows = read_rows("ru-names-datacoon/midnames.csv");
    if (rows.empty()) GTEST_SKIP() << "no shared data";
    double all = 0;
    double read = 0;
    for (const auto& row : rows) {
        if (row.size() < 6) continue;
        const double count = std::strtod(row[0].c_str(), nullptr);
        all += count;
        if (read_patronymic(Forms{row.back()}.key)) read += count;
    }
    EXPECT_GE(read / all, 0.99);
}

}  // namespace
}  // namespace scrm::person
