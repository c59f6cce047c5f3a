// SPDX-License-Identifier: Apache-2.0
#include <pybind11/pybind11.h>

#include <string>
#include <string_view>

#include "bindings.hpp"
#include "scrm/core/error.hpp"

namespace py = pybind11;

namespace scrm::python {
namespace {

// What pybind11 puts before the values of a call that fits no function; they may be rows of a bank.
constexpr std::string_view kValues = "\nInvoked with:";

bool is_below_zero(const py::handle& value) {
    if (!py::isinstance<py::int_>(value) || py::isinstance<py::bool_>(value)) return false;
    int overflow = 0;
    const long long number = PyLong_AsLongLongAndOverflow(value.ptr(), &overflow);
    return overflow < 0 || (overflow == 0 && number < 0);
}

/// Of a call's keywords the one that is a whole number below zero; empty where none is.
std::string negative_of(PyObject* const* values, PyObject* names) {
    for (Py_ssize_t i = 0; names != nullptr && i < PyTuple_GET_SIZE(names); ++i) {
        if (is_below_zero(values[i])) return py::handle(PyTuple_GET_ITEM(names, i)).cast<std::string>();
    }
    return {};
}
std::string negative_of(PyObject* keywords) {
    if (keywords == nullptr) return {};
    for (const auto& [name, value] : py::reinterpret_borrow<py::dict>(keywords)) {
        if (is_below_zero(value)) return name.cast<std::string>();
    }
    return {};
}

/// `negative()`: the keyword that pybind11 found to fit no function, since none takes a number below zero.
template <class Negative>
void leave_values_out(const Negative& negative) {
    if (PyErr_ExceptionMatches(PyExc_TypeError) == 0) return;
    py::error_already_set failure;
    std::string message;
    try {
        message = py::str(failure.value()).cast<std::string>();
    } catch (const std::exception&) {
        PyErr_Clear();
    }
    const auto values = message.find(kValues);
    if (values == std::string::npos) {
        failure.restore();
        return;
    }
    if (const std::string name = negative(); !name.empty()) {
        raise(Error{ErrorCode::invalid_argument, name + " must not be below zero"});
        return;
    }
    message.resize(values);
    PyErr_SetString(PyExc_TypeError, message.c_str());
}

// Every function of an extension is called through one entry of pybind11's, of either form by its version.
using CallByVector = PyObject* (*)(PyObject*, PyObject* const*, Py_ssize_t, PyObject*);
using CallByTuple = PyObject* (*)(PyObject*, PyObject*, PyObject*);
CallByVector by_vector = nullptr;
CallByTuple by_tuple = nullptr;

PyObject* call_by_vector(PyObject* self, PyObject* const* arguments, Py_ssize_t count, PyObject* names) {
    PyObject* result = by_vector(self, arguments, count, names);
    if (result == nullptr) {
        leave_values_out([&] {
            return negative_of(arguments + PyVectorcall_NARGS(static_cast<std::size_t>(count)), names);
        });
    }
    return result;
}

PyObject* call_by_tuple(PyObject* self, PyObject* arguments, PyObject* names) {
    PyObject* result = by_tuple(self, arguments, names);
    if (result == nullptr) leave_values_out([&] { return negative_of(names); });
    return result;
}

/// Calls of `entry` go through `ours`, which goes on to `former`, the same for all functions.
template <class Entry>
void enter_through(PyCFunction& entry, Entry& former, Entry ours) {
    const auto found = reinterpret_cast<Entry>(reinterpret_cast<void (*)()>(entry));
    if (found == ours || (former != nullptr && found != former)) return;
    former = found;
    entry = reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(ours));
}

void guard_function(py::handle object) {
    if (PyInstanceMethod_Check(object.ptr()) != 0) object = PyInstanceMethod_Function(object.ptr());
    if (Py_IS_TYPE(object.ptr(), &PyStaticMethod_Type)) {
        guard_function(object.attr("__func__"));
        return;
    }
    if (PyCFunction_Check(object.ptr()) == 0) return;
    PyMethodDef& definition = *reinterpret_cast<PyCFunctionObject*>(object.ptr())->m_ml;
    if (definition.ml_flags == (METH_FASTCALL | METH_KEYWORDS)) {
        enter_through(definition.ml_meth, by_vector, &call_by_vector);
    } else if (definition.ml_flags == (METH_VARARGS | METH_KEYWORDS)) {
        enter_through(definition.ml_meth, by_tuple, &call_by_tuple);
    }
}

}  // namespace

void keep_values_out_of_type_errors(const py::module_& module) {
    const auto own = module.attr("__name__").cast<std::string>();
    for (const auto& [name, object] : module.attr("__dict__").cast<py::dict>()) {
        if (py::isinstance<py::module_>(object)) {
            const auto inner = object.attr("__name__").cast<std::string>();
            if (inner.starts_with(own + ".")) {
                keep_values_out_of_type_errors(py::reinterpret_borrow<py::module_>(object));
            }
        } else if (PyType_Check(object.ptr()) != 0 && object.attr("__module__").cast<std::string>() == own) {
            for (const auto& [member, value] : py::dict(object.attr("__dict__"))) guard_function(value);
        } else {
            guard_function(object);
        }
    }
}

}  // namespace scrm::python
