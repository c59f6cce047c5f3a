// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <new>
#include <unordered_set>

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

void put_number(std::string& out, std::size_t value) {
    for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80U);
    out += static_cast<char>(value);
}

/// Reads a packed record from the front: id; forms; keys; values. Each of them begins with its size or
/// number.
class PackedReader {
  public:
    explicit PackedReader(std::string_view packed) noexcept : at_(packed.data()) {}

    std::size_t number() noexcept {
        std::size_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const auto byte = static_cast<std::uint8_t>(*at_++);
            value |= std::size_t{byte & 0x7FU} << shift;
            if (byte < 0x80) return value;
        }
    }
    std::string_view take(std::size_t size) noexcept {
        const char* const begin = at_;
        at_ += size;
        return {begin, size};
    }
    std::string_view text() noexcept { return take(number()); }

  private:
    const char* at_;
};

/// Keys: their number and the bytes of their rules; for each key as many bits 0 as its rule is above the one
/// before, and a bit 1; the keys themselves.
constexpr std::size_t kKeyBytes = 4;

void put_keys(std::string& out, std::span<const BlockKey> keys) {
    std::string rules;
    std::size_t bit = 0;
    std::uint32_t rule = 0;
    for (const BlockKey key : keys) {
        bit += key.rule - rule;
        rule = key.rule;
        rules.resize(bit / 8 + 1, '\0');
        rules.back() = static_cast<char>(static_cast<unsigned char>(rules.back()) | 1U << bit % 8);
        ++bit;
    }
    put_number(out, keys.size());
    put_number(out, rules.size());
    out += rules;
    for (const BlockKey key : keys) {
        for (std::size_t i = 0; i < kKeyBytes; ++i) out += static_cast<char>(key.key >> (8 * i) & 0xFF);
    }
}

std::vector<BlockKey> take_keys(PackedReader& in) {
    std::vector<BlockKey> out(in.number());
    const std::string_view rules = in.text();
    const std::string_view keys = in.take(kKeyBytes * out.size());
    std::size_t bit = 0;
    std::uint32_t rule = 0;
    for (std::size_t k = 0; k < out.size(); ++k) {
        for (; (static_cast<unsigned char>(rules[bit / 8]) >> bit % 8 & 1U) == 0; ++bit) ++rule;
        ++bit;
        out[k].rule = rule;
        for (std::size_t i = kKeyBytes; i-- > 0;)
            out[k].key = out[k].key << 8 | static_cast<std::uint8_t>(keys[kKeyBytes * k + i]);
    }
    return out;
}

void skip_keys(PackedReader& in) noexcept {
    const std::size_t count = in.number();
    in.text();
    in.take(kKeyBytes * count);
}

/// Attributes of which many records have the same value: it is kept as the number of a word.
constexpr std::array<std::string_view, 13> kOfWords = {
    "birth_date", "city",    "country",    "employer",   "family_name", "gender", "given_name",
    "kind",       "network", "occupation", "patronymic", "postcode",    "region"};

constexpr std::size_t kMostAttributes = 65'535;
constexpr std::size_t kLongestWord = 64;

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

std::string_view RecordTable::id_of(std::string_view packed) noexcept {
    return PackedReader(packed).text();
}

std::string_view RecordTable::id(Slot slot) const noexcept {
    return id_of(packed_[slot].view());
}

std::string_view RecordTable::forms(Slot slot) const noexcept {
    PackedReader in(packed_[slot].view());
    in.text();
    return in.text();
}

std::vector<BlockKey> RecordTable::keys(Slot slot) const {
    PackedReader in(packed_[slot].view());
    in.text();
    in.text();
    return take_keys(in);
}

template <class Visit>
void RecordTable::for_each_value(Slot slot, const Visit& visit) const {
    PackedReader in(packed_[slot].view());
    in.text();
    in.text();
    skip_keys(in);
    for (std::size_t left = in.number(); left > 0; --left) {
        const std::string_view attribute = words_->attributes.at(static_cast<std::uint32_t>(in.number()));
        const std::size_t number = in.number();
        const bool is_word = number % 2 == 1;
        visit(attribute,
              is_word ? words_->values.at(static_cast<std::uint32_t>(number / 2)) : in.take(number / 2));
    }
}

LiveRecord RecordTable::record(Slot slot) const {
    LiveRecord out;
    out.id = id(slot);
    for_each_value(slot, [&](std::string_view attribute, std::string_view value) {
        out.values.emplace_back(attribute, value);
    });
    return out;
}

void RecordTable::append_to(RecordSetBuilder& builder, Slot slot) const {
    builder.begin(id(slot));
    for_each_value(
        slot, [&](std::string_view attribute, std::string_view value) { builder.add(attribute, value); });
}

std::size_t RecordTable::place_of(std::string_view wanted) const noexcept {
    const std::size_t mask = places_.size() - 1;
    for (std::size_t place = hash64(wanted) & mask;; place = (place + 1) & mask) {
        if (places_[place] == 0 || id(places_[place] - 1) == wanted) return place;
    }
}

std::optional<Slot> RecordTable::find(std::string_view wanted) const noexcept {
    if (places_.empty()) return std::nullopt;
    const Slot found = places_[place_of(wanted)];
    return found == 0 ? std::nullopt : std::optional{found - 1};
}

void RecordTable::grow() {
    places_.assign(std::max<std::size_t>(64, places_.size() * 2), 0);
    for (Slot slot = 0; slot < packed_.size(); ++slot) {
        if (!packed_[slot].empty()) places_[place_of(id(slot))] = slot + 1;
    }
}

void RecordWords::require_room(std::span<const LiveWrite> writes) const {
    std::unordered_set<std::string_view> fresh;
    // Records mostly have the names of the one before, in its order.
    std::vector<std::string_view> before;
    for (const LiveWrite& write : writes) {
        if (write.is_removal) continue;
        const auto& written = write.record.values;
        if (before.size() < written.size()) before.resize(written.size());
        for (std::size_t i = 0; i < written.size(); ++i) {
            const std::string_view name = written[i].first;
            if (!name.empty() && name == before[i]) continue;
            before[i] = name;
            if (attributes.find(name) == 0) fresh.insert(name);
        }
    }
    if (attributes.count() + fresh.size() > kMostAttributes)
        throw Error(ErrorCode::invalid_argument, "more than 65,535 attribute names");
}

SharedBytes RecordTable::packed(const LiveRecord& record, std::span<const BlockKey> keys,
                                std::string_view forms) const {
    std::string packed;
    put_number(packed, record.id.size());
    packed += record.id;
    put_number(packed, forms.size());
    packed += forms;
    put_keys(packed, keys);
    put_number(packed, record.values.size());
    for (const auto& [name, value] : record.values) {
        const std::uint32_t attribute = words_->attributes.intern(name);
        if (attribute > kMostAttributes)
            throw Error(ErrorCode::internal, "a name of an attribute that nobody made room for");
        put_number(packed, attribute);
        if (value.size() <= kLongestWord && std::binary_search(kOfWords.begin(), kOfWords.end(), name)) {
            put_number(packed, std::size_t{words_->values.intern(value)} * 2 + 1);
        } else {
            put_number(packed, value.size() * 2);
            packed += value;
        }
    }
    return SharedBytes{packed};
}

Slot RecordTable::put(SharedBytes packed) {
    if ((size_ + 1) * 10 > places_.size() * 7) grow();
    const std::size_t place = place_of(id_of(packed.view()));
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
