// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/frozen_model.hpp"

#include <algorithm>

#include "identity/blocking/blocking_internal.hpp"
#include "identity/live/frozen_internal.hpp"
#include "identity/records/bytes_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/records/gram_index_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/table/input_file.hpp"
#include "scrm/table/output_file.hpp"

namespace scrm::identity {
namespace {

constexpr std::string_view kFormat = "scrm frozen model 1\n";
constexpr std::size_t kDigestBytes = 32;

/// `also` is a model whose blocking keys are read off the same records.
/// What is rare among all records of a table weighs otherwise with every record that comes.
void refuse_likeness(const MatchModel& model) {
    const auto is_likeness = [](const Comparison& one) { return one.measure == "likeness"; };
    const auto has_grams = [](const BlockingRule& rule) {
        return std::any_of(rule.keys.begin(), rule.keys.end(),
                           [](const std::string& key) { return !attribute_of_grams(key).empty(); });
    };
    if (std::any_of(model.comparisons.begin(), model.comparisons.end(), is_likeness) ||
        std::any_of(model.blocking_rules.begin(), model.blocking_rules.end(), has_grams)) {
        throw Error(ErrorCode::invalid_argument,
                    "a model that compares texts by what is rare in them cannot be frozen");
    }
}

PopulationStatistics measure(const Rows& rows, const MatchModel& model, const MatchModel& also,
                             const Execution& execution) {
    Features features(rows, execution.threads);
    std::vector<std::string> keys;
    for (const BlockingRule& rule : also.blocking_rules)
        keys.insert(keys.end(), rule.keys.begin(), rule.keys.end());
    features.prepare(keys);
    features.prepare(model);
    PopulationStatistics out = features.statistics();
    out.caps = Blocking::caps_for(features, model.blocking_rules, execution);
    return out;
}

void write(ByteWriter& out, const ColumnStatistics& column) {
    out.u64(column.filled[0]);
    out.u64(column.filled[1]);
    out.real(column.chance_agreement);
    out.real(column.mean_count_share);
    out.u32((column.is_link ? 1U : 0U) | (column.is_multi_valued ? 2U : 0U));
    std::vector<ValueId> order;
    for (ValueId id = 1; id < column.counts.size(); ++id) order.push_back(id);
    const StringPool& texts = column.values.pool();
    std::sort(order.begin(), order.end(), [&](ValueId a, ValueId b) { return texts.at(a) < texts.at(b); });
    out.u64(order.size());
    for (const ValueId id : order) {
        out.text(texts.at(id));
        out.u32(column.counts[id][0]);
        out.u32(column.counts[id][1]);
    }
}

ColumnStatistics read_column(ByteReader& in) {
    ColumnStatistics out;
    out.filled = {in.u64(), in.u64()};
    out.chance_agreement = in.real();
    out.mean_count_share = in.real();
    const std::uint32_t flags = in.u32();
    out.is_link = (flags & 1U) != 0;
    out.is_multi_valued = (flags & 2U) != 0;
    out.counts.push_back({});
    for (std::uint64_t left = in.u64(); left > 0; --left) {
        out.values.intern(in.text());
        const std::uint32_t first = in.u32();
        out.counts.push_back({first, in.u32()});
    }
    return out;
}

void write(ByteWriter& out, const StrataStatistics& strata) {
    out.u32(static_cast<std::uint32_t>(strata.keys.size()));
    for (const std::string& key : strata.keys) out.text(key);
    for (const auto* numbers : {&strata.weights, &strata.mean_joint, &strata.mean_alone}) {
        out.u32(static_cast<std::uint32_t>(numbers->size()));
        for (const double number : *numbers) out.real(number);
    }
    for (const auto& shares : strata.shares) {
        out.u64(shares.size());
        for (const auto& [text, of_value] : shares) {
            out.text(text);
            for (const float share : of_value) out.real(share);
        }
    }
}

StrataStatistics read_strata(ByteReader& in) {
    StrataStatistics out;
    for (std::uint32_t left = in.u32(); left > 0; --left) out.keys.emplace_back(in.text());
    for (auto* numbers : {&out.weights, &out.mean_joint, &out.mean_alone}) {
        for (std::uint32_t left = in.u32(); left > 0; --left) numbers->push_back(in.real());
    }
    out.shares.resize(out.keys.size());
    for (auto& shares : out.shares) {
        for (std::uint64_t left = in.u64(); left > 0; --left) {
            const std::string text{in.text()};
            std::array<float, StrataStatistics::kClasses> of_value{};
            for (float& share : of_value) share = in.single();
            shares.emplace(text, of_value);
        }
    }
    return out;
}

std::vector<std::string_view> sorted_texts(const StringInterner& interner) {
    std::vector<std::string_view> texts;
    for (ValueId id = 1; id < interner.pool().size(); ++id) texts.push_back(interner.pool().at(id));
    std::sort(texts.begin(), texts.end());
    return texts;
}

void write(ByteWriter& out, const Vocabulary& known) {
    const auto families = sorted_texts(known.families);
    out.u64(families.size());
    for (const std::string_view family : families) out.text(family);
    const auto givens = sorted_texts(known.givens);
    out.u64(givens.size());
    for (const std::string_view given : givens) {
        out.text(given);
        const auto& groups = known.groups[known.givens.find(given)];
        out.u32(static_cast<std::uint32_t>(groups.size()));
        for (const std::string& group : groups) out.text(group);
    }
}

Vocabulary read_vocabulary(ByteReader& in) {
    Vocabulary out;
    for (std::uint64_t left = in.u64(); left > 0; --left) out.families.intern(in.text());
    for (std::uint64_t left = in.u64(); left > 0; --left) {
        out.givens.intern(in.text());
        auto& groups = out.groups.emplace_back();
        for (std::uint32_t some = in.u32(); some > 0; --some) groups.emplace_back(in.text());
    }
    return out;
}

void write(ByteWriter& out, const PopulationStatistics& population) {
    out.u32(static_cast<std::uint32_t>(population.columns.size()));
    for (const auto& [key, column] : population.columns) {
        out.text(key);
        write(out, column);
    }
    write(out, population.strata);
    write(out, population.vocabulary);
    out.u32(static_cast<std::uint32_t>(population.caps.size()));
    for (const std::uint32_t cap : population.caps) out.u32(cap);
}

PopulationStatistics read_population(ByteReader& in) {
    PopulationStatistics out;
    for (std::uint32_t left = in.u32(); left > 0; --left) {
        const std::string key{in.text()};
        out.columns.emplace(key, read_column(in));
    }
    out.strata = read_strata(in);
    out.vocabulary = read_vocabulary(in);
    for (std::uint32_t left = in.u32(); left > 0; --left) out.caps.push_back(in.u32());
    return out;
}

std::string body_of(const FrozenModel::State& state) {
    std::string bytes{kFormat};
    ByteWriter out(bytes);
    out.text(state.model.to_json());
    write(out, state.profiles);
    write(out, state.customers);
    out.real(state.persons);
    out.u32(static_cast<std::uint32_t>(state.followers.size()));
    for (const auto& [network, counts] : state.followers) {
        out.text(network);
        out.real(counts.few);
        out.real(counts.all);
    }
    return bytes;
}

std::string_view bytes_of(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()};
}

}  // namespace

FrozenModel FrozenModel::freeze(const RecordSet& profiles, const RecordSet& customers,
                                const MatchModel& model, const ResolutionOptions& options,
                                const Execution& execution) {
    if (!model.trained && (profiles.empty() || customers.empty()))
        throw Error(ErrorCode::invalid_argument,
                    "a model learns to link from profiles and customers; one side is empty");
    auto state = std::make_shared<State>();
    {
        ResolutionResult found = resolve(profiles, customers, model, {}, options, execution);
        for (RecordIndex i = 0; i < found.cluster.size(); ++i)
            state->persons += found.cluster[i] == i ? 1 : 0;
        state->model = std::move(found.model);
        // Two empty sides teach nothing; what they gave is used as it is from now on.
        state->model.trained = true;
        MatchModel own = *state->model.customers;
        own.trained = true;
        own.customers = nullptr;
        state->model.customers = std::make_shared<const MatchModel>(std::move(own));
    }
    refuse_likeness(state->model);
    refuse_likeness(*state->model.customers);
    state->profiles = measure(Rows(profiles, customers), state->model, *state->model.customers, execution);
    state->customers = measure(Rows(customers), *state->model.customers, state->model, execution);
    // One set of keys serves both: a handle spells the same names wherever it stands.
    state->customers.vocabulary = state->profiles.vocabulary;
    const auto counts = count_followers(profiles);
    const ValueColumn* networks = profiles.column("network");
    for (ValueId id = 0; id < counts.size(); ++id)
        state->followers.emplace(networks == nullptr ? std::string_view{} : networks->text(id), counts[id]);
    state->digest = sha256(body_of(*state));
    return FrozenModel(std::move(state));
}

const MatchModel& FrozenModel::model() const noexcept {
    return state_->model;
}

const Digest& FrozenModel::digest() const noexcept {
    return state_->digest;
}

std::string FrozenModel::to_bytes() const {
    std::string bytes = body_of(*state_);
    bytes += bytes_of(state_->digest);
    return bytes;
}

FrozenModel FrozenModel::from_bytes(std::string_view bytes) {
    if (!bytes.starts_with(kFormat)) throw Error(ErrorCode::unreadable_input, "not a frozen model");
    if (bytes.size() < kFormat.size() + kDigestBytes)
        throw Error(ErrorCode::corrupt_data, "the frozen model ends too early");
    const std::string_view body = bytes.substr(0, bytes.size() - kDigestBytes);
    auto state = std::make_shared<State>();
    state->digest = sha256(body);
    if (bytes.substr(body.size()) != bytes_of(state->digest))
        throw Error(ErrorCode::corrupt_data, "the frozen model is damaged: its checksum differs");
    ByteReader in(body.substr(kFormat.size()));
    state->model = MatchModel::from_json(in.text());
    if (!state->model.shared_logins) state->model.shared_logins = estimate_shared_logins({});
    state->profiles = read_population(in);
    state->customers = read_population(in);
    state->persons = in.real();
    for (std::uint32_t left = in.u32(); left > 0; --left) {
        const std::string network{in.text()};
        FollowerCounts counts;
        counts.few = in.real();
        counts.all = in.real();
        state->followers.emplace(network, counts);
    }
    if (!in.at_end() || !state->model.customers)
        throw Error(ErrorCode::corrupt_data, "the frozen model is not as its format says");
    return FrozenModel(std::move(state));
}

void FrozenModel::save(const std::filesystem::path& file) const {
    table::write_file_for_good(file, to_bytes());
}

FrozenModel FrozenModel::load(const std::filesystem::path& file) {
    const std::string bytes = table::read_file(file);
    try {
        return from_bytes(bytes);
    } catch (const Error& error) {
        throw Error(error.code(), file.filename().string() + ": " + error.what());
    }
}

}  // namespace scrm::identity
