// SPDX-License-Identifier: Apache-2.0
#include "texts.hpp"

#include <cmath>

#include "scrm/core/error.hpp"

namespace py = pybind11;

namespace scrm::python {

namespace {

bool is_text(const py::handle& object) {
    return py::isinstance<py::str>(object) || py::isinstance<py::bytes>(object);
}

}  // namespace

std::string text_of(const py::handle& object) {
    if (!is_text(object)) throw py::type_error("a text must be str or bytes");
    if (py::isinstance<py::bytes>(object)) return object.cast<std::string>();
    return object.attr("encode")("utf-8", "replace").cast<std::string>();
}

Texts texts_of(const py::object& object, const char* argument) {
    if (is_text(object)) throw py::type_error(std::string{argument} + " must be a sequence, not one text");
    Texts texts;
    for (const py::handle one : object) {
        if (!is_text(one))
            throw py::type_error(std::string{argument} + "[" + std::to_string(texts.size()) +
                                 "] must be str or bytes");
        texts.push_back(text_of(one));
    }
    return texts;
}

std::vector<double> order_of(const std::optional<std::vector<double>>& times) {
    std::vector<double> order = times.value_or(std::vector<double>{});
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (!std::isfinite(order[i]))
            throw Error{ErrorCode::invalid_argument,
                        "times[" + std::to_string(i) + "] must be a finite number"};
    }
    return order;
}

void add_unreadable(py::dict& to, const table::UnreadableRows& rows) {
    to["unreadable"] = rows.count;
    to["first_unreadable"] = rows.count > 0 ? py::object{py::int_(rows.first.row)} : py::none();
    to["reason"] =
        rows.count > 0 ? py::object{py::str{std::string{to_string(rows.first.fault)}}} : py::none();
}

std::vector<std::string_view> views_of(const Texts& texts) {
    return {texts.begin(), texts.end()};
}

UtcTime time_of(const py::handle& object) {
    if (py::isinstance<py::str>(object)) {
        const auto time = parse_time(object.cast<std::string>());
        if (!time) throw Error{ErrorCode::invalid_argument, "a time cannot be read"};
        return *time;
    }
    if (!py::hasattr(object, "timestamp") || !py::hasattr(object, "tzinfo"))
        throw py::type_error("a time must be a datetime or RFC 3339 text");
    // pandas.NaT has all that a datetime has, and is not equal to itself: by the operator, since
    // handle::equal takes an object for its own equal without asking it.
    const auto equal =
        py::reinterpret_steal<py::object>(PyObject_RichCompare(object.ptr(), object.ptr(), Py_EQ));
    if (!equal) throw py::error_already_set();
    if (!equal.cast<bool>()) throw Error{ErrorCode::invalid_argument, "a time is missing"};
    py::object moment = py::reinterpret_borrow<py::object>(object);
    if (moment.attr("tzinfo").is_none()) {
        const py::dict utc;
        utc["tzinfo"] = py::module_::import("datetime").attr("timezone").attr("utc");
        moment = moment.attr("replace")(**utc);
    }
    constexpr double kMicros = 1e6;
    return from_unix_micros(std::llround(moment.attr("timestamp")().cast<double>() * kMicros));
}

Places::Places(const py::handle& object, std::string_view text) {
    if (py::isinstance<py::bytes>(object)) return;
    characters_.reserve(text.size() + 1);
    std::uint32_t count = 0;
    for (const char c : text) {
        characters_.push_back(count);
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
    }
    characters_.push_back(count);
}

std::uint32_t Places::place(std::uint32_t byte) const {
    return characters_.empty() ? byte : characters_.at(byte);
}

py::tuple Places::operator()(sentiment::TextSpan span) const {
    return py::make_tuple(place(span.begin), place(span.end));
}

}  // namespace scrm::python
