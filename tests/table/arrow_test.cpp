// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/arrow.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <functional>
#include <memory>

#include "scrm/core/error.hpp"

namespace scrm::table {
namespace {

Table sample() {
    ColumnBuilder text;
    text.append("Иван");
    text.append(std::nullopt);
    text.append("");
    Validity validity;
    validity.append(0, true);
    validity.append(1, true);
    validity.append(2, false);
    Table table;
    table.add("name", text.finish())
        .add("n", Int64Column{{1, -2, 0}, validity})
        .add("p", DoubleColumn{{0.5, 2, -1e300}});
    return table;
}

TEST(ArrowExport, ComesBackAsText) {
    ArrowArrayStream stream{};
    export_stream(sample(), &stream);
    const Table back = import_stream(&stream);
    EXPECT_EQ(stream.release, nullptr);
    ASSERT_EQ(back.row_count(), 3);
    EXPECT_EQ(back.names(), (std::vector<std::string>{"name", "n", "p"}));
    EXPECT_EQ(back.strings("name").at(0), "Иван");
    EXPECT_EQ(back.strings("name").at(1), std::nullopt);
    EXPECT_EQ(back.strings("name").at(2), "");
    EXPECT_EQ(back.strings("n").at(1), "-2");
    EXPECT_EQ(back.strings("n").at(2), std::nullopt);
    EXPECT_EQ(back.strings("p").at(1), "2");
    EXPECT_EQ(back.strings("p").at(2), "-1e+300");
}

TEST(ArrowExport, DoesNotCopyAndOutlivesTheTable) {
    ArrowArray array{};
    const void* bytes = nullptr;
    {
        const Table table = sample();
        bytes = table.strings("name").bytes().data();
        export_array(table, &array);
    }
    EXPECT_EQ(array.children[0]->buffers[2], bytes);
    EXPECT_EQ(std::memcmp(array.children[0]->buffers[2], "Иван", 8), 0);
    array.release(&array);
    EXPECT_EQ(array.release, nullptr);
}

TEST(ArrowExport, ChildrenMayBeMovedOut) {
    ArrowArray array{};
    ArrowSchema schema{};
    export_array(sample(), &array);
    export_schema(sample(), &schema);
    ArrowArray child = *array.children[1];
    array.children[1]->release = nullptr;
    ArrowSchema child_schema = *schema.children[1];
    schema.children[1]->release = nullptr;
    array.release(&array);
    schema.release(&schema);
    EXPECT_STREQ(child_schema.format, "l");
    EXPECT_STREQ(child_schema.name, "n");
    EXPECT_EQ(static_cast<const std::int64_t*>(child.buffers[1])[1], -2);
    child.release(&child);
    child_schema.release(&child_schema);
    EXPECT_EQ(child.release, nullptr);
}

TEST(ArrowExport, WritesEmptyTables) {
    Table table;
    table.add("a", StringColumn{});
    ArrowArrayStream stream{};
    export_stream(table, &stream);
    EXPECT_EQ(import_stream(&stream).row_count(), 0);
    export_stream(Table{}, &stream);
    EXPECT_EQ(import_stream(&stream).column_count(), 0U);
}

TEST(ArrowExport, AStreamMayBeReleasedUnread) {
    ArrowArrayStream stream{};
    export_stream(sample(), &stream);
    stream.release(&stream);
    EXPECT_EQ(stream.release, nullptr);
    EXPECT_THROW(import_stream(&stream), Error);
    EXPECT_THROW(import_stream(nullptr), Error);
}

/// A hand-made column in any Arrow type, with an offset of 1 so that offsets are tested everywhere.
struct Column1 {
    explicit Column1(const char* format) {
        schema.format = format;
        schema.name = "c";
        schema.release = [](ArrowSchema* s) { s->release = nullptr; };
        array.offset = 1;
        array.null_count = -1;
        array.release = [](ArrowArray* a) { a->release = nullptr; };
        array.buffers = buffers.data();
    }
    template <class T>
    Column1& values(const std::vector<T>& cells) {
        buffers[1] = keep(cells);
        array.n_buffers = 2;
        array.length = static_cast<std::int64_t>(cells.size()) - 1;
        return *this;
    }
    template <class Offset>
    Column1& text(const std::vector<Offset>& offsets, const std::string& bytes) {
        buffers[1] = keep(offsets);
        buffers[2] = keep(std::vector<char>{bytes.begin(), bytes.end()});
        array.n_buffers = 3;
        array.length = static_cast<std::int64_t>(offsets.size()) - 2;
        return *this;
    }
    Column1& valid(std::uint8_t bits) {
        buffers[0] = keep(std::vector<std::uint8_t>{bits});
        return *this;
    }
    template <class T>
    const void* keep(const std::vector<T>& cells) {
        auto kept = std::make_shared<std::vector<T>>(cells);
        held.push_back(kept);
        return kept->data();
    }

    /// The cells after import, "∅" for null.
    std::vector<std::string> cells() {
        const Table table = imported();
        std::vector<std::string> out;
        for (std::int64_t i = 0; i < table.row_count(); ++i) {
            out.emplace_back(table.strings(std::size_t{0}).at(i).value_or("∅"));
        }
        return out;
    }

    Table imported() {
        ArrowSchema* children_schema[] = {&schema};
        ArrowArray* children_array[] = {&array};
        ArrowSchema top_schema{};
        top_schema.format = "+s";
        top_schema.n_children = 1;
        top_schema.children = children_schema;
        top_schema.release = [](ArrowSchema* s) { s->release = nullptr; };
        ArrowArray top{};
        const void* none[] = {nullptr};
        top.length = array.length;
        top.n_buffers = 1;
        top.buffers = none;
        top.n_children = 1;
        top.children = children_array;
        top.release = [](ArrowArray* a) { a->release = nullptr; };
        struct ReleasedInAnyCase {
            ArrowSchema& schema;
            ArrowArray& array;
            ~ReleasedInAnyCase() {
                EXPECT_EQ(schema.release, nullptr);
                EXPECT_EQ(array.release, nullptr);
            }
        } const check{top_schema, top};
        return import_array(&top_schema, &top);
    }

    ArrowSchema schema{};
    ArrowArray array{};
    std::array<const void*, 5> buffers{};
    std::vector<std::shared_ptr<void>> held;
};

using Cells = std::vector<std::string>;

TEST(ArrowImport, ReadsNumbers) {
    EXPECT_EQ(Column1{"c"}.values<std::int8_t>({9, -1, 2}).cells(), (Cells{"-1", "2"}));
    EXPECT_EQ(Column1{"C"}.values<std::uint8_t>({9, 255}).cells(), (Cells{"255"}));
    EXPECT_EQ(Column1{"s"}.values<std::int16_t>({9, -300}).cells(), (Cells{"-300"}));
    EXPECT_EQ(Column1{"S"}.values<std::uint16_t>({9, 65535}).cells(), (Cells{"65535"}));
    EXPECT_EQ(Column1{"i"}.values<std::int32_t>({9, -70000}).cells(), (Cells{"-70000"}));
    EXPECT_EQ(Column1{"I"}.values<std::uint32_t>({9, 4294967295U}).cells(), (Cells{"4294967295"}));
    EXPECT_EQ(Column1{"l"}.values<std::int64_t>({9, INT64_MIN}).cells(), (Cells{"-9223372036854775808"}));
    EXPECT_EQ(Column1{"L"}.values<std::uint64_t>({9, UINT64_MAX, 5}).cells(),
              (Cells{"18446744073709551615", "5"}));
    EXPECT_EQ(Column1{"g"}.values<double>({9, 12.0, 0.1, -0.5, 1e18}).cells(),
              (Cells{"12", "0.1", "-0.5", "1e+18"}));
    EXPECT_EQ(Column1{"g"}.values<double>({9, std::numeric_limits<double>::quiet_NaN()}).cells(),
              (Cells{"∅"}));
    EXPECT_EQ(Column1{"f"}.values<float>({9, 0.1F, 3}).cells(), (Cells{"0.1", "3"}));
    EXPECT_EQ(Column1{"l"}.values<std::int64_t>({9, 1, 2, 3}).valid(0b1010).cells(), (Cells{"1", "∅", "3"}));
}

TEST(ArrowImport, ReadsBooleansAndNulls) {
    Column1 boolean{"b"};
    boolean.values<std::uint8_t>({0b0101, 0});
    boolean.array.length = 3;
    EXPECT_EQ(boolean.cells(), (Cells{"false", "true", "false"}));
    Column1 null{"n"};
    null.array.length = 2;
    EXPECT_EQ(null.cells(), (Cells{"∅", "∅"}));
}

TEST(ArrowImport, ReadsText) {
    const std::string bytes = "zzИванab";
    EXPECT_EQ(Column1{"u"}.text<std::int32_t>({0, 2, 10, 10, 12}, bytes).cells(), (Cells{"Иван", "", "ab"}));
    EXPECT_EQ(Column1{"U"}.text<std::int64_t>({0, 2, 10, 10, 12}, bytes).cells(), (Cells{"Иван", "", "ab"}));
    EXPECT_EQ(Column1{"Z"}.text<std::int64_t>({0, 1, 4}, "zA\xFF" + std::string(1, '\0')).cells(),
              (Cells{"A\xEF\xBF\xBD\xEF\xBF\xBD"}));
    EXPECT_EQ(Column1{"u"}.text<std::int32_t>({0, 2, 10, 10}, bytes).valid(0b010).cells(),
              (Cells{"Иван", "∅"}));
}

TEST(ArrowImport, ReadsStringViews) {
    const std::string longer = "xx a text of more than twelve bytes";
    std::vector<char> views(3 * 16, 0);
    const auto put = [&](std::size_t row, std::int32_t size, const char* prefix, std::int32_t buffer,
                         std::int32_t from) {
        std::memcpy(&views[row * 16], &size, 4);
        if (size <= 12) {
            std::memcpy(&views[row * 16 + 4], prefix, static_cast<std::size_t>(size));
            return;
        }
        std::memcpy(&views[row * 16 + 4], prefix, 4);
        std::memcpy(&views[row * 16 + 8], &buffer, 4);
        std::memcpy(&views[row * 16 + 12], &from, 4);
    };
    put(1, 12, "exactlytwelv", 0, 0);
    put(2, 32, "a te", 0, 3);
    Column1 column{"vu"};
    column.buffers[1] = column.keep(views);
    column.buffers[2] = column.keep(std::vector<char>{longer.begin(), longer.end()});
    column.buffers[3] = column.keep(std::vector<std::int64_t>{35});
    column.array.n_buffers = 4;
    column.array.length = 2;
    EXPECT_EQ(column.cells(), (Cells{"exactlytwelv", "a text of more than twelve bytes"}));
}

TEST(ArrowImport, ReadsDictionaries) {
    Column1 words{"u"};
    words.text<std::int32_t>({0, 0, 3, 6}, "oneTWO");
    Column1 column{"c"};
    column.values<std::int8_t>({0, 1, 0, 1, 5, -1}).valid(0b111111);
    column.schema.dictionary = &words.schema;
    column.array.dictionary = &words.array;
    EXPECT_EQ(column.cells(), (Cells{"TWO", "one", "TWO", "∅", "∅"}));
}

TEST(ArrowImport, ReadsLists) {
    Column1 words{"u"};
    words.text<std::int32_t>({0, 0, 1, 2, 3}, "abc").valid(0b1110);
    Column1 column{"+l"};
    column.values<std::int32_t>({0, 0, 2, 2, 3});
    column.array.length = 3;
    ArrowSchema* schemas[] = {&words.schema};
    ArrowArray* arrays[] = {&words.array};
    column.schema.n_children = column.array.n_children = 1;
    column.schema.children = schemas;
    column.array.children = arrays;
    EXPECT_EQ(column.cells(), (Cells{"a;b", "", "c"}));
}

/// The first column's lists as Table::lists has them, "∅" for null.
std::vector<std::string> lists_of(const Table& table) {
    EXPECT_EQ(table.cell_type(0), CellType::list);
    std::vector<std::string> out;
    for (std::int64_t i = 0; i < table.row_count(); ++i)
        out.emplace_back(table.lists(0)->at(i).value_or("∅"));
    return out;
}

/// Makes `column` one of lists over `items`, and imports it.
Table with_items(Column1& column, Column1& items) {
    ArrowSchema* schemas[] = {&items.schema};
    ArrowArray* arrays[] = {&items.array};
    column.schema.n_children = column.array.n_children = 1;
    column.schema.children = schemas;
    column.array.children = arrays;
    return column.imported();
}

TEST(ArrowImport, KeepsListsAsTheyAre) {
    Column1 words{"u"};
    words.text<std::int32_t>({0, 0, 1, 1, 4, 4, 5}, "a\\\"; ").valid(0b101110);
    Column1 column{"+L"};
    column.values<std::int64_t>({0, 0, 3, 3, 5, 5}).valid(0b01110);
    column.array.length = 4;
    const Table table = with_items(column, words);
    EXPECT_EQ(table.strings(std::size_t{0}).at(0), "a;\\\";");
    EXPECT_EQ(lists_of(table), (Cells{R"(["a", "", "\\\";"])", "[]", R"([null, " "])", "∅"}));
}

TEST(ArrowImport, ReadsListsOfAFixedSize) {
    Column1 numbers{"g"};
    numbers.values<double>({9, 9, 9, 1, 2.5, 3, 4}).valid(0b0111111);
    Column1 column{"+w:2"};
    column.array.n_buffers = 1;
    column.array.length = 2;
    const Table table = with_items(column, numbers);
    EXPECT_EQ(table.strings(std::size_t{0}).at(0), "1;2.5");
    EXPECT_EQ(lists_of(table), (Cells{"[1, 2.5]", "[3, null]"}));
}

TEST(ArrowImport, ReadsListViews) {
    for (const bool wide : {false, true}) {
        Column1 words{"u"};
        words.text<std::int32_t>({0, 0, 1, 2, 3}, "abc");
        Column1 column{wide ? "+vL" : "+vl"};
        if (wide) {
            column.values<std::int64_t>({0, 1, 0, 2});
            column.buffers[2] = column.keep(std::vector<std::int64_t>{0, 2, 2, 0});
        } else {
            column.values<std::int32_t>({0, 1, 0, 2});
            column.buffers[2] = column.keep(std::vector<std::int32_t>{0, 2, 2, 0});
        }
        column.array.n_buffers = 3;
        EXPECT_EQ(lists_of(with_items(column, words)), (Cells{R"(["b", "c"])", R"(["a", "b"])", "[]"}));
    }
}

TEST(ArrowImport, ReadsRuns) {
    Column1 ends{"i"};
    ends.values<std::int32_t>({0, 2, 3, 6});
    ends.schema.name = "run_ends";
    Column1 words{"u"};
    words.text<std::int32_t>({0, 0, 1, 2, 3}, "abc").valid(0b1010);
    Column1 column{"+r"};
    ArrowSchema* schemas[] = {&ends.schema, &words.schema};
    ArrowArray* arrays[] = {&ends.array, &words.array};
    column.schema.n_children = column.array.n_children = 2;
    column.schema.children = schemas;
    column.array.children = arrays;
    column.array.length = 5;
    const Table table = column.imported();
    EXPECT_EQ(table.cell_type(0), CellType::text);
    Cells cells;
    for (std::int64_t i = 0; i < 5; ++i)
        cells.emplace_back(table.strings(std::size_t{0}).at(i).value_or("∅"));
    EXPECT_EQ(cells, (Cells{"a", "∅", "c", "c", "c"}));
    // A row behind the last run.
    column.schema.release = [](ArrowSchema* s) { s->release = nullptr; };
    column.array.release = [](ArrowArray* a) { a->release = nullptr; };
    column.array.length = 6;
    EXPECT_THROW(column.imported(), Error);
}

TEST(ArrowImport, SaysWhatTheCellsWere) {
    const auto type = [](Column1 column) { return column.imported().cell_type(0); };
    EXPECT_EQ(type(Column1{"l"}.values<std::int64_t>({0, 1})), CellType::number);
    EXPECT_EQ(type(Column1{"b"}.values<std::uint8_t>({0, 1})), CellType::boolean);
    EXPECT_EQ(type(Column1{"u"}.text<std::int32_t>({0, 0, 1}, "a")), CellType::text);
    EXPECT_EQ(type(Column1{"tdD"}.values<std::int32_t>({0, 1})), CellType::date);
    EXPECT_EQ(type(Column1{"tss:"}.values<std::int64_t>({0, 1})), CellType::timestamp);
    EXPECT_EQ(type(Column1{"?"}.values<std::int64_t>({0, 1})), CellType::unknown);
    EXPECT_EQ(sample().cell_type(0), CellType::unknown);
    EXPECT_EQ(sample().cell_type(1), CellType::number);
    EXPECT_EQ(sample().lists(0), nullptr);
}

TEST(ArrowImport, ReadsDatesAndTimes) {
    EXPECT_EQ(Column1{"tdD"}.values<std::int32_t>({0, 0, -25567, 20000}).cells(),
              (Cells{"1970-01-01", "1900-01-01", "2024-10-04"}));
    EXPECT_EQ(Column1{"tdm"}.values<std::int64_t>({0, 86'400'000}).cells(), (Cells{"1970-01-02"}));
    EXPECT_EQ(Column1{"tss:"}.values<std::int64_t>({0, 86'400, 86'461}).cells(),
              (Cells{"1970-01-02", "1970-01-02T00:01:01Z"}));
    EXPECT_EQ(Column1{"tsm:UTC"}.values<std::int64_t>({0, 1'500}).cells(),
              (Cells{"1970-01-01T00:00:01.500Z"}));
    EXPECT_EQ(Column1{"tsu:"}.values<std::int64_t>({0, -1}).cells(), (Cells{"1969-12-31T23:59:59.999999Z"}));
    EXPECT_EQ(Column1{"tsn:Europe/Moscow"}.values<std::int64_t>({0, 1'000'000'999, -1}).cells(),
              (Cells{"1970-01-01T03:00:01+03:00", "1970-01-01T02:59:59.999999+03:00"}));
    EXPECT_EQ(Column1{"tss:"}.values<std::int64_t>({0, INT64_MAX, INT64_MIN}).cells(), (Cells{"∅", "∅"}));
}

// A birth at midnight in Moscow is the day before in UTC.
TEST(ArrowImport, ATimeOfAZoneIsItsWallClock) {
    const std::vector<std::int64_t> midnight{0, 691'452'000};  // 1991-11-29T22:00:00Z
    EXPECT_EQ(Column1{"tss:Europe/Moscow"}.values(midnight).cells(), (Cells{"1991-11-30T00:00:00+02:00"}));
    EXPECT_EQ(Column1{"tss:+02:00"}.values(midnight).cells(), (Cells{"1991-11-30T00:00:00+02:00"}));
    EXPECT_EQ(Column1{"tss:-09:30"}.values(midnight).cells(), (Cells{"1991-11-29T12:30:00-09:30"}));
    EXPECT_EQ(Column1{"tss:America/New_York"}.values<std::int64_t>({0, 0, 1'720'000'000}).cells(),
              (Cells{"1969-12-31T19:00:00-05:00", "2024-07-03T05:46:40-04:00"}));
    // Before there were zones, offsets had seconds.
    EXPECT_EQ(Column1{"tss:Europe/Moscow"}.values<std::int64_t>({0, -2'524'530'617}).cells(),
              (Cells{"1890-01-01T00:00:00+02:30"}));
    for (const char* zone :
         {"tss:UTC", "tss:Etc/UTC", "tss:+00:00", "tss:Nowhere/City", "tss:+3:00", "tss:+aa:00"})
        EXPECT_EQ(Column1{zone}.values(midnight).cells(), (Cells{"1991-11-29T22:00:00Z"})) << zone;
    EXPECT_EQ(Column1{"tss:+14:00"}.values<std::int64_t>({0, 253'402'300'799}).cells(), (Cells{"∅"}));
}

/// Two words of 64 bits, the lower first.
std::vector<std::int64_t> wide(const std::vector<std::int64_t>& numbers) {
    std::vector<std::int64_t> out;
    for (const std::int64_t number : numbers) {
        out.push_back(number);
        out.push_back(number < 0 ? -1 : 0);
    }
    return out;
}

TEST(ArrowImport, ReadsDecimalsExactly) {
    const auto cells = [](const char* format, const std::vector<std::int64_t>& words, std::int64_t rows) {
        Column1 column{format};
        column.values(words).array.length = rows;
        return column.cells();
    };
    EXPECT_EQ(cells("d:20,0", wide({9, 79'161'830'274, 0, -1, INT64_MIN}), 4),
              (Cells{"79161830274", "0", "-1", "-9223372036854775808"}));
    EXPECT_EQ(cells("d:20,2", wide({9, 7'916, 5, 0, -5, -1'250}), 5),
              (Cells{"79.16", "0.05", "0.00", "-0.05", "-12.50"}));
    EXPECT_EQ(cells("d:5,-2", wide({9, 7, 0, -12}), 3), (Cells{"700", "0", "-1200"}));
    EXPECT_EQ(cells("d:38,0,128", {0, 0, 0, 1, -1, INT64_MAX, 0, INT64_MIN}, 3),
              (Cells{"18446744073709551616", "170141183460469231731687303715884105727",
                     "-170141183460469231731687303715884105728"}));
    EXPECT_EQ(cells("d:76,1,256", {0, 0, 0, 0, 0, 0, 0, 1, -1, -1, -1, -1}, 2),
              (Cells{"627710173538668076383578942320766641610235544446403451289.6", "-0.1"}));
    EXPECT_EQ(Column1{"d:9,1,32"}.values<std::int32_t>({0, 15, -15}).cells(), (Cells{"1.5", "-1.5"}));
    EXPECT_EQ(Column1{"d:18,1,64"}.values<std::int64_t>({0, 15, -15}).cells(), (Cells{"1.5", "-1.5"}));
    EXPECT_EQ(Column1{"d:18,1,64"}.values<std::int64_t>({0, 15}).imported().cell_type(0), CellType::number);
}

std::string message(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        return error.what();
    }
    return "nothing was thrown";
}

TEST(ArrowImport, LeavesOtherTypesUnreadAndSaysSoWhenTheyAreAskedFor) {
    const std::pair<const char*, const char*> types[] = {{"e", "half float"},
                                                         {"d:99,10", "decimal"},
                                                         {"d:19", "decimal"},
                                                         {"d:19,10,96", "decimal"},
                                                         {"w:16", "fixed-size binary"},
                                                         {"ttm", "time of day"},
                                                         {"tDs", "duration"},
                                                         {"tiM", "interval"},
                                                         {"+s", "struct"},
                                                         {"+m", "map"},
                                                         {"tsx:", "timestamp"},
                                                         {"ts", "timestamp"},
                                                         {"+w:3", "fixed-size list"},
                                                         {"+ud:0", "union"},
                                                         {"+r", "run-end encoded"},
                                                         {"+vl", "list view"},
                                                         {"", "other"},
                                                         {"?secret", "other"},
                                                         {"+l", "list"}};
    for (const auto& [format, name] : types) {
        Column1 column{format};
        column.values<std::int64_t>({0, 0, 0});
        const Table table = column.imported();
        EXPECT_EQ(table.row_count(), 2) << format;
        EXPECT_EQ(table.names(), (std::vector<std::string>{"c"}));
        EXPECT_EQ(table.find("c"), 0U);
        const std::string expected =
            "column 'c' has the Arrow type " + std::string{name} + ", which is not read";
        EXPECT_EQ(message([&] { table.column(0); }), expected) << format;
        EXPECT_EQ(message([&] { table.strings("c"); }), expected);
        EXPECT_EQ(message([&] { table.strings(std::size_t{0}); }), expected);
        ArrowSchema schema{};
        EXPECT_EQ(message([&] { export_schema(table, &schema); }), expected);
        ArrowArray array{};
        EXPECT_EQ(message([&] { export_array(table, &array); }), expected);
        ArrowArrayStream stream{};
        EXPECT_EQ(message([&] { export_stream(table, &stream); }), expected);
    }
}

TEST(ArrowImport, NamesWhatAListOrDictionaryHolds) {
    Column1 inner{"+s"};
    ArrowSchema* schemas[] = {&inner.schema};
    ArrowArray* arrays[] = {&inner.array};
    Column1 list{"+L"};
    list.values<std::int64_t>({0, 0, 0});
    list.schema.n_children = list.array.n_children = 1;
    list.schema.children = schemas;
    list.array.children = arrays;
    EXPECT_NE(message([table = list.imported()] { table.column(0); }).find("type list of struct,"),
              std::string::npos);
    Column1 dictionary{"c"};
    dictionary.values<std::int8_t>({0, 0});
    dictionary.schema.dictionary = &inner.schema;
    dictionary.array.dictionary = &inner.array;
    EXPECT_NE(
        message([table = dictionary.imported()] { table.column(0); }).find("type dictionary of struct,"),
        std::string::npos);
}

TEST(ArrowImport, RefusesAColumnThatIsNotAsItsSchemaSays) {
    Column1 short_column{"l"};
    short_column.array.length = 1;
    EXPECT_THROW(short_column.cells(), Error) << "no buffers";
}

TEST(ArrowImport, ReportsAFailingProducer) {
    ArrowArrayStream stream{};
    stream.get_schema = [](ArrowArrayStream*, ArrowSchema*) { return EIO; };
    stream.get_last_error = [](ArrowArrayStream*) { return "value 'secret' is bad"; };
    stream.release = [](ArrowArrayStream* s) { s->release = nullptr; };
    try {
        import_stream(&stream);
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unreadable_input);
        EXPECT_EQ(std::string{error.what()}.find("secret"), std::string::npos);
    }
    EXPECT_EQ(stream.release, nullptr);
}

}  // namespace
}  // namespace scrm::table
