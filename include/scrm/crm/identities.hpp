// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/crm/import_report.hpp"
#include "scrm/crm/options.hpp"
#include "scrm/model/social_identity.hpp"

namespace scrm {

class CrmSession;

/// The social profiles. Thread-safe.
class Identities {
  public:
    explicit Identities(std::shared_ptr<CrmSession> session) : session_(std::move(session)) {}

    /// Upsert by network, scope, network_user_id from canonical JSON lines; the later `observed_at` wins in
    /// any order of arrival. Errors and quarantine as Customers::import_csv.
    ImportReport import_jsonl(const std::filesystem::path& path, const Execution& execution = {});
    ImportReport import_jsonl(std::istream& in, const Execution& execution = {});

    void export_jsonl(std::ostream& out) const;
    void export_csv(std::ostream& out) const;

    std::int64_t count() const;
    std::optional<SocialIdentity> get(const AccountId& account) const;
    /// The one account that `NETWORK:ID` names, over all scopes; the first colon splits, one of the network's
    /// own is written `\:`. Throws Error{not_found}, or Error{conflict} when several scopes hold the id and
    /// none is given.
    AccountId find(std::string_view network_and_id,
                   std::optional<std::string_view> scope = std::nullopt) const;

    /// Deletes the profiles as if they had never come. Unknown ids throw Error{not_found} and nothing is
    /// deleted.
    void erase(const std::vector<AccountId>& accounts, const Actor& actor = {});

  private:
    std::shared_ptr<CrmSession> session_;
};

}  // namespace scrm
