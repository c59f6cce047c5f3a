// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/digest.hpp"
#include "scrm/table/output_file.hpp"

namespace scrm::storage::detail {

/// The backup file, the same for both databases:
///
///     magic "scrm-backup 1\n" · schema version
///     per table:   0x01, name, column letters, then per row 0x02 and its cells
///     end:         0x03, state hash (hex), rows · SHA-256 over all bytes before it
///
/// Integers are 8 bytes little-endian, doubles their bits, texts a length and their bytes.
inline constexpr std::string_view kBackupMagic = "scrm-backup 1\n";
inline constexpr char kBackupTable = 1;
inline constexpr char kBackupRow = 2;
inline constexpr char kBackupEnd = 3;

class BackupWriter {
  public:
    explicit BackupWriter(const std::filesystem::path& file) : file_(file) {}
    void bytes(std::string_view bytes);
    void mark(char kind) { bytes({&kind, 1}); }
    void integer(std::int64_t value);
    void real(double value);
    void text(std::string_view text);
    /// The digest, then the file appears.
    void finish();

  private:
    void flush();

    table::OutputFile file_;
    Sha256 digest_;
    std::string pending_;
};

/// Reads what BackupWriter wrote. Every fault is Error{corrupt_data}.
class BackupReader {
  public:
    /// Checks the digest of the whole file first. Throws Error{not_found} when it cannot be opened.
    explicit BackupReader(const std::filesystem::path& file);
    char mark();
    std::int64_t integer();
    double real();
    std::string text();
    std::string bytes(std::size_t count);

  private:
    std::ifstream in_;
    std::uint64_t left_ = 0;  // before the digest
};

}  // namespace scrm::storage::detail
