// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace scrm::person {

/// A URL in parts. The views point into the text that it was read from.
struct Url {
    static constexpr std::size_t kMaxSegments = 6;

    std::string scheme;  ///< lower case, without "://"; empty when none was written
    std::string host;    ///< lower case, without port
    std::array<std::string_view, kMaxSegments> segments{};  ///< of the path, without empty ones
    std::size_t count = 0;
    std::string_view query;

    std::string_view at(std::size_t i) const noexcept { return i < count ? segments[i] : std::string_view{}; }
};

/// nullopt for white space inside, user info, more than six segments or 2048 bytes. The fragment and the
/// punctuation around the URL are dropped. The host may be no host: is_host() tells.
std::optional<Url> split_url(std::string_view text);

/// The value of a query parameter, as written; parameters split at `&` and `;`. Empty when missing.
std::string_view query_parameter(std::string_view query, std::string_view name) noexcept;

/// Whether it can be a host name with a dot.
bool is_host(std::string_view host) noexcept;

bool all_digits(std::string_view text) noexcept;

/// The parts in one string.
std::string joined(std::initializer_list<std::string_view> parts);

/// ASCII capitals made small.
std::string ascii_lowered(std::string_view text);

}  // namespace scrm::person
