// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/crm.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "bindings.hpp"
#include "docstrings.hpp"
#include "interruptible.hpp"
#include "linkage_types.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/record_file.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

py::list bins(const std::vector<HistogramBin>& histogram) {
    py::list list;
    for (const auto& bin : histogram)
        list.append(py::dict("low"_a = bin.low, "high"_a = bin.high, "count"_a = bin.count));
    return list;
}

py::dict series_dict(const AssessmentSeries& series) {
    py::list sentiments;
    for (std::size_t i = 0; i < kPolarities; ++i) sentiments.append(to_string(static_cast<Polarity>(i)));
    py::list intents;
    for (std::size_t i = 0; i < kIntents; ++i) intents.append(to_string(static_cast<Intent>(i)));
    py::list cells;
    for (const AssessmentCell& cell : series.cells) {
        cells.append(py::dict("period"_a = cell.period, "network"_a = cell.network,
                              "product"_a = to_string(cell.product), "sentiment"_a = cell.by_sentiment,
                              "intent"_a = cell.by_intent));
    }
    return py::dict("unit"_a = series.unit, "periods"_a = series.periods, "sentiments"_a = sentiments,
                    "intents"_a = intents, "cells"_a = cells);
}

py::dict to_dict(const Summary& summary) {
    py::list tiers;
    for (const auto& network : summary.tiers) {
        tiers.append(py::dict("network"_a = network.network, "match"_a = network.match,
                              "review"_a = network.review, "none"_a = network.none));
    }
    py::list review;
    for (const auto& row : summary.review) {
        review.append(py::dict("network"_a = row.account.network, "scope"_a = row.account.scope,
                               "network_user_id"_a = row.account.network_user_id,
                               "masked_profile"_a = row.masked_profile, "customer_id"_a = row.customer.str(),
                               "masked_customer"_a = row.masked_customer, "probability"_a = row.probability,
                               "match_weight"_a = row.match_weight));
    }
    return py::dict(
        "customers"_a = summary.customers, "identities"_a = summary.identities,
        "interactions"_a = summary.interactions, "quarantined"_a = summary.quarantined,
        "duplicate_clusters"_a = summary.duplicate_clusters,
        "duplicate_records"_a = summary.duplicate_records, "links_by_status"_a = summary.links_by_status,
        "tiers"_a = tiers, "match_weights"_a = bins(summary.match_weights),
        "probabilities"_a = bins(summary.probabilities), "review"_a = review,
        "example"_a = summary.example ? py::object{explanation_dict(*summary.example)} : py::none(),
        "last_run"_a = time_text(summary.last_run), "assessed"_a = summary.assessed,
        "corrected"_a = summary.corrected, "assessments"_a = series_dict(summary.assessments));
}

constexpr std::string_view name_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
    }
    return "error";
}

/// A sink that calls `log(level, code, fields)`, from any thread. What it raises is reported and ends
/// nothing.
LogSink log_sink(const py::object& log) {
    if (log.is_none()) return {};
    // The last copy may go where there is no GIL.
    const std::shared_ptr<py::object> callable{new py::object{log}, [](py::object* owned) {
                                                   const py::gil_scoped_acquire gil;
                                                   delete owned;
                                               }};
    return [callable](const LogRecord& record) {
        const py::gil_scoped_acquire gil;
        try {
            py::dict fields;
            for (const auto& [name, value] : record.fields) fields[py::str(std::string{name})] = value;
            (*callable)(name_of(record.level), record.code, fields);
        } catch (py::error_already_set& error) {
            error.discard_as_unraisable("scrm log sink");
        }
    };
}

CrmOptions options_from(bool create, double lock_wait, const LogSink& log, const Execution& execution) {
    CrmOptions options;
    options.log = log;
    options.create = create;
    options.lock_wait = std::chrono::milliseconds{static_cast<std::int64_t>(lock_wait * 1000)};
    options.stop = execution.stop;
    return options;
}

void bind_checks(py::module_& module) {
    py::class_<Summary>(module, "Summary", "What the dashboard shows.")
        .def(
            "to_dict", [](const Summary& self) { return to_dict(self); }, "Return everything as a dict.");

    py::class_<InvariantCheck>(module, "InvariantCheck", "One checked invariant.")
        .def_readonly("code", &InvariantCheck::code, "Code of the invariant, such as \"I4\".")
        .def_readonly("title", &InvariantCheck::title, "What must hold.")
        .def_readonly("ok", &InvariantCheck::ok, "True when it holds.")
        .def_readonly("detail", &InvariantCheck::detail,
                      "What was found where it does not hold; no values of rows.")
        .def(
            "to_dict",
            [](const InvariantCheck& self) {
                return py::dict("code"_a = self.code, "title"_a = self.title, "ok"_a = self.ok,
                                "detail"_a = self.detail);
            },
            "Return the check as a dict.");

    py::class_<AuditVerification>(module, "AuditVerification", "The outcome of walking the audit chain.")
        .def_readonly("ok", &AuditVerification::ok, "True when every entry fits the one before it.")
        .def_readonly("entries", &AuditVerification::entries, "Number of entries.")
        .def_property_readonly(
            "head", [](const AuditVerification& self) { return self.head.hex(); },
            "Digest of the last entry, hex.")
        .def_readonly("detail", &AuditVerification::detail,
                      "The first entry that does not fit; empty when all do.")
        .def(
            "to_dict",
            [](const AuditVerification& self) {
                return py::dict("ok"_a = self.ok, "entries"_a = self.entries, "head"_a = self.head.hex(),
                                "detail"_a = self.detail);
            },
            "Return the outcome as a dict.");

    py::class_<Audit>(module, "Audit", "What an operator checks.")
        .def(
            "verify",
            [](const Audit& self, const py::object& progress) {
                return interruptible(progress, 0,
                                     [&](const Execution& execution) { return self.verify(execution); });
            },
            py::kw_only(), "progress"_a = py::none(), "Walk the audit chain and check every hash.");
}

RecordKind record_kind(std::string_view name) {
    if (name == "customers") return RecordKind::customers;
    if (name == "identities") return RecordKind::identities;
    if (name == "interactions") return RecordKind::interactions;
    if (name == "decisions") return RecordKind::decisions;
    throw Error{ErrorCode::invalid_argument, "kind must be customers, identities, interactions or decisions"};
}

void bind_record_file(py::module_& module) {
    py::class_<RecordFile>(module, "RecordFile", doc::kRecordFile)
        .def(
            py::init([](const std::filesystem::path& path, const std::string& kind, const std::string& mask) {
                const RecordKind records = record_kind(kind);
                const auto masking = masking_from(mask);
                return interruptible(py::none(), 0, [&](const Execution&) {
                    return RecordFile{path, records, masking};
                });
            }),
            "path"_a, "kind"_a, py::kw_only(), "mask"_a = "cards")
        .def(
            "import_into",
            [](RecordFile& self, const Crm& crm, const py::object& progress) {
                return interruptible(progress, 0,
                                     [&](const Execution& e) { return self.import_into(crm, e); });
            },
            "crm"_a, py::kw_only(), "progress"_a = py::none(),
            "Import the records, once; return an ImportReport.");
}

}  // namespace

py::object time_text(const std::optional<UtcTime>& time) {
    return time ? py::object{py::str(format_time(*time))} : py::none();
}

void bind_crm(py::module_& module) {
    bind_checks(module);

    py::class_<Crm>(module, "Crm", doc::kCrm)
        .def_static(
            "open",
            [](const std::string& url, bool create, double lock_wait, const py::object& log) {
                const LogSink sink = log_sink(log);
                return interruptible(py::none(), 0, [&](const Execution& execution) {
                    return Crm::open(url, options_from(create, lock_wait, sink, execution));
                });
            },
            "url"_a, py::kw_only(), "create"_a = true, "lock_wait"_a = 30.0, "log"_a = py::none(), doc::kOpen)
        .def_property_readonly("customers", &Crm::customers, "The CRM records.")
        .def_property_readonly("identities", &Crm::identities, "The social profiles.")
        .def_property_readonly("interactions", &Crm::interactions, "Posts, comments, messages and reviews.")
        .def_property_readonly("assessments", &assessments_face, "What posts say.")
        .def_property_readonly("resolution", &resolution_face, "Links, decisions and merges.")
        .def_property_readonly("quarantine", &Crm::quarantine, "Rows that could not be read.")
        .def_property_readonly("audit", &Crm::audit, "The chain of entries about every change.")
        .def(
            "state_hash",
            [](const Crm& self, const py::object& progress) {
                return interruptible(progress, 0, [&](const Execution& execution) {
                    return self.state_hash(execution).hex();
                });
            },
            py::kw_only(), "progress"_a = py::none(),
            "Return one hex digest of the logical state, the same on both databases.")
        .def(
            "verify",
            [](const Crm& self, const py::object& progress) {
                return interruptible(progress, 0,
                                     [&](const Execution& execution) { return self.verify(execution); });
            },
            py::kw_only(), "progress"_a = py::none(), "Check every invariant.")
        .def(
            "summary",
            [](const Crm& self, const py::object& progress) {
                return interruptible(progress, 0,
                                     [&](const Execution& execution) { return self.summary(execution); });
            },
            py::kw_only(), "progress"_a = py::none(), "Return what the dashboard shows.")
        .def(
            "counters",
            [](const Crm& self) {
                const Counters c = self.counters();
                return py::dict("commits"_a = c.commits, "rollbacks"_a = c.rollbacks, "retries"_a = c.retries,
                                "connections_lost"_a = c.connections_lost,
                                "unknown_outcomes"_a = c.unknown_outcomes, "accepted"_a = c.accepted,
                                "quarantined"_a = c.quarantined, "fallbacks"_a = c.fallbacks);
            },
            "Return what happened since this Crm was opened, as a dict of counts; also after it was closed.")
        .def(
            "close",
            [](const Crm& self) {
                interruptible(py::none(), 0, [&](const Execution& execution) { self.close(execution.stop); });
            },
            doc::kClose)
        .def_property_readonly("closed", &Crm::is_closed, "True after close().")
        .def("__enter__",
             [](const py::object& self) {
                 if (self.cast<const Crm&>().is_closed())
                     throw Error{ErrorCode::invalid_argument, "the database has been closed"};
                 return self;
             })
        .def("__exit__",
             [](const Crm& self, const py::args&) {
                 interruptible(py::none(), 0,
                               [&](const Execution& execution) { self.close(execution.stop); });
             })
        .def(
            "backup",
            [](const Crm& self, const std::filesystem::path& file, const py::object& progress) {
                interruptible(progress, 0, [&](const Execution& execution) { self.backup(file, execution); });
            },
            "file"_a, py::kw_only(), "progress"_a = py::none(),
            "Write a consistent copy while others work; the file appears whole or not at all.")
        .def_static(
            "restore",
            [](const std::filesystem::path& file, const std::string& url) {
                interruptible(py::none(), 0, [&](const Execution& execution) {
                    CrmOptions options;
                    options.stop = execution.stop;
                    Crm::restore(file, url, options);
                });
            },
            "file"_a, "url"_a, "Fill an empty or absent database from a backup.")
        .def_static(
            "migrate",
            [](const std::string& url, bool dry_run) {
                return interruptible(py::none(), 0, [&](const Execution& execution) {
                    CrmOptions options;
                    options.stop = execution.stop;
                    return Crm::migrate(url, dry_run, options);
                });
            },
            "url"_a, py::kw_only(), "dry_run"_a = false,
            "Bring an older schema to this one; return the SQL, also when nothing was done.");

    bind_record_file(module);
}

}  // namespace scrm::python
