// SPDX-License-Identifier: Apache-2.0
#include "scrm/connect/canonical_json.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/storage/customer_store.hpp"
#include "scrm/storage/identity_store.hpp"
#include "session_internal.hpp"

namespace scrm {
namespace {

std::shared_ptr<const LinkageInput> read_input(storage::UnitOfWork& unit) {
    auto input = std::make_shared<LinkageInput>();
    input->version = storage::AuditLog{unit}.head_sequence();
    identity::RecordSetBuilder customers{"customers"};
    storage::CustomerStore{unit}.for_each([&](const Customer& customer) {
        input->customer_ids.push_back(customer.id);
        identity::append(customers, customer);
    });
    identity::RecordSetBuilder profiles{"profiles"};
    storage::IdentityStore{unit}.for_each([&](const SocialIdentity& profile) {
        input->accounts.push_back(profile.account);
        identity::append(profiles, profile);
    });
    input->customers = customers.finish();
    input->profiles = profiles.finish();
    return input;
}

}  // namespace

std::shared_ptr<const LinkageInput> CrmSession::linkage_input() {
    std::shared_ptr<const LinkageInput> result;
    storage::run_read(database_, [&](storage::UnitOfWork& unit) {
        {
            const std::scoped_lock lock{mutex_};
            if (input_ && input_->version == storage::AuditLog{unit}.head_sequence()) {
                result = input_;
                return;
            }
        }
        result = read_input(unit);
    });
    const std::scoped_lock lock{mutex_};
    if (!input_ || input_->version < result->version) input_ = result;
    return result;
}

}  // namespace scrm
