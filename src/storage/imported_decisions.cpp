// SPDX-License-Identifier: Apache-2.0

// Decisions that come from files, in any order: where each of them would stand had it come in its time.
#include <algorithm>

#include "corrections_internal.hpp"
#include "decisions_internal.hpp"
#include "document_table_internal.hpp"
#include "scrm/storage/decision_log.hpp"

namespace scrm::storage {
namespace {

using detail::Confirmation;
using detail::LivePair;
using detail::Row;
using detail::Session;

bool was_undone(Session& session, const MergeId& id) {
    return session.integer("select count(*) from scrm_decision where merge_id = :m and kind = 'unmerge'",
                           {id.str()}) != 0;
}

/// A decision on a pair among what is known of its account.
class PairImport {
  public:
    PairImport(UnitOfWork& unit, Decision event)
        : unit_(unit),
          event_(std::move(event)),
          pairs_(detail::live_pairs(unit.session(), event_.account)),
          known_(detail::confirmations(unit.session(), event_.account)) {
        const auto own = std::find_if(pairs_.begin(), pairs_.end(),
                                      [&](const LivePair& pair) { return pair.customer == event_.customer; });
        if (own != pairs_.end()) own_ = &*own;
    }

    AppendedDecision take() {
        if (is_repeated()) return {false, own_ != nullptr ? own_->sequence : 0, {}};
        if (event_.kind != DecisionKind::confirm) {
            if (is_outdated()) return {false, own_->sequence, {}};
            return {true, detail::decide_pair(unit_, event_), {}};
        }
        const Confirmation* next = next_confirmation();
        if (!is_outdated() && next == nullptr) return {true, detail::decide_pair(unit_, event_), {}};
        return {true, take_late(next), {}};
    }

  private:
    bool is_repeated() const {
        if (own_ != nullptr && own_->kind == event_.kind && own_->other == event_.other &&
            own_->at >= event_.at)
            return event_.kind != DecisionKind::confirm || own_->at == event_.at || was_confirmed_then();
        return event_.kind == DecisionKind::confirm && was_confirmed_then();
    }

    bool was_confirmed_then() const {
        return std::any_of(known_.begin(), known_.end(), [&](const Confirmation& one) {
            return one.customer == event_.customer && one.at == event_.at;
        });
    }

    /// Whether what is live on the pair was said later. A confirmation that gave way was said when it was
    /// made, not when it gave way; the file that brought it as one that had given way does not tell.
    bool is_outdated() const {
        if (own_ == nullptr) return false;
        const auto said = own_->gave_way() ? detail::confirmed_at(known_, own_->customer) : std::nullopt;
        return said.value_or(own_->at) > event_.at;
    }

    /// The first one for another record that is later than this: that to which this one gave way.
    const Confirmation* next_confirmation() const {
        const Confirmation* next = nullptr;
        for (const Confirmation& one : known_) {
            const bool is_later = one.customer != event_.customer && one.at > event_.at;
            if (is_later && (next == nullptr || one.at < next->at)) next = &one;
        }
        return next;
    }

    /// A confirmation after which more is known: of its pair, or of the account. The log keeps it, so that
    /// still earlier ones which come still later find it.
    std::int64_t take_late(const Confirmation* next) {
        detail::WholeOperation operation{unit_.session()};
        detail::write_decision(unit_, event_);
        const std::int64_t sequence =
            is_outdated()
                ? repeat_own()
                : detail::write_pair(unit_, detail::giving_way(event_.account, event_.customer,
                                                               next->customer, next->actor, next->at));
        for (const LivePair& pair : pairs_) {
            if (pair.customer == event_.customer || !gives_way_to_this(pair)) continue;
            detail::write_pair(unit_, detail::giving_way(event_.account, pair.customer, event_.customer,
                                                         event_.actor, event_.at));
        }
        operation.done();
        return sequence;
    }

    /// Of a pair the last event is live.
    std::int64_t repeat_own() {
        Decision own = event_;
        own.kind = own_->kind;
        own.other = own_->other;
        own.at = own_->at;
        unit_.session().query(
            "select d.actor, coalesce(r.reason, '') from scrm_decision d left join scrm_decision_reason r "
            "on r.sequence = d.sequence where d.sequence = :q",
            "tt", {own_->sequence}, [&](const Row& row) {
                own.actor = row.text(0);
                own.reason = row.text(1);
            });
        return detail::write_pair(unit_, own);
    }

    /// A confirmation of another record that still holds, or gave way to one that is later than this.
    bool gives_way_to_this(const LivePair& pair) const {
        if (pair.kind == DecisionKind::confirm) return pair.at <= event_.at;
        const auto said = detail::confirmed_at(known_, pair.customer);
        return pair.gave_way() && said && *said <= event_.at && pair.at > event_.at;
    }

    UnitOfWork& unit_;
    Decision event_;
    std::vector<LivePair> pairs_;
    std::vector<Confirmation> known_;
    const LivePair* own_ = nullptr;
};

}  // namespace

namespace detail {

std::vector<Confirmation> confirmations(Session& session, const AccountId& account) {
    std::vector<Confirmation> known;
    session.query(
        "select d.customer_id, d.decided_at, d.actor from scrm_decision d "
        "where d.kind = 'confirm' and d.network = :n and d.scope = :s and d.network_user_id = :u "
        "and not exists (select 1 from scrm_decision e where e.kind = 'erase' and e.sequence > d.sequence "
        "and e.customer_id = d.customer_id) "
        "and not exists (select 1 from scrm_decision e where e.kind = 'erase' and e.sequence > d.sequence "
        "and e.network = d.network and e.scope = d.scope and e.network_user_id = d.network_user_id) "
        "order by d.sequence",
        "tit", {account.network, account.scope, account.network_user_id}, [&](const Row& row) {
            known.push_back({CustomerId{row.text(0)}, from_unix_micros(row.integer(1)), row.text(2)});
        });
    return known;
}

std::optional<UtcTime> confirmed_at(const std::vector<Confirmation>& known, const CustomerId& customer) {
    std::optional<UtcTime> latest;
    for (const Confirmation& one : known) {
        if (one.customer == customer && (!latest || one.at > *latest)) latest = one.at;
    }
    return latest;
}

}  // namespace detail

AppendedDecision DecisionLog::append_imported(const Decision& decision) {
    Session& session = unit_.session();
    detail::lock_decisions(session);
    switch (decision.kind) {
        case DecisionKind::confirm:
        case DecisionKind::reject:
        case DecisionKind::unlink:
            if (decision.at == UtcTime{}) break;
            return PairImport{unit_, detail::pair_event(session, decision)}.take();
        case DecisionKind::merge:
        case DecisionKind::unmerge:
            if (was_undone(session, decision.merge_id)) return {false, 0, decision.merge_id};
            break;
        case DecisionKind::correct:
            if (decision.at != UtcTime{}) return detail::import_correction(unit_, decision);
            break;
        case DecisionKind::keep_apart:
        case DecisionKind::lift_keep_apart:
            if (decision.at != UtcTime{}) return detail::import_apart(unit_, decision);
            break;
        case DecisionKind::erase:
            break;
    }
    return append(decision);
}

std::variant<AppendedDecision, Error> DecisionLog::try_append_imported(const Decision& decision) {
    try {
        return append_imported(decision);
    } catch (const detail::DatabaseFault&) {
        throw;
    } catch (const Error& error) {
        using enum ErrorCode;
        const ErrorCode code = error.code();
        if (code != not_found && code != conflict && code != invalid_argument) throw;
        return error;
    }
}

}  // namespace scrm::storage
