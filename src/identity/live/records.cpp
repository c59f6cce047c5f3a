// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <new>

#include "identity/live/records_internal.hpp"
#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/records.hpp"

namespace scrm::identity {
namespace {

LiveRecord only_record(RecordSetBuilder& builder) {
    const RecordSet set = builder.finish();
    LiveRecord out;
    out.id = set.id(0);
    for (const ValueColumn& column : set.columns()) {
        for (const ValueId value : column.values(0))
            out.values.emplace_back(column.attribute(), column.text(value));
    }
    return out;
}

}  // namespace

LiveRecord LiveRecord::of(const Customer& customer, bool with_attributes) {
    RecordSetBuilder builder;
    append(builder, customer, with_attributes);
    return only_record(builder);
}

LiveRecord LiveRecord::of(const SocialIdentity& identity) {
    RecordSetBuilder builder;
    append(builder, identity);
    return only_record(builder);
}

namespace live {
namespace {

void put_number(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) noexcept {
    std::uint32_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
    return value;
}

// Packed: sizes of id, keys, values and forms; id; forms; keys of 5 bytes; values as attribute, size, text.
constexpr std::size_t kHead = 10;
constexpr std::size_t kKeyBytes = 5;

std::size_t id_size(std::string_view packed) noexcept {
    return number_at(packed, 0, 2);
}
std::size_t key_count(std::string_view packed) noexcept {
    return number_at(packed, 2, 2);
}
std::size_t value_count(std::string_view packed) noexcept {
    return number_at(packed, 4, 2);
}
std::size_t form_size(std::string_view packed) noexcept {
    return number_at(packed, 6, 4);
}
std::size_t first_key(std::string_view packed) noexcept {
    return kHead + id_size(packed) + form_size(packed);
}

constexpr std::size_t kMostParts = 65'535;

}  // namespace

namespace {

/// Surely: short texts without blanks around them, by attribute, none twice.
bool is_canonical(const LiveRecord& record) {
    constexpr std::size_t kShort = 512;
    const auto is_blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    const auto& values = record.values;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto& [attribute, value] = values[i];
        if (value.empty() || value.size() > kShort || is_blank(value.front()) || is_blank(value.back()))
            return false;
        if (i > 0 && values[i - 1].first > attribute) return false;
        for (std::size_t k = i; k-- > 0 && values[k].first == attribute;) {
            if (values[k].second == value) return false;
        }
    }
    return true;
}

}  // namespace

SharedBytes::SharedBytes(std::string_view bytes) {
    void* const memory = ::operator new(sizeof(Block) + bytes.size());
    block_ = new (memory) Block{1, static_cast<std::uint32_t>(bytes.size())};
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(block_ + 1));
}

void SharedBytes::release() noexcept {
    if (block_ == nullptr || block_->owners.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    block_->~Block();
    ::operator delete(block_);
}

LiveRecord canonical(const LiveRecord& record) {
    if (is_canonical(record)) return record;
    RecordSetBuilder builder;
    builder.begin(record.id);
    for (const auto& [attribute, value] : record.values) builder.add(attribute, value);
    return only_record(builder);
}

std::string_view RecordTable::id(Slot slot) const noexcept {
    const std::string_view packed = packed_[slot].view();
    return packed.substr(kHead, id_size(packed));
}

std::vector<BlockKey> RecordTable::keys(Slot slot) const {
    const std::string_view packed = packed_[slot].view();
    std::vector<BlockKey> out(key_count(packed));
    std::size_t at = first_key(packed);
    for (BlockKey& key : out) {
        key = {number_at(packed, at, 1), number_at(packed, at + 1, 4)};
        at += kKeyBytes;
    }
    return out;
}

std::string_view RecordTable::forms(Slot slot) const noexcept {
    const std::string_view packed = packed_[slot].view();
    return packed.substr(kHead + id_size(packed), form_size(packed));
}

template <class Visit>
void RecordTable::for_each_value(Slot slot, const Visit& visit) const {
    const std::string_view packed = packed_[slot].view();
    std::size_t at = first_key(packed) + kKeyBytes * key_count(packed);
    for (std::size_t left = value_count(packed); left > 0; --left) {
        const std::uint32_t attribute = number_at(packed, at, 2);
        const std::size_t size = number_at(packed, at + 2, 2);
        visit(attribute, packed.substr(at + 4, size));
        at += 4 + size;
    }
}

LiveRecord RecordTable::record(Slot slot) const {
    LiveRecord out;
    out.id = id(slot);
    for_each_value(slot, [&](std::uint32_t attribute, std::string_view value) {
        out.values.emplace_back(attributes_->at(attribute), value);
    });
    return out;
}

void RecordTable::append_to(RecordSetBuilder& builder, Slot slot) const {
    builder.begin(id(slot));
    for_each_value(slot, [&](std::uint32_t attribute, std::string_view value) {
        builder.add(attributes_->at(attribute), value);
    });
}

std::size_t RecordTable::place_of(std::string_view id_of) const noexcept {
    const std::size_t mask = places_.size() - 1;
    for (std::size_t place = hash64(id_of) & mask;; place = (place + 1) & mask) {
        if (places_[place] == 0 || id(places_[place] - 1) == id_of) return place;
    }
}

std::optional<Slot> RecordTable::find(std::string_view id_of) const noexcept {
    if (places_.empty()) return std::nullopt;
    const Slot found = places_[place_of(id_of)];
    return found == 0 ? std::nullopt : std::optional{found - 1};
}

void RecordTable::grow() {
    places_.assign(std::max<std::size_t>(64, places_.size() * 2), 0);
    for (Slot slot = 0; slot < packed_.size(); ++slot) {
        if (!packed_[slot].empty()) places_[place_of(id(slot))] = slot + 1;
    }
}

SharedBytes RecordTable::packed(const LiveRecord& record, std::span<const BlockKey> keys,
                                std::string_view forms) const {
    std::string packed;
    put_number(packed, static_cast<std::uint32_t>(record.id.size()), 2);
    put_number(packed, static_cast<std::uint32_t>(keys.size()), 2);
    put_number(packed, static_cast<std::uint32_t>(record.values.size()), 2);
    put_number(packed, static_cast<std::uint32_t>(forms.size()), 4);
    packed += record.id;
    packed += forms;
    for (const BlockKey key : keys) {
        put_number(packed, key.rule, 1);
        put_number(packed, key.key, 4);
    }
    for (const auto& [name, value] : record.values) {
        const std::uint32_t attribute = attributes_->intern(name);
        if (attribute > kMostParts)
            throw Error(ErrorCode::invalid_argument, "more than 65,535 attribute names");
        put_number(packed, attribute, 2);
        put_number(packed, static_cast<std::uint32_t>(value.size()), 2);
        packed += value;
    }
    return SharedBytes{packed};
}

Slot RecordTable::put(SharedBytes packed) {
    const std::string_view bytes = packed.view();
    const std::string_view id_of = bytes.substr(kHead, id_size(bytes));
    if ((size_ + 1) * 10 > places_.size() * 7) grow();
    const std::size_t place = place_of(id_of);
    if (places_[place] != 0) {
        const Slot slot = places_[place] - 1;
        packed_[slot] = std::move(packed);
        return slot;
    }
    Slot slot = slot_count();
    if (!free_.empty()) {
        slot = free_.back();
        free_.pop_back();
    } else {
        packed_.emplace_back();
    }
    packed_[slot] = std::move(packed);
    places_[place] = slot + 1;
    ++size_;
    return slot;
}

void RecordTable::remove(Slot slot) {
    const std::size_t mask = places_.size() - 1;
    std::size_t hole = place_of(id(slot));
    // What follows moves up where its own place allows, so that look-ups find no gap.
    for (std::size_t next = (hole + 1) & mask; places_[next] != 0; next = (next + 1) & mask) {
        const std::size_t home = hash64(id(places_[next] - 1)) & mask;
        if (((next - home) & mask) < ((next - hole) & mask)) continue;
        places_[hole] = places_[next];
        hole = next;
    }
    places_[hole] = 0;
    packed_[slot] = SharedBytes{};
    --size_;
}

std::vector<Slot> RecordTable::by_id() const {
    std::vector<Slot> slots;
    slots.reserve(size_);
    for (Slot slot = 0; slot < packed_.size(); ++slot) {
        if (!packed_[slot].empty()) slots.push_back(slot);
    }
    std::sort(slots.begin(), slots.end(), [this](Slot a, Slot b) { return id(a) < id(b); });
    return slots;
}

std::size_t RecordTable::bytes() const noexcept {
    return packed_.capacity() * sizeof(SharedBytes) + (places_.capacity() + free_.capacity()) * sizeof(Slot);
}

std::size_t RecordTable::shared_bytes() const noexcept {
    std::size_t total = 0;
    for (const SharedBytes& packed : packed_) total += packed.bytes();
    return total;
}

RecordSet make_set(const RecordTable& table, std::span<const RecordRef> records,
                   std::string_view population) {
    RecordSetBuilder builder{std::string{population}};
    for (const RecordRef& ref : records) {
        if (ref.record == nullptr) {
            table.append_to(builder, ref.slot);
            continue;
        }
        builder.begin(ref.record->id);
        for (const auto& [attribute, value] : ref.record->values) builder.add(attribute, value);
    }
    return builder.finish();
}

}  // namespace live
}  // namespace scrm::identity
