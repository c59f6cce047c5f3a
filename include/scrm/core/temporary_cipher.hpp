// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace scrm {

/// Keeps bytes unreadable that are parked in a temporary file: AES-256 in counter mode under a random key
/// that exists in the memory of this object only. It hides, and does not authenticate.
///
/// A stream of bytes has a place for each of them; a place must never be used for two different bytes.
/// Thread-compatible.
class TemporaryCipher {
  public:
    /// Draws the key. Throws Error{internal} when the system has no randomness.
    TemporaryCipher();
    ~TemporaryCipher();
    TemporaryCipher(const TemporaryCipher&) = delete;
    TemporaryCipher& operator=(const TemporaryCipher&) = delete;

    /// Turns the bytes at `place` and behind into their cipher, and back, in their own memory.
    void apply(std::span<char> bytes, std::uint64_t place);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace scrm
