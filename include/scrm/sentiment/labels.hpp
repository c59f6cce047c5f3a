// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scrm/model/text_label.hpp"

namespace scrm::sentiment {

/// What the built-in heads answer.
using scrm::Intent;
using scrm::Polarity;
using scrm::Product;

using scrm::kIntents;
using scrm::kPolarities;
using scrm::kProducts;

using scrm::parse_intent;
using scrm::parse_polarity;
using scrm::parse_product;
using scrm::to_string;

}  // namespace scrm::sentiment
