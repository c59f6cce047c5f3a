// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scrm/model/customer.hpp"
#include "scrm/model/decision.hpp"
#include "scrm/model/interaction.hpp"
#include "scrm/model/social_identity.hpp"

namespace scrm::connect {

/// The canonical bytes of a value: one JSON object without a line end, keys in the order of the format, empty
/// fields left out, times in UTC, unknown keys of `as_written` last and sorted. Equal values give equal
/// bytes; storage keeps them, digests and "the larger canonical bytes" are taken of them, and the import
/// formats read them.
std::string to_json_line(const Customer& customer);
std::string to_json_line(const SocialIdentity& identity);
std::string to_json_line(const Interaction& interaction);
std::string to_json_line(const Decision& decision);

/// Append instead of return: for bulk work.
void append_json_line(std::string& out, const Customer& customer);
void append_json_line(std::string& out, const SocialIdentity& identity);
void append_json_line(std::string& out, const Interaction& interaction);
void append_json_line(std::string& out, const Decision& decision);

/// The value of canonical bytes: parse(to_json_line(x)) == x. They are trusted: nothing is checked, cleaned
/// or masked again. Throws Error{corrupt_data} for anything that to_json_line cannot have written.
Customer parse_customer_json(std::string_view json);
SocialIdentity parse_identity_json(std::string_view json);
Interaction parse_interaction_json(std::string_view json);
Decision parse_decision_json(std::string_view json);

}  // namespace scrm::connect
