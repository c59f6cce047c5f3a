// SPDX-License-Identifier: Apache-2.0
//
// Precision, recall and F1 of the one default person model on public data and on a generated bank.
//
//     scrm_identity_quality ../shared/data/identity [NAME …] [--model] [--customers N] [--identities M]
//     [--seed S]
//
// NAME: febrl1 febrl2 febrl3 febrl4 fake1000 senzing congress bank; all without one. Rows are shuffled and
// ids replaced first.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "scrm/identity/evaluate.hpp"
#include "scrm/identity/explain.hpp"
#include "scrm/identity/linkage.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/identity/resolution.hpp"
#include "scrm/identity/sample.hpp"
#include "scrm/table/csv_table.hpp"

namespace {

using namespace scrm;
using namespace scrm::identity;

using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(const std::filesystem::path& file) {
    const auto read = table::read_csv(file);
    std::vector<Row> rows(static_cast<std::size_t>(read.table.row_count()));
    for (std::size_t column = 0; column < read.table.column_count(); ++column) {
        for (std::size_t row = 0; row < rows.size(); ++row) {
            std::string value =
                table::cell_text(read.table.column(column), static_cast<std::int64_t>(row)).value_or("");
            std::string name = read.table.names()[column];
            for (std::string* text : {&value, &name}) {
                while (!text->empty() && text->front() == ' ') text->erase(0, 1);
                while (!text->empty() && text->back() == ' ') text->pop_back();
            }
            rows[row][name] = value;
        }
    }
    return rows;
}

/// Records under new ids in a new order, with the entity that each belongs to.
struct Population {
    RecordSet records;
    std::vector<std::string> entity;  // by record
};

Population shuffled(std::vector<Row> rows, const std::vector<std::pair<std::string, std::string>>& columns,
                    const std::function<std::string(const Row&)>& entity, std::uint64_t seed) {
    Random random(seed);
    for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[random.below(i)]);
    table::Table all;
    std::vector<table::MappedColumn> mapping;
    table::ColumnBuilder ids;
    for (std::size_t i = 0; i < rows.size(); ++i) ids.append("r" + std::to_string(1'000'000 + i));
    all.add("id", ids.finish());
    for (const auto& [attribute, column] : columns) {
        table::ColumnBuilder cells;
        for (const Row& row : rows) {
            const auto at = row.find(column);
            cells.append(at == row.end() || at->second.empty() ? std::nullopt
                                                               : std::optional<std::string_view>{at->second});
        }
        mapping.push_back({attribute, column, all.column_count()});
        all.add(column, cells.finish());
    }
    Population out{from_table(all, mapping, "id"), {}};
    for (const Row& row : rows) out.entity.push_back(entity(row));
    return out;
}

void print_model(const MatchModel& model) {
    std::printf("prior %.3g relatives %.3g namesakes %.3g strangers %.3f\n", model.prior,
                model.relatives_prior, model.namesakes_prior, model.stranger_share.value_or(-1));
    for (const Correlation& correlation : model.correlations) {
        std::printf("  together");
        for (const std::string& name : correlation.comparisons) std::printf(" %s", name.c_str());
        std::printf(" x %.2f\n", correlation.factor);
    }
    for (const Comparison& comparison : model.comparisons) {
        std::printf("  %-14s", comparison.name.c_str());
        for (const Level& level : comparison.levels) {
            std::printf(" %s %.3g/%.3g %+.1f |", level.name.c_str(), level.m, level.u,
                        std::log2(level.m / level.u));
        }
        std::printf("\n");
    }
}

struct Options {
    std::filesystem::path data;
    std::set<std::string> names;
    bool model = false;
    bool errors = false;
    bool patterns = false;
    std::uint64_t customers = 20'000;
    std::uint64_t identities = 10'000;
    std::uint64_t seed = 1;
    unsigned threads = 0;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void print_scores(const char* name, double right, double wrong, double missed, double seconds) {
    const double precision = right / std::max(1.0, right + wrong);
    const double recall = right / std::max(1.0, right + missed);
    std::printf("%-12s P %.4f  R %.4f  F1 %.4f   %.2f s\n", name, precision, recall,
                2 * precision * recall / std::max(1e-12, precision + recall), seconds);
}

void print_pair(const Population& population, RecordIndex a, RecordIndex b, const MatchModel& model) {
    const Explanation why = explain(population.records, a, population.records, b, model);
    std::printf("    %s | %s  %.1f bits:", why.left_id.c_str(), why.right_id.c_str(), why.total_weight);
    for (const Evidence& part : why.evidence) {
        if (part.level == "no evidence") continue;
        std::printf(" [%s %s %+.1f '%s' '%s']", part.comparison.c_str(), part.level.c_str(), part.weight,
                    part.left.c_str(), part.right.c_str());
    }
    std::printf("\n");
}

void run_dedupe(const char* name, const Population& population, const Options& options) {
    const auto start = std::chrono::steady_clock::now();
    Execution execution;
    execution.threads = options.threads;
    const DedupeResult result = dedupe(population.records, MatchModel::person(), {}, execution);
    const double seconds = seconds_since(start);
    std::vector<ClusterRow> truth;
    std::vector<ClusterRow> found;
    for (RecordIndex i = 0; i < population.records.size(); ++i) {
        const std::string id{population.records.id(i)};
        truth.push_back({id, population.entity[i]});
        found.push_back({id, std::string{population.records.id(result.cluster[i])}});
    }
    const ClusterEvaluation score = evaluate_clusters(truth, found, 0);
    print_scores(name, static_cast<double>(score.right_pairs),
                 static_cast<double>(score.found_pairs - score.right_pairs),
                 static_cast<double>(score.true_pairs - score.right_pairs), seconds);
    std::printf("%-12s B3 P %.4f  R %.4f  F1 %.4f\n", "", score.bcubed.precision.value_or(0),
                score.bcubed.recall.value_or(0), score.bcubed.f1.value_or(0));
    if (options.model) {
        print_model(result.model);
        for (const BlockingCount& count : result.blocking) {
            std::printf("   %-30s %9llu pairs, largest %llu, generic %llu\n", count.rule.c_str(),
                        static_cast<unsigned long long>(count.pairs),
                        static_cast<unsigned long long>(count.largest),
                        static_cast<unsigned long long>(count.generic));
        }
    }
    if (!options.errors) return;
    int shown = 0;
    for (RecordIndex a = 0; a < population.records.size(); ++a) {
        for (RecordIndex b = a + 1; b < population.records.size(); ++b) {
            const bool same = population.entity[a] == population.entity[b];
            const bool together = result.cluster[a] == result.cluster[b];
            if (same == together || ++shown > 60) continue;
            std::printf("  %s\n", same ? "missed" : "wrong");
            print_pair(population, a, b, result.model);
        }
    }
}

const std::vector<std::pair<std::string, std::string>> kFebrlColumns = {
    {"given_name", "given_name"},
    {"family_name", "surname"},
    {"other:street_number", "street_number"},
    {"street", "address_1"},
    {"other:address_2", "address_2"},
    {"city", "suburb"},
    {"postcode", "postcode"},
    {"region", "state"},
    {"birth_date", "date_of_birth"},
    {"national_id", "soc_sec_id"}};

Population febrl(const Options& options, const std::string& file, std::uint64_t seed) {
    const auto entity = [](const Row& row) {
        const std::string& id = row.at("rec_id");
        return id.substr(4, id.find('-', 4) - 4);
    };
    return shuffled(rows_of(options.data / "febrl" / file), kFebrlColumns, entity, seed);
}

void run_febrl4(const Options& options) {
    const Population left = febrl(options, "dataset4a.csv", 1);
    const Population right = febrl(options, "dataset4b.csv", 2);
    const auto start = std::chrono::steady_clock::now();
    const LinkResult result = link(left.records, right.records, MatchModel::person());
    double right_links = 0;
    double wrong = 0;
    for (const ScoredPair& pair : result.pairs) {
        if (pair.tier == Tier::match)
            (left.entity[pair.left] == right.entity[pair.right] ? right_links : wrong) += 1;
    }
    print_scores("febrl4", right_links, wrong, 5000 - right_links, seconds_since(start));
    if (options.model) print_model(result.model);
}

void run_fake1000(const Options& options) {
    const auto population = shuffled(
        rows_of(options.data / "splink-fake1000/fake_1000.csv"),
        {{"given_name", "first_name"},
         {"family_name", "surname"},
         {"birth_date", "dob"},
         {"city", "city"},
         {"email", "email"}},
        [](const Row& row) { return row.at("cluster"); }, 5);
    run_dedupe("fake1000", population, options);
}

void run_senzing(const Options& options) {
    const auto dir = options.data / "senzing-truthset";
    std::map<std::string, std::string> entity;
    for (const Row& row : rows_of(dir / "actual_truthset_key.csv")) {
        entity[row.at("DATA_SOURCE") + row.at("RECORD_ID")] = row.at("CLUSTER_ID");
    }
    std::vector<Row> rows;
    for (const char* file : {"customers.csv", "reference.csv", "watchlist.csv"}) {
        for (Row row : rows_of(dir / file)) {
            const auto first = [&row](std::initializer_list<const char*> columns) {
                for (const char* column : columns) {
                    const auto at = row.find(column);
                    if (at != row.end() && !at->second.empty()) return at->second;
                }
                return std::string{};
            };
            row["full"] = first({"PRIMARY_NAME_FULL", "PRIMARY_NAME_ORG", "NATIVE_NAME_FULL"});
            row["address"] = first({"ADDR_FULL", "ADDR_LINE1"});
            row["document"] = first({"SSN_NUMBER", "NATIONAL_ID_NUMBER", "TAX_ID_NUMBER", "LEI_NUMBER"});
            row["kind"] = row["RECORD_TYPE"] == "ORGANIZATION" ? "company" : "person";
            rows.push_back(std::move(row));
        }
    }
    const auto population = shuffled(
        rows,
        {{"full_name", "full"},
         {"given_name", "PRIMARY_NAME_FIRST"},
         {"family_name", "PRIMARY_NAME_LAST"},
         {"patronymic", "PRIMARY_NAME_MIDDLE"},
         {"birth_date", "DATE_OF_BIRTH"},
         {"phone", "PHONE_NUMBER"},
         {"email", "EMAIL_ADDRESS"},
         {"address", "address"},
         {"city", "ADDR_CITY"},
         {"region", "ADDR_STATE"},
         {"postcode", "ADDR_POSTAL_CODE"},
         {"country", "ADDR_COUNTRY"},
         {"gender", "GENDER"},
         {"national_id", "document"},
         {"other:license", "DRIVERS_LICENSE_NUMBER"},
         {"other:passport", "PASSPORT_NUMBER"},
         {"employer", "EMPLOYER"},
         {"kind", "kind"}},
        [&entity](const Row& row) { return entity.at(row.at("DATA_SOURCE") + row.at("RECORD_ID")); }, 3);
    run_dedupe("senzing", population, options);
}

void run_congress(const Options& options) {
    const auto rows = rows_of(options.data / "social-congress/persons_social.csv");
    RecordSetBuilder customers("customers");
    std::vector<std::size_t> order(rows.size());
    Random random(11);
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    std::map<std::string, std::string> person_of;  // new id → entity
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Row& row = rows[order[i]];
        const std::string id = "c" + std::to_string(10'000 + i);
        customers.begin(id);
        person_of[id] = row.at("entity_id");
        customers.add("given_name", row.at("first"));
        customers.add("family_name", row.at("last"));
        customers.add("full_name", row.at("official_full"));
        customers.add("birth_date", row.at("birthday"));
        customers.add("gender", row.at("gender"));
        customers.add("region", row.at("state"));
    }
    const RecordSet bank = customers.finish();
    struct Account {
        std::string network;
        std::string handle;
        std::string entity;
    };
    std::vector<Account> accounts;
    for (const Row& row : rows) {
        for (const char* network : {"twitter", "facebook", "youtube", "instagram"}) {
            const std::string& handle = row.at(std::string{network} + "_username");
            if (!handle.empty()) accounts.push_back({network, handle, row.at("entity_id")});
        }
    }
    for (std::size_t i = accounts.size(); i > 1; --i) std::swap(accounts[i - 1], accounts[random.below(i)]);
    RecordSetBuilder builder("profiles");
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        builder.begin(account_record_id({accounts[i].network, "", std::to_string(50'000 + i)}));
        builder.add("network", accounts[i].network);
        builder.add("handle", accounts[i].handle);
    }
    const RecordSet profiles = builder.finish();
    const auto start = std::chrono::steady_clock::now();
    const ResolutionResult result = resolve(profiles, bank, MatchModel::person());
    std::map<std::string, std::pair<double, double>> by_network;
    double right = 0;
    double wrong = 0;
    double best_right = 0;
    std::set<RecordIndex> seen;
    for (const ResolutionCandidate& row : result.candidates) {
        const Account& account = accounts[row.profile];
        const bool is_right = person_of.at(std::string{bank.id(row.customer)}) == account.entity;
        if (seen.insert(row.profile).second) best_right += is_right ? 1 : 0;
        if (row.tier == Tier::match) (is_right ? right : wrong) += 1;
        if (options.errors && row.tier == Tier::match && !is_right) {
            std::printf("   wrong: %s -> %s\n", account.handle.c_str(),
                        std::string{bank.values(row.customer, "full_name").front()}.c_str());
        }
    }
    print_scores("congress", right, wrong, static_cast<double>(accounts.size()) - right,
                 seconds_since(start));
    std::printf("%-12s best candidate right for %.0f of %zu accounts\n", "", best_right, accounts.size());
    if (options.model) print_model(result.model);
}

/// The levels of a packed pattern in words: comparisons that agree, and those that do not with a minus.
std::string pattern_text(const MatchModel& model, std::uint64_t pattern) {
    std::string out;
    for (const Comparison& comparison : model.comparisons) {
        unsigned bits = 0;
        while ((comparison.levels.size() >> bits) != 0) ++bits;
        const std::size_t level = pattern & ((1ULL << bits) - 1);
        pattern >>= bits;
        if (level == 0 || comparison.name == "kind" || comparison.name == "country" ||
            comparison.name == "gender")
            continue;
        out += (out.empty() ? "" : ", ") + comparison.name + ' ' + comparison.levels[level - 1].name;
    }
    return out;
}

/// Which patterns the links above 0.3 have, with stated and met probability.
void print_patterns(const SampleBank& bank, const RecordSet& network, const RecordSet& crm,
                    const ResolutionResult& result, const std::vector<ClusterRow>& people) {
    LinkOptions options;
    options.min_probability = 1e-6;
    options.many = true;
    std::map<std::pair<RecordIndex, RecordIndex>, std::uint64_t> pattern_of;
    for (const ScoredPair& pair : link(network, crm, result.model, options).pairs) {
        pattern_of[{pair.left, pair.right}] = pair.pattern;
    }
    std::map<std::string, std::string> person_of;
    for (const ClusterRow& row : people) person_of[row.record_id] = row.cluster_id;
    std::map<std::string, const SampleTruth*> owner;
    for (const SampleTruth& row : bank.truth) {
        if (row.record_kind == "identity") owner[account_record_id(row.account)] = &row;
    }
    struct Tally {
        double links = 0;
        double said = 0;
        double right = 0;
        std::map<std::string, int> wrong;
    };
    std::map<std::string, Tally> tallies;
    for (const ResolutionCandidate& row : result.candidates) {
        if (row.probability < 0.3) continue;
        const auto at = pattern_of.find({row.profile, row.customer});
        Tally& tally =
            tallies[at == pattern_of.end() ? "(shared evidence)" : pattern_text(result.model, at->second)];
        const SampleTruth* truth = owner[std::string{network.id(row.profile)}];
        tally.links += 1;
        tally.said += row.probability;
        if (truth->person_id == person_of[std::string{crm.id(row.customer)}])
            tally.right += 1;
        else
            ++tally.wrong[truth->role];
    }
    std::vector<std::pair<std::string, Tally>> rows(tallies.begin(), tallies.end());
    std::sort(rows.begin(), rows.end(),
              [](const auto& x, const auto& y) { return x.second.links > y.second.links; });
    for (std::size_t i = 0; i < rows.size() && i < 60; ++i) {
        const Tally& tally = rows[i].second;
        std::printf("%6.0f  said %.2f  was %.2f  %s  (", tally.links, tally.said / tally.links,
                    tally.right / tally.links, rows[i].first.c_str());
        for (const auto& [role, count] : tally.wrong) std::printf(" %s %d", role.c_str(), count);
        std::printf(" )\n");
    }
}

void run_bank(const Options& options) {
    SampleOptions sample;
    sample.customers = options.customers;
    sample.identities = options.identities;
    sample.seed = options.seed;
    Execution execution;
    execution.threads = options.threads;
    auto start = std::chrono::steady_clock::now();
    SampleBank bank = make_sample(sample, execution);
    const double made = seconds_since(start);
    start = std::chrono::steady_clock::now();
    RecordSetBuilder customers("customers");
    for (const Customer& customer : bank.customers) append(customers, customer);
    RecordSetBuilder profiles("profiles");
    for (const SocialIdentity& identity : bank.identities) append(profiles, identity);
    const RecordSet crm = customers.finish();
    const RecordSet network = profiles.finish();
    const double built = seconds_since(start);
    start = std::chrono::steady_clock::now();
    const ResolutionResult result = resolve(network, crm, MatchModel::person(), {}, {}, execution);
    const double resolved = seconds_since(start);

    std::vector<AccountTruth> truth;
    std::vector<ClusterRow> people;
    std::map<std::string, std::string> role_of;
    for (const SampleTruth& row : bank.truth) {
        if (row.record_kind == "customer") {
            people.push_back({row.customer.str(), row.person_id});
        } else {
            truth.push_back({row.account, row.customer, row.person_id, row.role});
            role_of[account_record_id(row.account)] = row.role;
        }
    }
    std::vector<IdentityLink> links;
    for (const ResolutionCandidate& row : result.candidates) {
        IdentityLink link;
        link.account = bank.identities[row.profile].account;
        link.customer = CustomerId(std::string{crm.id(row.customer)});
        link.probability = row.probability;
        link.match_weight = row.weight;
        link.tier = row.tier;
        links.push_back(std::move(link));
    }
    const LinkEvaluation score = evaluate_links(truth, people, links, 0);
    std::printf(
        "bank seed %llu: %zu customers, %zu profiles: sample %.1f s, records %.2f s (%.0f B each), resolve "
        "%.2f s\n",
        static_cast<unsigned long long>(options.seed), crm.size(), network.size(), made, built,
        static_cast<double>(crm.bytes() + network.bytes()) / static_cast<double>(crm.size() + network.size()),
        resolved);
    for (const TierEvaluation& tier : score.tiers) {
        std::printf("   %-7s %6llu links  P %.4f  R(findable) %.4f  impostors %llu\n",
                    std::string{to_string(tier.tier)}.c_str(), static_cast<unsigned long long>(tier.links),
                    tier.precision.value_or(0), tier.findable_recall.value_or(0),
                    static_cast<unsigned long long>(tier.impostors));
    }
    std::printf("   strangers %.3f (true %.3f)  ECE %.4f\n", result.stranger_share,
                static_cast<double>(score.strangers) /
                    static_cast<double>(std::max<std::uint64_t>(1, score.accounts)),
                score.calibration_error.value_or(0));
    for (const CalibrationBin& bin : score.calibration) {
        if (bin.links > 0) {
            std::printf("   [%.1f,%.1f) %6llu links  said %.3f  was %.3f\n", bin.lower, bin.upper,
                        static_cast<unsigned long long>(bin.links), bin.mean_probability, bin.right_share);
        }
    }
    std::vector<ClusterRow> found;
    for (RecordIndex i = 0; i < crm.size(); ++i) {
        found.push_back({std::string{crm.id(i)}, std::string{crm.id(result.cluster[i])}});
    }
    const ClusterEvaluation duplicates = evaluate_clusters(people, found, 0);
    print_scores("   customers", static_cast<double>(duplicates.right_pairs),
                 static_cast<double>(duplicates.found_pairs - duplicates.right_pairs),
                 static_cast<double>(duplicates.true_pairs - duplicates.right_pairs), 0);
    if (options.model) {
        print_model(result.model);
        print_model(*result.model.customers);
        for (const BlockingCount& count : result.blocking) {
            std::printf("   %-30s %9llu pairs, largest %llu, generic %llu\n", count.rule.c_str(),
                        static_cast<unsigned long long>(count.pairs),
                        static_cast<unsigned long long>(count.largest),
                        static_cast<unsigned long long>(count.generic));
        }
    }
    if (options.patterns) print_patterns(bank, network, crm, result, people);
    if (!options.errors) return;
    std::map<std::string, std::string> person_of;
    for (const ClusterRow& row : people) person_of[row.record_id] = row.cluster_id;
    std::map<std::string, std::size_t> wrong_roles;
    std::map<std::string, std::string> owner;
    for (const SampleTruth& row : bank.truth) {
        if (row.record_kind == "identity") owner[account_record_id(row.account)] = row.person_id;
    }
    int shown = 0;
    for (const ResolutionCandidate& row : result.candidates) {
        const std::string account = std::string{network.id(row.profile)};
        const bool is_right = person_of[std::string{crm.id(row.customer)}] == owner[account];
        if (row.tier != Tier::match || is_right) continue;
        ++wrong_roles[role_of[account]];
        if (++shown > 40) continue;
        const Explanation why = explain(network, row.profile, crm, row.customer, result.model);
        std::printf("  wrong (%s) p %.3f %.1f bits:", role_of[account].c_str(), row.probability,
                    why.total_weight);
        for (const Evidence& part : why.evidence) {
            if (part.level != "no evidence") {
                std::printf(" [%s %s %+.1f '%s' '%s']", part.comparison.c_str(), part.level.c_str(),
                            part.weight, part.left.c_str(), part.right.c_str());
            }
        }
        std::printf("\n");
    }
    for (const auto& [role, count] : wrong_roles)
        std::printf("   wrong matches of role %s: %zu\n", role.c_str(), count);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr,
                     "usage: %s DATA_DIR [NAME...] [--model] [--errors] [--customers N] [--identities M] "
                     "[--seed S] [--threads T]\n",
                     argv[0]);
        return 2;
    }
    Options options;
    options.data = argv[1];
    for (int i = 2; i < argc; ++i) {
        const std::string word = argv[i];
        const auto number = [&] { return i + 1 < argc ? std::strtoull(argv[++i], nullptr, 10) : 0ULL; };
        if (word == "--model")
            options.model = true;
        else if (word == "--errors")
            options.errors = true;
        else if (word == "--patterns")
            options.patterns = true;
        else if (word == "--customers")
            options.customers = number();
        else if (word == "--identities")
            options.identities = number();
        else if (word == "--seed")
            options.seed = number();
        else if (word == "--threads")
            options.threads = static_cast<unsigned>(number());
        else
            options.names.insert(word);
    }
    const auto wanted = [&](const char* name) {
        return options.names.empty() || options.names.contains(name);
    };
    try {
        for (const char* set : {"1", "2", "3"}) {
            const std::string name = std::string{"febrl"} + set;
            if (wanted(name.c_str()))
                run_dedupe(name.c_str(), febrl(options, std::string{"dataset"} + set + ".csv", 7), options);
        }
        if (wanted("febrl4")) run_febrl4(options);
        if (wanted("fake1000")) run_fake1000(options);
        if (wanted("senzing")) run_senzing(options);
        if (wanted("congress")) run_congress(options);
        if (wanted("bank")) run_bank(options);
    } catch (const Error& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 1;
    }
    return 0;
}
