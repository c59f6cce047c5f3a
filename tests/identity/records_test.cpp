// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/records.hpp"

#include <gtest/gtest.h>

#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

table::Table table_of(const std::vector<std::pair<std::string, std::vector<std::string>>>& columns) {
    table::Table out;
    for (const auto& [name, cells] : columns) {
        table::ColumnBuilder builder;
        for (const std::string& cell : cells) {
            builder.append(cell.empty() ? std::nullopt : std::optional<std::string_view>{cell});
        }
        out.add(name, builder.finish());
    }
    return out;
}

TEST(Records, AccountIdsSortByNetworkScopeAndId) {
    EXPECT_LT(account_record_id({"vk", "", "9"}), account_record_id({"vk", "a", "1"}));
    EXPECT_LT(account_record_id({"ok", "", "9"}), account_record_id({"vk", "", "1"}));
    EXPECT_NE(account_record_id({"vk", "a", "b"}), account_record_id({"vk", "ab", ""}));
}

TEST(Records, NationalNumbersAreReadByTheCountryOfTheirRecord) {
    Customer customer;
    customer.id = CustomerId{"1"};
    customer.phones = {"050 111 22 32", "no number"};
    customer.country = "Україна";
    SocialIdentity profile;
    profile.account = {"viber", "", "1"};
    profile.phones = {"(050) 111-22-32"};
    profile.country = "UA";
    RecordSetBuilder builder{"both"};
    append(builder, customer);
    append(builder, profile);
    const RecordSet set = builder.finish();
    EXPECT_EQ(set.values(0, "phone"), (std::vector<std::string_view>{"+380501112232", "no number"}));
    EXPECT_EQ(set.values(1, "phone"), (std::vector<std::string_view>{"+380501112232"}));
}

TEST(Records, TableCellsAreReadByWhatTheirColumnShows) {
    const auto table = table_of({{"id", {"1", "2"}},
                                 {"born", {"3/4/1987", "2/28/1990"}},
                                 {"tel", {"8 916 123-45-67; +7 (495) 765-43-21", "no number"}}});
    const std::vector<table::MappedColumn> mapping = {{"birth_date", "born", 1}, {"phone", "tel", 2}};
    const RecordSet set = from_table(table, mapping, "id");
    EXPECT_EQ(set.values(0, "birth_date"), (std::vector<std::string_view>{"1987-03-04"}))
        << "month first, as row 2 shows";
    EXPECT_EQ(set.values(0, "phone"), (std::vector<std::string_view>{"+79161234567", "+74957654321"}));
    EXPECT_EQ(set.values(1, "phone"), (std::vector<std::string_view>{"no number"}));
}

TEST(Records, TableNeedsItsIds) {
    const auto table = table_of({{"id", {"1", ""}}, {"city", {"Omsk", "Tver"}}});
    const std::vector<table::MappedColumn> mapping = {{"city", "city", 1}};
    EXPECT_THROW(from_table(table, mapping, "key"), Error);
    try {
        from_table(table, mapping, "id");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unreadable_input);
        EXPECT_NE(std::string{error.what()}.find("row 2"), std::string::npos);
    }
}

TEST(Records, ProfileShowsContactsAndPointersOfItsBiography) {
    SocialIdentity identity;
    identity.account = {"vk", "", "77"};
    identity.display_name = "Анна Петрова";
    identity.bio = "пишите: anna.p@mail.ru, tg: @annapetrova";
    identity.links = {"https://instagram.com/anna_p"};
    RecordSetBuilder builder;
    append(builder, identity);
    const RecordSet set = builder.finish();
    EXPECT_EQ(set.values(0, "email"), (std::vector<std::string_view>{"anna.p@mail.ru"}));
    EXPECT_EQ(set.values(0, "link"),
              (std::vector<std::string_view>{"instagram:anna_p", "telegram:annapetrova"}));
}

}  // namespace
}  // namespace scrm::identity
