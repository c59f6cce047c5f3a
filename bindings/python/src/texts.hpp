// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/time.hpp"
#include "scrm/sentiment/rules.hpp"
#include "scrm/sentiment/text_files.hpp"

namespace scrm::python {

using Texts = std::vector<std::string>;

/// A text model together with the rules that it reads with, which a bank may have configured.
struct RuledClassifier : sentiment::TextClassifier {
    explicit RuledClassifier(sentiment::TextModel model, std::shared_ptr<sentiment::RuleBook> own = nullptr)
        : TextClassifier(std::move(model), own ? own.get() : &sentiment::default_signals()),
          rules(std::move(own)) {}

    std::shared_ptr<sentiment::RuleBook> rules;  ///< null: the built-in ones
};

/// Bytes of a str or bytes; a lone surrogate, which UTF-8 cannot hold, becomes a question mark. Throws
/// TypeError.
std::string text_of(const pybind11::handle& object);
/// Throws TypeError naming the argument and the place in it, also for one text alone.
Texts texts_of(const pybind11::object& object, const char* argument = "texts");
std::vector<std::string_view> views_of(const Texts& texts);

/// A datetime (naive: UTC) or RFC 3339 text. Throws TypeError, or Error{invalid_argument} for a text that is
/// no time.
UtcTime time_of(const pybind11::handle& object);

/// Spans of a text as Python counts: characters of a str, bytes of bytes.
class Places {
  public:
    Places(const pybind11::handle& object, std::string_view text);
    pybind11::tuple operator()(sentiment::TextSpan span) const;

  private:
    std::uint32_t place(std::uint32_t byte) const;
    std::vector<std::uint32_t> characters_;  ///< before each byte; empty for bytes
};

/// Times that training sorts by; none where none are given. Throws Error{invalid_argument} naming the place
/// of one that is not finite.
std::vector<double> order_of(const std::optional<std::vector<double>>& times);

/// macro_f1, accuracy, f1 by label, n, ece.
pybind11::dict evaluation_dict(const sentiment::HeadEvaluation& evaluation);

/// Adds unreadable, how many there are, and of the first one first_unreadable (its number) and reason, or
/// None.
void add_unreadable(pybind11::dict& to, const table::UnreadableRows& rows);

void bind_text_rules(pybind11::module_& module);
void bind_text_aspects(pybind11::module_& module);
void bind_text_refit(pybind11::module_& module);
void bind_text_streams(pybind11::module_& module);

}  // namespace scrm::python
