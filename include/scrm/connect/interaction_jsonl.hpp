// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "scrm/connect/import_row.hpp"
#include "scrm/model/interaction.hpp"
#include "scrm/model/social_identity.hpp"

namespace scrm::connect {

/// What is taken out of the texts of posts before anything is stored.
enum class TextMasking {
    cards,  ///< card numbers and their codes, as everywhere
    all,    ///< also phones, e-mails, IBANs, accounts and passports (text::mask), in texts and refused rows
};

std::optional<TextMasking> parse_text_masking(std::string_view text) noexcept;

/// Reads interactions.jsonl: the lines with `"record": "interaction"` or without a `record` of what `parse`
/// prints.
///
/// `network` and `external_id` are needed. Ids, bad values, unknown keys, cleaning and masking as for
/// identities; cards are masked in text, tags, attachments and the author's free text. An author whose ids
/// cannot be read is kept in `as_written`. Thread-compatible.
class InteractionJsonlReader {
  public:
    /// Throws Error as table::JsonLineReader does.
    explicit InteractionJsonlReader(const std::filesystem::path& file,
                                    TextMasking masking = TextMasking::cards);
    /// The stream must outlive the reader.
    explicit InteractionJsonlReader(std::istream& in, TextMasking masking = TextMasking::cards);
    ~InteractionJsonlReader();
    InteractionJsonlReader(InteractionJsonlReader&&) noexcept;
    InteractionJsonlReader& operator=(InteractionJsonlReader&&) noexcept;

    /// The next line, readable or not; false at the end.
    bool next(ImportRow<Interaction>& row);
    std::int64_t bytes_read() const noexcept;
    std::int64_t bytes_total() const noexcept;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// The author as an identity; network and scope are the interaction's where the author names none. nullopt
/// when there is no author or he has no network_user_id.
std::optional<SocialIdentity> author_of(const Interaction& interaction);

/// Whether `a` replaces `b` of the same id, whichever came first: the later of edited_at and created_at wins
/// (a missing time is the earliest); at equal times a delete wins, then the larger canonical bytes. A delete
/// beats every edit that is not later. False for equal values. A strict order.
bool supersedes(const Interaction& a, const Interaction& b);
/// The same with the canonical bytes at hand.
bool supersedes(const Interaction& a, std::string_view canonical_a, const Interaction& b,
                std::string_view canonical_b);

}  // namespace scrm::connect
