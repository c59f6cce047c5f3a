// SPDX-License-Identifier: Apache-2.0
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "scrm/core/error.hpp"
#include "scrm/sentiment/aspects.hpp"
#include "scrm/table/column.hpp"
#include "scrm/text/language.hpp"
#include "scrm/text/mask_policy.hpp"
#include "scrm/text/utf8.hpp"
#include "sentiment_docstrings.hpp"
#include "streams.hpp"
#include "texts.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

using sentiment::BrandConfiguration;
using sentiment::RuleBook;

const char* name_of(sentiment::RuleHead head) {
    using sentiment::RuleHead;
    switch (head) {
        case RuleHead::polarity:
            return "sentiment";
        case RuleHead::product:
            return "product";
        case RuleHead::intent:
            return "intent";
        case RuleHead::urgent:
            return "urgent";
        case RuleHead::lead:
            return "lead";
        case RuleHead::churn:
            return "churn";
        case RuleHead::shape:
            return "shape";
    }
    return "";
}

py::object label_of(const sentiment::RuleHit& hit) {
    using sentiment::RuleHead;
    switch (hit.head) {
        case RuleHead::polarity:
            return py::str(to_string(static_cast<sentiment::Polarity>(hit.label)));
        case RuleHead::product:
            return py::str(to_string(static_cast<sentiment::Product>(hit.label)));
        case RuleHead::intent:
            return py::str(to_string(static_cast<sentiment::Intent>(hit.label)));
        default:
            return py::none();
    }
}

py::dict evaluation_of(const RuleBook& rules, const py::object& text) {
    const std::string post = text_of(text);
    const sentiment::RuleHits found = rules.evaluate(post);
    const Places places{text, post};
    py::list hits;
    for (const sentiment::RuleHit& hit : found.hits)
        hits.append(py::dict("rule"_a = hit.rule, "head"_a = name_of(hit.head), "label"_a = label_of(hit),
                             "score"_a = table::as_written(hit.score), "span"_a = places(hit.span)));
    py::list brands;
    for (const sentiment::BrandMention& mention : found.brands)
        brands.append(py::dict("brand"_a = rules.configuration().brands[mention.brand].name,
                               "own"_a = mention.own, "span"_a = places(mention.span)));
    const sentiment::RuleVerdict& v = found.verdict;
    return py::dict(
        "hits"_a = hits, "brands"_a = brands,
        "verdict"_a = py::dict("sentiment"_a = to_string(v.polarity), "intent"_a = to_string(v.intent),
                               "product"_a = to_string(v.product), "urgent"_a = v.urgent, "lead"_a = v.lead,
                               "churn"_a = v.churn, "polarity_score"_a = table::as_written(v.polarity_score),
                               "urgent_score"_a = table::as_written(v.urgent_score),
                               "lead_score"_a = table::as_written(v.lead_score),
                               "churn_score"_a = table::as_written(v.churn_score)));
}

py::list aspects_of(const py::object& text, const RuleBook* rules, const RuledClassifier* model) {
    const std::string post = text_of(text);
    const RuleBook& used = rules != nullptr ? *rules : sentiment::default_rules();
    if (model != nullptr && !model->classifier())
        throw Error{ErrorCode::invalid_argument, "a model for aspects has the built-in heads"};
    const Places places{text, post};
    py::list aspects;
    for (const sentiment::ClauseAspect& one :
         sentiment::read_aspects(post, used, model != nullptr ? &*model->classifier() : nullptr)) {
        const py::object brand =
            one.brand ? py::object{py::str(used.configuration().brands[*one.brand].name)} : py::none();
        py::list evidence;
        for (const sentiment::TextSpan& span : one.evidence) evidence.append(places(span));
        aspects.append(py::dict("clause"_a = places(one.clause), "product"_a = to_string(one.product),
                                "brand"_a = brand, "target"_a = places(one.target),
                                "inherited"_a = one.inherited, "polarity"_a = to_string(one.polarity),
                                "score"_a = table::as_written(one.score), "by_model"_a = one.by_model,
                                "evidence"_a = evidence));
    }
    return aspects;
}

sentiment::Product product_from(const std::string& name) {
    const auto product = sentiment::parse_product(name);
    if (!product) throw Error{ErrorCode::invalid_argument, "there is no such product"};
    return *product;
}

/// What a rule book would refuse is refused here already, and what was there stays.
void take_checked(BrandConfiguration& self, BrandConfiguration more) {
    more.check();
    self = std::move(more);
}

void bind_brands(py::module_& module) {
    py::class_<BrandConfiguration>(module, "BrandConfiguration", doc::kBrands)
        .def(py::init<>(), "A configuration without brands and product names.")
        .def_static("built_in", &BrandConfiguration::built_in,
                    "Return the banks that posts name most; none is marked as own.")
        .def_static(
            "from_json", [](const std::string& json) { return BrandConfiguration::from_json(json); },
            "text"_a, "Read what to_json wrote, or a bank edited; errors name the place.")
        .def("to_json", &BrandConfiguration::to_json, "Return all brands and product names as JSON.")
        .def(
            "set_own", [](BrandConfiguration& self, const std::string& name) { self.set_own(name); },
            "name"_a, "Mark the brand of that name as own and all others as competitors.")
        .def(
            "add_brand",
            [](BrandConfiguration& self, std::string name, Texts aliases, bool own, Texts ambiguous,
               Texts capitalised) {
                BrandConfiguration more = self;
                more.brands.push_back(
                    {std::move(name), own, std::move(aliases), std::move(ambiguous), std::move(capitalised)});
                take_checked(self, std::move(more));
            },
            "name"_a, "aliases"_a, py::kw_only(), "own"_a = false, "ambiguous"_a = Texts{},
            "capitalised"_a = Texts{}, "Add a bank, or another firm.")
        .def(
            "add_product",
            [](BrandConfiguration& self, const std::string& product, Texts aliases) {
                BrandConfiguration more = self;
                more.products.push_back({product_from(product), std::move(aliases)});
                take_checked(self, std::move(more));
            },
            "product"_a, "aliases"_a, "Add names that the bank has for one of its products.")
        .def_property_readonly(
            "brands",
            [](const BrandConfiguration& self) {
                py::list brands;
                for (const sentiment::Brand& brand : self.brands)
                    brands.append(py::dict("name"_a = brand.name, "own"_a = brand.own,
                                           "aliases"_a = brand.aliases, "ambiguous"_a = brand.ambiguous,
                                           "capitalised"_a = brand.capitalised));
                return brands;
            },
            "The brands as dicts; a copy.")
        .def_property_readonly(
            "products",
            [](const BrandConfiguration& self) {
                py::list products;
                for (const sentiment::ProductName& product : self.products)
                    products.append(
                        py::dict("product"_a = to_string(product.product), "aliases"_a = product.aliases));
                return products;
            },
            "The names of products as dicts; a copy.")
        .def(py::pickle([](const BrandConfiguration& self) { return self.to_json(); },
                        [](const std::string& json) { return BrandConfiguration::from_json(json); }));
}

}  // namespace

void bind_text_rules(py::module_& module) {
    bind_brands(module);
    py::class_<RuleBook, std::shared_ptr<RuleBook>>(module, "RuleBook", doc::kRuleBook)
        .def(py::init([](const std::optional<BrandConfiguration>& brands) {
                 return std::make_shared<RuleBook>(brands ? *brands : BrandConfiguration::built_in());
             }),
             "brands"_a = py::none())
        .def("evaluate", &evaluation_of, "text"_a, doc::kEvaluate)
        .def_property_readonly(
            "brands", [](const RuleBook& self) { return self.configuration(); },
            "The configuration that it was made of; a copy.")
        .def(py::pickle([](const RuleBook& self) { return self.configuration().to_json(); },
                        [](const std::string& json) {
                            return std::make_shared<RuleBook>(BrandConfiguration::from_json(json));
                        }));
    module.def(
        "language",
        [](const py::object& text) {
            const auto guess = text::identify_language(text_of(text));
            return py::make_tuple(guess.language, guess.probability);
        },
        "text"_a, doc::kLanguage);
    module.def(
        "mask",
        [](const py::object& text, bool cards, bool phones, bool emails, bool ibans, bool accounts,
           bool passports, bool last_digits_of_cards, bool last_digits_of_others) {
            const text::MaskPolicy policy{cards,
                                          phones,
                                          emails,
                                          ibans,
                                          accounts,
                                          passports,
                                          last_digits_of_cards,
                                          last_digits_of_others};
            return text::mask(text::sanitize(text_of(text)).text, policy);
        },
        "text"_a, py::kw_only(), "cards"_a = true, "phones"_a = true, "emails"_a = true, "ibans"_a = true,
        "accounts"_a = true, "passports"_a = true, "last_digits_of_cards"_a = true,
        "last_digits_of_others"_a = false, doc::kMask);
}

void bind_text_aspects(py::module_& module) {
    module.def("aspects", &aspects_of, "text"_a, py::kw_only(), "rules"_a = py::none(),
               "model"_a = py::none(), doc::kAspects);
    module.def(
        "write_aspects",
        [](const std::filesystem::path& file, const py::object& target, const std::string& text,
           const std::optional<std::string>& id, const RuleBook* rules, const RuledClassifier* model,
           unsigned threads, const py::object& progress) {
            if (model != nullptr && !model->classifier())
                throw Error{ErrorCode::invalid_argument, "a model for aspects has the built-in heads"};
            sentiment::AspectCounts counts;
            write_to(target, progress, threads, [&](std::ostream& out, const Execution& e) {
                counts = sentiment::write_aspects(file, {text, id},
                                                  rules != nullptr ? *rules : sentiment::default_rules(),
                                                  model != nullptr ? &*model->classifier() : nullptr, out, e);
            });
            py::dict said("clauses"_a = counts.clauses);
            add_unreadable(said, counts.unreadable);
            return said;
        },
        "file"_a, "target"_a, py::kw_only(), "text"_a, "id"_a = py::none(), "rules"_a = py::none(),
        "model"_a = py::none(), "threads"_a = 0, "progress"_a = py::none(),
        "The aspects of a column of a CSV into a path or file descriptor; return clauses, and unreadable "
        "rows.");
}

}  // namespace scrm::python
