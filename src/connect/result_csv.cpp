// SPDX-License-Identifier: Apache-2.0
#include "scrm/connect/result_csv.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "connect/record_fields_internal.hpp"
#include "scrm/table/column.hpp"
#include "scrm/table/json.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::connect {
namespace {

/// A number cell: never guarded, as it always is a plain number.
void number_cell(table::CsvWriter& out, double value) {
    out.cell(std::string_view{format_weight(value)});
}

std::string cell_text(const std::string& value) {
    return value;
}

std::string cell_text(const std::vector<std::string>& values) {
    std::string joined;
    for (const std::string& value : values) {
        if (!joined.empty()) joined.push_back(';');
        joined.append(value);
    }
    return joined;
}

std::string cell_text(const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : "";
}
std::string cell_text(const std::optional<double>& value) {
    return value ? table::format_double(*value) : "";
}
std::string cell_text(const std::optional<bool>& value) {
    return !value ? "" : *value ? "true" : "false";
}
std::string cell_text(const std::optional<UtcTime>& value) {
    return value ? format_time(*value) : "";
}

template <class T>
void write_header(table::CsvWriter& out) {
    for (const std::string_view key : key_names(static_cast<const T*>(nullptr))) out.cell(key);
    for (const Field<T>& field : fields_of<T>()) out.cell(field.name);
    out.cell(std::string_view{"as_written"}).end_row();
}

template <class T>
void write_fields(table::CsvWriter& out, const T& record) {
    for (const Field<T>& field : fields_of<T>()) {
        std::visit([&](auto member) { out.cell(std::string_view{cell_text(record.*member)}); }, field.member);
    }
    std::string rest;
    if (!record.as_written.empty()) {
        table::JsonWriter json{rest};
        json.begin_object();
        for (const auto& [name, raw] : record.as_written) json.key(name).raw(raw);
        json.end_object();
    }
    out.cell(std::string_view{rest}).end_row();
}

}  // namespace

void write_links_header(table::CsvWriter& out) {
    out.row({"network", "scope", "network_user_id", "customer_id", "probability", "match_weight", "tier",
             "status", "assurance"});
}

void write_link(table::CsvWriter& out, const IdentityLink& link) {
    out.cell(std::string_view{link.account.network});
    out.cell(std::string_view{link.account.scope});
    out.cell(std::string_view{link.account.network_user_id});
    out.cell(std::string_view{link.customer.str()});
    number_cell(out, link.probability);
    number_cell(out, link.match_weight);
    out.cell(to_string(link.tier)).cell(to_string(link.status)).cell(to_string(link.assurance)).end_row();
}

void write_clusters_header(table::CsvWriter& out) {
    out.row({"record_id", "cluster_id"});
}

void write_cluster(table::CsvWriter& out, std::string_view record_id, std::string_view cluster_id) {
    out.row({record_id, cluster_id});
}

void write_pairs_header(table::CsvWriter& out) {
    out.row({"left_id", "right_id", "probability", "match_weight", "tier"});
}

void write_pair(table::CsvWriter& out, std::string_view left_id, std::string_view right_id,
                double probability, double match_weight, Tier tier) {
    out.cell(left_id).cell(right_id);
    number_cell(out, probability);
    number_cell(out, match_weight);
    out.cell(to_string(tier)).end_row();
}

void write_assessments_header(table::CsvWriter& out) {
    out.row({"network",    "scope",     "external_id", "posted_at", "language",   "sentiment",
             "p_negative", "p_neutral", "p_positive",  "intent",    "p_intent",   "product",
             "p_product",  "urgent",    "p_urgent",    "lead",      "p_lead",     "churn",
             "p_churn",    "brands",    "corrected",   "model",     "assessed_at"});
}

void write_assessment(table::CsvWriter& out, const Assessment& a) {
    out.cell(std::string_view{a.interaction.network})
        .cell(std::string_view{a.interaction.scope})
        .cell(std::string_view{a.interaction.external_id})
        .cell(std::string_view{cell_text(a.posted_at)})
        .cell(std::string_view{a.language})
        .cell(to_string(a.sentiment));
    for (const double p : a.p_sentiment) number_cell(out, p);
    out.cell(to_string(a.intent));
    number_cell(out, a.p_intent);
    out.cell(to_string(a.product));
    number_cell(out, a.p_product);
    for (const auto& [flag, p] :
         {std::pair{a.urgent, a.p_urgent}, std::pair{a.lead, a.p_lead}, std::pair{a.churn, a.p_churn}}) {
        out.cell(flag ? 1 : 0);
        number_cell(out, p);
    }
    std::vector<std::string> corrected;
    for (std::size_t i = 0; i < kAssessmentFields; ++i) {
        if (a.corrected[i]) corrected.emplace_back(to_string(static_cast<AssessmentField>(i)));
    }
    out.cell(std::string_view{cell_text(a.brands)})
        .cell(std::string_view{cell_text(corrected)})
        .cell(std::string_view{a.model})
        .cell(std::string_view{format_time(a.assessed_at)})
        .end_row();
}

void write_quarantine_header(table::CsvWriter& out, bool raw) {
    for (const std::string_view name : {"kind", "row", "reason", "attempts", "received_at"}) out.cell(name);
    if (raw) out.cell(std::string_view{"raw"});
    out.end_row();
}

void write_quarantine(table::CsvWriter& out, const QuarantineEntry& entry, bool raw) {
    out.cell(std::string_view{entry.kind})
        .cell(entry.row)
        .cell(std::string_view{entry.reason})
        .cell(entry.attempts);
    out.cell(std::string_view{format_time(entry.received_at)});
    if (raw) out.cell(std::string_view{text::sanitize(entry.raw).text});
    out.end_row();
}

std::string to_json_line(const QuarantineEntry& entry, bool raw) {
    std::string line;
    table::JsonWriter json{line};
    json.begin_object();
    json.member("kind", entry.kind).member("row", entry.row).member("reason", entry.reason);
    json.member("attempts", entry.attempts).member("received_at", format_time(entry.received_at));
    if (raw) json.member("raw", entry.raw);
    json.end_object();
    return line;
}

void write_identities_header(table::CsvWriter& out) {
    write_header<SocialIdentity>(out);
}

void write_identity(table::CsvWriter& out, const SocialIdentity& identity) {
    out.cell(std::string_view{identity.account.network});
    out.cell(std::string_view{identity.account.scope});
    out.cell(std::string_view{identity.account.network_user_id});
    write_fields(out, identity);
}

void write_interactions_header(table::CsvWriter& out) {
    write_header<Interaction>(out);
}

void write_interaction(table::CsvWriter& out, const Interaction& interaction) {
    out.cell(std::string_view{interaction.id.network});
    out.cell(std::string_view{interaction.id.scope});
    out.cell(std::string_view{interaction.id.external_id});
    write_fields(out, interaction);
}

std::string format_weight(double value) {
    if (!std::isfinite(value)) return {};
    if (value == 0) return "0";  // also for -0
    std::array<char, 40> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::general, 15);
    return {digits.data(), end.ptr};
}

}  // namespace scrm::connect
