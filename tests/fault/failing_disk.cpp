// SPDX-License-Identifier: Apache-2.0
#include "fault/failing_disk.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>

namespace scrm::test {

struct FailingDisk::OpenFile {
    sqlite3_file base;
    FailingDisk* disk;
    std::shared_ptr<FileState>* state;
    sqlite3_file* real;  // its memory lies behind this
};

namespace {

std::string bytes_of(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

struct FailingDisk::Methods {
    static OpenFile& self(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }
    static sqlite3_file* real(sqlite3_file* file) { return self(file).real; }
    static FailingDisk& disk(sqlite3_vfs* vfs) { return *static_cast<FailingDisk*>(vfs->pAppData); }

    static int close(sqlite3_file* file) {
        OpenFile& open = self(file);
        const int result = open.real->pMethods->xClose(open.real);
        delete open.state;
        open.state = nullptr;
        return result;
    }
    static int read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
        if (self(file).disk->is_dark()) return SQLITE_IOERR_READ;
        return real(file)->pMethods->xRead(real(file), to, size, offset);
    }
    static int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
        OpenFile& open = self(file);
        const int fault = open.disk->next_operation();
        // The write during which the power goes has begun.
        if (*open.state && (fault == SQLITE_OK || open.disk->is_dark())) {
            (*open.state)
                ->pending.push_back(
                    {offset, {static_cast<const char*>(from), static_cast<std::size_t>(size)}, false});
        }
        if (fault != SQLITE_OK) {
            if (open.disk->short_ && !open.disk->is_dark()) {
                open.real->pMethods->xWrite(open.real, from, size / 2, offset);
            }
            return fault;
        }
        return open.real->pMethods->xWrite(open.real, from, size, offset);
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        OpenFile& open = self(file);
        const int fault = open.disk->next_operation();
        if (fault != SQLITE_OK) return fault;
        if (*open.state) (*open.state)->pending.push_back({size, {}, true});
        return open.real->pMethods->xTruncate(open.real, size);
    }
    static int sync(sqlite3_file* file, int flags) {
        OpenFile& open = self(file);
        const int fault = open.disk->next_operation();
        if (fault != SQLITE_OK) return fault;
        if (!*open.state) return open.real->pMethods->xSync(open.real, flags);
        // What is remembered is the test's disk; the machine's own need not spin.
        if (open.disk->lies_) return SQLITE_OK;
        FileState& state = **open.state;
        for (const Write& write : state.pending) apply(write, state.durable);
        state.pending.clear();
        state.named = true;
        return SQLITE_OK;
    }
    static void apply(const Write& write, std::string& bytes) {
        const auto offset = static_cast<std::size_t>(write.offset);
        if (write.truncates) {
            bytes.resize(offset);
            return;
        }
        if (bytes.size() < offset + write.bytes.size()) bytes.resize(offset + write.bytes.size());
        bytes.replace(offset, write.bytes.size(), write.bytes);
    }
    static int size(sqlite3_file* file, sqlite3_int64* size) {
        return real(file)->pMethods->xFileSize(real(file), size);
    }
    static int lock(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
    static int unlock(sqlite3_file* file, int level) {
        return real(file)->pMethods->xUnlock(real(file), level);
    }
    static int reserved(sqlite3_file* file, int* held) {
        return real(file)->pMethods->xCheckReservedLock(real(file), held);
    }
    static int control(sqlite3_file* file, int code, void* value) {
        return real(file)->pMethods->xFileControl(real(file), code, value);
    }
    static int sector(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
    static int traits(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
    static int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** at) {
        return real(file)->pMethods->xShmMap(real(file), page, size, extend, at);
    }
    static int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
        return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
    }
    static void shared_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
    static int unmap_shared(sqlite3_file* file, int remove) {
        return real(file)->pMethods->xShmUnmap(real(file), remove);
    }

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
        FailingDisk& of = disk(vfs);
        OpenFile& opened = self(file);
        opened.base.pMethods = nullptr;
        if (of.is_dark()) return SQLITE_CANTOPEN;
        const bool existed = name != nullptr && std::filesystem::exists(name);
        opened.disk = &of;
        opened.real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(OpenFile));
        const int result = of.system_->xOpen(of.system_, name, opened.real, flags, out_flags);
        if (result != SQLITE_OK) return result;
        opened.state = new std::shared_ptr<FileState>;
        if (of.watching_ && name != nullptr) {
            std::shared_ptr<FileState>& state = of.files_[name];
            if (!state) {
                state = std::make_shared<FileState>();
                if (existed) state->durable = bytes_of(name);
                state->named = existed;
            } else if (state->deleted) {
                *state = {};
            }
            *opened.state = state;
        }
        opened.base.pMethods = &of.methods_;
        return SQLITE_OK;
    }
    static int remove(sqlite3_vfs* vfs, const char* name, int sync_folder) {
        FailingDisk& of = disk(vfs);
        const int fault = of.next_operation();
        if (fault != SQLITE_OK) return fault;
        const auto found = of.files_.find(name);
        if (found != of.files_.end()) {
            if (sync_folder != 0 && !of.lies_) {
                of.files_.erase(found);
            } else {
                found->second->pending.clear();
                found->second->deleted = true;
            }
        }
        return of.system_->xDelete(of.system_, name, 0);
    }
    static int access(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
        FailingDisk& of = disk(vfs);
        return of.system_->xAccess(of.system_, name, flags, result);
    }
    static int full_path(sqlite3_vfs* vfs, const char* name, int size, char* out) {
        FailingDisk& of = disk(vfs);
        return of.system_->xFullPathname(of.system_, name, size, out);
    }
};

FailingDisk& FailingDisk::instance() {
    // Never destroyed: SQLite keeps a pointer to it.
    static auto* disk = new FailingDisk;
    return *disk;
}

FailingDisk::FailingDisk() : system_(sqlite3_vfs_find(nullptr)) {
    vfs_ = *system_;
    vfs_.zName = "failing-disk";
    vfs_.szOsFile = static_cast<int>(sizeof(OpenFile)) + system_->szOsFile;
    vfs_.pAppData = this;
    vfs_.xOpen = Methods::open;
    vfs_.xDelete = Methods::remove;
    vfs_.xAccess = Methods::access;
    vfs_.xFullPathname = Methods::full_path;
    methods_ = {2,
                Methods::close,
                Methods::read,
                Methods::write,
                Methods::truncate,
                Methods::sync,
                Methods::size,
                Methods::lock,
                Methods::unlock,
                Methods::reserved,
                Methods::control,
                Methods::sector,
                Methods::traits,
                Methods::map_shared,
                Methods::lock_shared,
                Methods::shared_barrier,
                Methods::unmap_shared,
                nullptr,
                nullptr};
    sqlite3_vfs_register(&vfs_, 1);
}

int FailingDisk::next_operation() {
    if (!watching_) return SQLITE_OK;
    if (powerless_) return SQLITE_IOERR_WRITE;
    const std::uint64_t number = operations_++;
    if (number >= power_until_) {
        powerless_ = true;
        return SQLITE_IOERR_WRITE;
    }
    if (number < refuse_from_ || number >= refuse_to_) return SQLITE_OK;
    refused_ = true;
    return refusal_;
}

void FailingDisk::watch() {
    heal();
    watching_ = true;
}

void FailingDisk::heal() {
    files_.clear();
    watching_ = powerless_ = refused_ = lies_ = short_ = false;
    operations_ = 0;
    power_until_ = refuse_from_ = refuse_to_ = UINT64_MAX;
}

void FailingDisk::cut_power_at(std::uint64_t operation) {
    power_until_ = operation;
}

void FailingDisk::refuse_at(std::uint64_t operation, int code, bool for_ever) {
    refuse_from_ = operation;
    refuse_to_ = for_ever ? UINT64_MAX : operation + 1;
    refusal_ = code;
}

void FailingDisk::come_back(Random& random) {
    for (auto& [path, state] : files_) {
        std::filesystem::remove(path);
        if ((state->deleted || !state->named) && random.chance(.5)) continue;
        std::string bytes = state->durable;
        // Sometimes all of it had reached the disk, sometimes nothing, mostly something.
        const double kept = std::array{0.0, 0.5, 0.9, 1.0}[random.below(4)];
        std::vector<Write> survivors;
        for (const Write& write : state->pending) {
            if (write.truncates || random.chance(.5)) {
                if (random.chance(kept)) survivors.push_back(write);
                continue;
            }
            for (std::size_t at = 0; at < write.bytes.size(); at += 512) {
                if (!random.chance(kept)) continue;
                survivors.push_back(
                    {write.offset + static_cast<std::int64_t>(at), write.bytes.substr(at, 512), false});
            }
        }
        if (random.chance(.5)) {
            for (std::size_t i = survivors.size(); i > 1; --i)
                std::swap(survivors[i - 1], survivors[random.below(i)]);
        }
        for (const Write& write : survivors) Methods::apply(write, bytes);
        std::ofstream{path, std::ios::binary} << bytes;
    }
    heal();
}

}  // namespace scrm::test
