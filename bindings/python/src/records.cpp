// SPDX-License-Identifier: Apache-2.0
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "bindings.hpp"
#include "docstrings.hpp"
#include "interruptible.hpp"
#include "linkage_types.hpp"
#include "repr.hpp"
#include "scrm/connect/canonical_json.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/customers.hpp"
#include "scrm/crm/identities.hpp"
#include "scrm/crm/interactions.hpp"
#include "scrm/crm/quarantine.hpp"
#include "scrm/identity/records.hpp"
#include "streams.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

/// The canonical document of a record as a dict.
template <class Record>
py::object as_dict(const Record& record) {
    return py::module_::import("json").attr("loads")(connect::to_json_line(record));
}

py::dict to_dict(const ImportReport& report) {
    py::dict result("read"_a = report.read, "accepted"_a = report.accepted,
                    "quarantined"_a = report.quarantined, "inserted"_a = report.inserted,
                    "updated"_a = report.updated, "unchanged"_a = report.unchanged,
                    "warnings"_a = report.warnings, "reasons"_a = report.reasons);
    if (!report.code_page.empty()) result["code_page"] = report.code_page;
    return result;
}

py::dict to_dict(const SearchHit& hit) {
    const Customer& c = hit.customer;
    const std::string name = !c.full_name.empty()
                                 ? c.full_name
                                 : c.family_name + (c.given_name.empty() ? "" : " " + c.given_name) +
                                       (c.patronymic.empty() ? "" : " " + c.patronymic);
    return py::dict("customer_id"_a = c.id.str(), "owner"_a = hit.owner.str(),
                    "match_weight"_a = hit.match_weight, "name"_a = name, "birth_date"_a = c.birth_date,
                    "city"_a = c.city);
}

std::optional<std::string_view> view_of(const std::optional<std::string>& scope) {
    return scope ? std::optional<std::string_view>{*scope} : std::nullopt;
}

AccountId account_of(const Identities& self, const std::string& account,
                     const std::optional<std::string>& scope) {
    return self.find(account, view_of(scope));
}

void bind_import_report(py::module_& module) {
    py::class_<ImportReport>(module, "ImportReport", "What became of the rows of one import.")
        .def_readonly("read", &ImportReport::read, "Data rows of the file; accepted + quarantined.")
        .def_readonly("accepted", &ImportReport::accepted,
                      "Rows that are stored; inserted + updated + unchanged.")
        .def_readonly("quarantined", &ImportReport::quarantined,
                      "Rows set aside because they cannot be read or keyed.")
        .def_readonly("inserted", &ImportReport::inserted, "New records.")
        .def_readonly("updated", &ImportReport::updated, "Records that changed.")
        .def_readonly("unchanged", &ImportReport::unchanged,
                      "Records that the database held already, or newer.")
        .def_readonly("code_page", &ImportReport::code_page,
                      "What the text that is no UTF-8 seems to be, as iconv calls it; empty: nothing known.")
        .def_readonly("warnings", &ImportReport::warnings,
                      "Field to number of values kept as written, not understood.")
        .def_readonly("reasons", &ImportReport::reasons, "Reason to number of quarantined rows.")
        .def(
            "to_dict", [](const ImportReport& self) { return to_dict(self); }, "Return all counts as a dict.")
        .def("__repr__", [](const ImportReport& self) {
            return repr_of("ImportReport", {{"read", std::to_string(self.read)},
                                            {"accepted", std::to_string(self.accepted)},
                                            {"quarantined", std::to_string(self.quarantined)}});
        });
}

void bind_customers(py::module_& module) {
    py::class_<SearchHit>(module, "SearchHit", "One answer of a search.")
        .def_property_readonly(
            "customer_id", [](const SearchHit& self) { return self.customer.id.str(); },
            "The record that answers.")
        .def_property_readonly(
            "owner", [](const SearchHit& self) { return self.owner.str(); },
            "The surviving record over live merges.")
        .def_readonly("match_weight", &SearchHit::match_weight, "Bits of evidence against a random record.")
        .def(
            "to_dict", [](const SearchHit& self) { return to_dict(self); }, "Return the answer as a dict.");

    py::class_<Customers>(module, "Customers", "The CRM records of a database.")
        .def(
            "import_csv",
            [](Customers& self, const std::filesystem::path& path, const py::object& progress) {
                return interruptible(progress, 0,
                                     [&](const Execution& e) { return self.import_csv(path, e); });
            },
            "path"_a, py::kw_only(), "progress"_a = py::none(), doc::kImportCustomers)
        .def(
            "export_csv",
            [](const Customers& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { self.export_csv(out); });
            },
            "target"_a, "Write all customers as CSV to a path or file descriptor.")
        .def(
            "export_jsonl",
            [](const Customers& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { self.export_jsonl(out); });
            },
            "target"_a, "Write all customers as JSON lines to a path or file descriptor.")
        .def(
            "count", [](const Customers& self) { return interruptible([&] { return self.count(); }); },
            "Return the number of records.")
        .def(
            "get",
            [](const Customers& self, const std::string& id) -> py::object {
                const auto found = interruptible([&] { return self.get(CustomerId{id}); });
                return found ? as_dict(*found) : py::none();
            },
            "customer_id"_a, "Return a record as a dict, or None.")
        .def(
            "owner",
            [](const Customers& self, const std::string& id) {
                return interruptible([&] { return self.owner(CustomerId{id}).str(); });
            },
            "customer_id"_a, "Return the id of the surviving record over live merges.")
        .def(
            "golden",
            [](const Customers& self, const std::string& id,
               const std::optional<identity::SurvivorshipPolicy>& policy, const py::object& now,
               bool losing) {
                const auto rules = policy_from(policy);
                const auto time = time_from(now);
                return golden_fields(interruptible([&] { return self.golden(CustomerId{id}, rules, time); }),
                                     losing);
            },
            "customer_id"_a, py::kw_only(), "policy"_a = py::none(), "now"_a = py::none(), "losing"_a = false,
            "Return the golden record by a policy: attribute, value, source, time and strategy of every "
            "surviving field; with losing also of the values that lost, which are kept and matched on. now "
            "(RFC 3339) is when trust has decayed so far.")
        .def(
            "search",
            [](const Customers& self, const std::string& name, const std::string& phone,
               const std::string& email, const std::string& birth_date, const std::string& city,
               std::size_t limit, bool complete) {
                const SearchQuery query{name, phone, email, birth_date, city, limit, complete};
                return interruptible(
                    py::none(), 0, [&](const Execution& execution) { return self.search(query, execution); });
            },
            py::kw_only(), "name"_a = "", "phone"_a = "", "email"_a = "", "birth_date"_a = "", "city"_a = "",
            "limit"_a = 20, "complete"_a = false,
            "Find records by attributes, best first: those that share a search key (phone, login of an "
            "e-mail, "
            "date of birth, names by sound), in milliseconds; every record where no key tells enough, or "
            "with "
            "complete.")
        .def(
            "erase",
            [](Customers& self, const std::vector<std::string>& ids, const std::string& actor,
               const std::string& reason) {
                std::vector<CustomerId> customers;
                for (const auto& id : ids) customers.emplace_back(id);
                interruptible([&] { self.erase(customers, author(actor, reason)); });
            },
            "customer_ids"_a, py::kw_only(), "actor"_a = "operator", "reason"_a = "",
            "Delete records as if they had never come.");
}

void bind_identities(py::module_& module) {
    py::class_<Identities>(module, "Identities", "The social profiles of a database.")
        .def(
            "import_jsonl",
            [](Identities& self, const std::filesystem::path& path, const py::object& progress) {
                return interruptible(progress, 0,
                                     [&](const Execution& e) { return self.import_jsonl(path, e); });
            },
            "path"_a, py::kw_only(), "progress"_a = py::none(), doc::kImportIdentities)
        .def(
            "export_jsonl",
            [](const Identities& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { self.export_jsonl(out); });
            },
            "target"_a, "Write all profiles as JSON lines to a path or file descriptor.")
        .def(
            "export_csv",
            [](const Identities& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { self.export_csv(out); });
            },
            "target"_a, "Write all profiles as CSV to a path or file descriptor.")
        .def(
            "count", [](const Identities& self) { return interruptible([&] { return self.count(); }); },
            "Return the number of profiles.")
        .def(
            "get",
            [](const Identities& self, const std::string& account,
               const std::optional<std::string>& scope) -> py::object {
                const auto found = interruptible([&] { return self.get(account_of(self, account, scope)); });
                return found ? as_dict(*found) : py::none();
            },
            "account"_a, py::kw_only(), "scope"_a = py::none(), "Return a profile NETWORK:ID as a dict.")
        .def(
            "erase",
            [](Identities& self, const std::vector<std::string>& accounts,
               const std::optional<std::string>& scope, const std::string& actor, const std::string& reason) {
                interruptible([&] {
                    std::vector<AccountId> ids;
                    for (const auto& account : accounts) ids.push_back(account_of(self, account, scope));
                    self.erase(ids, author(actor, reason));
                });
            },
            "accounts"_a, py::kw_only(), "scope"_a = py::none(), "actor"_a = "operator", "reason"_a = "",
            "Delete profiles NETWORK:ID as if they had never come.");
}

void bind_interactions(py::module_& module) {
    py::class_<Interactions>(module, "Interactions", "The posts, messages and reviews of a database.")
        .def(
            "import_jsonl",
            [](Interactions& self, const std::filesystem::path& path, const std::string& mask,
               const py::object& progress) {
                const auto masking = masking_from(mask);
                return interruptible(progress, 0,
                                     [&](const Execution& e) { return self.import_jsonl(path, e, masking); });
            },
            "path"_a, py::kw_only(), "mask"_a = "cards", "progress"_a = py::none(), doc::kImportInteractions)
        .def(
            "export_jsonl",
            [](const Interactions& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { self.export_jsonl(out); });
            },
            "target"_a, "Write all interactions as JSON lines to a path or file descriptor.")
        .def(
            "export_csv",
            [](const Interactions& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { self.export_csv(out); });
            },
            "target"_a, "Write all interactions as CSV to a path or file descriptor.")
        .def(
            "count", [](const Interactions& self) { return interruptible([&] { return self.count(); }); },
            "Return the number of interactions.")
        .def(
            "get",
            [](const Interactions& self, const std::string& interaction,
               const std::optional<std::string>& scope) -> py::object {
                const auto found =
                    interruptible([&] { return self.get(self.find(interaction, view_of(scope))); });
                return found ? as_dict(*found) : py::none();
            },
            "interaction"_a, py::kw_only(), "scope"_a = py::none(),
            "Return an interaction NETWORK:ID as a dict.")
        .def(
            "erase",
            [](Interactions& self, const std::vector<std::string>& interactions,
               const std::optional<std::string>& scope, const std::string& actor, const std::string& reason) {
                interruptible([&] {
                    std::vector<InteractionId> ids;
                    for (const auto& interaction : interactions)
                        ids.push_back(self.find(interaction, view_of(scope)));
                    self.erase(ids, author(actor, reason));
                });
            },
            "interactions"_a, py::kw_only(), "scope"_a = py::none(), "actor"_a = "operator", "reason"_a = "",
            "Delete interactions NETWORK:ID, and what was said of them, as if they had never come.");
}

void bind_quarantine(py::module_& module) {
    py::class_<QuarantinedRows>(module, "QuarantinedRows", "Rows that could not be read or keyed.")
        .def(
            "count", [](const QuarantinedRows& self) { return interruptible([&] { return self.count(); }); },
            "Return the number of rows.")
        .def(
            "export_csv",
            [](const QuarantinedRows& self, const py::object& target, bool raw) {
                write_to(target, [&](std::ostream& out) { self.export_csv(out, raw); });
            },
            "target"_a, py::kw_only(), "raw"_a = false, "Write the rows as CSV; raw adds their bytes.")
        .def(
            "export_jsonl",
            [](const QuarantinedRows& self, const py::object& target, bool raw) {
                write_to(target, [&](std::ostream& out) { self.export_jsonl(out, raw); });
            },
            "target"_a, py::kw_only(), "raw"_a = false, "Write the rows as JSON lines; raw adds their bytes.")
        .def(
            "erase",
            [](QuarantinedRows& self, const std::optional<std::string>& kind, std::optional<std::int64_t> row,
               const std::optional<std::string>& received_before,
               const std::optional<std::string>& containing, const std::string& actor,
               const std::string& reason) {
                QuarantineFilter filter{kind, row, std::nullopt, containing};
                if (received_before) {
                    filter.received_before = parse_time(*received_before);
                    if (!filter.received_before)
                        throw Error{ErrorCode::invalid_argument, "received_before must be a date or a time"};
                }
                return interruptible([&] { return self.erase(filter, author(actor, reason)); });
            },
            py::kw_only(), "kind"_a = py::none(), "row"_a = py::none(), "received_before"_a = py::none(),
            "containing"_a = py::none(), "actor"_a = "operator", "reason"_a = "",
            "Delete the rows that fit all that is given, as if they had never come; return their number.");
}

}  // namespace

connect::TextMasking masking_from(const std::string& name) {
    const auto masking = connect::parse_text_masking(name);
    if (!masking) throw Error{ErrorCode::invalid_argument, "mask is cards or all"};
    return *masking;
}

void bind_records(py::module_& module) {
    module.def(
        "unreadable_search",
        [](const std::string& phone, const std::string& email,
           const std::string& birth_date) -> std::optional<std::string> {
            Customer asked;
            if (!phone.empty()) asked.phones = {phone};
            if (!email.empty()) asked.emails = {email};
            asked.birth_date = birth_date;
            const auto what = identity::unreadable_value(asked);
            return what ? std::optional<std::string>{*what} : std::nullopt;
        },
        py::kw_only(), "phone"_a = "", "email"_a = "", "birth_date"_a = "",
        "Return what the first value that a search could not read should have been; None when it reads all.");
    bind_import_report(module);
    bind_customers(module);
    bind_identities(module);
    bind_interactions(module);
    bind_quarantine(module);
}

}  // namespace scrm::python
