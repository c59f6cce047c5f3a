// SPDX-License-Identifier: Apache-2.0
#include "post_assessor_internal.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"
#include "session_internal.hpp"

namespace scrm::detail {
namespace {

constexpr std::size_t kChunk = 256;

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = text.find(';');
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return parts;
}

Assessment assessment_of(const storage::PostVersion& version, sentiment::ClassifiedText said,
                         const std::string& model) {
    const sentiment::Classification& c = said.classification;
    Assessment a;
    a.interaction = version.id;
    a.posted_at = version.posted_at;
    a.language = std::move(said.language);
    a.sentiment = c.sentiment;
    std::ranges::copy(c.p_sentiment, a.p_sentiment.begin());
    a.intent = c.intent;
    a.p_intent = c.p_intent;
    a.product = c.product;
    a.p_product = c.p_product;
    a.urgent = c.urgent;
    a.p_urgent = c.p_urgent;
    a.lead = c.lead;
    a.p_lead = c.p_lead;
    a.churn = c.churn;
    a.p_churn = c.p_churn;
    a.brands = split(said.brands);
    a.model = model;
    return a;
}

}  // namespace

PostAssessor::PostAssessor(sentiment::TextClassifier classifier) : classifier_(std::move(classifier)) {
    if (!classifier_.classifier())
        throw Error{ErrorCode::invalid_argument,
                    "a model that assesses posts needs the heads of the built-in one"};
    digest_ = classifier_.model().digest().hex();
}

std::vector<std::optional<Assessment>> PostAssessor::assess(std::span<const storage::PostVersion> versions,
                                                            const Execution& execution) const {
    std::vector<std::optional<Assessment>> said(versions.size());
    for_each_chunk(versions.size(), kChunk, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t) {
                       sentiment::ScoringRoom room;
                       for (std::size_t i = begin; i < end; ++i) {
                           if (versions[i].text.empty()) continue;
                           said[i] = assessment_of(
                               versions[i], classifier_.classify(versions[i].text, false, room), digest_);
                       }
                   });
    return said;
}

std::shared_ptr<const PostAssessor> built_in_assessor() {
    static const auto assessor = std::make_shared<const PostAssessor>(sentiment::TextClassifier::built_in());
    return assessor;
}

BatchAssessor::BatchAssessor(CrmSession& session, std::span<const storage::InteractionWrite> batch,
                             const Execution& execution)
    : session_(session), execution_{execution.threads, {}, execution.stop} {
    versions_.reserve(batch.size());
    for (const storage::InteractionWrite& write : batch) versions_.push_back(storage::version_of(write));
    assessor_ = session.last_assessor();
    said_ = assessor_->assess(versions_, execution_);
}

void BatchAssessor::store(storage::UnitOfWork& unit) {
    const auto in_force = session_.assessor(unit);
    if (in_force->digest() != assessor_->digest()) {
        assessor_ = in_force;
        said_ = assessor_->assess(versions_, execution_);
    }
    store_assessments(unit, versions_, said_);
}

void store_assessments(storage::UnitOfWork& unit, std::span<const storage::PostVersion> versions,
                       std::span<std::optional<Assessment>> said) {
    for (std::optional<Assessment>& assessment : said) {
        if (assessment) assessment->assessed_at = unit.now();
    }
    storage::AssessmentStore{unit}.put(versions, said);
}

}  // namespace scrm::detail
