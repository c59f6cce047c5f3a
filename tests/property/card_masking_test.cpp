// SPDX-License-Identifier: Apache-2.0

// Card numbers that people hide in texts never reach the database: not in a column, not in an export, not in
// the quarantine, not in the bytes of the file. Ids stay as they are.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "property/hidden_cards.hpp"
#include "property/small_bank.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"
#include "text/mask_numbers.hpp"

namespace scrm {
namespace {

/// What people write around a number.
const std::vector<std::pair<std::string, std::string>> kAround{
    {"", ""},
    {"моя карта ", ", жду"},
    {"Номер картки: ", " дякую"},
    {"НОМЕР КАРТЫ ", " СПАСИБО"},
    {"МОЯ КАРТКА ", "!"},
    {"MY CARD NUMBER IS ", " THANKS"},
    {"card: ", " 12/27 123"},
    {"списали с карты ", " 08/2029 cvv 456, верните"},
    {"переведите на ", " срок 11/28"},
    {"Visa ", ", CVC2: 789"},
    {"скиньте сюда:\n", "\nИван"},
    {"№ карты ", ""},
    {"оплатил картой ", " два раза"},
    {"what is wrong with ", "?"},
    {"сняли деньги со счёта ", ", верните"},
    {"my account ", " is blocked"},
    {"картка (", ")"},
    {"«", "»"},
};

std::string in_json(std::string_view text, bool escaped) {
    std::string out;
    while (!text.empty()) {
        const char32_t c = text::next(text);
        char buffer[16];
        if (c == U'"' || c == U'\\') {
            out.push_back('\\');
            out.push_back(static_cast<char>(c));
        } else if (escaped && (c == U'\n' || c == U'\t' || c == U'\r')) {
            out += c == U'\n' ? "\\n" : c == U'\t' ? "\\t" : "\\r";
        } else if (escaped && c == U'/') {
            out += "\\/";
        } else if (c < 0x20 || (escaped && c > 0x7E && c < 0x10000)) {
            std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(c));
            out += buffer;
        } else if (escaped && c >= 0x10000) {
            const auto rest = static_cast<unsigned>(c) - 0x10000;
            std::snprintf(buffer, sizeof buffer, "\\u%04x\\u%04x", 0xD800 + (rest >> 10),
                          0xDC00 + (rest & 0x3FF));
            out += buffer;
        } else {
            text::append(out, c);
        }
    }
    return "\"" + out + "\"";
}

std::string in_csv(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out.push_back('"');
        out.push_back(c);
    }
    return out + "\"";
}

std::string file_bytes(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

class CardMasking : public test::OnBothDatabases {
  protected:
    static const test::DigitAlphabet& alphabet() {
        static const test::DigitAlphabet one;
        return one;
    }

    /// A text with a new hidden card in it.
    std::string text_with_card() {
        const std::string card = text::testing::random_card(random_);
        const auto& [before, after] = kAround[random_.below(kAround.size())];
        std::string text = before + alphabet().obfuscate(card, random_) + after;
        cards_.push_back(card);
        return text;
    }

    /// What stands in the database and its exports after `fill` has run on it.
    test::LeakFinder leaks(Crm& crm) {
        test::LeakFinder finder{cards_};
        const auto read = [&](const auto& write) {
            std::ostringstream out;
            write(out);
            std::istringstream lines{out.str()};
            for (std::string line; std::getline(lines, line);) {
                const std::size_t before = finder.found();
                finder.read(line);
                if (finder.found() > before && shown_++ < 5) std::printf("not masked: %s\n", line.c_str());
            }
            finder.read(out.str());
        };
        read([&](std::ostream& out) { crm.customers().export_csv(out); });
        read([&](std::ostream& out) { crm.customers().export_jsonl(out); });
        read([&](std::ostream& out) { crm.identities().export_csv(out); });
        read([&](std::ostream& out) { crm.identities().export_jsonl(out); });
        read([&](std::ostream& out) { crm.interactions().export_csv(out); });
        read([&](std::ostream& out) { crm.interactions().export_jsonl(out); });
        read([&](std::ostream& out) { crm.quarantine().export_csv(out, true); });
        read([&](std::ostream& out) { crm.quarantine().export_jsonl(out, true); });
        if (GetParam() == storage::Backend::sqlite) {
            for (const char* suffix : {"", "-wal"}) {
                const std::string bytes = file_bytes(database_.url() + suffix);
                EXPECT_TRUE(*suffix != '\0' || !bytes.empty());
                const std::size_t before = finder.found();
                finder.read(bytes);
                finder.read_hex(bytes);
                if (finder.found() > before) std::printf("in the file only: %zu\n", finder.found() - before);
            }
        } else {
            for (const char* table : {"customer", "identity", "interaction", "quarantine", "audit"}) {
                const std::string rows = database_.raw("select string_agg(t::text, chr(10)) from scrm_" +
                                                       std::string{table} + " t");
                finder.read(rows);
                finder.read_hex(rows);
            }
        }
        return finder;
    }

    void expect_few_leaks(Crm& crm) {
        const test::LeakFinder finder = leaks(crm);
        std::printf("cards: %zu of %zu found\n", finder.found(), cards_.size());
        EXPECT_LE(finder.found(), cards_.size() / 1000);
    }

    Random random_{GetParam() == storage::Backend::sqlite ? 71U : 72U};
    std::vector<std::string> cards_;
    int shown_ = 0;
};

TEST_P(CardMasking, the_generator_and_the_finder_find_what_is_not_masked) {
    EXPECT_GT(alphabet().digits(), 700U);
    std::string all;
    for (int i = 0; i < 2000; ++i) all += text_with_card() + "\n\n\n\n\n\n\n\n\n\n";
    test::LeakFinder finder{cards_};
    finder.read(all);
    EXPECT_GE(finder.found(), cards_.size() - 2);
    test::LeakFinder hex{cards_};
    std::string digits;
    for (const char c : all) {
        char two[3];
        std::snprintf(two, sizeof two, "%02x", static_cast<unsigned char>(c));
        digits += two;
    }
    hex.read_hex(digits);
    EXPECT_GE(hex.found(), cards_.size() - 2);
}

TEST_P(CardMasking, in_posts_and_around_them) {
    std::string lines;
    const int count = test::scaled(500);
    for (int i = 0; i < count; ++i) {
        const bool escaped = random_.chance(.5);
        const std::string text = in_json(text_with_card(), escaped);
        lines += R"({"network":"vk","external_id":"p)" + std::to_string(i) + R"(","kind":"comment",)";
        switch (i % 10) {
            case 0:
                lines += R"("tags":["ok",)" + text + "]";
                break;
            case 1:
                lines += R"("attachments":[{"type":"photo","caption":)" + text + "}]";
                break;
            case 2:
                lines += R"("author":{"network_user_id":"7","bio":)" + text + "}";
                break;
            case 3:
                lines += R"("extra":{"deep":[1,)" + text + "]}";
                break;
            default:
                lines += "\"text\":" + text;
        }
        lines += "}\n";
    }
    Crm crm = Crm::open(database_.url());
    std::istringstream in{lines};
    EXPECT_EQ(crm.interactions().import_jsonl(in).accepted, count);
    expect_few_leaks(crm);
    std::ostringstream out;
    crm.interactions().export_jsonl(out);
    for (const char* code : {"cvv 456", "CVC2: 789", "12/27 123"})
        EXPECT_EQ(out.str().find(code), std::string::npos) << code;
    EXPECT_NE(out.str().find("[CVV]"), std::string::npos);
}

TEST_P(CardMasking, in_biographies_and_names) {
    std::string lines;
    const int count = test::scaled(500);
    for (int i = 0; i < count; ++i) {
        const std::string text = in_json(text_with_card(), random_.chance(.5));
        const char* field = i % 8 == 0   ? "display_name"
                            : i % 8 == 1 ? "status_text"
                            : i % 8 == 2 ? "city"
                                         : "bio";
        lines += R"({"network":"ok","network_user_id":"u)" + std::to_string(i) + "\",\"" + field +
                 "\":" + text + "}\n";
    }
    Crm crm = Crm::open(database_.url());
    std::istringstream in{lines};
    EXPECT_EQ(crm.identities().import_jsonl(in).accepted, count);
    expect_few_leaks(crm);
}

TEST_P(CardMasking, in_unknown_columns) {
    std::string lines = "customer_id,full_name,comment,employer,address,notes\n";
    const int count = test::scaled(500);
    for (int i = 0; i < count; ++i) {
        const std::size_t column = random_.below(4);
        lines += "c" + std::to_string(i) + ",Анна Иванова";
        const std::string broken = random_.chance(.2) ? "\xFF" : "";
        for (std::size_t at = 0; at < 4; ++at)
            lines += "," + (at == column ? in_csv(broken + text_with_card()) : "ok");
        lines += "\n";
    }
    Crm crm = Crm::open(database_.url());
    std::istringstream in{lines};
    EXPECT_EQ(crm.customers().import_csv(in).accepted, count);
    expect_few_leaks(crm);
}

TEST_P(CardMasking, in_broken_lines) {
    const int count = test::scaled(500);
    std::string csv = "customer_id,full_name,comment\n";
    std::string json;
    int csv_rows = 0;
    for (int i = 0; i < count; ++i) {
        const std::string text = text_with_card();
        const std::string quoted = in_json(text, random_.chance(.5));
        switch (i % 6) {
            case 0:  // too many columns
                csv += "c" + std::to_string(i) + ",a,b,c," + in_csv(text) + "\n";
                ++csv_rows;
                break;
            case 1:  // no id
                csv += ",Анна," + in_csv(text) + "\n";
                ++csv_rows;
                break;
            case 2:  // cut off
                json += R"({"network":"vk","network_user_id":"1","bio":)" + quoted + ",\n";
                break;
            case 3:  // an id that is none
                json += R"({"network":"vk","network_user_id":1.5,"bio":)" + quoted + "}\n";
                break;
            case 4:  // bytes that are no UTF-8 beside the card
                json += "{\"network\":\"vk\",\"bio\":\"\xFF\xFE " + quoted.substr(1) + "}\n";
                break;
            default:  // no JSON at all
                for (const char c : text) json.push_back(c == '\n' || c == '\r' ? ' ' : c);
                json += "\n";
        }
    }
    Crm crm = Crm::open(database_.url());
    std::istringstream in_customers{csv};
    EXPECT_EQ(crm.customers().import_csv(in_customers).quarantined, csv_rows);
    std::istringstream in_identities{json};
    EXPECT_EQ(crm.identities().import_jsonl(in_identities).quarantined, count - csv_rows);
    expect_few_leaks(crm);
}

TEST_P(CardMasking, ids_that_look_like_cards_stay) {
    Crm crm = Crm::open(database_.url());
    std::string csv = "customer_id,full_name,phones,birth_date\n";
    std::string identities;
    std::string posts;
    std::vector<std::string> ids;
    for (int i = 0; i < 300; ++i) {
        const std::string id = text::testing::random_card(random_);
        ids.push_back(id);
        csv += id + ",Анна Иванова," + id + ",1990-01-01\n";
        identities += R"({"network":"vk","scope":")" + id + R"(","network_user_id":")" + id +
                      R"(","phones":[")" + id + R"("],"observed_at":"2024-01-01T00:00:00Z"})" + "\n";
        posts += R"({"network":"vk","external_id":")" + id + R"(","thread_id":")" + id + R"(","parent_id":)" +
                 id + R"(,"native_key":")" + id + R"(","text":"ok","author":{"network_user_id":)" + id +
                 "}}\n";
    }
    std::istringstream in_customers{csv};
    std::istringstream in_identities{identities};
    std::istringstream in_posts{posts};
    EXPECT_EQ(crm.customers().import_csv(in_customers).accepted, 300);
    EXPECT_EQ(crm.identities().import_jsonl(in_identities).accepted, 300);
    EXPECT_EQ(crm.interactions().import_jsonl(in_posts).accepted, 300);
    std::ostringstream out;
    crm.customers().export_csv(out);
    crm.identities().export_jsonl(out);
    crm.interactions().export_jsonl(out);
    const std::string text = out.str();
    EXPECT_EQ(text.find("[CARD"), std::string::npos);
    for (const std::string& id : ids) {
        std::size_t count = 0;
        for (std::size_t at = text.find(id); at != std::string::npos; at = text.find(id, at + 1)) ++count;
        EXPECT_GE(count, 10U) << id;
    }
}

TEST_P(CardMasking, phones_ibans_and_orders_stay) {
    const int count = test::scaled(2000);
    std::string lines;
    for (int i = 0; i < count; ++i) {
        const std::string number = i % 3 == 0   ? text::testing::random_phone(random_)
                                   : i % 3 == 1 ? text::testing::random_iban(random_)
                                                : text::testing::random_order(random_);
        lines += R"({"network":"vk","external_id":"p)" + std::to_string(i) + R"(","text":"Здравствуйте, )" +
                 number + R"( ждём ответа"})" + "\n";
    }
    Crm crm = Crm::open(database_.url());
    std::istringstream in{lines};
    EXPECT_EQ(crm.interactions().import_jsonl(in).accepted, count);
    std::ostringstream out;
    crm.interactions().export_jsonl(out);
    const std::string text = out.str();
    int masked = 0;
    for (std::size_t at = text.find("[CARD"); at != std::string::npos; at = text.find("[CARD", at + 1))
        ++masked;
    std::printf("numbers: %d of %d masked by mistake\n", masked, count);
    EXPECT_LE(masked, count / 1000);
}

SCRM_ON_BOTH_DATABASES(CardMasking);

}  // namespace
}  // namespace scrm
