// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <stdexcept>
#include <string>

namespace scrm::test {

/// A process that runs `body` and can be killed. What it writes by `say` is read line by line by its parent.
/// To be started before the parent has threads or databases open.
class ChildProcess {
  public:
    using Say = std::function<void(const std::string&)>;

    explicit ChildProcess(const std::function<void(const Say&)>& body) {
        int ends[2];
        if (::pipe(ends) != 0) throw std::runtime_error{"no pipe"};
        process_ = ::fork();
        if (process_ < 0) throw std::runtime_error{"no process"};
        if (process_ == 0) {
            ::close(ends[0]);
            int status = 0;
            try {
                body([&](const std::string& line) {
                    const std::string text = line + "\n";
                    if (::write(ends[1], text.data(), text.size()) < 0) ::_exit(8);
                });
            } catch (const std::exception&) {
                status = 9;
            }
            // Past all destructors of the copied test.
            ::_exit(status);
        }
        ::close(ends[1]);
        out_ = ends[0];
    }
    ~ChildProcess() {
        kill();
        ::close(out_);
    }
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    void kill() {
        if (process_ <= 0) return;
        ::kill(process_, SIGKILL);
        wait();
    }
    /// The exit status; -1 when a signal ended it.
    int wait() {
        if (process_ <= 0) return -1;
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    /// The next line, or "" when the child is gone.
    std::string line() {
        std::string text;
        char c = 0;
        while (::read(out_, &c, 1) == 1) {
            if (c == '\n') return text;
            text.push_back(c);
        }
        return "";
    }

  private:
    pid_t process_ = 0;
    int out_ = -1;
};

}  // namespace scrm::test
