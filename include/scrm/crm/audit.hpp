// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "scrm/core/digest.hpp"
#include "scrm/core/progress.hpp"

namespace scrm {

class CrmSession;

/// The outcome of walking the audit chain.
struct AuditVerification {
    bool ok = false;
    std::int64_t entries = 0;
    Digest head;         ///< hash of the last entry
    std::string detail;  ///< empty when ok; else the first sequence number that does not verify and why
};

/// One checked invariant.
struct InvariantCheck {
    std::string code;  ///< "I1" … "I14"
    std::string title;
    bool ok = false;
    std::string detail;  ///< counts and ids, no personal data
};

/// What an operator checks. Thread-safe.
class Audit {
  public:
    explicit Audit(std::shared_ptr<CrmSession> session) : session_(std::move(session)) {}

    /// Throws Error{cancelled} when asked to stop.
    AuditVerification verify(const Execution& execution = {}) const;

  private:
    std::shared_ptr<CrmSession> session_;
};

}  // namespace scrm
