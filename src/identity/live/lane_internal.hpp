// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "identity/live/forms_internal.hpp"
#include "identity/live/free_list_internal.hpp"
#include "identity/live/text_ids_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/scorer_internal.hpp"

namespace scrm::identity::live {

/// Where a few records at a time are laid side by side as a batch lays out all of them, with the frozen
/// frequencies: what the batch's own code says of a pair here, it says there. Made once and used again and
/// again: values that come often keep their ids, and what was found of a pair of them is remembered. One
/// thread at a time.
class Lane {
  public:
    /// Model, population, shape and words outlive it.
    Lane(const MatchModel& model, const PopulationStatistics& population, const FormShape& shape,
         const FormWords& words);

    /// Row i is `focus[i]`, row focus.size() + k is `others[k]`. Pairs of two others must not be compared: to
    /// them only what the focus shows is read.
    void lay(std::span<const FormView> focus, std::span<const FormView> others);

    const MatchModel& model() const noexcept { return model_; }
    const Scorer& scorer() const noexcept { return *scorer_; }
    PairContext& context() noexcept { return context_; }
    /// It has seen so many values that it should be thrown away.
    bool is_worn() const noexcept { return is_worn_; }

  private:
    struct Column {
        KeyColumn* values = nullptr;  // nullptr: this model does not compare it
        const ColumnStatistics* population = nullptr;
        const Words* words = nullptr;  // where the column has them
        /// Where no row of the focus has a value, those of others are not looked at.
        bool needs_focus = false;
        /// Frequencies of values are asked for that two rows do not share.
        bool counts_all = false;
        bool is_read = false;  // of the rows at hand
        // Values that stay, where the column has words.
        std::vector<std::uint32_t> id_of_word;
        TextIds ids;
        std::size_t focus_values = 1;  // below it: of the focus
        IdLists row_ids;               // of the rows in the making
    };

    void read(const FormView& record, Row row, bool is_focus);
    std::uint32_t id_of_word(Column& column, std::uint32_t word);
    std::uint32_t id_of_lasting(Column& column, std::string_view text);
    std::uint32_t id_of_text(Column& column, std::string_view text, bool is_focus);
    std::uint32_t part_of_word(std::uint32_t word);
    void finish_rows();
    std::array<std::uint32_t, 2> counts_of(const Column& column, std::string_view text) const;

    const MatchModel& model_;
    const FormShape& shape_;
    const FormWords& words_;
    RecordSet nobody_;
    Rows rows_;
    Features features_;
    std::unique_ptr<Scorer> scorer_;
    PairContext context_;
    std::vector<std::size_t> fleeting_memos_;  // of pairs of values that do not stay
    std::vector<Column> columns_;              // by their number in the shape
    std::vector<std::uint32_t> part_of_word_;
    TextIds parts_;
    std::vector<NameParts> names_;
    bool is_worn_ = false;
};

/// The lanes of one model.
using Lanes = FreeList<Lane>;

}  // namespace scrm::identity::live
