// SPDX-License-Identifier: Apache-2.0
#include "scrm/model/decision.hpp"

#include "enum_text_internal.hpp"

namespace scrm {
namespace {

constexpr detail::EnumText<DecisionKind, 9> kKinds{{{
    {DecisionKind::confirm, "confirm"},
    {DecisionKind::reject, "reject"},
    {DecisionKind::unlink, "unlink"},
    {DecisionKind::keep_apart, "keep_apart"},
    {DecisionKind::merge, "merge"},
    {DecisionKind::unmerge, "unmerge"},
    {DecisionKind::erase, "erase"},
    {DecisionKind::correct, "correct"},
    {DecisionKind::lift_keep_apart, "lift_keep_apart"},
}}};

}  // namespace

std::string_view to_string(DecisionKind kind) noexcept {
    return kKinds.text(kind);
}
std::optional<DecisionKind> parse_decision_kind(std::string_view text) noexcept {
    return kKinds.parse(text);
}

}  // namespace scrm
