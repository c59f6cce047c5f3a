// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connect/record_fields_internal.hpp"
#include "scrm/connect/import_row.hpp"
#include "scrm/table/json.hpp"

namespace scrm::connect {

/// What is noted of a row while its fields are read.
struct RowNotes {
    std::vector<FieldWarning>& warnings;
    std::vector<OriginalBytes>& originals;

    /// The first warning of a field stays.
    void warn(std::string_view field, std::string_view reason);
    /// Keeps the bytes of a field that had to be cleaned, and warns. `bytes` are masked here.
    void keep_original(std::string_view field, std::string_view bytes);
};

/// Why bytes cannot be an id, "" when they can: no_id, bad_id, id_too_long.
std::string_view id_fault(std::string_view id);

/// Masks card numbers and codes in place.
void mask(std::string& text);

/// Masks a row's raw bytes, also where digits are hidden in JSON escapes: then the escapes are shown decoded.
/// Of a row that was cut, a number at the end is left out.
std::string masked_raw(std::string_view raw, bool is_json, bool is_cut = false);

/// Names of columns or members that must stay different from each other. Linear for many equal ones.
class DistinctNames {
  public:
    void keep(std::string_view name) { next_.emplace(name, 2); }
    /// `name`, or with #2, #3, … behind it where that is taken.
    std::string take(const std::string& name);

  private:
    std::map<std::string, int, std::less<>> next_;
};

/// Members under their masked names, which still differ, sorted by them.
std::vector<std::pair<std::string, table::JsonValue>> masked_members(std::vector<table::JsonValue> members);

/// The canonical JSON of a value in a field of a sort, every string and number in it masked unless it is what
/// the sort is about: a phone in a field of phones. In attachments and authors ids are left.
std::string masked_json(table::JsonValue value, FieldSort sort = FieldSort::free_text,
                        std::string_view country = {});

/// Checks one cleaned string by its sort, masks it where the sort says so, and warns of what is not
/// understood.
void check_text(std::string& text, FieldSort sort, std::span<const std::string_view> words,
                std::string_view field, std::string_view country, RowNotes& notes);
/// The same for element number `position` (from 1) of a list. Reading a phone number can cost 20
/// microseconds, so that of a hundred thousand in a row only the first hundred are read.
void check_item(std::string& text, std::size_t position, FieldSort sort,
                std::span<const std::string_view> words, std::string_view field, std::string_view country,
                RowNotes& notes);

}  // namespace scrm::connect
