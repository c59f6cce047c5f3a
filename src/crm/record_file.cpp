// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/record_file.hpp"

#include <utility>
#include <variant>

#include "record_imports_internal.hpp"
#include "scrm/core/error.hpp"
#include "session_internal.hpp"

namespace scrm {

class RecordFile::Reader {
  public:
    template <class Kind, class... More>
    Reader(std::in_place_type_t<Kind> kind, const std::filesystem::path& path, More... more)
        : reader_(kind, path, more...) {}

    ImportReport import_into(CrmSession& session, const Execution& execution) {
        return std::visit([&](auto& reader) { return detail::import_records(session, reader, execution); },
                          reader_);
    }

  private:
    std::variant<connect::CustomerCsvReader, connect::IdentityJsonlReader, connect::InteractionJsonlReader,
                 connect::DecisionJsonlReader>
        reader_;
};

RecordFile::RecordFile(const std::filesystem::path& path, RecordKind kind, connect::TextMasking masking) {
    switch (kind) {
        case RecordKind::customers:
            reader_ = std::make_unique<Reader>(std::in_place_type<connect::CustomerCsvReader>, path);
            return;
        case RecordKind::identities:
            reader_ = std::make_unique<Reader>(std::in_place_type<connect::IdentityJsonlReader>, path);
            return;
        case RecordKind::interactions:
            reader_ =
                std::make_unique<Reader>(std::in_place_type<connect::InteractionJsonlReader>, path, masking);
            return;
        case RecordKind::decisions:
            reader_ = std::make_unique<Reader>(std::in_place_type<connect::DecisionJsonlReader>, path);
            return;
    }
    throw Error{ErrorCode::invalid_argument, "unknown kind of records"};
}

RecordFile::~RecordFile() = default;
RecordFile::RecordFile(RecordFile&&) noexcept = default;
RecordFile& RecordFile::operator=(RecordFile&&) noexcept = default;

ImportReport RecordFile::import_into(const Crm& crm, const Execution& execution) {
    const std::unique_ptr<Reader> reader = std::move(reader_);
    if (reader == nullptr) throw Error{ErrorCode::invalid_argument, "the file has been imported already"};
    return reader->import_into(*crm.session_, execution);
}

}  // namespace scrm
