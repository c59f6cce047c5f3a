// SPDX-License-Identifier: Apache-2.0
#include "link_sum_internal.hpp"

#include <charconv>
#include <string_view>
#include <utility>

#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"

namespace scrm::storage::detail {
namespace {

constexpr std::string_view kColumns = "network, scope, network_user_id, customer_id, tier, status, assurance";

std::uint64_t hashed(std::string_view network, std::string_view scope, std::string_view network_user_id,
                     std::string_view customer, std::string_view tier, std::string_view status,
                     std::string_view assurance) {
    std::uint64_t hash = 0;
    for (const std::string_view part : {network, scope, network_user_id, customer, tier, status, assurance})
        hash = hash64(part, mix64(hash + part.size() + 1));
    return hash;
}

std::uint64_t hashed(const IdentityLink& link) {
    return hashed(link.account.network, link.account.scope, link.account.network_user_id, link.customer.str(),
                  to_string(link.tier), to_string(link.status), to_string(link.assurance));
}

LinkSum summed(Session& session, const std::string& where, Values values) {
    LinkSum sum;
    session.query("select " + std::string{kColumns} + " from scrm_link" + where, "ttttttt", values,
                  [&](const Row& row) {
                      ++sum.links;
                      sum.sum += hashed(row.text(0), row.text(1), row.text(2), row.text(3), row.text(4),
                                        row.text(5), row.text(6));
                  });
    return sum;
}

}  // namespace

void LinkSum::add(const IdentityLink& link) {
    ++links;
    sum += hashed(link);
}

std::optional<LinkSum> kept_link_sum(Session& session) {
    const auto text = session.text("select value from scrm_meta where name = 'links'");
    if (!text) return std::nullopt;
    LinkSum kept;
    const char* const end = text->data() + text->size();
    const auto links = std::from_chars(text->data(), end, kept.links);
    if (links.ec == std::errc{} && links.ptr != end && *links.ptr == ' ' &&
        std::from_chars(links.ptr + 1, end, kept.sum).ptr == end)
        return kept;
    throw Error{ErrorCode::corrupt_data, "the sum of the links cannot be read"};
}

void keep_link_sum(Session& session, const LinkSum& sum) {
    session.execute(
        "insert into scrm_meta (name, value) values ('links', :v) "
        "on conflict (name) do update set value = excluded.value",
        {std::to_string(sum.links) + " " + std::to_string(sum.sum)});
}

LinkSum sum_of_links(Session& session) {
    return summed(session, "", {});
}

LinkChange::LinkChange(Session& session, std::string where, std::vector<Value> values)
    : session_(session), where_(std::move(where)), values_(std::move(values)), kept_(kept_link_sum(session)) {
    if (!kept_) return;
    const LinkSum before = summed(session_, where_, values_);
    kept_->links -= before.links;
    kept_->sum -= before.sum;
}

void LinkChange::done() {
    if (!kept_) return;
    const LinkSum after = summed(session_, where_, values_);
    keep_link_sum(session_, {kept_->links + after.links, kept_->sum + after.sum});
}

}  // namespace scrm::storage::detail
