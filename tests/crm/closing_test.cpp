// SPDX-License-Identifier: Apache-2.0

// What close promises: everything is given back, later calls are refused, running ones are waited for.
#include <gtest/gtest.h>

#include <future>
#include <sstream>
#include <streambuf>
#include <thread>

#include "property/small_bank.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/crm.hpp"
#include "support/databases.hpp"

namespace scrm {
namespace {

using namespace std::chrono_literals;

template <class Body>
ErrorCode code_of(const Body& body) {
    try {
        body();
    } catch (const Error& error) {
        return error.code();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorCode::internal;
}

/// Calls back at the first byte, in the middle of the export that writes it.
class Intruder : public std::streambuf {
  public:
    explicit Intruder(std::function<void()> intrude) : intrude_(std::move(intrude)) {}

  protected:
    std::streamsize xsputn(const char*, std::streamsize size) override {
        once();
        return size;
    }
    int_type overflow(int_type c) override {
        once();
        return traits_type::not_eof(c);
    }

  private:
    void once() {
        if (const auto intrude = std::exchange(intrude_, nullptr)) intrude();
    }
    std::function<void()> intrude_;
};

class CrmClosing : public test::OnBothDatabases {
  protected:
    Crm filled(const CrmOptions& options = {}) const {
        Crm crm = Crm::open(database_.url(), options);
        test::import_customers(crm, bank_.customers);
        test::import_identities(crm, bank_.identities);
        return crm;
    }
    const identity::SampleBank bank_ = test::small_bank(5, 40, 20);
    const SearchQuery anna_{"Anna", "", "", "", ""};
};
SCRM_ON_BOTH_DATABASES(CrmClosing);

TEST_P(CrmClosing, every_later_call_is_refused_and_closing_twice_is_fine) {
    Crm crm = filled();
    const Crm copy = crm;
    Customers customers = crm.customers();
    const CustomerId someone{bank_.customers.front().id};
    EXPECT_FALSE(crm.is_closed());
    crm.close();
    EXPECT_TRUE(crm.is_closed());
    EXPECT_TRUE(copy.is_closed());
    crm.close();
    copy.close();
    std::ostringstream out;
    std::istringstream in{"customer_id,full_name\nx,Y\n"};
    const std::vector<std::function<void()>> calls{
        [&] { customers.count(); },
        [&] { customers.get(someone); },
        [&] { customers.import_csv(in); },
        [&] { customers.export_csv(out); },
        [&] { customers.search(anna_); },
        [&] { customers.erase({someone}); },
        [&] { copy.identities().count(); },
        [&] { crm.resolution().run(); },
        [&] { crm.resolution().links(); },
        [&] { crm.resolution().how(someone); },
        [&] { crm.resolution().keep_apart(someone, bank_.customers.back().id); },
        [&] { crm.quarantine().count(); },
        [&] { crm.audit().verify(); },
        [&] { crm.verify(); },
        [&] { crm.summary(); },
        [&] { crm.state_hash(); },
        [&] { crm.backup(database_.folder() / "copy.backup"); },
    };
    for (std::size_t i = 0; i < calls.size(); ++i) {
        EXPECT_EQ(code_of(calls[i]), ErrorCode::invalid_argument) << "call " << i;
    }
    EXPECT_GT(crm.counters().commits, 0);
    EXPECT_FALSE(std::filesystem::exists(database_.folder() / "copy.backup"));
}

TEST_P(CrmClosing, what_others_wait_for_is_given_back_though_services_live_on) {
    const Crm crm = filled();
    const Customers customers = crm.customers();
    crm.close();
    const Crm again = Crm::open(database_.url(), {.lock_wait = 0ms});
    EXPECT_EQ(again.customers().count(), static_cast<std::int64_t>(bank_.customers.size()));
    EXPECT_EQ(code_of([&] { customers.count(); }), ErrorCode::invalid_argument);
}

TEST_P(CrmClosing, a_call_of_another_thread_is_waited_for) {
    const Crm crm = filled();
    std::promise<void> begun;
    std::promise<void> go_on;
    std::string exported;
    std::jthread exporter{[&] {
        Intruder intruder{[&] {
            begun.set_value();
            go_on.get_future().wait();
            std::this_thread::sleep_for(50ms);
            exported = "done";
        }};
        std::ostream out{&intruder};
        crm.customers().export_csv(out);
    }};
    begun.get_future().wait();
    go_on.set_value();
    crm.close();
    EXPECT_EQ(exported, "done");
}

TEST_P(CrmClosing, a_call_that_does_not_end_keeps_it_open) {
    const Crm crm = filled({.lock_wait = 50ms});
    std::promise<void> begun;
    std::promise<void> go_on;
    std::jthread exporter{[&] {
        Intruder intruder{[&] {
            begun.set_value();
            go_on.get_future().wait();
        }};
        std::ostream out{&intruder};
        crm.customers().export_csv(out);
    }};
    begun.get_future().wait();
    EXPECT_EQ(code_of([&] { crm.close(); }), ErrorCode::unavailable);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(code_of([&] { crm.close(stop.get_token()); }), ErrorCode::cancelled);
    EXPECT_FALSE(crm.is_closed());
    go_on.set_value();
    exporter.join();
    EXPECT_EQ(crm.customers().count(), static_cast<std::int64_t>(bank_.customers.size()));
    crm.close();
}

TEST_P(CrmClosing, a_call_cannot_close_what_it_works_on) {
    const Crm crm = filled();
    ErrorCode code = ErrorCode::internal;
    Intruder intruder{[&] { code = code_of([&] { crm.close(); }); }};
    std::ostream out{&intruder};
    crm.customers().export_csv(out);
    EXPECT_EQ(code, ErrorCode::conflict);
    EXPECT_FALSE(crm.is_closed());
}

TEST_P(CrmClosing, moving_and_destroying_in_any_order_is_safe) {
    std::optional<Customers> customers;
    {
        Crm first = filled();
        Crm second = std::move(first);
        first = std::move(second);
        customers.emplace(first.customers());
    }
    // A service keeps the database open; the last of them closes it.
    EXPECT_EQ(customers->count(), static_cast<std::int64_t>(bank_.customers.size()));
    customers.reset();
    const Crm again = Crm::open(database_.url(), {.lock_wait = 0ms});
    EXPECT_EQ(again.customers().count(), static_cast<std::int64_t>(bank_.customers.size()));
}

TEST_P(CrmClosing, the_services_stop_when_asked) {
    Crm crm = filled();
    crm.resolution().run({.threads = 1});
    std::stop_source stop;
    stop.request_stop();
    const Execution execution{.stop = stop.get_token()};
    const auto copy = database_.folder() / "copy.backup";
    const auto best = crm.resolution().links().front();
    const std::vector<std::function<void()>> calls{
        [&] { crm.state_hash(execution); },
        [&] { crm.verify(execution); },
        [&] { crm.summary(execution); },
        [&] { crm.backup(copy, execution); },
        [&] { crm.audit().verify(execution); },
        [&] { crm.customers().search(anna_, execution); },
        [&] { crm.resolution().why(best.account, best.customer, {.stop = execution.stop}); },
    };
    for (std::size_t i = 0; i < calls.size(); ++i) {
        EXPECT_EQ(code_of(calls[i]), ErrorCode::cancelled) << "call " << i;
    }
    EXPECT_FALSE(std::filesystem::exists(copy));
    EXPECT_EQ(crm.summary().identities, static_cast<std::int64_t>(bank_.identities.size()));
}

}  // namespace
}  // namespace scrm
