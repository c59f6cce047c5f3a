// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <thread>
#include <utility>

namespace scrm::identity::live {

/// Two of the same, so that readers never wait: they read one while a writer changes the other; then the two
/// change places, the writer waits for readers that are still on the one that it read before, and changes
/// that one too (Left-Right, Ramalhete and Correia 2015). Reads are wait-free and see a change whole or not
/// at all. Thread-safe for any number of `read` beside one other call at a time.
template <class T>
class LeftRight {
  public:
    /// The two start equal.
    LeftRight(std::unique_ptr<T> one, std::unique_ptr<T> other) : sides_{std::move(one), std::move(other)} {}

    /// Nothing that `look` is given may outlive it.
    template <class Look>
    auto read(const Look& look) const {
        const Presence presence(readers_[version_.load()]);
        return look(std::as_const(*sides_[active_.load()]));
    }
    /// What readers see; for who may write.
    const T& current() const noexcept { return *sides_[active_.load()]; }

    /// `first` changes one, `second` the other in the same way. When `first` throws, nothing has changed; a
    /// throw of `second` is none of the caller's: what it left half done is copied anew before the next
    /// write.
    template <class First, class Second>
    void write(const First& first, const Second& second) {
        const std::size_t spare = 1 - active_.load();
        if (is_spare_torn_) sides_[spare] = std::make_unique<T>(current());
        is_spare_torn_ = true;
        first(*sides_[spare]);
        publish(spare);
        try {
            second(*sides_[1 - spare]);
            is_spare_torn_ = false;
        } catch (...) {
            return;
        }
    }
    /// The same for a change that costs more to do than the whole to copy.
    template <class Change>
    void renew(const Change& change) {
        write(change, [this](T&) { sides_[1 - active_.load()] = std::make_unique<T>(current()); });
    }

  private:
    /// How many readers came while it was the one to come to; over several places, so that they do not
    /// contend.
    struct Readers {
        struct alignas(64) Place {
            std::atomic<std::size_t> count = 0;
        };
        std::array<Place, 16> places;

        Place& mine() noexcept {
            return places[std::hash<std::thread::id>{}(std::this_thread::get_id()) % places.size()];
        }
        bool none() const noexcept {
            for (const Place& place : places) {
                if (place.count.load() != 0) return false;
            }
            return true;
        }
    };
    class Presence {
      public:
        explicit Presence(Readers& readers) noexcept : place_(readers.mine()) { ++place_.count; }
        ~Presence() { --place_.count; }
        Presence(const Presence&) = delete;
        Presence& operator=(const Presence&) = delete;

      private:
        typename Readers::Place& place_;
    };

    void publish(std::size_t side) {
        active_.store(side);
        // Who came before may be on either side. Those that come from now on are counted apart, so that new
        // ones cannot keep the writer waiting.
        const std::size_t before = version_.load();
        wait(readers_[1 - before]);
        version_.store(1 - before);
        wait(readers_[before]);
    }
    static void wait(const Readers& readers) {
        constexpr int kSpins = 256;
        for (int i = 0; !readers.none(); ++i) {
            if (i < kSpins)
                std::this_thread::yield();
            else
                std::this_thread::sleep_for(std::chrono::microseconds(50));
        }
    }

    std::array<std::unique_ptr<T>, 2> sides_;
    bool is_spare_torn_ = false;  // by a change that failed half way
    std::atomic<std::size_t> active_ = 0;
    std::atomic<std::size_t> version_ = 0;
    mutable std::array<Readers, 2> readers_;
};

}  // namespace scrm::identity::live
