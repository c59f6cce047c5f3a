// SPDX-License-Identifier: Apache-2.0

// P14: exported from one database and imported into the other, and back, then resolved: the same state and
// the same bytes.
#include <gtest/gtest.h>

#include "property/random_decisions.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"

namespace scrm {
namespace {

struct Files {
    std::string customers;
    std::string identities;
    std::string interactions;
    std::string decisions;

    friend bool operator==(const Files&, const Files&) = default;
};

Files exported(const Crm& crm) {
    const auto text = [](const auto& write) {
        std::ostringstream out;
        write(out);
        return out.str();
    };
    return {text([&](std::ostream& out) { crm.customers().export_csv(out); }),
            text([&](std::ostream& out) { crm.identities().export_jsonl(out); }),
            text([&](std::ostream& out) { crm.interactions().export_jsonl(out); }),
            text([&](std::ostream& out) { crm.resolution().export_decisions(out); })};
}

void import_all(Crm& crm, const Files& files) {
    std::istringstream customers{files.customers};
    std::istringstream identities{files.identities};
    std::istringstream interactions{files.interactions};
    std::istringstream decisions{files.decisions};
    EXPECT_EQ(crm.customers().import_csv(customers).quarantined, 0);
    EXPECT_EQ(crm.identities().import_jsonl(identities).quarantined, 0);
    EXPECT_EQ(crm.interactions().import_jsonl(interactions).quarantined, 0);
    EXPECT_EQ(crm.resolution().import_decisions(decisions).quarantined, 0);
}

/// Rows as no sample has them: everything that a format could trip over.
void import_oddities(Crm& crm) {
    std::istringstream customers{
        "\xEF\xBB\xBF"
        "customer_id;full_name;birth_date;phones;emails;comment;=cmd;created_at\r\n"
        "0007;\"Анна \"\"Ня\"\" О'Нил\r\nвторая строка\";--02-29;+7 (916) "
        "123-45-67;a@b.ru;=1+1;x;2024-01-01\r\n"
        "9223372036854775808;'+7 минус;31.02.2001;нет;не почта;'=2;@x;вчера\r\n"
        "'=id;\xD0\xFF Пётр;;;;\t;;\r\n"
        "-;ﬁ \xE2\x80\xAE\xD8\xA7;1999-12-31;;;４１１１;;\r\n"
        "+1;\xF0\x9F\x98\x80;;8 800 555 35 35;;,;\";\";2024-03-31T01:30:05.123456+02:00\r\n"};
    const auto report = crm.customers().import_csv(customers);
    EXPECT_GE(report.accepted, 4);
    std::istringstream identities{
        R"({"network":"vk","network_user_id":12345678901234567890,"bio":"a\u0000b","followers":-1,"x":{"y":[1e400,null]}})"
        "\n"
        R"({"network":"vk","scope":"p:1","network_user_id":"0001","birth_date":"--12-31","verified":"да","emails":["A@B"]})"
        "\n"
        "{\"network\":\"tg:x\",\"network_user_id\":\"\xD1\x8F\",\"bio\":\"\xFF\xFE\",\"observed_at\":\"1969-"
        "12-31T23:59:59.999999Z\"}\n"};
    EXPECT_EQ(crm.identities().import_jsonl(identities).accepted, 3);
    std::istringstream interactions{
        R"({"network":"vk","external_id":"1","text":"=1+1\r\n\t","created_at":"2024-02-30T00:00:00Z","rating":4.50,"likes":9223372036854775807})"
        "\n"
        R"({"network":"vk","external_id":"2","op":"delete","author":{"network_user_id":"u"},"attachments":[{"a":1.0}],"tags":["",""]})"
        "\n"};
    EXPECT_EQ(crm.interactions().import_jsonl(interactions).accepted, 2);
}

class Transfer : public test::OnBothDatabases {};

TEST_P(Transfer, ThereAndBackAgainGivesTheSameStateAndBytes) {
    const bool from_sqlite = GetParam() == storage::Backend::sqlite;
    const auto other_kind = from_sqlite ? storage::Backend::postgresql : storage::Backend::sqlite;
    for (int seed = 1; seed <= test::scaled(4); ++seed) {
        Random random{static_cast<std::uint64_t>(seed)};
        const auto bank = test::small_bank(static_cast<std::uint64_t>(seed), 160, 120);
        const test::TestDatabase fresh{GetParam()};
        Crm source = Crm::open(fresh.url());
        test::import_customers(source, bank.customers);
        test::import_identities(source, bank.identities);
        const auto posts = test::posts(bank, 0, 300);
        test::import_interactions(source, posts);
        constexpr std::string_view kIntents[] = {"idea", "complaint", "machine"};
        for (int i = 0; i < 25; ++i)
            source.assessments().correct(posts[random.below(40)].id, "intent", kIntents[random.below(3)],
                                         {"anna", "прочла"});
        import_oddities(source);
        if (seed % 2 == 0) test::resolved(source);
        const auto steps = test::random_steps(test::cast_of(bank, 25, 12), 60, random);
        test::Player player{source, steps.size()};
        for (std::size_t i = 0; i < steps.size(); ++i) player.play(i, steps[i]);
        const test::Outcome here = test::resolved(source, 1 + random.below(2));
        const Files files = exported(source);

        const test::TestDatabase there_file{other_kind};
        Crm there = Crm::open(there_file.url());
        import_all(there, files);
        EXPECT_EQ(exported(there), files) << "seed " << seed;
        EXPECT_EQ(test::resolved(there, 1 + random.below(2)), here) << "seed " << seed;
        EXPECT_EQ(test::broken_invariants(there), "") << "seed " << seed;

        const test::TestDatabase back_file{GetParam()};
        Crm back = Crm::open(back_file.url());
        import_all(back, exported(there));
        EXPECT_EQ(test::resolved(back), here) << "seed " << seed;
        EXPECT_EQ(exported(back), files) << "seed " << seed;
        EXPECT_EQ(test::broken_invariants(source), "") << "seed " << seed;
    }
}

SCRM_ON_BOTH_DATABASES(Transfer);

}  // namespace
}  // namespace scrm
