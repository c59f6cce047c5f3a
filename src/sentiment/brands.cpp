// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/brands.hpp"

#include <nlohmann/json.hpp>

#include "scrm/core/error.hpp"
#include "sentiment/brands_internal.hpp"

namespace scrm::sentiment {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorCode::invalid_argument, "brand configuration: " + what);
}

std::vector<std::string> names_at(const Json& object, const char* key, const std::string& place) {
    std::vector<std::string> out;
    const auto found = object.find(key);
    if (found == object.end()) return out;
    if (!found->is_array()) refuse(place + "." + key + " is no list");
    for (const Json& name : *found) {
        if (!name.is_string()) refuse(place + "." + key + " holds something else than names");
        out.push_back(name.get<std::string>());
    }
    return out;
}

void check_keys(const Json& object, std::initializer_list<std::string_view> known, const std::string& place) {
    if (!object.is_object()) refuse(place + " is no object");
    for (const auto& [key, value] : object.items()) {
        bool found = false;
        for (const std::string_view name : known) found = found || key == name;
        if (!found) refuse(place + " has an unknown key");
    }
}

const Json& list_at(const Json& root, const char* key) {
    static const Json kEmpty = Json::array();
    const auto found = root.find(key);
    if (found == root.end()) return kEmpty;
    if (!found->is_array()) refuse(std::string(key) + " is no list");
    return *found;
}

}  // namespace

BrandConfiguration BrandConfiguration::from_json(std::string_view json) {
    const Json root = Json::parse(json, nullptr, false);
    if (root.is_discarded()) refuse("no JSON");
    check_keys(root, {"brands", "products"}, "the whole");
    BrandConfiguration out;
    for (const Json& entry : list_at(root, "brands")) {
        const std::string place = "brands[" + std::to_string(out.brands.size()) + "]";
        check_keys(entry, {"name", "own", "aliases", "ambiguous", "capitalised"}, place);
        Brand brand;
        if (!entry.contains("name") || !entry["name"].is_string()) refuse(place + " has no name");
        brand.name = entry["name"].get<std::string>();
        if (brand.name.empty()) refuse(place + " has no name");
        if (entry.contains("own")) {
            if (!entry["own"].is_boolean()) refuse(place + ".own is neither true nor false");
            brand.own = entry["own"].get<bool>();
        }
        brand.aliases = names_at(entry, "aliases", place);
        brand.ambiguous = names_at(entry, "ambiguous", place);
        brand.capitalised = names_at(entry, "capitalised", place);
        out.brands.push_back(std::move(brand));
    }
    for (const Json& entry : list_at(root, "products")) {
        const std::string place = "products[" + std::to_string(out.products.size()) + "]";
        check_keys(entry, {"product", "aliases"}, place);
        if (!entry.contains("product") || !entry["product"].is_string()) refuse(place + " has no product");
        const auto product = parse_product(entry["product"].get<std::string>());
        if (!product) refuse(place + " names an unknown product");
        out.products.push_back({*product, names_at(entry, "aliases", place)});
    }
    return out;
}

std::string BrandConfiguration::to_json() const {
    Json root = {{"brands", Json::array()}, {"products", Json::array()}};
    for (const Brand& brand : brands) {
        Json entry = {{"name", brand.name}, {"own", brand.own}, {"aliases", brand.aliases}};
        if (!brand.ambiguous.empty()) entry["ambiguous"] = brand.ambiguous;
        if (!brand.capitalised.empty()) entry["capitalised"] = brand.capitalised;
        root["brands"].push_back(std::move(entry));
    }
    for (const ProductName& product : products) {
        root["products"].push_back({{"product", to_string(product.product)}, {"aliases", product.aliases}});
    }
    return root.dump(1, ' ', false, Json::error_handler_t::replace);
}

BrandConfiguration BrandConfiguration::built_in() { return from_json(kBuiltInBrands); }

void BrandConfiguration::set_own(std::string_view name) {
    bool found = false;
    for (Brand& brand : brands) {
        brand.own = brand.name == name;
        found = found || brand.own;
    }
    if (!found) throw Error(ErrorCode::not_found, "no brand of that name is configured");
}

}  // namespace scrm::sentiment
