// SPDX-License-Identifier: Apache-2.0
#include "identity/live/reader_internal.hpp"

#include <algorithm>

namespace scrm::identity::live {
namespace {

constexpr std::array<std::string_view, 5> kNameAttributes = {"full_name", "given_name", "family_name",
                                                             "patronymic", "kind"};

}  // namespace

RecordReader::RecordReader(const std::vector<std::string>& keys, const PopulationStatistics& population)
    : population_(population) {
    for (const std::string& key : keys) numbers_.push_back(add_column(key));
    for (const std::string_view attribute : kNameAttributes) know(attribute);
    for (const Column& column : columns_) {
        for (const std::string& attribute : column.needed) know(attribute);
    }
    for (Column& column : columns_) {
        for (const std::string& attribute : column.needed) column.attributes.push_back(number_of(attribute));
    }
    std::transform(kNameAttributes.begin(), kNameAttributes.end(), name_attributes_.begin(),
                   [this](std::string_view attribute) { return number_of(attribute); });
    const RecordSet nobody;
    names_ = NameTable(Rows(nobody), 1);
}

void RecordReader::know(std::string_view attribute) {
    const auto at = std::lower_bound(attributes_.begin(), attributes_.end(), attribute);
    if (at == attributes_.end() || *at != attribute) attributes_.emplace(at, attribute);
}

std::size_t RecordReader::number_of(std::string_view attribute) const {
    const auto at = std::lower_bound(attributes_.begin(), attributes_.end(), attribute);
    return at != attributes_.end() && *at == attribute ? static_cast<std::size_t>(at - attributes_.begin())
                                                       : attributes_.size();
}

std::size_t RecordReader::add_column(const std::string& key) {
    const auto known = std::find_if(columns_.begin(), columns_.end(),
                                    [&key](const Column& column) { return column.key == key; });
    if (known != columns_.end()) return static_cast<std::size_t>(known - columns_.begin());
    Column column;
    column.key = key;
    if (is_name_key(key)) {
        column.kind = Kind::of_name;
        needs_name_ = true;
    } else if (is_spelled_key(key)) {
        column.kind = Kind::spelled;
        column.fine = add_column("handle_text");
        needs_name_ = true;
    } else {
        column.source = source_of(key);
        if (!column.source.fine.empty()) {
            column.kind = Kind::of_column;
            column.fine = add_column(std::string{column.source.fine});
        } else if (column.source.comes_again) {
            column.source.derive = memo_.remembered(key, std::move(column.source.derive));
        }
    }
    column.needed.assign(column.source.attributes.begin(), column.source.attributes.end());
    columns_.push_back(std::move(column));
    return columns_.size() - 1;
}

void RecordReader::find_values(const LiveRecord& record) {
    found_.assign(attributes_.size() + 1, {0, 0});
    std::size_t number = attributes_.size();
    for (std::uint32_t i = 0; i < record.values.size(); ++i) {
        const std::string& attribute = record.values[i].first;
        if (i == 0 || attribute != record.values[i - 1].first) {
            number = number_of(attribute);
            found_[number].first = i;
        }
        ++found_[number].second;
    }
    found_.back() = {0, 0};  // of attributes that no column reads
}

std::string_view RecordReader::first(const LiveRecord& record, std::size_t attribute) const {
    const auto [begin, count] = found_[attribute];
    return count == 0 ? std::string_view{} : std::string_view{record.values[begin].second};
}

NameParts RecordReader::read_name(const LiveRecord& record) {
    std::array<std::string_view, 4> texts;
    for (std::size_t i = 0; i < texts.size(); ++i) texts[i] = first(record, name_attributes_[i]);
    name_ = identity::read_name(texts, first(record, name_attributes_.back()) == "company", memo_);
    NameParts out;
    out.given = part_of(names_, part_ids_, name_.given);
    out.family = part_of(names_, part_ids_, name_.family);
    out.patronymic = part_of(names_, part_ids_, name_.patronymic);
    out.other_family = part_of(names_, part_ids_, name_.other_family);
    out.suffix = name_.suffix;
    out.order_is_sure = name_.order_is_sure;
    out.is_company = name_.is_company;
    out.script = name_.script;
    return out;
}

void RecordReader::read_column(const Column& column, const LiveRecord& record, const NameParts& name,
                               NameSide side) {
    values_.begin();
    switch (column.kind) {
        case Kind::of_name:
            add_name_keys(names_, name, side, column.key, values_);
            return;
        case Kind::spelled: {
            const auto handles = values_.of(column.fine);
            const std::string handle{handles.empty() ? std::string_view{} : values_.text(handles.front())};
            add_spelled_keys(names_, name, handle, population_.vocabulary, column.key, values_);
            return;
        }
        case Kind::of_column: {
            const auto fine = values_.of(column.fine);
            texts_.clear();
            for (const std::uint32_t id : fine) texts_.push_back(column.source.coarsen(values_.text(id)));
            break;
        }
        case Kind::of_attributes:
            texts_.clear();
            for (const std::size_t attribute : column.attributes) {
                const auto [begin, count] = found_[attribute];
                for (std::uint32_t i = begin; i < begin + count; ++i)
                    column.source.derive(record.values[i].second, texts_);
            }
            break;
    }
    for (const std::string& text : texts_) values_.add(text);
}

void RecordReader::read(const LiveRecord& record, NameSide side) {
    values_ = ValueKeys{};
    find_values(record);
    const NameParts name = needs_name_ ? read_name(record) : NameParts{};
    for (const Column& column : columns_) read_column(column, record, name, side);
    values_.begin();  // ends the last one
}

}  // namespace scrm::identity::live
