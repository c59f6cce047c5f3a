// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scrm::text {

/// The form in which texts are compared, looked up and counted; never shown and never stored instead of the
/// original.
///
/// NFKC_Casefold (UAX #44) over text that was first made safe: malformed bytes become U+FFFD; control,
/// format, bidirectional and zero-width characters, variation selectors and emoji tags vanish (tab and line
/// ends are white space); of a run of combining marks the first 30 stay (UAX #15 stream-safe format), so that
/// the time is linear in the input. Letters of ornament become plain ones, as plain_letter() says. White
/// space of any kind collapses to one space and is trimmed. Letters keep their identity: ё is not е, й is not
/// и; who wants them equal decides it above this function.
///
/// fold(fold(x)) = fold(x), except that text of more than 30 combining marks in a run may need a second pass.
/// Pure, thread-safe.
std::string fold(std::string_view text);

}  // namespace scrm::text
