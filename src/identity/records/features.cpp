// SPDX-License-Identifier: Apache-2.0
#include "identity/records/features_internal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <set>

#include "identity/blocking/contact_keys_internal.hpp"
#include "identity/blocking/heard_keys_internal.hpp"
#include "identity/blocking/name_keys_internal.hpp"
#include "identity/measures/handle_measures_internal.hpp"
#include "identity/measures/level_measure_internal.hpp"
#include "identity/records/folding_internal.hpp"
#include "identity/records/gram_index_internal.hpp"
#include "identity/records/near_keys_internal.hpp"
#include "identity/records/reading_memo_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"
#include "scrm/person/document.hpp"
#include "scrm/person/gender.hpp"
#include "scrm/person/handle.hpp"
#include "scrm/person/phone.hpp"
#include "scrm/person/profile_url.hpp"

namespace scrm::identity {
namespace {

using Texts = std::vector<std::string>;

void derive_phone(std::string_view raw, Texts& out) {
    if (const auto phone = person::PhoneNumber::parse(raw)) {
        if (!phone->is_placeholder() && !phone->is_service()) out.push_back(phone->text());
        return;
    }
    // Of a country that nothing tells, or mistyped: the same digits are the same number all the same.
    if (std::string digits = person::unplanned_digits(raw); !digits.empty()) out.push_back(std::move(digits));
}

void derive_email(std::string_view raw, Texts& out) {
    if (const auto email = evident_email(raw)) out.push_back(email->canonical());
}

std::string login_of_email(std::string_view raw) {
    const auto email = evident_email(raw);
    return email ? login_of(*email) : std::string{};
}

void derive_handle(std::string_view raw, Texts& out) {
    const auto handle = person::Handle::parse(raw);
    if (handle && !handle->is_generated() && handle->canonical().size() >= 3)
        out.push_back(handle->canonical());
}

void derive_skeleton(std::string_view raw, Texts& out) {
    const auto handle = person::Handle::parse(raw);
    if (handle && !handle->is_generated() && handle->skeleton().size() >= 5)
        out.push_back(handle->skeleton());
}

void derive_handle_text(std::string_view raw, Texts& out) {
    const auto handle = person::Handle::parse(raw);
    if (handle && !handle->is_generated()) out.push_back(handle->text());
}

void derive_handle_year(std::string_view raw, Texts& out) {
    const auto handle = person::Handle::parse(raw);
    if (!handle || handle->is_generated()) return;
    if (const auto year = handle->trailing_year()) out.push_back(std::to_string(*year));
}

void derive_document(std::string_view raw, Texts& out) {
    if (const auto number = person::DocumentNumber::parse(raw); number && !number->is_placeholder()) {
        out.push_back(number->text());
    }
}

void derive_url(std::string_view raw, Texts& out) {
    out.push_back(person::url_key(raw));
}

std::string four_bytes(std::uint32_t value) {
    std::string out(4, '\0');
    for (std::size_t i = 0; i < 4; ++i) out[i] = static_cast<char>(value >> (24 - 8 * i) & 0xFF);
    return out;
}

std::uint32_t from_four_bytes(std::string_view text) {
    std::uint32_t value = 0;
    for (const char c : text) value = value << 8 | static_cast<std::uint8_t>(c);
    return value;
}

void derive_date(std::string_view raw, Texts& out) {
    const auto date = person::PartialDate::possible_parts(raw);
    const bool is_nobodys = date && date->is_full() && date->is_placeholder();
    if (date && !is_nobodys) out.push_back(four_bytes(date->packed()));
}

void derive_city(std::string_view raw, Texts& out) {
    if (const auto id = person::parse_city(raw)) {
        out.push_back('#' + std::to_string(static_cast<unsigned>(*id)));
    } else {
        out.push_back(latin_text(raw));
    }
}

void derive_postcode(std::string_view raw, Texts& out) {
    std::string code;
    for (const char c : latin_text(raw)) {
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) code += c;
    }
    if (code.size() >= 3) out.push_back(std::move(code));
}

void derive_address(std::string_view raw, Texts& out) {
    const person::AddressKey key = person::parse_address(raw);
    if (key.empty()) return;
    out.push_back(address_text(key));
}

void derive_gender(std::string_view raw, Texts& out) {
    if (const auto gender = person::parse_gender(raw))
        out.push_back(*gender == person::Gender::male ? "m" : "f");
}

/// Persons, and what is none; what else an account says of itself ("anonymous") is no evidence.
void derive_kind(std::string_view raw, Texts& out) {
    const std::string kind = fold_text(raw);
    if (kind == "person" || kind == "individual") out.emplace_back("person");
    if (kind == "company" || kind == "organization" || kind == "organisation" || kind == "page" ||
        kind == "bot") {
        out.emplace_back("company");
    }
}

void derive_text(std::string_view raw, Texts& out) {
    out.push_back(fold_text(raw));
}

/// Of the values that came since.
template <class Parse, class Value>
void parse_ids(const KeyColumn& column, std::vector<Value>& values, const Parse& parse) {
    values.reserve(column.id_count());
    for (auto id = static_cast<std::uint32_t>(values.size()); id < column.id_count(); ++id)
        values.push_back(parse(column.text(id)));
}

void parse_dates(const KeyColumn& column, std::vector<person::PartialDate>& dates) {
    if (dates.empty()) dates.push_back(*person::PartialDate::from_parts(1800, 1, 1));
    parse_ids(column, dates,
              [](std::string_view text) { return *person::PartialDate::from_packed(from_four_bytes(text)); });
}

void parse_cities(const KeyColumn& column, std::vector<std::optional<person::CityId>>& cities) {
    if (cities.empty()) cities.emplace_back();
    parse_ids(column, cities, [](std::string_view text) -> std::optional<person::CityId> {
        if (text.empty() || text.front() != '#') return std::nullopt;
        unsigned id = 0;
        std::from_chars(text.data() + 1, text.data() + text.size(), id);
        return static_cast<person::CityId>(id);
    });
}

struct AttributeKey {
    std::string_view key;
    std::array<std::string_view, 2> attributes;
    void (*derive)(std::string_view, Texts&);
};

constexpr std::array<AttributeKey, 14> kAttributeKeys = {{
    {"phone", {"phone", ""}, derive_phone},
    {"email", {"email", ""}, derive_email},
    {"handle", {"handle", ""}, derive_handle},
    {"handle_skeleton", {"handle", ""}, derive_skeleton},
    {"handle_text", {"handle", ""}, derive_handle_text},
    {"handle_year", {"handle", ""}, derive_handle_year},
    {"national_id", {"national_id", ""}, derive_document},
    {"url", {"url", ""}, derive_url},
    {"partial_date", {"birth_date", ""}, derive_date},
    {"city", {"city", ""}, derive_city},
    {"postcode", {"postcode", ""}, derive_postcode},
    {"address_line", {"address", "street"}, derive_address},
    {"gender", {"gender", ""}, derive_gender},
    {"kind", {"kind", ""}, derive_kind},
}};

struct CoarserKey {
    std::string_view key;
    std::string_view fine;
    std::string (*coarsen)(std::string_view);
};

std::string full_date(std::string_view packed) {
    const auto date = person::PartialDate::from_packed(from_four_bytes(packed));
    return date && date->is_full() ? std::string{packed} : std::string{};
}
std::string date_year(std::string_view packed) {
    const auto date = person::PartialDate::from_packed(from_four_bytes(packed));
    return date && date->year() ? std::to_string(*date->year()) : std::string{};
}
std::string date_month_day(std::string_view packed) {
    const auto date = person::PartialDate::from_packed(from_four_bytes(packed));
    return date && date->month() && date->day() ? std::string{packed.substr(2)} : std::string{};
}
std::string phone_tail(std::string_view number) {
    if (number.starts_with('+')) number.remove_prefix(1);
    return number.size() >= 7 ? std::string{number.substr(number.size() - 7)} : std::string{};
}
std::string postcode_area(std::string_view code) {
    return std::string{code.substr(0, 3)};
}
std::string street_house(std::string_view address) {
    const person::AddressKey key = address_from(address);
    return key.street.empty() || key.house.empty() ? std::string{} : key.street + ' ' + key.house;
}

constexpr std::array<CoarserKey, 6> kCoarserKeys = {{
    {"birth_date", "partial_date", full_date},
    {"birth_year", "partial_date", date_year},
    {"month_day", "partial_date", date_month_day},
    {"phone_tail", "phone", phone_tail},
    {"postcode_area", "postcode", postcode_area},
    {"street_house", "address_line", street_house},
}};

}  // namespace

void Features::prepare_names(const std::vector<std::string>& beside) {
    if (names_ready_) return;
    std::vector<std::unique_ptr<KeyColumn>> built(beside.size());
    // Reading names uses all threads, but much of it has to be done in one order.
    for_each_chunk(beside.size() + 1, 1, threads_, {}, [&](std::size_t task, std::size_t, std::size_t) {
        if (task == 0) {
            names_ = NameTable(rows_, threads_, memo_);
            return;
        }
        built[task - 1] = std::make_unique<KeyColumn>(build(beside[task - 1], 1));
        parse_values(beside[task - 1], *built[task - 1]);
    });
    names_ready_ = true;
    for (std::size_t i = 0; i < beside.size(); ++i) keep(beside[i], std::move(built[i]));
}

namespace {

bool is_made_of_names(std::string_view key) {
    return is_name_key(key) || is_spelled_key(key) || key == kHeardName;
}

std::string_view finer_key(std::string_view key) {
    if (is_spelled_key(key)) return "handle_text";
    if (const std::string_view attribute = attribute_of_grams(key); !attribute.empty()) return attribute;
    if (const std::string_view near = key_of_near(key); !near.empty()) return near;
    for (const CoarserKey& known : kCoarserKeys) {
        if (known.key == key) return known.fine;
    }
    return {};
}

}  // namespace

std::string_view Features::finer(std::string_view key) const {
    // Without handles logins are those of e-mails. A frozen population has its own columns.
    if (key == "login" && population_ == nullptr) {
        bool has_handles = false;
        for (std::size_t side = 0; side < rows_.sides(); ++side)
            has_handles |= rows_.set(side).column("handle") != nullptr;
        return has_handles ? std::string_view{} : std::string_view{"email_local"};
    }
    return finer_key(key);
}

// Only what is slow to read and has few values: a value that seldom comes again costs more to look up.
KeyColumn::Derivation Features::remembered(std::string_view key, KeyColumn::Derivation derive) const {
    return memo_ == nullptr ? derive : memo_->remembered(key, std::move(derive));
}

KeyColumn Features::build(std::string_view key, unsigned threads) const {
    if (key == kHeardName) return heard_name_keys(rows_, names_, threads);
    if (is_name_key(key)) return name_keys(rows_, names_, key);
    if (is_spelled_key(key)) {
        return population_ != nullptr
                   ? spelled_name_keys(rows_, names_, column("handle_text"), population_->vocabulary, key)
                   : spelled_name_keys(rows_, names_, column("handle_text"), vocabulary_of(names_), key);
    }
    if (const std::string_view attribute = attribute_of_grams(key); !attribute.empty())
        return gram_keys(rows_, column(attribute));
    if (const std::string_view near = key_of_near(key); !near.empty()) return near_keys(rows_, column(near));
    if (key == "login") {
        if (const std::string_view fine = finer(key); !fine.empty())
            return {rows_, column(fine), [](std::string_view text) { return std::string{text}; }};
    }
    ColumnSource source = source_of(key);
    if (!source.fine.empty()) return {rows_, column(source.fine), source.coarsen};
    if (source.comes_again) source.derive = remembered(key, std::move(source.derive));
    return {rows_, source.attributes, source.derive, threads};
}

ColumnSource source_of(std::string_view key) {
    ColumnSource out;
    if (key == "email_local" || key == "login") {
        const auto local = [](std::string_view raw, Texts& texts) { texts.push_back(login_of_email(raw)); };
        out.attributes = {"email"};
        out.derive = local;
        if (key == "email_local") return out;
        out.attributes.push_back("handle");
        out.derive = [local](std::string_view raw, Texts& texts) {
            if (raw.find('@', 1) != std::string_view::npos)
                local(raw, texts);
            else
                derive_handle(raw, texts);
        };
        return out;
    }
    for (const AttributeKey& known : kAttributeKeys) {
        if (known.key != key) continue;
        for (const std::string_view attribute : known.attributes) {
            if (!attribute.empty()) out.attributes.push_back(attribute);
        }
        out.derive = known.derive;
        out.comes_again = key == "city";
        return out;
    }
    for (const CoarserKey& known : kCoarserKeys) {
        if (known.key != key) continue;
        out.fine = known.fine;
        out.coarsen = known.coarsen;
        return out;
    }
    out.attributes = {key};
    out.derive = derive_text;
    out.comes_again = true;
    return out;
}

void Features::prepare(const std::vector<std::string>& keys, const std::function<void()>& beside) {
    // First what is made of the records, then what is made of that, and so on.
    std::vector<std::set<std::string, std::less<>>> waves(2);
    bool needs_names = false;
    const auto place = [&](const auto& self, std::string_view key) -> std::size_t {
        needs_names |= is_made_of_names(key);
        const std::string_view made_from = finer(key);
        const std::size_t depth = made_from.empty() ? 0 : self(self, made_from) + 1;
        if (depth == waves.size()) waves.emplace_back();
        waves[depth].emplace(key);
        return depth;
    };
    for (const std::string& key : keys) place(place, key);
    const auto& fine = waves.front();
    if (needs_names) {
        std::vector<std::string> of_attributes;
        std::copy_if(fine.begin(), fine.end(), std::back_inserter(of_attributes),
                     [this](const auto& key) { return !columns_.contains(key) && !is_made_of_names(key); });
        prepare_names(of_attributes);
    }
    for (const auto& wave : waves) {
        std::vector<std::string> missing;
        std::copy_if(wave.begin(), wave.end(), std::back_inserter(missing),
                     [this](const std::string& key) { return !columns_.contains(key); });
        // Reading into one dictionary takes one thread, so several columns are made at a time.
        std::vector<std::unique_ptr<KeyColumn>> built(missing.size());
        const bool is_last = &wave == &waves.back();
        const std::size_t before = is_last && beside ? 1 : 0;
        const unsigned inner = missing.size() + before == 1 ? threads_ : 1;
        for_each_chunk(missing.size() + before, 1, threads_, {},
                       [&](std::size_t i, std::size_t, std::size_t) {
                           if (i < before) {
                               beside();
                               return;
                           }
                           auto& column = built[i - before];
                           column = std::make_unique<KeyColumn>(build(missing[i - before], inner));
                           parse_values(missing[i - before], *column);
                       });
        for (std::size_t i = 0; i < missing.size(); ++i) keep(missing[i], std::move(built[i]));
    }
}

void Features::parse_values(std::string_view key, const KeyColumn& column) {
    if (key == "partial_date") {
        parse_dates(column, dates_);
    } else if (key == "city") {
        parse_cities(column, cities_);
    } else if (key == "address_line") {
        addresses_ = AddressOutlines{column};
    }
}

void Features::keep(const std::string& key, std::unique_ptr<KeyColumn> built) {
    if (population_ != nullptr) {
        const auto known = population_->columns.find(key);
        if (known == population_->columns.end())
            throw Error(ErrorCode::invalid_argument, "the frozen model does not know the key " + key);
        built->adopt(known->second);
    }
    columns_.emplace(key, std::move(built));
}

const KeyColumn& Features::column(std::string_view key) const {
    const auto at = columns_.find(key);
    if (at == columns_.end())
        throw Error(ErrorCode::internal, "a feature was not prepared: " + std::string{key});
    return *at->second;
}

KeyColumn* Features::changeable_column(std::string_view key) {
    const auto at = columns_.find(key);
    return at == columns_.end() ? nullptr : at->second.get();
}

void Features::follow_values() {
    for (const auto& [key, values] : columns_) {
        if (key == "partial_date") parse_dates(*values, dates_);
        if (key == "city") parse_cities(*values, cities_);
        if (key == "address_line" && !values->empty()) addresses_ = AddressOutlines{*values};
    }
    if (!strata_.empty()) strata_.follow(population_->strata);
}

std::string Features::shown(std::string_view key, std::uint32_t id) const {
    const std::string_view text = column(key).text(id);
    if (key == "partial_date" || key == "birth_date") {
        const auto date = person::PartialDate::from_packed(from_four_bytes(text));
        return date ? date->text() : std::string{};
    }
    if (key == "month_day" && text.size() == 2) {
        const auto date = person::PartialDate::from_parts(std::nullopt, text[0], text[1]);
        return date ? date->text() : std::string{};
    }
    if (key == "city" && cities_[id]) return std::string{person::city(*cities_[id]).name};
    return std::string{text};
}

namespace {

/// The columns that a comparison reads.
std::vector<std::string> keys_of(const Comparison& comparison) {
    if (comparison.measure == "login") return {"login", "handle", "given_group"};
    if (comparison.measure == "given_name") return {"given_group", "given"};
    if (comparison.measure == "family_name") return {"family_root", "family"};
    if (comparison.measure == "patronymic") return {"patronymic"};
    if (comparison.measure == "handle_name" || comparison.measure == "handle_family")
        return {"handle_text", "family_root"};
    if (comparison.measure == "handle_year") return {"handle_year", "birth_year"};
    if (comparison.measure != "levels") return {measured_key(comparison)};
    return comparison.attributes;
}

void keys_in(const Predicate& predicate, std::vector<std::string>& keys) {
    if (!predicate.attribute.empty()) keys.push_back(predicate.attribute);
    for (const Predicate& part : predicate.parts) keys_in(part, keys);
}

}  // namespace

std::vector<std::string> compared_keys(const MatchModel& model) {
    std::vector<std::string> keys;
    for (const Comparison& comparison : model.comparisons) {
        const auto compared = keys_of(comparison);
        keys.insert(keys.end(), compared.begin(), compared.end());
        for (const Level& level : comparison.levels) keys_in(level.when, keys);
    }
    return keys;
}

namespace {

/// The columns whose values the model's correlations look at together.
std::vector<std::string> correlated_keys(const MatchModel& model) {
    std::vector<std::string> keys;
    for (const Correlation& correlation : model.correlations) {
        for (const std::string& name : correlation.comparisons) {
            for (const Comparison& comparison : model.comparisons) {
                if (comparison.name == name) keys.push_back(keys_of(comparison).front());
            }
        }
    }
    return keys;
}

}  // namespace

void Features::prepare(const std::vector<std::string>& keys) {
    prepare(keys, nullptr);
}

void Features::forget_keys(const MatchModel& model) {
    const auto compared = compared_keys(model);
    std::erase_if(columns_, [&compared](const auto& named) {
        return std::find(compared.begin(), compared.end(), named.first) == compared.end();
    });
    for (const auto& named : columns_) named.second->forget_hashes();
}

void Features::prepare(const MatchModel& model) {
    std::vector<std::string> keys = compared_keys(model);
    for (const BlockingRule& rule : model.blocking_rules)
        keys.insert(keys.end(), rule.keys.begin(), rule.keys.end());
    const std::vector<std::string> together = correlated_keys(model);
    const bool are_first = std::all_of(together.begin(), together.end(),
                                       [this](const std::string& key) { return finer(key).empty(); });
    const auto fit = [&] { fit_strata(together); };
    if (population_ != nullptr) {
        prepare(keys);
        assume_strata();
    } else if (are_first) {
        prepare(keys, fit);
    } else {
        prepare(keys);
        fit();
    }
    for (const auto& named : columns_) {
        const bool is_blocked_by = std::any_of(
            model.blocking_rules.begin(), model.blocking_rules.end(), [&named](const BlockingRule& rule) {
                return std::find(rule.keys.begin(), rule.keys.end(), named.first) != rule.keys.end();
            });
        if (!is_blocked_by) named.second->forget_hashes();
    }
}

void Features::prepare_comparisons(const MatchModel& model) {
    prepare(compared_keys(model));
    assume_strata();
}

void Features::assume_strata() {
    std::vector<const KeyColumn*> known;
    for (const std::string& key : population_->strata.keys) known.push_back(&column(key));
    if (!known.empty()) strata_ = Strata(population_->strata, std::move(known));
}

void Features::fit_strata(const std::vector<std::string>& keys) {
    std::vector<const KeyColumn*> together;
    for (const std::string& key : keys) {
        const KeyColumn* values = &column(key);
        if (!values->empty() && std::find(together.begin(), together.end(), values) == together.end())
            together.push_back(values);
    }
    if (together.size() >= 2) strata_ = Strata(rows_, std::move(together));
}

PopulationCounts Features::population(const MatchModel& model) const {
    const std::vector<std::string> keys = compared_keys(model);
    PopulationCounts out;
    for (const std::string& key : std::set<std::string>{keys.begin(), keys.end()}) {
        out.columns.emplace_back(key, column(key).counts());
    }
    if (strata_.empty()) return out;
    out.strata = strata_.counts();
    for (const KeyColumn* together : strata_.columns()) {
        const auto named = std::find_if(columns_.begin(), columns_.end(),
                                        [&](const auto& entry) { return entry.second.get() == together; });
        out.strata.columns.push_back(named->first);
    }
    return out;
}

void Features::assume(const PopulationCounts& population) {
    for (const auto& [key, counts] : population.columns) {
        const auto known = columns_.find(key);
        if (known != columns_.end()) known->second->assume(counts);
    }
    std::vector<const KeyColumn*> together;
    for (const std::string& key : population.strata.columns) together.push_back(&column(key));
    strata_ = Strata(population.strata, std::move(together));
}

bool Features::has_both_sides(const Comparison& comparison) const {
    // What the frozen population lacked, records that came later may have.
    if (population_ != nullptr) return true;
    const auto has = [](const KeyColumn& column, std::size_t side) { return column.filled(side) > 0; };
    const std::size_t last = rows_.sides() - 1;
    if (comparison.measure == "given_name" || comparison.measure == "family_name") {
        const KeyColumn& given = column("given_group");
        const KeyColumn& family = column("family_root");
        return (has(given, 0) || has(family, 0)) && (has(given, last) || has(family, last));
    }
    if (comparison.measure == "handle_name" || comparison.measure == "handle_family" ||
        comparison.measure == "handle_year") {
        const KeyColumn& handle = column(keys_of(comparison)[0]);
        const KeyColumn& other = column(keys_of(comparison)[1]);
        return (has(handle, 0) && has(other, last)) || (has(handle, last) && has(other, 0));
    }
    for (const std::string& key : keys_of(comparison)) {
        if (comparison.measure == "login" && key != "login") continue;
        if (has(column(key), 0) && has(column(key), last)) return true;
    }
    return false;
}

std::size_t Features::bytes() const noexcept {
    std::size_t total = names_.bytes() + dates_.capacity() * 4 + cities_.capacity() * 4 + addresses_.bytes();
    for (const auto& [key, column] : columns_) total += column->bytes();
    return total;
}

}  // namespace scrm::identity
