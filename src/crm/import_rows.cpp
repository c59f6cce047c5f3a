// SPDX-License-Identifier: Apache-2.0
#include "import_rows_internal.hpp"

#include <array>

#include "scrm/core/digest.hpp"
#include "scrm/core/parallel.hpp"
#include "scrm/text/code_page.hpp"

namespace scrm::detail {
namespace {

constexpr std::array kSearched{&Customer::kind,        &Customer::full_name,  &Customer::given_name,
                               &Customer::family_name, &Customer::patronymic, &Customer::birth_date,
                               &Customer::country};
constexpr std::array kSearchedLists{&Customer::phones, &Customer::emails};

}  // namespace

void PackedCustomers::add(const Customer& customer) {
    starts_.push_back(bytes_.size());
    const auto put = [this](const std::string& text) { bytes_.append(text).push_back('\0'); };
    for (const auto field : kSearched) put(customer.*field);
    for (const auto list : kSearchedLists) {
        for (const std::string& text : customer.*list) {
            if (!text.empty()) put(text);
        }
        put({});
    }
}

void PackedCustomers::unpack(std::size_t index, Customer& customer) const {
    const char* at = bytes_.data() + starts_[index];
    const auto take = [&at] {
        const std::string_view text{at};
        at += text.size() + 1;
        return text;
    };
    for (const auto field : kSearched) (customer.*field).assign(take());
    for (const auto list : kSearchedLists) {
        (customer.*list).clear();
        for (std::string_view text = take(); !text.empty(); text = take())
            (customer.*list).emplace_back(text);
    }
}

void SearchKeyWriter::write(const PackedCustomers& customers, std::vector<storage::CustomerWrite>& writes,
                            const Execution& execution) {
    constexpr std::size_t kChunk = 2500;
    for_each_chunk(customers.size(), kChunk, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t) {
                       identity::SearchKeys keys = readers_.take();
                       Customer customer;
                       for (std::size_t i = begin; i < end; ++i) {
                           customers.unpack(i, customer);
                           writes[i].search_keys = keys.of(customer);
                       }
                       readers_.give(std::move(keys));
                   });
}

void RowTally::count_warnings(const std::vector<connect::FieldWarning>& warnings) {
    for (const auto& warning : warnings) ++report.warnings[warning.field];
}

void RowTally::see_originals(const std::vector<connect::OriginalBytes>& originals) {
    constexpr std::size_t kEnough = 4096;
    for (const auto& original : originals) {
        if (unread_.size() < kEnough) unread_ += original.bytes;
    }
}

void RowTally::guess_code_page() {
    report.code_page = text::guess_cyrillic_code_page(unread_).value_or("");
}

void RowTally::quarantine(std::int64_t row, std::string reason, std::string raw_masked) {
    ++report.quarantined;
    ++report.reasons[reason];
    storage::QuarantinedRow entry;
    entry.kind = kind_;
    entry.row = row;
    entry.reason = std::move(reason);
    entry.occurrence = seen_[hash64(raw_masked)]++;
    entry.raw_masked = std::move(raw_masked);
    pending_.push_back(std::move(entry));
}

void RowTally::stored(const storage::UpsertCounts& counts) {
    report.inserted += counts.inserted;
    report.updated += counts.updated;
    report.unchanged += counts.unchanged;
    report.accepted = report.inserted + report.updated + report.unchanged;
}

}  // namespace scrm::detail
