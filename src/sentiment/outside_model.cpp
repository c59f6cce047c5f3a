// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/outside_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "scrm/core/error.hpp"
#include "scrm/text/mask_policy.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::sentiment {
namespace {

constexpr float kSumTolerance = 0.01F;
/// How often a waiting call looks whether it has been cancelled.
constexpr std::chrono::milliseconds kStopInterval{50};

/// One call of the outside model. Its thread may outlive everybody who waited for it.
struct Call {
    std::shared_ptr<OutsideModel> model;
    std::vector<std::string> texts;
    std::vector<float> probabilities;
    std::stop_source stop;
    std::mutex mutex;
    std::condition_variable ended;
    bool done = false;
    bool failed = false;

    void run() {
        bool threw = false;
        try {
            model->score(texts, probabilities, stop.get_token());
        } catch (...) {
            threw = true;
        }
        const std::scoped_lock lock{mutex};
        done = true;
        failed = threw;
        ended.notify_all();
    }
};

/// What a head of the outside model stands for.
enum class Question : std::uint8_t { sentiment, intent, product, urgent, lead, churn };
constexpr std::array<std::string_view, 6> kQuestions = {"sentiment", "intent", "product",
                                                        "urgent",    "lead",   "churn"};

struct OutsideHead {
    Question question = Question::sentiment;
    std::size_t labels = 0;
};

std::vector<OutsideHead> read_heads(const std::vector<Head>& given, const TextModel& built_in) {
    if (given.empty()) throw Error{ErrorCode::invalid_argument, "an outside model answers at least one head"};
    std::vector<OutsideHead> heads;
    for (const Head& head : given) {
        const auto name = std::find(kQuestions.begin(), kQuestions.end(), head.name);
        const std::size_t known = built_in.find_head(head.name);
        if (name == kQuestions.end() || known == built_in.heads().size() ||
            built_in.heads()[known].labels != head.labels)
            throw Error{
                ErrorCode::invalid_argument,
                "a head of an outside model has the name and the labels of a built-in one, in its order"};
        heads.push_back({static_cast<Question>(name - kQuestions.begin()), head.labels.size()});
    }
    return heads;
}

bool valid(std::span<const float> head) {
    float sum = 0;
    for (const float p : head) {
        if (!(p >= 0) || !std::isfinite(p)) return false;
        sum += p;
    }
    return std::abs(sum - 1) <= kSumTolerance;
}

void take_head(Question question, std::span<const float> p, Classification& out) {
    const auto best = static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
    switch (question) {
        case Question::sentiment: {
            float sum = 0;
            for (const float one : p) sum += one;
            out.sentiment = static_cast<Polarity>(best);
            for (std::size_t i = 0; i < kPolarities; ++i) out.p_sentiment[i] = p[i] / sum;
            return;
        }
        case Question::intent:
            out.intent = static_cast<Intent>(best);
            out.p_intent = p[best];
            return;
        case Question::product:
            out.product = static_cast<Product>(best);
            out.p_product = p[best];
            return;
        case Question::urgent:
            out.urgent = best == 1;
            out.p_urgent = p[1];
            return;
        case Question::lead:
            out.lead = best == 1;
            out.p_lead = p[1];
            return;
        case Question::churn:
            out.churn = best == 1;
            out.p_churn = p[1];
            return;
    }
}

}  // namespace

struct OutsideClassifier::Parts {
    std::shared_ptr<OutsideModel> model;
    OutsideOptions options;
    Classifier fallback;
    std::vector<OutsideHead> heads;
    std::size_t labels = 0;
    std::shared_ptr<Call> last;

    bool busy() const {
        if (!last) return false;
        const std::scoped_lock lock{last->mutex};
        return !last->done;
    }

    std::shared_ptr<Call> call(std::span<const std::string_view> texts) const {
        auto made = std::make_shared<Call>();
        made->model = model;
        for (const std::string_view text : texts) {
            std::string clean = text::sanitize(text).text;
            made->texts.push_back(options.masked ? text::mask(clean) : std::move(clean));
        }
        made->probabilities.assign(texts.size() * labels, 0);
        return made;
    }

    /// Starts a call and waits for it, but not longer than allowed.
    FallbackReason ask(std::span<const std::string_view> texts, const std::stop_token& stop) {
        if (busy()) return FallbackReason::busy;
        last = call(texts);
        std::thread{[shared = last] { shared->run(); }}.detach();
        const auto deadline = std::chrono::steady_clock::now() + options.timeout;
        std::unique_lock lock{last->mutex};
        while (!last->done) {
            const auto now = std::chrono::steady_clock::now();
            if (now >= deadline || stop.stop_requested()) break;
            last->ended.wait_until(lock, std::min(deadline, now + kStopInterval));
        }
        if (!last->done) {
            lock.unlock();
            last->stop.request_stop();
            throw_if_stopped(stop);
            return FallbackReason::timeout;
        }
        if (last->failed) return FallbackReason::error;
        std::size_t at = 0;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            for (const OutsideHead& head : heads) {
                if (!valid(std::span{last->probabilities}.subspan(at, head.labels)))
                    return FallbackReason::invalid_answer;
                at += head.labels;
            }
        }
        return FallbackReason::none;
    }

    void take(std::size_t text, Classification& out) const {
        std::size_t at = text * labels;
        for (const OutsideHead& head : heads) {
            take_head(head.question, std::span{last->probabilities}.subspan(at, head.labels), out);
            at += head.labels;
        }
    }
};

std::string_view to_string(FallbackReason reason) noexcept {
    constexpr std::array<std::string_view, 5> kNames = {"none", "error", "timeout", "busy", "invalid_answer"};
    return kNames[static_cast<std::size_t>(reason)];
}

OutsideClassifier::OutsideClassifier(std::shared_ptr<OutsideModel> model, OutsideOptions options,
                                     Classifier fallback) {
    if (!model) throw Error{ErrorCode::invalid_argument, "there is no outside model"};
    if (options.batch < 1 || options.timeout.count() <= 0)
        throw Error{ErrorCode::invalid_argument, "a batch has at least one text, and a timeout is above 0"};
    auto heads = read_heads(model->heads(), fallback.model());
    std::size_t labels = 0;
    for (const OutsideHead& head : heads) labels += head.labels;
    parts_ = std::make_unique<Parts>(
        Parts{std::move(model), options, std::move(fallback), std::move(heads), labels, nullptr});
}
OutsideClassifier::~OutsideClassifier() = default;
OutsideClassifier::OutsideClassifier(OutsideClassifier&&) noexcept = default;
OutsideClassifier& OutsideClassifier::operator=(OutsideClassifier&&) noexcept = default;

std::vector<OutsideAnswer> OutsideClassifier::classify(std::span<const std::string_view> texts,
                                                       OutsideReport& report, const Execution& execution) {
    report = {};
    report.texts = static_cast<std::int64_t>(texts.size());
    const std::vector<Classification> built_in = parts_->fallback.classify(texts, execution);
    std::vector<OutsideAnswer> answers;
    answers.reserve(texts.size());
    ProgressMeter progress{execution, "outside model", report.texts};
    for (std::size_t first = 0; first < texts.size(); first += parts_->options.batch) {
        const auto batch = texts.subspan(first, std::min(parts_->options.batch, texts.size() - first));
        throw_if_stopped(execution.stop);
        const auto started = std::chrono::steady_clock::now();
        const FallbackReason reason = parts_->ask(batch, execution.stop);
        report.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        const auto count = static_cast<std::int64_t>(batch.size());
        (reason == FallbackReason::none ? report.answered : report.fallbacks[reason]) += count;
        for (std::size_t i = 0; i < batch.size(); ++i) {
            answers.push_back({built_in[first + i], reason});
            if (reason == FallbackReason::none) parts_->take(i, answers.back().classification);
        }
        progress.advance(count);
    }
    progress.finish();
    return answers;
}

}  // namespace scrm::sentiment
