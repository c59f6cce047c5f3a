// SPDX-License-Identifier: Apache-2.0
// What a clerk waits for: questions to a bank by name, phone, e-mail, date of birth, as written and misspelt;
// how long each takes, how many answers come first that the question was made from, and what the answers by
// keys miss of those by complete comparison.
//
//     scrm_crm_search_benchmark CUSTOMERS QUESTIONS COMPARED FOLDER [POSTGRES_URL]
//
// QUESTIONS of each kind, COMPARED of them also with every record. FOLDER takes the generated bank; the
// database is made in it, or is the empty one of POSTGRES_URL.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "scrm/core/digest.hpp"
#include "scrm/crm/crm.hpp"
#include "scrm/identity/sample.hpp"

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point began) {
    return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

/// The first two words of a name: most clerks type no patronymic.
std::string two_words(const std::string& name) {
    const std::size_t first = name.find(' ');
    return first == std::string::npos ? name : name.substr(0, name.find(' ', first + 1));
}

/// Leaves out one letter behind the first two; letters of two bytes are taken whole.
std::string misspelt(std::string text, std::uint64_t seed) {
    std::vector<std::size_t> letters;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U && text[i] != ' ') letters.push_back(i);
    }
    if (letters.size() < 5) return text;
    const std::size_t at = letters[2 + seed % (letters.size() - 3)];
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    return text.erase(at, end - at);
}

std::string other_digit(std::string phone) {
    for (std::size_t i = phone.size(); i-- > 0;) {
        if (phone[i] < '0' || phone[i] > '9') continue;
        phone[i] = phone[i] == '9' ? '0' : static_cast<char>(phone[i] + 1);
        break;
    }
    return phone;
}

struct Kind {
    const char* name;
    std::function<bool(const scrm::Customer&)> fits;
    std::function<scrm::SearchQuery(const scrm::Customer&, std::uint64_t)> ask;
};

std::vector<Kind> kinds() {
    const auto named = [](const scrm::Customer& c) { return c.kind != "company" && !c.full_name.empty(); };
    const auto with_phone = [named](const scrm::Customer& c) { return named(c) && !c.phones.empty(); };
    const auto with_date = [named](const scrm::Customer& c) { return named(c) && c.birth_date.size() == 10; };
    const auto query = [](std::string name, std::string phone, std::string email, std::string date,
                          std::string city) {
        return scrm::SearchQuery{std::move(name), std::move(phone), std::move(email), std::move(date),
                                 std::move(city)};
    };
    return {
        {"name", named, [=](const auto& c, auto) { return query(two_words(c.full_name), "", "", "", ""); }},
        {"name, misspelt", named,
         [=](const auto& c, auto seed) {
             return query(misspelt(two_words(c.full_name), seed), "", "", "", "");
         }},
        {"name and city", named,
         [=](const auto& c, auto) { return query(two_words(c.full_name), "", "", "", c.city); }},
        {"name and date of birth", with_date,
         [=](const auto& c, auto) { return query(two_words(c.full_name), "", "", c.birth_date, ""); }},
        {"misspelt name and date of birth", with_date,
         [=](const auto& c, auto seed) {
             return query(misspelt(two_words(c.full_name), seed), "", "", c.birth_date, "");
         }},
        {"phone", with_phone, [=](const auto& c, auto) { return query("", c.phones[0], "", "", ""); }},
        {"e-mail", [](const auto& c) { return c.kind != "company" && !c.emails.empty(); },
         [=](const auto& c, auto) { return query("", "", c.emails[0], "", ""); }},
        {"misspelt name and phone", with_phone,
         [=](const auto& c, auto seed) {
             return query(misspelt(two_words(c.full_name), seed), c.phones[0], "", "", "");
         }},
        {"name and a phone with a wrong digit", with_phone,
         [=](const auto& c, auto) {
             return query(two_words(c.full_name), other_digit(c.phones[0]), "", "", "");
         }},
        {"company", [](const auto& c) { return c.kind == "company" && !c.full_name.empty(); },
         [=](const auto& c, auto) { return query(c.full_name, "", "", "", ""); }},
    };
}

struct Outcome {
    std::vector<double> times;
    std::size_t found = 0;  // the customer asked for weighs as much as the first answer
    std::size_t compared = 0;
    std::size_t same_best = 0;
    std::size_t top = 0;       // answers of the complete comparison that weigh most, five a question
    std::size_t recalled = 0;  // of them, met or equalled by an answer of equal rank
};

double at_share(std::vector<double> times, double share) {
    if (times.empty()) return 0;
    std::sort(times.begin(), times.end());
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5) {
        std::fprintf(stderr, "usage: %s CUSTOMERS QUESTIONS COMPARED FOLDER [POSTGRES_URL]\n", argv[0]);
        return 2;
    }
    const auto customers = std::strtoull(argv[1], nullptr, 10);
    const auto questions = std::strtoull(argv[2], nullptr, 10);
    const auto compared = std::strtoull(argv[3], nullptr, 10);
    const fs::path folder = argv[4];
    fs::remove_all(folder);
    scrm::identity::SampleOptions sample;
    sample.customers = customers;
    sample.identities = 0;
    scrm::identity::write_sample(sample, folder);
    auto crm = scrm::Crm::open(argc > 5 ? std::string{argv[5]} : (folder / "bank.db").string());
    const auto began = Clock::now();
    const auto report = crm.customers().import_csv(folder / "customers.csv");
    std::printf("import: %.0f customers a second\n",
                static_cast<double>(report.accepted) / milliseconds_since(began) * 1000);

    std::printf("%-38s %9s %9s %9s %8s %10s %10s\n", "question", "p50 ms", "p99 ms", "most ms", "found",
                "same best", "top 5");
    for (const Kind& kind : kinds()) {
        Outcome outcome;
        for (std::uint64_t n = 0; outcome.times.size() < questions && n < 40 * questions; ++n) {
            const std::uint64_t random = scrm::mix64(n + 7919 * questions);
            char id[32];
            std::snprintf(id, sizeof id, "C%08llu", static_cast<unsigned long long>(1 + random % customers));
            const auto customer = crm.customers().get(scrm::CustomerId{id});
            if (!customer || !kind.fits(*customer)) continue;
            scrm::SearchQuery query = kind.ask(*customer, random >> 32U);
            const auto asked = Clock::now();
            const auto hits = crm.customers().search(query);
            outcome.times.push_back(milliseconds_since(asked));
            outcome.found += std::any_of(hits.begin(), hits.end(), [&](const auto& hit) {
                return hit.customer.id == customer->id && hit.match_weight == hits.front().match_weight;
            });
            if (outcome.compared == compared) continue;
            ++outcome.compared;
            query.complete = true;
            const auto all = crm.customers().search(query);
            const auto weight = [](const auto& answers, std::size_t i) {
                return i < answers.size() ? answers[i].match_weight : -1.0;
            };
            outcome.same_best += weight(all, 0) == weight(hits, 0);
            for (std::size_t i = 0; i < std::min<std::size_t>(5, all.size()); ++i) {
                ++outcome.top;
                outcome.recalled += weight(all, i) == weight(hits, i);
            }
        }
        const auto share = [](std::size_t part, std::size_t whole) {
            return whole == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(whole);
        };
        std::printf("%-38s %9.1f %9.1f %9.1f %8.3f %10.3f %10.3f\n", kind.name, at_share(outcome.times, 0.5),
                    at_share(outcome.times, 0.99), at_share(outcome.times, 1),
                    share(outcome.found, outcome.times.size()), share(outcome.same_best, outcome.compared),
                    share(outcome.recalled, outcome.top));
    }
    return 0;
}
