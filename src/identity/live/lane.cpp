// SPDX-License-Identifier: Apache-2.0
#include "identity/live/lane_internal.hpp"

#include <algorithm>
#include <string>

#include "identity/measures/name_measures_internal.hpp"

namespace scrm::identity::live {
namespace {

/// So many values of a column or parts of names, and a lane has seen more than it should remember.
constexpr std::size_t kWorn = 1U << 20;

/// Measures of one column that say nothing of two rows unless both have a value, and ask only for the
/// frequency of a value that both have.
constexpr std::array<std::string_view, 10> kOfBothSides = {"document", "code",   "same",  "date",  "place",
                                                           "text",     "gender", "phone", "email", "address"};

bool is_of_both_sides(const Comparison& comparison) {
    return std::find(kOfBothSides.begin(), kOfBothSides.end(), comparison.measure) != kOfBothSides.end();
}

std::vector<std::string> keys_of(const Comparison& comparison) {
    MatchModel only;
    only.comparisons = {comparison};
    return compared_keys(only);
}

}  // namespace

Lane::Lane(const MatchModel& model, const PopulationStatistics& population, const FormShape& shape,
           const FormWords& words)
    : model_(model),
      shape_(shape),
      words_(words),
      rows_(nobody_),
      features_(rows_, 1, &population),
      columns_(shape.columns().size()) {
    features_.prepare_comparisons(model_);
    features_.changeable_names().begin_by_hand();
    for (std::size_t number = 0; number < columns_.size(); ++number) {
        Column& column = columns_[number];
        const std::string& key = shape_.columns()[number].key;
        column.values = features_.changeable_column(key);
        if (column.values == nullptr) continue;
        column.values->assume_several();
        column.values->forget_hashes();
        column.population = &population.columns.find(key)->second;
        if (shape_.columns()[number].has_words) column.words = &words_.columns[number];
        const auto& strata = population.strata.keys;
        column.needs_focus = std::find(strata.begin(), strata.end(), key) == strata.end();
        for (const Comparison& comparison : model_.comparisons) {
            const auto keys = keys_of(comparison);
            if (std::find(keys.begin(), keys.end(), key) == keys.end() || is_of_both_sides(comparison))
                continue;
            column.needs_focus = false;
            column.counts_all |= comparison.measure != "login";
        }
    }
    scorer_ = std::make_unique<Scorer>(model_, features_);
    context_ = scorer_->context();
    const auto lasts = [this](const std::string& key) {
        for (std::size_t number = 0; number < columns_.size(); ++number) {
            if (shape_.columns()[number].key == key) return columns_[number].words != nullptr;
        }
        return false;
    };
    for (std::size_t i = 0; i < model_.comparisons.size(); ++i) {
        const auto keys = keys_of(model_.comparisons[i]);
        if (is_of_both_sides(model_.comparisons[i]) && std::all_of(keys.begin(), keys.end(), lasts)) continue;
        context_.memos[i] = PairMemo{PairMemo::kFewestBits};
        fleeting_memos_.push_back(i);
    }
}

std::array<std::uint32_t, 2> Lane::counts_of(const Column& column, std::string_view text) const {
    return column.population->counts[column.population->values.find(text)];
}

std::uint32_t Lane::id_of_lasting(Column& column, std::string_view text) {
    const auto text_of = [&column](std::uint32_t id) { return column.values->text(id); };
    if (const std::uint32_t known = column.ids.find(text, text_of)) return known;
    const std::uint32_t id = column.values->add_value(text, counts_of(column, text));
    column.ids.add(text, id, text_of);
    is_worn_ |= id >= kWorn;
    return id;
}

std::uint32_t Lane::id_of_word(Column& column, std::uint32_t word) {
    if (word >= column.id_of_word.size()) column.id_of_word.resize(std::size_t{word} + 1 + word / 2, 0);
    std::uint32_t& id = column.id_of_word[word];
    if (id == 0) id = id_of_lasting(column, column.words->at(word));
    return id;
}

std::uint32_t Lane::id_of_text(Column& column, std::string_view text, bool is_focus) {
    KeyColumn& values = *column.values;
    for (std::uint32_t id = 1; id < column.focus_values; ++id) {
        if (values.text(id) == text) return id;
    }
    const bool counts = is_focus || column.counts_all;
    const std::uint32_t id =
        values.add_value(text, counts ? counts_of(column, text) : std::array<std::uint32_t, 2>{});
    if (is_focus) column.focus_values = values.id_count();
    return id;
}

std::uint32_t Lane::part_of_word(std::uint32_t word) {
    if (word == 0) return 0;
    if (word >= part_of_word_.size()) part_of_word_.resize(std::size_t{word} + 1 + word / 2, 0);
    std::uint32_t& id = part_of_word_[word];
    if (id == 0) id = part_of(features_.changeable_names(), parts_, words_.parts.at(word));
    is_worn_ |= id >= kWorn;
    return id;
}

void Lane::read(const FormView& record, Row row, bool is_focus) {
    NameParts& name = names_[row];
    if (record.forms != nullptr) {
        const Forms& forms = *record.forms;
        name.given = part_of(features_.changeable_names(), parts_, forms.name[0]);
        name.family = part_of(features_.changeable_names(), parts_, forms.name[1]);
        name.patronymic = part_of(features_.changeable_names(), parts_, forms.name[2]);
        name.other_family = part_of(features_.changeable_names(), parts_, forms.name[3]);
        name.suffix = forms.suffix;
        name.order_is_sure = forms.order_is_sure;
        name.is_company = forms.is_company;
        name.script = forms.script;
        for (const Forms::Value& value : forms.values) {
            Column& column = columns_[value.column];
            if (!column.is_read) continue;
            column.row_ids.add(row, column.words != nullptr ? id_of_lasting(column, value.text)
                                                            : id_of_text(column, value.text, is_focus));
        }
        return;
    }
    FormReader reader(record.packed);
    name = reader.name();
    for (std::uint32_t* part : {&name.given, &name.family, &name.patronymic, &name.other_family})
        *part = part_of_word(*part);
    std::uint8_t number = 0;
    while (reader.next(number)) {
        Column& column = columns_[number];
        if (shape_.columns()[number].has_words) {
            const std::uint32_t word = reader.word();
            if (column.is_read) column.row_ids.add(row, id_of_word(column, word));
        } else {
            const std::string_view text = reader.text();
            if (column.is_read) column.row_ids.add(row, id_of_text(column, text, is_focus));
        }
    }
}

void Lane::finish_rows() {
    for (Column& column : columns_) {
        if (column.values == nullptr) continue;
        column.values->swap_rows(column.row_ids);
    }
    features_.changeable_names().swap_rows(names_);
}

void Lane::lay(std::span<const FormView> focus, std::span<const FormView> others) {
    const std::size_t rows = focus.size() + others.size();
    for (Column& column : columns_) {
        if (column.values == nullptr) continue;
        column.is_read = true;
        column.row_ids.clear();
        column.row_ids.extend(rows);
        if (column.words != nullptr) continue;
        column.values->keep_values(1);
        column.focus_values = 1;
    }
    names_.assign(rows, {});
    Row row = 0;
    for (const FormView& record : focus) read(record, row++, true);
    for (Column& column : columns_) {
        if (!column.is_read || !column.needs_focus) continue;
        column.is_read = false;
        for (Row of_focus = 0; of_focus < focus.size(); ++of_focus)
            column.is_read |= !column.row_ids.at(of_focus).empty();
    }
    for (const FormView& record : others) read(record, row++, false);
    finish_rows();
    features_.follow_values();
    scorer_->follow_values();
    for (const std::size_t memo : fleeting_memos_) context_.memos[memo].forget();
    context_.name_a = context_.name_b = ~Row{0};
    context_.handle_id = 0;
    context_.handle.reset();
}

}  // namespace scrm::identity::live
