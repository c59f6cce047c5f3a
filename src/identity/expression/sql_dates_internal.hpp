// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scrm::identity {

/// Seconds since 1970-01-01 UTC of a date "YYYY-MM-DD" (also with `/`, or one-digit month and day), with or
/// without a time "[T ]HH:MM[:SS[.fff]][Z]". White space around is skipped. nullopt for anything else.
std::optional<double> iso_seconds(std::string_view text);

/// "YYYY-MM-DD HH:MM:SS".
std::string iso_text(double seconds);

/// Whether read_date knows every specifier of the format.
bool is_date_format(std::string_view format);

/// DuckDB's try_strptime: seconds since 1970 UTC, nullopt when the text does not fit. White space around the
/// text is skipped; %Y takes up to four digits, %m %d %H %I %M %S up to two, %j three, %f nine; also %y (69
/// is 1969, 68 is 2068), %b %B %a %A %p in any case, %z, %%.
std::optional<double> read_date(std::string_view text, std::string_view format);

/// Spark's date pattern ("yyyy-MM-dd") in the terms of read_date; nullopt for a letter that has no equal.
std::optional<std::string> from_spark_format(std::string_view pattern);
/// PostgreSQL's ("YYYY-MM-DD").
std::optional<std::string> from_postgres_format(std::string_view pattern);

}  // namespace scrm::identity
