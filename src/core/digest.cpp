// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <boost/algorithm/hex.hpp>

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

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) noexcept {
    // Eight bytes a step through the splitmix64 finaliser: not the fastest hash there is, but a few lines
    // that give the same value everywhere.
    std::uint64_t h = mix64(seed ^ (bytes.size() * 0xA0761D6478BD642FULL));
    while (bytes.size() >= 8) {
        std::uint64_t word = 0;
        for (int i = 7; i >= 0; --i) {
            word = (word << 8) | static_cast<std::uint8_t>(bytes[static_cast<std::size_t>(i)]);
        }
        h = mix64(h ^ word);
        bytes.remove_prefix(8);
    }
    std::uint64_t tail = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) tail = (tail << 8) | static_cast<std::uint8_t>(bytes[i]);
    return mix64(h ^ tail);
}

}  // namespace scrm
