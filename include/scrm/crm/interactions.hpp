// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "scrm/connect/interaction_jsonl.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/crm/import_report.hpp"
#include "scrm/crm/options.hpp"
#include "scrm/model/interaction.hpp"

namespace scrm {

class CrmSession;

/// Posts, comments, messages and reviews. An interaction belongs to its author's account; through the
/// account's link it belongs to a customer, so it follows merges and unmerges by itself. Its text is assessed
/// as it is stored (Assessments). Thread-safe.
class Interactions {
  public:
    explicit Interactions(std::shared_ptr<CrmSession> session) : session_(std::move(session)) {}

    /// Upsert by network, scope, external_id from canonical JSON lines; the later of edited_at and created_at
    /// wins, a delete beats an older edit, in any order of arrival.
    ///
    /// Cards never reach the database. Phones, e-mails, IBANs, accounts and passports in texts do by default:
    /// a post is evidence, an agent calls back on the number that it names, and what is masked cannot be got
    /// back. A bank whose policy is stricter passes TextMasking::all, always the same for one source, since
    /// both forms of a text are different versions.
    ImportReport import_jsonl(const std::filesystem::path& path, const Execution& execution = {},
                              connect::TextMasking masking = connect::TextMasking::cards);
    ImportReport import_jsonl(std::istream& in, const Execution& execution = {},
                              connect::TextMasking masking = connect::TextMasking::cards);

    void export_jsonl(std::ostream& out) const;
    void export_csv(std::ostream& out) const;

    std::int64_t count() const;
    std::optional<Interaction> get(const InteractionId& id) const;
    /// The interaction NETWORK:ID; `scope` is needed only where several scopes hold the id. Throws
    /// Error{invalid_argument} for another form, Error{not_found}, Error{conflict} when several scopes hold
    /// it.
    InteractionId find(std::string_view network_and_id,
                       std::optional<std::string_view> scope = std::nullopt) const;
    /// Deletes interactions as if they had never come, with what was said and corrected of them. Throws
    /// Error{not_found} when one is not there; then nothing changed.
    void erase(const std::vector<InteractionId>& ids, const Actor& actor = {});

  private:
    std::shared_ptr<CrmSession> session_;
};

}  // namespace scrm
