// SPDX-License-Identifier: Apache-2.0
#include "streams.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "interruptible.hpp"
#include "scrm/core/error.hpp"
#include "scrm/table/output_file.hpp"

namespace py = pybind11;

namespace scrm::python {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 18;

/// A buffer that hands its bytes to a sink and stops when asked to.
class SinkBuffer final : public std::streambuf {
  public:
    SinkBuffer(std::function<void(std::string_view)> sink, std::stop_token stop)
        : sink_(std::move(sink)), stop_(std::move(stop)), buffer_(kBufferBytes) {
        setp(buffer_.data(), buffer_.data() + buffer_.size());
    }

    void drain() {
        throw_if_stopped(stop_);
        sink_({pbase(), static_cast<std::size_t>(pptr() - pbase())});
        setp(buffer_.data(), buffer_.data() + buffer_.size());
    }

  protected:
    int_type overflow(int_type c) override {
        drain();
        if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
        return traits_type::not_eof(c);
    }

  private:
    std::function<void(std::string_view)> sink_;
    std::stop_token stop_;
    std::vector<char> buffer_;
};

void write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            if (errno == EPIPE) throw BrokenPipe{};
            throw Error{ErrorCode::unavailable,
                        std::string{"cannot write the output: "} + std::strerror(errno)};
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void stream_into(std::function<void(std::string_view)> sink, const std::stop_token& stop,
                 const std::function<void(std::ostream&)>& write) {
    SinkBuffer buffer{std::move(sink), stop};
    std::ostream out{&buffer};
    // Without this a stream swallows what its buffer throws.
    out.exceptions(std::ios::badbit);
    write(out);
    buffer.drain();
}

}  // namespace

Target target_from(const py::object& object) {
    if (py::isinstance<py::int_>(object)) return object.cast<int>();
    // Bytes, because a file name need not be text.
    const auto path = py::module_::import("os").attr("fsencode")(object).cast<std::string>();
    return std::filesystem::path{path};
}

void write_to(const py::object& target, const py::object& progress, unsigned threads,
              const std::function<void(std::ostream&, const Execution&)>& write) {
    const Target where = target_from(target);
    interruptible(progress, threads, [&](const Execution& execution) {
        const auto write_into = [&](std::ostream& out) { write(out, execution); };
        if (const int* descriptor = std::get_if<int>(&where)) {
            stream_into([&](std::string_view bytes) { write_all(*descriptor, bytes); }, execution.stop,
                        write_into);
        } else {
            table::OutputFile file{std::get<std::filesystem::path>(where)};
            stream_into([&](std::string_view bytes) { file.write(bytes); }, execution.stop, write_into);
            file.commit();
        }
    });
}

void write_to(const py::object& target, const std::function<void(std::ostream&)>& write) {
    write_to(target, py::none(), 0, [&](std::ostream& out, const Execution&) { write(out); });
}

}  // namespace scrm::python
