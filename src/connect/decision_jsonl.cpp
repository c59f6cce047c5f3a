// SPDX-License-Identifier: Apache-2.0
#include "scrm/connect/decision_jsonl.hpp"

#include <utility>

#include "connect/json_import_internal.hpp"
#include "scrm/model/assessment.hpp"

namespace scrm::connect {
namespace {

struct Needs {
    bool account = false;
    bool customer = false;
    bool other = false;
    bool merge = false;
    bool post = false;
};

Needs needs_of(DecisionKind kind) {
    switch (kind) {
        case DecisionKind::confirm:
        case DecisionKind::reject:
        case DecisionKind::unlink:
            return {.account = true, .customer = true};
        case DecisionKind::keep_apart:
        case DecisionKind::lift_keep_apart:
            return {.customer = true, .other = true};
        case DecisionKind::merge:
            return {.customer = true, .other = true, .merge = true};
        case DecisionKind::unmerge:
            return {.merge = true};
        case DecisionKind::correct:
            return {.post = true};
        case DecisionKind::erase:
            return {};
    }
    return {};
}

/// Free text of a decision: absent, or a string.
bool read_note(table::JsonValue value, std::string_view field, std::string& text, RowNotes& notes) {
    if (value.is_missing() || value.is_null()) return true;
    if (!value.is_string()) return false;
    text.assign(value.text());
    if (value.was_repaired()) notes.keep_original(field, value.raw());
    return true;
}

bool read_correction(table::JsonValue object, Decision& decision) {
    const auto field = parse_assessment_field(object.find("field").text());
    if (!field) return false;
    auto value = parse_correction_value(*field, object.find("value").text());
    if (!value) return false;
    decision.field = to_string(*field);
    decision.value = std::move(*value);
    return true;
}

std::string_view convert(table::JsonValue object, Decision& decision, RowNotes& notes) {
    const auto kind = parse_decision_kind(object.find("decision").text());
    if (!kind) return "bad_decision";
    decision.kind = *kind;
    AccountId account;
    InteractionId& post = decision.interaction;
    std::string customer;
    std::string other;
    std::string merge;
    const std::pair<std::string_view, std::string*> keys[] = {{"network", &account.network},
                                                              {"scope", &account.scope},
                                                              {"network_user_id", &account.network_user_id},
                                                              {"external_id", &post.external_id},
                                                              {"customer_id", &customer},
                                                              {"other_id", &other},
                                                              {"merge_id", &merge}};
    for (const auto& [name, id] : keys) {
        if (const auto fault = read_key(object.find(name), *id); !fault.empty()) return fault;
    }
    const Needs needs = needs_of(*kind);
    if (needs.account && (account.network.empty() || account.network_user_id.empty())) return "no_id";
    if (needs.post && (account.network.empty() || post.external_id.empty())) return "no_id";
    if (needs.customer && customer.empty()) return "no_id";
    if (needs.other && other.empty()) return "no_id";
    if (needs.merge && merge.empty()) return "no_id";
    if (*kind == DecisionKind::erase && customer.empty() && account.network_user_id.empty() &&
        post.external_id.empty())
        return "no_id";
    if (needs.post && !read_correction(object, decision)) return "bad_decision";
    if (needs.other && customer == other) return "bad_decision";
    const bool has_order = *kind == DecisionKind::merge;
    if (needs.other && !has_order && other < customer) std::swap(customer, other);
    if (post.external_id.empty()) {
        decision.account = std::move(account);
    } else {
        post.network = std::move(account.network);
        post.scope = std::move(account.scope);
    }
    decision.customer = CustomerId{std::move(customer)};
    decision.other = CustomerId{std::move(other)};
    decision.merge_id = MergeId{std::move(merge)};
    if (!read_note(object.find("reason"), "reason", decision.reason, notes)) return "bad_decision";
    if (!read_note(object.find("actor"), "actor", decision.actor, notes)) return "bad_decision";
    mask(decision.reason);
    mask(decision.actor);
    if (const table::JsonValue at = object.find("at"); !at.is_missing() && !at.is_null()) {
        const auto time = at.is_string() ? parse_time(at.text()) : std::nullopt;
        if (!time) return "bad_decision";
        decision.at = *time;
    }
    return {};
}

}  // namespace

class DecisionJsonlReader::Impl {
  public:
    template <class Source>
    explicit Impl(Source& source) : reader(source) {}

    table::JsonLineReader reader;
};

DecisionJsonlReader::DecisionJsonlReader(const std::filesystem::path& file)
    : impl_(std::make_unique<Impl>(file)) {}
DecisionJsonlReader::DecisionJsonlReader(std::istream& in) : impl_(std::make_unique<Impl>(in)) {}
DecisionJsonlReader::~DecisionJsonlReader() = default;
DecisionJsonlReader::DecisionJsonlReader(DecisionJsonlReader&&) noexcept = default;
DecisionJsonlReader& DecisionJsonlReader::operator=(DecisionJsonlReader&&) noexcept = default;

bool DecisionJsonlReader::next(ImportRow<Decision>& row) {
    return next_row(impl_->reader, row, convert);
}
std::int64_t DecisionJsonlReader::bytes_read() const noexcept {
    return impl_->reader.bytes_read();
}
std::int64_t DecisionJsonlReader::bytes_total() const noexcept {
    return impl_->reader.bytes_total();
}

}  // namespace scrm::connect
