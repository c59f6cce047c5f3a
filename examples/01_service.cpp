// A service of a bank that keeps its social CRM up to date: load, resolve, look at one link, decide, undo.
//
//     scrm_example_service FOLDER
//
// FOLDER is made, filled with a small synthetic bank, and holds the database afterwards.
#include <filesystem>
#include <iostream>

#include <scrm/scrm.hpp>

namespace {

void show(const scrm::ImportReport& report, const char* what) {
    std::cout << what << ": " << report.accepted << " accepted, " << report.quarantined << " quarantined\n";
}

int serve(const std::filesystem::path& folder) {
    scrm::identity::SampleOptions sample;
    sample.customers = 2'000;
    sample.identities = 1'000;
    scrm::identity::write_sample(sample, folder);
    std::filesystem::remove(folder / "bank.db");

    scrm::CrmOptions options;
    options.log = [](const scrm::LogRecord& record) { std::clog << record.code << '\n'; };
    auto crm = scrm::Crm::open((folder / "bank.db").string(), options);
    show(crm.customers().import_csv(folder / "customers.csv"), "customers");
    show(crm.identities().import_jsonl(folder / "identities.jsonl"), "profiles");

    auto resolution = crm.resolution();
    const auto report = resolution.run({.threads = 2});
    std::cout << report.match << " matched, " << report.review << " to review, " << report.none
              << " unknown\n";

    const auto queue = resolution.review_queue({.limit = 1});
    if (!queue.empty()) {
        const auto& link = queue.front();
        const auto why = resolution.why(link.account, link.customer);
        for (const auto& part : why.evidence) {
            std::cout << "  " << part.comparison << ": " << part.level << " (" << part.weight << " bits)\n";
        }
        resolution.confirm(link.account, link.customer, {.name = "anna", .reason = "called the customer"});
    }

    const auto before = crm.state_hash();
    const auto clusters = resolution.clusters();
    const auto merged = resolution.merge(clusters[0].record, {clusters[1].record}, {.name = "anna"});
    resolution.unmerge(merged.merge_id, {.name = "anna"});
    const bool restored = crm.state_hash() == before;
    std::cout << "merge and unmerge: " << (restored ? "state restored" : "STATE DIFFERS") << '\n';
    return restored && crm.audit().verify().ok ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return serve(argc > 1 ? argv[1] : "scrm-example");
    } catch (const scrm::Error& error) {
        std::cerr << "error (" << scrm::to_string(error.code()) << "): " << error.what() << '\n';
        return 1;
    }
}
