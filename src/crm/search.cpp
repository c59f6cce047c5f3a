// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
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
/// What an equal phone or e-mail address is worth where many people have it: it was asked for.
constexpr double kSameContact = 16;
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

/// Nothing in a word alone need tell a family name from a given name.
bool is_one_word(std::string_view name) {
    const std::size_t begin = name.find_first_not_of(' ');
    if (begin == std::string_view::npos) return false;
    const std::size_t end = name.find(' ', begin);
    return end == std::string_view::npos || name.find_first_not_of(' ', end) == std::string_view::npos;
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

/// What a question may mean: as it stands, and a lone word as either name.
std::vector<Customer> readings_of(const Customer& asked) {
    std::vector<Customer> readings{asked};
    if (!is_one_word(asked.full_name)) return readings;
    readings.resize(3, asked);
    for (std::size_t i = 1; i < readings.size(); ++i) readings[i].full_name.clear();
    readings[1].family_name = asked.full_name;
    readings[2].given_name = asked.full_name;
    return readings;
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
        : readings_(readings_of(asked)),
          asks_for_shared_(identity::asks_for_shared_contacts(asked)),
          model_(question_model()),
          prior_(identity::weight_of(model_.prior)) {
        options_.train = false;
        options_.many = true;
        options_.min_probability = 0;
        for (const Customer& reading : readings_) {
            const auto itself = answers_to(reading, only(reading), {});
            const double most = itself.empty() ? 0 : itself.front().weight;
            most_ = most_ == 0 ? most : std::min(most_, most);
        }
    }

    struct Answer {
        identity::RecordIndex record = 0;
        double weight = 0;
    };
    const std::vector<Customer>& readings() const noexcept { return readings_; }
    /// Whether the answers include whoever holds a contact that has no keys.
    bool asks_for_shared_contacts() const noexcept { return asks_for_shared_; }
    /// The answers among records, best first, then by record: of each the reading that fits best.
    std::vector<Answer> compared(const identity::RecordSet& records, const Execution& execution) const {
        std::map<identity::RecordIndex, double> best;
        for (const Customer& reading : readings_) {
            for (const Answer& answer : answers_to(reading, records, execution)) {
                double& weight = best[answer.record];
                weight = std::max(weight, answer.weight);
            }
        }
        if (asks_for_shared_) {
            for (const auto record : identity::holders_of_shared_contacts(records, readings_.front()))
                best[record] += kSameContact;
        }
        std::vector<Answer> answers;
        for (const auto& [record, weight] : best) answers.push_back({record, weight});
        std::stable_sort(answers.begin(), answers.end(),
                         [](const Answer& x, const Answer& y) { return x.weight > y.weight; });
        return answers;
    }
    bool is_sure(const std::vector<Answer>& answers) const {
        return !answers.empty() && answers.front().weight >= kSurePart * most_;
    }

  private:
    std::vector<Answer> answers_to(const Customer& reading, const identity::RecordSet& records,
                                   const Execution& execution) const {
        std::vector<Answer> answers;
        for (const auto& pair : identity::link(only(reading), records, model_, options_, execution).pairs) {
            if (pair.weight - prior_ < kLeastEvidence) break;
            answers.push_back({pair.right, pair.weight - prior_});
        }
        return answers;
    }

    std::vector<Customer> readings_;
    bool asks_for_shared_;
    identity::MatchModel model_;
    identity::LinkOptions options_;
    double prior_;
    double most_ = 0;
};

/// The customers that share a key with the question, by id: those of its rarest keys, as many as are worth to
/// be compared.
std::vector<CustomerId> candidates(const storage::SearchIndex& index, const Question& question,
                                   const Effort& effort) {
    std::set<std::int64_t> keys;
    for (const Customer& reading : question.readings()) {
        const auto some = identity::SearchKeys{}.of(reading);
        keys.insert(some.begin(), some.end());
    }
    std::vector<std::vector<CustomerId>> found;
    for (const std::int64_t key : keys) {
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

std::optional<std::vector<SearchHit>> search_by_keys(storage::UnitOfWork& unit, const Question& question,
                                                     std::size_t limit, const Execution& execution) {
    const storage::SearchIndex index{unit};
    if (question.asks_for_shared_contacts() || index.recipe() != identity::kSearchKeyRecipe)
        return std::nullopt;
    std::size_t compared = 0;
    for (const Effort& effort : kEfforts) {
        const std::vector<CustomerId> ids = candidates(index, question, effort);
        if (ids.size() == compared) continue;
        compared = ids.size();
        if (auto hits = search_among(unit, ids, question, limit, execution)) return hits;
    }
    return std::nullopt;
}

}  // namespace

std::vector<SearchHit> Customers::search(const SearchQuery& query, const Execution& execution) const {
    const Question question{asked_customer(query)};
    if (!query.complete) {
        std::optional<std::vector<SearchHit>> found;
        storage::run_read(
            session_->database(),
            [&](storage::UnitOfWork& unit) {
                found = search_by_keys(unit, question, query.limit, execution);
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
