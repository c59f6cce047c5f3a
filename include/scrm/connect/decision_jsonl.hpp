// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>

#include "scrm/connect/import_row.hpp"
#include "scrm/model/decision.hpp"

namespace scrm::connect {

/// Reads what `export decisions` writes, one object a line:
///
///     {"decision":"confirm"|"reject"|"unlink", "network", "scope", "network_user_id", "customer_id", …}
///     {"decision":"keep_apart", "customer_id", "other_id", …}      the two ids in any order
///     {"decision":"lift_keep_apart", "customer_id", "other_id", …} likewise
///     {"decision":"merge", "customer_id" (the survivor), "other_id", "merge_id", …}
///     {"decision":"correct", "network", "scope", "external_id", "field", "value", …}  of an assessment
///
/// each with optional "reason", "actor", "at". "unmerge" (with "merge_id") and "erase" are read too, although
/// an export holds only live merges. A line without its ids, or of another decision, is quarantined; so is a
/// bad time, since the latest decision counts. `reason` is masked. Thread-compatible.
class DecisionJsonlReader {
  public:
    /// Throws Error as table::JsonLineReader does.
    explicit DecisionJsonlReader(const std::filesystem::path& file);
    /// The stream must outlive the reader.
    explicit DecisionJsonlReader(std::istream& in);
    ~DecisionJsonlReader();
    DecisionJsonlReader(DecisionJsonlReader&&) noexcept;
    DecisionJsonlReader& operator=(DecisionJsonlReader&&) noexcept;

    /// The next line, readable or not; false at the end.
    bool next(ImportRow<Decision>& row);
    std::int64_t bytes_read() const noexcept;
    std::int64_t bytes_total() const noexcept;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace scrm::connect
