// SPDX-License-Identifier: Apache-2.0
#include "connect/record_fields_internal.hpp"

#include <array>

#include "scrm/core/id.hpp"

namespace scrm::connect {
namespace {

using enum FieldSort;

constexpr std::array<std::string_view, 2> kCustomerKinds{"person", "company"};
constexpr std::array<std::string_view, 4> kIdentityKinds{"person", "page", "bot", "anonymous"};
constexpr std::array<std::string_view, 4> kStates{"active", "deleted", "banned", "private"};
constexpr std::array<std::string_view, 8> kInteractionKinds{"post",   "comment", "message", "review",
                                                            "rating", "mention", "repost",  "reaction"};
constexpr std::array<std::string_view, 2> kDirections{"in", "out"};
constexpr std::array<std::string_view, 6> kOperations{"create", "edit",   "delete",
                                                      "hide",   "unhide", "restore"};

constexpr std::array<Field<Customer>, 17> kCustomerFields{{
    {"kind", &Customer::kind, word, kCustomerKinds},
    {"full_name", &Customer::full_name, free_text},
    {"given_name", &Customer::given_name, free_text},
    {"family_name", &Customer::family_name, free_text},
    {"patronymic", &Customer::patronymic, free_text},
    {"gender", &Customer::gender, gender},
    {"birth_date", &Customer::birth_date, birth_date},
    {"phones", &Customer::phones, phone},
    {"emails", &Customer::emails, email},
    {"city", &Customer::city, free_text},
    {"region", &Customer::region, free_text},
    {"country", &Customer::country, free_text},
    {"address", &Customer::address, free_text},
    {"employer", &Customer::employer, free_text},
    {"segment", &Customer::segment, free_text},
    {"branch", &Customer::branch, free_text},
    {"created_at", &Customer::created_at, time_text},
}};

constexpr std::array<Field<SocialIdentity>, 19> kIdentityFields{{
    {"handle", &SocialIdentity::handle, plain_text},
    {"display_name", &SocialIdentity::display_name, free_text},
    {"given_name", &SocialIdentity::given_name, free_text},
    {"family_name", &SocialIdentity::family_name, free_text},
    {"url", &SocialIdentity::url, plain_text},
    {"bio", &SocialIdentity::bio, free_text},
    {"emails", &SocialIdentity::emails, email},
    {"phones", &SocialIdentity::phones, phone},
    {"city", &SocialIdentity::city, free_text},
    {"region", &SocialIdentity::region, free_text},
    {"country", &SocialIdentity::country, free_text},
    {"birth_date", &SocialIdentity::birth_date, birth_date},
    {"gender", &SocialIdentity::gender, gender},
    {"links", &SocialIdentity::links, plain_text},
    {"followers", &SocialIdentity::followers, typed},
    {"verified", &SocialIdentity::verified, typed},
    {"kind", &SocialIdentity::kind, word, kIdentityKinds},
    {"state", &SocialIdentity::state, word, kStates},
    {"observed_at", &SocialIdentity::observed_at, typed},
}};

constexpr std::array<Field<Interaction>, 23> kInteractionFields{{
    {"native_key", &Interaction::native_key, id},
    {"thread_id", &Interaction::thread_id, id},
    {"parent_id", &Interaction::parent_id, id},
    {"author", &Interaction::author, object},
    {"actor", &Interaction::actor, plain_text},
    {"kind", &Interaction::kind, word, kInteractionKinds},
    {"direction", &Interaction::direction, word, kDirections},
    {"op", &Interaction::op, word, kOperations},
    {"text", &Interaction::text, free_text},
    {"lang", &Interaction::lang, free_text},
    {"rating", &Interaction::rating, typed},
    {"created_at", &Interaction::created_at, typed},
    {"edited_at", &Interaction::edited_at, typed},
    {"received_at", &Interaction::received_at, typed},
    {"reach", &Interaction::reach, typed},
    {"views", &Interaction::views, typed},
    {"likes", &Interaction::likes, typed},
    {"reposts", &Interaction::reposts, typed},
    {"comments", &Interaction::comments, typed},
    {"attachments", &Interaction::attachments, array},
    {"sentiment_hint", &Interaction::sentiment_hint, free_text},
    {"tags", &Interaction::tags, free_text},
    {"source", &Interaction::source, free_text},
}};

constexpr std::array<std::string_view, 1> kCustomerKeys{"customer_id"};
constexpr std::array<std::string_view, 3> kIdentityKeys{"network", "scope", "network_user_id"};
constexpr std::array<std::string_view, 3> kInteractionKeys{"network", "scope", "external_id"};

}  // namespace

bool is_author_key(std::string_view key) noexcept {
    return key.size() <= kMaxIdBytes && key.find("\uFFFD") == std::string_view::npos;
}

std::span<const Field<Customer>> customer_fields() noexcept {
    return kCustomerFields;
}
std::span<const Field<SocialIdentity>> identity_fields() noexcept {
    return kIdentityFields;
}
std::span<const Field<Interaction>> interaction_fields() noexcept {
    return kInteractionFields;
}

std::span<const std::string_view> key_names(const Customer*) noexcept {
    return kCustomerKeys;
}
std::span<const std::string_view> key_names(const SocialIdentity*) noexcept {
    return kIdentityKeys;
}
std::span<const std::string_view> key_names(const Interaction*) noexcept {
    return kInteractionKeys;
}

}  // namespace scrm::connect
