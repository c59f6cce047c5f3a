// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/sample.hpp"

#include <algorithm>
#include <limits>

#include "identity/sample/bank_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"
#include "scrm/table/csv_writer.hpp"
#include "scrm/table/output_file.hpp"

namespace scrm::identity {
namespace {

using sample::CustomerRow;
using sample::CustomerSide;
using sample::Profile;

constexpr std::size_t kLines = 2048;  // in a piece of a file
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

void check(const SampleOptions& options) {
    if (!(options.stranger_share >= 0 && options.stranger_share <= 1))
        throw Error{ErrorCode::invalid_argument, "stranger_share must be within 0..1"};
}

SampleSummary summarise(const CustomerSide& customers, const std::vector<Profile>& profiles) {
    SampleSummary out;
    out.customers = customers.rows.size();
    out.persons = customers.persons;
    out.duplicates = customers.duplicates;
    out.companies = customers.companies;
    out.identities = profiles.size();
    for (const Profile& one : profiles) {
        if (one.role == "customer" || one.role == "company")
            ++out.findable;
        else if (one.role == "anonymous")
            ++out.anonymous;
        else
            ++out.strangers;
        if (one.role == "impostor") ++out.impostors;
    }
    return out;
}

std::string joined(const std::vector<std::string>& values) {
    std::string out;
    for (const std::string& value : values) out += (out.empty() ? "" : ";") + value;
    return out;
}

// All cells but the id, which is known only when all rows are.
void append_row(std::string& out, const Customer& record) {
    for (const std::string* cell : {&record.kind, &record.full_name, &record.given_name, &record.family_name,
                                    &record.patronymic, &record.gender, &record.birth_date}) {
        out += ',';
        table::append_csv_cell(out, *cell);
    }
    const std::string phones = joined(record.phones);
    const std::string emails = joined(record.emails);
    for (const std::string* cell :
         {&phones, &emails, &record.city, &record.region, &record.country, &record.address, &record.employer,
          &record.segment, &record.branch, &record.created_at}) {
        out += ',';
        table::append_csv_cell(out, *cell);
    }
    out += '\n';
}

// Rows of one chunk as text; row r is [starts[r], starts[r + 1]).
struct TextRows {
    std::string text;
    std::vector<std::size_t> starts;
};

void append_truth(std::string& out, std::string_view kind, const AccountId& account,
                  std::string_view customer, std::uint64_t person, std::string_view role) {
    out += kind;
    const std::string id = sample::person_id(person);
    for (const std::string_view cell :
         {std::string_view{account.network}, std::string_view{account.scope},
          std::string_view{account.network_user_id}, customer, std::string_view{id}, role}) {
        out += ',';
        table::append_csv_cell(out, cell);
    }
    out += '\n';
}

// Pieces are made in parallel and written in order, a few at a time.
template <class Piece>
void write_pieces(table::OutputFile& file, std::size_t lines, const Execution& execution,
                  std::string_view stage, const Piece& piece) {
    constexpr std::size_t kAtOnce = 32;
    ProgressMeter meter{execution, stage, static_cast<std::int64_t>(lines)};
    for (std::size_t from = 0; from < lines; from += kAtOnce * kLines) {
        const std::size_t count = std::min(lines - from, kAtOnce * kLines);
        std::vector<std::string> parts((count + kLines - 1) / kLines);
        for_each_chunk(count, kLines, execution.threads, execution.stop,
                       [&](std::size_t begin, std::size_t end, std::size_t chunk) {
                           parts[chunk] = piece(from + begin, from + end);
                       });
        for (const std::string& part : parts) file.write(part);
        meter.advance(static_cast<std::int64_t>(count));
    }
    // As in an export: an empty file may be one that was cut, and no import takes it.
    if (lines == 0 && stage.ends_with(".jsonl")) file.write("\n");
    meter.finish();
}

}  // namespace

SampleBank make_sample(const SampleOptions& options, const Execution& execution) {
    check(options);
    const sample::Habits habits{options.seed};
    const sample::Population population{habits};
    std::vector<std::vector<CustomerRow>> chunks;
    const CustomerSide customers = sample::make_customers(
        population, options.customers,
        [&](std::size_t count) { chunks.resize(std::max(chunks.size(), count)); },
        [&](std::size_t chunk, std::vector<CustomerRow>& rows) { chunks[chunk] = std::move(rows); },
        execution);
    std::vector<Profile> profiles = sample::make_profiles(population, customers, options, execution);
    const std::vector<std::size_t> owners = sample::true_customers(customers, profiles);

    SampleBank out;
    out.summary = summarise(customers, profiles);
    out.customers.reserve(customers.rows.size());
    out.truth.reserve(customers.rows.size() + profiles.size());
    for (std::size_t i = 0; i < customers.rows.size(); ++i) {
        const sample::RowKey& key = customers.rows[i];
        Customer& record = chunks[key.chunk][key.row].record;
        record.id = CustomerId{sample::customer_id(i)};
        out.truth.push_back(
            {"customer", {}, record.id, sample::person_id(key.person), std::string{key.role}});
        out.customers.push_back(std::move(record));
    }
    out.identities.reserve(profiles.size());
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        const CustomerId owner{owners[i] == kNone ? "" : sample::customer_id(owners[i])};
        out.truth.push_back({"identity", profiles[i].identity.account, owner,
                             sample::person_id(profiles[i].person), std::string{profiles[i].role}});
        out.identities.push_back(std::move(profiles[i].identity));
    }
    return out;
}

SampleSummary write_sample(const SampleOptions& options, const std::filesystem::path& dir,
                           const Execution& execution) {
    check(options);
    std::error_code failed;
    std::filesystem::create_directories(dir, failed);
    if (failed) throw Error{ErrorCode::unavailable, "cannot make the output folder"};
    const sample::Habits habits{options.seed};
    const sample::Population population{habits};

    table::OutputFile customers_file{dir / "customers.csv"};
    table::OutputFile identities_file{dir / "identities.jsonl"};
    table::OutputFile interactions_file{dir / "interactions.jsonl"};
    table::OutputFile truth_file{dir / "truth.csv"};

    std::vector<TextRows> chunks;
    const CustomerSide customers = sample::make_customers(
        population, options.customers,
        [&](std::size_t count) { chunks.resize(std::max(chunks.size(), count)); },
        [&](std::size_t chunk, std::vector<CustomerRow>& rows) {
            TextRows& text = chunks[chunk];
            for (const CustomerRow& row : rows) {
                text.starts.push_back(text.text.size());
                append_row(text.text, row.record);
            }
            text.starts.push_back(text.text.size());
            text.text.shrink_to_fit();
        },
        execution);
    customers_file.write(
        "customer_id,kind,full_name,given_name,family_name,patronymic,gender,birth_date,phones,emails,city,"
        "region,country,"
        "address,employer,segment,branch,created_at\n");
    truth_file.write("record_kind,network,scope,network_user_id,customer_id,person_id,role\n");
    write_pieces(customers_file, customers.rows.size(), execution, "customers.csv",
                 [&](std::size_t begin, std::size_t end) {
                     std::string out;
                     for (std::size_t i = begin; i < end; ++i) {
                         const sample::RowKey& key = customers.rows[i];
                         const TextRows& rows = chunks[key.chunk];
                         out += sample::customer_id(i);
                         out.append(rows.text, rows.starts[key.row],
                                    rows.starts[key.row + 1] - rows.starts[key.row]);
                     }
                     return out;
                 });
    chunks = {};
    write_pieces(truth_file, customers.rows.size(), execution, "truth.csv",
                 [&](std::size_t begin, std::size_t end) {
                     std::string out;
                     for (std::size_t i = begin; i < end; ++i)
                         append_truth(out, "customer", {}, sample::customer_id(i), customers.rows[i].person,
                                      customers.rows[i].role);
                     return out;
                 });

    const std::vector<Profile> profiles = sample::make_profiles(population, customers, options, execution);
    const std::vector<std::size_t> owners = sample::true_customers(customers, profiles);
    write_pieces(identities_file, profiles.size(), execution, "identities.jsonl",
                 [&](std::size_t begin, std::size_t end) {
                     std::string out;
                     for (std::size_t i = begin; i < end; ++i)
                         sample::append_identity_line(out, profiles[i].identity);
                     return out;
                 });
    write_pieces(truth_file, profiles.size(), execution, "truth.csv",
                 [&](std::size_t begin, std::size_t end) {
                     std::string out;
                     for (std::size_t i = begin; i < end; ++i)
                         append_truth(out, "identity", profiles[i].identity.account,
                                      owners[i] == kNone ? "" : sample::customer_id(owners[i]),
                                      profiles[i].person, profiles[i].role);
                     return out;
                 });
    const std::uint64_t interactions = profiles.empty() ? 0 : options.interactions;
    write_pieces(interactions_file, interactions, execution, "interactions.jsonl",
                 [&](std::size_t begin, std::size_t end) {
                     return sample::interaction_lines(habits, profiles, begin, end);
                 });
    customers_file.commit();
    identities_file.commit();
    interactions_file.commit();
    truth_file.commit();

    SampleSummary out = summarise(customers, profiles);
    out.interactions = interactions;
    return out;
}

}  // namespace scrm::identity
