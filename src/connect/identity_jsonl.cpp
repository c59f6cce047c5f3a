// SPDX-License-Identifier: Apache-2.0
#include "scrm/connect/identity_jsonl.hpp"

#include "connect/json_import_internal.hpp"

namespace scrm::connect {
namespace {

std::string_view convert(table::JsonValue object, SocialIdentity& identity, RowNotes& notes) {
    const table::JsonValue record = object.find("record");
    if (!record.is_missing() && !record.is_null() && record.text() != "identity") return "wrong_record";
    AccountId& account = identity.account;
    if (const auto fault = read_key(object.find("network"), account.network); !fault.empty()) return fault;
    if (const auto fault = read_key(object.find("scope"), account.scope); !fault.empty()) return fault;
    if (const auto fault = read_key(object.find("network_user_id"), account.network_user_id);
        !fault.empty()) {
        return fault;
    }
    if (id_fault(account.network) == "no_id" || id_fault(account.network_user_id) == "no_id") return "no_id";
    read_fields(object, identity, notes);
    return {};
}

}  // namespace

class IdentityJsonlReader::Impl {
  public:
    template <class Source>
    explicit Impl(Source& source) : reader(source) {}

    table::JsonLineReader reader;
};

IdentityJsonlReader::IdentityJsonlReader(const std::filesystem::path& file)
    : impl_(std::make_unique<Impl>(file)) {}
IdentityJsonlReader::IdentityJsonlReader(std::istream& in) : impl_(std::make_unique<Impl>(in)) {}
IdentityJsonlReader::~IdentityJsonlReader() = default;
IdentityJsonlReader::IdentityJsonlReader(IdentityJsonlReader&&) noexcept = default;
IdentityJsonlReader& IdentityJsonlReader::operator=(IdentityJsonlReader&&) noexcept = default;

bool IdentityJsonlReader::next(ImportRow<SocialIdentity>& row) {
    return next_row(impl_->reader, row, convert);
}
std::int64_t IdentityJsonlReader::bytes_read() const noexcept {
    return impl_->reader.bytes_read();
}
std::int64_t IdentityJsonlReader::bytes_total() const noexcept {
    return impl_->reader.bytes_total();
}

bool supersedes(const SocialIdentity& a, std::string_view canonical_a, const SocialIdentity& b,
                std::string_view canonical_b) {
    const UtcTime time_a = a.observed_at.value_or(UtcTime::min());
    const UtcTime time_b = b.observed_at.value_or(UtcTime::min());
    return time_a != time_b ? time_a > time_b : canonical_a > canonical_b;
}

bool supersedes(const SocialIdentity& a, const SocialIdentity& b) {
    return supersedes(a, to_json_line(a), b, to_json_line(b));
}

}  // namespace scrm::connect
