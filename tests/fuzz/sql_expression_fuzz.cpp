// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/expect.hpp"
#include "identity/expression/pair_conditions_internal.hpp"
#include "identity/expression/sql_columns_internal.hpp"
#include "scrm/core/error.hpp"

namespace {

using namespace scrm::identity;

const RecordSet& records() {
    static const RecordSet set = [] {
        RecordSetBuilder builder("records");
        const char* rows[][4] = {
            {"1", "Anna", "2000-01-05", "[1, \"a\"]"}, {"2", "Änna", "x", "3;a"}, {"3", "", "", ""}};
        for (const auto& row : rows) {
            builder.begin(row[0]);
            builder.add_verbatim(builder.attribute("a"), row[1]);
            builder.add_verbatim(builder.attribute("b"), row[2]);
            builder.add_verbatim(builder.attribute("c"), row[3]);
        }
        return builder.finish();
    }();
    return set;
}

void evaluate(const SqlExpression& expression) {
    for (const std::string& column : columns_of(expression)) {
        if (column != "a" && column != "b" && column != "c") return;
    }
    const Rows rows(records());
    const SqlExpression* const only[] = {&expression};
    const SqlColumns columns(rows, column_kinds(rows, only), 1);
    const PairConditions conditions(only, columns, 1);
    auto context = conditions.context();
    for (Row a = 0; a < 3; ++a) {
        for (Row b = 0; b < 3; ++b) {
            const unsigned first = conditions.first_true(a, b, context);
            SCRM_FUZZ_EXPECT(first == conditions.first_true(a, b, context));
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    for (const SqlDialect dialect : {SqlDialect::duckdb, SqlDialect::spark, SqlDialect::postgres}) {
        try {
            const SqlExpression expression = parse_sql(input, SqlNaming::suffixes, dialect);
            evaluate(expression);
        } catch (const scrm::Error& error) {
            SCRM_FUZZ_EXPECT(error.code() == scrm::ErrorCode::invalid_argument);
        }
    }
    return 0;
}
