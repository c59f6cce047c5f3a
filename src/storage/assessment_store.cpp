// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/assessment_store.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "corrections_internal.hpp"
#include "document_table_internal.hpp"
#include "scrm/connect/canonical_json.hpp"
#include "scrm/core/error.hpp"

namespace scrm::storage {
namespace {

using detail::BulkColumn;
using detail::Row;
using detail::Session;
using detail::Value;

constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMicrosADay = 86'400'000'000;
constexpr std::int64_t kPageRows = 4000;

constexpr std::string_view kColumns =
    "a.network, a.scope, a.external_id, a.posted_at, a.language, a.sentiment, a.p_negative, a.p_neutral, "
    "a.p_positive, a.intent, a.p_intent, a.product, a.p_product, a.urgent, a.p_urgent, a.lead, a.p_lead, "
    "a.churn, a.p_churn, a.brands, a.model, a.assessed_at";
constexpr std::string_view kTypes = "tttittrrrtrtriririrtti";

std::int64_t micros_or_none(const std::optional<UtcTime>& time) {
    return time ? to_unix_micros(*time) : kNoTime;
}

std::optional<UtcTime> time_of(std::int64_t micros) {
    if (micros == kNoTime) return std::nullopt;
    return from_unix_micros(micros);
}

/// Interactions without an answer of one model.
constexpr std::string_view kOutdated =
    " from scrm_interaction i left join scrm_assessment a on a.network = i.network and a.scope = i.scope and "
    "a.external_id = i.external_id where (a.checksum is null or a.checksum <> i.checksum or a.model <> :m) ";

std::string joined(const std::vector<std::string>& brands) {
    std::string out;
    for (const std::string& brand : brands) {
        if (!out.empty()) out += ';';
        out += brand;
    }
    return out;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = text.find(';');
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return parts;
}

template <class Label>
Label known(const std::optional<Label>& label) {
    if (!label) throw Error{ErrorCode::corrupt_data, "a stored assessment has an unknown label"};
    return *label;
}

Assessment assessment_of(const Row& row) {
    Assessment a;
    a.interaction = {row.text(0), row.text(1), row.text(2)};
    a.posted_at = time_of(row.integer(3));
    a.language = row.text(4);
    a.sentiment = known(parse_polarity(row.text(5)));
    a.p_sentiment = {row.real(6), row.real(7), row.real(8)};
    a.intent = known(parse_intent(row.text(9)));
    a.p_intent = row.real(10);
    a.product = known(parse_product(row.text(11)));
    a.p_product = row.real(12);
    a.urgent = row.integer(13) != 0;
    a.p_urgent = row.real(14);
    a.lead = row.integer(15) != 0;
    a.p_lead = row.real(16);
    a.churn = row.integer(17) != 0;
    a.p_churn = row.real(18);
    a.brands = split(row.text(19));
    a.model = row.text(20);
    a.assessed_at = from_unix_micros(row.integer(21));
    return a;
}

/// One answer on its way into the table.
struct Answer {
    const PostVersion* version;
    const Assessment* said;
    std::string brands;
};

std::string upsert_clause(std::span<const BulkColumn> columns) {
    std::string out = "on conflict (network, scope, external_id) do update set ";
    for (std::size_t i = 3; i < columns.size(); ++i) {
        if (i != 3) out += ", ";
        out += std::string{columns[i].name} + " = excluded." + std::string{columns[i].name};
    }
    return out +
           " where scrm_assessment.model <> excluded.model or scrm_assessment.checksum <> excluded.checksum";
}

void write_answers(Session& session, const std::vector<Answer>& answers) {
    const auto key = [&](std::string_view name, auto member) {
        return BulkColumn::texts(name, [&answers, member](std::size_t i) {
            return std::string_view{answers[i].version->id.*member};
        });
    };
    const auto text = [&](std::string_view name, auto value) {
        return BulkColumn::texts(
            name, [&answers, value](std::size_t i) { return std::string_view{value(*answers[i].said)}; });
    };
    const auto real = [&](std::string_view name, auto value) {
        return BulkColumn::reals(name, [&answers, value](std::size_t i) { return value(*answers[i].said); });
    };
    const auto flag = [&](std::string_view name, bool Assessment::*member) {
        return BulkColumn::integers(name, [&answers, member](std::size_t i) {
            return std::int64_t{answers[i].said->*member ? 1 : 0};
        });
    };
    const std::array columns{
        key("network", &InteractionId::network),
        key("scope", &InteractionId::scope),
        key("external_id", &InteractionId::external_id),
        BulkColumn::integers("checksum", [&](std::size_t i) { return answers[i].version->checksum; }),
        BulkColumn::integers("posted_at",
                             [&](std::size_t i) { return micros_or_none(answers[i].version->posted_at); }),
        text("language", [](const Assessment& a) -> std::string_view { return a.language; }),
        text("sentiment", [](const Assessment& a) { return to_string(a.sentiment); }),
        real("p_negative", [](const Assessment& a) { return a.p_sentiment[0]; }),
        real("p_neutral", [](const Assessment& a) { return a.p_sentiment[1]; }),
        real("p_positive", [](const Assessment& a) { return a.p_sentiment[2]; }),
        text("intent", [](const Assessment& a) { return to_string(a.intent); }),
        real("p_intent", [](const Assessment& a) { return a.p_intent; }),
        text("product", [](const Assessment& a) { return to_string(a.product); }),
        real("p_product", [](const Assessment& a) { return a.p_product; }),
        flag("urgent", &Assessment::urgent),
        real("p_urgent", [](const Assessment& a) { return a.p_urgent; }),
        flag("lead", &Assessment::lead),
        real("p_lead", [](const Assessment& a) { return a.p_lead; }),
        flag("churn", &Assessment::churn),
        real("p_churn", [](const Assessment& a) { return a.p_churn; }),
        BulkColumn::texts("brands", [&](std::size_t i) { return std::string_view{answers[i].brands}; }),
        text("model", [](const Assessment& a) -> std::string_view { return a.model; }),
        BulkColumn::integers("assessed_at",
                             [&](std::size_t i) { return to_unix_micros(answers[i].said->assessed_at); }),
    };
    detail::bulk_insert(session, "scrm_assessment", columns, answers.size(), upsert_clause(columns), false,
                        "exists (select 1 from scrm_interaction i where i.network = given.network and "
                        "i.scope = given.scope and i.external_id = given.external_id and "
                        "i.checksum = given.checksum)");
}

/// Answers for a version that has given way to one that has none.
void drop_answers(Session& session, const std::vector<const PostVersion*>& versions) {
    const auto key = [&](std::string_view name, auto member) {
        return BulkColumn::texts(
            name, [&versions, member](std::size_t i) { return std::string_view{versions[i]->id.*member}; });
    };
    const std::array columns{key("network", &InteractionId::network), key("scope", &InteractionId::scope),
                             key("external_id", &InteractionId::external_id)};
    detail::bulk_delete(session, "scrm_assessment", columns, versions.size(),
                        "not exists (select 1 from scrm_interaction i where "
                        "i.network = scrm_assessment.network and i.scope = scrm_assessment.scope and "
                        "i.external_id = scrm_assessment.external_id and "
                        "i.checksum = scrm_assessment.checksum)");
}

using Corrections = std::map<InteractionId, std::vector<Correction>>;

Corrections all_corrections(Session& session) {
    Corrections result;
    detail::for_each_correction(session, [&](const detail::LiveCorrection& live) {
        result[live.interaction].push_back(live.correction);
    });
    return result;
}

void correct_all(Assessment& assessment, const std::vector<Correction>& corrections) {
    for (const Correction& correction : corrections) correct(assessment, correction);
}

bool fits(const Assessment& a, const AssessmentFilter& filter) {
    return (!filter.sentiment || a.sentiment == *filter.sentiment) &&
           (!filter.intent || a.intent == *filter.intent) &&
           (!filter.product || a.product == *filter.product);
}

}  // namespace

PostVersion version_of(const InteractionWrite& write) {
    return {write.id, detail::document_checksum(write.document, detail::encode_originals(write.originals)),
            write.posted_at, write.text};
}

void AssessmentStore::put(std::span<const PostVersion> versions,
                          std::span<const std::optional<Assessment>> said) {
    if (versions.size() != said.size())
        throw Error{ErrorCode::internal, "every version of a post needs its place among the answers"};
    Session& session = unit_.session();
    detail::WholeOperation operation{session};
    std::vector<Answer> answers;
    std::vector<const PostVersion*> silent;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        if (said[i]) {
            answers.push_back({&versions[i], &*said[i], joined(said[i]->brands)});
        } else {
            silent.push_back(&versions[i]);
        }
    }
    // A version that came twice would be written twice; sorted rows make neighbours in the file.
    const auto order = [](const PostVersion& version) { return std::tie(version.id, version.checksum); };
    std::sort(answers.begin(), answers.end(),
              [&](const Answer& a, const Answer& b) { return order(*a.version) < order(*b.version); });
    answers.erase(
        std::unique(answers.begin(), answers.end(),
                    [&](const Answer& a, const Answer& b) { return order(*a.version) == order(*b.version); }),
        answers.end());
    write_answers(session, answers);
    drop_answers(session, silent);
    operation.done();
}

std::vector<PostVersion> AssessmentStore::outdated(const std::string& model,
                                                   const std::optional<InteractionId>& after,
                                                   std::int64_t limit) const {
    const InteractionId from = after.value_or(InteractionId{});
    std::vector<PostVersion> versions;
    unit_.session().query(
        "select i.network, i.scope, i.external_id, i.checksum, i.document" + std::string{kOutdated} +
            "and (i.network, i.scope, i.external_id) > (:n, :s, :e) "
            "order by i.network, i.scope, i.external_id limit :l",
        "tttit", {model, from.network, from.scope, from.external_id, limit}, [&](const Row& row) {
            const auto write = make_write(connect::parse_interaction_json(row.text(4)), row.text(4));
            versions.push_back(
                {{row.text(0), row.text(1), row.text(2)}, row.integer(3), write.posted_at, write.text});
        });
    return versions;
}

std::int64_t AssessmentStore::count_outdated(const std::string& model) const {
    return unit_.session().integer("select count(*)" + std::string{kOutdated}, {model});
}

std::optional<Assessment> AssessmentStore::find(const InteractionId& id) const {
    std::optional<Assessment> found;
    Session& session = unit_.session();
    session.query("select " + std::string{kColumns} +
                      " from scrm_assessment a where a.network = :n and a.scope = :s and a.external_id = :e",
                  kTypes, {id.network, id.scope, id.external_id},
                  [&](const Row& row) { found = assessment_of(row); });
    if (found) correct_all(*found, detail::corrections_of(session, id));
    return found;
}

void AssessmentStore::for_each(const AssessmentFilter& filter,
                               const std::function<bool(const Assessment&)>& callback) const {
    Session& session = unit_.session();
    const Corrections corrections = all_corrections(session);
    std::string where = "(a.network, a.scope, a.external_id) > (:n, :s, :e)";
    std::vector<Value> values(3, std::string{});
    if (filter.network) {
        where += " and a.network = :w";
        values.emplace_back(*filter.network);
    }
    if (filter.since || filter.until) {
        where += " and a.posted_at >= :f and a.posted_at < :u";
        values.emplace_back(filter.since ? to_unix_micros(*filter.since) : kNoTime + 1);
        values.emplace_back(filter.until ? to_unix_micros(*filter.until)
                                         : std::numeric_limits<std::int64_t>::max());
    }
    const std::string sql = "select " + std::string{kColumns} + " from scrm_assessment a where " + where +
                            " order by a.network, a.scope, a.external_id limit " + std::to_string(kPageRows);
    std::vector<Assessment> page;
    for (;;) {
        page.clear();
        session.query(sql, kTypes, values, [&](const Row& row) { page.push_back(assessment_of(row)); });
        for (Assessment& assessment : page) {
            if (const auto found = corrections.find(assessment.interaction); found != corrections.end())
                correct_all(assessment, found->second);
            if (fits(assessment, filter) && !callback(assessment)) return;
        }
        if (page.size() < static_cast<std::size_t>(kPageRows)) return;
        const InteractionId& last = page.back().interaction;
        values[0] = last.network;
        values[1] = last.scope;
        values[2] = last.external_id;
    }
}

std::vector<AssessmentCount> AssessmentStore::count_by_day() const {
    using Key = std::tuple<std::string, Product, Polarity, Intent, std::optional<std::int64_t>>;
    std::map<Key, std::int64_t> counts;
    Session& session = unit_.session();
    const auto day_of = [](std::int64_t days) -> std::optional<std::int64_t> {
        if (days == kNoTime / kMicrosADay) return std::nullopt;
        return days;
    };
    session.query(
        "select network, product, sentiment, intent, posted_at / 86400000000, count(*) from scrm_assessment "
        "group by network, product, sentiment, intent, posted_at / 86400000000",
        "ttttii", {}, [&](const Row& row) {
            counts[{row.text(0), known(parse_product(row.text(1))), known(parse_polarity(row.text(2))),
                    known(parse_intent(row.text(3))), day_of(row.integer(4))}] += row.integer(5);
        });
    // Few posts are corrected: they change places after the machine's were counted.
    const auto key_of = [&](const Assessment& a) {
        return Key{a.interaction.network, a.product, a.sentiment, a.intent,
                   day_of(micros_or_none(a.posted_at) / kMicrosADay)};
    };
    const Corrections corrections = all_corrections(session);
    session.query("select " + std::string{kColumns} +
                      " from scrm_assessment a where exists (select 1 from scrm_correction c where "
                      "c.network = a.network and c.scope = a.scope and c.external_id = a.external_id)",
                  kTypes, {}, [&](const Row& row) {
                      Assessment assessment = assessment_of(row);
                      --counts[key_of(assessment)];
                      if (const auto found = corrections.find(assessment.interaction);
                          found != corrections.end())
                          correct_all(assessment, found->second);
                      ++counts[key_of(assessment)];
                  });
    std::vector<AssessmentCount> result;
    for (const auto& [key, posts] : counts) {
        if (posts == 0) continue;
        result.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), std::get<3>(key),
                          std::get<4>(key), posts});
    }
    return result;
}

std::int64_t AssessmentStore::count() const {
    return unit_.session().integer("select count(*) from scrm_assessment");
}

std::int64_t AssessmentStore::count_corrected() const {
    return unit_.session().integer(
        "select count(*) from scrm_assessment a where exists (select 1 from scrm_correction c where "
        "c.network = a.network and c.scope = a.scope and c.external_id = a.external_id and c.value <> :m)",
        {std::string{kLeaveToMachine}});
}

std::vector<std::pair<std::string, std::int64_t>> AssessmentStore::count_by_model() const {
    std::vector<std::pair<std::string, std::int64_t>> result;
    unit_.session().query("select model, count(*) from scrm_assessment group by model order by model", "ti",
                          {}, [&](const Row& row) { result.emplace_back(row.text(0), row.integer(1)); });
    return result;
}

}  // namespace scrm::storage
