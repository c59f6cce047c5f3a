// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/resolution.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "bindings.hpp"
#include "docstrings.hpp"
#include "interruptible.hpp"
#include "linkage_types.hpp"
#include "repr.hpp"
#include "scrm/crm/crm.hpp"
#include "streams.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

/// Resolution with what its Python face needs besides: NETWORK:ID is looked up over all scopes.
struct ResolutionFace {
    Resolution resolution;
    Identities identities;
    Customers customers;

    AccountId account(const std::string& text, const std::optional<std::string>& scope) const {
        return identities.find(text, scope ? std::optional<std::string_view>{*scope} : std::nullopt);
    }
};

py::dict to_dict(const ResolveReport& report) {
    return py::dict("customers"_a = report.customers, "identities"_a = report.identities,
                    "match"_a = report.match, "review"_a = report.review, "none"_a = report.none,
                    "links"_a = report.links, "changed"_a = report.changed,
                    "duplicate_clusters"_a = report.duplicate_clusters,
                    "duplicate_records"_a = report.duplicate_records,
                    "model_digest"_a = report.model_digest.hex(), "seconds"_a = report.seconds);
}

std::vector<std::string> texts(const std::vector<CustomerId>& ids) {
    std::vector<std::string> result;
    for (const auto& id : ids) result.push_back(id.str());
    return result;
}

std::string with_scope(const AccountId& account) {
    return account.scope.empty() ? account.text() : account.text() + " (" + account.scope + ")";
}

std::string subject(const Decision& decision) {
    switch (decision.kind) {
        case DecisionKind::confirm:
        case DecisionKind::reject:
        case DecisionKind::unlink:
            return with_scope(decision.account) + " - " + decision.customer.str();
        case DecisionKind::merge:
        case DecisionKind::unmerge:
        case DecisionKind::keep_apart:
        case DecisionKind::lift_keep_apart:
            return decision.customer.str() + " - " + decision.other.str();
        case DecisionKind::correct:
            return decision.interaction.text() + " " + decision.field;
        case DecisionKind::erase:
            if (!decision.interaction.external_id.empty()) return decision.interaction.text();
            return decision.customer.empty() ? with_scope(decision.account) : decision.customer.str();
    }
    return {};
}

py::dict to_dict(const HistoryEntry& entry) {
    const Decision& d = entry.decision;
    return py::dict("sequence"_a = entry.sequence, "decision"_a = std::string{to_string(d.kind)},
                    "subject"_a = subject(d), "merge_id"_a = d.merge_id.str(), "reason"_a = d.reason,
                    "actor"_a = d.actor, "at"_a = format_time(d.at), "live"_a = entry.live);
}

/// The history of a customer with its golden record.
struct CustomerStory {
    CustomerHistory history;
    py::list golden;
};

py::dict to_dict(const CustomerStory& story) {
    py::list decisions;
    for (const auto& entry : story.history.decisions) decisions.append(to_dict(entry));
    py::list links;
    for (const auto& link : story.history.links) links.append(link_dict(link));
    return py::dict("asked"_a = story.history.asked.str(), "survivor"_a = story.history.survivor.str(),
                    "records"_a = texts(story.history.records), "decisions"_a = decisions, "links"_a = links,
                    "golden"_a = story.golden);
}

void bind_results(py::module_& module) {
    py::class_<ResolveReport>(module, "ResolveReport", "What one run of resolve found.")
        .def_readonly("customers", &ResolveReport::customers, "CRM records of the run.")
        .def_readonly("identities", &ResolveReport::identities,
                      "Social profiles of the run; match + review + none.")
        .def_readonly("match", &ResolveReport::match, "Identities whose best tier is match.")
        .def_readonly("review", &ResolveReport::review,
                      "Profiles whose best candidate a person should look at.")
        .def_readonly("none", &ResolveReport::none, "Profiles that nobody in the bank fits.")
        .def_readonly("duplicate_clusters", &ResolveReport::duplicate_clusters,
                      "Groups of customers that are probably one person.")
        .def_readonly("duplicate_records", &ResolveReport::duplicate_records, "Customers in these groups.")
        .def_property_readonly(
            "model_digest", [](const ResolveReport& self) { return self.model_digest.hex(); },
            "Digest of the model, hex.")
        .def(
            "to_dict", [](const ResolveReport& self) { return to_dict(self); },
            "Return all counts as a dict.")
        .def("__repr__", [](const ResolveReport& self) {
            return repr_of("ResolveReport", {{"match", std::to_string(self.match)},
                                             {"review", std::to_string(self.review)},
                                             {"none", std::to_string(self.none)}});
        });

    py::class_<IdentityLink>(module, "IdentityLink", "One candidate customer of a social identity.")
        .def_property_readonly(
            "network", [](const IdentityLink& self) { return self.account.network; },
            "Network of the account.")
        .def_property_readonly(
            "scope", [](const IdentityLink& self) { return self.account.scope; },
            "Page, bot or host to which the id is local; empty for none.")
        .def_property_readonly(
            "network_user_id", [](const IdentityLink& self) { return self.account.network_user_id; },
            "Id of the account in its network and scope.")
        .def_property_readonly(
            "customer_id", [](const IdentityLink& self) { return self.customer.str(); },
            "The customer, the surviving record over live merges.")
        .def_readonly("probability", &IdentityLink::probability,
                      "Over all candidates of the profile and \"no customer\".")
        .def_readonly("match_weight", &IdentityLink::match_weight,
                      "Bits of evidence for this pair, prior included.")
        .def_property_readonly(
            "tier", [](const IdentityLink& self) { return std::string{to_string(self.tier)}; },
            "match, review or none.")
        .def_property_readonly(
            "status", [](const IdentityLink& self) { return std::string{to_string(self.status)}; },
            "proposed, linked, confirmed, rejected or revoked.")
        .def_property_readonly(
            "assurance", [](const IdentityLink& self) { return std::string{to_string(self.assurance)}; },
            "inferred, asserted, corroborated or proven.")
        .def(
            "to_dict", [](const IdentityLink& self) { return link_dict(self); }, "Return the link as a dict.")
        .def("__repr__", [](const IdentityLink& self) {
            return repr_of("IdentityLink", {{"tier", std::string{to_string(self.tier)}},
                                            {"status", std::string{to_string(self.status)}},
                                            {"probability", digits_of(self.probability)}});
        });

    py::class_<MergeResult>(module, "MergeResult", "A merge that was made.")
        .def_property_readonly(
            "merge_id", [](const MergeResult& self) { return self.merge_id.str(); }, "What unmerge() takes.")
        .def_property_readonly(
            "survivor", [](const MergeResult& self) { return self.survivor.str(); },
            "The record that the others became.")
        .def_property_readonly(
            "merged", [](const MergeResult& self) { return texts(self.merged); },
            "The records that became the survivor.")
        .def(
            "to_dict",
            [](const MergeResult& self) {
                return py::dict("merge_id"_a = self.merge_id.str(), "survivor"_a = self.survivor.str(),
                                "merged"_a = texts(self.merged));
            },
            "Return the merge as a dict.");

    py::class_<CustomerStory>(module, "CustomerHistory", "How a customer came to be what it is.")
        .def_property_readonly(
            "survivor", [](const CustomerStory& self) { return self.history.survivor.str(); },
            "The surviving record over live merges.")
        .def_property_readonly(
            "records", [](const CustomerStory& self) { return texts(self.history.records); },
            "Every record of this customer.")
        .def(
            "to_dict", [](const CustomerStory& self) { return to_dict(self); },
            "Return the history as a dict.");

    py::class_<PairEvidence>(module, "PairEvidence", "The evidence for a profile and a customer.")
        .def(
            "plot",
            [](const py::object& self) { return py::module_::import("scrm.charts").attr("waterfall")(self); },
            "Return a chart of how the evidence adds up.")
        .def_property_readonly(
            "match_weight", [](const PairEvidence& self) { return self.explanation.total_weight; },
            "Bits of evidence together, prior included.")
        .def(
            "to_dict",
            [](const PairEvidence& self) {
                py::dict result = explanation_dict(self.explanation);
                result["link"] = self.link ? py::object{link_dict(*self.link)} : py::none();
                return result;
            },
            "Return the comparisons, their weights and the link as a dict.")
        .def("__repr__", [](const PairEvidence& self) {
            return repr_of("PairEvidence", {{"match_weight", digits_of(self.explanation.total_weight)}});
        });
}

}  // namespace

py::dict link_dict(const IdentityLink& link) {
    return py::dict("network"_a = link.account.network,
                    "scope"_a = link.account.scope.empty() ? py::object{py::none()}
                                                           : py::object{py::str(link.account.scope)},
                    "network_user_id"_a = link.account.network_user_id, "customer_id"_a = link.customer.str(),
                    "probability"_a = link.probability, "match_weight"_a = link.match_weight,
                    "tier"_a = std::string{to_string(link.tier)},
                    "status"_a = std::string{to_string(link.status)},
                    "assurance"_a = std::string{to_string(link.assurance)});
}

Actor author(const std::string& actor, const std::string& reason) {
    return Actor{actor, reason};
}

void bind_resolution(py::module_& module) {
    bind_results(module);

    using Decide = void (Resolution::*)(const AccountId&, const CustomerId&, const Actor&);
    const auto decide = [](Decide action) {
        return [action](ResolutionFace& self, const std::string& account, const std::string& customer,
                        const std::optional<std::string>& scope, const std::string& actor,
                        const std::string& reason) {
            interruptible([&] {
                (self.resolution.*action)(self.account(account, scope), CustomerId{customer},
                                          author(actor, reason));
            });
        };
    };

    py::class_<ResolutionFace> resolution(
        module, "Resolution", "Which profile belongs to which customer, and the decisions of people on it.");
    resolution
        .def(
            "run",
            [](ResolutionFace& self, unsigned threads, const std::optional<identity::MatchModel>& model,
               const py::object& progress) {
                return interruptible(progress, threads, [&](const Execution& e) {
                    ResolveOptions options;
                    options.threads = e.threads;
                    options.model = model;
                    options.progress = e.progress;
                    options.stop = e.stop;
                    return self.resolution.run(options);
                });
            },
            py::kw_only(), "threads"_a = 0, "model"_a = py::none(), "progress"_a = py::none(), doc::kRun)
        .def(
            "train",
            [](const ResolutionFace& self, unsigned threads, const py::object& progress) {
                return interruptible(progress, threads,
                                     [&](const Execution& e) { return self.resolution.train(e); });
            },
            py::kw_only(), "threads"_a = 0, "progress"_a = py::none(),
            "Train a model on the records of the database.")
        .def(
            "links",
            [](const ResolutionFace& self) { return interruptible([&] { return self.resolution.links(); }); },
            doc::kLinks)
        .def(
            "write_links",
            [](const ResolutionFace& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { self.resolution.write_links(out); });
            },
            "target"_a, "Write the current links as CSV to a path or file descriptor.")
        .def(
            "write_links_jsonl",
            [](const ResolutionFace& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { self.resolution.write_links_jsonl(out); });
            },
            "target"_a, "Write the current links as JSON lines to a path or file descriptor.")
        .def(
            "clusters",
            [](const ResolutionFace& self) {
                py::dict clusters;
                for (const auto& row : interruptible([&] { return self.resolution.clusters(); }))
                    clusters[py::str(row.record.str())] = row.cluster;
                return clusters;
            },
            "Return the cluster id of every customer record.")
        .def(
            "write_clusters",
            [](const ResolutionFace& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { self.resolution.write_clusters(out); });
            },
            "target"_a, "Write the clusters as CSV to a path or file descriptor.")
        .def(
            "review_queue",
            [](const ResolutionFace& self, std::size_t limit) {
                return interruptible([&] { return self.resolution.review_queue({limit}); });
            },
            py::kw_only(), "limit"_a = 100, doc::kReviewQueue);

    const auto def_decision = [&](const char* name, Decide action, const char* text) {
        resolution.def(name, decide(action), "account"_a, "customer_id"_a, py::kw_only(),
                       "scope"_a = py::none(), "actor"_a = "operator", "reason"_a = "", text);
    };
    def_decision("confirm", &Resolution::confirm, doc::kConfirm);
    def_decision("reject", &Resolution::reject, "Decide that an account does not belong to a customer.");
    def_decision("unlink", &Resolution::unlink, "Take a link back.");

    resolution
        .def(
            "merge",
            [](ResolutionFace& self, const std::string& survivor, const std::vector<std::string>& others,
               const std::string& actor, const std::string& reason) {
                std::vector<CustomerId> ids;
                for (const auto& id : others) ids.emplace_back(id);
                return interruptible(
                    [&] { return self.resolution.merge(CustomerId{survivor}, ids, author(actor, reason)); });
            },
            "survivor"_a, "others"_a, py::kw_only(), "actor"_a = "operator", "reason"_a = "", doc::kMerge)
        .def(
            "unmerge",
            [](ResolutionFace& self, const std::string& merge, const std::string& actor,
               const std::string& reason) {
                interruptible([&] { self.resolution.unmerge(MergeId{merge}, author(actor, reason)); });
            },
            "merge_id"_a, py::kw_only(), "actor"_a = "operator", "reason"_a = "", "Undo one merge, exactly.")
        .def(
            "keep_apart",
            [](ResolutionFace& self, const std::string& a, const std::string& b, const std::string& actor,
               const std::string& reason) {
                interruptible(
                    [&] { self.resolution.keep_apart(CustomerId{a}, CustomerId{b}, author(actor, reason)); });
            },
            "first"_a, "second"_a, py::kw_only(), "actor"_a = "operator", "reason"_a = "",
            "Decide that two records are two people.")
        .def(
            "lift_keep_apart",
            [](ResolutionFace& self, const std::string& a, const std::string& b, const std::string& actor,
               const std::string& reason) {
                interruptible([&] {
                    self.resolution.lift_keep_apart(CustomerId{a}, CustomerId{b}, author(actor, reason));
                });
            },
            "first"_a, "second"_a, py::kw_only(), "actor"_a = "operator", "reason"_a = "",
            "Take a ``keep_apart`` back; raise ``NotFound`` when the records are not kept apart.")
        .def(
            "why",
            [](const ResolutionFace& self, const std::string& account, const std::string& customer,
               const std::optional<std::string>& scope, bool show_values) {
                return interruptible(py::none(), 0, [&](const Execution& execution) {
                    const AccountId id = self.account(account, scope);
                    PairEvidence evidence{
                        self.resolution.why(id, CustomerId{customer}, {show_values, execution.stop}), {}};
                    evidence.link = self.resolution.link(id, CustomerId{customer});
                    return evidence;
                });
            },
            "account"_a, "customer_id"_a, py::kw_only(), "scope"_a = py::none(), "show_values"_a = false,
            doc::kWhy)
        .def(
            "how",
            [](const ResolutionFace& self, const std::string& customer) {
                auto [history, golden] = interruptible([&] {
                    CustomerHistory found = self.resolution.how(CustomerId{customer});
                    identity::GoldenRecord record = self.customers.golden(found.survivor);
                    return std::pair{std::move(found), std::move(record)};
                });
                return CustomerStory{std::move(history), golden_fields(golden)};
            },
            "customer_id"_a, "Return the history of a customer and its golden record.")
        .def(
            "export_decisions",
            [](const ResolutionFace& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { self.resolution.export_decisions(out); });
            },
            "target"_a, "Write live decisions as JSON lines to a path or file descriptor.")
        .def(
            "export_decisions_csv",
            [](const ResolutionFace& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { self.resolution.export_decisions_csv(out); });
            },
            "target"_a, "Write live decisions as CSV to a path or file descriptor.")
        .def(
            "import_decisions",
            [](ResolutionFace& self, const std::filesystem::path& path, const py::object& progress) {
                return interruptible(progress, 0, [&](const Execution& e) {
                    return self.resolution.import_decisions(path, e);
                });
            },
            "path"_a, py::kw_only(), "progress"_a = py::none(),
            "Read decisions as export_decisions wrote them.");
}

py::object resolution_face(const Crm& crm) {
    return py::cast(ResolutionFace{crm.resolution(), crm.identities(), crm.customers()});
}

}  // namespace scrm::python
