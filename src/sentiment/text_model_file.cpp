// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>

#include "scrm/core/error.hpp"
#include "scrm/table/input_file.hpp"
#include "scrm/table/output_file.hpp"
#include "scrm/text/utf8.hpp"
#include "sentiment/text_model_internal.hpp"

namespace scrm::sentiment {
namespace {

// "SCRMTEXT", version, SHA-256 of the rest, the rest. All numbers little-endian.
constexpr std::string_view kMagic{"SCRMTEXT"};
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kDigestBytes = 32;
constexpr std::size_t kPreamble = kMagic.size() + 4 + kDigestBytes;

constexpr std::size_t kMaxHeads = 64;
constexpr float kMaxNumber = 1e6F;

[[noreturn]] void damaged() {
    throw Error{ErrorCode::corrupt_data, "this is no text model, or it is damaged"};
}

class Writer {
  public:
    void number(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) out_.push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
    }
    void real(float value) { number(std::bit_cast<std::uint32_t>(value), 4); }
    void text(std::string_view value) {
        number(value.size(), 2);
        out_ += value;
    }
    void bytes(const std::int8_t* from, std::size_t size) {
        out_.append(reinterpret_cast<const char*>(from), size);
    }
    std::string take() { return std::move(out_); }

  private:
    std::string out_;
};

class Reader {
  public:
    explicit Reader(std::string_view rest) : rest_(rest) {}

    std::uint64_t number(int bytes) {
        const std::string_view from = take(static_cast<std::size_t>(bytes));
        std::uint64_t value = 0;
        for (int i = 0; i < bytes; ++i)
            value |= std::uint64_t{static_cast<unsigned char>(from[static_cast<std::size_t>(i)])} << (8 * i);
        return value;
    }
    std::size_t count(std::size_t low, std::size_t high) {
        const std::uint64_t value = number(4);
        if (value < low || value > high) damaged();
        return static_cast<std::size_t>(value);
    }
    float real() {
        const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(number(4)));
        if (!(std::abs(value) <= kMaxNumber)) damaged();
        return value;
    }
    std::string text() {
        const std::size_t size = number(2);
        if (size > kLongestLabel) damaged();
        const std::string_view value = take(size);
        if (!text::is_clean(value)) damaged();
        return std::string{value};
    }
    std::string_view take(std::size_t size) {
        if (size > rest_.size()) damaged();
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    std::size_t left() const noexcept { return rest_.size(); }

  private:
    std::string_view rest_;
};

/// A table of 2^n buckets is written as n, any other as its size.
std::uint32_t table_size(std::uint32_t buckets) noexcept {
    return std::has_single_bit(buckets) ? static_cast<std::uint32_t>(std::countr_zero(buckets)) : buckets;
}

std::uint32_t buckets_of(std::size_t written) {
    if (written <= kMaxBits) return 1U << written;
    if (written < kFewestBuckets) damaged();
    return static_cast<std::uint32_t>(written);
}

std::string body_of(const TextModel::Parts& model) {
    Writer out;
    out.number(table_size(model.table.buckets), 4);
    out.number(model.table.seed, 8);
    out.number(model.heads.size(), 4);
    for (std::size_t h = 0; h < model.heads.size(); ++h) {
        out.text(model.heads[h].name);
        out.real(model.temperature[h]);
        out.number(model.heads[h].labels.size(), 4);
        for (const std::string& label : model.heads[h].labels) out.text(label);
    }
    for (const float scale : model.scale) out.real(scale);
    for (const float bias : model.bias) out.real(bias);
    out.number(model.signal_names.size(), 4);
    for (const std::string& name : model.signal_names) out.text(name);
    for (const float weight : model.signal_weights) out.real(weight);
    const std::uint32_t buckets = model.table.buckets;
    for (std::uint32_t b = 0; b < buckets; ++b) out.number(model.idf(b), 2);
    for (std::uint32_t b = 0; b < buckets; ++b) out.bytes(model.row(b), model.columns());
    return out.take();
}

std::shared_ptr<TextModel::Parts> parts_from(Reader& in) {
    auto model = std::make_shared<TextModel::Parts>();
    model->table.buckets = buckets_of(in.count(kMinBits, kMostBuckets));
    model->table.seed = in.number(8);
    const std::size_t heads = in.count(1, kMaxHeads);
    std::size_t columns = 0;
    for (std::size_t h = 0; h < heads; ++h) {
        Head head;
        head.name = in.text();
        model->temperature.push_back(in.real());
        if (model->temperature.back() < 1e-3F) damaged();
        const std::size_t labels = in.count(2, kMostLabels);
        for (std::size_t k = 0; k < labels; ++k) head.labels.push_back(in.text());
        columns += columns_of(labels);
        model->heads.push_back(std::move(head));
    }
    // The table is the largest part: its size must agree with what is there before room is made for it.
    const std::size_t buckets = model->table.buckets;
    if (in.left() < buckets * (columns + 2)) damaged();
    for (std::size_t c = 0; c < columns; ++c) model->scale.push_back(in.real());
    for (std::size_t c = 0; c < columns; ++c) model->bias.push_back(in.real());
    const std::size_t signals = in.count(0, kMaxSignals);
    for (std::size_t s = 0; s < signals; ++s) model->signal_names.push_back(in.text());
    for (std::size_t w = 0; w < signals * columns; ++w) model->signal_weights.push_back(in.real());
    if (in.left() != buckets * (columns + 2)) damaged();
    model->make_room();
    const std::string_view idf = in.take(buckets * 2);
    for (std::uint32_t b = 0; b < buckets; ++b) {
        std::int8_t* row = model->row(b);
        const std::string_view weights = in.take(columns);
        std::copy_n(reinterpret_cast<const std::int8_t*>(weights.data()), columns, row);
        row[model->stride - 2] = static_cast<std::int8_t>(idf[2 * b]);
        row[model->stride - 1] = static_cast<std::int8_t>(idf[2 * b + 1]);
    }
    return model;
}

}  // namespace

std::string TextModel::to_bytes() const {
    const std::string body = body_of(*parts_);
    const Digest digest = sha256(body);
    std::string out{kMagic};
    for (unsigned i = 0; i < 4; ++i) out.push_back(static_cast<char>((kVersion >> (8 * i)) & 0xFFU));
    out.append(reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size());
    return out + body;
}

TextModel TextModel::from_bytes(std::string_view bytes) {
    if (bytes.size() < kPreamble || !bytes.starts_with(kMagic)) damaged();
    Reader preamble{bytes.substr(kMagic.size(), 4)};
    const auto version = preamble.number(4);
    if (version != kVersion)
        throw Error{ErrorCode::schema_mismatch, "the text model has format version " +
                                                    std::to_string(version) + ", this library reads " +
                                                    std::to_string(kVersion)};
    Digest digest;
    const std::string_view stored = bytes.substr(kMagic.size() + 4, kDigestBytes);
    std::copy_n(reinterpret_cast<const std::uint8_t*>(stored.data()), kDigestBytes, digest.bytes.begin());
    const std::string_view body = bytes.substr(kPreamble);
    if (sha256(body) != digest) damaged();
    Reader in{body};
    auto parts = parts_from(in);
    parts->digest = digest;
    return TextModel{std::move(parts)};
}

TextModel TextModel::load(const std::filesystem::path& file) {
    const std::string bytes = table::read_file(file);
    try {
        return from_bytes(bytes);
    } catch (const Error& error) {
        throw Error{error.code(), file.filename().string() + ": " + error.what()};
    }
}

void TextModel::save(const std::filesystem::path& file) const {
    table::write_file_for_good(file, to_bytes());
}

}  // namespace scrm::sentiment
