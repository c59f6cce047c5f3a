// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/error.hpp"

#include <pybind11/pybind11.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <exception>
#include <string>

#include "bindings.hpp"
#include "scrm/core/file_not_found.hpp"
#include "streams.hpp"

namespace py = pybind11;

namespace scrm::python {
namespace {

/// One Python class for each error code; `builtin` is what a caller who knows nothing of scrm would catch.
struct ErrorClass {
    ErrorCode code;
    const char* name;
    PyObject* builtin;
    const char* text;
};

std::array<ErrorClass, 11> error_classes() {
    return {{
        {ErrorCode::invalid_argument, "InvalidArgument", PyExc_ValueError,
         "An argument that can never work."},
        {ErrorCode::not_found, "NotFound", PyExc_KeyError,
         "A named record, column, zone or id does not exist; of files: FileNotFound."},
        {ErrorCode::already_exists, "AlreadyExists", PyExc_ValueError,
         "The key of what is to be made is taken."},
        {ErrorCode::conflict, "Conflict", PyExc_RuntimeError,
         "Another decision or writer stands in the way."},
        {ErrorCode::constraint, "Constraint", PyExc_ValueError, "The database refused a value."},
        {ErrorCode::unavailable, "Unavailable", PyExc_OSError,
         "Disk full, connection lost or lock held: the same call may work later."},
        {ErrorCode::schema_mismatch, "SchemaMismatch", PyExc_RuntimeError,
         "A database of another schema version or of another application."},
        {ErrorCode::corrupt_data, "CorruptData", PyExc_RuntimeError, "Stored bytes are damaged."},
        {ErrorCode::unreadable_input, "UnreadableInput", PyExc_ValueError,
         "An input file as a whole cannot be read."},
        {ErrorCode::cancelled, "Cancelled", PyExc_RuntimeError, "Stopped on request; nothing is half-done."},
        {ErrorCode::internal, "Internal", PyExc_RuntimeError, "A bug of scrm itself."},
    }};
}

/// The classes by error code; they live as long as the interpreter.
std::array<PyObject*, 11> python_classes{};
PyObject* file_not_found = nullptr;

PyObject* new_class(const std::string& name, const char* text, const py::tuple& bases,
                    const py::dict& attributes) {
    PyObject* made = PyErr_NewExceptionWithDoc(("scrm." + name).c_str(), text, bases.ptr(), attributes.ptr());
    if (made == nullptr) throw py::error_already_set();
    return made;
}

void raise_broken_pipe() {
    const py::tuple arguments = py::make_tuple(EPIPE, std::strerror(EPIPE));
    PyErr_SetObject(PyExc_BrokenPipeError, arguments.ptr());
}

void translate(std::exception_ptr failure) {
    try {
        if (failure) std::rethrow_exception(failure);
    } catch (const FileNotFound& error) {
        PyErr_SetString(file_not_found, error.what());
    } catch (const Error& error) {
        raise(error);
    } catch (const BrokenPipe&) {
        raise_broken_pipe();
    } catch (const py::cast_error&) {
        // pybind11 makes a RuntimeError of it that speaks of C++.
        PyErr_SetString(PyExc_TypeError, "a value has a type that does not fit here");
    }
}

}  // namespace

void raise(const Error& error) {
    PyErr_SetString(python_classes.at(static_cast<std::size_t>(error.code())), error.what());
}

void bind_errors(py::module_& module) {
    py::dict common;
    // KeyError prints the repr of its argument; every Error prints its message.
    common["__str__"] = py::handle{PyExc_BaseException}.attr("__str__");
    common["code"] = py::str{"internal"};
    PyObject* base = new_class("Error", "Why a call could not do its job; `code` is the stable text code.",
                               py::make_tuple(py::handle{PyExc_Exception}), common);
    module.add_object("Error", base);

    for (const ErrorClass& one : error_classes()) {
        py::dict attributes;
        const auto code = to_string(one.code);
        attributes["code"] = py::str{code.data(), code.size()};
        PyObject* made = new_class(one.name, one.text,
                                   py::make_tuple(py::handle{base}, py::handle{one.builtin}), attributes);
        module.add_object(one.name, made);
        python_classes.at(static_cast<std::size_t>(one.code)) = made;
    }

    py::dict attributes;
    // OSError leaves it None where a message alone is given.
    attributes["errno"] = ENOENT;
    PyObject* not_found = python_classes.at(static_cast<std::size_t>(ErrorCode::not_found));
    file_not_found =
        new_class("FileNotFound", "A file, a folder or the file of a database does not exist.",
                  py::make_tuple(py::handle{not_found}, py::handle{PyExc_FileNotFoundError}), attributes);
    module.add_object("FileNotFound", file_not_found);
    py::register_local_exception_translator(&translate);
}

}  // namespace scrm::python
