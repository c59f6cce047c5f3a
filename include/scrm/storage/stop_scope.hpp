// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>

namespace scrm::storage {

/// While one lives, `stop` cancels what the thread that made it does with any database, as a token given to
/// UnitOfWork would: so a request ends calls that take no token. A token that a call is given counts instead.
/// The innermost scope of a thread counts; one without a token lets nothing be cancelled.
class StopScope {
  public:
    explicit StopScope(std::stop_token stop = {}) noexcept;
    ~StopScope();
    StopScope(const StopScope&) = delete;
    StopScope& operator=(const StopScope&) = delete;

    /// The token that work of the calling thread obeys: `given`, or that of its scope where `given` can never
    /// be triggered.
    static std::stop_token obeyed(const std::stop_token& given) noexcept;

  private:
    std::stop_token former_;
};

}  // namespace scrm::storage
