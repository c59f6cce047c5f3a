// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "scrm/text/mask_policy.hpp"

namespace scrm::text {

/// Appends the e-mail addresses of a text, in order.
void find_emails(std::string_view text, std::vector<PrivateSpan>& found);

/// True for "mail.ru", "gmail.com" and their like, in any case.
bool is_mail_provider(std::string_view host);

/// A word between blanks that stands for the sign @ of an address: "собака", "dog", "at".
struct SignWord {
    std::size_t length = 0;  ///< with both blanks; 0: there is none
    bool everyday = false;   ///< "at" and "dog" stand in any English sentence
};

/// Reads the blank at `at` and the word behind it.
SignWord sign_word_at(std::string_view text, std::size_t at);

/// True when a text may hold such a word, by its bytes alone.
bool may_hold_sign_word(std::string_view text) noexcept;

/// A host whose dots are written as words ("mail [dot] ru", "gmail точка com"), or badly where it is one of a
/// provider ("mail,ru", "мейл ру").
struct SpeltHost {
    std::size_t end = 0;    ///< 0: there is none
    bool written = false;   ///< a dot is written as a word
    bool provider = false;  ///< a known mail provider
};

SpeltHost read_spelt_host(std::string_view text, std::size_t at);

/// Where the ASCII name before a word for @ begins; `end` when that is no name of an address.
std::size_t spelt_name_begin(std::string_view text, std::size_t end, std::size_t floor, const SignWord& sign,
                             const SpeltHost& host);

/// Where a name begins whose part at `begin` has others before it, with dots written as words between them.
std::size_t over_written_dots(std::string_view text, std::size_t begin, std::size_t floor);

}  // namespace scrm::text
