// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/crm/options.hpp"
#include "scrm/model/assessment.hpp"
#include "scrm/sentiment/outside_model.hpp"
#include "scrm/sentiment/text_files.hpp"

namespace scrm {

class CrmSession;

/// Which assessments are asked for. Empty members ask for all; labels are those after corrections.
struct AssessmentQuery {
    std::optional<std::string> network = {};
    std::optional<Polarity> sentiment = {};
    std::optional<Intent> intent = {};
    std::optional<Product> product = {};
    std::optional<UtcTime> since = {};  ///< posted at this time or later
    std::optional<UtcTime> until =
        {};                   ///< posted before this time; either bound leaves out posts without one
    std::size_t limit = 100;  ///< 0: no limit
};

/// A heavier model of the bank's own that assesses posts where it answers; the built-in one does where it
/// does not, and says language and brands. A database keeps its name, not the model: each process that is to
/// use it is given it again.
struct OwnModel {
    /// 1 to 64 ASCII letters, digits, `.`, `_`, `-`. Another version needs another name.
    std::string name;
    /// One answer a text, in their order; fills the report of this call. Must be thread-safe.
    std::function<std::vector<sentiment::OutsideAnswer>(std::span<const std::string_view>,
                                                        sentiment::OutsideReport&, const Execution&)>
        classify;

    /// By an OutsideClassifier, which is asked for one batch at a time. Throws as it does.
    static OwnModel of(std::string name, std::shared_ptr<sentiment::OutsideModel> model,
                       const sentiment::OutsideOptions& options = {});
};

struct ReassessOptions {
    /// From now on the model of this database, also for what is imported later. Empty: the one in force.
    std::optional<sentiment::TextClassifier> model = {};
    /// The same with a model of the bank's own; not beside `model`.
    std::optional<OwnModel> own = {};
    unsigned threads = 0;   ///< 0: as many as the process may use; never changes the result
    std::size_t batch = 0;  ///< posts of one transaction; 0: 5,000, by a bank's own model 500
    ProgressCallback progress = {};
    std::stop_token stop = {};
};

struct ReassessReport {
    std::string model;          ///< digest, hex, or own: and the name of the bank's own
    std::int64_t assessed = 0;  ///< posts that had no answer of this model
    std::int64_t current = 0;   ///< posts that had one
    /// Posts that the built-in model answered in place of the bank's own, by reason: their answers carry its
    /// digest, so that the next run asks again.
    std::map<sentiment::FallbackReason, std::int64_t> fallbacks = {};
    double own_seconds = 0;  ///< of the time, spent waiting for the bank's own model
    double seconds = 0;
};

/// What customers' posts say: language, sentiment, intent, product, urgency, lead, churn. A model answers
/// when an interaction is imported; where a person says otherwise, the person wins, also after a change of
/// the model and of the text, until a person says otherwise again. Thread-safe.
class Assessments {
  public:
    explicit Assessments(std::shared_ptr<CrmSession> session) : session_(std::move(session)) {}

    /// Assesses again what has no answer of the model, in batches of a transaction each: killed or stopped at
    /// any time and run again, it ends where an undisturbed run ends. Throws Error{invalid_argument} for a
    /// model without the built-in heads, two models, or a name that is none; Error{unavailable} when the
    /// model in force is the bank's own and was not given to this Crm; Error{cancelled}, Error{conflict} when
    /// another model was put in force meanwhile.
    ReassessReport reassess(const ReassessOptions& options = {});
    /// Puts a model of the bank's own in force without assessing anew: for a service that has just started,
    /// and for what is imported by this Crm from now on. A process that was not given it imports by the
    /// built-in model; the next reassess by the bank's own finds these posts. Throws as reassess.
    void use(const OwnModel& own);
    /// Digest of the model in force, hex, or own: and the name of the bank's own.
    std::string model() const;
    /// Assessed posts by the digest of the model that answered.
    std::vector<std::pair<std::string, std::int64_t>> count_by_model() const;
    std::int64_t count() const;

    /// With corrections; nullopt for an interaction that is not assessed: what the bank wrote itself,
    /// reactions, deleted posts, posts without words.
    std::optional<Assessment> get(const InteractionId& interaction) const;
    /// By network, scope, external_id.
    std::vector<Assessment> list(const AssessmentQuery& query = {}) const;
    /// The same as CSV: network, scope, external_id, posted_at, the columns of `scrm classify` from language
    /// to brands, corrected (fields, a ; between), model, assessed_at.
    void write_csv(std::ostream& out, const AssessmentQuery& query = {}) const;

    /// A person sets one field right, by text code; `machine` gives the field back. Repeating it changes
    /// nothing. Throws Error{not_found} for an unknown interaction, Error{invalid_argument} for an unknown
    /// field, a value that it cannot have, or an interaction that is not assessed; then nothing changed.
    void correct(const InteractionId& interaction, std::string_view field, std::string_view value,
                 const Actor& actor = {});
    /// Corrections that hold, as rows to train with: text (masked), weight, time, and one column a field,
    /// empty where the machine was not corrected. Returns the rows.
    std::int64_t write_corrections(std::ostream& out, double weight = 1) const;

  private:
    std::shared_ptr<CrmSession> session_;
};

}  // namespace scrm
