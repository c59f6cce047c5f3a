// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/brands.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <map>

#include "scrm/core/error.hpp"
#include "scrm/table/json.hpp"
#include "sentiment/rules/brand_aliases_internal.hpp"
#include "sentiment/rules/brands_internal.hpp"

namespace scrm::sentiment {
namespace {

using table::JsonValue;

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorCode::invalid_argument, "brand configuration: " + what);
}

std::vector<std::string> names_at(const JsonValue& object, std::string_view key, const std::string& place) {
    std::vector<std::string> out;
    const JsonValue list = object.find(key);
    if (list.is_missing()) return out;
    if (!list.is_array()) refuse(place + "." + std::string(key) + " is no list");
    for (const JsonValue name : list) {
        if (!name.is_string()) refuse(place + "." + std::string(key) + " holds something else than names");
        out.emplace_back(name.text());
    }
    return out;
}

void check_keys(const JsonValue& object, std::initializer_list<std::string_view> known,
                const std::string& place) {
    if (!object.is_object()) refuse(place + " is no object");
    std::vector<std::string_view> seen;
    for (const JsonValue member : object) {
        const auto* const name = std::ranges::find(known, member.key());
        if (name == known.end()) refuse(place + " has an unknown key");
        if (std::ranges::find(seen, *name) != seen.end())
            refuse(place + " has the key " + std::string(*name) + " twice");
        seen.push_back(*name);
    }
}

JsonValue list_at(const JsonValue& root, std::string_view key) {
    const JsonValue list = root.find(key);
    if (!list.is_missing() && !list.is_array()) refuse(std::string(key) + " is no list");
    return list;
}

Brand read_brand(const JsonValue& entry, const std::string& place) {
    check_keys(entry, {"name", "own", "aliases", "ambiguous", "capitalised"}, place);
    const JsonValue own = entry.find("own");
    if (!own.is_missing() && !own.is_boolean()) refuse(place + ".own is neither true nor false");
    Brand brand;
    brand.name = entry.find("name").text();
    if (!entry.find("name").is_string() || brand.name.empty()) refuse(place + " has no name");
    brand.own = !own.is_missing() && own.boolean();
    brand.aliases = names_at(entry, "aliases", place);
    brand.ambiguous = names_at(entry, "ambiguous", place);
    brand.capitalised = names_at(entry, "capitalised", place);
    return brand;
}

/// `brands[2] "ВТБ"`, on one line whatever the name.
std::string place_of(const char* list, std::size_t index, std::string_view name) {
    std::string out = std::string(list) + "[" + std::to_string(index) + "] ";
    table::append_json_string(out, name);
    return out;
}

/// Whose an alias is, by its spelling.
struct Owner {
    std::size_t number = 0;  ///< of the brand or product
    std::string place;
};
using Owners = std::map<std::string, Owner, std::less<>>;

void check_aliases(const std::vector<std::string>& aliases, const std::string& place, const char* list,
                   std::size_t owner, Owners& owners) {
    for (std::size_t i = 0; i < aliases.size(); ++i) {
        const auto refuse_alias = [&](const std::string& why) {
            refuse(place + ": " + list + "[" + std::to_string(i) + "] " + why);
        };
        if (const auto fault = fault_of_alias(aliases[i]); !fault.empty()) refuse_alias(std::string(fault));
        const auto [known, made] = owners.emplace(spelling_of_alias(aliases[i]), Owner{owner, place});
        if (!made && known->second.number != owner)
            refuse_alias("is an alias of " + known->second.place + " too");
    }
}

void write_names(table::JsonWriter& writer, std::string_view key, const std::vector<std::string>& names) {
    writer.key(key).begin_array();
    for (const std::string& name : names) writer.value(std::string_view{name});
    writer.end_array();
}

}  // namespace

BrandConfiguration BrandConfiguration::from_json(std::string_view json) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (json.starts_with(kByteOrderMark)) json.remove_prefix(kByteOrderMark.size());
    table::JsonDocument document;
    const table::JsonFault fault = document.parse(json);
    if (fault != table::JsonFault::none) {
        const auto lines = std::ranges::count(json.substr(0, document.fault_at()), '\n');
        const bool placed = fault != table::JsonFault::row_too_large;
        refuse((placed ? "line " + std::to_string(lines + 1) + ": " : "") + std::string(to_string(fault)));
    }
    const JsonValue root = document.root();
    check_keys(root, {"brands", "products"}, "the whole");
    BrandConfiguration out;
    for (const JsonValue entry : list_at(root, "brands")) {
        out.brands.push_back(read_brand(entry, "brands[" + std::to_string(out.brands.size()) + "]"));
    }
    for (const JsonValue entry : list_at(root, "products")) {
        const std::string place = "products[" + std::to_string(out.products.size()) + "]";
        check_keys(entry, {"product", "aliases"}, place);
        const auto product = parse_product(entry.find("product").text());
        if (!product) refuse(place + " names no known product");
        out.products.push_back({*product, names_at(entry, "aliases", place)});
    }
    out.check();
    return out;
}

void BrandConfiguration::check() const {
    std::map<std::string, std::size_t, std::less<>> named;
    Owners of_brands;
    for (std::size_t i = 0; i < brands.size(); ++i) {
        const Brand& brand = brands[i];
        const std::string place = place_of("brands", i, brand.name);
        if (brand.name.empty()) refuse(place + " has no name");
        const auto [first, made] = named.emplace(brand.name, i);
        if (!made) refuse(place + " has the name of " + place_of("brands", first->second, brand.name));
        check_aliases(brand.aliases, place, "aliases", i, of_brands);
        check_aliases(brand.ambiguous, place, "ambiguous", i, of_brands);
        check_aliases(brand.capitalised, place, "capitalised", i, of_brands);
    }
    Owners of_products;
    for (std::size_t i = 0; i < products.size(); ++i) {
        check_aliases(products[i].aliases, place_of("products", i, to_string(products[i].product)), "aliases",
                      static_cast<std::size_t>(products[i].product), of_products);
    }
}

std::string BrandConfiguration::to_json() const {
    std::string out;
    table::JsonWriter writer(out);
    writer.begin_object().key("brands").begin_array();
    for (const Brand& brand : brands) {
        writer.begin_object().member("name", std::string_view{brand.name}).member("own", brand.own);
        write_names(writer, "aliases", brand.aliases);
        write_names(writer, "ambiguous", brand.ambiguous);
        write_names(writer, "capitalised", brand.capitalised);
        writer.end_object();
    }
    writer.end_array().key("products").begin_array();
    for (const ProductName& product : products) {
        writer.begin_object().member("product", to_string(product.product));
        write_names(writer, "aliases", product.aliases);
        writer.end_object();
    }
    writer.end_array().end_object();
    return out;
}

BrandConfiguration BrandConfiguration::built_in() {
    return from_json(kBuiltInBrands);
}

void BrandConfiguration::set_own(std::string_view name) {
    bool found = false;
    for (Brand& brand : brands) {
        brand.own = brand.name == name;
        found = found || brand.own;
    }
    if (!found) throw Error(ErrorCode::not_found, "no brand of that name is configured");
}

}  // namespace scrm::sentiment
