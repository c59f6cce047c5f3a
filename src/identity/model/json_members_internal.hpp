// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "scrm/core/error.hpp"

namespace scrm::identity {

/// What a file of settings is called in messages. Nothing that the file says is repeated in them.
class SettingsKind {
  public:
    explicit constexpr SettingsKind(const char* name) noexcept : name_(name) {}
    [[noreturn]] void refuse(const std::string& what) const {
        throw Error(ErrorCode::unreadable_input, std::string{name_} + ": " + what);
    }

  private:
    const char* name_;
};

/// Reads JSON text. Of a member that stands twice in an object nobody knows which one was meant.
inline nlohmann::json parse_settings(std::string_view text, SettingsKind kind) {
    using Json = nlohmann::json;
    std::vector<std::set<std::string>> open;  // names in the objects that have not ended yet
    const auto look = [&](int, Json::parse_event_t event, const Json& name) {
        if (event == Json::parse_event_t::object_start) open.emplace_back();
        if (event == Json::parse_event_t::object_end) open.pop_back();
        if (event == Json::parse_event_t::key && !open.back().insert(name.get<std::string>()).second)
            kind.refuse("a member stands twice in an object");
        return true;
    };
    Json node = Json::parse(text, look, false);
    if (node.is_discarded()) kind.refuse("not JSON");
    return node;
}

/// Reads the members of an object with a message that names the member, and refuses those that nobody asked
/// for. The node must outlive it.
class JsonMembers {
  public:
    JsonMembers(const nlohmann::json& node, SettingsKind kind, std::string where)
        : node_(node), kind_(kind), where_(std::move(where)) {
        if (!node.is_object()) kind_.refuse(where_ + " is not an object");
    }
    template <class Value>
    Value required(const char* name) {
        const nlohmann::json* member = find(name);
        if (member == nullptr) kind_.refuse(where_ + " has no " + name);
        return as<Value>(*member, name);
    }
    template <class Value>
    Value optional(const char* name, Value fallback) {
        const nlohmann::json* member = find(name);
        return member == nullptr ? fallback : as<Value>(*member, name);
    }
    std::optional<double> optional_number(const char* name) {
        const nlohmann::json* member = find(name);
        return member == nullptr ? std::nullopt : std::optional<double>{as<double>(*member, name)};
    }
    const nlohmann::json* find(const char* name) {
        const auto at = node_.find(name);
        if (at == node_.end()) return nullptr;
        ++used_;
        return &*at;
    }
    const nlohmann::json& list(const char* name) {
        const nlohmann::json* member = find(name);
        if (member == nullptr || !member->is_array()) kind_.refuse(where_ + ": " + name + " is not a list");
        return *member;
    }
    /// A list of names.
    std::vector<std::string> texts(const char* name) {
        std::vector<std::string> out;
        for (const nlohmann::json& item : list(name)) {
            if (!item.is_string()) kind_.refuse(where_ + ": " + name + " is not a list of texts");
            out.push_back(item.get<std::string>());
        }
        return out;
    }
    /// A misspelt member would silently change what the file says.
    void finish() const {
        if (used_ != node_.size()) kind_.refuse(where_ + " has an unknown member");
    }

  private:
    template <class Value>
    Value as(const nlohmann::json& member, const char* name) const {
        bool fits = false;
        if constexpr (std::is_same_v<Value, bool>)
            fits = member.is_boolean();
        else if constexpr (std::is_floating_point_v<Value>)
            fits = member.is_number();
        else if constexpr (std::is_integral_v<Value>)
            fits = member.is_number_unsigned();
        else if constexpr (std::is_same_v<Value, std::string>)
            fits = member.is_string();
        if (!fits) kind_.refuse(where_ + ": " + name + " has another type than expected");
        return member.get<Value>();
    }

    const nlohmann::json& node_;
    SettingsKind kind_;
    std::string where_;
    std::size_t used_ = 0;
};

}  // namespace scrm::identity
