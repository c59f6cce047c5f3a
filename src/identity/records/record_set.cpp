// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/record_set.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "identity/records/interner_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kLongestVerbatim = 64U << 10;

constexpr std::size_t kMaxRecords = std::size_t{1} << 31;
constexpr std::size_t kMaxValueBytes = 512;

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    if (text.size() > kMaxValueBytes) {
        std::size_t end = kMaxValueBytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
        text = text.substr(0, end);
    }
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace

std::size_t ValueColumn::bytes() const noexcept {
    return pool_.bytes() + ids_.bytes();
}

RecordSet::RecordSet() = default;
RecordSet::RecordSet(RecordSet&&) noexcept = default;
RecordSet& RecordSet::operator=(RecordSet&&) noexcept = default;
RecordSet::~RecordSet() = default;

std::optional<RecordIndex> RecordSet::find(std::string_view wanted) const noexcept {
    const auto at =
        std::lower_bound(by_id_.begin(), by_id_.end(), wanted,
                         [this](RecordIndex record, std::string_view key) { return id(record) < key; });
    if (at == by_id_.end() || id(*at) != wanted) return std::nullopt;
    return *at;
}

const ValueColumn* RecordSet::column(std::string_view attribute) const noexcept {
    for (const ValueColumn& column : columns_) {
        if (column.attribute() == attribute) return &column;
    }
    return nullptr;
}

std::optional<table::CellType> RecordSet::declared(std::string_view attribute) const noexcept {
    for (const auto& [name, type] : declared_) {
        if (name == attribute) return type;
    }
    return std::nullopt;
}

std::vector<std::string_view> RecordSet::values(RecordIndex record, std::string_view attribute) const {
    std::vector<std::string_view> out;
    if (const ValueColumn* column_of = column(attribute)) {
        for (const ValueId id_of : column_of->values(record)) out.push_back(column_of->text(id_of));
    }
    return out;
}

std::size_t RecordSet::bytes() const noexcept {
    std::size_t total = ids_.bytes() + by_id_.capacity() * sizeof(RecordIndex);
    for (const ValueColumn& column : columns_) total += column.bytes();
    return total;
}

struct RecordSetBuilder::State {
    struct Column {
        std::string attribute;
        StringInterner interner;
        IdLists ids;
    };
    std::string population;
    StringInterner ids;
    std::size_t size = 0;
    std::vector<Column> columns;
    std::vector<std::pair<std::string, table::CellType>> declared;
    std::size_t likely = 0;  ///< the column after the last one asked for: records name theirs in one order
};

RecordSetBuilder::RecordSetBuilder(std::string population) : state_(std::make_unique<State>()) {
    state_->population = std::move(population);
}
RecordSetBuilder::~RecordSetBuilder() = default;
RecordSetBuilder::RecordSetBuilder(RecordSetBuilder&&) noexcept = default;
RecordSetBuilder& RecordSetBuilder::operator=(RecordSetBuilder&&) noexcept = default;

std::size_t RecordSetBuilder::attribute(std::string_view name) {
    auto& columns = state_->columns;
    std::size_t& likely = state_->likely;
    for (std::size_t tried = 0; tried < columns.size(); ++tried) {
        if (likely >= columns.size()) likely = 0;
        if (columns[likely].attribute == name) return likely++;
        ++likely;
    }
    columns.emplace_back().attribute = name;
    likely = columns.size();
    return columns.size() - 1;
}

void RecordSetBuilder::declare(std::string_view name, table::CellType type) {
    for (auto& [known, its] : state_->declared) {
        if (known != name) continue;
        if (its != type) its = table::CellType::unknown;
        return;
    }
    state_->declared.emplace_back(name, type);
}

void RecordSetBuilder::begin(std::string_view record_id) {
    if (state_->size >= kMaxRecords)
        throw Error(ErrorCode::invalid_argument, "more than 2^31 records in one set");
    state_->ids.append(record_id);
    ++state_->size;
}

void RecordSetBuilder::add(std::size_t attribute, std::string_view value) {
    if (state_->size != 0) add(attribute, static_cast<RecordIndex>(state_->size - 1), value);
}

void RecordSetBuilder::add(std::size_t attribute, RecordIndex record, std::string_view value) {
    add_value(attribute, record, trimmed(value));
}

void RecordSetBuilder::add_verbatim(std::size_t attribute, std::string_view value) {
    if (state_->size == 0) return;
    add_value(attribute, static_cast<RecordIndex>(state_->size - 1), value.substr(0, kLongestVerbatim));
}

void RecordSetBuilder::add_value(std::size_t attribute, RecordIndex record, std::string_view value) {
    if (value.empty()) return;
    State::Column& column = state_->columns.at(attribute);
    const ValueId id = column.interner.intern(value);
    column.ids.extend(std::size_t{record} + 1);
    column.ids.add_new(id);
}

std::size_t RecordSetBuilder::size() const noexcept {
    return state_->size;
}

RecordSet RecordSetBuilder::finish() {
    RecordSet set;
    set.population_ = std::move(state_->population);
    set.size_ = state_->size;
    set.ids_ = state_->ids.finish();
    set.declared_ = std::move(state_->declared);
    set.by_id_.resize(set.size_);
    std::iota(set.by_id_.begin(), set.by_id_.end(), RecordIndex{0});
    const auto less = [&set](RecordIndex a, RecordIndex b) { return set.id(a) < set.id(b); };
    if (!std::is_sorted(set.by_id_.begin(), set.by_id_.end(), less)) {
        std::sort(set.by_id_.begin(), set.by_id_.end(), less);
    }
    for (std::size_t i = 1; i < set.size_; ++i) {
        if (set.id(set.by_id_[i - 1]) == set.id(set.by_id_[i])) {
            throw Error(ErrorCode::already_exists, "a record id stands twice in the records to link (row " +
                                                       std::to_string(set.by_id_[i] + 1) + ")");
        }
    }
    for (State::Column& column : state_->columns) {
        if (column.interner.pool().size() <= 1) continue;
        column.ids.extend(set.size_);
        ValueColumn& out = set.columns_.emplace_back();
        out.attribute_ = std::move(column.attribute);
        out.pool_ = column.interner.finish();
        out.ids_ = std::move(column.ids);
        out.ids_.shrink_to_fit();
    }
    std::sort(set.columns_.begin(), set.columns_.end(),
              [](const ValueColumn& a, const ValueColumn& b) { return a.attribute() < b.attribute(); });
    state_ = std::make_unique<State>();
    return set;
}

}  // namespace scrm::identity
