// SPDX-License-Identifier: Apache-2.0

// The `scrm` command: holds Ctrl-C back, then becomes the Python interpreter that runs it.
//
// Python takes some hundredths of a second to start, and Ctrl-C in them ends in its own traceback. A signal
// that is blocked stays so over exec and is kept: the command takes it as soon as it can answer.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

// Names its own failure, so that an interpreter without scrm gives one line too.
constexpr const char* kProgram =
    "import sys\n"
    "try:\n"
    "    from scrm.cli.main import launched\n"
    "except ImportError as failure:\n"
    "    sys.exit(f'scrm: error: the installation is broken: {failure}')\n"
    "launched()\n";

/// The folder that holds this file, links followed: a link to the command may lie anywhere.
std::string own_folder() {
    std::vector<char> path(4096);
    const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
    if (size <= 0 || static_cast<std::size_t>(size) == path.size()) return {};
    const std::string own(path.data(), static_cast<std::size_t>(size));
    return own.substr(0, own.rfind('/') + 1);
}

/// Whether a shell started the command in the background, where Ctrl-C is not for it.
bool is_deaf() {
    struct sigaction action {};
    return ::sigaction(SIGINT, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

int main(int count, char** arguments) {
    sigset_t interrupt;
    sigset_t former;
    ::sigemptyset(&interrupt);
    ::sigaddset(&interrupt, SIGINT);
    ::sigprocmask(SIG_BLOCK, &interrupt, &former);
    const bool holds = !is_deaf() && ::sigismember(&former, SIGINT) == 0;
    if (!holds) ::sigprocmask(SIG_SETMASK, &former, nullptr);

    // -P: a folder where somebody stands may hold modules of any name.
    std::vector<std::string> words{
        "", "-P", "-X", holds ? "scrm_interrupts=held" : "scrm_interrupts=left", "-c", kProgram};
    for (int i = 1; i < count; ++i) words.emplace_back(arguments[i]);
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);

    // Beside the command in an environment; by its version on PATH, where a system or a user has it. The
    // extension was compiled for that version.
    const std::string versioned = "python" SCRM_PYTHON_VERSION;
    const std::string folder = own_folder();
    if (!folder.empty()) {
        for (const std::string& name : {versioned, std::string{"python3"}}) {
            words[0] = folder + name;
            argv[0] = words[0].data();
            ::execv(argv[0], argv.data());
        }
    }
    words[0] = versioned;
    argv[0] = words[0].data();
    ::execvp(argv[0], argv.data());
    (void)std::fprintf(stderr, "scrm: error: there is no %s beside the command or on PATH\n",
                       versioned.c_str());
    return EXIT_FAILURE;
}
