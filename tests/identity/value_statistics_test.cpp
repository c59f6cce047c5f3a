// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/value_statistics.hpp"

#include <gtest/gtest.h>

#include "scrm/core/error.hpp"
#include "scrm/identity/explain.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/identity/resolution.hpp"
#include "scrm/identity/sample.hpp"

namespace scrm::identity {
namespace {

template <class Record>
RecordSet records_of(const std::vector<Record>& records, const char* population) {
    RecordSetBuilder builder{population};
    for (const Record& record : records) append(builder, record);
    return builder.finish();
}

class ValueStatisticsTest : public ::testing::Test {
  protected:
    // Enough rows for classes of values that go together, and too many pairs to compare them all.
    static SampleBank make() {
        SampleOptions options;
        options.customers = 1600;
        options.identities = 900;
        options.seed = 11;
        return make_sample(options);
    }
    const SampleBank bank_ = make();
    const RecordSet profiles_ = records_of(bank_.identities, "profiles");
    const RecordSet customers_ = records_of(bank_.customers, "customers");
    const ResolutionResult result_ =
        resolve(profiles_, customers_, MatchModel::person(), {}, {}, {.threads = 2});
};

TEST_F(ValueStatisticsTest, a_pair_alone_is_explained_as_among_all_records) {
    const auto statistics = ValueStatistics::parse(result_.statistics.serialise());
    ASSERT_FALSE(statistics.empty());
    ASSERT_GT(result_.candidates.size(), 100U);
    const auto compare = [&](RecordIndex profile, RecordIndex customer) {
        const Explanation whole = explain(profiles_, profile, customers_, customer, result_.model, 2);
        const RecordSet left = records_of(std::vector{bank_.identities[profile]}, "profiles");
        const RecordSet right = records_of(std::vector{bank_.customers[customer]}, "customers");
        EXPECT_EQ(explain(left, 0, right, 0, result_.model, statistics), whole) << whole.left_id;
    };
    const std::size_t step = result_.candidates.size() / 12;
    for (std::size_t i = 0; i < result_.candidates.size(); i += step)
        compare(result_.candidates[i].profile, result_.candidates[i].customer);
    compare(0, 0);
    compare(1, 7);
    compare(2, 900);
}

TEST_F(ValueStatisticsTest, other_counts_give_other_weights) {
    // A test that compares equal things would pass without them as well.
    const auto& best = result_.candidates.front();
    const Explanation with = explain(records_of(std::vector{bank_.identities[best.profile]}, "profiles"), 0,
                                     records_of(std::vector{bank_.customers[best.customer]}, "customers"), 0,
                                     result_.model, result_.statistics);
    const Explanation without =
        explain(records_of(std::vector{bank_.identities[best.profile]}, "profiles"), 0,
                records_of(std::vector{bank_.customers[best.customer]}, "customers"), 0, result_.model,
                ValueStatistics{});
    EXPECT_NE(with.total_weight, without.total_weight);
}

TEST_F(ValueStatisticsTest, hold_no_text_and_come_back_the_same) {
    const std::string bytes = result_.statistics.serialise();
    EXPECT_EQ(ValueStatistics::parse(bytes).serialise(), bytes);
    for (const Customer& customer : bank_.customers) {
        for (const std::string& text : customer.phones) EXPECT_EQ(bytes.find(text), std::string::npos);
        for (const std::string& text : customer.emails) EXPECT_EQ(bytes.find(text), std::string::npos);
        const std::string& name = customer.family_name;
        EXPECT_TRUE(name.size() < 9 || bytes.find(name) == std::string::npos);
    }
    EXPECT_LT(bytes.size(), 200'000U);
}

TEST_F(ValueStatisticsTest, damaged_bytes_are_refused) {
    const std::string bytes = result_.statistics.serialise();
    EXPECT_TRUE(ValueStatistics::parse("").empty());
    for (const std::string& damaged :
         {std::string{"x"}, bytes.substr(0, bytes.size() / 2), bytes + "x", "y" + bytes.substr(1),
          bytes.substr(0, 14) + std::string(8, '\xFF') + bytes.substr(22)}) {
        try {
            ValueStatistics::parse(damaged);
            ADD_FAILURE() << damaged.size();
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::corrupt_data);
        }
    }
}

}  // namespace
}  // namespace scrm::identity
