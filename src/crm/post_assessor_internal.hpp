// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/crm/assessments.hpp"
#include "scrm/model/assessment.hpp"
#include "scrm/sentiment/text_files.hpp"
#include "scrm/storage/assessment_store.hpp"
#include "scrm/storage/record_write.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm {

class CrmSession;

namespace detail {

/// What a model says of posts. Immutable and thread-safe.
class PostAssessor {
  public:
    /// Throws Error{invalid_argument} unless the model has the built-in heads.
    explicit PostAssessor(sentiment::TextClassifier classifier);
    /// Throws Error{invalid_argument} for a name that is none or no model.
    explicit PostAssessor(OwnModel own);

    /// Of the model, hex; own: and the name of the bank's own.
    const std::string& digest() const noexcept { return digest_; }
    bool is_own() const noexcept { return own_.has_value(); }
    /// Of the bank's own: the one that says language and brands.
    const sentiment::TextClassifier& classifier() const noexcept { return classifier_; }

    /// One place a version, empty for one without text. `assessed_at` is left to the caller. An answer
    /// carries the digest of the model that gave it. `report` is that of the bank's own model, empty for
    /// others.
    std::vector<std::optional<Assessment>> assess(std::span<const storage::PostVersion> versions,
                                                  const Execution& execution,
                                                  sentiment::OutsideReport& report) const;

  private:
    sentiment::TextClassifier classifier_;
    std::string digest_;
    std::optional<OwnModel> own_;
};

/// The model that is compiled in.
std::shared_ptr<const PostAssessor> built_in_assessor();

/// The assessments of a batch of interactions that is being stored.
class BatchAssessor {
  public:
    /// Assesses them by the model that was last in force, before there is a unit of work.
    BatchAssessor(CrmSession& session, std::span<const storage::InteractionWrite> batch,
                  const Execution& execution);

    /// After the interactions, in their unit of work, which may be run again.
    void store(storage::UnitOfWork& unit);

  private:
    void assess();

    CrmSession& session_;
    Execution execution_;
    std::vector<storage::PostVersion> versions_;
    std::shared_ptr<const PostAssessor> assessor_;
    std::vector<std::optional<Assessment>> said_;
};

/// Stores what was said now; `said` in step with `versions`.
void store_assessments(storage::UnitOfWork& unit, std::span<const storage::PostVersion> versions,
                       std::span<std::optional<Assessment>> said);

}  // namespace detail
}  // namespace scrm
