// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/stop_scope.hpp"

#include <utility>

namespace scrm::storage {
namespace {

std::stop_token& of_this_thread() noexcept {
    thread_local std::stop_token token;
    return token;
}

}  // namespace

StopScope::StopScope(std::stop_token stop) noexcept
    : former_(std::exchange(of_this_thread(), std::move(stop))) {}

StopScope::~StopScope() {
    of_this_thread() = std::move(former_);
}

std::stop_token StopScope::obeyed(const std::stop_token& given) noexcept {
    return given.stop_possible() ? given : of_this_thread();
}

}  // namespace scrm::storage
