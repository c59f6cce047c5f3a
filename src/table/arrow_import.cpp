// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scrm/core/error.hpp"
#include "scrm/table/arrow.hpp"
#include "scrm/text/utf8.hpp"
#include "table/arrow_cells_internal.hpp"

namespace scrm::table {
namespace {

/// Releases an Arrow structure at the end of a scope, unless somebody else did.
template <class Structure>
class Held {
  public:
    explicit Held(Structure* structure) : structure_(structure) {}
    ~Held() {
        if (structure_->release != nullptr) structure_->release(structure_);
    }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

  private:
    Structure* structure_;
};

/// The columns of a table while its batches come in.
class Import {
  public:
    explicit Import(const ArrowSchema& schema) {
        if (schema.format == nullptr || std::string_view{schema.format} != "+s") {
            throw Error{ErrorCode::invalid_argument, "the Arrow object is no table"};
        }
        for (std::int64_t i = 0; i < schema.n_children; ++i) {
            const ArrowSchema& child = *schema.children[i];
            names_.push_back(text::sanitize(child.name == nullptr ? "" : child.name).text);
            if (ArrowCells::can_read(child)) {
                cells_.emplace_back(ArrowCells{child});
                unread_.emplace_back();
            } else {
                cells_.emplace_back();
                unread_.push_back(arrow_type_name(child));
            }
        }
        columns_.resize(names_.size());
        lists_.resize(names_.size());
    }

    void add(const ArrowArray& batch) {
        if (batch.n_children != static_cast<std::int64_t>(names_.size())) {
            throw Error{ErrorCode::invalid_argument,
                        "an Arrow batch does not have the columns of its schema"};
        }
        for (std::size_t i = 0; i < names_.size(); ++i) {
            if (cells_[i]) add_column(batch, *cells_[i], i);
        }
        rows_ += batch.length;
    }

    Table finish() {
        Table table;
        for (std::size_t i = 0; i < names_.size(); ++i) {
            if (cells_[i] && cells_[i]->type() == CellType::list) {
                table.add_lists(names_[i], columns_[i].finish(), lists_[i].finish());
            } else if (cells_[i]) {
                table.add(names_[i], columns_[i].finish(), cells_[i]->type());
            } else {
                table.add_unread(names_[i], rows_, unread_[i]);
            }
        }
        return table;
    }

  private:
    void add_column(const ArrowArray& batch, const ArrowCells& cells, std::size_t column) {
        const ArrowArray& array = *batch.children[column];
        cells.check(array, names_[column]);
        if (array.length < batch.offset + batch.length) {
            throw Error{ErrorCode::invalid_argument,
                        "column '" + names_[column] + "' is shorter than its batch"};
        }
        std::string scratch;
        for (std::int64_t row = batch.offset; row < batch.offset + batch.length; ++row) {
            append_clean(columns_[column], cells.at(array, row, scratch));
            if (cells.type() == CellType::list) append_clean(lists_[column], cells.list_at(array, row));
        }
    }

    static void append_clean(ColumnBuilder& column, std::optional<std::string_view> cell) {
        if (cell && !text::is_clean(*cell))
            column.append(text::sanitize(*cell).text);
        else
            column.append(cell);
    }

    std::vector<std::string> names_;
    std::vector<std::optional<ArrowCells>> cells_;  // empty where the type is not read
    std::vector<std::string> unread_;               // the name of that type
    std::vector<ColumnBuilder> columns_;
    std::vector<ColumnBuilder> lists_;  // of columns of lists
    std::int64_t rows_ = 0;
};

}  // namespace

Table import_stream(ArrowArrayStream* stream) {
    if (stream == nullptr || stream->release == nullptr) {
        throw Error{ErrorCode::invalid_argument, "the Arrow stream was already consumed"};
    }
    const Held<ArrowArrayStream> held{stream};
    // The producer's own message is left out: it may quote a value.
    const auto fail = [] {
        throw Error{ErrorCode::unreadable_input, "the Arrow stream failed while it was read"};
    };
    ArrowSchema schema{};
    if (stream->get_schema(stream, &schema) != 0) fail();
    const Held<ArrowSchema> held_schema{&schema};
    Import import{schema};
    for (;;) {
        ArrowArray batch{};
        if (stream->get_next(stream, &batch) != 0) fail();
        if (batch.release == nullptr) break;
        const Held<ArrowArray> held_batch{&batch};
        import.add(batch);
    }
    return import.finish();
}

Table import_array(ArrowSchema* schema, ArrowArray* array) {
    if (schema == nullptr || array == nullptr || schema->release == nullptr || array->release == nullptr) {
        throw Error{ErrorCode::invalid_argument, "the Arrow array was already consumed"};
    }
    const Held<ArrowSchema> held_schema{schema};
    const Held<ArrowArray> held_array{array};
    Import import{*schema};
    import.add(*array);
    return import.finish();
}

}  // namespace scrm::table
