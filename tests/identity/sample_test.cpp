// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/sample.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "scrm/core/error.hpp"
#include "scrm/table/csv_reader.hpp"
#include "scrm/table/json_lines.hpp"

namespace scrm::identity {
namespace {

class Folder {
  public:
    explicit Folder(const std::string& name)
        : path_(std::filesystem::path{testing::TempDir()} / ("scrm_sample_" + name)) {
        std::filesystem::remove_all(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    const std::filesystem::path& path() const { return path_; }
    std::string read(const std::string& file) const {
        std::ifstream in{path_ / file, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }

  private:
    std::filesystem::path path_;
};

constexpr const char* kFiles[] = {"customers.csv", "identities.jsonl", "interactions.jsonl", "truth.csv"};

// Digits of a card: 16 in a row (separators aside) that pass Luhn's check.
bool holds_card(const std::string& text) {
    std::string digits;
    const auto passes = [&] {
        if (digits.size() != 16) return false;
        int sum = 0;
        for (std::size_t i = 0; i < 16; ++i) {
            const int d = (digits[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += d > 9 ? d - 9 : d;
        }
        return sum % 10 == 0;
    };
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            digits += c;
        } else if (c != ' ' && c != '-') {
            if (passes()) return true;
            digits.clear();
        }
    }
    return passes();
}

TEST(Sample, SameSeedSameBytesForAnyThreadCount) {
    const Folder one{"one"};
    const Folder two{"two"};
    const SampleOptions options{1500, 900, 300, 42, 0.6};
    Execution single;
    single.threads = 1;
    Execution several;
    several.threads = 3;
    write_sample(options, one.path(), single);
    write_sample(options, two.path(), several);
    for (const char* file : kFiles) {
        EXPECT_FALSE(one.read(file).empty()) << file;
        EXPECT_EQ(one.read(file), two.read(file)) << file;
    }
    SampleOptions other = options;
    other.seed = 43;
    write_sample(other, two.path(), single);
    EXPECT_NE(one.read("customers.csv"), two.read("customers.csv"));
}

TEST(Sample, CountsAreWhatWasAskedFor) {
    for (const auto& [customers, identities, share] :
         {std::tuple{1, 0, 0.6}, {0, 5, 0.6}, {3, 40, 0.6}, {700, 300, 0.0}, {700, 300, 1.0}, {0, 0, 0.5}}) {
        SampleOptions options;
        options.customers = static_cast<std::uint64_t>(customers);
        options.identities = static_cast<std::uint64_t>(identities);
        options.stranger_share = share;
        const SampleBank bank = make_sample(options);
        EXPECT_GE(bank.customers.size(), options.customers);
        EXPECT_LE(bank.customers.size(), options.customers + 20);
        EXPECT_EQ(bank.identities.size(), options.identities);
        EXPECT_EQ(bank.truth.size(), bank.customers.size() + bank.identities.size());
        EXPECT_EQ(bank.summary.findable + bank.summary.anonymous + bank.summary.strangers,
                  options.identities);
        if (share == 1.0) {
            EXPECT_EQ(bank.summary.findable + bank.summary.anonymous, 0U);
        }
    }
}

TEST(Sample, NoProfilesAreABlankLineThatImports) {
    const Folder folder{"none"};
    SampleOptions options;
    options.customers = 3;
    options.identities = 0;
    write_sample(options, folder.path());
    EXPECT_EQ(folder.read("identities.jsonl"), "\n");
}

TEST(Sample, ImpossibleShareIsRefused) {
    SampleOptions options;
    options.stranger_share = 1.5;
    EXPECT_THROW(make_sample(options), Error);
}

TEST(Sample, CancelledLeavesNoFile) {
    const Folder folder{"cancelled"};
    std::stop_source stop;
    stop.request_stop();
    Execution execution;
    execution.stop = stop.get_token();
    EXPECT_THROW(write_sample({1000, 500, 0, 1, 0.6}, folder.path(), execution), Error);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Sample, FilesHaveTheContractsColumnsAndRows) {
    const Folder folder{"files"};
    const SampleSummary summary = write_sample({800, 400, 250, 5, 0.6}, folder.path());
    table::CsvReader customers{folder.path() / "customers.csv"};
    const std::vector<std::string> columns = {
        "customer_id", "kind",       "full_name", "given_name", "family_name", "patronymic",
        "gender",      "birth_date", "phones",    "emails",     "city",        "region",
        "country",     "address",    "employer",  "segment",    "branch",      "created_at"};
    EXPECT_EQ(customers.header(), columns);
    table::CsvRecord record;
    std::set<std::string> ids;
    while (customers.next(record)) {
        ASSERT_EQ(record.fault, table::CsvFault::none);
        ids.emplace(record.fields[0]);
        EXPECT_FALSE(record.fields[2].empty() && record.fields[4].empty());
    }
    EXPECT_EQ(ids.size(), summary.customers);

    table::JsonLineReader identities{folder.path() / "identities.jsonl"};
    table::JsonLine line;
    std::size_t accounts = 0;
    while (identities.next(line)) {
        ASSERT_EQ(line.fault, table::JsonFault::none);
        EXPECT_TRUE(line.value.find("network").is_string());
        EXPECT_TRUE(line.value.find("network_user_id").is_string());
        ++accounts;
    }
    EXPECT_EQ(accounts, 400U);

    table::JsonLineReader interactions{folder.path() / "interactions.jsonl"};
    std::size_t count = 0;
    while (interactions.next(line)) {
        ASSERT_EQ(line.fault, table::JsonFault::none);
        EXPECT_EQ(line.value.find("record").text(), "interaction");
        EXPECT_FALSE(line.value.find("external_id").text().empty());
        EXPECT_FALSE(line.value.find("text").text().empty());
        ++count;
    }
    EXPECT_EQ(count, 250U);

    table::CsvReader truth{folder.path() / "truth.csv"};
    std::size_t customer_rows = 0;
    std::size_t identity_rows = 0;
    while (truth.next(record)) {
        (record.fields[0] == "customer" ? customer_rows : identity_rows) += 1;
        if (record.fields[0] == "identity" && !record.fields[4].empty()) {
            EXPECT_TRUE(ids.contains(std::string{record.fields[4]}));
        }
    }
    EXPECT_EQ(customer_rows, summary.customers);
    EXPECT_EQ(identity_rows, 400U);
}

TEST(Sample, TruthIsConsistent) {
    const SampleBank bank = make_sample({4000, 2500, 0, 9, 0.6});
    std::map<std::string, std::string> person_of;
    std::set<AccountId> accounts;
    std::set<std::pair<std::string, std::string>> handles;
    for (const SampleTruth& row : bank.truth) {
        if (row.record_kind == "customer") {
            person_of[row.customer.str()] = row.person_id;
            continue;
        }
        const bool owned = row.role == "customer" || row.role == "anonymous" || row.role == "company";
        EXPECT_EQ(owned, !row.customer.empty()) << row.role;
        if (owned) {
            EXPECT_EQ(person_of.at(row.customer.str()), row.person_id);
        }
        EXPECT_TRUE(accounts.insert(row.account).second);
    }
    for (const SocialIdentity& one : bank.identities) {
        if (!one.handle.empty()) {
            EXPECT_TRUE(handles.emplace(one.account.network + one.account.scope, one.handle).second);
        }
    }
}

TEST(Sample, BankIsHardAndVaried) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const SampleBank bank = make_sample({6000, 4000, 0, seed, 0.6});
        const auto& summary = bank.summary;
        const auto part = [](std::size_t n, std::size_t of) {
            return static_cast<double>(n) / static_cast<double>(of);
        };
        EXPECT_NEAR(part(summary.strangers, 4000), 0.6, 0.08);
        EXPECT_NEAR(part(summary.duplicates, bank.customers.size()), 0.08, 0.06);
        EXPECT_GT(summary.impostors, 5U);
        EXPECT_GT(part(summary.findable, 4000), 0.2);
        std::map<std::string, int> roles;
        for (const SampleTruth& row : bank.truth) ++roles[row.role];
        for (const char* role :
             {"customer", "duplicate", "company", "stranger", "namesake", "relative", "recycled", "impostor",
              "bank_fake", "bot", "anonymous", "twin", "namesake_relative"})
            EXPECT_GT(roles[role], 0) << role;
        std::set<std::string> networks;
        std::size_t pointing = 0;
        for (const SocialIdentity& one : bank.identities) {
            networks.insert(one.account.network);
            pointing += one.links.empty() ? 0 : 1;
        }
        EXPECT_EQ(networks.size(), 14U);
        EXPECT_GT(pointing, 20U);
        std::map<std::string, int> families;
        std::size_t no_birth = 0;
        std::size_t no_mail = 0;
        for (const Customer& one : bank.customers) {
            if (!one.family_name.empty()) ++families[one.family_name];
            no_birth += one.birth_date.empty() ? 1 : 0;
            no_mail += one.emails.empty() ? 1 : 0;
        }
        EXPECT_GT(families.size(), 1000U);
        int most = 0;
        for (const auto& [name, count] : families) most = std::max(most, count);
        EXPECT_GT(most, 10);
        EXPECT_NEAR(part(no_mail, bank.customers.size()), 0.5, 0.2);
        EXPECT_GT(no_birth, 60U);
    }
}

TEST(Sample, NoCardNumbersButInPosts) {
    const Folder folder{"cards"};
    write_sample({1000, 800, 3000, 3, 0.6}, folder.path());
    for (const char* file : {"customers.csv", "identities.jsonl"})
        EXPECT_FALSE(holds_card(folder.read(file))) << file;
    EXPECT_TRUE(holds_card(folder.read("interactions.jsonl")));
}

}  // namespace
}  // namespace scrm::identity
