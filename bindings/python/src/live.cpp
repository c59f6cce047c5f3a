// SPDX-License-Identifier: Apache-2.0
#include <pybind11/functional.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "bindings.hpp"
#include "interruptible.hpp"
#include "linkage_types.hpp"
#include "live_docstrings.hpp"
#include "repr.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/live_resolver.hpp"
#include "scrm/table/column_names.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

using identity::FrozenModel;
using identity::LiveRecord;
using identity::LiveResolver;
using identity::LiveSide;

std::string text_from(const py::handle& value, const char* what) {
    if (!py::isinstance<py::str>(value)) throw py::type_error(what);
    return value.cast<std::string>();
}

/// Of records beside those of columns: what a resolution reads of profiles.
constexpr std::array<std::string_view, 5> kOfProfiles{"kind", "network", "followers", "link", "public_phone"};

bool is_attribute(std::string_view name, const identity::MatchModel& model) {
    const auto names = table::attribute_names();
    if (name.starts_with("other:") || std::find(names.begin(), names.end(), name) != names.end() ||
        std::find(kOfProfiles.begin(), kOfProfiles.end(), name) != kOfProfiles.end()) {
        return true;
    }
    const auto is_read = [name](const identity::Comparison& comparison) {
        const auto& read = comparison.attributes;
        return std::find(read.begin(), read.end(), name) != read.end();
    };
    return std::any_of(model.comparisons.begin(), model.comparisons.end(), is_read) ||
           (model.customers && is_attribute(name, *model.customers));
}

/// A misspelt attribute would be evidence that nobody misses.
void require_attribute(const std::string& name, const identity::MatchModel& model) {
    if (is_attribute(name, model)) return;
    std::string message = "unknown attribute '" + name + "'; attributes are ";
    for (const std::string_view known : table::attribute_names()) message.append(known).append(", ");
    for (const std::string_view known : kOfProfiles) message.append(known).append(", ");
    throw Error{ErrorCode::invalid_argument, message + "other:<anything>"};
}

/// {"id": …, attribute: text or several}; None is no value.
LiveRecord record_from(const py::handle& fields, const identity::MatchModel& model, bool needs_id = true) {
    if (!py::isinstance<py::dict>(fields)) throw py::type_error("a record is a dict of attributes and texts");
    LiveRecord record;
    bool has_id = false;
    for (const auto& [key, value] : py::reinterpret_borrow<py::dict>(fields)) {
        const std::string attribute = text_from(key, "an attribute is text");
        if (attribute == "id") {
            record.id = text_from(value, "the id of a record is text");
            has_id = true;
            continue;
        }
        require_attribute(attribute, model);
        constexpr const char* kValue = "a value is text, a list of texts or None";
        if (py::isinstance<py::list>(value) || py::isinstance<py::tuple>(value)) {
            for (const py::handle one : value) record.values.emplace_back(attribute, text_from(one, kValue));
        } else if (!value.is_none()) {
            record.values.emplace_back(attribute, text_from(value, kValue));
        }
    }
    if (needs_id && !has_id) throw Error{ErrorCode::invalid_argument, "a record without an id"};
    return record;
}

py::dict record_dict(const LiveRecord& record) {
    py::dict out("id"_a = record.id);
    for (const auto& [attribute, value] : record.values) {
        const py::str key{attribute};
        if (!out.contains(key)) {
            out[key] = value;
        } else if (py::isinstance<py::list>(out[key])) {
            out[key].cast<py::list>().append(value);
        } else {
            py::list several;
            several.append(out[key]);
            several.append(value);
            out[key] = several;
        }
    }
    return out;
}

py::dict candidate_dict(const identity::LiveCandidate& candidate) {
    return py::dict("customer"_a = candidate.customer, "person"_a = candidate.person,
                    "match_weight"_a = candidate.weight, "probability"_a = candidate.probability,
                    "tier"_a = std::string{to_string(candidate.tier)}, "confirmed"_a = candidate.confirmed,
                    "rejected"_a = candidate.rejected);
}

py::list candidate_list(const std::vector<identity::LiveCandidate>& candidates) {
    py::list out;
    for (const auto& candidate : candidates) out.append(candidate_dict(candidate));
    return out;
}

py::object resolution_dict(const identity::LiveResolution& resolution) {
    if (resolution.profile.empty()) return py::none();
    return py::dict("profile"_a = resolution.profile, "tier"_a = std::string{to_string(resolution.tier)},
                    "margin"_a = resolution.margin, "candidates"_a = candidate_list(resolution.candidates));
}

py::dict change_dict(const identity::LiveChange& change) {
    py::list decisions;
    for (const auto& decision : change.decisions) {
        decisions.append(py::dict("before"_a = resolution_dict(decision.before),
                                  "after"_a = resolution_dict(decision.after)));
    }
    py::list persons;
    const auto text_or_none = [](const std::string& text) -> py::object {
        return text.empty() ? py::object{py::none()} : py::object{py::str{text}};
    };
    for (const auto& person : change.persons) {
        persons.append(py::dict("customer"_a = person.customer, "before"_a = text_or_none(person.before),
                                "after"_a = text_or_none(person.after)));
    }
    return py::dict("decisions"_a = decisions, "persons"_a = persons);
}

identity::RecordSet record_set(const py::iterable& records, const identity::MatchModel& model,
                               const char* population) {
    identity::RecordSetBuilder builder{population};
    for (const py::handle one : records) {
        const LiveRecord record = record_from(one, model);
        builder.begin(record.id);
        for (const auto& [attribute, value] : record.values) builder.add(attribute, value);
    }
    return builder.finish();
}

LiveSide side_from(const std::string& name) {
    if (name == "profile") return LiveSide::profile;
    if (name == "customer") return LiveSide::customer;
    throw Error{ErrorCode::invalid_argument, "a side is \"profile\" or \"customer\""};
}

/// Work without the interpreter, so that other threads read and write meanwhile.
template <class Work>
auto released(const Work& work) {
    const py::gil_scoped_release release;
    return work();
}

void bind_frozen(py::module_& module) {
    py::class_<FrozenModel>(module, "FrozenModel", doc::kFrozenModel)
        .def_static(
            "freeze",
            [](const py::iterable& profiles, const py::iterable& customers,
               const std::optional<identity::MatchModel>& model, unsigned threads,
               const py::object& progress) {
                const auto recipe = model ? *model : identity::MatchModel::person();
                const auto left = record_set(profiles, recipe, "profiles");
                const auto right = record_set(customers, recipe, "customers");
                return interruptible(progress, threads, [&](const Execution& e) {
                    return FrozenModel::freeze(left, right, recipe, {}, e);
                });
            },
            "profiles"_a, "customers"_a, "model"_a = py::none(), py::kw_only(), "threads"_a = 0,
            "progress"_a = py::none(), doc::kFreeze)
        .def_static(
            "load", [](const std::filesystem::path& path) { return FrozenModel::load(path); }, "path"_a,
            "Read a file that `save` wrote.")
        .def(
            "save", [](const FrozenModel& self, const std::filesystem::path& path) { self.save(path); },
            "path"_a, "Write the file, whole or not at all.")
        .def_property_readonly(
            "model", [](const FrozenModel& self) { return self.model(); }, "The trained model.")
        .def_property_readonly(
            "digest", [](const FrozenModel& self) { return self.digest().hex(); },
            "Digest of model and population, hex.");
}

/// Observers come from Python and are called by whichever thread writes.
identity::LiveObserver observer_from(const py::function& callback) {
    const auto kept = std::shared_ptr<py::function>(new py::function(callback), [](py::function* function) {
        const py::gil_scoped_acquire acquire;
        delete function;
    });
    return [kept](const identity::LiveChange& change) {
        const py::gil_scoped_acquire acquire;
        (*kept)(change_dict(change));
    };
}

void bind_writes(py::class_<LiveResolver>& face) {
    const auto add = [](LiveSide side) {
        return [side](LiveResolver& self, const py::object& records) {
            std::vector<identity::LiveWrite> writes;
            const identity::MatchModel& model = self.model().model();
            if (py::isinstance<py::dict>(records)) {
                writes.push_back({side, false, record_from(records, model)});
            } else {
                for (const py::handle one : records) writes.push_back({side, false, record_from(one, model)});
            }
            released([&] { self.apply(writes); });
        };
    };
    face.def("add_customer", add(LiveSide::customer), "record"_a,
             "Add or replace one customer, or an iterable of them as one group.")
        .def("add_profile", add(LiveSide::profile), "record"_a,
             "Add or replace one profile, or an iterable of them as one group.")
        .def(
            "remove_customer",
            [](LiveResolver& self, const std::string& id) { return self.remove_customer(id); }, "id"_a,
            py::call_guard<py::gil_scoped_release>(), "Remove a customer; False when there is none.")
        .def(
            "remove_profile",
            [](LiveResolver& self, const std::string& id) { return self.remove_profile(id); }, "id"_a,
            py::call_guard<py::gil_scoped_release>(), "Remove a profile; False when there is none.")
        .def(
            "reevaluate",
            [](LiveResolver& self, const std::string& side, const std::string& id) {
                const LiveSide which = side_from(side);
                return released([&] { return self.reevaluate(which, id); });
            },
            "side"_a, "id"_a, "Look for a record's candidates again; False when there is none.")
        .def(
            "process_redo",
            [](LiveResolver& self, const std::optional<std::size_t>& limit) {
                return self.process_redo(limit.value_or(~std::size_t{0}));
            },
            "limit"_a = py::none(), py::call_guard<py::gil_scoped_release>(),
            "Work off the redo queue; return how many records are left in it.")
        .def(
            "observe",
            [](LiveResolver& self, const py::function& callback) {
                auto observer = observer_from(callback);
                return released([&] { return self.observe(std::move(observer)); });
            },
            "callback"_a, doc::kObserve)
        .def("forget", &LiveResolver::forget, "observer"_a, py::call_guard<py::gil_scoped_release>(),
             "Stop calling an observer.")
        .def("sync", &LiveResolver::sync, py::call_guard<py::gil_scoped_release>(), "Force the log to disk.")
        .def("snapshot", &LiveResolver::snapshot, py::call_guard<py::gil_scoped_release>(),
             "Write a new snapshot and begin a new log.");
}

void bind_decisions(py::class_<LiveResolver>& face) {
    using Texts = const std::string&;
    const auto on_pair = [](DecisionKind kind) {
        return [kind](LiveResolver& self, Texts profile, Texts customer) {
            return released([&] { return self.decide({kind, profile, customer, {}}); });
        };
    };
    const auto on_customers = [](DecisionKind kind) {
        return [kind](LiveResolver& self, Texts customer, Texts other) {
            return released([&] { return self.decide({kind, {}, customer, other}); });
        };
    };
    face.def("confirm", on_pair(DecisionKind::confirm), "profile"_a, "customer"_a, doc::kLiveConfirm)
        .def("reject", on_pair(DecisionKind::reject), "profile"_a, "customer"_a, doc::kLiveReject)
        .def("unlink", on_pair(DecisionKind::unlink), "profile"_a, "customer"_a,
             "Take a link back, which bars it as `reject` does; False when that holds already.")
        .def("keep_apart", on_customers(DecisionKind::keep_apart), "customer"_a, "other"_a,
             doc::kLiveKeepApart)
        .def("lift_keep_apart", on_customers(DecisionKind::lift_keep_apart), "customer"_a, "other"_a,
             doc::kLiveLiftKeepApart)
        .def("merge", on_customers(DecisionKind::merge), "survivor"_a, "other"_a, doc::kLiveMerge)
        .def("unmerge", on_customers(DecisionKind::unmerge), "survivor"_a, "other"_a, doc::kLiveUnmerge)
        .def(
            "decisions",
            [](const LiveResolver& self) {
                py::list out;
                for (const auto& decision : released([&] { return self.decisions(); })) {
                    py::dict one("kind"_a = std::string{to_string(decision.kind)});
                    if (!decision.profile.empty()) one["profile"] = decision.profile;
                    one["customer"] = decision.customer;
                    if (!decision.other.empty()) one["other"] = decision.other;
                    out.append(one);
                }
                return out;
            },
            "Return the decisions of people that hold, oldest first.");
}

void bind_reads(py::class_<LiveResolver>& face) {
    face.def(
            "resolve",
            [](const LiveResolver& self, const py::object& profile) -> py::object {
                if (py::isinstance<py::str>(profile)) {
                    const auto id = profile.cast<std::string>();
                    const auto found = released([&] { return self.resolve(id); });
                    if (!found) throw Error{ErrorCode::not_found, "no such profile"};
                    return resolution_dict(*found);
                }
                const LiveRecord record = record_from(profile, self.model().model());
                return resolution_dict(released([&] { return self.resolve(record); }));
            },
            "profile"_a, doc::kLiveResolve)
        .def(
            "search",
            [](const LiveResolver& self, std::size_t limit, double min_weight, const py::kwargs& attributes) {
                LiveRecord record = record_from(attributes, self.model().model(), false);
                if (record.id.empty()) record.id = "search";
                return candidate_list(released([&] { return self.search(record, limit, min_weight); }));
            },
            py::kw_only(), "limit"_a = 10, "min_weight"_a = -10.0,
            "Return the customers that agree best with the attributes given.")
        .def(
            "get",
            [](const LiveResolver& self, const std::string& side, const std::string& id) -> py::object {
                const auto record = self.get(side_from(side), id);
                return record ? py::object{record_dict(*record)} : py::object{py::none()};
            },
            "side"_a, "id"_a, "Return a record as a dict, or None.")
        .def(
            "why",
            [](const LiveResolver& self, const std::string& profile, const std::string& customer) {
                return explanation_dict(released([&] { return self.why(profile, customer); }));
            },
            "profile"_a, "customer"_a, "Return the evidence for a profile and a customer, weight by weight.")
        .def(
            "why_customers",
            [](const LiveResolver& self, const std::string& id, const std::string& other) {
                return explanation_dict(released([&] { return self.why_customers(id, other); }));
            },
            "id"_a, "other"_a, "Return the evidence that two customer records are one person.")
        .def(
            "how",
            [](const LiveResolver& self, const std::string& customer) {
                const auto person = released([&] { return self.how(customer); });
                py::list pairs;
                for (const auto& pair : person.pairs) {
                    pairs.append(py::dict("left"_a = pair.left, "right"_a = pair.right,
                                          "match_weight"_a = pair.weight,
                                          "was_blocked"_a = pair.was_blocked));
                }
                return py::dict("person"_a = person.person, "customers"_a = person.customers,
                                "pairs"_a = pairs, "profiles"_a = person.profiles);
            },
            "customer"_a, "Return how a customer's person was put together.")
        .def_property_readonly(
            "counts",
            [](const LiveResolver& self) {
                const auto counts = self.counts();
                return py::dict("profiles"_a = counts.profiles, "customers"_a = counts.customers,
                                "redo"_a = counts.redo, "decisions"_a = counts.decisions,
                                "bytes"_a = counts.bytes, "sequence"_a = counts.sequence);
            },
            "Numbers of profiles, customers, records to look at again and decisions, bytes held, last "
            "sequence number.")
        .def_property_readonly(
            "model", [](const LiveResolver& self) { return self.model(); }, "The frozen model that answers.")
        .def(
            "digest", [](const LiveResolver& self) { return self.digest().hex(); },
            py::call_guard<py::gil_scoped_release>(), "Return the digest of all decisions and persons.")
        .def(
            "resolutions",
            [](const LiveResolver& self) {
                py::list out;
                for (const auto& resolution : released([&] { return self.resolutions(); }))
                    out.append(resolution_dict(resolution));
                return out;
            },
            "Return all resolutions, by profile id.")
        .def(
            "persons",
            [](const LiveResolver& self) {
                py::dict out;
                for (const auto& [customer, person] : released([&] { return self.persons(); }))
                    out[py::str{customer}] = person;
                return out;
            },
            "Return the person of every customer.");
}

}  // namespace

void bind_live(py::module_& module) {
    bind_frozen(module);
    py::class_<LiveResolver> face(module, "LiveResolver", doc::kLiveResolver);
    const auto options = [](std::size_t max_candidates, double min_probability, bool sync_each_write) {
        return identity::LiveOptions{max_candidates, min_probability, sync_each_write};
    };
    face.def(
            py::init([options](const FrozenModel& model, std::size_t max_candidates, double min_probability) {
                return LiveResolver(model, options(max_candidates, min_probability, true));
            }),
            "model"_a, py::kw_only(), "max_candidates"_a = 5, "min_probability"_a = 0.01)
        .def("__repr__",
             [](const LiveResolver& self) {
                 const auto counts = released([&] { return self.counts(); });
                 return repr_of("LiveResolver", {{"profiles", std::to_string(counts.profiles)},
                                                 {"customers", std::to_string(counts.customers)},
                                                 {"redo", std::to_string(counts.redo)}});
             })
        .def_static(
            "open",
            [options](const std::filesystem::path& folder, const std::optional<FrozenModel>& model,
                      std::size_t max_candidates, double min_probability, bool sync_each_write) {
                return released([&] {
                    return LiveResolver::open(folder, model,
                                              options(max_candidates, min_probability, sync_each_write));
                });
            },
            "folder"_a, "model"_a = py::none(), py::kw_only(), "max_candidates"_a = 5,
            "min_probability"_a = 0.01, "sync_each_write"_a = true, doc::kLiveOpen);
    bind_writes(face);
    bind_decisions(face);
    bind_reads(face);
}

}  // namespace scrm::python
