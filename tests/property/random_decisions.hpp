// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "property/small_bank.hpp"
#include "scrm/core/error.hpp"

namespace scrm::test {

/// One decision of a person, as a step that can be taken in several databases.
struct Step {
    enum class Kind { confirm, reject, unlink, keep_apart, merge, unmerge } kind = Kind::confirm;
    AccountId account;
    CustomerId customer;
    std::vector<CustomerId> others;
    std::size_t undone = 0;  ///< unmerge: the step that merged
};

struct Cast {
    std::vector<CustomerId> customers;
    std::vector<AccountId> accounts;
};

inline Cast cast_of(const identity::SampleBank& bank, std::size_t customers, std::size_t accounts) {
    Cast cast;
    for (const Customer& customer : bank.customers) {
        if (cast.customers.size() < customers) cast.customers.push_back(customer.id);
    }
    for (const SocialIdentity& identity : bank.identities) {
        if (cast.accounts.size() < accounts) cast.accounts.push_back(identity.account);
    }
    return cast;
}

inline std::vector<Step> random_steps(const Cast& cast, std::size_t count, Random& random) {
    std::vector<Step> steps;
    std::vector<std::size_t> merges;
    const auto customer = [&] { return cast.customers[random.below(cast.customers.size())]; };
    while (steps.size() < count) {
        Step step;
        step.customer = customer();
        step.account = cast.accounts[random.below(cast.accounts.size())];
        const std::uint64_t kind = random.below(10);
        if (kind < 3) {
            step.kind = Step::Kind::confirm;
        } else if (kind == 3) {
            step.kind = Step::Kind::reject;
        } else if (kind == 4) {
            step.kind = Step::Kind::unlink;
        } else if (kind == 5) {
            step.kind = Step::Kind::keep_apart;
            step.others = {customer()};
        } else if (kind < 9 || merges.empty()) {
            step.kind = Step::Kind::merge;
            step.others = {customer()};
            merges.push_back(steps.size());
        } else {
            step.kind = Step::Kind::unmerge;
            step.undone = merges[random.below(merges.size())];
        }
        steps.push_back(std::move(step));
    }
    return steps;
}

/// Takes steps in one database. What a decision there forbids is no step.
class Player {
  public:
    explicit Player(Crm& crm, std::size_t steps) : crm_(crm), merges_(steps) {}

    bool play(std::size_t number, const Step& step) {
        auto resolution = crm_.resolution();
        try {
            switch (step.kind) {
                case Step::Kind::confirm:
                    resolution.confirm(step.account, step.customer, {"anna", "спросила"});
                    break;
                case Step::Kind::reject:
                    resolution.reject(step.account, step.customer);
                    break;
                case Step::Kind::unlink:
                    resolution.unlink(step.account, step.customer);
                    break;
                case Step::Kind::keep_apart:
                    resolution.keep_apart(step.customer, step.others.front());
                    break;
                case Step::Kind::merge:
                    merges_[number] = resolution.merge(step.customer, step.others).merge_id;
                    break;
                case Step::Kind::unmerge:
                    if (!merges_[step.undone]) return false;
                    resolution.unmerge(*merges_[step.undone]);
                    break;
            }
            return true;
        } catch (const Error& error) {
            if (error.code() != ErrorCode::conflict && error.code() != ErrorCode::invalid_argument) throw;
            return false;
        }
    }

  private:
    Crm& crm_;
    std::vector<std::optional<MergeId>> merges_;
};

/// Posts of the accounts of a bank, `first` … `first + count - 1`.
inline std::vector<Interaction> posts(const identity::SampleBank& bank, std::int64_t first,
                                      std::int64_t count) {
    std::vector<Interaction> result;
    for (std::int64_t number = first; number < first + count; ++number) {
        const AccountId& account =
            bank.identities[static_cast<std::size_t>(number) % bank.identities.size()].account;
        Interaction interaction;
        interaction.id = {account.network, account.scope, "post" + std::to_string(number)};
        interaction.kind = "comment";
        interaction.text = "ещё вопрос № " + std::to_string(number);
        SocialIdentity author;
        author.account = account;
        interaction.author = connect::to_json_line(author);
        interaction.created_at = from_unix_micros(1'700'000'000'000'000 + number);
        result.push_back(std::move(interaction));
    }
    return result;
}

/// State hash and links.
struct Outcome {
    Digest state;
    std::string links;

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

inline Outcome outcome(const Crm& crm) {
    return {crm.state_hash(), links_text(crm)};
}

inline Outcome resolved(Crm& crm, unsigned threads = 1) {
    crm.resolution().run({.threads = threads});
    return outcome(crm);
}

inline std::string broken_invariants(const Crm& crm) {
    std::string text;
    for (const auto& check : crm.verify()) {
        if (!check.ok) text += check.code + ": " + check.detail + "\n";
    }
    return text;
}

}  // namespace scrm::test
