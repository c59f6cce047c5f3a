// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/connect/import_row.hpp"
#include "scrm/model/interaction.hpp"
#include "scrm/storage/record_write.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::storage {

/// The interactions of a unit of work, which must outlive the store.
class InteractionStore {
  public:
    explicit InteractionStore(UnitOfWork& unit) : unit_(unit) {}

    /// The later of edited_at and created_at wins, a delete beats an edit that is not later, then the larger
    /// canonical bytes, in any order of arrival.
    UpsertCounts upsert(std::span<const InteractionWrite> batch);

    std::int64_t count() const;
    bool contains(const InteractionId& id) const;
    std::vector<InteractionId> missing(std::span<const InteractionId> ids) const;
    /// The interactions with this id in any scope of the network, by scope.
    std::vector<InteractionId> find_in_scopes(std::string_view network, std::string_view external_id) const;
    std::optional<Interaction> find(const InteractionId& id) const;
    std::vector<connect::OriginalBytes> originals(const InteractionId& id) const;

    /// All interactions by network, scope, external_id bytes.
    void for_each(const std::function<void(const Interaction&)>& callback) const;
    void for_each_document(const DocumentCallback& callback) const;

    /// Takes interactions away with what was said and decided of them, as if they had never come. An `erase`
    /// event stays, which names the id alone. Throws Error{not_found} for an unknown one; then nothing
    /// changed.
    void erase(std::span<const InteractionId> ids, const std::string& actor);

  private:
    UnitOfWork& unit_;
};

}  // namespace scrm::storage
