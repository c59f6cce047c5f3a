// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "scrm/core/digest.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/identity/match_model.hpp"
#include "scrm/identity/record_set.hpp"
#include "scrm/identity/resolution.hpp"

namespace scrm::identity {

/// A trained match model together with everything that a batch would read off its whole population, taken at
/// one time. With it the result for a record depends on the records that it is compared with, not on how many
/// others there are: the condition for resolving live.
///
/// Frozen: m, u, priors and thresholds; how often each value is seen, among profiles with customers and among
/// customers (term frequencies); the latent classes of names and cities; the names that a handle may spell;
/// the cap of each blocking rule (a key that more records share is generic); the number of persons and the
/// share of strangers; how much likelier the owner of one profile is to own another; how many accounts of
/// each network have few followers. Not frozen, because it follows from the records at hand: which keys are
/// generic, who is whose candidate, duplicates, profiles that point at each other or share a login, profiles
/// that are established, rivals for one person.
///
/// On the population that it was frozen from it gives what resolve() with the trained model gives, where that
/// population is large enough for blocking (a small one is compared whole). Immutable and thread-safe; a copy
/// shares its contents.
class FrozenModel {
  public:
    /// Trains `model` if it is not trained, and measures the population. Takes as long as resolve().
    /// Deterministic for any thread count and row order. The records should be the bank's own, or many like
    /// them: a value that they lack counts as rare. Throws Error{invalid_argument} when there is nothing to
    /// train on, and for a model of SQL expressions or of what is rare in texts (measure "likeness").
    static FrozenModel freeze(const RecordSet& profiles, const RecordSet& customers, const MatchModel& model,
                              const ResolutionOptions& options = {}, const Execution& execution = {});

    const MatchModel& model() const noexcept;
    /// Of everything that is frozen.
    const Digest& digest() const noexcept;

    /// Canonical bytes, with a checksum. Holds values that at least three records share (names, cities), so
    /// it is to be kept like customer data.
    std::string to_bytes() const;
    /// Throws Error{unreadable_input} for what is no frozen model, Error{corrupt_data} for a damaged one.
    static FrozenModel from_bytes(std::string_view bytes);
    /// Written whole or not at all. Throws Error{unavailable}.
    void save(const std::filesystem::path& file) const;
    /// Throws like from_bytes, and Error{not_found}.
    static FrozenModel load(const std::filesystem::path& file);

    struct State;
    const State& state() const noexcept { return *state_; }

  private:
    explicit FrozenModel(std::shared_ptr<const State> state) : state_(std::move(state)) {}

    std::shared_ptr<const State> state_;
};

/// resolve() with a frozen model: the batch whose result a LiveResolver keeps up to date.
ResolutionResult resolve(const RecordSet& profiles, const RecordSet& customers, const FrozenModel& model,
                         const ResolutionConstraints& constraints = {}, const ResolutionOptions& options = {},
                         const Execution& execution = {});

}  // namespace scrm::identity
