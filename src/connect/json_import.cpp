// SPDX-License-Identifier: Apache-2.0
#include "connect/json_import_internal.hpp"

#include "scrm/core/id.hpp"

namespace scrm::connect {
namespace {

/// What a value of the wrong type is masked as.
template <class T>
FieldSort written_sort(const Field<T>& field) {
    const bool is_time = std::holds_alternative<std::optional<UtcTime> T::*>(field.member);
    return is_time ? FieldSort::time_text : field.sort;
}

/// One value on its way into a member. Each `read` returns the warning of a value that cannot be read, or "".
class FieldReader {
  public:
    FieldReader(table::JsonValue value, std::string_view country, RowNotes& notes)
        : value_(value), country_(country), notes_(notes) {}

    template <class T>
    std::string_view read(const Field<T>& field, std::string& target) {
        if (field.sort == FieldSort::object) return read_author(field.name, target);
        if (field.sort == FieldSort::array) {
            if (!value_.is_array()) return "bad_type";
            if (value_.size() > 0) target = masked_json(value_, FieldSort::array);
            return {};
        }
        if (field.sort == FieldSort::id && value_.is_integer()) {
            target.assign(value_.text());
            return {};
        }
        if (!value_.is_string()) return "bad_type";
        target.assign(value_.text());
        if (value_.was_repaired()) notes_.keep_original(field.name, value_.raw());
        check_text(target, field.sort, field.words, field.name, country_, notes_);
        return {};
    }

    template <class T>
    std::string_view read(const Field<T>& field, std::vector<std::string>& target) {
        if (!value_.is_array()) return "bad_type";
        bool repaired = false;
        for (const table::JsonValue element : value_) {
            if (!element.is_string()) {
                target.clear();
                return "bad_type";
            }
            repaired = repaired || element.was_repaired();
            if (!element.text().empty()) target.emplace_back(element.text());
        }
        if (repaired) notes_.keep_original(field.name, value_.raw());
        for (std::size_t i = 0; i < target.size(); ++i)
            check_item(target[i], i + 1, field.sort, field.words, field.name, country_, notes_);
        return {};
    }

    template <class T>
    std::string_view read(const Field<T>&, std::optional<std::int64_t>& target) {
        if (!value_.is_number()) return "bad_type";
        target = value_.integer();
        if (target && *target < 0) target.reset();
        return target ? "" : "bad_number";
    }

    template <class T>
    std::string_view read(const Field<T>&, std::optional<double>& target) {
        if (!value_.is_number()) return "bad_type";
        target = value_.number();
        return target ? "" : "bad_number";
    }

    template <class T>
    std::string_view read(const Field<T>&, std::optional<bool>& target) {
        if (!value_.is_boolean()) return "bad_type";
        target = value_.boolean();
        return {};
    }

    template <class T>
    std::string_view read(const Field<T>&, std::optional<UtcTime>& target) {
        if (!value_.is_string()) return "bad_type";
        target = parse_time(value_.text());
        return target ? "" : "bad_time";
    }

  private:
    /// The author as a subset of an identity, in its canonical form; its warnings are all warnings of the
    /// author.
    std::string_view read_author(std::string_view name, std::string& target) {
        if (!value_.is_object()) return "bad_type";
        SocialIdentity author;
        for (const auto& [key, id] :
             {std::pair{std::string_view{"network"}, &author.account.network},
              std::pair{std::string_view{"scope"}, &author.account.scope},
              std::pair{std::string_view{"network_user_id"}, &author.account.network_user_id}}) {
            if (!read_key(value_.find(key), *id).empty() || !is_author_key(*id)) return "bad_value";
        }
        std::vector<FieldWarning> warnings;
        std::vector<OriginalBytes> originals;
        RowNotes inner{warnings, originals};
        read_fields(value_, author, inner);
        for (const FieldWarning& warning : warnings) notes_.warn(name, warning.reason);
        for (const OriginalBytes& original : originals) {
            notes_.originals.push_back({std::string{name} + "." + original.field, original.bytes});
        }
        target = to_json_line(author);
        if (target == "{}") target.clear();
        return {};
    }

    table::JsonValue value_;
    std::string_view country_;
    RowNotes& notes_;
};

template <class T>
void read_all_fields(table::JsonValue object, T& record, RowNotes& notes) {
    const std::string_view country = object.find("country").text();
    for (const Field<T>& field : fields_of<T>()) {
        const table::JsonValue value = object.find(field.name);
        if (value.is_missing() || value.is_null()) continue;
        FieldReader reader{value, country, notes};
        const std::string_view fault =
            std::visit([&](auto member) { return reader.read(field, record.*member); }, field.member);
        if (fault.empty()) continue;
        notes.warn(field.name, fault);
        record.as_written.insert_or_assign(std::string{field.name},
                                           masked_json(value, written_sort(field), country));
    }
    std::vector<table::JsonValue> unknown;
    for (const table::JsonValue member : object) {
        if (!is_known_name<T>(member.key())) unknown.push_back(member);
    }
    // A name that masking turned into one of ours would be read back as ours; no name with a card is ours.
    for (auto& [name, member] : masked_members(std::move(unknown)))
        record.as_written.insert_or_assign(std::move(name), masked_json(member));
}

}  // namespace

std::string_view read_key(table::JsonValue value, std::string& id) {
    if (value.is_missing() || value.is_null()) return {};
    if (!value.is_integer() && !value.is_string()) return "id_not_text";
    if (value.was_repaired()) return "bad_id";
    if (value.text().size() > kMaxIdBytes) return "id_too_long";
    id.assign(value.text());
    return {};
}

void read_fields(table::JsonValue object, SocialIdentity& identity, RowNotes& notes) {
    read_all_fields(object, identity, notes);
}

void read_fields(table::JsonValue object, Interaction& interaction, RowNotes& notes) {
    read_all_fields(object, interaction, notes);
}

}  // namespace scrm::connect
