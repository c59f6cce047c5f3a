// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace scrm::test {

/// Stands between scrm and the server's Unix socket, and cuts the connection at a COMMIT: before the server
/// has seen it, or after the server has done it but before the client hears of it.
class PostgresProxy {
  public:
    enum class Cut { never, before_commit, after_commit };

    PostgresProxy(const std::filesystem::path& server_folder, const std::filesystem::path& own_folder)
        : server_(server_folder / ".s.PGSQL.5432") {
        listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
        const sockaddr_un address = address_of(own_folder / ".s.PGSQL.5432");
        if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
            ::listen(listener_, 16) != 0) {
            throw std::runtime_error{"the proxy cannot listen"};
        }
        acceptor_ = std::thread{[this] { accept_all(); }};
    }
    ~PostgresProxy() {
        stopping_ = true;
        acceptor_.join();
        for (std::thread& thread : pumps_) thread.join();
        ::close(listener_);
    }
    PostgresProxy(const PostgresProxy&) = delete;
    PostgresProxy& operator=(const PostgresProxy&) = delete;

    /// The next COMMIT is cut so; then never again.
    void cut_next(Cut how) { cut_ = how; }
    /// Cuts the connection at the message with this number from now on, from 0; then never again.
    void cut_at_message(int number) { messages_left_ = number; }
    int cuts() const { return cuts_; }

  private:
    static sockaddr_un address_of(const std::filesystem::path& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string text = path.string();
        if (text.size() >= sizeof address.sun_path) throw std::runtime_error{"the proxy's path is too long"};
        std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
        return address;
    }

    void accept_all() {
        while (!stopping_) {
            pollfd waiting{listener_, POLLIN, 0};
            if (::poll(&waiting, 1, 20) <= 0) continue;
            const int client = ::accept(listener_, nullptr, nullptr);
            if (client < 0) continue;
            pumps_.emplace_back([this, client] { pump(client); });
        }
    }

    void pump(int client) {
        const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
        const sockaddr_un address = address_of(server_);
        if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
            bool cutting = false;
            while (!stopping_ && step(client, server, cutting)) {
            }
        }
        ::close(server);
        ::close(client);
    }

    /// Forwards what has come; false when the connection is over.
    bool step(int client, int server, bool& cutting) {
        std::array<pollfd, 2> waiting{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
        if (::poll(waiting.data(), waiting.size(), 20) <= 0) return true;
        std::array<char, 1U << 16U> buffer;
        if ((waiting[0].revents & (POLLIN | POLLHUP)) != 0) {
            const ssize_t size = ::read(client, buffer.data(), buffer.size());
            if (size <= 0) return false;
            const std::string_view bytes{buffer.data(), static_cast<std::size_t>(size)};
            if (messages_left_ >= 0 && messages_left_-- == 0) {
                ++cuts_;
                return false;
            }
            if (bytes.find(std::string_view{"commit\0", 7}) != std::string_view::npos) {
                const Cut how = cut_.exchange(Cut::never);
                if (how != Cut::never) ++cuts_;
                if (how == Cut::before_commit) return false;
                cutting = how == Cut::after_commit;
            }
            if (::send(server, bytes.data(), bytes.size(), MSG_NOSIGNAL) != size) return false;
        }
        if ((waiting[1].revents & (POLLIN | POLLHUP)) != 0) {
            const ssize_t size = ::read(server, buffer.data(), buffer.size());
            // The server has answered the COMMIT: it is done, and nobody will hear of it.
            if (size <= 0 || cutting) return false;
            if (::send(client, buffer.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL) != size)
                return false;
        }
        return true;
    }

    std::filesystem::path server_;
    int listener_ = -1;
    std::atomic<bool> stopping_{false};
    std::atomic<Cut> cut_{Cut::never};
    std::atomic<int> cuts_{0};
    std::atomic<int> messages_left_{-1};
    std::thread acceptor_;
    std::vector<std::thread> pumps_;
};

}  // namespace scrm::test
