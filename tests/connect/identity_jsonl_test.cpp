// SPDX-License-Identifier: Apache-2.0
#include "scrm/connect/identity_jsonl.hpp"

#include <gtest/gtest.h>

#include "connect/import_reading.hpp"
#include "scrm/connect/canonical_json.hpp"
#include "scrm/core/error.hpp"

namespace scrm::connect {
namespace {

using Rows = std::vector<ImportRow<SocialIdentity>>;
Rows read(const std::string& text) {
    return read_rows<IdentityJsonlReader, SocialIdentity>(text);
}

ImportRow<SocialIdentity> read_one(const std::string& members) {
    const Rows rows = read("{\"network\":\"vk\",\"network_user_id\":\"1\"" + members + "}\n");
    EXPECT_EQ(rows.size(), 1U);
    EXPECT_TRUE(rows[0].value) << rows[0].reason << " " << members;
    return rows[0];
}

TEST(IdentityJsonlReader, ReadsEveryField) {
    const auto row = read_one(
        R"(,"scope":null,"handle":"ivan","display_name":"Иван П","given_name":"Иван","family_name":"П","url":"https://vk.com/ivan",)"
        R"("bio":"люблю","emails":["a@mail.ru"],"phones":["+79161234567"],"city":"Москва","region":"","country":"RU",)"
        R"("birth_date":"--03-31","gender":"m","links":["https://t.me/ivan"],"followers":12,"verified":false,)"
        R"("kind":"person","state":"active","observed_at":"2026-01-02T03:04:05+03:00")");
    const SocialIdentity& identity = *row.value;
    EXPECT_EQ(identity.account, (AccountId{"vk", "", "1"}));
    EXPECT_EQ(identity.display_name, "Иван П");
    EXPECT_EQ(identity.emails, (std::vector<std::string>{"a@mail.ru"}));
    EXPECT_EQ(identity.links, (std::vector<std::string>{"https://t.me/ivan"}));
    EXPECT_EQ(identity.birth_date, "--03-31");
    EXPECT_EQ(identity.followers, 12);
    EXPECT_EQ(identity.verified, false);
    EXPECT_EQ(format_time(*identity.observed_at), "2026-01-02T00:04:05Z");
    EXPECT_TRUE(identity.as_written.empty());
    EXPECT_EQ(warnings_of(row), "");
    EXPECT_EQ(row.canonical, to_json_line(identity));
    EXPECT_EQ(parse_identity_json(row.canonical), identity);
}

TEST(IdentityJsonlReader, TextInThePlaceOfAnAddressIsMasked) {
    const auto row =
        read_one(R"(,"handle":"перевод 5555 5555 5555 4444","url":"https://ok.ru/profile/4111111111111111",)"
                 R"("links":["помогите 5555 5555 5555 4444","vk.com/id4111111111111111"])");
    ASSERT_TRUE(row.value);
    const SocialIdentity& found = *row.value;
    EXPECT_EQ(found.handle, "перевод [CARD 4444]");
    EXPECT_EQ(found.url, "https://ok.ru/profile/4111111111111111");
    EXPECT_EQ(found.links, (std::vector<std::string>{"помогите [CARD 4444]", "vk.com/id4111111111111111"}));
}

TEST(IdentityJsonlReader, KeepsIds) {
    const auto id_of = [](const std::string& json) {
        const Rows rows = read("{\"network\":\"vk\",\"network_user_id\":" + json + "}");
        return rows[0].value ? rows[0].value->account.network_user_id : "!" + rows[0].reason;
    };
    EXPECT_EQ(id_of("18446744073709551616"), "18446744073709551616");
    EXPECT_EQ(id_of("-123"), "-123");
    EXPECT_EQ(id_of("\"007\""), "007");
    EXPECT_EQ(id_of("\"4111111111111111\""), "4111111111111111");
    EXPECT_EQ(id_of("4111111111111111"), "4111111111111111");
    EXPECT_EQ(id_of("\"" + std::string(512, 'x') + "\"").size(), 512U);
    EXPECT_EQ(id_of("\"" + std::string(513, 'x') + "\""), "!id_too_long");
    EXPECT_EQ(id_of("1.0"), "!id_not_text");
    EXPECT_EQ(id_of("1e3"), "!id_not_text");
    EXPECT_EQ(id_of("true"), "!id_not_text");
    EXPECT_EQ(id_of("[1]"), "!id_not_text");
    EXPECT_EQ(id_of("null"), "!no_id");
    EXPECT_EQ(id_of("\"\""), "!no_id");
    EXPECT_EQ(id_of("\"a\\u0000b\""), "!bad_id");
    EXPECT_EQ(id_of("\"a\\ud800\""), "!bad_id");
    EXPECT_EQ(id_of("\"a\xFF\""), "!bad_id");
}

TEST(IdentityJsonlReader, QuarantinesWhatIsNoIdentity) {
    struct Case {
        std::string line;
        std::string reason;
    };
    const Case cases[] = {
        {"{", "bad_json"},
        {"[]", "not_an_object"},
        {"\"x\"", "not_an_object"},
        {std::string(100, '['), "json_too_deep"},
        {"{}", "no_id"},
        {R"({"network":"vk"})", "no_id"},
        {R"({"network_user_id":"1"})", "no_id"},
        {R"({"network":"vk","network_user_id":"1","scope":1.5})", "id_not_text"},
        {R"({"record":"interaction","network":"vk","network_user_id":"1"})", "wrong_record"},
        {R"({"network":"vk","network_user_id":"1","network_user_id":"2"})", "repeated_member"},
        {R"({"network":"vk","network_user_id":"1","bio":"a","bio":"a"})", "repeated_member"},
        {R"({"network":"vk","network_user_id":"1","my":[{"k":1,"j":2,"\u006b":3}]})", "repeated_member"},
        {R"({"record":5,"network":"vk","network_user_id":"1"})", "wrong_record"},
    };
    for (const Case& c : cases) {
        const Rows rows =
            read(c.line + "\n{\"network\":\"vk\",\"network_user_id\":2,\"record\":\"identity\"}\n");
        ASSERT_EQ(rows.size(), 2U);
        EXPECT_EQ(rows[0].reason, c.reason) << c.line;
        EXPECT_EQ(rows[0].raw_masked, c.line);
        EXPECT_FALSE(rows[0].value);
        ASSERT_TRUE(rows[1].value);
        EXPECT_EQ(rows[1].row, 2);
        EXPECT_TRUE(rows[1].value->as_written.empty());
    }
    EXPECT_THROW(read(""), Error);
}

TEST(IdentityJsonlReader, KeepsBadValuesAsWritten) {
    struct Case {
        const char* members;
        const char* warnings;
        const char* as_written;  // name=json;…
    };
    const Case cases[] = {
        {R"(,"followers":"many")", "followers:bad_type", "followers=\"many\";"},
        {R"(,"followers":1.5)", "followers:bad_number", "followers=1.5;"},
        {R"(,"followers":-1)", "followers:bad_number", "followers=-1;"},
        {R"(,"followers":99999999999999999999)", "followers:bad_number", "followers=99999999999999999999;"},
        {R"(,"verified":"yes")", "verified:bad_type", "verified=\"yes\";"},
        {R"(,"display_name":{"b":1, "a":2})", "display_name:bad_type", "display_name={\"a\":2,\"b\":1};"},
        {R"(,"emails":"a@b.ru")", "emails:bad_type", "emails=\"a@b.ru\";"},
        {R"(,"emails":["a@b.ru",5])", "emails:bad_type", "emails=[\"a@b.ru\",5];"},
        {R"(,"observed_at":"soon")", "observed_at:bad_time", "observed_at=\"soon\";"},
        {R"(,"observed_at":1700000000)", "observed_at:bad_type", "observed_at=1700000000;"},
        {R"(,"birth_date":19850331)", "birth_date:bad_type", "birth_date=19850331;"},
        {R"(,"birth_date":"1985-02-31")", "birth_date:bad_date", ""},
        {R"(,"gender":"x?")", "gender:bad_gender", ""},
        {R"(,"kind":"alien","state":"odd")", "kind:bad_value state:bad_value", ""},
        {R"(,"phones":["nope","12"])", "phones:bad_phone", ""},
        {R"(,"zodiac":"leo","x":[1, null])", "", "x=[1,null];zodiac=\"leo\";"},
        {R"(,"bio":null,"emails":null,"followers":null)", "", ""},
        {R"(,"bio":"","emails":["",""])", "", ""},
    };
    for (const Case& c : cases) {
        const auto row = read_one(c.members);
        EXPECT_EQ(warnings_of(row), c.warnings) << c.members;
        std::string written;
        for (const auto& [name, json] : row.value->as_written) written += name + "=" + json + ";";
        EXPECT_EQ(written, c.as_written) << c.members;
        EXPECT_EQ(parse_identity_json(row.canonical), *row.value) << row.canonical;
        // The canonical bytes are an import format: they read back as themselves.
        const Rows again = read(row.canonical);
        ASSERT_TRUE(again[0].value) << row.canonical;
        EXPECT_EQ(*again[0].value, *row.value) << row.canonical;
        EXPECT_EQ(again[0].canonical, row.canonical);
    }
}

TEST(IdentityJsonlReader, CleansTextAndKeepsTheBytes) {
    const auto row =
        read_one(",\"bio\":\"a\\u0000b\\ud800\",\"display_name\":\"\xFF\",\"links\":[\"x\\u0000\"]");
    EXPECT_EQ(row.value->bio,
              "a\xEF\xBF\xBD"
              "b\xEF\xBF\xBD");
    EXPECT_EQ(warnings_of(row), "display_name:bad_text bio:bad_text links:bad_text");
    ASSERT_EQ(row.originals.size(), 3U);
    EXPECT_EQ(row.originals[0], (OriginalBytes{"display_name", "\"\xFF\""}));
    EXPECT_EQ(row.originals[1], (OriginalBytes{"bio", "\"a\\u0000b\\ud800\""}));
}

TEST(IdentityJsonlReader, MasksCards) {
    const std::string card = "4111111111111111";
    const auto row =
        read_one(",\"handle\":\"" + card + "\",\"url\":\"https://vk.com/" + card + "\",\"bio\":\"моя " +
                 card + "\",\"phones\":[\"" + card + "\"],\"emails\":[\"пишите " + card +
                 "\"],\"display_name\":\"4111 1111 1111 1111\",\"my\":{\"card\":" + card + ",\"t\":[\"" +
                 card + "\"]},\"followers\":\"" + card + "\",\"observed_at\":\"" + card + "\"");
    const SocialIdentity& identity = *row.value;
    EXPECT_EQ(identity.handle, card);
    EXPECT_EQ(identity.url, "https://vk.com/" + card);
    EXPECT_EQ(identity.phones[0], card);
    EXPECT_EQ(identity.as_written.at("observed_at"), "\"" + card + "\"");
    for (const std::string& masked : {identity.bio, identity.display_name, identity.emails[0],
                                      identity.as_written.at("my"), identity.as_written.at("followers")}) {
        EXPECT_EQ(masked.find("411111"), std::string::npos) << masked;
        EXPECT_EQ(masked.find("4111 1111 1"), std::string::npos) << masked;
    }
    EXPECT_EQ(parse_identity_json(row.canonical), identity);
}

TEST(IdentityJsonlReader, WordsInAFieldOfNumbersAreText) {
    const auto masked = [](std::string_view field, std::string_view value) {
        const auto row = read_one(",\"" + std::string{field} + "\":" + std::string{value});
        EXPECT_EQ(read(row.canonical + "\n")[0].canonical, row.canonical);
        const std::size_t at = row.canonical.find("\"" + std::string{field} + "\":") + field.size() + 3;
        return row.canonical.substr(at, row.canonical.size() - at - 1);
    };
    EXPECT_EQ(masked("links", R"("4111 1111 1111 1111")"), R"("[CARD 1111]")");
    EXPECT_EQ(masked("links", R"("https://vk.com/id5555555555554444")"),
              R"("https://vk.com/id5555555555554444")");
    EXPECT_EQ(masked("links", R"(["https://vk.com/id5555555555554444",{"pay":"на 4111111111111111 мне"}])"),
              R"(["https://vk.com/id5555555555554444",{"pay":"на [CARD 1111] мне"}])");
    EXPECT_EQ(masked("phones", R"("мои карты: 4111 1111 1111 1111")"), R"("мои карты: [CARD 1111]")");
    EXPECT_EQ(masked("phones", R"(["карта 4111 1111 1111 1111 cvv 123","+79161234567"])"),
              R"(["карта [CARD 1111] cvv [CVV]","+79161234567"])");
    EXPECT_EQ(masked("birth_date", R"("карта 4111 1111 1111 1111")"), R"("карта [CARD 1111]")");
    EXPECT_EQ(masked("birth_date", R"({"d":"карта 4111 1111 1111 1111"})"), R"({"d":"карта [CARD 1111]"})");
    EXPECT_EQ(masked("observed_at", R"("карта 4111 1111 1111 1111")"), R"("карта [CARD 1111]")");
    EXPECT_EQ(masked("handle", R"(["на карту 4111 1111 1111 1111"])"), R"(["на карту [CARD 1111]"])");
}

TEST(IdentityJsonlReader, APhoneBeyondTheFirstHundredIsMaskedToo) {
    std::string phones;
    for (int i = 0; i < 101; ++i) phones += "\"+79161234567\",";
    const auto row = read_one(",\"phones\":[" + phones + "\"карта 4111 1111 1111 1111\"]");
    EXPECT_EQ(row.value->phones.back(), "карта [CARD 1111]");
}

TEST(IdentityJsonlReader, NamesThatMaskingMakesEqualStayApart) {
    const auto row =
        read_one(R"(,"4111111111111111":1,"4111 1111 1111 1111":2,"[CARD 1111]":3,)"
                 R"("my":{"Z":0,"4111-1111-1111-1111":1,"4111111111111111":2,"[CARD 1111]#2":3})");
    const auto& written = row.value->as_written;
    EXPECT_EQ(written.at("[CARD 1111]"), "3");
    EXPECT_EQ(written.at("[CARD 1111]#2"), "2");
    EXPECT_EQ(written.at("[CARD 1111]#3"), "1");
    EXPECT_EQ(written.at("my"), R"({"Z":0,"[CARD 1111]":1,"[CARD 1111]#2":3,"[CARD 1111]#3":2})");
    const Rows again = read(row.canonical + "\n");
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].canonical, row.canonical);
}

TEST(IdentityJsonlReader, MasksBrokenLinesAlsoBehindEscapes) {
    for (const std::string line :
         {"{\"bio\":\"4111 1111 1111 1111\"", "{\"bio\":\"4111\\u00a01111\\u200b1111\\u00201111\"",
          "{\"bio\":\"\\u0034111111111111111\"", "{\"bio\":\"\\uff14111111111111111\"",
          "{\"bio\":\"4111\\t1111\\r\\n1111\\/1111\""}) {
        const Rows rows = read(line);
        EXPECT_EQ(rows[0].reason, "bad_json");
        EXPECT_NE(rows[0].raw_masked.find("CARD"), std::string::npos) << rows[0].raw_masked;
        EXPECT_NE(rows[0].raw_masked.find("{\"bio\":\""), std::string::npos) << rows[0].raw_masked;
    }
    EXPECT_EQ(read("{\"bio\":\"\\u0416\"")[0].raw_masked, "{\"bio\":\"\\u0416\"")
        << "bytes without a card stay";
}

TEST(IdentityJsonlReader, ACardThatIsCutWithItsLineIsNotKept) {
    for (const std::string card :
         {"4111 1111 1111 1111", "\\u0034\\u0031\\u0031\\u003111111111\\u00311\\uff111"}) {
        for (std::size_t kept = 0; kept <= card.size(); ++kept) {
            std::string line = R"({"network":"vk","network_user_id":"1","bio":")";
            line.append((1U << 20U) - line.size() - kept - 1, 'x').append(" ").append(card).append("y\"}");
            std::istringstream in{line};
            IdentityJsonlReader reader{in};
            ImportRow<SocialIdentity> got;
            ASSERT_TRUE(reader.next(got));
            EXPECT_EQ(got.reason, "row_too_large");
            const std::size_t end = got.raw_masked.find_last_of('x') + 1;
            EXPECT_GT(end, (1U << 20U) - 100);
            EXPECT_EQ(got.raw_masked.substr(end).find_first_of("0123456789"), std::string::npos) << kept;
        }
    }
}

TEST(IdentitySupersedes, OrdersVersions) {
    SocialIdentity none;
    none.account = {"vk", "", "1"};
    SocialIdentity early = none;
    early.observed_at = parse_time("2026-01-01");
    SocialIdentity late = none;
    late.observed_at = parse_time("2026-01-02");
    late.bio = "a";
    SocialIdentity late_larger = late;
    late_larger.bio = "b";
    const SocialIdentity ordered[] = {none, early, late, late_larger};
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = 0; j < 4; ++j)
            EXPECT_EQ(supersedes(ordered[i], ordered[j]), i > j) << i << " " << j;
    }
}

}  // namespace
}  // namespace scrm::connect
