// SPDX-License-Identifier: Apache-2.0
#include "scrm/connect/interaction_jsonl.hpp"

#include <algorithm>

#include "connect/json_import_internal.hpp"
#include "scrm/text/mask_policy.hpp"

namespace scrm::connect {
namespace {

std::string_view convert(table::JsonValue object, Interaction& interaction, RowNotes& notes) {
    const table::JsonValue record = object.find("record");
    if (!record.is_missing() && !record.is_null() && record.text() != "interaction") return "wrong_record";
    InteractionId& id = interaction.id;
    if (const auto fault = read_key(object.find("network"), id.network); !fault.empty()) return fault;
    if (const auto fault = read_key(object.find("scope"), id.scope); !fault.empty()) return fault;
    if (const auto fault = read_key(object.find("external_id"), id.external_id); !fault.empty()) return fault;
    if (id_fault(id.network) == "no_id" || id_fault(id.external_id) == "no_id") return "no_id";
    read_fields(object, interaction, notes);
    return {};
}

bool is_delete(const Interaction& interaction) {
    return interaction.op == "delete";
}

/// When the version came to be. A deletion often repeats only the creation time of what it deletes, so
/// without a time of its own it is as late as it was received, and without any time it is the last word.
UtcTime version_time(const Interaction& interaction) {
    const UtcTime none = UtcTime::min();
    UtcTime time = std::max(interaction.created_at.value_or(none), interaction.edited_at.value_or(none));
    if (is_delete(interaction) && !interaction.edited_at) {
        time = std::max(time, interaction.received_at.value_or(none));
        if (time == none) return UtcTime::max();
    }
    return time;
}

void mask_all(ImportRow<Interaction>& row) {
    if (!row.value) {
        row.raw_masked = text::mask(row.raw_masked);
        return;
    }
    for (OriginalBytes& original : row.originals) {
        if (original.field == "text") original.bytes = text::mask(original.bytes);
    }
    std::string masked = text::mask(row.value->text);
    if (masked == row.value->text) return;
    row.value->text = std::move(masked);
    row.canonical = to_json_line(*row.value);
}

}  // namespace

std::optional<TextMasking> parse_text_masking(std::string_view text) noexcept {
    if (text == "cards") return TextMasking::cards;
    if (text == "all") return TextMasking::all;
    return std::nullopt;
}

class InteractionJsonlReader::Impl {
  public:
    template <class Source>
    Impl(Source& source, TextMasking masking) : reader(source), masks_all(masking == TextMasking::all) {}

    table::JsonLineReader reader;
    bool masks_all;
};

InteractionJsonlReader::InteractionJsonlReader(const std::filesystem::path& file, TextMasking masking)
    : impl_(std::make_unique<Impl>(file, masking)) {}
InteractionJsonlReader::InteractionJsonlReader(std::istream& in, TextMasking masking)
    : impl_(std::make_unique<Impl>(in, masking)) {}
InteractionJsonlReader::~InteractionJsonlReader() = default;
InteractionJsonlReader::InteractionJsonlReader(InteractionJsonlReader&&) noexcept = default;
InteractionJsonlReader& InteractionJsonlReader::operator=(InteractionJsonlReader&&) noexcept = default;

bool InteractionJsonlReader::next(ImportRow<Interaction>& row) {
    if (!next_row(impl_->reader, row, convert)) return false;
    if (impl_->masks_all) mask_all(row);
    return true;
}
std::int64_t InteractionJsonlReader::bytes_read() const noexcept {
    return impl_->reader.bytes_read();
}
std::int64_t InteractionJsonlReader::bytes_total() const noexcept {
    return impl_->reader.bytes_total();
}

std::optional<SocialIdentity> author_of(const Interaction& interaction) {
    if (interaction.author.empty()) return std::nullopt;
    SocialIdentity author = parse_identity_json(interaction.author);
    if (author.account.network_user_id.empty()) return std::nullopt;
    if (author.account.network.empty()) {
        author.account.network = interaction.id.network;
        if (author.account.scope.empty()) author.account.scope = interaction.id.scope;
    }
    return author;
}

bool supersedes(const Interaction& a, std::string_view canonical_a, const Interaction& b,
                std::string_view canonical_b) {
    const UtcTime time_a = version_time(a);
    const UtcTime time_b = version_time(b);
    if (time_a != time_b) return time_a > time_b;
    if (is_delete(a) != is_delete(b)) return is_delete(a);
    return canonical_a > canonical_b;
}

bool supersedes(const Interaction& a, const Interaction& b) {
    return supersedes(a, to_json_line(a), b, to_json_line(b));
}

}  // namespace scrm::connect
