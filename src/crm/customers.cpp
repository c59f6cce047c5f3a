// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/customers.hpp"

#include <ostream>
#include <set>

#include "effective_links_internal.hpp"
#include "import_rows_internal.hpp"
#include "record_imports_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/storage/customer_store.hpp"
#include "scrm/storage/decision_log.hpp"
#include "scrm/storage/identity_store.hpp"
#include "scrm/storage/link_store.hpp"

namespace scrm {
namespace {

void require(const storage::CustomerStore& store, const CustomerId& id) {
    if (!store.contains(id)) throw Error{ErrorCode::not_found, "no such customer"};
}

}  // namespace

ImportReport detail::import_records(CrmSession& session, connect::CustomerCsvReader& reader,
                                    const Execution& execution) {
    return detail::import_rows<storage::CustomerStore, storage::CustomerWrite, connect::CustomerCsvReader,
                               Customer>(session, "customers", reader, execution);
}

ImportReport Customers::import_csv(const std::filesystem::path& path, const Execution& execution) {
    connect::CustomerCsvReader reader{path};
    return detail::import_records(*session_, reader, execution);
}

ImportReport Customers::import_csv(std::istream& in, const Execution& execution) {
    connect::CustomerCsvReader reader{in};
    return detail::import_records(*session_, reader, execution);
}

void Customers::export_csv(std::ostream& out) const {
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        const storage::CustomerStore store{unit};
        std::set<std::string> names;
        store.for_each([&](const Customer& customer) {
            for (const auto& [name, value] : customer.attributes) names.insert(name);
        });
        const std::vector<std::string> attributes{names.begin(), names.end()};
        out << connect::customers_csv_header(attributes);
        store.for_each(
            [&](const Customer& customer) { out << connect::customers_csv_row(customer, attributes); });
    });
}

void Customers::export_jsonl(std::ostream& out) const {
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        storage::CustomerStore{unit}.for_each_document(
            [&](std::string_view document) { out << document << '\n'; });
    });
}

std::int64_t Customers::count() const {
    std::int64_t result = 0;
    storage::run_read(session_->database(),
                      [&](storage::UnitOfWork& unit) { result = storage::CustomerStore{unit}.count(); });
    return result;
}

std::optional<Customer> Customers::get(const CustomerId& id) const {
    std::optional<Customer> result;
    storage::run_read(session_->database(),
                      [&](storage::UnitOfWork& unit) { result = storage::CustomerStore{unit}.find(id); });
    return result;
}

CustomerId Customers::owner(const CustomerId& id) const {
    CustomerId result;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        require(storage::CustomerStore{unit}, id);
        result = storage::DecisionLog{unit}.root(id);
    });
    return result;
}

identity::GoldenRecord Customers::golden(const CustomerId& id, const identity::SurvivorshipPolicy& policy,
                                         std::optional<UtcTime> now) const {
    std::vector<identity::SourceRecord> sources;
    CustomerId root;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        const storage::CustomerStore customers{unit};
        require(customers, id);
        const MergeForest forest = storage::DecisionLog{unit}.groups({id});
        root = forest.root(id);
        const std::vector<CustomerId> members = forest.members(id);
        for (const CustomerId& member : members) {
            if (const auto record = customers.find(member))
                sources.push_back(identity::source_record(*record));
        }
        const storage::IdentityStore profiles{unit};
        for (const IdentityLink& link : detail::effective_links_of(unit, root)) {
            if (link.status != LinkStatus::linked && link.status != LinkStatus::confirmed) continue;
            if (const auto profile = profiles.find(link.account))
                sources.push_back(identity::source_record(*profile));
        }
    });
    return identity::golden_record(root, sources, policy, now);
}

void Customers::erase(const std::vector<CustomerId>& ids, const Actor& actor) {
    session_->write([&](storage::UnitOfWork& unit) {
        storage::CustomerStore store{unit};
        if (!store.missing(ids).empty())
            throw Error{ErrorCode::not_found, "no such customer; nothing was deleted"};
        store.erase(ids, author_text(actor.name));
        std::vector<std::pair<std::string, std::string>> details;
        for (const CustomerId& id : ids) details.emplace_back("customer_id", id.str());
        audit(unit, "erase_customers", author_text(actor.name), std::move(details));
    });
}

}  // namespace scrm
