// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "identity/expression/pair_conditions_internal.hpp"
#include "identity/expression/sql_functions_internal.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

using F = SqlFunction;

constexpr std::size_t kChunk = 4'096;

std::vector<std::string> columns_of_all(std::span<const SqlExpression* const> expressions) {
    std::set<std::string> names;
    for (const SqlExpression* expression : expressions)
        names.merge([&] {
            const auto some = columns_of(*expression);
            return std::set<std::string>(some.begin(), some.end());
        }());
    return {names.begin(), names.end()};
}

void collect_free(const SqlExpression& expression, std::set<unsigned> bound, std::set<unsigned>& free) {
    if (expression.function == F::parameter && !bound.contains(expression.parameter))
        free.insert(expression.parameter);
    if (expression.function == F::list_transform) {
        collect_free(expression.parts[0], bound, free);
        bound.insert(expression.parameter);
        collect_free(expression.parts[1], std::move(bound), free);
        return;
    }
    for (const SqlExpression& part : expression.parts) collect_free(part, bound, free);
}

bool has_free_parameter(const SqlExpression& expression) {
    std::set<unsigned> free;
    collect_free(expression, {}, free);
    return !free.empty();
}

bool reads_one_row(const SqlExpression& expression) {
    const unsigned sides = sides_of(expression);
    return (sides == 1 || sides == 2) && !has_free_parameter(expression);
}

}  // namespace

/// Turns trees into nodes, equal subtrees into one.
class SqlProgram::Compiler {
  public:
    Compiler(SqlProgram& program, const SqlColumns& columns, unsigned threads, bool rowwise)
        : program_(program), columns_(columns), threads_(threads), rowwise_(rowwise) {}

    std::uint32_t add(const SqlExpression& expression) {
        const std::string key = structure_of(expression, true);
        if (const auto at = known_.find(key); at != known_.end()) return at->second;
        Node node;
        node.function = expression.function;
        node.is_fixed = !has_free_parameter(expression);
        if (expression.function == F::column || (!rowwise_ && reads_one_row(expression))) {
            node.function = F::column;
            node.side = sides_of(expression) == 1 ? SqlSide::left : SqlSide::right;
            node.table = table(expression);
        } else if (expression.function == F::literal) {
            node.literal = expression.value;
        } else {
            node.parameter = expression.parameter;
            if (expression.function == F::parameter || expression.function == F::list_transform)
                program_.parameters_ = std::max(program_.parameters_, expression.parameter + 1);
            if (expression.function == F::regexp_extract) {
                node.pattern = std::make_shared<const RegularExpression>(
                    RegularExpression::parse(expression.parts[1].value.text).value());
            }
            for (const SqlExpression& part : expression.parts) node.parts.push_back(add(part));
            program_.is_costly_ |= is_costly(expression.function);
        }
        program_.nodes_.push_back(std::move(node));
        const auto number = static_cast<std::uint32_t>(program_.nodes_.size() - 1);
        known_.emplace(key, number);
        return number;
    }

  private:
    static bool is_costly(F function) {
        return function != F::both && function != F::either && function != F::negation &&
               function != F::is_null;
    }

    const Table* table(const SqlExpression& expression) {
        const std::string key = structure_of(expression, false);
        if (const auto at = tables_.find(key); at != tables_.end()) return at->second;
        auto made = std::make_unique<Table>();
        const SqlTuples& tuples = program_.tuples_;
        std::vector<std::uint32_t> by_row;
        const std::vector<std::uint32_t>* ids = &by_row;
        if (expression.function == F::column) {
            const SqlColumn& column = columns_.column(expression.name);
            made->values = &column.values;
            ids = &column.ids;
        } else {
            SqlInterner interner;
            by_row = interner.ids_of(expression, columns_, threads_);
            made->own_values = std::move(interner.values_);
            made->values = &made->own_values;
        }
        // Of a single column the tuples are the ids.
        if (ids != &tuples.ids()) {
            made->own_ids.resize(tuples.size());
            for (std::size_t tuple = 0; tuple < tuples.size(); ++tuple)
                made->own_ids[tuple] = tuples.is_used(tuple) ? (*ids)[tuples.example(tuple)] : 0;
            made->ids = &made->own_ids;
        }
        program_.tables_.push_back(std::move(made));
        return tables_[key] = program_.tables_.back().get();
    }

    SqlProgram& program_;
    const SqlColumns& columns_;
    unsigned threads_;
    bool rowwise_;
    std::unordered_map<std::string, std::uint32_t> known_;
    std::unordered_map<std::string, const Table*> tables_;
};

SqlProgram::SqlProgram(std::span<const SqlExpression* const> expressions, const SqlColumns& columns,
                       unsigned threads, bool rowwise)
    : tuples_(columns, columns_of_all(expressions)) {
    Compiler compiler(*this, columns, threads, rowwise);
    for (const SqlExpression* expression : expressions) roots_.push_back(compiler.add(*expression));
}

SqlProgram::Scratch SqlProgram::scratch() const {
    Scratch out;
    out.values.resize(nodes_.size());
    out.written.assign(nodes_.size(), 0);
    out.parameters.resize(parameters_);
    return out;
}

const SqlValue& SqlProgram::evaluate(std::uint32_t number, std::uint32_t left, std::uint32_t right,
                                     Scratch& scratch) const {
    const Node& node = nodes_[number];
    if (node.function == F::column)
        return (*node.table->values)[node.table->id(node.side == SqlSide::left ? left : right)];
    if (node.function == F::literal) return node.literal;
    if (node.function == F::parameter) return scratch.parameters[node.parameter];
    SqlValue& out = scratch.values[number];
    if (node.is_fixed && scratch.written[number] == scratch.round) return out;
    out = compute(node, left, right, scratch);
    scratch.written[number] = scratch.round;
    return out;
}

SqlValue SqlProgram::compute(const Node& node, std::uint32_t left, std::uint32_t right,
                             Scratch& scratch) const {
    const auto part = [&](std::size_t i) -> const SqlValue& {
        return evaluate(node.parts[i], left, right, scratch);
    };
    switch (node.function) {
        case F::both:
        case F::either: {
            const bool decides = node.function == F::either;
            const SqlValue& first = part(0);
            const bool unknown = first.is_null();
            if (!unknown && first.is_true() == decides) return SqlValue::boolean(decides);
            const SqlValue& second = part(1);
            if (!second.is_null() && second.is_true() == decides) return SqlValue::boolean(decides);
            return unknown || second.is_null() ? SqlValue{} : SqlValue::boolean(!decides);
        }
        case F::is_null:
            return SqlValue::boolean(part(0).is_null());
        case F::coalesce:
            for (std::size_t i = 0; i < node.parts.size(); ++i) {
                if (!part(i).is_null()) return part(i);
            }
            return {};
        case F::case_when: {
            std::size_t i = 0;
            for (; i + 1 < node.parts.size(); i += 2) {
                if (part(i).is_true()) return part(i + 1);
            }
            return i < node.parts.size() ? part(i) : SqlValue{};
        }
        case F::regexp_extract: {
            const auto text = as_text(part(0));
            if (!text) return {};
            return SqlValue::of_text(
                node.pattern->extract(*text, static_cast<unsigned>(part(2).number)).value_or(""));
        }
        case F::list_transform: {
            const SqlValue& list = part(0);
            if (list.kind != SqlKind::list) return {};
            const auto items = list.list;  // the items outlive what the body evaluates
            SqlValue::List out;
            for (const SqlValue& item : *items) {
                scratch.parameters[node.parameter] = item;
                out.push_back(part(1));
            }
            return SqlValue::of_list(std::move(out));
        }
        case F::equal: {
            const Node& a = nodes_[node.parts[0]];
            const Node& b = nodes_[node.parts[1]];
            if (a.function != F::column || a.table != b.table) break;
            const std::uint32_t x = a.table->id(a.side == SqlSide::left ? left : right);
            const std::uint32_t y = b.table->id(b.side == SqlSide::left ? left : right);
            return x == 0 || y == 0 ? SqlValue{} : SqlValue::boolean(x == y);
        }
        default:
            break;
    }
    constexpr std::size_t kUsual = 4;
    if (node.parts.size() <= kUsual) {
        std::array<const SqlValue*, kUsual> arguments{};
        for (std::size_t i = 0; i < node.parts.size(); ++i) arguments[i] = &part(i);
        return apply_sql(node.function, std::span{arguments.data(), node.parts.size()});
    }
    std::vector<const SqlValue*> arguments;
    for (std::size_t i = 0; i < node.parts.size(); ++i) arguments.push_back(&part(i));
    return apply_sql(node.function, arguments);
}

std::vector<std::uint32_t> SqlInterner::ids_of(const SqlExpression& expression, const SqlColumns& columns,
                                               unsigned threads) {
    const SqlExpression* const only[] = {&expression};
    const SqlProgram program(only, columns, threads, true);
    const SqlTuples& tuples = program.tuples();
    std::vector<SqlValue> values(tuples.size());
    for_each_chunk(values.size(), kChunk, threads, {}, [&](std::size_t begin, std::size_t end, std::size_t) {
        SqlProgram::Scratch scratch = program.scratch();
        for (std::size_t id = begin; id < end; ++id) {
            if (!tuples.is_used(id)) continue;
            SqlProgram::begin(scratch);
            const auto tuple = static_cast<std::uint32_t>(id);
            values[id] = program.value(0, tuple, tuple, scratch);
        }
    });
    std::vector<std::uint32_t> ids(values.size(), 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].is_null()) continue;
        const auto [at, is_new] =
            known_.try_emplace(key_of(values[i]), static_cast<std::uint32_t>(values_.size()));
        if (is_new) values_.push_back(std::move(values[i]));
        ids[i] = at->second;
    }
    std::vector<std::uint32_t> out(columns.row_count());
    for (std::size_t row = 0; row < out.size(); ++row) out[row] = ids[tuples.id(static_cast<Row>(row))];
    return out;
}

PairConditions::Context PairConditions::context() const {
    Context out;
    out.scratch = program_.scratch();
    // A slot of ones fits no pair.
    if (program_.is_costly()) out.memo.assign(kMemoSize, ~std::uint64_t{0});
    return out;
}

unsigned PairConditions::evaluate(std::uint32_t x, std::uint32_t y, Context& context) const {
    SqlProgram::begin(context.scratch);
    for (std::size_t i = 0; i < program_.size(); ++i) {
        if (program_.value(i, x, y, context.scratch).is_true()) return static_cast<unsigned>(i);
    }
    return static_cast<unsigned>(program_.size());
}

}  // namespace scrm::identity
