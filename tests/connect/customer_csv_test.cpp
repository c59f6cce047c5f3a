// SPDX-License-Identifier: Apache-2.0
#include "scrm/connect/customer_csv.hpp"

#include <gtest/gtest.h>

#include "connect/import_reading.hpp"
#include "scrm/connect/canonical_json.hpp"
#include "scrm/core/error.hpp"

namespace scrm::connect {
namespace {

using Rows = std::vector<ImportRow<Customer>>;
Rows read(const std::string& text) {
    return read_rows<CustomerCsvReader, Customer>(text);
}

const std::string kHeader =
    "customer_id,kind,full_name,given_name,family_name,patronymic,gender,birth_date,phones,emails,city,"
    "region,country,"
    "address,employer,segment,branch,created_at";

TEST(CustomerCsvReader, ReadsEveryField) {
    const Rows rows = read(kHeader +
                           "\nC-1,person,Петров Иван,Иван,Петров,Ильич,m,1980-02-29,"
                           "+79161234567; 8 916 765-43-21 ;,a@mail.ru;b@ya.ru,Москва,,RU,\"ул. Мира, 1\","
                           "ООО \"Мир\",mass,7,2020-01-02T03:04:05Z\n");
    ASSERT_EQ(rows.size(), 1U);
    ASSERT_TRUE(rows[0].value);
    Customer expected;
    expected.id = CustomerId{"C-1"};
    expected.kind = "person";
    expected.full_name = "Петров Иван";
    expected.given_name = "Иван";
    expected.family_name = "Петров";
    expected.patronymic = "Ильич";
    expected.gender = "m";
    expected.birth_date = "1980-02-29";
    expected.phones = {"+79161234567", "8 916 765-43-21"};
    expected.emails = {"a@mail.ru", "b@ya.ru"};
    expected.city = "Москва";
    expected.country = "RU";
    expected.address = "ул. Мира, 1";
    expected.employer = "ООО \"Мир\"";
    expected.segment = "mass";
    expected.branch = "7";
    expected.created_at = "2020-01-02T03:04:05Z";
    EXPECT_EQ(*rows[0].value, expected);
    EXPECT_EQ(warnings_of(rows[0]), "");
    EXPECT_TRUE(rows[0].originals.empty());
    EXPECT_EQ(rows[0].canonical, to_json_line(expected));
    EXPECT_EQ(rows[0].row, 1);
}

TEST(CustomerCsvReader, TakesColumnsInAnyOrderAndKeepsOthers) {
    const Rows rows = read("note;Full_Name;CUSTOMER_ID;full_name;;note\nx;y;007;Иван;z;w\n;;8;Анна;;\n");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].value->id.str(), "007");
    EXPECT_EQ(rows[0].value->full_name, "Иван");
    EXPECT_EQ(rows[0].value->attributes,
              (std::map<std::string, std::string>{
                  {"note", "x"}, {"Full_Name", "y"}, {"column#5", "z"}, {"note#2", "w"}}));
    EXPECT_TRUE(rows[1].value->attributes.empty());
}

TEST(CustomerCsvReader, NamesManyEqualColumns) {
    std::string header = "customer_id,full_name,c#3";
    std::string line = "1,x,a";
    for (int i = 0; i < 50'000; ++i) {
        header += ",c";
        line += ",b";
    }
    const Rows rows = read(header + "\n" + line + "\n");
    ASSERT_TRUE(rows[0].value) << rows[0].reason;
    EXPECT_EQ(rows[0].value->attributes.size(), 50'001U);
    EXPECT_EQ(rows[0].value->attributes.at("c#3"), "a");
    EXPECT_EQ(rows[0].value->attributes.count("c#2"), 1U);
    EXPECT_EQ(rows[0].value->attributes.count("c#50001"), 1U);
}

TEST(CustomerCsvReader, RefusesUnusableHeaders) {
    for (const std::string text :
         {"", "\n", "id,name\n1,a\n", "customer_id,customer_id,full_name\n1,1,a\n",
          "customer_id,Customer_ID,full_name\n", "customer_id,phones\n1,2\n", "full_name\nx\n",
          "customer_id,full_name,\xFF\n", "customer_id,\"full_name\n"}) {
        try {
            read(text);
            ADD_FAILURE() << text;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::unreadable_input) << text;
        }
    }
    EXPECT_TRUE(read("customer_id,patronymic\n").empty());
}

TEST(CustomerCsvReader, QuarantinesWhatCannotBeKeyed) {
    struct Case {
        std::string line;
        std::string reason;
    };
    const Case cases[] = {
        {",Иван", "no_id"},
        {"  ,Иван", "no_id"},
        {"1", "wrong_column_count"},
        {"1,2,3", "wrong_column_count"},
        {"1,\"Иван", "unbalanced_quotes"},
        {std::string(513, '7') + ",Иван", "id_too_long"},
        {"a\xFF,Иван", "bad_id"},
        {std::string{"a\0b,Иван", 11}, "bad_id"},
        {"1," + std::string(2 << 20, 'x'), "row_too_large"},
    };
    for (const Case& c : cases) {
        const Rows rows = read("customer_id,full_name\n" + c.line + "\n9,Анна\n");
        ASSERT_EQ(rows.size(), 2U) << c.reason;
        EXPECT_FALSE(rows[0].value);
        EXPECT_EQ(rows[0].reason, c.reason);
        EXPECT_EQ(rows[0].raw_masked, c.line.substr(0, 1 << 20)) << c.reason;
        EXPECT_TRUE(rows[0].canonical.empty());
        ASSERT_TRUE(rows[1].value) << c.reason;
        EXPECT_EQ(rows[1].row, 2);
        EXPECT_TRUE(rows[1].reason.empty());
    }
}

TEST(CustomerCsvReader, KeepsIdsExactly) {
    for (const std::string id :
         {"007", "18446744073709551616", " x", "1.50", "4111111111111111", "Ж", "a;b"}) {
        const Rows rows = read("customer_id,full_name\n" + id + ",x\n");
        ASSERT_TRUE(rows[0].value) << id;
        EXPECT_EQ(rows[0].value->id.str(), id);
    }
    EXPECT_EQ(read("customer_id,full_name\n" + std::string(512, '7') + ",x\n")[0].value->id.str().size(),
              512U);
    EXPECT_EQ(read("customer_id,full_name\n'=1,x\n")[0].value->id.str(), "=1");
    EXPECT_EQ(read("customer_id,full_name\n'1,x\n")[0].value->id.str(), "'1");
}

TEST(CustomerCsvReader, WarnsOfBadFieldsAndKeepsThem) {
    struct Case {
        const char* column;
        const char* value;
        const char* warning;
    };
    const Case cases[] = {
        {"birth_date", "1980-02-30", "birth_date:bad_date"},
        {"birth_date", "yesterday", "birth_date:bad_date"},
        {"birth_date", "--02-29", ""},
        {"phones", "12", "phones:bad_phone"},
        {"phones", "+79161234567;call me;nope", "phones:bad_phone"},
        {"emails", "a@", "emails:bad_email"},
        {"gender", "?", "gender:bad_gender"},
        {"gender", "f", ""},
        {"kind", "robot", "kind:bad_value"},
        {"kind", "company", ""},
        {"created_at", "soon", "created_at:bad_time"},
        {"created_at", "2020-01-02 03:04", ""},
        {"city",
         "a\xFF"
         "b",
         "city:bad_text"},
    };
    for (const Case& c : cases) {
        const Rows rows = read(std::string{"customer_id,full_name,"} + c.column + "\n1,x," + c.value + "\n");
        ASSERT_TRUE(rows[0].value) << c.column;
        EXPECT_EQ(warnings_of(rows[0]), c.warning) << c.column << " " << c.value;
    }
    EXPECT_EQ(read("customer_id,full_name,birth_date\n1,x,1980-02-30\n")[0].value->birth_date, "1980-02-30");
    EXPECT_EQ(read("customer_id,full_name,phones\n1,x,call;12\n")[0].value->phones,
              (std::vector<std::string>{"call", "12"}));
    EXPECT_EQ(warnings_of(read("customer_id,full_name\n1, \n")[0]), "full_name:no_name");
}

TEST(CustomerCsvReader, CleansTextAndKeepsTheBytes) {
    const Rows rows = read(std::string{"customer_id,full_name,x\n1,a\xFF\0b,\xC3\n", 33});
    ASSERT_TRUE(rows[0].value);
    EXPECT_EQ(rows[0].value->full_name,
              "a\xEF\xBF\xBD\xEF\xBF\xBD"
              "b");
    EXPECT_EQ(rows[0].value->attributes.at("x"), "\xEF\xBF\xBD");
    EXPECT_EQ(warnings_of(rows[0]), "full_name:bad_text attributes:bad_text");
    ASSERT_EQ(rows[0].originals.size(), 2U);
    EXPECT_EQ(rows[0].originals[0], (OriginalBytes{"full_name", std::string{"a\xFF\0b", 4}}));
    EXPECT_EQ(rows[0].originals[1], (OriginalBytes{"attributes", "\xC3"}));
}

TEST(CustomerCsvReader, ARowOfTheLargestSizeComesBackFromItsExport) {
    constexpr std::size_t kLimit = std::size_t{1} << 20U;
    const auto filled = [](const std::string& piece, std::size_t size) {
        std::string out;
        while (out.size() + piece.size() <= size) out += piece;
        return out;
    };
    const std::string begin = "1,x,a";
    for (const std::string piece : {"\"", "\xE0", "Ж", "=", "a\"", "cvv 123 "}) {
        const auto rows =
            read("customer_id,full_name,note\n" + begin + filled(piece, kLimit - begin.size()) + "\n");
        ASSERT_EQ(rows.size(), 1U);
        ASSERT_TRUE(rows[0].value) << piece << rows[0].reason;
        Customer other;
        other.id = CustomerId{"2"};
        other.full_name = "y";
        for (int i = 0; i < 2000; ++i) other.attributes.emplace("column " + std::to_string(i), "\"");
        const auto again = read(customers_csv(std::vector{*rows[0].value, other}));
        ASSERT_EQ(again.size(), 2U);
        ASSERT_TRUE(again[0].value) << piece << again[0].reason;
        EXPECT_TRUE(*again[0].value == *rows[0].value);
        EXPECT_TRUE(again[1].value);
    }
    for (const std::string& large :
         {begin + std::string(kLimit, 'a'), "1,x,\"" + filled("\"\"", 3 * kLimit) + "\""}) {
        const auto rows = read("customer_id,full_name,note\n" + large + "\n2,y,z\n");
        ASSERT_EQ(rows.size(), 2U);
        EXPECT_EQ(rows[0].reason, "row_too_large");
        EXPECT_TRUE(rows[0].raw_masked.size() <= kLimit);
        EXPECT_TRUE(rows[1].value);
    }
}

TEST(CustomerCsvReader, MasksCardsButNotIdsPhonesAndDates) {
    const std::string card = "4111111111111111";
    const Rows rows = read(kHeader + ",note\n" + card + ",person," + card + ",,,,," + card + "," + card +
                           "," + card + "@mail.ru,,,," + card + ",,,,,карта 4111 1111 1111 1111\n");
    const Customer& customer = *rows[0].value;
    EXPECT_EQ(customer.id.str(), card);
    EXPECT_EQ(customer.birth_date, card);
    EXPECT_EQ(customer.phones[0], card);
    EXPECT_EQ(customer.emails[0], card + "@mail.ru");
    EXPECT_EQ(customer.full_name.find("411111"), std::string::npos) << customer.full_name;
    EXPECT_EQ(customer.address.find("411111"), std::string::npos);
    EXPECT_EQ(customer.attributes.at("note").find("4111 1111"), std::string::npos);
    const Rows broken = read("customer_id,full_name\n1,\"card " + card + "\n");
    EXPECT_EQ(broken[0].raw_masked.find(card), std::string::npos);
    EXPECT_NE(broken[0].raw_masked.find("1,\"card "), std::string::npos);
    const Rows bytes = read("customer_id,full_name\n1,\xFF card " + card + "\n");
    EXPECT_EQ(bytes[0].originals[0].bytes.find(card), std::string::npos);
}

TEST(CustomerCsvReader, ACardThatIsCutWithItsRowIsNotKept) {
    const std::string card = "4111 1111 1111 1111";
    for (std::size_t kept = 0; kept <= card.size(); ++kept) {
        std::string row = "1,Анна,";
        row.append((1U << 20U) - row.size() - kept - 1, 'x').append(" ").append(card).append("y");
        std::istringstream in{"customer_id,full_name,note\n" + row + "\n"};
        CustomerCsvReader reader{in};
        ImportRow<Customer> got;
        ASSERT_TRUE(reader.next(got));
        EXPECT_EQ(got.reason, "row_too_large");
        const std::size_t end = got.raw_masked.find_last_of('x') + 1;
        EXPECT_GT(end, (1U << 20U) - 100);
        EXPECT_EQ(got.raw_masked.substr(end).find_first_of("0123456789"), std::string::npos) << kept;
    }
}

TEST(CustomerCsvReader, AcceptsEqualDuplicatesAndRejectsConflictingOnes) {
    const Rows rows = read(
        "customer_id,full_name,phones\n1,a,+79161234567\n2,b,\n1,a,\"+79161234567;\"\n1,c,\n2,b,\n1,a,\n");
    ASSERT_EQ(rows.size(), 6U);
    EXPECT_TRUE(rows[2].value);
    EXPECT_EQ(rows[3].reason, "conflicting_duplicate");
    EXPECT_EQ(rows[3].raw_masked, "1,c,");
    EXPECT_FALSE(rows[3].value);
    EXPECT_TRUE(rows[4].value);
    EXPECT_EQ(rows[5].reason, "conflicting_duplicate");
    std::string many = "customer_id,full_name\n";
    for (int i = 0; i < 5000; ++i)
        many += std::to_string(i % 4000) + ",n" + std::to_string(i < 4500 ? i % 4000 : i) + "\n";
    int rejected = 0;
    for (const auto& row : read(many)) rejected += row.value ? 0 : 1;
    EXPECT_EQ(rejected, 500);
}

TEST(CustomersCsv, ReadsBackAsItWas) {
    std::vector<Customer> customers(3);
    customers[0].id = CustomerId{"=1"};
    customers[0].full_name = "-Иван \"Грозный\", царь\nвсея";
    customers[0].phones = {"+79161234567", "8 (916) 1"};
    customers[0].emails = {"=a@b.ru"};
    customers[0].attributes = {{"=note", "'=x"}, {"KIND", " a "}, {"column#3", "z"}};
    customers[1].id = CustomerId{"'2"};
    customers[1].given_name = "''@x";
    customers[1].birth_date = "--02-29";
    customers[1].attributes = {{"b", "\r"}};
    customers[2].id = CustomerId{"3"};
    const std::string text = customers_csv(customers);
    EXPECT_EQ(text.substr(0, kHeader.size()), kHeader);
    EXPECT_NE(text.find("'=1"), std::string::npos);
    const Rows rows = read(text);
    ASSERT_EQ(rows.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        ASSERT_TRUE(rows[i].value) << rows[i].reason;
        EXPECT_EQ(*rows[i].value, customers[i]) << i;
    }
}

}  // namespace
}  // namespace scrm::connect
