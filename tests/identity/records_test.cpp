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
    EXPECT_NE(account_record_id({"forum", "a",
                                 "b\x1F"
                                 "c"}),
              account_record_id({"forum",
                                 "a\x1F"
                                 "b",
                                 "c"}));
}

TEST(Records, ContactsAreReadByTheCountryOfTheirRecordOrNotAtAll) {
    Customer customer;
    customer.id = CustomerId{"1"};
    customer.phones = {"050 111 22 32", "no number"};
    customer.emails = {"ivan petrov@mail.ru", "ivan@mail.ru"};
    customer.birth_date = "1980-02-30";
    customer.country = "Україна";
    SocialIdentity profile;
    profile.account = {"viber", "", "1"};
    profile.phones = {"(050) 111-22-32"};
    profile.country = "UA";
    RecordSetBuilder builder{"both"};
    append(builder, customer);
    append(builder, profile);
    const RecordSet set = builder.finish();
    EXPECT_EQ(set.values(0, "phone"), (std::vector<std::string_view>{"+380501112232"}));
    // What cannot be read is no evidence.
    EXPECT_EQ(set.values(0, "email"), (std::vector<std::string_view>{"ivan@mail.ru"}));
    EXPECT_TRUE(set.values(0, "birth_date").empty());
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

RecordSet profile_of(const SocialIdentity& identity) {
    RecordSetBuilder builder;
    append(builder, identity);
    return builder.finish();
}

TEST(Records, ABiographyFillsWhatTheFieldsLeaveOpen) {
    using Values = std::vector<std::string_view>;
    SocialIdentity identity;
    identity.account = {"instagram", "", "77"};
    identity.bio = "📍 Казань | 🎂 13.04.1990 | WhatsApp 8 916 123-45-67";
    const RecordSet bare = profile_of(identity);
    EXPECT_EQ(bare.values(0, "city"), Values{"Казань"});
    EXPECT_EQ(bare.values(0, "birth_date"), Values{"1990-04-13"});
    EXPECT_EQ(bare.values(0, "phone"), Values{"+79161234567"});
    EXPECT_EQ(bare.values(0, "public_phone"), Values{"+79161234567"});

    identity.city = "Омск";
    identity.birth_date = "--05-14";
    identity.phones = {"+79217654321"};
    const RecordSet filled = profile_of(identity);
    EXPECT_EQ(filled.values(0, "city"), Values{"Омск"});
    EXPECT_EQ(filled.values(0, "birth_date"), Values{"--05-14"});
    EXPECT_EQ(filled.values(0, "phone"), (Values{"+79217654321", "+79161234567"}));
    EXPECT_EQ(filled.values(0, "public_phone"), Values{"+79161234567"});

    identity.country = "UA";
    identity.bio = "тел. 067 123 45 67";
    EXPECT_EQ(profile_of(identity).values(0, "public_phone"), Values{"+380671234567"});
}

TEST(Records, AMessengersAccountIsItsNumber) {
    using Values = std::vector<std::string_view>;
    const auto phones_of = [](const char* network, const char* id) {
        SocialIdentity identity;
        identity.account = {network, "", id};
        const RecordSet set = profile_of(identity);
        EXPECT_TRUE(set.values(0, "public_phone").empty()) << id;
        std::string out;
        for (const std::string_view phone : set.values(0, "phone")) out += std::string{phone} + ' ';
        return out;
    };
    EXPECT_EQ(phones_of("whatsapp", "79161234567"), "+79161234567 ");
    EXPECT_EQ(phones_of("whatsapp", "79161234567@c.us"), "+79161234567 ");
    EXPECT_EQ(phones_of("viber", "+380671234567"), "+380671234567 ");
    EXPECT_EQ(phones_of("viber", "gA7kf=="), "");
    EXPECT_EQ(phones_of("whatsapp", "77"), "");
    EXPECT_EQ(phones_of("vk", "79161234567"), "");

    SocialIdentity identity;
    identity.account = {"vk", "", "5"};
    identity.links = {"https://wa.me/79161234567"};
    EXPECT_EQ(profile_of(identity).values(0, "public_phone"), Values{"+79161234567"});
}

TEST(Records, AProfilesAddressShowsItsLogin) {
    using Values = std::vector<std::string_view>;
    SocialIdentity identity;
    identity.account = {"vk", "", "5"};
    identity.url = "https://vk.com/ivan.petrov";
    EXPECT_EQ(profile_of(identity).values(0, "handle"), Values{"ivan.petrov"});
    identity.url = "https://t.me/ivan_p";
    EXPECT_TRUE(profile_of(identity).values(0, "handle").empty());
    identity.handle = "ivanp";
    identity.url = "https://vk.com/ivan.petrov";
    EXPECT_EQ(profile_of(identity).values(0, "handle"), Values{"ivanp"});
}

TEST(Records, ColumnsOfAModelKeepListsAndTypes) {
    const auto column = [](std::initializer_list<std::optional<std::string_view>> cells) {
        table::ColumnBuilder builder;
        for (const auto& cell : cells) builder.append(cell);
        return builder.finish();
    };
    table::Table rows;
    rows.add("id", column({"1", "2", "3"}));
    rows.add_lists("Tags", column({"a", "", std::nullopt}), column({R"(["a", ""])", "[]", std::nullopt}));
    rows.add("n", table::Int64Column{{1, 2, 3}});
    rows.add("mail", column({std::nullopt, "", std::nullopt}), table::CellType::text);
    RecordSetBuilder builder;
    const std::vector<std::string> columns = {"tags", "n", "mail", "absent"};
    append_columns(builder, rows, columns, {}, "id");
    const RecordSet set = builder.finish();
    EXPECT_EQ(set.values(0, "tags"), (std::vector<std::string_view>{R"(["a", ""])"}));
    EXPECT_EQ(set.values(1, "tags"), (std::vector<std::string_view>{"[]"}));
    EXPECT_TRUE(set.values(2, "tags").empty());
    EXPECT_EQ(set.declared("tags"), table::CellType::list);
    EXPECT_EQ(set.declared("n"), table::CellType::number);
    EXPECT_EQ(set.declared("mail"), table::CellType::text);
    EXPECT_EQ(set.declared("absent"), std::nullopt);
}

}  // namespace
}  // namespace scrm::identity
