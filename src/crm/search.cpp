// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>

#include "scrm/core/error.hpp"
#include "scrm/crm/customers.hpp"
#include "scrm/identity/linkage.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/identity/search_keys.hpp"
#include "scrm/storage/customer_store.hpp"
#include "scrm/storage/decision_log.hpp"
#include "scrm/storage/search_index.hpp"
#include "session_internal.hpp"

namespace scrm {
namespace {

/// Below this much evidence a record only shares a commonplace with the question.
constexpr double kLeastEvidence = 3.0;
/// An answer with less than this part of what a record of just these values would get may not be the best
/// one.
constexpr double kSurePart = 0.5;
/// How many records a question is compared with by its keys, those of its rarest keys first.
struct Effort {
    std::size_t of_key;  ///< a key that more customers have is left aside
    std::size_t records;
};
/// Tens of milliseconds; then what a frequent family name alone takes, still a fraction of comparing all.
constexpr std::array kEfforts{Effort{3000, 5000}, Effort{20'000, 30'000}};

/// A slip of the hand must not look like an answer.
void check(const Customer& asked) {
    if (const auto what = identity::unreadable_value(asked))
        throw Error{ErrorCode::invalid_argument, "search: this is no " + std::string{*what}};
}

Customer asked_customer(const SearchQuery& query) {
    Customer asked;
    asked.id = CustomerId{"query"};
    asked.full_name = query.name;
    if (!query.phone.empty()) asked.phones.push_back(identity::phone_of_question(query.phone));
    if (!query.email.empty()) asked.emails.push_back(query.email);
    asked.birth_date = query.birth_date;
    asked.city = query.city;
    check(asked);
    return asked;
}

identity::RecordSet only(const Customer& customer) {
    identity::RecordSetBuilder builder{"queries"};
    identity::append(builder, customer);
    return builder.finish();
}

/// The built-in recipe for a question: an answer is whoever fits, so that neither how common values are among
/// the records nor who lives with whom weighs in, and an answer weighs the same among many records and among
/// few.
identity::MatchModel question_model() {
    identity::MatchModel model = identity::MatchModel::person();
    model.trained = true;
    model.relatives_prior = 0;
    model.correlations.clear();
    for (auto& comparison : model.comparisons) {
        for (auto& level : comparison.levels) level.term_frequency = false;
    }
    return model;
}

/// A question and how records are compared with it.
class Question {
  public:
    explicit Question(const Customer& asked)
        : asked_(only(asked)), model_(question_model()), prior_(identity::weight_of(model_.prior)) {
        options_.train = false;
        options_.many = true;
        options_.min_probability = 0;
        const auto itself = compared(asked_, {});
        most_ = itself.empty() ? 0 : itself.front().weight;
    }

    struct Answer {
        identity::RecordIndex record = 0;
        double weight = 0;
    };
    /// The answers among records, best first, then by record.
    std::vector<Answer> compared(const identity::RecordSet& records, const Execution& execution) const {
        std::vector<Answer> answers;
        for (const auto& pair : identity::link(asked_, records, model_, options_, execution).pairs) {
            if (pair.weight - prior_ < kLeastEvidence) break;
            answers.push_back({pair.right, pair.weight - prior_});
        }
        return answers;
    }
    bool is_sure(const std::vector<Answer>& answers) const {
        return !answers.empty() && answers.front().weight >= kSurePart * most_;
    }

  private:
    identity::RecordSet asked_;
    identity::MatchModel model_;
    identity::LinkOptions options_;
    double prior_;
    double most_ = 0;
};

/// The customers that share a key with the question, by id: those of its rarest keys, as many as are worth to
/// be compared.
std::vector<CustomerId> candidates(const storage::SearchIndex& index, const Customer& asked,
                                   const Effort& effort) {
    std::vector<std::vector<CustomerId>> found;
    for (const std::int64_t key : identity::SearchKeys{}.of(asked)) {
        auto ids = index.find(key, effort.of_key + 1);
        if (!ids.empty() && ids.size() <= effort.of_key) found.push_back(std::move(ids));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.size() < b.size(); });
    std::set<CustomerId> chosen;
    for (const auto& ids : found) {
        if (chosen.size() + ids.size() > effort.records) break;
        chosen.insert(ids.begin(), ids.end());
    }
    return {chosen.begin(), chosen.end()};
}

SearchHit hit_of(const storage::DecisionLog& log, Customer record, double weight) {
    CustomerId owner = log.root(record.id);
    return {std::move(record), std::move(owner), weight};
}

/// nullopt where the keys may have missed the best answer.
std::optional<std::vector<SearchHit>> search_among(storage::UnitOfWork& unit,
                                                   const std::vector<CustomerId>& ids,
                                                   const Question& question, std::size_t limit,
                                                   const Execution& execution) {
    std::vector<Customer> records;
    records.reserve(ids.size());
    storage::CustomerStore{unit}.for_each_of(ids,
                                             [&](const Customer& customer) { records.push_back(customer); });
    std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    identity::RecordSetBuilder builder{"customers"};
    for (const Customer& record : records) identity::append(builder, record);
    const auto answers = question.compared(builder.finish(), execution);
    if (!question.is_sure(answers)) return std::nullopt;
    std::vector<SearchHit> hits;
    const storage::DecisionLog log{unit};
    for (const auto& answer : answers) {
        if (hits.size() == limit) break;
        hits.push_back(hit_of(log, std::move(records[answer.record]), answer.weight));
    }
    return hits;
}

std::optional<std::vector<SearchHit>> search_by_keys(storage::UnitOfWork& unit, const Customer& asked,
                                                     const Question& question, std::size_t limit,
                                                     const Execution& execution) {
    const storage::SearchIndex index{unit};
    if (index.recipe() != identity::kSearchKeyRecipe) return std::nullopt;
    std::size_t compared = 0;
    for (const Effort& effort : kEfforts) {
        const std::vector<CustomerId> ids = candidates(index, asked, effort);
        if (ids.size() == compared) continue;
        compared = ids.size();
        if (auto hits = search_among(unit, ids, question, limit, execution)) return hits;
    }
    return std::nullopt;
}

}  // namespace

std::vector<SearchHit> Customers::search(const SearchQuery& query, const Execution& execution) const {
    const Customer asked = asked_customer(query);
    const Question question{asked};
    if (!query.complete) {
        std::optional<std::vector<SearchHit>> found;
        storage::run_read(
            session_->database(),
            [&](storage::UnitOfWork& unit) {
                found = search_by_keys(unit, asked, question, query.limit, execution);
            },
            execution.stop);
        if (found) return std::move(*found);
    }
    const auto input = session_->linkage_input(execution.stop);
    const auto answers = question.compared(input->customers, execution);
    std::vector<SearchHit> hits;
    storage::run_read(session_->database(), [&](storage::UnitOfWork& unit) {
        const storage::CustomerStore store{unit};
        const storage::DecisionLog log{unit};
        for (const auto& answer : answers) {
            if (hits.size() == query.limit) break;
            auto record = store.find(input->customer_ids[answer.record]);
            if (record) hits.push_back(hit_of(log, std::move(*record), answer.weight));
        }
    });
    return hits;
}

}  // namespace scrm
