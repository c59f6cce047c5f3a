// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/assessments.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "assessment_docstrings.hpp"
#include "bindings.hpp"
#include "interruptible.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/crm.hpp"
#include "streams.hpp"
#include "texts.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

using Text = std::optional<std::string>;

/// The service with what finds an interaction by its text.
class AssessmentFace {
  public:
    explicit AssessmentFace(const Crm& crm)
        : assessments(crm.assessments()), interactions_(crm.interactions()) {}

    InteractionId find(const std::string& interaction, const Text& scope) const {
        return interactions_.find(interaction,
                                  scope ? std::optional<std::string_view>{*scope} : std::nullopt);
    }

    Assessments assessments;

  private:
    Interactions interactions_;
};

py::dict to_dict(const Assessment& a) {
    py::list corrected;
    for (std::size_t i = 0; i < kAssessmentFields; ++i) {
        if (a.corrected[i]) corrected.append(to_string(static_cast<AssessmentField>(i)));
    }
    py::dict said("network"_a = a.interaction.network, "scope"_a = a.interaction.scope,
                  "external_id"_a = a.interaction.external_id, "posted_at"_a = time_text(a.posted_at),
                  "language"_a = a.language, "sentiment"_a = to_string(a.sentiment),
                  "p_negative"_a = a.p_sentiment[0], "p_neutral"_a = a.p_sentiment[1],
                  "p_positive"_a = a.p_sentiment[2], "intent"_a = to_string(a.intent),
                  "p_intent"_a = a.p_intent, "product"_a = to_string(a.product), "p_product"_a = a.p_product);
    said["urgent"] = a.urgent;
    said["p_urgent"] = a.p_urgent;
    said["lead"] = a.lead;
    said["p_lead"] = a.p_lead;
    said["churn"] = a.churn;
    said["p_churn"] = a.p_churn;
    said["brands"] = a.brands;
    said["corrected"] = corrected;
    said["model"] = a.model;
    said["assessed_at"] = time_text(a.assessed_at);
    return said;
}

template <class Label>
std::optional<Label> label_from(const char* name, const Text& text,
                                std::optional<Label> (*parse)(std::string_view) noexcept) {
    if (!text) return std::nullopt;
    const auto label = parse(*text);
    if (!label) throw Error{ErrorCode::invalid_argument, std::string{"unknown "} + name};
    return label;
}

std::optional<UtcTime> time_from(const char* name, const Text& text) {
    if (!text) return std::nullopt;
    const auto time = parse_time(*text);
    if (!time) throw Error{ErrorCode::invalid_argument, std::string{name} + " must be a date or a time"};
    return time;
}

AssessmentQuery query_from(const Text& network, const Text& sentiment, const Text& intent,
                           const Text& product, const Text& since, const Text& until, std::size_t limit) {
    AssessmentQuery query;
    query.network = network;
    query.sentiment = label_from<Polarity>("sentiment", sentiment, &parse_polarity);
    query.intent = label_from<Intent>("intent", intent, &parse_intent);
    query.product = label_from<Product>("product", product, &parse_product);
    query.since = time_from("since", since);
    query.until = time_from("until", until);
    query.limit = limit;
    return query;
}

/// A database keeps the bytes of a model and no rules.
std::optional<sentiment::TextClassifier> model_from(const std::optional<RuledClassifier>& model) {
    if (!model) return std::nullopt;
    if (model->rules)
        throw Error{ErrorCode::invalid_argument,
                    "a database keeps a model without rules of its own: give the one before with_rules"};
    return sentiment::TextClassifier{model->model(), &sentiment::default_signals()};
}

template <class Label>
Label label_of(const py::handle& text, std::optional<Label> (*parse)(std::string_view) noexcept) {
    const auto label = parse(text.cast<std::string>());
    if (!label) throw Error{ErrorCode::internal, "the bank's own model gave a label that is none"};
    return *label;
}

sentiment::FallbackReason reason_of(const std::string& text) {
    using sentiment::FallbackReason;
    if (text.empty()) return FallbackReason::none;
    for (const auto reason :
         {FallbackReason::timeout, FallbackReason::busy, FallbackReason::invalid_answer}) {
        if (text == to_string(reason)) return reason;
    }
    return FallbackReason::error;
}

/// What the columns of OutsideClassifier.classify say, text by text.
void take_answers(const py::dict& columns, std::size_t count, std::vector<sentiment::OutsideAnswer>& out) {
    const auto cell = [&](const char* name, std::size_t i) -> py::object {
        return columns[name][py::int_(i)];
    };
    const auto number = [&](const char* name, std::size_t i) { return cell(name, i).cast<float>(); };
    for (std::size_t i = 0; i < count; ++i) {
        sentiment::OutsideAnswer& answer = out.emplace_back();
        sentiment::Classification& c = answer.classification;
        c.sentiment = label_of<Polarity>(cell("sentiment", i), &parse_polarity);
        c.p_sentiment = {number("p_negative", i), number("p_neutral", i), number("p_positive", i)};
        c.intent = label_of<Intent>(cell("intent", i), &parse_intent);
        c.p_intent = number("p_intent", i);
        c.product = label_of<Product>(cell("product", i), &parse_product);
        c.p_product = number("p_product", i);
        c.urgent = number("urgent", i) != 0;
        c.p_urgent = number("p_urgent", i);
        c.lead = number("lead", i) != 0;
        c.p_lead = number("p_lead", i);
        c.churn = number("churn", i) != 0;
        c.p_churn = number("p_churn", i);
        answer.fallback = reason_of(cell("fallback", i).cast<std::string>());
    }
}

/// An OutsideClassifier of Python as the bank's own model. It is let go with the GIL held, by whichever
/// thread is the last.
OwnModel own_model(const py::object& outside, const Text& name) {
    if (!py::hasattr(outside, "classify_and_report"))
        throw Error{ErrorCode::invalid_argument, "a model of your own is an OutsideClassifier"};
    if (!name) throw Error{ErrorCode::invalid_argument, "a model of your own needs a name"};
    const std::shared_ptr<py::object> held{new py::object{outside}, [](py::object* object) {
                                               const py::gil_scoped_acquire gil;
                                               delete object;
                                           }};
    const auto batch = outside.attr("batch").cast<std::size_t>();
    return {*name, [held, batch](std::span<const std::string_view> texts, sentiment::OutsideReport& report,
                                 const Execution& execution) {
                const py::gil_scoped_acquire gil;
                std::vector<sentiment::OutsideAnswer> answers;
                report = {};
                report.texts = static_cast<std::int64_t>(texts.size());
                try {
                    // A batch of the model a call, so that a stop is heard between two of them.
                    for (std::size_t first = 0; first < texts.size(); first += batch) {
                        throw_if_stopped(execution.stop);
                        py::list given;
                        for (const std::string_view text :
                             texts.subspan(first, std::min(batch, texts.size() - first)))
                            given.append(py::bytes(text.data(), text.size()));
                        const py::tuple said =
                            held->attr("classify_and_report")(given, "threads"_a = execution.threads);
                        take_answers(said[0].attr("to_dict")(), py::len(given), answers);
                        report.seconds += said[1]["seconds"].cast<double>();
                    }
                } catch (const py::error_already_set&) {
                    // What Python says of an error may hold the text; its class does not help here.
                    throw Error{ErrorCode::internal, "the bank's own model could not be asked"};
                }
                for (const auto& answer : answers) {
                    if (answer.fallback == sentiment::FallbackReason::none) {
                        ++report.answered;
                    } else {
                        ++report.fallbacks[answer.fallback];
                    }
                }
                return answers;
            }};
}

py::dict report_dict(const ReassessReport& report) {
    py::dict fallbacks;
    for (const auto& [reason, posts] : report.fallbacks) fallbacks[py::str(to_string(reason))] = posts;
    return py::dict("model"_a = report.model, "assessed"_a = report.assessed, "current"_a = report.current,
                    "fallbacks"_a = fallbacks, "own_seconds"_a = report.own_seconds,
                    "seconds"_a = report.seconds);
}

}  // namespace

void bind_assessments(py::module_& module) {
    py::class_<AssessmentFace>(module, "Assessments", doc::kAssessments)
        .def(
            "reassess",
            [](AssessmentFace& self, const std::optional<RuledClassifier>& model, const py::object& own,
               const Text& name, unsigned threads, const py::object& progress) {
                ReassessOptions options;
                options.model = model_from(model);
                if (!own.is_none()) options.own = own_model(own, name);
                options.threads = threads;
                return report_dict(interruptible(progress, threads, [&](const Execution& e) {
                    options.progress = e.progress;
                    options.stop = e.stop;
                    return self.assessments.reassess(options);
                }));
            },
            py::kw_only(), "model"_a = py::none(), "own"_a = py::none(), "name"_a = py::none(),
            "threads"_a = 0, "progress"_a = py::none(), doc::kReassess)
        .def(
            "use",
            [](AssessmentFace& self, const py::object& own, const std::string& name) {
                const OwnModel model = own_model(own, name);
                interruptible([&] { self.assessments.use(model); });
            },
            "own"_a, py::kw_only(), "name"_a, doc::kUseOwnModel)
        .def_property_readonly(
            "model",
            [](const AssessmentFace& self) {
                return interruptible([&] { return self.assessments.model(); });
            },
            "Name of the text model whose answers stand.")
        .def(
            "count",
            [](const AssessmentFace& self) {
                return interruptible([&] { return self.assessments.count(); });
            },
            "Return the number of assessed interactions.")
        .def(
            "count_by_model",
            [](const AssessmentFace& self) {
                std::map<std::string, std::int64_t> counts;
                interruptible([&] {
                    for (const auto& [model, posts] : self.assessments.count_by_model())
                        counts.emplace(model, posts);
                });
                return counts;
            },
            "Return the number of assessed interactions by digest of the model.")
        .def(
            "get",
            [](const AssessmentFace& self, const std::string& interaction, const Text& scope) -> py::object {
                const auto found =
                    interruptible([&] { return self.assessments.get(self.find(interaction, scope)); });
                return found ? py::object{to_dict(*found)} : py::none();
            },
            "interaction"_a, py::kw_only(), "scope"_a = py::none(), doc::kGetAssessment)
        .def(
            "list",
            [](const AssessmentFace& self, const Text& network, const Text& sentiment, const Text& intent,
               const Text& product, const Text& since, const Text& until, std::size_t limit) {
                const auto query = query_from(network, sentiment, intent, product, since, until, limit);
                const auto found = interruptible([&] { return self.assessments.list(query); });
                py::list result;
                for (const Assessment& assessment : found) result.append(to_dict(assessment));
                return result;
            },
            py::kw_only(), "network"_a = py::none(), "sentiment"_a = py::none(), "intent"_a = py::none(),
            "product"_a = py::none(), "since"_a = py::none(), "until"_a = py::none(), "limit"_a = 100,
            doc::kListAssessments)
        .def(
            "write_csv",
            [](const AssessmentFace& self, const py::object& target, const Text& network,
               const Text& sentiment, const Text& intent, const Text& product, const Text& since,
               const Text& until, std::size_t limit) {
                const auto query = query_from(network, sentiment, intent, product, since, until, limit);
                write_to(target, [&](std::ostream& out) { self.assessments.write_csv(out, query); });
            },
            "target"_a, py::kw_only(), "network"_a = py::none(), "sentiment"_a = py::none(),
            "intent"_a = py::none(), "product"_a = py::none(), "since"_a = py::none(), "until"_a = py::none(),
            "limit"_a = 0, "Write what list returns as CSV to a path or file descriptor; limit 0 writes all.")
        .def(
            "correct",
            [](AssessmentFace& self, const std::string& interaction, const std::string& field,
               const std::string& value, const Text& scope, const std::string& actor,
               const std::string& reason) {
                interruptible([&] {
                    self.assessments.correct(self.find(interaction, scope), field, value,
                                             author(actor, reason));
                });
            },
            "interaction"_a, "field"_a, "value"_a, py::kw_only(), "scope"_a = py::none(),
            "actor"_a = "operator", "reason"_a = "", doc::kCorrect)
        .def(
            "write_corrections",
            [](const AssessmentFace& self, const py::object& target, double weight) {
                std::int64_t rows = 0;
                write_to(target,
                         [&](std::ostream& out) { rows = self.assessments.write_corrections(out, weight); });
                return rows;
            },
            "target"_a, py::kw_only(), "weight"_a = 1.0, doc::kWriteCorrections);
}

py::object assessments_face(const Crm& crm) {
    return py::cast(AssessmentFace{crm});
}

}  // namespace scrm::python
