// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scrm/storage/unit_of_work.hpp"

namespace scrm::storage {

/// What the digest of a bank's own model begins with; its name follows. A database keeps that name alone, no
/// bytes.
inline constexpr std::string_view kOwnModelPrefix{"own:"};

/// The model that assesses posts in this database, as bytes. Without one it is the model that is compiled in.
class TextModelStore {
  public:
    explicit TextModelStore(UnitOfWork& unit) : unit_(unit) {}

    /// Digest of the model in force, hex.
    std::optional<std::string> digest() const;
    /// Throws Error{corrupt_data} when the stored bytes are damaged.
    std::optional<std::string> bytes() const;
    void put(std::string_view digest, std::string_view bytes);
    /// Back to the model that is compiled in.
    void clear();

  private:
    UnitOfWork& unit_;
};

}  // namespace scrm::storage
