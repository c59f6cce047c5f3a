// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/sentiment/labels.hpp"
#include "scrm/sentiment/tokens.hpp"

namespace scrm::sentiment {

/// A bank, or another firm that posts about banks name.
///
/// An alias is a word or a few, at most twelve, in Latin and Cyrillic letters and digits. `*` at the end of a
/// word stands for any ending ("сбербанк*"), `~` for the endings of nouns and of English names ("тиньк~" is
/// тиньк, тинька, тиньку, …; "monzo~" is also monzo's). Case, ё and hyphens do not matter.
struct Brand {
    std::string name;
    bool own = false;  ///< of the bank that runs scrm, which may have several, else a competitor
    std::vector<std::string> aliases;
    /// Aliases that are ordinary words too ("альфа", "моно"): they count when something else in the post
    /// speaks of banking.
    std::vector<std::string> ambiguous;
    /// Aliases that are words of banking or very common ("Точка", "Chase"): they count with a capital letter
    /// inside a sentence or as @name, and when something else in the post speaks of banking.
    std::vector<std::string> capitalised;
};

/// A name of the bank for one of its products ("Халва", "Блэк").
struct ProductName {
    Product product = Product::other_none;
    std::vector<std::string> aliases;
};

/// What a bank edits: who it is, whom it competes with, how people call them and their products.
struct BrandConfiguration {
    std::vector<Brand> brands;
    std::vector<ProductName> products;

    /// The banks that posts in Russian, Ukrainian and English name most. None is marked as own.
    static BrandConfiguration built_in();

    /// `{"brands": [{"name", "own", "aliases": [], "ambiguous": [], "capitalised": []}],
    ///   "products": [{"product", "aliases": []}]}`; only `name` and `product` are required; a BOM is read.
    /// Throws Error(invalid_argument) for anything else, naming the line or the place, and as check.
    static BrandConfiguration from_json(std::string_view json);
    std::string to_json() const;

    /// Throws Error(invalid_argument) naming the place: for a brand without a name, two brands of one name,
    /// an alias that cannot be looked for, and one that two brands or two products have, marks at the ends of
    /// words aside. One brand may have an alias twice, a brand and a product may share one.
    void check() const;

    /// Marks the brand of that name as own and all others as competitors. Throws Error(not_found).
    void set_own(std::string_view name);
};

/// Where a post names a brand.
struct BrandMention {
    std::size_t brand = 0;  ///< index into BrandConfiguration::brands
    bool own = false;
    TextSpan span;
};

}  // namespace scrm::sentiment
