// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <future>
#include <utility>

#include "scrm/connect/canonical_json.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/storage/customer_store.hpp"
#include "scrm/storage/identity_store.hpp"
#include "session_internal.hpp"

namespace scrm {
namespace {

constexpr std::size_t kBatch = 4096;

/// Hands records on in their order, a batch at a time on another thread, while the next ones are read and
/// parsed.
template <class Record>
class Appender {
  public:
    explicit Appender(std::function<void(const Record&)> append) : append_(std::move(append)) {}

    void add(Record record) {
        batch_.push_back(std::move(record));
        if (batch_.size() == kBatch) hand_on();
    }
    void finish() {
        hand_on();
        running_.get();
    }

  private:
    void hand_on() {
        if (running_.valid()) running_.get();
        running_ = std::async(std::launch::async, [this, batch = std::exchange(batch_, {})] {
            for (const Record& record : batch) append_(record);
        });
    }

    std::function<void(const Record&)> append_;
    std::vector<Record> batch_;
    std::future<void> running_;  // its destructor waits
};

std::shared_ptr<const LinkageInput> read_input(storage::UnitOfWork& unit) {
    auto input = std::make_shared<LinkageInput>();
    input->version = storage::AuditLog{unit}.head_sequence();
    identity::RecordSetBuilder customers{"customers"};
    Appender<Customer> customer_appender{[&](const Customer& customer) {
        input->customer_ids.push_back(customer.id);
        identity::append(customers, customer);
    }};
    storage::CustomerStore{unit}.for_each_document(
        [&](std::string_view document) { customer_appender.add(connect::parse_customer_json(document)); });
    customer_appender.finish();
    identity::RecordSetBuilder profiles{"profiles"};
    Appender<SocialIdentity> profile_appender{[&](const SocialIdentity& profile) {
        input->accounts.push_back(profile.account);
        identity::append(profiles, profile);
    }};
    storage::IdentityStore{unit}.for_each_document(
        [&](std::string_view document) { profile_appender.add(connect::parse_identity_json(document)); });
    profile_appender.finish();
    input->customers = customers.finish();
    input->profiles = profiles.finish();
    return input;
}

}  // namespace

std::shared_ptr<const LinkageInput> CrmSession::linkage_input(const std::stop_token& stop) {
    std::shared_ptr<const LinkageInput> result;
    const auto read = [&](storage::UnitOfWork& unit) {
        {
            const std::scoped_lock lock{mutex_};
            if (input_ && input_->version == storage::AuditLog{unit}.head_sequence()) {
                result = input_;
                return;
            }
        }
        result = read_input(unit);
    };
    storage::run_read(database_, read, stop);
    const std::scoped_lock lock{mutex_};
    if (!input_ || input_->version < result->version) input_ = result;
    return result;
}

}  // namespace scrm
