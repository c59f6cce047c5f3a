// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "scrm/core/progress.hpp"
#include "scrm/crm/crm.hpp"
#include "scrm/crm/import_report.hpp"

namespace scrm {

enum class RecordKind { customers, identities, interactions, decisions };

/// A file of records whose beginning has been read, before there need be any database.
///
/// What makes a file as a whole unreadable (it is missing, empty, UTF-16, of another header) is found by the
/// constructor, so that a first import can fail before `Crm::open` makes a database:
///
///     scrm::RecordFile file{"customers.csv", scrm::RecordKind::customers};
///     auto crm = scrm::Crm::open("bank.db");
///     file.import_into(crm);
///
/// A pipe works like a file. Thread-compatible.
class RecordFile {
  public:
    /// Throws Error{not_found}, Error{unavailable} or Error{unreadable_input}, as the import of that kind
    /// does.
    /// `masking` is for interactions: see Interactions::import_jsonl.
    RecordFile(const std::filesystem::path& path, RecordKind kind,
               connect::TextMasking masking = connect::TextMasking::cards);
    ~RecordFile();
    RecordFile(RecordFile&&) noexcept;
    RecordFile& operator=(RecordFile&&) noexcept;

    /// The import of that kind (Customers::import_csv, Identities::import_jsonl, Interactions::import_jsonl,
    /// Resolution::import_decisions). The file is read once: throws Error{invalid_argument} the second time.
    ImportReport import_into(const Crm& crm, const Execution& execution = {});

  private:
    class Reader;
    std::unique_ptr<Reader> reader_;
};

}  // namespace scrm
