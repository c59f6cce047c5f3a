// SPDX-License-Identifier: Apache-2.0
#include "identity/live/log_internal.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>

#include "identity/records/bytes_internal.hpp"
#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/file_not_found.hpp"
#include "scrm/core/sync_folder.hpp"
#include "scrm/table/output_file.hpp"

namespace scrm::identity::live {
namespace {

constexpr std::string_view kLogFormat = "scrm live log 3\n";
constexpr std::string_view kSnapshotFormat = "scrm live snapshot 2\n";
constexpr std::uint32_t kMagic = 0x4C726373;
constexpr std::size_t kCheckedHeadBytes = 4 + 4 + 8 + 8;
constexpr std::size_t kHeadBytes = kCheckedHeadBytes + 8 + 8;
constexpr std::size_t kDigestBytes = 32;

/// Zeros that a log is lengthened by: a flush of bytes that are there already is one write to the disk, where
/// a file that grew has its new size to be written too.
constexpr std::size_t kAhead = 256 * 1024;
/// A longer entry pays for its own growth.
constexpr std::size_t kShortEntry = kAhead / 8;

/// In place of a number of askings: the flusher ends.
constexpr int kNoMore = std::numeric_limits<int>::max();

[[noreturn]] void fail(const std::filesystem::path& file, const char* what) {
    throw Error(ErrorCode::unavailable,
                file.string() + ' ' + what + ": " + std::generic_category().message(errno));
}

[[noreturn]] void lost(const std::filesystem::path& file, const std::string& known_by) {
    throw Error(ErrorCode::corrupt_data, file.string() + " is missing, though " + known_by + " is there");
}

[[noreturn]] void damaged(const std::filesystem::path& file, std::size_t position) {
    throw Error(ErrorCode::corrupt_data,
                file.string() + " is damaged at byte " + std::to_string(position) + ": its checksum differs");
}

std::string read_whole(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Error(ErrorCode::unavailable, "cannot open " + file.string());
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return std::move(bytes).str();
}

bool is_written(int descriptor, std::string_view bytes, std::uint64_t at) noexcept {
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
        at += static_cast<std::uint64_t>(written);
    }
    return true;
}

void put(ByteWriter& out, const LiveWrite& write) {
    out.u32((write.side == LiveSide::customer ? 1U : 0U) | (write.is_removal ? 2U : 0U));
    out.text(write.record.id);
    out.u32(static_cast<std::uint32_t>(write.is_removal ? 0 : write.record.values.size()));
    if (write.is_removal) return;
    for (const auto& [attribute, value] : write.record.values) {
        out.text(attribute);
        out.text(value);
    }
}

LiveWrite get_write(ByteReader& in) {
    LiveWrite write;
    const std::uint32_t flags = in.u32();
    write.side = (flags & 1U) != 0 ? LiveSide::customer : LiveSide::profile;
    write.is_removal = (flags & 2U) != 0;
    write.record.id = in.text();
    for (std::uint32_t left = in.u32(); left > 0; --left) {
        std::string attribute{in.text()};
        write.record.values.emplace_back(std::move(attribute), in.text());
    }
    return write;
}

void put(ByteWriter& out, const LiveDecision& decision) {
    out.text(to_string(decision.kind));
    out.text(decision.profile);
    out.text(decision.customer);
    out.text(decision.other);
}

/// nullopt for a kind that no decision has.
std::optional<LiveDecision> get_decision(ByteReader& in) {
    LiveDecision decision;
    const auto kind = parse_decision_kind(in.text());
    decision.profile = in.text();
    decision.customer = in.text();
    decision.other = in.text();
    if (!kind) return std::nullopt;
    decision.kind = *kind;
    return decision;
}

/// In place of the number of writes: the entry is a decision.
constexpr std::uint32_t kDecision = ~std::uint32_t{0};

std::string payload_of(std::span<const LiveWrite> writes) {
    std::string payload;
    ByteWriter body(payload);
    body.u32(static_cast<std::uint32_t>(writes.size()));
    for (const LiveWrite& write : writes) put(body, write);
    return payload;
}

std::string payload_of(const LiveDecision& decision) {
    std::string payload;
    ByteWriter body(payload);
    body.u32(kDecision);
    put(body, decision);
    return payload;
}

std::string entry_of(std::uint64_t sequence, std::uint64_t sure, const std::string& payload) {
    std::string entry;
    ByteWriter head(entry);
    head.u32(kMagic);
    head.u32(static_cast<std::uint32_t>(payload.size()));
    head.u64(sequence);
    head.u64(sure);
    head.u64(hash64(entry));
    head.u64(hash64(payload, sequence));
    return entry + payload;
}

struct Entry {
    std::uint64_t sequence = 0;
    std::uint64_t sure = 0;
    std::string_view payload;
};

/// The whole entry that begins at `at`, if there is one.
std::optional<Entry> entry_at(std::string_view bytes, std::size_t at) {
    if (bytes.size() - at < kHeadBytes) return std::nullopt;
    const std::string_view head = bytes.substr(at, kHeadBytes);
    ByteReader in(head);
    if (in.u32() != kMagic) return std::nullopt;
    const std::uint32_t size = in.u32();
    Entry entry;
    entry.sequence = in.u64();
    entry.sure = in.u64();
    if (in.u64() != hash64(head.substr(0, kCheckedHeadBytes))) return std::nullopt;
    if (bytes.size() - at - kHeadBytes < size) return std::nullopt;
    entry.payload = bytes.substr(at + kHeadBytes, size);
    if (in.u64() != hash64(entry.payload, entry.sequence)) return std::nullopt;
    return entry;
}

std::optional<std::uint64_t> number_after(std::string_view name, std::string_view prefix) {
    if (!name.starts_with(prefix)) return std::nullopt;
    name.remove_prefix(prefix.size());
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
    return number;
}

}  // namespace

Journal::Journal(std::filesystem::path folder, const std::optional<FrozenModel>& model)
    : folder_(std::move(folder)), process_(::getpid()) {
    const std::filesystem::path model_file = folder_ / "model";
    std::error_code error;
    const bool is_there = std::filesystem::exists(model_file, error);
    if (!is_there && !model)
        throw FileNotFound{folder_.string() + " holds no live resolver, and no model was given to make one"};
    if (!is_there) {
        std::filesystem::create_directories(folder_, error);
        if (error)
            throw Error(ErrorCode::unavailable, folder_.string() + " cannot be made: " + error.message());
    }
    const std::filesystem::path lock_file = folder_ / "lock";
    lock_ = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) fail(lock_file, "cannot be opened");
    try {
        if (::flock(lock_, LOCK_EX | LOCK_NB) != 0)
            throw Error(ErrorCode::unavailable, folder_.string() + " is open already");
        if (is_there) {
            model_ = FrozenModel::load(model_file);
            if (model && model->digest() != model_->digest())
                throw Error(ErrorCode::conflict, folder_.string() + " was made with another frozen model");
        } else {
            // The model comes last: a folder without it was never finished, or it was lost.
            if (holds_records()) lost(model_file, "what was written by it");
            model_ = *model;
            begin_log(0);
            model_->save(model_file);
        }
    } catch (...) {
        if (log_ >= 0) ::close(log_);
        ::close(lock_);
        throw;
    }
}

Journal::~Journal() {
    const bool is_own = process_ == ::getpid();
    if (flusher_ && is_own) {
        asked_ = kNoMore;
        asked_.notify_one();
        flusher_->join();
    }
    // A thread that a fork has left behind can be neither joined nor detached.
    if (!is_own) static_cast<void>(flusher_.release());
    if (log_ >= 0) {
        // What is left of the zeros does no harm either. A forked process knows an older end.
        if (is_own && broken_by_ == 0 && allocated_ > log_size_)
            static_cast<void>(::ftruncate(log_, static_cast<off_t>(log_size_)));
        ::close(log_);
    }
    if (lock_ >= 0) ::close(lock_);
}

void Journal::require_own_process() const {
    if (process_ != ::getpid())
        throw Error(ErrorCode::invalid_argument,
                    "the live resolver was opened by another process; a fork cannot write to it");
}

std::filesystem::path Journal::snapshot_file(std::uint64_t sequence) const {
    return folder_ / ("snapshot-" + std::to_string(sequence));
}

std::filesystem::path Journal::log_file(std::uint64_t sequence) const {
    return folder_ / ("log-" + std::to_string(sequence));
}

bool Journal::holds_records() const {
    for (const auto& item : std::filesystem::directory_iterator(folder_)) {
        const std::string name = item.path().filename().string();
        const auto log = number_after(name, "log-");
        if (number_after(name, "snapshot-") || (log && (*log > 0 || item.file_size() > kLogFormat.size())))
            return true;
    }
    return false;
}

void Journal::replay(const Replay& to) {
    std::set<std::uint64_t> logs;
    for (const auto& item : std::filesystem::directory_iterator(folder_)) {
        const std::string name = item.path().filename().string();
        if (const auto number = number_after(name, "snapshot-")) base_ = std::max(base_, *number);
        if (const auto number = number_after(name, "log-")) logs.insert(*number);
    }
    const std::filesystem::path file = log_file(base_);
    if (!logs.empty() && *logs.rbegin() > base_)
        lost(snapshot_file(*logs.rbegin()), log_file(*logs.rbegin()).filename().string());
    if (logs.empty()) lost(file, base_ > 0 ? snapshot_file(base_).filename().string() : "the model");
    sequence_ = base_;
    if (base_ > 0) {
        const std::filesystem::path snapshot = snapshot_file(base_);
        const std::string bytes = read_whole(snapshot);
        const std::string_view all = bytes;
        if (!all.starts_with(kSnapshotFormat) || all.size() < kSnapshotFormat.size() + kDigestBytes)
            damaged(snapshot, 0);
        const std::string_view body = all.substr(0, all.size() - kDigestBytes);
        const Digest digest = sha256(body);
        if (all.substr(body.size()) !=
            std::string_view{reinterpret_cast<const char*>(digest.bytes.data()), kDigestBytes}) {
            damaged(snapshot, 0);
        }
        ByteReader in(body.substr(kSnapshotFormat.size()));
        std::vector<LiveWrite> records;
        for (std::uint64_t left = in.u64(); left > 0; --left) records.push_back(get_write(in));
        to.apply(records);
        for (std::uint64_t left = in.u64(); left > 0; --left) {
            const auto decision = get_decision(in);
            if (!decision) damaged(snapshot, 0);
            to.decide(*decision);
        }
    }
    if (logs.contains(base_)) {
        read_log(file, to);
    } else if (log_ < 0) {
        // The crash came between a snapshot and its log.
        begin_log(base_);
    }
    forget_older();
}

void Journal::read_log(const std::filesystem::path& file, const Replay& to) {
    const std::string bytes = read_whole(file);
    const std::string_view all = bytes;
    std::size_t at = kLogFormat.size();
    if (!all.starts_with(kLogFormat)) {
        // Of a log that a crash cut before its first line was whole nothing is lost.
        if (!kLogFormat.starts_with(all)) damaged(file, 0);
        at = 0;
    }
    while (at >= kLogFormat.size() && at < all.size()) {
        const auto entry = entry_at(all, at);
        if (!entry || entry->sequence != sequence_ + 1) break;
        ByteReader in(entry->payload);
        const std::uint32_t count = in.u32();
        if (count == kDecision) {
            const auto decision = get_decision(in);
            if (!decision || !in.at_end()) damaged(file, at);
            to.decide(*decision);
        } else {
            std::vector<LiveWrite> writes;
            for (std::uint32_t left = count; left > 0; --left) writes.push_back(get_write(in));
            if (!in.at_end()) damaged(file, at);
            to.apply(writes);
        }
        sequence_ = entry->sequence;
        at += kHeadBytes + entry->payload.size();
    }
    for (std::size_t later = at; later + kHeadBytes <= all.size(); ++later) {
        // One that was not flushed after the missing one is as good as lost with it: nobody was told of it.
        if (const auto entry = entry_at(all, later); entry && entry->sure > sequence_) damaged(file, at);
    }
    if (log_ < 0) log_ = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
    if (log_ < 0) fail(file, "cannot be opened");
    if (at < all.size() && ::ftruncate(log_, static_cast<off_t>(at)) != 0) fail(file, "cannot be cut");
    if (at == 0) {
        if (!is_written(log_, kLogFormat, 0)) fail(file, "cannot be written");
        at = kLogFormat.size();
    }
    if (::fsync(log_) != 0) fail(file, "cannot be flushed to disk");
    log_size_ = allocated_ = at;
    synced_ = sequence_.load();
}

void Journal::begin_log(std::uint64_t base) {
    const std::filesystem::path file = log_file(base);
    const int log = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (log < 0) fail(file, "cannot be made");
    try {
        if (!is_written(log, kLogFormat, 0)) fail(file, "cannot be written");
        if (::fsync(log) != 0) fail(file, "cannot be flushed to disk");
        sync_folder(folder_);
    } catch (...) {
        ::close(log);
        std::error_code ignored;
        std::filesystem::remove(file, ignored);
        throw;
    }
    if (log_ >= 0) ::close(log_);
    log_ = log;
    base_ = base;
    log_size_ = allocated_ = kLogFormat.size();
}

void Journal::append(std::span<const LiveWrite> writes) {
    append_entry(payload_of(writes));
}

void Journal::append(const LiveDecision& decision) {
    append_entry(payload_of(decision));
}

void Journal::lengthen(std::size_t size) {
    if (!is_synced_ || size > kShortEntry || log_size_ + size <= allocated_) return;
    const std::string zeros(log_size_ + kAhead - allocated_, '\0');
    if (is_written(log_, zeros, allocated_)) {
        allocated_ += zeros.size();
        return;
    }
    // The disk may still have room for the entry alone.
    static_cast<void>(::ftruncate(log_, static_cast<off_t>(allocated_)));
}

void Journal::append_entry(const std::string& payload) {
    require_own_process();
    const std::filesystem::path file = log_file(base_);
    if (broken_by_ != 0)
        throw Error(ErrorCode::unavailable,
                    file.string() + " takes no more writes: it could not be flushed to disk");
    if (payload.size() > std::numeric_limits<std::uint32_t>::max())
        throw Error(ErrorCode::invalid_argument, "records of more than 4 GiB in one group of writes");
    const std::uint64_t known = synced_;
    const std::string entry =
        entry_of(sequence_ + 1, known >= last_into_zeros_ ? sequence_.load() : known, payload);
    lengthen(entry.size());
    if (!is_written(log_, entry, log_size_)) {
        // What was half written would hide what comes after it.
        const int why = errno;
        if (::ftruncate(log_, static_cast<off_t>(log_size_)) != 0) fail(file, "cannot be written nor cut");
        allocated_ = log_size_;
        errno = why;
        fail(file, "cannot be written");
    }
    if (log_size_ < allocated_) last_into_zeros_ = sequence_ + 1;
    log_size_ += entry.size();
    allocated_ = std::max(allocated_, log_size_);
    ++sequence_;
}

void Journal::begin_sync() {
    asked_ = (asked_ + 1) % kNoMore;
    asked_.notify_one();
    if (!flusher_) flusher_ = std::make_unique<std::thread>([this] { flush_when_asked(); });
}

void Journal::flush_when_asked() noexcept {
    for (int asked = asked_; asked != kNoMore; asked = asked_) {
        flush(sequence_);
        asked_.wait(asked);
    }
}

void Journal::flush(std::uint64_t sequence) noexcept {
    const std::lock_guard lock(syncing_);
    if (synced_ >= sequence || broken_by_ != 0) return;
    // What others appended meanwhile is flushed along with it.
    const std::uint64_t flushed = sequence_.load();
    if (::fdatasync(log_) == 0)
        synced_ = flushed;
    else
        broken_by_ = errno;
}

void Journal::sync(std::uint64_t sequence) {
    require_own_process();
    is_synced_ = true;
    if (synced_ >= sequence) return;
    flush(sequence);
    if (synced_ >= sequence) return;
    errno = broken_by_;
    fail(folder_, "cannot be flushed to disk");
}

void Journal::snapshot(std::span<const LiveWrite> records, std::span<const LiveDecision> decisions) {
    require_own_process();
    const std::lock_guard lock(syncing_);
    if (sequence_ == base_) return;
    std::string bytes{kSnapshotFormat};
    ByteWriter out(bytes);
    out.u64(records.size());
    for (const LiveWrite& record : records) put(out, record);
    out.u64(decisions.size());
    for (const LiveDecision& decision : decisions) put(out, decision);
    const Digest digest = sha256(bytes);
    bytes.append(reinterpret_cast<const char*>(digest.bytes.data()), kDigestBytes);
    try {
        table::write_file_for_good(snapshot_file(sequence_), bytes);
        begin_log(sequence_);
    } catch (...) {
        give_up_snapshot(sequence_);
        throw;
    }
    synced_ = sequence_.load();
    forget_older();
}

void Journal::give_up_snapshot(std::uint64_t sequence) noexcept {
    // Beside a snapshot nobody would read what the log of the one before it takes from here on.
    std::error_code error;
    try {
        std::filesystem::remove(snapshot_file(sequence), error);
        if (!error) sync_folder(folder_);
    } catch (...) {
        error = std::make_error_code(std::errc::io_error);
    }
    if (error) broken_by_ = error.value();
}

void Journal::forget_older() const {
    for (const auto& item : std::filesystem::directory_iterator(folder_)) {
        const std::string name = item.path().filename().string();
        const auto snapshot = number_after(name, "snapshot-");
        const auto log = number_after(name, "log-");
        std::error_code ignored;
        if ((snapshot && *snapshot < base_) || (log && *log < base_))
            std::filesystem::remove(item.path(), ignored);
    }
}

}  // namespace scrm::identity::live
