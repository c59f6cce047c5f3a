// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/temporary_cipher.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>

#include "scrm/core/error.hpp"

namespace scrm {
namespace {

constexpr std::size_t kBlock = 16;
constexpr std::size_t kPiece = 1U << 20U;  // OpenSSL counts in int

[[noreturn]] void fail() {
    throw Error{ErrorCode::internal, "AES-256 is not available"};
}

}  // namespace

struct TemporaryCipher::State {
    EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
    std::array<unsigned char, 32> key{};

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        OPENSSL_cleanse(key.data(), key.size());
        EVP_CIPHER_CTX_free(context);
    }
};

TemporaryCipher::TemporaryCipher() : state_(std::make_unique<State>()) {
    if (state_->context == nullptr) fail();
    if (RAND_bytes(state_->key.data(), static_cast<int>(state_->key.size())) != 1) {
        throw Error{ErrorCode::internal, "the system gives no random bytes"};
    }
}

TemporaryCipher::~TemporaryCipher() = default;

void TemporaryCipher::apply(std::span<char> bytes, std::uint64_t place) {
    std::array<unsigned char, kBlock> counter{};
    for (std::size_t i = 0; i < 8; ++i) {
        counter[kBlock - 1 - i] = static_cast<unsigned char>((place / kBlock) >> (8 * i));
    }
    EVP_CIPHER_CTX* const context = state_->context;
    if (EVP_EncryptInit_ex(context, EVP_aes_256_ctr(), nullptr, state_->key.data(), counter.data()) != 1)
        fail();
    const auto encrypt = [context](char* data, std::size_t size) {
        auto* const at = reinterpret_cast<unsigned char*>(data);
        int written = 0;
        if (EVP_EncryptUpdate(context, at, &written, at, static_cast<int>(size)) != 1) fail();
    };
    std::array<char, kBlock> before{};  // of the block in which `place` lies
    encrypt(before.data(), place % kBlock);
    while (!bytes.empty()) {
        const std::size_t size = std::min(bytes.size(), kPiece);
        encrypt(bytes.data(), size);
        bytes = bytes.subspan(size);
    }
}

}  // namespace scrm
