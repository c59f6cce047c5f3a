// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "scrm/core/digest.hpp"
#include "scrm/core/time.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::storage {

/// One run of resolve: an event with its counts and its model.
struct ResolutionRun {
    std::int64_t sequence = 0;  ///< set by the log
    UtcTime started_at{};
    UtcTime finished_at{};
    Digest model_digest;
    std::string model;                           ///< as JSON; kept for the last run only
    std::map<std::string, std::int64_t> counts;  ///< stable names
    std::string values = {};                     ///< bytes of its value statistics; see last_values
};

class RunLog {
  public:
    explicit RunLog(UnitOfWork& unit) : unit_(unit) {}

    /// Returns the sequence number.
    std::int64_t append(const ResolutionRun& run);
    /// The last run, without `values`.
    std::optional<ResolutionRun> last() const;
    /// The value statistics of the last run; empty when it had none, and once a record was erased.
    std::string last_values() const;
    std::int64_t count() const;

  private:
    UnitOfWork& unit_;
};

}  // namespace scrm::storage
