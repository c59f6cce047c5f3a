// SPDX-License-Identifier: Apache-2.0
#include "post_assessor_internal.hpp"

#include <algorithm>
#include <mutex>
#include <string_view>
#include <utility>

#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"
#include "scrm/storage/text_model_store.hpp"
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

PostAssessor::PostAssessor(OwnModel own) : classifier_(sentiment::TextClassifier::built_in()) {
    constexpr std::size_t kLongestName = 64;
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '-';
    };
    if (own.name.empty() || own.name.size() > kLongestName || !std::ranges::all_of(own.name, fits))
        throw Error{ErrorCode::invalid_argument,
                    "a model of your own is named by 1 to 64 letters, digits, dots, _ and -"};
    if (!own.classify) throw Error{ErrorCode::invalid_argument, "there is no model of your own"};
    digest_ = std::string{storage::kOwnModelPrefix} + own.name;
    own_ = std::move(own);
}

std::vector<std::optional<Assessment>> PostAssessor::assess(std::span<const storage::PostVersion> versions,
                                                            const Execution& execution,
                                                            sentiment::OutsideReport& report) const {
    report = {};
    std::vector<std::optional<Assessment>> said(versions.size());
    std::vector<sentiment::OutsideAnswer> own;
    std::vector<std::size_t> places(versions.size());
    if (own_) {
        std::vector<std::string_view> texts;
        for (std::size_t i = 0; i < versions.size(); ++i) {
            places[i] = texts.size();
            if (!versions[i].text.empty()) texts.emplace_back(versions[i].text);
        }
        if (!texts.empty()) own = own_->classify(texts, report, execution);
        if (own.size() != texts.size())
            throw Error{ErrorCode::internal, "the bank's own model gave too few or too many answers"};
    }
    const std::string& built_in = own_ ? built_in_assessor()->digest() : digest_;
    for_each_chunk(versions.size(), kChunk, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t) {
                       sentiment::ScoringRoom room;
                       for (std::size_t i = begin; i < end; ++i) {
                           if (versions[i].text.empty()) continue;
                           // What is stored has been masked, and of an assessment no text is kept.
                           auto one = classifier_.classify_unmasked(versions[i].text, false, room);
                           bool answered = false;
                           if (own_) {
                               const sentiment::OutsideAnswer& answer = own[places[i]];
                               answered = answer.fallback == sentiment::FallbackReason::none;
                               one.classification = answer.classification;
                           }
                           said[i] =
                               assessment_of(versions[i], std::move(one), answered ? digest_ : built_in);
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
    assess();
}

void BatchAssessor::assess() {
    sentiment::OutsideReport asked;
    said_ = assessor_->assess(versions_, execution_, asked);
    session_.fell_back(assessor_->digest(), asked);
}

void BatchAssessor::store(storage::UnitOfWork& unit) {
    const auto in_force = session_.assessor(unit);
    if (in_force->digest() != assessor_->digest()) {
        assessor_ = in_force;
        assess();
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

namespace scrm {

OwnModel OwnModel::of(std::string name, std::shared_ptr<sentiment::OutsideModel> model,
                      const sentiment::OutsideOptions& options) {
    struct Shared {
        explicit Shared(sentiment::OutsideClassifier from) : classifier(std::move(from)) {}
        sentiment::OutsideClassifier classifier;
        std::mutex mutex;
    };
    const auto shared = std::make_shared<Shared>(sentiment::OutsideClassifier{std::move(model), options});
    return {std::move(name), [shared](std::span<const std::string_view> texts,
                                      sentiment::OutsideReport& report, const Execution& execution) {
                const std::scoped_lock lock{shared->mutex};
                return shared->classifier.classify(texts, report, execution);
            }};
}

}  // namespace scrm
