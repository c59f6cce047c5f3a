// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "scrm/connect/import_row.hpp"
#include "scrm/model/social_identity.hpp"

namespace scrm::connect {

/// Reads identities.jsonl: one object a line, a SocialIdentity.
///
/// `network` and `network_user_id` are needed; ids are strings, or JSON integers whose digits are kept. A
/// value of another type than its field has, and every unknown key, is kept as canonical JSON in
/// `as_written`. Text is cleaned; card numbers and CVVs are masked in names, bio, places and as_written,
/// never in ids, handles, addresses of pages, phones, emails, dates.
/// `"record": "identity"` is accepted, another record is `wrong_record`. Thread-compatible.
class IdentityJsonlReader {
  public:
    /// Throws Error as table::JsonLineReader does.
    explicit IdentityJsonlReader(const std::filesystem::path& file);
    /// The stream must outlive the reader.
    explicit IdentityJsonlReader(std::istream& in);
    ~IdentityJsonlReader();
    IdentityJsonlReader(IdentityJsonlReader&&) noexcept;
    IdentityJsonlReader& operator=(IdentityJsonlReader&&) noexcept;

    /// The next line, readable or not; false at the end.
    bool next(ImportRow<SocialIdentity>& row);
    std::int64_t bytes_read() const noexcept;
    std::int64_t bytes_total() const noexcept;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Whether `a` replaces `b` of the same account, whichever came first: the later observed_at wins, equal or
/// missing ones by the larger canonical bytes (a missing time is the earliest). False for equal values. A
/// strict order.
bool supersedes(const SocialIdentity& a, const SocialIdentity& b);
/// The same with the canonical bytes at hand.
bool supersedes(const SocialIdentity& a, std::string_view canonical_a, const SocialIdentity& b,
                std::string_view canonical_b);

}  // namespace scrm::connect
