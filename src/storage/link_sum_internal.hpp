// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scrm/model/identity_link.hpp"
#include "session_internal.hpp"

namespace scrm::storage::detail {

/// An unordered set of links, told by its size and the sum of what its members are hashed to: pair, tier,
/// status and assurance. Since the first run the one of all links is kept beside them, so that a row that
/// goes or changes by another hand shows.
struct LinkSum {
    std::int64_t links = 0;
    std::uint64_t sum = 0;

    void add(const IdentityLink& link);
    friend bool operator==(const LinkSum&, const LinkSum&) = default;
};

/// The kept one; nullopt before the first run.
std::optional<LinkSum> kept_link_sum(Session& session);
void keep_link_sum(Session& session, const LinkSum& sum);
/// That of the links as they stand.
LinkSum sum_of_links(Session& session);

/// Keeps the sum while links change: between its making and `done`, only links that `where` selects.
class LinkChange {
  public:
    LinkChange(Session& session, std::string where, std::vector<Value> values);
    void done();

  private:
    Session& session_;
    std::string where_;
    std::vector<Value> values_;
    std::optional<LinkSum> kept_;
};

}  // namespace scrm::storage::detail
