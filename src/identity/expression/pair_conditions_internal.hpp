// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "identity/expression/regular_expression_internal.hpp"
#include "identity/expression/sql_columns_internal.hpp"
#include "scrm/core/digest.hpp"

namespace scrm::identity {

/// Expressions over pairs of rows, compiled to nodes that equal parts share. What reads one row only is
/// computed once per distinct value.
class SqlProgram {
  public:
    /// What an evaluation writes on; one a thread.
    struct Scratch {
        std::vector<SqlValue> values;        // by node
        std::vector<std::uint32_t> written;  // by node: the round
        std::vector<SqlValue> parameters;
        std::uint32_t round = 0;
    };

    SqlProgram(std::span<const SqlExpression* const> expressions, const SqlColumns& columns, unsigned threads)
        : SqlProgram(expressions, columns, threads, false) {}

    Scratch scratch() const;
    /// Starts on another pair of tuples.
    static void begin(Scratch& scratch) { ++scratch.round; }
    const SqlValue& value(std::size_t expression, std::uint32_t left, std::uint32_t right,
                          Scratch& scratch) const {
        return evaluate(roots_[expression], left, right, scratch);
    }

    /// Rows by the values that the expressions read.
    const SqlTuples& tuples() const noexcept { return tuples_; }
    std::size_t size() const noexcept { return roots_.size(); }
    /// Whether an evaluation costs more than a look into a memo.
    bool is_costly() const noexcept { return is_costly_; }

  private:
    friend class SqlInterner;

    /// What an expression over one row gives, by tuple; id 0 is NULL.
    struct Table {
        std::vector<std::uint32_t> own_ids;
        std::vector<SqlValue> own_values;
        const std::vector<std::uint32_t>* ids = nullptr;  // nullptr: the tuple is the id
        const std::vector<SqlValue>* values = nullptr;

        std::uint32_t id(std::uint32_t tuple) const noexcept {
            return ids == nullptr ? tuple : (*ids)[tuple];
        }
    };
    struct Node {
        SqlFunction function = SqlFunction::literal;
        std::vector<std::uint32_t> parts;
        SqlValue literal;
        const Table* table = nullptr;  // of a column node
        SqlSide side = SqlSide::none;
        unsigned parameter = 0;
        bool is_fixed = true;  // reads no parameter of a lambda: one value a pair
        std::shared_ptr<const RegularExpression> pattern;
    };
    class Compiler;

    /// `rowwise`: both records are the same row, so that every part is computed where it stands.
    SqlProgram(std::span<const SqlExpression* const> expressions, const SqlColumns& columns, unsigned threads,
               bool rowwise);
    const SqlValue& evaluate(std::uint32_t node, std::uint32_t left, std::uint32_t right,
                             Scratch& scratch) const;
    SqlValue compute(const Node& node, std::uint32_t left, std::uint32_t right, Scratch& scratch) const;

    SqlTuples tuples_;
    std::vector<Node> nodes_;
    std::vector<std::uint32_t> roots_;
    std::vector<std::unique_ptr<Table>> tables_;
    unsigned parameters_ = 0;
    bool is_costly_ = false;
};

/// The values of expressions over one row, whatever their sides, by row: interned, 0 for NULL. Expressions
/// that share an interner give equal ids to equal values.
class SqlInterner {
  public:
    std::vector<std::uint32_t> ids_of(const SqlExpression& expression, const SqlColumns& columns,
                                      unsigned threads);
    const SqlValue& value(std::uint32_t id) const { return values_.at(id); }

  private:
    friend class SqlProgram;

    /// The distinct values in the order that they were seen first; [0] is NULL.
    std::vector<SqlValue> values_ = std::vector<SqlValue>(1);
    std::unordered_map<std::string, std::uint32_t> known_;
};

/// Which of several conditions is the first that a pair of rows fulfils; remembers pairs of values.
class PairConditions {
  public:
    /// What a thread keeps between pairs.
    struct Context {
        SqlProgram::Scratch scratch;
        std::vector<std::uint64_t> memo;
    };

    PairConditions(std::span<const SqlExpression* const> conditions, const SqlColumns& columns,
                   unsigned threads)
        : program_(conditions, columns, threads) {}

    Context context() const;
    /// size() when none holds. `a` is the left row.
    unsigned first_true(Row a, Row b, Context& context) const {
        const std::uint32_t x = program_.tuples().id(a);
        const std::uint32_t y = program_.tuples().id(b);
        if (context.memo.empty()) return evaluate(x, y, context);
        const std::uint64_t hash = mix64(static_cast<std::uint64_t>(x) << 32 | y);
        std::uint64_t& slot = context.memo[hash & (kMemoSize - 1)];
        if (slot >> 8 == hash >> kMemoBits) return static_cast<unsigned>(slot & 0xFF);
        const unsigned found = evaluate(x, y, context);
        slot = (hash >> kMemoBits) << 8 | found;
        return found;
    }
    std::size_t size() const noexcept { return program_.size(); }

  private:
    static constexpr unsigned kMemoBits = 15;
    static constexpr std::size_t kMemoSize = std::size_t{1} << kMemoBits;

    unsigned evaluate(std::uint32_t x, std::uint32_t y, Context& context) const;

    SqlProgram program_;
};

}  // namespace scrm::identity
