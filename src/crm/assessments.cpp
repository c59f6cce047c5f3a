// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/assessments.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <ostream>

#include "post_assessor_internal.hpp"
#include "scrm/connect/result_csv.hpp"
#include "scrm/core/error.hpp"
#include "scrm/storage/assessment_store.hpp"
#include "scrm/storage/decision_log.hpp"
#include "scrm/storage/interaction_store.hpp"
#include "scrm/storage/text_model_store.hpp"
#include "scrm/text/mask_policy.hpp"
#include "session_internal.hpp"
#include "streamed_csv_internal.hpp"

namespace scrm {
namespace {

constexpr AssessmentField kFields[] = {
    AssessmentField::language, AssessmentField::sentiment, AssessmentField::intent, AssessmentField::product,
    AssessmentField::urgent,   AssessmentField::lead,      AssessmentField::churn};

storage::AssessmentFilter filter_of(const AssessmentQuery& query) {
    return {query.network, query.sentiment, query.intent, query.product, query.since, query.until};
}

void for_each(storage::UnitOfWork& unit, const AssessmentQuery& query,
              const std::function<void(const Assessment&)>& callback) {
    std::size_t left = query.limit == 0 ? static_cast<std::size_t>(-1) : query.limit;
    storage::AssessmentStore{unit}.for_each(filter_of(query), [&](const Assessment& assessment) {
        callback(assessment);
        return --left > 0;
    });
}

std::string in_force(storage::UnitOfWork& unit) {
    const auto stored = storage::TextModelStore{unit}.digest();
    return stored ? *stored : detail::built_in_assessor()->digest();
}

/// The one of the database.
std::shared_ptr<const detail::PostAssessor> assessor_in_force(CrmSession& session) {
    std::shared_ptr<const detail::PostAssessor> assessor;
    storage::run_read(session.database(), [&](storage::UnitOfWork& unit) {
        assessor = session.assessor(unit);
        if (assessor->digest() != in_force(unit))
            throw Error{
                ErrorCode::unavailable,
                "the text model in force is the bank's own, which was not given: give it, or another"};
    });
    return assessor;
}

/// Makes the model the one of the database.
void put_in_force(CrmSession& session, const std::shared_ptr<const detail::PostAssessor>& wanted) {
    if (wanted->is_own()) session.own(wanted);
    session.write([&](storage::UnitOfWork& unit) {
        if (in_force(unit) == wanted->digest()) return;
        storage::TextModelStore store{unit};
        if (wanted->digest() == detail::built_in_assessor()->digest()) {
            store.clear();
        } else {
            store.put(wanted->digest(),
                      wanted->is_own() ? std::string{} : wanted->classifier().model().to_bytes());
        }
        audit(unit, "set_text_model", "assess", {{"model", wanted->digest()}});
    });
}

std::shared_ptr<const detail::PostAssessor> assessor_of(CrmSession& session, const ReassessOptions& options) {
    if (options.model && options.own)
        throw Error{ErrorCode::invalid_argument, "posts are assessed by one model"};
    if (!options.model && !options.own) return assessor_in_force(session);
    auto wanted = options.model ? std::make_shared<const detail::PostAssessor>(*options.model)
                                : std::make_shared<const detail::PostAssessor>(*options.own);
    put_in_force(session, wanted);
    return wanted;
}

constexpr std::int64_t kBatch = 5'000;
/// A model that takes seconds for a batch should not lose many of them.
constexpr std::int64_t kOwnBatch = 500;

}  // namespace

ReassessReport Assessments::reassess(const ReassessOptions& options) {
    const auto begin = std::chrono::steady_clock::now();
    const Execution execution{options.threads, options.progress, options.stop};
    const auto assessor = assessor_of(*session_, options);
    auto batch = static_cast<std::int64_t>(options.batch);
    if (batch == 0) batch = assessor->is_own() ? kOwnBatch : kBatch;
    ReassessReport report;
    report.model = assessor->digest();
    std::int64_t outdated = 0;
    storage::run_read(
        session_->database(),
        [&](storage::UnitOfWork& unit) {
            const storage::AssessmentStore store{unit};
            outdated = store.count_outdated(report.model);
            for (const auto& [model, posts] : store.count_by_model()) {
                if (model == report.model) report.current = posts;
            }
        },
        options.stop);
    ProgressMeter meter{execution, "assess", outdated};
    std::optional<InteractionId> last;
    for (;;) {
        throw_if_stopped(options.stop);
        std::vector<storage::PostVersion> versions;
        storage::run_read(
            session_->database(),
            [&](storage::UnitOfWork& unit) {
                versions = storage::AssessmentStore{unit}.outdated(report.model, last, batch);
            },
            options.stop);
        if (versions.empty()) break;
        // Between two units: a version that changes meanwhile is assessed by who changes it, and put skips
        // it.
        sentiment::OutsideReport asked;
        auto said = assessor->assess(versions, {options.threads, {}, options.stop}, asked);
        report.own_seconds += asked.seconds;
        session_->fell_back(report.model, asked);
        const auto spoken = std::ranges::count_if(said, [](const auto& one) { return one.has_value(); });
        session_->write([&](storage::UnitOfWork& unit) {
            if (session_->assessor(unit)->digest() != report.model)
                throw Error{ErrorCode::conflict, "another text model was put in force meanwhile"};
            detail::store_assessments(unit, versions, said);
            if (spoken > 0)
                audit(unit, "assess", "assess",
                      {{"assessed", std::to_string(spoken)}, {"model", report.model}});
        });
        report.assessed += spoken;
        for (const auto& [reason, posts] : asked.fallbacks) report.fallbacks[reason] += posts;
        meter.advance(static_cast<std::int64_t>(versions.size()));
        last = versions.back().id;
    }
    meter.finish();
    session_->log(LogLevel::info, "assessed",
                  {{"posts", std::to_string(report.assessed)}, {"model", report.model}});
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return report;
}

void Assessments::use(const OwnModel& own) {
    put_in_force(*session_, std::make_shared<const detail::PostAssessor>(own));
}

std::string Assessments::model() const {
    std::string model;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) { model = in_force(unit); });
    return model;
}

std::vector<std::pair<std::string, std::int64_t>> Assessments::count_by_model() const {
    std::vector<std::pair<std::string, std::int64_t>> result;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        result = storage::AssessmentStore{unit}.count_by_model();
    });
    return result;
}

std::int64_t Assessments::count() const {
    std::int64_t result = 0;
    storage::run_read(session_->database(),
                      [&](storage::UnitOfWork& unit) { result = storage::AssessmentStore{unit}.count(); });
    return result;
}

std::optional<Assessment> Assessments::get(const InteractionId& interaction) const {
    std::optional<Assessment> result;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        result = storage::AssessmentStore{unit}.find(interaction);
    });
    return result;
}

std::vector<Assessment> Assessments::list(const AssessmentQuery& query) const {
    std::vector<Assessment> result;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        for_each(unit, query, [&](const Assessment& assessment) { result.push_back(assessment); });
    });
    return result;
}

void Assessments::write_csv(std::ostream& out, const AssessmentQuery& query) const {
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        detail::StreamedCsv csv{out};
        connect::write_assessments_header(csv.writer());
        for_each(unit, query, [&](const Assessment& assessment) {
            connect::write_assessment(csv.writer(), assessment);
            csv.row_written();
        });
        csv.finish();
    });
}

void Assessments::correct(const InteractionId& interaction, std::string_view field, std::string_view value,
                          const Actor& actor) {
    session_->write([&](storage::UnitOfWork& unit) {
        const auto post = storage::InteractionStore{unit}.find(interaction);
        if (!post) throw Error{ErrorCode::not_found, "no such interaction"};
        Decision decision;
        decision.kind = DecisionKind::correct;
        decision.reason = author_text(actor.reason);
        decision.actor = author_text(actor.name);
        decision.at = unit.now();
        decision.interaction = interaction;
        decision.field = field;
        decision.value = value;
        if (text_to_assess(*post).empty())
            throw Error{ErrorCode::invalid_argument, "this interaction is not assessed"};
        if (!storage::DecisionLog{unit}.append(decision).changed) return;
        audit(unit, "correct", decision.actor,
              {{"interaction", interaction.text()}, {"field", decision.field}});
    });
}

std::int64_t Assessments::write_corrections(std::ostream& out, double weight) const {
    if (!(weight >= 0)) throw Error{ErrorCode::invalid_argument, "a weight is at least 0"};
    std::int64_t rows = 0;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        std::map<InteractionId, std::map<AssessmentField, std::string>> corrected;
        for (const auto& [post, correction] : storage::DecisionLog{unit}.corrections()) {
            if (correction.value != kLeaveToMachine) corrected[post][correction.field] = correction.value;
        }
        detail::StreamedCsv csv{out};
        std::vector<std::string> cells{"text", "weight", "time"};
        for (const AssessmentField field : kFields) cells.emplace_back(to_string(field));
        const auto write = [&] {
            for (const std::string& cell : cells) csv.writer().cell(std::string_view{cell});
            csv.writer().end_row();
            csv.row_written();
        };
        write();
        const storage::InteractionStore posts{unit};
        for (const auto& [id, fields] : corrected) {
            const auto post = posts.find(id);
            // What was deleted since teaches nothing any more.
            if (!post || text_to_assess(*post).empty()) continue;
            const auto time = storage::make_write(*post).posted_at;
            cells = {text::mask(text_to_assess(*post)), connect::format_weight(weight),
                     time ? format_time(*time) : ""};
            for (const AssessmentField field : kFields) {
                const auto found = fields.find(field);
                cells.push_back(found == fields.end() ? std::string{} : found->second);
            }
            write();
            ++rows;
        }
        csv.finish();
    });
    return rows;
}

}  // namespace scrm
