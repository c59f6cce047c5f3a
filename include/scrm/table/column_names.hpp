// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scrm::table {

/// A column of a table that holds an attribute of a person.
struct MappedColumn {
    std::string attribute;  ///< one of attribute_names(), or "other:<anything>"
    std::string column;     ///< the header as the source wrote it
    std::size_t index = 0;  ///< its position in the header

    friend bool operator==(const MappedColumn&, const MappedColumn&) = default;
};

/// full_name, given_name, family_name, patronymic, gender, birth_date, phone, email, handle, url, address,
/// street, postcode, city, region, country, employer, occupation, national_id; in this order.
std::span<const std::string_view> attribute_names() noexcept;

/// "no column 'adress'; there is 'address'": for messages. A column is named only where it differs from the
/// wanted one by its case and one slip in three bytes, two at most, since the header of a file without one is
/// a row.
std::string no_such_column(std::string_view name, std::span<const std::string> header);

/// Whether several columns may hold the attribute: phone, email, handle, url. Their cells are read as one
/// list.
bool is_repeatable(std::string_view attribute) noexcept;

/// The attribute that a usual header names by itself, in English, Russian, Ukrainian, German, French,
/// Spanish, Portuguese, Polish, Turkish or Kazakh; case, spaces, hyphens, underscores, dots, commas, colons
/// and the marks of Latin letters do not count: "Date of Birth", "dob", "дата_рождения", "soc_sec_id", "по
/// батькові", "Prénom". A number may stand behind what is repeatable ("Phone 2", "E-mail 2 Address", "Phone 1
/// - Value"). Documents other than the national id are `other:passport`, `other:drivers_license` and so on.
/// nullopt for any other header.
std::optional<std::string_view> recognise_column(std::string_view header);

/// The recognised columns of a header, in its order. The column named `id_column` is left out. Of several
/// columns with one attribute that is not repeatable the first stays; a year or place of birth counts as
/// birth date or city where no other column does. Others decide what "Nom" (beside "Prénom" the family name),
/// "Nombre" (beside "Apellidos" the given one) and the like are. Throws Error{invalid_argument} when none is
/// recognised.
std::vector<MappedColumn> recognise_columns(std::span<const std::string> header,
                                            std::string_view id_column = {});

/// `attribute=column,attribute=column`, the value of `--columns`, as pairs. Throws Error{invalid_argument}
/// for a part without `=` or with an empty side, naming its position.
std::vector<std::pair<std::string, std::string>> parse_column_spec(std::string_view spec);

/// Finds every (attribute, column) pair in a header. A column may be missing when `allow_missing` (one side
/// of a link) and is then left out, so that an attribute may name a column for each of several files. Throws
/// Error{invalid_argument} for an unknown attribute, a column that is named twice, an attribute of which the
/// header has two columns (unless it is repeatable), a column that is missing or stands twice in the header,
/// or when nothing is left.
std::vector<MappedColumn> map_columns(std::span<const std::pair<std::string, std::string>> pairs,
                                      std::span<const std::string> header, bool allow_missing = false);

}  // namespace scrm::table
