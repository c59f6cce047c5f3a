// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "scrm/model/assessment.hpp"
#include "scrm/storage/record_write.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::storage {

/// One version of an interaction as far as its assessment goes.
struct PostVersion {
    InteractionId id;
    std::int64_t checksum = 0;  ///< of the version
    std::optional<UtcTime> posted_at;
    std::string text;  ///< to assess; empty: this version has no assessment
};

PostVersion version_of(const InteractionWrite& write);

/// Which assessments are asked for. Empty members ask for all; labels are those after corrections.
struct AssessmentFilter {
    std::optional<std::string> network = {};
    std::optional<Polarity> sentiment = {};
    std::optional<Intent> intent = {};
    std::optional<Product> product = {};
    std::optional<UtcTime> since = {};  ///< posted at this time or later
    std::optional<UtcTime> until =
        {};  ///< posted before this time; either bound leaves out posts without a time
};

/// Posts of one day, network and product that say the same.
struct AssessmentCount {
    std::string network;
    Product product = Product::other_none;
    Polarity sentiment = Polarity::neutral;
    Intent intent = Intent::other;
    std::optional<std::int64_t> day;  ///< since 1970-01-01, UTC; nullopt: the post has no time
    std::int64_t posts = 0;
};

/// What posts say: the answers of a model, derived and recomputable, and over them what people set right
/// (DecisionLog). Every answer is of the stored version of its interaction.
class AssessmentStore {
  public:
    explicit AssessmentStore(UnitOfWork& unit) : unit_(unit) {}

    /// `said[i]`, when there is one, is the answer for `versions[i]`; without one this version has none. Only
    /// the versions that are stored count, so that the order of arrival never matters; an answer of the same
    /// model for the same version stays as it is.
    void put(std::span<const PostVersion> versions, std::span<const std::optional<Assessment>> said);

    /// The next stored versions behind `after` by key (nullopt: from the first) that have no answer of this
    /// model, at most `limit`. Versions without text are among them.
    std::vector<PostVersion> outdated(const std::string& model, const std::optional<InteractionId>& after,
                                      std::int64_t limit) const;
    std::int64_t count_outdated(const std::string& model) const;

    /// With corrections.
    std::optional<Assessment> find(const InteractionId& id) const;
    /// All that fit, with corrections, by network, scope, external_id bytes. The callback returns false to
    /// end.
    void for_each(const AssessmentFilter& filter,
                  const std::function<bool(const Assessment&)>& callback) const;
    /// With corrections; by network, product, sentiment, intent, day.
    std::vector<AssessmentCount> count_by_day() const;
    std::int64_t count() const;
    /// Assessed posts with a field that a person has set.
    std::int64_t count_corrected() const;
    /// Answers by digest of their model.
    std::vector<std::pair<std::string, std::int64_t>> count_by_model() const;

  private:
    UnitOfWork& unit_;
};

}  // namespace scrm::storage
