// SPDX-License-Identifier: Apache-2.0
#include <initializer_list>
#include <utility>

#include "identity/records/names_internal.hpp"
#include "scrm/person/company_name.hpp"
#include "scrm/person/given_name.hpp"
#include "scrm/person/name.hpp"
#include "scrm/person/patronymic.hpp"
#include "scrm/person/surname.hpp"

namespace scrm::identity {
namespace {

using person::NameRole;

/// A sole trader's name as that of a firm, which is not the customer who bears it; of given name and
/// patronymic so many letters.
std::string key_of_trader(const ParsedName& name, std::size_t letters) {
    std::string key = "ip " + name.family;
    for (const std::string* part : {&name.given, &name.patronymic}) {
        if (!part->empty()) key.append(" ").append(*part, 0, letters);
    }
    return key;
}

/// Дмитрий Климович: his father's name as often as his family's.
bool may_be_surname(std::string_view patronymic) {
    const auto reading = person::read_patronymic(patronymic);
    return reading && reading->gender == person::Gender::male && patronymic.ends_with("vic");
}

}  // namespace

Scripts scripts_in(std::string_view text) noexcept {
    Scripts found;
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        found.latin = found.latin || (byte | 0x20U) - 'a' < 26U || (byte >= 0xC3 && byte <= 0xC9);
        found.cyrillic = found.cyrillic || (byte >= 0xD0 && byte <= 0xD3);
    }
    return found;
}

NameScript script_of(Scripts one, Scripts other) noexcept {
    const bool latin = one.latin || other.latin;
    const bool cyrillic = one.cyrillic || other.cyrillic;
    if (latin == cyrillic) return NameScript::unknown;
    return latin ? NameScript::latin : NameScript::cyrillic;
}

NameScript script_of(std::initializer_list<std::string_view> texts) {
    Scripts all;
    for (const std::string_view text : texts) {
        const Scripts found = scripts_in(text);
        all = {all.latin || found.latin, all.cyrillic || found.cyrillic};
    }
    return script_of(all, all);
}

ParsedName parse_company_name(std::string_view raw) {
    ParsedName out;
    out.is_company = true;
    if (person::names_sole_trader(raw)) {
        const ParsedName trader = parse_name_fields(raw, {}, {}, {});
        if (!trader.given.empty() && !trader.family.empty()) {
            out.family = key_of_trader(trader, std::string::npos);
            // "ИП Петров И. И." is the other one's spelling.
            if (std::string short_key = key_of_trader(trader, 1); short_key != out.family)
                out.other_family = std::move(short_key);
            return out;
        }
    }
    if (const auto name = person::parse_company(raw)) out.family = name->key;
    return out;
}

ParsedName parse_name_fields(std::string_view full, std::string_view given, std::string_view family,
                             std::string_view patronymic, person::NameWordMemo* memo) {
    if (given.empty() && person::looks_like_company(full)) return parse_company_name(full);
    if (given.empty() && full.empty() && person::looks_like_company(family))
        return parse_company_name(family);
    const person::NameFields fields{full, given, family, patronymic};
    const person::PersonName name =
        memo == nullptr ? person::parse_name(fields) : person::parse_name(fields, *memo);
    ParsedName out;
    if (!name.is_usable()) return out;
    out.order_is_sure = name.order_is_sure();
    out.script = script_of({full, given, family});
    out.suffix = static_cast<std::uint8_t>(name.suffix());
    std::string* unknown_goes_to[] = {&out.given, &out.family, &out.patronymic};
    for (std::size_t i = 0; i < name.size(); ++i) {
        // Parts are compared by their keys alone, and there an initial is what has one letter: Ю. is "iu".
        const std::string key{name.token(i).initial ? name.key(i).substr(0, 1) : name.key(i)};
        const auto put = [&key](std::string& slot) {
            if (slot.empty()) slot = key;
        };
        switch (name.token(i).role) {
            case NameRole::given:
                put(out.given);
                break;
            case NameRole::family:
                // Both halves of a double name count.
                if (out.family.empty())
                    out.family = key;
                else
                    put(out.other_family);
                break;
            case NameRole::other_family:
                put(out.other_family);
                break;
            case NameRole::patronymic:
            case NameRole::middle:
                put(out.patronymic);
                break;
            case NameRole::other_given:
                break;
            case NameRole::unknown:
                for (std::string* slot : unknown_goes_to) {
                    if (!slot->empty()) continue;
                    *slot = key;
                    break;
                }
                break;
        }
    }
    if (out.given.empty()) {
        if (const auto other = name.find(NameRole::other_given)) out.given = name.key(*other);
    }
    if (const auto at = name.find(NameRole::family); at && out.other_family.empty())
        out.other_family = person::other_surname_key({name.text(*at), name.key(*at)});
    if (out.family.empty() && !out.given.empty() && may_be_surname(out.patronymic))
        out.family = out.patronymic;
    return out;
}

void given_name_groups(std::string_view given, std::vector<std::string>& groups) {
    for (const person::GivenNameReading& reading : person::given_name_readings(given)) {
        groups.emplace_back(person::given_name_key(reading.name));
        if (groups.size() == 4) break;
    }
    if (groups.empty()) groups.emplace_back(given);
}

std::string family_name_root(std::string_view family) {
    if (family.find(' ') != std::string_view::npos) return std::string{family};
    return std::string{person::surname_key(family)};
}

std::string sound_of(std::string_view family) {
    return person::surname_sound(family);
}

}  // namespace scrm::identity
