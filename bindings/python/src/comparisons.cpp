// SPDX-License-Identifier: Apache-2.0
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>
#include <vector>

#include "bindings.hpp"
#include "docstrings.hpp"
#include "repr.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/comparison_library.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

using identity::Column;
using identity::Comparison;
using identity::Level;
using identity::TimeSpan;

using Ints = std::vector<int>;
using Doubles = std::vector<double>;

TimeSpan span_from(const std::pair<double, std::string>& span) {
    constexpr std::string_view kUnits[] = {"second", "minute", "hour", "day", "month", "year"};
    for (std::size_t i = 0; i < std::size(kUnits); ++i) {
        if (kUnits[i] == span.second) return {span.first, static_cast<TimeSpan::Unit>(i)};
    }
    throw Error{ErrorCode::invalid_argument, "a unit of time is second, minute, hour, day, month or year"};
}

identity::TableSettings settings_for(const std::string& link_type) {
    identity::TableSettings out;
    out.link_type = link_type;
    return out;
}

/// m or u of a level.
std::optional<double> known(const Level& level, double value, bool assumed) {
    return assumed || level.null_level ? std::nullopt : std::optional{value};
}

/// Sets m or u; None: to be trained.
void give(std::optional<double> value, double& current, bool& assumed, bool& fixed) {
    current = value.value_or(0.5);
    assumed = !value;
    fixed = value.has_value();
}

void bind_column(py::module_& module) {
    py::class_<Column>(module, "Column", "A column of a table, or what is made of its value.")
        .def(py::init<std::string>(), "name"_a)
        .def("lower", &Column::lower, "Return the column in lower case.")
        .def("upper", &Column::upper, "Return the column in upper case.")
        .def("trim", &Column::trim, "Return the column without spaces around it.")
        .def("as_text", &Column::as_text, "Return the column cast to text.")
        .def("substring", &Column::substring, "start"_a, "length"_a,
             "Return code points from `start`, counted from 1.")
        .def("matching", &Column::matching, "pattern"_a, "group"_a = 0,
             "Return what a group of a regular expression matches; NULL where nothing matches.")
        .def("date", &Column::date, "format"_a = "%Y-%m-%d", "Return the date read by a strptime format.")
        .def_property_readonly("name", &Column::name, "The column that the expression reads.")
        .def("__repr__", [](const Column& self) {
            return repr_of("Column", {{"name", self.name()}});
        });
    py::implicitly_convertible<py::str, Column>();
}

void bind_level(py::module_& module) {
    namespace levels = identity::levels;
    py::class_<Level>(module, "Level", "One outcome of a comparison: a condition with its m and u.")
        .def_static("expression", &levels::expression, "name"_a, "sql"_a,
                    "Return a level for SQL over both records: \"city_l\" = \"city_r\".")
        .def("__repr__",
             [](const Level& self) {
                 return repr_of("Level", {{"name", self.name}});
             })
        .def_static("missing", &levels::missing, "column"_a,
                    "Return the level of no evidence: a side has no value.")
        .def_static("otherwise", &levels::otherwise, "Return the last level.")
        .def_static("exact", &levels::exact, "column"_a, "frequencies"_a = false,
                    "Return the level of equal values.")
        .def_static("literal", &levels::literal, "column"_a, "value"_a,
                    "Return the level of one value on both sides.")
        .def_static("swapped", &levels::swapped, "one"_a, "other"_a,
                    "Return the level of two columns exchanged.")
        .def_static("levenshtein", &levels::levenshtein, "column"_a, "distance"_a,
                    "Return the level up to a distance.")
        .def_static("damerau_levenshtein", &levels::damerau_levenshtein, "column"_a, "distance"_a,
                    "Return the level up to a distance.")
        .def_static("jaro", &levels::jaro, "column"_a, "similarity"_a,
                    "Return the level from a similarity on.")
        .def_static("jaro_winkler", &levels::jaro_winkler, "column"_a, "similarity"_a,
                    "Return the level from a similarity on.")
        .def_static("jaccard", &levels::jaccard, "column"_a, "similarity"_a,
                    "Return the level from a similarity on.")
        .def_static(
            "time_apart",
            [](const Column& column, double count, const std::string& unit) {
                return levels::time_apart(column, span_from({count, unit}));
            },
            "column"_a, "count"_a, "unit"_a, "Return the level of dates up to so many seconds … years apart.")
        .def_static("number_apart", &levels::number_apart, "column"_a, "most"_a,
                    "Return the level of numbers up to a difference.")
        .def_static("km_apart", &levels::km_apart, "latitude"_a, "longitude"_a, "most"_a,
                    "Return the level of places up to so many kilometres apart.")
        .def_static("shared_items", &levels::shared_items, "list"_a, "least"_a,
                    "Return the level of lists that share so many items.")
        .def_static("cosine_similarity", &levels::cosine_similarity, "list"_a, "similarity"_a,
                    "Return the level from a similarity on.")
        .def_static(
            "all_of", [](const std::vector<Level>& parts) { return levels::all_of(parts); }, "levels"_a,
            "Return the level where all of these hold.")
        .def_static(
            "any_of", [](const std::vector<Level>& parts) { return levels::any_of(parts); }, "levels"_a,
            "Return the level where one of these holds.")
        .def_static(
            "none_of", [](const std::vector<Level>& parts) { return levels::none_of(parts); }, "levels"_a,
            "Return the level where none of these holds.")
        .def_readwrite("name", &Level::name, "Name of the level, as results show it.")
        .def_property_readonly(
            "sql", [](const Level& self) { return self.when.expression; }, "The condition of the level.")
        .def_property(
            "m", [](const Level& self) { return known(self, self.m, self.assumed_m); },
            [](Level& self, std::optional<double> m) { give(m, self.m, self.assumed_m, self.fixed_m); },
            "P(level | one person); None until it is trained. One that is set stays what it is in training.")
        .def_property(
            "u", [](const Level& self) { return known(self, self.u, self.assumed_u); },
            [](Level& self, std::optional<double> u) { give(u, self.u, self.assumed_u, self.fixed_u); },
            "P(level | two persons); None until it is trained. One that is set stays what it is in training.")
        .def(
            "adjust_frequencies",
            [](const Level& self, const std::string& column, double weight, double minimum_u, bool own_u) {
                Level out = self;
                out.frequency_adjustment = identity::FrequencyAdjustment{column, weight, minimum_u, own_u};
                return out;
            },
            "column"_a, py::kw_only(), "weight"_a = 1.0, "minimum_u"_a = 0.0, "own_u"_a = false,
            "Return the level in which a rare value of the column weighs more.");
}

template <class Items, class Make>
auto from_list(Make make) {
    return [make](const Column& column, const Items& items) { return make(column, items); };
}

void bind_comparison(py::module_& module) {
    namespace comparisons = identity::comparisons;
    py::class_<Comparison>(module, "Comparison", doc::kComparison)
        .def(py::init(&comparisons::of_levels), "name"_a, "levels"_a)
        .def("__repr__",
             [](const Comparison& self) {
                 return repr_of("Comparison",
                                {{"name", self.name}, {"levels", std::to_string(self.levels.size())}});
             })
        .def_static("exact", &comparisons::exact, "column"_a, "frequencies"_a = false,
                    "Compare values for equality.")
        .def_static("levenshtein", from_list<Ints>(comparisons::levenshtein), "column"_a,
                    "distances"_a = Ints{1, 2}, "Compare texts by insertions, deletions and substitutions.")
        .def_static("damerau_levenshtein", from_list<Ints>(comparisons::damerau_levenshtein), "column"_a,
                    "distances"_a = Ints{1, 2}, "Compare texts likewise, a swap of neighbours counting one.")
        .def_static("jaro", from_list<Doubles>(comparisons::jaro), "column"_a,
                    "similarities"_a = Doubles{0.9, 0.7}, "Compare texts by Jaro similarity.")
        .def_static("jaro_winkler", from_list<Doubles>(comparisons::jaro_winkler), "column"_a,
                    "similarities"_a = Doubles{0.9, 0.7}, "Compare texts by Jaro-Winkler similarity.")
        .def_static("jaccard", from_list<Doubles>(comparisons::jaccard), "column"_a,
                    "similarities"_a = Doubles{0.9, 0.7}, "Compare texts by the code points that they share.")
        .def_static("date_of_birth", &comparisons::date_of_birth, "column"_a, "format"_a = "%Y-%m-%d",
                    "Compare dates: exact, a typing error, a month, a year, ten years apart.")
        .def_static(
            "time_apart",
            [](const Column& column, const std::vector<std::pair<double, std::string>>& spans) {
                std::vector<TimeSpan> read;
                for (const auto& span : spans) read.push_back(span_from(span));
                return comparisons::time_apart(column, read);
            },
            "column"_a, "spans"_a, "Compare dates or times by spans such as (2, \"hour\").")
        .def_static("email", &comparisons::email, "column"_a, "Compare mail addresses and their users.")
        .def_static("postcode", &comparisons::postcode, "column"_a,
                    "Compare British postcodes and their parts.")
        .def_static("name_of_person", &comparisons::name_of_person, "column"_a,
                    "Compare names: exact with frequencies, then Jaro-Winkler similarity.")
        .def_static("forename_surname", &comparisons::forename_surname, "forename"_a, "surname"_a,
                    "Compare two names together, also swapped.")
        .def_static(
            "distance_in_km",
            [](const Column& latitude, const Column& longitude, const Doubles& kilometres) {
                return comparisons::distance_in_km(latitude, longitude, kilometres);
            },
            "latitude"_a, "longitude"_a, "kilometres"_a, "Compare places by the distance between them.")
        .def_static("shared_items", from_list<Ints>(comparisons::shared_items), "list"_a, "sizes"_a = Ints{1},
                    "Compare lists by how many items they share.")
        .def_static("cosine_similarity", from_list<Doubles>(comparisons::cosine_similarity), "list"_a,
                    "similarities"_a = Doubles{0.9, 0.8, 0.7}, "Compare lists of numbers by their angle.")
        .def_readonly("name", &Comparison::name, "Name of the comparison, as results show it.")
        .def_readonly("levels", &Comparison::levels, "Its levels, the strongest agreement first.");
}

}  // namespace

void bind_comparisons(py::module_& module) {
    py::module_ part =
        module.def_submodule("comparisons", "How columns of tables are compared: scrm.comparisons.");
    bind_column(part);
    bind_level(part);
    bind_comparison(part);
    py::class_<identity::MatchModel>{py::object{module.attr("MatchModel")}}.def_static(
        "of_columns",
        [](std::vector<Comparison> comparisons, const std::vector<std::string>& blocking_rules,
           const std::string& link_type, std::optional<double> prior) {
            return identity::model_of(std::move(comparisons), blocking_rules, settings_for(link_type), prior);
        },
        "comparisons"_a, "blocking_rules"_a, py::kw_only(), "link_type"_a = "dedupe_only",
        "prior"_a = py::none(), doc::kOfColumns);
    part.def(
        "block_on",
        [](const py::args& columns) {
            std::vector<Column> names;
            for (const py::handle column : columns) names.push_back(column.cast<Column>());
            return identity::block_on(names);
        },
        "Return the blocking rule of records that agree on all these columns, or SQL over the columns of one "
        "record: 'substr(surname, 1, 2)'. A name in double quotes is never taken for SQL.");
}

}  // namespace scrm::python
