#include "cli/output/standard_stream.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace groundhog::cli {
namespace {

constexpr std::size_t most_waiting = 4096;

}  // namespace

StandardStream::StandardStream(int descriptor, Flushes flushes)
    : descriptor_(descriptor), flushes_(flushes), writer_(::getpid()), owner_(writer_) {
  *error_ = 0;
}

void StandardStream::write(std::string_view text) {
  if (*error_ != 0) return;
  if (writer_ != ::getpid()) waiting_.clear();
  writer_ = ::getpid();
  waiting_ += text;
  if (flushes_ == Flushes::always || waiting_.size() >= most_waiting) flush();
}

void StandardStream::flush() {
  if (writer_ != ::getpid()) return;
  std::string_view rest = waiting_;
  while (!rest.empty() && *error_ == 0) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      *error_ = errno;
    }
  }
  waiting_.clear();
  if (reader_left() && descriptor_ == STDOUT_FILENO && owner_ == ::getpid()) throw ReaderLeft();
}

std::string StandardStream::problem() const {
  if (*error_ == 0 || reader_left()) return {};
  const std::string name = descriptor_ == STDOUT_FILENO ? "stdout" : "stderr";
  return "cannot write to " + name + ": " + (*error_ == EBADF ? "it is closed" : std::strerror(*error_));
}

StandardStream& standard_output() {
  using enum StandardStream::Flushes;
  static StandardStream stream(STDOUT_FILENO, ::isatty(STDOUT_FILENO) == 1 ? always : when_full);
  return stream;
}

StandardStream& standard_error() {
  static StandardStream stream(STDERR_FILENO, StandardStream::Flushes::always);
  return stream;
}

void prepare_standard_streams() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) >= 0) continue;
    // The lowest that is free, and the other way round: what is read ends in an error, as does what is written.
    ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
  std::signal(SIGPIPE, SIG_IGN);
  standard_output();  // before there are worker processes
  standard_error();
}

void end_without_reader() {
  std::signal(SIGPIPE, SIG_DFL);
  std::raise(SIGPIPE);
  std::_Exit(128 + SIGPIPE);
}

}  // namespace groundhog::cli
