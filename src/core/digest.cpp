// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <boost/algorithm/hex.hpp>

#include <bit>
#include <cstring>
#include <iterator>

#include "scrm/core/error.hpp"

namespace scrm {

std::string Digest::hex() const {
    std::string text;
    text.reserve(2 * bytes.size());
    boost::algorithm::hex_lower(bytes, std::back_inserter(text));
    return text;
}

std::optional<Digest> Digest::from_hex(std::string_view text) {
    Digest digest;
    if (text.size() != 2 * digest.bytes.size()) return std::nullopt;
    try {
        boost::algorithm::unhex(text, digest.bytes.begin());
    } catch (const boost::algorithm::hex_decode_error&) {
        return std::nullopt;
    }
    return digest;
}

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    if (state_->context == nullptr || EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) != 1) {
        throw Error{ErrorCode::internal, "SHA-256 is not available"};
    }
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::update(std::string_view bytes) {
    EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
    return *this;
}

Sha256& Sha256::field(std::string_view bytes) {
    field(static_cast<std::int64_t>(bytes.size()));
    return update(bytes);
}

Sha256& Sha256::field(std::int64_t value) {
    std::array<char, 8> encoded{};
    auto rest = static_cast<std::uint64_t>(value);
    for (char& c : encoded) {
        c = static_cast<char>(rest & 0xFF);
        rest >>= 8;
    }
    return update({encoded.data(), encoded.size()});
}

Digest Sha256::finish() {
    Digest digest;
    unsigned int length = 0;
    EVP_DigestFinal_ex(state_->context, digest.bytes.data(), &length);
    return digest;
}

Digest sha256(std::string_view bytes) {
    return Sha256{}.update(bytes).finish();
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
    Digest digest;
    unsigned int length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.bytes.data(), &length);
    return digest;
}

namespace {

template <class Word>
Word little_endian(const char* bytes) noexcept {
    Word word = 0;
    std::memcpy(&word, bytes, sizeof word);
    if constexpr (std::endian::native == std::endian::big) {
        Word turned = 0;
        for (std::size_t i = 0; i < sizeof word; ++i) turned = turned << 8 | (word >> (8 * i) & 0xFF);
        word = turned;
    }
    return word;
}

}  // namespace

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) noexcept {
    // Eight bytes a step through the splitmix64 finaliser: not the fastest hash there is, but a few lines
    // that give the same value everywhere.
    std::uint64_t h = mix64(seed ^ (bytes.size() * 0xA0761D6478BD642FULL));
    const char* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 8; left -= 8, at += 8) h = mix64(h ^ little_endian<std::uint64_t>(at));
    if (left == 0) return mix64(h);
    // The bytes that are left, as one word; loads overlap rather than go byte by byte.
    if (bytes.size() >= 8) return mix64(h ^ little_endian<std::uint64_t>(at + left - 8) >> (64 - 8 * left));
    if (left >= 4) {
        const std::uint64_t low = little_endian<std::uint32_t>(at);
        const std::uint64_t high = little_endian<std::uint32_t>(at + left - 4);
        return mix64(h ^ (low | high << (8 * (left - 4))));
    }
    std::uint64_t tail = static_cast<std::uint8_t>(at[0]);
    if (left > 1) tail |= std::uint64_t{static_cast<std::uint8_t>(at[1])} << 8U;
    if (left > 2) tail |= std::uint64_t{static_cast<std::uint8_t>(at[2])} << 16U;
    return mix64(h ^ tail);
}

}  // namespace scrm
