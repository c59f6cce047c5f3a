// SPDX-License-Identifier: Apache-2.0
#include "document_table_internal.hpp"
#include "erasure_internal.hpp"
#include "scrm/connect/canonical_json.hpp"
#include "scrm/core/error.hpp"
#include "scrm/model/assessment.hpp"
#include "scrm/storage/customer_store.hpp"
#include "scrm/storage/identity_store.hpp"
#include "scrm/storage/interaction_store.hpp"
#include "search_index_internal.hpp"

namespace scrm::storage {
namespace {

detail::DocumentKey key_of(const CustomerId& id) {
    return {id.str()};
}
detail::DocumentKey key_of(const AccountId& account) {
    return {account.network, account.scope, account.network_user_id};
}
detail::DocumentKey key_of(const InteractionId& id) {
    return {id.network, id.scope, id.external_id};
}

template <class Write, class Fill>
UpsertCounts upsert(UnitOfWork& unit, const detail::DocumentTable& table, std::span<const Write> batch,
                    Fill fill) {
    std::vector<detail::DocumentRow> rows(batch.size());
    for (std::size_t i = 0; i < batch.size(); ++i) {
        fill(rows[i], batch[i]);
        rows[i].document = batch[i].document;
        rows[i].originals = detail::encode_originals(batch[i].originals);
    }
    return detail::upsert_documents(unit.session(), table, std::move(rows));
}

template <class Id>
std::vector<Id> missing(UnitOfWork& unit, const detail::DocumentTable& table, std::span<const Id> ids) {
    std::vector<Id> result;
    for (const Id& id : ids) {
        if (!detail::has_document(unit.session(), table, key_of(id))) result.push_back(id);
    }
    return result;
}

void documents(UnitOfWork& unit, const detail::DocumentTable& table, const DocumentCallback& callback) {
    detail::for_each_document(
        unit.session(), table,
        [&](const detail::DocumentKey&, std::string_view document) { callback(document); });
}

}  // namespace

CustomerWrite make_write(const Customer& customer, std::string document,
                         std::vector<connect::OriginalBytes> originals) {
    if (document.empty()) document = connect::to_json_line(customer);
    return {customer.id, std::move(document), std::move(originals), {}};
}

IdentityWrite make_write(const SocialIdentity& identity, std::string document,
                         std::vector<connect::OriginalBytes> originals) {
    if (document.empty()) document = connect::to_json_line(identity);
    return {identity.account, identity.observed_at, std::move(document), std::move(originals)};
}

InteractionWrite make_write(const Interaction& interaction, std::string document,
                            std::vector<connect::OriginalBytes> originals) {
    if (document.empty()) document = connect::to_json_line(interaction);
    auto posted_at = interaction.created_at;
    if (!posted_at) posted_at = interaction.edited_at ? interaction.edited_at : interaction.received_at;
    // An empty optional is less than any time.
    return {interaction.id,
            std::max(interaction.created_at, interaction.edited_at),
            interaction.op == "delete",
            std::move(document),
            std::move(originals),
            std::string{text_to_assess(interaction)},
            posted_at};
}

UpsertCounts CustomerStore::upsert(std::span<const CustomerWrite> batch) {
    detail::WholeOperation operation{unit_.session()};
    const UpsertCounts counts = storage::upsert(
        unit_, detail::customer_table(), batch,
        [](detail::DocumentRow& row, const CustomerWrite& write) { row.keys = {write.id.str()}; });
    const bool all_new = counts.updated + counts.unchanged == 0;
    if (counts.inserted + counts.updated != 0) detail::index_customers(unit_.session(), batch, all_new);
    operation.done();
    return counts;
}
std::int64_t CustomerStore::count() const {
    return detail::count_documents(unit_.session(), detail::customer_table());
}
bool CustomerStore::contains(const CustomerId& id) const {
    return detail::has_document(unit_.session(), detail::customer_table(), key_of(id));
}
std::vector<CustomerId> CustomerStore::missing(std::span<const CustomerId> ids) const {
    return storage::missing(unit_, detail::customer_table(), ids);
}
std::optional<Customer> CustomerStore::find(const CustomerId& id) const {
    const auto document = detail::find_document(unit_.session(), detail::customer_table(), key_of(id));
    if (!document) return std::nullopt;
    return connect::parse_customer_json(*document);
}
void CustomerStore::for_each_of(std::span<const CustomerId> ids,
                                const std::function<void(const Customer&)>& callback) const {
    std::vector<std::string_view> keys;
    keys.reserve(ids.size());
    for (const CustomerId& id : ids) keys.emplace_back(id.str());
    detail::for_each_document_of(
        unit_.session(), detail::customer_table(), keys,
        [&](std::string_view document) { callback(connect::parse_customer_json(document)); });
}
std::vector<connect::OriginalBytes> CustomerStore::originals(const CustomerId& id) const {
    return detail::find_originals(unit_.session(), detail::customer_table(), key_of(id));
}
void CustomerStore::for_each(const std::function<void(const Customer&)>& callback) const {
    for_each_document([&](std::string_view document) { callback(connect::parse_customer_json(document)); });
}
void CustomerStore::for_each_document(const DocumentCallback& callback) const {
    documents(unit_, detail::customer_table(), callback);
}
void CustomerStore::erase(std::span<const CustomerId> ids, const std::string& actor) {
    detail::erase_customers(unit_, ids, actor);
}

UpsertCounts IdentityStore::upsert(std::span<const IdentityWrite> batch) {
    return storage::upsert(
        unit_, detail::identity_table(), batch, [](detail::DocumentRow& row, const IdentityWrite& write) {
            row.keys = {write.account.network, write.account.scope, write.account.network_user_id};
            row.order = {detail::order_key(write.observed_at)};
        });
}
std::int64_t IdentityStore::count() const {
    return detail::count_documents(unit_.session(), detail::identity_table());
}
bool IdentityStore::contains(const AccountId& account) const {
    return detail::has_document(unit_.session(), detail::identity_table(), key_of(account));
}
std::vector<AccountId> IdentityStore::missing(std::span<const AccountId> accounts) const {
    return storage::missing(unit_, detail::identity_table(), accounts);
}
std::optional<SocialIdentity> IdentityStore::find(const AccountId& account) const {
    const auto document = detail::find_document(unit_.session(), detail::identity_table(), key_of(account));
    if (!document) return std::nullopt;
    return connect::parse_identity_json(*document);
}
std::vector<AccountId> IdentityStore::find_in_scopes(std::string_view network,
                                                     std::string_view network_user_id) const {
    std::vector<AccountId> accounts;
    unit_.session().query(
        "select scope from scrm_identity where network = :n and network_user_id = :u order by scope", "t",
        {std::string{network}, std::string{network_user_id}}, [&](const detail::Row& row) {
            accounts.push_back({std::string{network}, row.text(0), std::string{network_user_id}});
        });
    return accounts;
}
std::vector<connect::OriginalBytes> IdentityStore::originals(const AccountId& account) const {
    return detail::find_originals(unit_.session(), detail::identity_table(), key_of(account));
}
void IdentityStore::for_each(const std::function<void(const SocialIdentity&)>& callback) const {
    for_each_document([&](std::string_view document) { callback(connect::parse_identity_json(document)); });
}
void IdentityStore::for_each_document(const DocumentCallback& callback) const {
    documents(unit_, detail::identity_table(), callback);
}
void IdentityStore::erase(std::span<const AccountId> accounts, const std::string& actor) {
    detail::erase_identities(unit_, accounts, actor);
}

UpsertCounts InteractionStore::upsert(std::span<const InteractionWrite> batch) {
    return storage::upsert(unit_, detail::interaction_table(), batch,
                           [](detail::DocumentRow& row, const InteractionWrite& write) {
                               row.keys = {write.id.network, write.id.scope, write.id.external_id};
                               row.order = {detail::order_key(write.version_at), write.deleted ? 1 : 0};
                           });
}
std::int64_t InteractionStore::count() const {
    return detail::count_documents(unit_.session(), detail::interaction_table());
}
std::optional<Interaction> InteractionStore::find(const InteractionId& id) const {
    const auto document = detail::find_document(unit_.session(), detail::interaction_table(), key_of(id));
    if (!document) return std::nullopt;
    return connect::parse_interaction_json(*document);
}
std::vector<connect::OriginalBytes> InteractionStore::originals(const InteractionId& id) const {
    return detail::find_originals(unit_.session(), detail::interaction_table(), key_of(id));
}
bool InteractionStore::contains(const InteractionId& id) const {
    return detail::has_document(unit_.session(), detail::interaction_table(), key_of(id));
}
std::vector<InteractionId> InteractionStore::missing(std::span<const InteractionId> ids) const {
    return storage::missing(unit_, detail::interaction_table(), ids);
}
std::vector<InteractionId> InteractionStore::find_in_scopes(std::string_view network,
                                                            std::string_view external_id) const {
    std::vector<InteractionId> ids;
    unit_.session().query(
        "select scope from scrm_interaction where network = :n and external_id = :e order by scope", "t",
        {std::string{network}, std::string{external_id}}, [&](const detail::Row& row) {
            ids.push_back({std::string{network}, row.text(0), std::string{external_id}});
        });
    return ids;
}
void InteractionStore::erase(std::span<const InteractionId> ids, const std::string& actor) {
    detail::erase_interactions(unit_, ids, actor);
}
void InteractionStore::for_each(const std::function<void(const Interaction&)>& callback) const {
    for_each_document(
        [&](std::string_view document) { callback(connect::parse_interaction_json(document)); });
}
void InteractionStore::for_each_document(const DocumentCallback& callback) const {
    documents(unit_, detail::interaction_table(), callback);
}

}  // namespace scrm::storage
