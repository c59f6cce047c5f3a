// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cerrno>
#include <memory>
#include <string>
#include <vector>

#include "scrm/table/arrow.hpp"

namespace scrm::table {
namespace {

// What an exported structure owns. Every child has its own owner, so that a consumer may move children out
// and release them apart from their parent, in any order.

struct SchemaOwner {
    std::string format;
    std::string name;
    std::vector<ArrowSchema> children;
    std::vector<ArrowSchema*> pointers;
};

void release_schema(ArrowSchema* schema) {
    auto* owner = static_cast<SchemaOwner*>(schema->private_data);
    for (std::int64_t i = 0; i < schema->n_children; ++i) {
        ArrowSchema* child = schema->children[i];
        if (child->release != nullptr) child->release(child);
    }
    schema->release = nullptr;
    delete owner;
}

void fill_schema(ArrowSchema* out, std::string format, std::string name) {
    auto owner = std::make_unique<SchemaOwner>();
    owner->format = std::move(format);
    owner->name = std::move(name);
    *out = ArrowSchema{};
    out->format = owner->format.c_str();
    out->name = owner->name.c_str();
    out->flags = ARROW_FLAG_NULLABLE;
    out->release = release_schema;
    out->private_data = owner.release();
}

struct ArrayOwner {
    Column column;  // keeps the storage alive
    std::array<const void*, 3> buffers{};
    std::vector<ArrowArray> children;
    std::vector<ArrowArray*> pointers;
};

void release_array(ArrowArray* array) {
    auto* owner = static_cast<ArrayOwner*>(array->private_data);
    for (std::int64_t i = 0; i < array->n_children; ++i) {
        ArrowArray* child = array->children[i];
        if (child->release != nullptr) child->release(child);
    }
    array->release = nullptr;
    delete owner;
}

const void* bitmap(const Validity& validity) {
    return validity.bits().empty() ? nullptr : static_cast<const void*>(validity.bits().data());
}

void fill_array(ArrowArray* out, const Column& column) {
    auto owner = std::make_unique<ArrayOwner>();
    owner->column = column;
    *out = ArrowArray{};
    out->length = row_count(column);
    if (const auto* strings = std::get_if<StringColumn>(&owner->column)) {
        out->null_count = strings->null_count();
        out->n_buffers = 3;
        owner->buffers = {bitmap(strings->validity()), strings->offsets().data(), strings->bytes().data()};
    } else if (const auto* integers = std::get_if<Int64Column>(&owner->column)) {
        out->null_count = integers->null_count();
        out->n_buffers = 2;
        owner->buffers = {bitmap(integers->validity()), integers->values().data(), nullptr};
    } else {
        const auto& doubles = std::get<DoubleColumn>(owner->column);
        out->null_count = doubles.null_count();
        out->n_buffers = 2;
        owner->buffers = {bitmap(doubles.validity()), doubles.values().data(), nullptr};
    }
    out->buffers = owner->buffers.data();
    out->release = release_array;
    out->private_data = owner.release();
}

const char* format_of(const Column& column) {
    if (std::holds_alternative<StringColumn>(column)) return "U";
    return std::holds_alternative<Int64Column>(column) ? "l" : "g";
}

/// A column whose cells were not read must not come out as one without any.
void require_cells(const Table& table) {
    for (std::size_t i = 0; i < table.column_count(); ++i) static_cast<void>(table.column(i));
}

struct StreamOwner {
    Table table;
    bool delivered = false;
};

int stream_schema(ArrowArrayStream* stream, ArrowSchema* out) {
    try {
        export_schema(static_cast<StreamOwner*>(stream->private_data)->table, out);
        return 0;
    } catch (...) {
        return ENOMEM;
    }
}

int stream_next(ArrowArrayStream* stream, ArrowArray* out) {
    auto* owner = static_cast<StreamOwner*>(stream->private_data);
    if (owner->delivered) {
        *out = ArrowArray{};
        return 0;
    }
    try {
        export_array(owner->table, out);
        owner->delivered = true;
        return 0;
    } catch (...) {
        return ENOMEM;
    }
}

const char* stream_error(ArrowArrayStream*) {
    return "out of memory";
}

void release_stream(ArrowArrayStream* stream) {
    delete static_cast<StreamOwner*>(stream->private_data);
    stream->release = nullptr;
}

}  // namespace

void export_schema(const Table& table, ArrowSchema* out) {
    require_cells(table);
    fill_schema(out, "+s", "");
    auto* owner = static_cast<SchemaOwner*>(out->private_data);
    try {
        owner->children.resize(table.column_count());
        owner->pointers.reserve(table.column_count());
        for (std::size_t i = 0; i < table.column_count(); ++i) {
            owner->pointers.push_back(&owner->children[i]);
            fill_schema(&owner->children[i], format_of(table.column(i)), table.names()[i]);
        }
    } catch (...) {
        out->children = owner->pointers.data();
        out->n_children = static_cast<std::int64_t>(owner->pointers.size());
        out->release(out);
        throw;
    }
    out->flags = 0;
    out->children = owner->pointers.data();
    out->n_children = static_cast<std::int64_t>(table.column_count());
}

void export_array(const Table& table, ArrowArray* out) {
    require_cells(table);
    auto owner = std::make_unique<ArrayOwner>();
    owner->children.resize(table.column_count());
    owner->pointers.reserve(table.column_count());
    *out = ArrowArray{};
    out->length = table.row_count();
    out->n_buffers = 1;
    out->buffers = owner->buffers.data();
    out->release = release_array;
    out->private_data = owner.get();
    ArrayOwner* kept = owner.release();
    try {
        for (std::size_t i = 0; i < table.column_count(); ++i) {
            kept->pointers.push_back(&kept->children[i]);
            fill_array(&kept->children[i], table.column(i));
        }
    } catch (...) {
        out->children = kept->pointers.data();
        out->n_children = static_cast<std::int64_t>(kept->pointers.size());
        out->release(out);
        throw;
    }
    out->children = kept->pointers.data();
    out->n_children = static_cast<std::int64_t>(table.column_count());
}

void export_stream(const Table& table, ArrowArrayStream* out) {
    require_cells(table);
    auto owner = std::make_unique<StreamOwner>();
    owner->table = table;
    *out = ArrowArrayStream{};
    out->get_schema = stream_schema;
    out->get_next = stream_next;
    out->get_last_error = stream_error;
    out->release = release_stream;
    out->private_data = owner.release();
}

}  // namespace scrm::table
