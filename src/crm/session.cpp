// SPDX-License-Identifier: Apache-2.0
#include <random>
#include <utility>

#include "post_assessor_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/pool.hpp"
#include "scrm/identity/search_keys.hpp"
#include "scrm/sentiment/rules.hpp"
#include "scrm/storage/text_model_store.hpp"
#include "scrm/text/mask.hpp"
#include "scrm/text/utf8.hpp"
#include "session_internal.hpp"

namespace scrm {
namespace {

LogLevel level_of(storage::Severity severity) {
    switch (severity) {
        case storage::Severity::debug:
            return LogLevel::debug;
        case storage::Severity::info:
            return LogLevel::info;
        case storage::Severity::warning:
            return LogLevel::warning;
        case storage::Severity::error:
            return LogLevel::error;
    }
    return LogLevel::error;
}

storage::SearchKeyRecipe search_key_recipe() {
    const auto readers = std::make_shared<Pool<identity::SearchKeys>>();
    return {std::string{identity::kSearchKeyRecipe}, [readers](const Customer& customer) {
                identity::SearchKeys keys = readers->take();
                auto found = keys.of(customer);
                readers->give(std::move(keys));
                return found;
            }};
}

}  // namespace

CrmSession::CrmSession(storage::Database database, const CrmOptions& options)
    : database_(std::move(database)), log_(options.log) {
    std::random_device random;
    for (int i = 0; i < 4; ++i) key_prefix_ += std::to_string(random()) + "-";
}

void CrmSession::write(const std::function<void(storage::UnitOfWork&)>& body, storage::Access access) {
    storage::RetryPolicy policy;
    // SQLite answers every commit.
    if (database_.backend() == storage::Backend::postgresql) {
        const std::lock_guard guard{keys_mutex_};
        policy.idempotency_key = key_prefix_ + std::to_string(++keys_made_);
        policy.settled_keys.swap(settled_keys_);
    }
    const auto settle = [&](bool stored) {
        const std::lock_guard guard{keys_mutex_};
        if (!policy.idempotency_key.empty()) settled_keys_.push_back(policy.idempotency_key);
        if (!stored)
            settled_keys_.insert(settled_keys_.end(), policy.settled_keys.begin(), policy.settled_keys.end());
    };
    try {
        storage::run_transaction(database_, body, policy, access);
    } catch (...) {
        settle(false);
        throw;
    }
    settle(true);
}

std::shared_ptr<const detail::PostAssessor> CrmSession::assessor(storage::UnitOfWork& unit) {
    const storage::TextModelStore store{unit};
    const auto digest = store.digest();
    const std::scoped_lock lock{mutex_};
    if (!digest) return assessor_ = detail::built_in_assessor();
    if (digest->starts_with(storage::kOwnModelPrefix)) {
        const bool given = own_ != nullptr && own_->digest() == *digest;
        return assessor_ = given ? own_ : detail::built_in_assessor();
    }
    if (assessor_ == nullptr || assessor_->digest() != *digest) {
        const auto bytes = store.bytes();
        if (!bytes) throw Error{ErrorCode::corrupt_data, "the database has lost its text model"};
        assessor_ = std::make_shared<const detail::PostAssessor>(sentiment::TextClassifier{
            sentiment::TextModel::from_bytes(*bytes), &sentiment::default_signals()});
        if (assessor_->digest() != *digest) {
            assessor_.reset();
            throw Error{ErrorCode::corrupt_data, "the stored text model is not the one in force"};
        }
    }
    return assessor_;
}

void CrmSession::own(std::shared_ptr<const detail::PostAssessor> own) {
    const std::scoped_lock lock{mutex_};
    own_ = std::move(own);
}

void CrmSession::fell_back(const std::string& model, const sentiment::OutsideReport& report) {
    for (const auto& [reason, posts] : report.fallbacks) {
        fallbacks_ += posts;
        log(LogLevel::warning, "own_model_fell_back",
            {{"model", model}, {"reason", std::string{to_string(reason)}}, {"posts", std::to_string(posts)}});
    }
}

std::shared_ptr<const detail::PostAssessor> CrmSession::last_assessor() {
    const std::scoped_lock lock{mutex_};
    return assessor_ != nullptr ? assessor_ : detail::built_in_assessor();
}

void CrmSession::close(const std::stop_token& stop) {
    database_.close(stop);
    const std::scoped_lock lock{mutex_};
    input_.reset();
}

Counters CrmSession::counters() const noexcept {
    const storage::Counters counted = database_.counters();
    return {counted.commits,          counted.rollbacks, counted.retries,     counted.connections_lost,
            counted.unknown_outcomes, accepted_.load(),  quarantined_.load(), fallbacks_.load()};
}

void CrmSession::log(LogLevel level, std::string_view code,
                     std::vector<std::pair<std::string_view, std::string>> fields) const {
    if (log_) log_(LogRecord{level, code, std::move(fields)});
}

void CrmSession::imported(std::string_view kind, std::int64_t accepted, std::int64_t quarantined) {
    accepted_ += accepted;
    quarantined_ += quarantined;
    log(quarantined > 0 ? LogLevel::warning : LogLevel::info, "imported",
        {{"kind", std::string{kind}},
         {"accepted", std::to_string(accepted)},
         {"quarantined", std::to_string(quarantined)}});
}

storage::OpenOptions storage_options(const CrmOptions& options) {
    storage::OpenOptions result;
    result.create = options.create;
    result.sessions = options.sessions;
    result.lock_wait = options.lock_wait;
    result.clock = options.clock;
    result.stop = options.stop;
    result.search_keys = search_key_recipe();
    if (options.log) {
        result.log = [sink = options.log](const storage::LogEvent& event) {
            sink(LogRecord{level_of(event.severity), event.code, event.fields});
        };
    }
    return result;
}

std::string author_text(std::string_view text) {
    return text::mask_cards(text::sanitize(text).text);
}

void audit(storage::UnitOfWork& unit, std::string action, const std::string& actor,
           std::vector<std::pair<std::string, std::string>> details) {
    storage::AuditLog{unit}.append({std::move(action), actor, std::move(details)});
}

}  // namespace scrm
