// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>

#include "scrm/core/progress.hpp"
#include "scrm/crm/import_report.hpp"

namespace scrm {

class CrmSession;

/// Posts, comments, messages and reviews. An interaction belongs to its author's account; through the
/// account's link it belongs to a customer, so it follows merges and unmerges by itself. Thread-safe.
class Interactions {
  public:
    explicit Interactions(std::shared_ptr<CrmSession> session) : session_(std::move(session)) {}

    /// Upsert by network, scope, external_id from canonical JSON lines; the later of edited_at and created_at
    /// wins, a delete beats an older edit, in any order of arrival.
    ImportReport import_jsonl(const std::filesystem::path& path, const Execution& execution = {});
    ImportReport import_jsonl(std::istream& in, const Execution& execution = {});

    void export_jsonl(std::ostream& out) const;
    void export_csv(std::ostream& out) const;

    std::int64_t count() const;

  private:
    std::shared_ptr<CrmSession> session_;
};

}  // namespace scrm
