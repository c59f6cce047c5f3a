// SPDX-License-Identifier: Apache-2.0
#include <string_view>

#include "scrm/sentiment/classifier.hpp"
#include "scrm/sentiment/rules.hpp"

// The bytes of the shipped model, straight from its file: an array in C++ would compile for a minute.
__asm__(
    ".section .rodata\n"
    ".balign 64\n"
    ".local kScrmTextModelBegin\n"
    "kScrmTextModelBegin:\n"
    ".incbin \"" SCRM_TEXT_MODEL
    "\"\n"
    ".local kScrmTextModelEnd\n"
    "kScrmTextModelEnd:\n"
    ".byte 0\n"
    ".previous\n");

// Hidden, so that position-independent code reaches them without a table.
extern "C" {
extern const char kScrmTextModelBegin[] __attribute__((visibility("hidden")));
extern const char kScrmTextModelEnd[] __attribute__((visibility("hidden")));
}

namespace scrm::sentiment {

Classifier Classifier::built_in() {
    static const Classifier classifier{
        TextModel::from_bytes(
            {kScrmTextModelBegin, static_cast<std::size_t>(kScrmTextModelEnd - kScrmTextModelBegin)}),
        &default_signals()};
    return classifier;
}

}  // namespace scrm::sentiment
