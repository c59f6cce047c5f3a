// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scrm/text/code_points.hpp"

namespace scrm::sentiment {

/// Hides the greeting at the head of a post (also behind the handles that it begins with) and the closing
/// formula with a person's name at its end, where there is a post beside them: who greets and signs may ask,
/// blame, thank or wish. A greeting alone stays, and so does a signature that is no person's ("с уважением,
/// команда банка"), which tells of a reply.
void hide_courtesies(text::CodePoints& post);

/// Spells a post of Russian in Latin letters in Cyrillic ones, which rules, lexicons and the model know.
void spell_russian(text::CodePoints& post);

}  // namespace scrm::sentiment
